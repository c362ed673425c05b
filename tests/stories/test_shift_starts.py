"""A time on duty begins: each says with a tap that they are there, and the lead knows who does not."""

from __future__ import annotations

from bot.person.rules import Role
from bot.timeline.rules import Event
from tests.stories.looking import count_of
from tests.stories.night import Night
from tests.stories.shift_starts import HERE, call_at, crew, rows, soon


async def test_each_hears_of_their_shift_once_leads_and_sysadmins_with_sound(night: Night) -> None:
    olga, lev, semyon = await crew(night)
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
    olga, lev, semyon = await crew(night)
    await night.db.write(call_at, semyon.id, "+380 44 111 22 33")
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
    _, lev, semyon = await crew(night)
    await semyon.blocks()
    await night.forward(minutes=10)
    lev.sees("Семён, сисадмин: сообщения не доходят с")
    await semyon.unblocks()
    await semyon.writes("/status")
    lev.sees("Все, кто на смене, на связи")


async def test_who_never_pressed_start_is_known_at_once(night: Night) -> None:
    lev = await night.lead("Лев", shift=None)
    olga = await night.operator("Ольга", shift=None, has_started=False)
    await soon(night, lev, Role.DUTY_LEAD)
    await soon(night, olga, Role.OPERATOR)
    await night.forward(minutes=10)
    lev.sees("Ольга, оператор: сообщения не доходят с")


async def test_any_message_says_that_the_phone_works(night: Night) -> None:
    olga, lev, _ = await crew(night)
    await night.forward(minutes=10)
    await olga.writes("/help")
    assert [row.checked_in_at is not None for row in rows(night) if row.person_id == olga.id] == [True]
    await lev.taps(HERE)
    await night.forward(minutes=10)
    assert "Ольга" not in lev.sees("не на связи: 1").text


async def test_a_report_within_the_wait_is_an_answer_too(night: Night) -> None:
    olga, lev, _ = await crew(night)
    await night.forward(minutes=10)
    await olga.reports()
    await lev.taps(HERE)
    await night.forward(minutes=10)
    assert "Ольга" not in lev.sees("не на связи").text


async def test_what_came_before_the_shift_says_nothing(night: Night) -> None:
    olga, lev, _ = await crew(night)
    await olga.writes("/help")
    await night.forward(minutes=10)
    await lev.taps(HERE)
    await night.forward(minutes=10)
    lev.sees("Ольга, оператор: молчит с 02:10")


async def test_the_next_level_hears_that_the_lead_is_silent(night: Night) -> None:
    lev = await night.lead("Лев", shift=None)
    sonya, gleb = await night.lead("Соня", level=2), await night.lead("Глеб", shift=None)
    await soon(night, lev, Role.DUTY_LEAD)
    await night.forward(minutes=20)
    card = sonya.sees("Лев, дежурный руководитель: молчит с 02:10")
    assert "Вызовы руководителям могут сразу идти вам" in card.text
    assert gleb.phone.messages == []
    assert sonya.heard() == []
    await lev.taps(HERE)
    sonya.sees("Все, кто на смене, на связи")


async def test_with_nobody_else_on_duty_the_others_of_the_role_hear_it(night: Night) -> None:
    _, lev, semyon = await crew(night)
    taras = await night.sysadmin("Тарас", shift=None)
    await night.forward(minutes=10)
    await lev.taps(HERE)
    await night.forward(minutes=10)
    assert "Семён" in taras.sees("могут сразу прийти вам").text
    await semyon.writes("?")
    taras.sees("Семён: вопрос снят")


async def test_the_only_lead_is_silent_so_the_administrator_knows(night: Night) -> None:
    lev, boss = await night.lead("Лев", shift=None), await night.administrator("Борис", shift=None)
    await soon(night, lev, Role.DUTY_LEAD)
    await night.forward(minutes=20)
    boss.sees("Лев, дежурный руководитель: молчит с 02:10")
    assert "Лев" not in "".join(post.text for post in lev.phone.messages)
    await lev.taps(HERE)
    boss.sees("Все, кто на смене, на связи")
