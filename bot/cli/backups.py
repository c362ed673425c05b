"""Commands about what must outlive the machine: backup, restore, release, verify."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.backup.making import backups_in, make_backup
from bot.backup.paper import proved, refuse_strangers
from bot.backup.restoring import restore as put_back
from bot.cli.failing import WRONG
from bot.cli.house import clock_of, opened
from bot.db import place_of
from bot.hold.actions import NothingHeld
from bot.hold.actions import release as let_go
from bot.settings import Settings, load_settings
from bot.timeline.queries import Break, Proof, proof

_MOST_SHOWN = 20


def backup(_: Namespace) -> int:
    """One more backup, proved. Works beside a running bot."""
    settings = load_settings()
    made = make_backup(
        settings.database_url, _pictures(settings), _folder(settings), now=clock_of(settings).now()
    )
    rows = sum(made.facts.rows.values())
    print(f"backup: {made.file} ({rows} rows, {made.proof.events} events, {made.pictures.there} pictures)")
    print(f"head of the history: {made.proof.head}")
    if made.removed:
        print(f"{made.removed} older backups removed; {len(backups_in(made.file.parent))} are kept.")
    for sha256 in made.pictures.missing:
        print(f"warning: a picture is not on the shelf as it was: {sha256}", file=sys.stderr)
    if not made.proof.breaks:
        refuse_strangers(made.file, made.facts)  # it is kept all the same, but could not be put back
    return _told(made.proof, str(made.file))


def restore(wanted: Namespace) -> int:
    """Put a backup in the database's place, on hold. Not under a running bot."""
    settings = load_settings()
    now, zone = clock_of(settings).now(), settings.time_zone or "UTC"
    done = put_back(wanted.file, settings.database_url, _pictures(settings), settings.data_dir, now=now)
    print(f"{place_of(settings.database_url)}: as it was {_at(done.facts.made_at, zone)}.")
    if done.aside is not None:
        print(f"What was there before: {done.aside}")
    if done.pictures.missing:
        count = len(done.pictures.missing)
        print(f"{count} pictures of that time are neither on the shelf nor beside the backup.")
    for one in done.back_again:
        print(f"Erased once, and back with something open: close it, then: nightshift person erase #{one}")
    print(
        f"On hold: {done.held.messages} messages and {done.held.timers} timers of that time wait."
        "\nStart the bot, look at /board, close what is over; then: nightshift release"
    )
    return 0


def release(_: Namespace) -> int:
    """Say go after a restore. Works beside a running bot."""
    settings = load_settings()
    with opened(settings) as db:
        try:
            found = db.write_here(let_go, by=None, now=clock_of(settings).now())
        except NothingHeld:
            print("Nothing is on hold.")
            return 0
    print(
        f"Released: {found.messages} messages and {found.timers} timers. What is no longer true is dropped."
    )
    return 0


def verify(wanted: Namespace) -> int:
    """Follow the history's chain of hashes, in the database or in a backup."""
    if wanted.file is not None:
        facts, found = proved(wanted.file)
        if not found.breaks:
            refuse_strangers(wanted.file, facts)
        place = f"{wanted.file}, made {facts.made_at:%Y-%m-%d %H:%M:%S} UTC"
    else:
        settings = load_settings()
        place = place_of(settings.database_url)
        with opened(settings) as db:
            found = db.read_here(proof)
    if not found.breaks:
        print(f"{place}: the history is whole ({found.events} events in {found.chains} chains).")
        print(f"head of the history: {found.head}")
    return _told(found, place)


def _told(found: Proof, place: str) -> int:
    """Where it breaks, to the standard error; the exit code."""
    for one in found.breaks[:_MOST_SHOWN]:
        print(f"error: {_broken(one)}", file=sys.stderr)
    if found.breaks:
        places = "1 place" if len(found.breaks) == 1 else f"{len(found.breaks)} places"
        print(
            f"error: {place}: the history was changed after it was written, in {places}. "
            "Keep this file, and compare it with an older backup: nightshift verify FILE",
            file=sys.stderr,
        )
    return WRONG if found.breaks else 0


def _broken(one: Break) -> str:
    where = f"incident {one.incident_id}" if one.incident_id is not None else "the house's history"
    which = (
        f"event {one.event_id}: {one.place}" if one.event_id is not None else "somebody's words: their seal"
    )
    return f"{where}, {which} is {one.found}, expected {one.expected}"


def _folder(settings: Settings) -> Path:
    return settings.backup_dir or settings.data_dir / "backups"


def _pictures(settings: Settings) -> Path:
    return settings.pictures_dir


def _at(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S} ({zone})"
