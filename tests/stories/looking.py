"""What the stories of people look up in the database and on the phones."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.person.actions import invite
from bot.person.models import Person
from bot.person.rules import Role
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from tests.stories.night import Hero, Night


async def invited(night: Night, role: Role = Role.OPERATOR) -> str:
    return await night.db.write(
        invite, role=role, by=None, now=night.clock.now(), lifetime=timedelta(hours=24)
    )


def person(night: Night, hero: Hero) -> Person | None:
    def query(session: Session) -> Person | None:
        return session.scalar(select(Person).where(Person.telegram_id == hero.phone.user_id))

    return night.db.read_here(query)


def incident(night: Night) -> Incident:
    return night.db.read_here(lambda session: session.get_one(Incident, 1))


def count_of(night: Night, kind: Event) -> int:
    def query(session: Session) -> int:
        return len(session.scalars(select(TimelineEvent).where(TimelineEvent.kind == kind)).all())

    return night.db.read_here(query)


def keyboard(hero: Hero) -> list[str]:
    rows = hero.phone.box.chats[hero.phone.user_id].reply_keyboard or []
    return [button["text"] for row in rows for button in row]
