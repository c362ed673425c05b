"""A small centre at night: its people, their phones, its clock, and time that passes over all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from bot.alarm import AlarmClock
from bot.clock import WoundClock
from bot.outbox.actions import Shown
from bot.outbox.delivery_actions import Claimed, claim, settle
from bot.outbox.queries import live_card
from bot.outbox.rules import (
    RETIRED,
    Ambiguous,
    Gone,
    Outcome,
    Refused,
    Sent,
    Stale,
    State,
    Transient,
    Unchanged,
    Unsendable,
    Why,
)
from bot.person.actions import grant, join
from bot.person.models import Person
from bot.person.rules import Role
from bot.picture.actions import note_picture
from bot.picture.rules import Kept
from bot.rota.actions import put_shift
from bot.runbook.library import Library
from bot.timer.queries import next_due_at
from bot.wiring import BEATS, JOBS, RECEIVERS
from tests.faults.machine.desk import Desk

LIBRARY = Library(Path(__file__).parents[3] / "runbooks")
START = datetime(2026, 11, 22, 20, tzinfo=UTC)
PICTURE = "a" * 64
CAST = {
    "Olga": (Role.OPERATOR, 1),
    "Nina": (Role.OPERATOR, 1),
    "Lev": (Role.DUTY_LEAD, 1),
    "Sonya": (Role.DUTY_LEAD, 2),
    "Mark": (Role.DUTY_LEAD, 1),
    "Petro": (Role.SYSADMIN, 1),
    "Taras": (Role.SYSADMIN, 2),
    "Ada": (Role.ADMINISTRATOR, 1),
}
COMES_LATER = "Mark"
"""Holds the role and is not on duty tonight."""

_MOST_RINGS = 8
_IS_OUT = "SELECT 1 FROM outbox WHERE state IN (?, ?) LIMIT 1"
_WAITS = "SELECT 1 FROM outbox WHERE state = ? AND coalesce(not_before, 0) <= ? LIMIT 1"


class Telegram(StrEnum):
    """How Telegram is at the moment."""

    OK = "ok"
    DOWN = "down"
    AMBIGUOUS = "ambiguous"
    SENDER_DIES = "sender_dies"
    GONE = "gone"
    UNSENDABLE = "unsendable"


@dataclass(frozen=True)
class Ring:
    """A sound on a phone."""

    at: datetime
    person_id: int
    card: str
    subject_id: int


class House:
    """Everything that goes on beside what people do themselves."""

    def __init__(self, on_sound: Callable[[Session, Claimed], None], start: datetime = START) -> None:
        contents, self.ids = _moved_in()
        self.desk, self.clock = Desk(contents), WoundClock(start)
        self.alarm = AlarmClock(self.desk, self.clock, JOBS, BEATS)
        self.telegram = Telegram.OK
        self.blocked: set[int] = set()
        self.rang: list[Ring] = []
        self._on_sound = on_sound
        self._messages, self._rng = 0, Random(0)
        self.names = {person_id: name for name, person_id in self.ids.items()}

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def do(self, action: Callable[..., Any], *values: Any, **more: Any) -> Any:
        """What a person does, in a transaction of its own."""
        return self.desk.change(self.desk.source("update"), action, *values, **more)

    def read(self, query: Callable[..., Any], *values: Any) -> Any:
        return self.desk.read_here(query, *values)

    def settle(self) -> None:
        """Let happen what is due at this moment: deliveries, timers, and what comes of them."""
        for _ in range(6):
            self._deliver()
            self.desk.run(self.alarm.ring())
            if not self.desk.is_there(_WAITS, State.PENDING, _ms(self.now)):
                return

    def passes(self, length: timedelta) -> None:
        """Time passes; what is due happens at its moment. In a long time the process is away for the rest."""
        until = self.now + length
        for _ in range(_MOST_RINGS):
            due = self.read(next_due_at)
            if due is None or due > until:
                break
            self.clock.set(max(due, self.now))
            self.settle()
        self.clock.set(until)
        self.settle()

    def close(self) -> None:
        self.desk.close()

    def _deliver(self) -> None:
        """What the sender does with everything that may go now."""
        for token in map(str, range(50)):
            if not self.desk.is_there(_IS_OUT, State.PENDING, State.SENDING):
                break
            claimed = self.desk.change(
                self.desk.source("claim"),
                claim,
                token,
                (),
                50,
                now=self.now,
                quiet_between=LIBRARY.centre.noise.quiet_between,
            )
            if not claimed:
                break
            if self.telegram is Telegram.SENDER_DIES:
                self.telegram = Telegram.OK
                break
            for one in claimed:
                self.desk.change(f"delivery {one.id} {token} {self.now}", self._bring, one, token)

    def _bring(self, session: Session, one: Claimed, token: str) -> None:
        outcome, shown = self._outcome(session, one)
        arrived = isinstance(outcome, Sent | Ambiguous)
        if arrived and one.sound:
            self._on_sound(session, one)
            self.rang.append(Ring(self.now, one.person_id, one.card, one.subject_id))
        settle(session, one.id, token, outcome, now=self.now, shown=shown, receivers=RECEIVERS, rng=self._rng)

    def _outcome(self, session: Session, one: Claimed) -> tuple[Outcome, Shown | None]:
        if session.get_one(Person, one.person_id).left_at is not None:
            return Stale(), None
        if one.person_id in self.blocked:
            return Refused(Why.BLOCKED), None
        if self.telegram is Telegram.DOWN:
            return Transient("down"), None
        if one.card == RETIRED:
            return Unchanged(), None
        self._messages += 1
        live = None if one.fresh else live_card(session, one.person_id, one.card, one.subject_id)
        if live is not None and self.telegram is Telegram.GONE:
            return Gone(), None
        if live is None and self.telegram is Telegram.AMBIGUOUS and not one.repeat:
            return Ambiguous("the answer was lost"), None
        if self.telegram is Telegram.UNSENDABLE and one.fresh:
            return Unsendable("no"), None
        edited = live.message_id if live else None
        return Sent(edited or self._messages), Shown(
            str(self._messages), edited_message_id=edited, sounded=one.sound
        )


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@cache
def _moved_in() -> tuple[bytes, dict[str, int]]:
    """The file of a centre in which nothing has happened yet, and who is who."""
    desk = Desk()
    ids = desk.change("setup", _move_in)
    contents = desk.contents()
    desk.close()
    return contents, ids


def _move_in(session: Session) -> dict[str, int]:
    ids = {}
    for number, (name, (role, level)) in enumerate(CAST.items(), 101):
        person = join(
            session, telegram_id=number, name=name, language="en", time_zone="Europe/Kyiv", now=START
        )
        grant(session, person.id, role, level=level, by=None, now=START)
        if role is not Role.ADMINISTRATOR:
            later = timedelta(hours=10 if name == COMES_LATER else 0)
            starts = START - timedelta(hours=2) + later
            length = timedelta(hours=8 if role is Role.OPERATOR else 10)
            put_shift(
                session,
                person_id=person.id,
                role=role,
                level=level,
                starts_at=starts,
                ends_at=starts + length,
                by=None,
                now=START,
            )
        ids[name] = person.id
    note_picture(session, Kept(PICTURE, "image/png", 10, 10, 100), now=START)
    return ids
