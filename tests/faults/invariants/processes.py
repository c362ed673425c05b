"""V14 to V17: the processes themselves, and who watches them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby, pairwise
from statistics import median

from sqlalchemy.orm import Session

from tests.faults.evidence import Evidence, Vital

MOST_FILES = 200
MOST_THREADS = 64
MIB = 1024 * 1024
MOST_GROWTH = 128 * MIB
"""Much is imported and built at its first use."""
ENOUGH_LOOKS = 160
"""Below this many looks at one process nothing can be said of a slope."""
A_LEASE = timedelta(seconds=12)
IN_ORDER = 20.0
"""Seconds a deploy waits before it kills."""
HEARD_WITHIN = timedelta(minutes=3)
BEAT_EVERY = timedelta(minutes=1)
ON_ITS_WAY = timedelta(seconds=5)
GRACE = timedelta(minutes=2)
"""Whoever listens outside rings when a beat is so late."""


def bounded(_: Session, night: Evidence) -> Iterator[str]:
    if not night.vitals:
        yield "nobody looked at any process"
    for pid, looks in groupby(sorted(night.vitals, key=lambda one: (one.pid, one.at)), lambda one: one.pid):
        life = list(looks)
        if (files := max(look.files for look in life)) > MOST_FILES:
            yield f"process {pid} had {files} files open"
        if (threads := max(look.threads for look in life)) > MOST_THREADS:
            yield f"process {pid} had {threads} threads"
        yield from _growing(pid, life)


def _growing(pid: int, life: Sequence[Vital]) -> Iterator[str]:
    """The last third beside the middle one: what a process needs at its start does not count."""
    if len(life) < ENOUGH_LOOKS:
        return
    third = len(life) // 3
    for name, most in (("memory", MOST_GROWTH), ("files", 20), ("threads", 10)):
        middle, last = (
            median(getattr(look, name) for look in part) for part in (life[third:-third], life[-third:])
        )
        if last - middle > most:
            yield f"process {pid} uses more and more {name}: {last - middle:.0f} more than a while ago"


def one_poller(_: Session, night: Evidence) -> Iterator[str]:
    """Polls that cut each other off come to an end one lease after whatever shook the night."""
    for at in night.box.polls_taken_over:
        shaken = any(
            began - A_LEASE <= at <= ended + A_LEASE + night.slowness for began, ended in night.rough
        )
        if not shaken:
            yield f"two polled at {at}, and nothing had happened"


def stopped(_: Session, night: Evidence) -> Iterator[str]:
    for stop in night.stops:
        if stop.code != 0:
            yield f"asked to stop it ended with {stop.code}"
        if stop.seconds > IN_ORDER:
            yield f"asked to stop it took {stop.seconds:.1f} s"


def heard_outside(_: Session, night: Evidence) -> Iterator[str]:
    """Silence longer than the grace rings. It does so within three minutes of a stall, and never else."""
    beats = night.beats
    if beats is None:
        return
    moments = [beats.began, *sorted(beats.heard), beats.ended]
    silences = [(last, after) for last, after in pairwise(moments) if after - last > BEAT_EVERY + GRACE]
    for began, ended in beats.stalls:
        rings = any(last <= began + ON_ITS_WAY and after >= ended for last, after in silences)
        if ended - began > HEARD_WITHIN and not rings:
            yield f"nobody outside heard of the stall at {began}"
    for last, after in silences:
        if not any(began <= after and last <= ended for began, ended in beats.stalls):
            yield f"from {last} to {after} it was well, and not heard"
