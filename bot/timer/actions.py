"""Arm and disarm. What a timer does is registered in wiring.py and decided from the rows as they are then."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Table, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from bot.db import wake
from bot.db.prepared import Prepared
from bot.timer.models import Timer
from bot.timer.rules import Fired

TIMERS: Table = Timer.__table__  # type: ignore[assignment]
_ARM = Prepared(insert(TIMERS))
_DISARM_ONE = Prepared(delete(TIMERS).where(TIMERS.c.key == bindparam("name")))
_DISARM = delete(TIMERS).where(TIMERS.c.key.in_(bindparam("keys", expanding=True)))
_THIS = (TIMERS.c.key == bindparam("name"), TIMERS.c.due_at == bindparam("at"))
_TAKE = Prepared(delete(TIMERS).where(*_THIS).returning(*(TIMERS.c[name] for name in Fired._fields)))
_DISARM_KINDS = Prepared(
    delete(TIMERS).where(
        TIMERS.c.incident_id == bindparam("incident"),
        TIMERS.c.kind.in_((bindparam("one"), bindparam("other"))),
    )
)
_DISARM_ALL = delete(TIMERS).where(TIMERS.c.incident_id == bindparam("incident"))


class Planned(NamedTuple):
    """One of many timers that are armed at once."""

    key: str
    incident_id: int
    at: datetime
    data: Mapping[str, Any] = {}


_ABOUT = ("ticket", "outage")
"""What a chain of timers is about that belongs to no single incident."""

LATE = timedelta(minutes=1)
"""A timer that fires so long after its moment was held up by a stop, not by a busy second."""


def arm(
    session: Session, key: str, kind: str, *, at: datetime, incident_id: int | None = None, **data: Any
) -> None:
    """Have `kind` happen at this moment. Arming a key again moves it."""
    disarm(session, key)
    row = {"key": key, "kind": kind, "incident_id": incident_id, "due_at": at, "data": data}
    _ARM.write(session, row)
    wake(session, "timer", at)


def arm_all(session: Session, timers: Sequence[Planned], kind: str) -> None:
    """`arm` many of one kind at once, each with its incident."""
    if not timers:
        return
    disarm(session, *(timer.key for timer in timers))
    _arm_void(session, {kind: timers})


def arm_instead(session: Session, incident_id: int, timers: Mapping[str, Sequence[Planned]]) -> None:
    """Make every timer of one incident void that is of these two kinds, and arm these: kind to timers."""
    disarm_kinds(session, incident_id, *timers)
    _arm_void(session, timers)


def _arm_void(session: Session, timers: Mapping[str, Collection[Planned]]) -> None:
    """None of their keys is armed."""
    rows = [
        {"key": one.key, "kind": kind, "incident_id": one.incident_id, "due_at": one.at, "data": one.data}
        for kind, some in timers.items()
        for one in some
    ]
    _ARM.write(session, *rows)
    wake(session, "timer", min(one.at for some in timers.values() for one in some))


def spend(session: Session, key: str, due_at: datetime) -> Fired | None:
    """The timer that is armed for this moment; it is armed no more. None: there is none."""
    rows = _TAKE.rows(session, name=key, at=due_at)
    return Fired(*rows[0]) if rows else None


def put_off(session: Session, key: str, *, until: datetime, now: datetime) -> None:
    """What it did raised an error: once more a little later, and remembered since when that goes on."""
    timer = session.get(Timer, key)
    if timer is not None:
        timer.due_at, timer.failing_since = until, timer.failing_since or now
        wake(session, "timer", until)


def put_off_rest(session: Session, fired: Fired, *kinds: str, now: datetime) -> None:
    """After a stop of the bot nobody is hurried through a chain: what follows the fired one comes later too.

    `kinds`: of which kinds the timers of the chain are. Nothing is moved where this one fired on time.
    """
    late = now - fired.due_at
    if late < LATE:
        return
    same = Timer.incident_id.is_not_distinct_from(fired.incident_id) & Timer.kind.in_(kinds)
    about = [fired.data.get(name) for name in _ABOUT]
    for timer in session.scalars(select(Timer).where(same)):
        if [timer.data.get(name) for name in _ABOUT] == about:
            timer.due_at += late
            wake(session, "timer", timer.due_at)


def disarm(session: Session, *keys: str) -> None:
    """Make these void."""
    if len(keys) == 1:
        _DISARM_ONE.write(session, {"name": keys[0]})
    elif keys:
        session.connection().execute(_DISARM, {"keys": keys})


def disarm_kinds(session: Session, incident_id: int, one: str, other: str) -> None:
    """Make these two kinds of timers of one incident void."""
    _DISARM_KINDS.write(session, {"incident": incident_id, "one": one, "other": other})


def disarm_like(session: Session, beginning: str) -> None:
    """Make every timer void whose key begins so."""
    theirs = Timer.key.startswith(beginning, autoescape=True)
    session.connection().execute(delete(Timer).where(theirs))


def disarm_all(session: Session, incident_id: int) -> None:
    """Nothing pings after closing: make every timer of the incident void."""
    session.connection().execute(_DISARM_ALL, {"incident": incident_id})
