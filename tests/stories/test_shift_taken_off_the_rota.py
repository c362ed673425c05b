"""Somebody is taken off the rota in the middle of their time on duty."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.incident.shift_jobs import shift_moved
from bot.person.rules import Role
from bot.rota.actions import remove_shift
from tests.stories.handing_over import SIGN, change_of_leads, handovers
from tests.stories.looking import incident
from tests.stories.night import Hero, Night


async def taken_off(night: Night, hero: Hero, role: Role, starts_at: datetime) -> bool:
    """Their shift with this start is removed from the rota."""
    about: dict[str, Any] = {"person_id": hero.id, "role": role, "starts_at": starts_at}
    return await night.db.write(remove_shift, **about, by=None, now=night.clock.now())


async def test_a_lead_who_is_taken_off_the_rota_hands_over_what_they_hold(night: Night) -> None:
    began = night.clock.now() - timedelta(hours=5)
    _, lev, _ = await change_of_leads(night)
    ira = await night.lead("Ира")
    await night.forward(minutes=10)
    assert await taken_off(night, lev, Role.DUTY_LEAD, began)
    await night.forward(minutes=1)
    assert [one.from_id for one in handovers(night)] == [lev.id]
    await ira.taps(SIGN)
    assert incident(night).lead_id == ira.id


async def test_what_is_past_stays_on_the_rota(night: Night) -> None:
    began = night.clock.now() - timedelta(hours=1)
    lev = await night.lead("Лев")
    await night.forward(minutes=10)
    assert await taken_off(night, lev, Role.DUTY_LEAD, began)
    assert not await taken_off(night, lev, Role.DUTY_LEAD, began)


async def test_the_ends_of_all_shifts_are_asked_in_one_go(night: Night) -> None:
    statements: list[str] = []

    def noted(_: Any, __: Any, statement: str, *more: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    def asked(session: Session, now: datetime) -> int:
        event.listen(session.get_bind(), "before_cursor_execute", noted)
        shift_moved(session, now)
        event.remove(session.get_bind(), "before_cursor_execute", noted)
        return len(statements)

    for name in ("Ольга", "Нина", "Вера"):
        await (await night.operator(name)).reports()
    assert await night.db.read(asked, night.clock.now()) <= 2
