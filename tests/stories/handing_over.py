"""How stories of a handover begin, and what they look up."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handover.models import Handover
from bot.person.rules import Role
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from tests.stories.night import Hero, Night

SIGN = "Подписать, принимаю"


async def change_of_leads(night: Night, *, level: int = 1) -> tuple[Hero, Hero, Hero]:
    """Olga's incident is Lev's, who is on duty until three; Sonya's shift begins then."""
    now = night.clock.now()
    olga = await night.operator("Ольга")
    lev = await night.lead("Лев", shift=(now - timedelta(hours=5), now + timedelta(hours=1)))
    sonya = await night.lead("Соня", level=level, shift=(now + timedelta(hours=1), now + timedelta(hours=9)))
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await lev.taps("Статус выставлен")
    return olga, lev, sonya


async def three_o_clock(night: Night, *heroes: Hero) -> None:
    """Everybody's phone has been silent until now, and Sonya's shift begins."""
    await night.forward(hours=1)
    for hero in heroes:
        await hero.writes("/help")
        hero.heard()


def handovers(night: Night) -> list[Handover]:
    def query(session: Session) -> list[Handover]:
        return list(session.scalars(select(Handover).order_by(Handover.id)))

    return night.db.read_here(query)


def signed(night: Night) -> TimelineEvent:
    """The event of the house."""

    def query(session: Session) -> TimelineEvent:
        found = select(TimelineEvent).where(TimelineEvent.kind == Event.HANDOVER_SIGNED)
        return session.scalars(found.where(TimelineEvent.incident_id.is_(None))).one()

    return night.db.read_here(query)


async def extended(night: Night, hero: Hero, **by: float) -> None:
    """The lead's shift is made longer than it is."""
    now = night.clock.now()
    await night.on_duty(hero, Role.DUTY_LEAD, now - timedelta(minutes=1), now + timedelta(**by))
