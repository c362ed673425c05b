"""Colleagues with a rota, for tests of the rota's actions: written and read without an event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.clock import WoundClock
from bot.db import Database
from bot.outbox.models import Outgoing
from bot.person.actions import grant, join
from bot.person.rules import Role
from bot.rota.actions import put_shift
from bot.rota.models import Shift
from bot.rota.queries import on_duty, shifts_between
from bot.timeline.models import TimelineEvent

LEAD = Role.DUTY_LEAD
EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


class House:
    """Ada (administrator) and the leads Lev, Sonya, Mark; hours are counted from midnight of the clock."""

    def __init__(self, db: Database, clock: WoundClock) -> None:
        self.db, self.clock = db, clock
        self.midnight = clock.now()
        self.ids: dict[str, int] = {}
        for name, role in (("Ada", Role.ADMINISTRATOR), ("Lev", LEAD), ("Sonya", LEAD), ("Mark", LEAD)):
            self.let_in(name, role)

    def let_in(self, name: str, *roles: Role, level: int = 1) -> int:
        facts: dict[str, Any] = {"telegram_id": 1001 + len(self.ids), "name": name, "language": "en"}
        person = self.db.write_here(join, **facts, time_zone="UTC", now=self.clock.now())
        self.ids[name] = person.id
        for role in roles:
            self.db.write_here(grant, person.id, role, level=level, by=None, now=self.clock.now())
        return person.id

    def at(self, hours: float) -> datetime:
        return self.midnight + timedelta(hours=hours)

    def do(self, action: Callable[..., Any], *values: Any, by: str | None = None, **more: Any) -> Any:
        who = None if by is None else self.ids[by]
        return self.db.write_here(action, *values, **more, by=who, now=self.clock.now())

    def puts(self, name: str, start: float, end: float, **more: Any) -> Shift:
        shift: Shift = self.do(
            put_shift,
            **{"person_id": self.ids[name], "role": LEAD, **more},
            starts_at=self.at(start),
            ends_at=self.at(end),
        )
        return shift

    def rota(self) -> list[tuple[str, float, float, int]]:
        """Every shift: who, from, to in hours, level."""
        return [
            (self.name(one.person_id), self.hours(one.starts_at), self.hours(one.ends_at), one.level)
            for one in self.shifts()
        ]

    def shifts(self) -> list[Shift]:
        return list(self.db.read_here(shifts_between, *EVER))

    def name(self, person_id: int) -> str:
        return next(name for name, known in self.ids.items() if known == person_id)

    def hours(self, moment: datetime) -> float:
        return (moment - self.midnight) / timedelta(hours=1)

    def duty(self, moment: datetime, role: Role = LEAD) -> list[tuple[str, int]]:
        return [(person.name, level) for person, level in self.db.read_here(on_duty, role, moment)]

    def kinds(self) -> list[str]:
        """The kinds of everything in the history, in order."""
        query = select(TimelineEvent.kind).order_by(TimelineEvent.id)
        return list(self.db.read_here(lambda session: session.scalars(query).all()))

    def promised(self, card: str) -> list[tuple[str, int, bool]]:
        """Who shall see this card: name, subject, whether as a new message."""
        query = select(Outgoing).where(Outgoing.card == card).order_by(Outgoing.person_id, Outgoing.id)
        rows: Iterable[Outgoing] = self.db.read_here(lambda session: session.scalars(query).all())
        return [(self.name(row.person_id), row.subject_id, row.fresh) for row in rows]
