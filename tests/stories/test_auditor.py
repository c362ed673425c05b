"""Rows disappear under a running night: whatever nobody would ever move again moves within a minute."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.auditor.rules import Finding
from bot.escalation.models import Escalation, Page
from bot.incident.models import Incident
from bot.outbox.models import Outgoing
from bot.outbox.rules import Priority, State
from bot.person.rules import Role
from bot.ticket.models import Ticket
from bot.ticket.rules import TicketStatus
from bot.timer.models import Timer
from tests.stories.audited import Crew, breaks, everybody_is_quiet, files, on_duty, told_once
from tests.stories.night import Night


@pytest.fixture
async def crew(night: Night) -> Crew:
    return await on_duty(night)


async def test_an_incident_that_nobody_knows_of_is_paged(night: Night, crew: Crew) -> None:
    await crew.lev.taps("Принять")
    everybody_is_quiet(crew.lev, crew.sonya)
    await breaks(night, update(Incident).values(lead_id=None, lead_at=None))
    assert len(crew.lev.heard()) == 1
    told_once(night, crew, "№1: о нём никто не знал", Finding.NOBODY_MOVES_IT)
    assert "auditor_repaired" in night.kinds()


async def test_a_climb_that_vanished_begins_again(night: Night, crew: Crew) -> None:
    everybody_is_quiet(crew.lev)
    await breaks(night, delete(Page))
    assert len(crew.sonya.heard()) == 1
    told_once(night, crew, "на ступени никого не вызвали", Finding.CLIMB_WITHOUT_PAGE)


async def test_a_lead_who_left_holds_nothing_for_more_than_a_minute(night: Night, crew: Crew) -> None:
    await crew.lev.taps("Принять")
    everybody_is_quiet(crew.sonya)
    await night.fire(crew.lev, Role.DUTY_LEAD)
    await night.forward(seconds=60)
    assert len(crew.sonya.heard()) == 1
    told_once(night, crew, "руководитель выбыл", Finding.LEAD_GONE)


async def test_a_lead_who_cannot_be_reached_any_more_holds_nothing(night: Night, crew: Crew) -> None:
    await crew.lev.taps("Принять")
    everybody_is_quiet(crew.sonya)
    await crew.lev.blocks()
    await night.forward(seconds=60)
    assert len(crew.sonya.heard()) == 1
    assert night.repairs() == [Finding.LEAD_GONE]


async def test_a_sysadmin_who_left_holds_nothing(night: Night, crew: Crew) -> None:
    await files(crew)
    await crew.lev.taps("Принять")
    await crew.semyon.taps("Принять")
    everybody_is_quiet(crew.dina)
    await night.fire(crew.semyon, Role.SYSADMIN)
    await night.forward(seconds=60)
    assert len(crew.dina.heard()) == 1
    told_once(night, crew, "сисадмин выбыл", Finding.SYSADMIN_GONE)


async def test_a_ladder_without_its_timer_climbs_when_it_should(night: Night, crew: Crew) -> None:
    everybody_is_quiet(crew.lev, crew.sonya)
    await breaks(night, delete(Timer), minutes=2)
    assert len(crew.lev.heard()) == 1, "the repeat after two minutes is armed again too"
    await night.forward(minutes=3)
    assert len(crew.sonya.heard()) == 1
    assert set(night.repairs()) == {Finding.CLIMB_WITHOUT_TIMER}
    crew.ada.sees("№1: вызов не пошёл бы на следующую ступень")


async def test_a_ladder_that_is_late_climbs_at_once(night: Night, crew: Crew) -> None:
    everybody_is_quiet(crew.sonya)
    await night.forward(minutes=4)
    long_ago = night.clock.now() - timedelta(hours=1)
    await breaks(night, update(Escalation).values(level_at=long_ago), seconds=1)
    await breaks(night, delete(Timer))
    assert len(crew.sonya.heard()) == 1


async def test_a_page_that_got_lost_is_sent_again(night: Night, crew: Crew) -> None:
    everybody_is_quiet(crew.lev)
    await breaks(night, update(Page).values(delivered_at=None))
    assert len(crew.lev.heard()) == 1
    told_once(night, crew, "вызов потерялся по дороге", Finding.PAGE_LOST)


async def test_a_page_that_somebody_put_far_into_the_future_goes_now(night: Night, crew: Crew) -> None:
    await crew.lev.taps("Принять")
    now = night.clock.now()
    row = {
        "person_id": crew.sonya.id, "card": "lead_incident", "subject_id": 1, "data": {}, "fresh": True,
        "sound": True, "why": "page", "priority": int(Priority.PAGE), "state": str(State.PENDING),
        "attempts": 0, "repeat": False, "created_at": now - timedelta(minutes=6),
        "not_before": now + timedelta(days=1), "incident_id": 1,
    }  # fmt: skip
    everybody_is_quiet(crew.sonya)
    await breaks(night, Outgoing.__table__.insert().values(**row))  # type: ignore[attr-defined]
    assert len(crew.sonya.heard()) == 1
    told_once(night, crew, "вызов слишком долго ждал", Finding.PAGE_WAITS)


async def test_a_ticket_that_nobody_got_is_paged(night: Night, crew: Crew) -> None:
    await files(crew)
    await crew.lev.taps("Принять")
    await crew.semyon.taps("Принять")
    everybody_is_quiet(crew.semyon)
    await breaks(
        night,
        update(Ticket).values(status=str(TicketStatus.FILED), acknowledged_by=None, acknowledged_at=None),
    )
    assert len(crew.semyon.heard()) == 1
    told_once(night, crew, "заявку никто не получил", Finding.TICKET_UNPAGED)
