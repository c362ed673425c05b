"""Nights 12 and 13: the operator says nothing any more, or goes home while it is still broken."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.rules import Role
from bot.rota.actions import put_shift, remove_shift
from bot.timer.queries import next_due_at
from tests.stories.beginnings import team, ticket_filed
from tests.stories.listening import quiet
from tests.stories.looking import incident
from tests.stories.night import Hero, Night


async def asked_in(night: Night, olga: Hero, minutes: int) -> list[int]:
    """The minutes in which the bot wrote to her anew."""
    found = []
    for minute in range(1, minutes + 1):
        newest = olga.phone.last.id
        await night.forward(minutes=1)
        if olga.phone.last.id != newest:
            found.append(minute)
    return found


async def test_12_silent_after_rebooting_she_is_asked_quietly_and_then_the_lead_is_called(
    night: Night,
) -> None:
    olga, lev, semyon = await team(night)
    await olga.reports()
    olga.heard()
    assert await asked_in(night, olga, 15) == [10, 13]
    assert lev.phone.messages == []
    assert await asked_in(night, olga, 1) == [1], "the third time, as the lead hears it"
    card = lev.sees("Молчит, отмечено в 02:16").text
    assert "шаг 1" in card
    assert len(lev.heard()) == 1
    assert await asked_in(night, olga, 60) == []
    assert olga.heard() == []
    assert semyon.phone.messages == []


async def test_12_her_lead_is_silent_too_so_the_ladder_climbs_for_her(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня", level=2)
    await olga.reports()
    await night.forward(minutes=16)
    assert sonya.heard() == []
    await night.forward(minutes=5)
    assert len(sonya.heard()) == 1
    sonya.sees("Молчит")
    await sonya.taps("Принять")
    lev.heard()
    await olga.taps("Не помогло")
    sonya.does_not_see("Молчит")
    assert lev.heard() == [], "she is back, and Sonya has her already"


@pytest.mark.parametrize("number", ["+380 00 000 01 01", None])
async def test_12_the_lead_reads_how_to_reach_her_past_telegram(night: Night, number: str | None) -> None:
    olga, lev, _ = await team(night)
    if number:
        await night.db.write(_has_phone, olga.id, number)
    await olga.reports()
    await night.forward(minutes=16)
    lev.sees(f"Позвоните: {number}" if number else "Позвоните оператору")


async def test_12_silent_with_half_a_report_the_sysadmin_gets_the_half(night: Night) -> None:
    olga, lev, semyon = await team(night)
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    lev.heard()
    await olga.writes("Софтфон не пускает")
    assert semyon.phone.messages == []
    assert await asked_in(night, olga, 15) == [5, 10, 15]
    semyon.sees("Софтфон не пускает")
    lev.sees("Молчит")


async def test_12_silent_while_checking_the_fix(night: Night) -> None:
    olga, lev, semyon = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await semyon.taps("Исправлено")
    assert await asked_in(night, olga, 10) == [3, 6, 9]
    lev.sees("Молчит")
    await olga.taps("Всё работает")
    lev.does_not_see("Молчит")
    lev.sees("Снова работает")
    assert night.db.read_here(next_due_at) is None


async def goes_home(night: Night, *, in_minutes: int = 30) -> tuple[Hero, Hero, Hero, datetime]:
    """Olga's ticket is filed and in hand; her shift, which began now, ends soon. Returns the start too."""
    starts_at = night.clock.now()
    olga = await night.operator("Ольга", shift=(starts_at, starts_at + timedelta(minutes=in_minutes)))
    lev, semyon = await night.lead("Лев"), await night.sysadmin("Семён")
    await ticket_filed(olga)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    return olga, lev, semyon, starts_at


async def shift(night: Night, hero: Hero, starts_at: datetime, **length: float) -> None:
    """The rota as somebody plans it now."""
    await night.db.write(
        put_shift,
        person_id=hero.id,
        role=Role.OPERATOR,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(**length),
        by=None,
        now=night.clock.now(),
    )


async def test_13_her_shift_ends_she_is_let_go_and_the_outage_goes_on(night: Night) -> None:
    olga, lev, semyon, _ = await goes_home(night)
    await night.forward(minutes=29)
    assert incident(night).closed_at is None
    await night.forward(minutes=1)
    olga.sees("Смена закончилась")
    assert olga.buttons() == []
    lev.sees("Смена оператора закончилась")
    assert incident(night).work_status == "shift_over"
    assert incident(night).closed_as == "shift_over"
    messages = len(olga.phone.messages)
    olga.heard()
    await quiet(night, olga, hours=3)
    await semyon.taps("Исправлено")
    assert len(olga.phone.messages) == messages
    assert "ticket_resolved" in night.kinds()


async def test_13_nobody_is_reminded_of_an_incident_whose_operator_went_home(night: Night) -> None:
    _, lev, _, _ = await goes_home(night)
    await night.forward(minutes=30)
    lev.heard()
    reminded = night.kinds().count("duties_reminded")
    await quiet(night, lev)
    assert night.kinds().count("duties_reminded") == reminded


async def test_13_home_before_anybody_answered_ends_the_paging(night: Night) -> None:
    now = night.clock.now()
    olga = await night.operator("Ольга", shift=(now, now + timedelta(minutes=7)))
    lev, sonya = await night.lead("Лев"), await night.lead("Соня", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await night.forward(minutes=7)
    for hero in (lev, sonya):
        hero.sees("Смена оператора закончилась")
        assert hero.buttons() == []
        hero.heard()
    await quiet(night, olga, lev, sonya)


async def test_13_a_shift_made_longer_meanwhile_keeps_her_at_it_until_the_new_end(night: Night) -> None:
    olga, _, _, starts_at = await goes_home(night)
    await night.forward(minutes=10)
    await shift(night, olga, starts_at, minutes=90)
    await night.forward(minutes=79)
    assert incident(night).closed_at is None
    await night.forward(minutes=1)
    assert incident(night).closed_as == "shift_over"


async def test_13_a_shift_made_shorter_meanwhile_lets_her_go_at_the_new_end(night: Night) -> None:
    olga, _, _, starts_at = await goes_home(night, in_minutes=240)
    await night.forward(minutes=10)
    await shift(night, olga, starts_at, minutes=40)
    await night.forward(minutes=29)
    assert incident(night).closed_at is None
    await night.forward(minutes=1)
    assert incident(night).closed_as == "shift_over"
    olga.sees("Смена закончилась")


async def test_13_a_colleague_came_early_and_her_shift_is_taken_off_the_rota(night: Night) -> None:
    olga, lev, _, starts_at = await goes_home(night, in_minutes=240)
    await night.forward(minutes=10)
    await night.db.write(
        remove_shift,
        person_id=olga.id,
        role=Role.OPERATOR,
        starts_at=starts_at,
        by=None,
        now=night.clock.now(),
    )
    await night.forward(minutes=1)
    assert incident(night).closed_as == "shift_over"
    lev.sees("Смена оператора закончилась")


async def test_13_who_never_had_a_shift_tonight_is_not_sent_home(night: Night) -> None:
    olga = await night.operator("Ольга", shift=None)
    await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    await night.forward(hours=2)
    assert incident(night).closed_at is None


async def test_13_put_on_the_rota_meanwhile_she_is_let_go_when_that_shift_ends(night: Night) -> None:
    olga = await night.operator("Ольга", shift=None)
    await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    await shift(night, olga, night.clock.now(), minutes=30)
    await night.forward(minutes=30)
    assert incident(night).closed_as == "shift_over"


def _has_phone(session: Session, person_id: int, number: str) -> None:
    session.get_one(Person, person_id).phone = number
