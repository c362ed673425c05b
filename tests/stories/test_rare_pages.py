"""Who is rung at and who is not, when phones refuse; what a ticket keeps and what it forgets."""

from __future__ import annotations

from datetime import timedelta

from bot.outage.models import Outage
from tests.stories.beginnings import team, ticket_filed
from tests.stories.night import Night


async def test_while_one_of_a_level_can_be_reached_the_next_level_sleeps(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    gleb, sonya = await night.lead("Глеб"), await night.lead("Соня", level=2)
    await lev.blocks()
    await olga.reports()
    await olga.taps("Не помогло")
    assert (len(gleb.heard()), sonya.heard()) == (1, [])
    await night.forward(minutes=2)
    gleb.sees("Вызов №2")
    assert night.kinds().count("page_refused") == 1, "whoever refused is not rung at again on this level"


async def test_when_everybody_refuses_the_top_waits_its_time_before_it_begins_anew(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await lev.blocks()
    await olga.reports()
    await olga.taps("Не помогло")
    assert night.kinds().count("ladder_climbed") == 2
    await night.forward(minutes=5)
    assert night.kinds().count("ladder_climbed") == 3


async def test_an_estimate_ends_with_the_fix_it_was_for(night: Night) -> None:
    olga, _, semyon = await team(night)
    await ticket_filed(olga)
    await semyon.taps("Принять")
    await semyon.taps("30 мин")
    semyon.sees("02:30")
    await semyon.taps("Исправлено")
    await olga.taps("Нет, не работает")
    semyon.does_not_see("02:30")


async def test_one_question_has_one_answer_and_what_follows_is_an_addition(night: Night) -> None:
    olga, _, semyon = await team(night)
    await ticket_filed(olga)
    await semyon.taps("Принять")
    await semyon.taps("Нужны подробности")
    await semyon.writes("Какая версия софтфона?")
    await olga.writes("7.4.1")
    await olga.writes("И ещё: звука нет")
    assert night.kinds().count("details_given") == 1
    assert [event.data["part"] for event in night.history() if event.kind == "report_added"][-1] == "addition"


async def test_resolved_after_everybody_went_home_the_outage_is_over(night: Night) -> None:
    now = night.clock.now()
    olga = await night.operator("Ольга", shift=(now, now + timedelta(minutes=30)))
    await night.lead("Лев")
    semyon = await night.sysadmin("Семён")
    await ticket_filed(olga)
    await semyon.taps("Принять")
    await night.forward(minutes=31)

    def resolved_at() -> object:
        return night.db.read_here(lambda session: session.get_one(Outage, 1).resolved_at)

    assert resolved_at() is None
    await semyon.taps("Исправлено")
    assert resolved_at() == night.clock.now()
