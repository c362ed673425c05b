"""How stories of a shift's start begin, and what they look up."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.checkin.models import CheckIn
from bot.person.models import Person
from bot.person.rules import Role
from tests.stories.night import Hero, Night

HERE = "На месте, звук включён"


async def soon(night: Night, hero: Hero, role: Role, *, level: int = 1, **length: float) -> None:
    """They are on duty from ten minutes from now, for eight hours unless told otherwise."""
    starts_at = night.clock.now() + timedelta(minutes=10)
    ends_at = starts_at + timedelta(**(length or {"hours": 8}))
    await night.on_duty(hero, role, starts_at, ends_at, level=level)


async def crew(night: Night) -> tuple[Hero, Hero, Hero]:
    """Olga, Lev and Semyon, whose shift begins in ten minutes."""
    olga = await night.operator("Ольга", shift=None)
    lev = await night.lead("Лев", shift=None)
    semyon = await night.sysadmin("Семён", shift=None)
    for hero, role in ((olga, Role.OPERATOR), (lev, Role.DUTY_LEAD), (semyon, Role.SYSADMIN)):
        await soon(night, hero, role)
    return olga, lev, semyon


def rows(night: Night) -> list[CheckIn]:
    def query(session: Session) -> list[CheckIn]:
        return list(session.scalars(select(CheckIn)))

    return night.db.read_here(query)


def call_at(session: Session, person_id: int, number: str) -> None:
    session.get_one(Person, person_id).phone = number
