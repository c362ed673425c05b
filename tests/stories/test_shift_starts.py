"""A time on duty begins: each says with a tap that they are there, and the lead knows who does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.checkin.models import CheckIn
from bot.person.models import Person
from bot.person.rules import Role
from bot.rota.actions import put_shift, remove_shift
from bot.timeline.rules import Event
from tests.stories.looking import count_of
from tests.stories.night import Hero, Night

HERE = "На месте, звук включён"


async def _soon(night: Night, hero: Hero, role: Role, *, level: int = 1, **length: float) -> None:
    """They are on duty from ten minutes from now, for eight hours unless told otherwise."""
    starts_at = night.clock.now() + timedelta(minutes=10)
    ends_at = starts_at + timedelta(**(length or {"hours": 8}))
    await night.on_duty(hero, role, starts_at, ends_at, level=level)


async def _crew(night: Night) -> tuple[Hero, Hero, Hero]:
    """Olga, Lev and Semyon, whose shift begins in ten minutes."""
    olga = await night.operator("Ольга", shift=None)
    lev = await night.lead("Лев", shift=None)
    semyon = await night.sysadmin("Семён", shift=None)
    for hero, role in ((olga, Role.OPERATOR), (lev, Role.DUTY_LEAD), (semyon, Role.SYSADMIN)):
        await _soon(night, hero, role)
    return olga, lev, semyon


def _rows(night: Night) -> list[CheckIn]:
    def query(session: Session) -> list[CheckIn]:
        return list(session.scalars(select(CheckIn)))

    return night.db.read_here(query)


def _call_at(session: Session, person_id: int, number: str) -> None:
    session.get_one(Person, person_id).phone = number


async def test_each_hears_of_their_shift_once_leads_and_sysadmins_with_sound(night: Night) -> None:
    olga, lev, semyon = await _crew(night)
    await night.forward(minutes=9)
    assert [hero.phone.messages for hero in (olga, lev, semyon)] == [[], [], []]
    await night.forward(minutes=1)
    assert "Ваша смена началась" in olga.screen()
    assert "Руководитель: Лев" in olga.screen()
    assert "Сисадмин: Семён" in lev.screen()
    assert "Операторов на смене: 1" in lev.screen()
    assert [len(hero.heard()) for hero in (olga, lev, semyon)] == [0, 1, 1]
    for hero in (olga, lev, semyon):
        await hero.taps(HERE)
        hero.sees("Отмечено в 02:10")
        assert hero.buttons() == []
    await night.forward(hours=3)
    assert [len(hero.phone.messages) for hero in (olga, lev, semyon)] == [1, 1, 1]
    assert count_of(night, Event.CHECKED_IN) == 3
    assert count_of(night, Event.NOT_CHECKED_IN) == 0


async def test_the_lead_knows_who_is_silent_with_a_number_to_call(night: Night) -> None:
    olga, lev, semyon = await _crew(night)
    await night.db.write(_call_at, semyon.id, "+380 44 111 22 33")
    await night.forward(minutes=10)
    await lev.taps(HERE)
    await night.forward(minutes=9)
    lev.does_not_see("не на связи")
    await night.forward(minutes=1)
    card = lev.sees("На смене, но не на связи: 2")
    assert "Семён, сисадмин: молчит с 02:10 · +380 44 111 22 33" in card.text
    assert "Ольга" in card.text
    assert "До 02:20 вы не отметились" in olga.screen()
    assert count_of(night, Event.NOT_CHECKED_IN) == 2
    await semyon.taps(HERE)
    lev.sees("На смене, но не на связи: 1")
    await olga.taps(HERE)
    lev.sees("Все, кто на смене, на связи")
    assert sum(post.from_bot for post in lev.phone.messages) == 2


async def test_who_cannot_be_reached_is_known_at_once(night: Night) -> None:
    _, lev, semyon = await _crew(night)
    await semyon.blocks()
    await night.forward(minutes=10)
    lev.sees("Семён, сисадмин: сообщения не доходят с")
    await semyon.unblocks()
    await semyon.writes("/status")
    lev.sees("Все, кто на смене, на связи")


async def test_who_never_pressed_start_is_known_at_once(night: Night) -> None:
    lev = await night.lead("Лев", shift=None)
    olga = await night.operator("Ольга", shift=None, has_started=False)
    await _soon(night, lev, Role.DUTY_LEAD)
    await _soon(night, olga, Role.OPERATOR)
    await night.forward(minutes=10)
    lev.sees("Ольга, оператор: сообщения не доходят с")


async def test_any_message_says_that_the_phone_works(night: Night) -> None:
    olga, lev, _ = await _crew(night)
    await night.forward(minutes=10)
    await olga.writes("/help")
    assert [row.checked_in_at is not None for row in _rows(night) if row.person_id == olga.id] == [True]
    await lev.taps(HERE)
    await night.forward(minutes=10)
    assert "Ольга" not in lev.sees("не на связи: 1").text


async def test_a_report_within_the_wait_is_an_answer_too(night: Night) -> None:
    olga, lev, _ = await _crew(night)
    await night.forward(minutes=10)
    await olga.reports()
    await lev.taps(HERE)
    await night.forward(minutes=10)
    assert "Ольга" not in lev.sees("не на связи").text


async def test_what_came_before_the_shift_says_nothing(night: Night) -> None:
    olga, lev, _ = await _crew(night)
    await olga.writes("/help")
    await night.forward(minutes=10)
    await lev.taps(HERE)
    await night.forward(minutes=10)
    lev.sees("Ольга, оператор: молчит с 02:10")


async def test_the_next_level_hears_that_the_lead_is_silent(night: Night) -> None:
    lev = await night.lead("Лев", shift=None)
    sonya, gleb = await night.lead("Соня", level=2), await night.lead("Глеб", shift=None)
    await _soon(night, lev, Role.DUTY_LEAD)
    await night.forward(minutes=20)
    card = sonya.sees("Лев, дежурный руководитель: молчит с 02:10")
    assert "Вызовы руководителям могут сразу идти вам" in card.text
    assert gleb.phone.messages == []
    assert sonya.heard() == []
    await lev.taps(HERE)
    sonya.sees("Все, кто на смене, на связи")


async def test_with_nobody_else_on_duty_the_others_of_the_role_hear_it(night: Night) -> None:
    _, lev, semyon = await _crew(night)
    taras = await night.sysadmin("Тарас", shift=None)
    await night.forward(minutes=10)
    await lev.taps(HERE)
    await night.forward(minutes=10)
    assert "Семён" in taras.sees("могут сразу прийти вам").text
    await semyon.writes("?")
    taras.sees("Семён: больше не среди тех")


async def test_the_only_lead_is_silent_so_the_administrator_knows(night: Night) -> None:
    lev, boss = await night.lead("Лев", shift=None), await night.administrator("Борис", shift=None)
    await _soon(night, lev, Role.DUTY_LEAD)
    await night.forward(minutes=20)
    boss.sees("Лев, дежурный руководитель: молчит с 02:10")
    assert "Лев" not in "".join(post.text for post in lev.phone.messages)
    await lev.taps(HERE)
    boss.sees("Все, кто на смене, на связи")


async def test_two_roles_that_begin_together_are_one_card(night: Night) -> None:
    both = await night.person("Лев", Role.OPERATOR, Role.DUTY_LEAD, shift=None)
    await _soon(night, both, Role.OPERATOR)
    await _soon(night, both, Role.DUTY_LEAD)
    await night.forward(minutes=10)
    assert len(both.phone.messages) == 1
    card = both.sees("Ваша смена началась")
    assert "Оператор: 02:10–10:10" in card.text
    assert "Дежурный руководитель: 02:10–10:10" in card.text
    assert len(both.heard()) == 1
    await both.taps(HERE)
    assert all(row.checked_in_at for row in _rows(night))


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
    await _soon(night, olga, Role.OPERATOR, hours=2)
    await night.forward(minutes=10)
    await olga.taps(HERE)
    await night.forward(hours=3)
    await _soon(night, olga, Role.OPERATOR, hours=2)
    await night.forward(minutes=10)
    assert "Ваша смена началась" in olga.phone.last.text
    assert HERE in olga.buttons()


async def test_a_shift_that_ends_ends_the_waiting(night: Night) -> None:
    olga, lev = await night.operator("Ольга", shift=None), await night.lead("Лев", shift=None)
    await _soon(night, olga, Role.OPERATOR, hours=1)
    await _soon(night, lev, Role.DUTY_LEAD)
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
    olga, lev, _ = await _crew(night)
    await night.forward(minutes=10)
    await lev.taps(HERE)
    starts_at = next(row.starts_at for row in _rows(night) if row.person_id == olga.id)
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
    olga, _, _ = await _crew(night)
    await night.forward(minutes=10)
    await olga.taps(HERE)
    now = night.clock.now()
    more = {"person_id": olga.id, "role": Role.OPERATOR, "by": None, "now": now}
    await night.db.write(
        put_shift, starts_at=now - timedelta(hours=2), ends_at=now + timedelta(hours=3), **more
    )
    await night.forward(minutes=30)
    assert len(olga.phone.messages) == 1


async def test_who_was_asked_while_the_bot_was_down_is_asked_when_it_is_back(night: Night) -> None:
    olga, _, _ = await _crew(night)
    night.clock.forward(hours=1)
    await night.settle()
    olga.sees("Отметьтесь до 03:10")


async def test_nobody_is_asked_about_a_shift_that_is_nearly_over(night: Night) -> None:
    olga, _, _ = await _crew(night)
    night.clock.forward(hours=7, minutes=50)
    await night.settle()
    assert olga.phone.messages == []


async def test_a_whole_night_without_the_bot_does_not_confuse_the_next(night: Night) -> None:
    olga = await night.operator("Ольга", shift=None)
    await _soon(night, olga, Role.OPERATOR, hours=2)
    tomorrow = night.clock.now() + timedelta(hours=24)
    await night.on_duty(olga, Role.OPERATOR, tomorrow, tomorrow + timedelta(hours=8))
    await night.forward(minutes=10)
    night.clock.forward(hours=24)
    await night.settle()
    assert len([row for row in _rows(night) if row.over_at is None]) == 1
    olga.sees("Отметьтесь до 02:20")


async def test_who_joined_in_the_middle_of_a_shift_is_not_asked(night: Night) -> None:
    olga = await night.operator("Ольга")
    await night.forward(hours=1)
    lev = await night.lead("Лев", has_started=False)
    await night.forward(hours=1)
    assert olga.phone.messages == []
    assert lev.phone.messages == []
    assert _rows(night) == []


async def test_three_hundred_operators_are_one_list_for_the_lead(night: Night) -> None:
    lev = await night.lead("Лев", shift=None)
    await _soon(night, lev, Role.DUTY_LEAD)
    for number in range(40):
        await _soon(night, await night.operator(f"Оператор {number}", shift=None), Role.OPERATOR)
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
    await _soon(night, olga, Role.OPERATOR)
    await night.forward(minutes=10)
    assert "05:10–13:10" in olga.screen()
    assert {"uk": "Я тут, звук увімкнено", "en": "Here, my sound is on"}[language] in olga.buttons()
