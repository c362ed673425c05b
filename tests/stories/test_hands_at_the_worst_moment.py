"""Hands that meet: two in the same second, a colleague who is gone, everybody let go, and then an ending."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.incident.telling import LEAD_CARD, OPERATOR_CARD, PICTURE_CARD, TICKET_CARD
from bot.outbox.models import Outgoing
from bot.person.rules import Role
from bot.timer.models import Timer
from tests.stories.night import Hero, Night


async def acknowledged(night: Night) -> tuple[Hero, Hero, Hero]:
    """Lev has Olga's incident; Sonya is a lead of the same level."""
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня")
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    for hero in (olga, lev, sonya):
        hero.heard()
    return olga, lev, sonya


async def test_of_two_leads_who_take_over_in_the_same_second_one_has_it(night: Night) -> None:
    olga, lev, sonya = await acknowledged(night)
    ira = await night.lead("Ира")
    await ira.writes("/incident_1")
    sonya.phone.taps("Забрать себе")
    ira.phone.taps("Забрать себе")
    await night.settle()
    assert night.kinds().count("lead_took_over") == 1
    faster, slower = (sonya, ira) if "Приняли вы" in sonya.screen() else (ira, sonya)
    assert f"Уже занимается {faster.name}" in slower.toast
    slower.sees(f"Уже занимается {faster.name}")
    lev.sees(f"Уже занимается {faster.name}")
    olga.sees(faster.name)


async def test_the_holder_finishes_while_another_takes_over(night: Night) -> None:
    _, lev, sonya = await acknowledged(night)
    await sonya.taps("Забрать себе")
    await lev.taps_old(lev.phone.messages[0], "Статус выставлен")
    assert "Уже занимается Соня" in lev.toast
    assert "duty_ticked" not in night.kinds()


async def test_a_colleague_whom_nothing_reaches_brings_the_ladder_at_once(night: Night) -> None:
    _, lev, sonya = await acknowledged(night)
    await night.lead("Ира", shift=None, has_started=False)
    await night.forward(minutes=1)
    await lev.taps("Ещё")
    await lev.taps("Передать коллеге")
    await lev.taps("Ира")
    assert "page_refused" in night.kinds()
    assert (len(lev.heard()), len(sonya.heard())) == (1, 1)


async def test_a_colleague_who_is_dismissed_while_the_page_rings_brings_the_ladder_at_once(
    night: Night,
) -> None:
    _, lev, sonya = await acknowledged(night)
    ira = await night.lead("Ира", shift=None)
    await lev.taps("Ещё")
    await lev.taps("Передать коллеге")
    night.box.faults.plan("server_error", "sendMessage")
    await lev.taps("Ира")
    night.box.faults.clear()
    await night.fire(ira, Role.DUTY_LEAD)
    await night.forward(seconds=40)
    assert ira.heard() == []
    assert len(sonya.heard()) == 1


async def test_a_colleague_who_left_is_refused_and_the_lead_keeps_it(night: Night) -> None:
    olga, lev, sonya = await acknowledged(night)
    await lev.taps("Ещё")
    await lev.taps("Передать коллеге")
    await night.fire(sonya, Role.DUTY_LEAD)
    await lev.taps("Соня")
    assert "Ничего не изменилось" in lev.toast
    olga.sees("Лев")


async def test_who_is_let_go_reads_why_at_the_bottom_of_the_chat(night: Night) -> None:
    _, lev, _ = await acknowledged(night)
    await night.forward(minutes=85)
    assert night.kinds().count("duties_reminded") == 5
    assert "снова ищет руководителя" in lev.phone.last.text
    assert lev.buttons() == ["Принять"]


async def test_when_everybody_was_let_go_the_top_of_the_ladder_repeats(night: Night) -> None:
    olga = await night.operator("Ольга")
    lev, sonya = await night.lead("Лев"), await night.lead("Соня", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await night.forward(minutes=86)
    await sonya.taps("Принять")
    await night.forward(minutes=86)
    assert night.kinds().count("lead_let_go") == 2
    lev.heard(), sonya.heard()
    await night.forward(minutes=15)
    assert (len(lev.heard()), len(sonya.heard())) == (6, 6), "every five minutes, and again after two"
    await lev.taps("Принять")
    await night.forward(minutes=9)
    assert sonya.heard() == []


async def cancelled(_: Night, olga: Hero, lev: Hero, semyon: Hero) -> None:
    await olga.taps("Отменить")
    await olga.taps("Да, это ошибка")


async def works_by_itself(_: Night, olga: Hero, lev: Hero, semyon: Hero) -> None:
    await olga.taps("Уже работает")


async def resolved(_: Night, olga: Hero, lev: Hero, semyon: Hero) -> None:
    await semyon.taps("Исправлено")
    await olga.taps("Всё работает")


async def shift_over(night: Night, olga: Hero, lev: Hero, semyon: Hero) -> None:
    await night.forward(hours=7)
    await semyon.taps("Принять")
    await night.forward(hours=3)


async def snoozed_then_cancelled(night: Night, olga: Hero, lev: Hero, semyon: Hero) -> None:
    await lev.taps("Ещё")
    await lev.taps("Напомнить позже")
    await semyon.taps("Ещё")
    await semyon.taps("Спросить меня позже")
    await cancelled(night, olga, lev, semyon)


async def passed_on_then_cancelled(night: Night, olga: Hero, lev: Hero, semyon: Hero) -> None:
    for hero in (lev, semyon):
        await hero.taps("Ещё")
        await hero.taps("Позвать ступень выше")
    await cancelled(night, olga, lev, semyon)


async def shift_over_and_nobody_has_the_ticket(night: Night, olga: Hero, lev: Hero, semyon: Hero) -> None:
    await night.forward(hours=10)
    assert "ladder_rested" in night.kinds()


def timers_left(session: Session) -> list[str]:
    return [one.key for one in session.scalars(select(Timer))]


def promised_after(session: Session, ended: datetime) -> list[tuple[int, str]]:
    """Cards of incidents and tickets. (The rota has its own evenings.)"""
    cards = (OPERATOR_CARD, LEAD_CARD, TICKET_CARD, PICTURE_CARD)
    query = select(Outgoing).where(Outgoing.created_at > ended, Outgoing.card.in_(cards))
    return [(one.person_id, one.card) for one in session.scalars(query)]


Ending = Callable[[Night, Hero, Hero, Hero], Awaitable[None]]
ENDINGS: tuple[Ending, ...] = (
    cancelled,
    works_by_itself,
    resolved,
    shift_over,
    shift_over_and_nobody_has_the_ticket,
    snoozed_then_cancelled,
    passed_on_then_cancelled,
)


@pytest.mark.parametrize("ending", ENDINGS, ids=[one.__name__ for one in ENDINGS])
async def test_nothing_of_what_is_over_is_heard_in_four_months(night: Night, ending: Ending) -> None:
    """Every timer has an end. Nobody is told anything after it, with sound or without."""
    now = night.clock.now()
    olga = await night.operator("Ольга", shift=(now, now + timedelta(hours=8)))
    lev, semyon = await night.lead("Лев"), await night.sysadmin("Семён")
    dina = await night.sysadmin("Дина", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await ending(night, olga, lev, semyon)
    heroes = (olga, lev, semyon, dina)
    ended = night.clock.now()
    for hero in heroes:
        hero.heard()
    await night.forward(hours=3)
    for _ in range(30):
        night.clock.forward(days=4)
        await night.settle()
    assert night.db.read_here(timers_left) == []
    assert [hero.heard() for hero in heroes] == [[], [], [], []]
    assert night.db.read_here(promised_after, ended) == []
