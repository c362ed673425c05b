"""Shifts that begin otherwise: two roles at once, back to back, moved, while the bot was down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.checkin.jobs import AT_ONCE, is_due
from bot.person.rules import Role
from bot.rota.actions import remove_shift
from bot.runbook.library import Library
from tests.stories.night import Night
from tests.stories.shift_starts import HERE, crew, rows, soon


async def test_two_roles_that_begin_together_are_one_card(night: Night) -> None:
    both = await night.person("Лев", Role.OPERATOR, Role.DUTY_LEAD, shift=None)
    await soon(night, both, Role.OPERATOR)
    await soon(night, both, Role.DUTY_LEAD)
    await night.forward(minutes=10)
    assert len(both.phone.messages) == 1
    card = both.sees("Ваша смена началась")
    assert "Оператор: 02:10–10:10" in card.text
    assert "Дежурный руководитель: 02:10–10:10" in card.text
    assert len(both.heard()) == 1
    await both.taps(HERE)
    assert all(row.checked_in_at for row in rows(night))


async def test_back_to_back_shifts_are_one_time_on_duty(night: Night) -> None:
    olga = await night.operator("Ольга", shift=None)
    starts_at = night.clock.now() + timedelta(minutes=10)
    await night.on_duty(olga, Role.OPERATOR, starts_at, starts_at + timedelta(hours=2))
    await night.on_duty(olga, Role.OPERATOR, starts_at + timedelta(hours=2), starts_at + timedelta(hours=4))
    await night.forward(minutes=10)
    assert "Оператор: 02:10–06:10" in olga.screen()
    await olga.taps(HERE)
    await night.forward(hours=3)
    assert len(olga.phone.messages) == 1


async def test_the_next_night_is_asked_anew(night: Night) -> None:
    olga = await night.operator("Ольга", shift=None)
    await soon(night, olga, Role.OPERATOR, hours=2)
    await night.forward(minutes=10)
    await olga.taps(HERE)
    await night.forward(hours=3)
    await soon(night, olga, Role.OPERATOR, hours=2)
    await night.forward(minutes=10)
    assert "Ваша смена началась" in olga.phone.last.text
    assert HERE in olga.buttons()


async def test_a_shift_that_ends_ends_the_waiting(night: Night) -> None:
    olga, lev = await night.operator("Ольга", shift=None), await night.lead("Лев", shift=None)
    await soon(night, olga, Role.OPERATOR, hours=1)
    await soon(night, lev, Role.DUTY_LEAD)
    await night.forward(minutes=10)
    await lev.taps(HERE)
    await night.forward(minutes=15)
    lev.sees("не на связи: 1")
    await night.forward(minutes=50)
    lev.sees("Все, кто на смене, на связи")
    olga.sees("Смена окончена")
    await olga.writes("/here")
    olga.sees("Отмечаться сейчас не нужно")


async def test_a_shift_taken_off_the_rota_is_no_longer_waited_for(night: Night) -> None:
    olga, lev, _ = await crew(night)
    await night.forward(minutes=10)
    await lev.taps(HERE)
    starts_at = next(row.starts_at for row in rows(night) if row.person_id == olga.id)
    await night.db.write(
        remove_shift,
        person_id=olga.id,
        role=Role.OPERATOR,
        starts_at=starts_at,
        by=None,
        now=night.clock.now(),
    )
    await night.forward(minutes=12)
    assert "Ольга" not in lev.sees("не на связи").text


async def test_a_shift_moved_under_a_running_one_asks_nobody_twice(night: Night) -> None:
    olga, _, _ = await crew(night)
    await night.forward(minutes=10)
    await olga.taps(HERE)
    now = night.clock.now()
    await night.on_duty(olga, Role.OPERATOR, now - timedelta(hours=2), now + timedelta(hours=3))
    await night.forward(minutes=30)
    assert len(olga.phone.messages) == 1


async def test_who_was_asked_while_the_bot_was_down_is_asked_when_it_is_back(night: Night) -> None:
    olga, _, _ = await crew(night)
    night.clock.forward(hours=1)
    await night.settle()
    olga.sees("Отметьтесь до 03:10")


async def test_nobody_is_asked_about_a_shift_that_is_nearly_over(night: Night) -> None:
    olga, _, _ = await crew(night)
    night.clock.forward(hours=7, minutes=50)
    await night.settle()
    assert olga.phone.messages == []


async def test_a_whole_night_without_the_bot_does_not_confuse_the_next(night: Night) -> None:
    olga = await night.operator("Ольга", shift=None)
    await soon(night, olga, Role.OPERATOR, hours=2)
    tomorrow = night.clock.now() + timedelta(hours=24)
    await night.on_duty(olga, Role.OPERATOR, tomorrow, tomorrow + timedelta(hours=8))
    await night.forward(minutes=10)
    night.clock.forward(hours=24)
    await night.settle()
    assert len([row for row in rows(night) if row.over_at is None]) == 1
    olga.sees("Отметьтесь до 02:20")


async def test_who_joined_in_the_middle_of_a_shift_is_not_asked(night: Night) -> None:
    olga = await night.operator("Ольга")
    await night.forward(hours=1)
    lev = await night.lead("Лев", has_started=False)
    await night.forward(hours=1)
    assert olga.phone.messages == []
    assert lev.phone.messages == []
    assert rows(night) == []


async def test_many_operators_are_one_list_for_the_lead(night: Night) -> None:
    lev = await night.lead("Лев", shift=None)
    await soon(night, lev, Role.DUTY_LEAD)
    for number in range(40):
        await soon(night, await night.operator(f"Оператор {number}", shift=None), Role.OPERATOR)
    await night.forward(minutes=10)
    await lev.taps(HERE)
    await night.forward(minutes=20)
    card = lev.sees("На смене, но не на связи: 40")
    assert "…и ещё 31" in card.text
    assert card.text.count("\n") < 12
    assert sum(post.from_bot for post in lev.phone.messages) == 2


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_the_card_is_in_the_readers_language_and_by_their_clock(night: Night, language: str) -> None:
    olga = await night.operator("Olga", shift=None, language=language, time_zone="Asia/Almaty")
    await soon(night, olga, Role.OPERATOR)
    await night.forward(minutes=10)
    assert "05:10–13:10" in olga.screen()
    assert {"uk": "Я тут, звук увімкнено", "en": "Here, my sound is on"}[language] in olga.buttons()


async def test_when_very_many_begin_at_once_leads_are_asked_first_and_nobody_is_forgotten(
    night: Night,
) -> None:
    for number in range(AT_ONCE + 5):
        await soon(night, await night.operator(f"Оператор {number}", shift=None), Role.OPERATOR)
    lev = await night.lead("Лев", shift=None)
    await soon(night, lev, Role.DUTY_LEAD)
    await night.forward(minutes=10)
    lev.sees("Ваша смена началась")
    assert len(rows(night)) == AT_ONCE
    await night.forward(minutes=1)
    assert len(rows(night)) == AT_ONCE + 6


async def test_back_to_back_shifts_of_many_are_asked_for_in_one_go(night: Night) -> None:
    async def on_their_second_shift(*names: str) -> int:
        now = night.clock.now()
        for name in names:
            hero = await night.operator(name, shift=None)
            await night.on_duty(hero, Role.OPERATOR, now + timedelta(minutes=10), now + timedelta(hours=1))
            await night.on_duty(hero, Role.OPERATOR, now + timedelta(hours=1), now + timedelta(hours=9))
        await night.forward(minutes=61)
        return await night.db.read(selects, partial(is_due, Library(night.runbooks)), night.clock.now())

    assert await on_their_second_shift("Ольга") == await on_their_second_shift("Нина", "Вера", "Зоя")


async def test_when_very_many_end_at_once_they_are_let_go_in_turn(night: Night) -> None:
    now = night.clock.now()
    for number in range(AT_ONCE + 5):
        hero = await night.operator(f"Оператор {number}", shift=None)
        await night.on_duty(hero, Role.OPERATOR, now + timedelta(minutes=10), now + timedelta(hours=4))
    await night.forward(minutes=15)
    night.clock.forward(hours=4)
    await night.settle()
    assert sum(row.over_at is not None for row in rows(night)) == AT_ONCE
    await night.forward(seconds=10)
    assert all(row.over_at is not None for row in rows(night))


def selects(session: Session, query: Callable[[Session, datetime], object], now: datetime) -> int:
    """How many statements this query takes."""
    statements: list[str] = []

    def noted(_: Any, __: Any, statement: str, *more: Any) -> None:
        statements.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", noted)
    query(session, now)
    event.remove(session.get_bind(), "before_cursor_execute", noted)
    return len(statements)
