"""/start, /status, /help and /cancel, and the buttons' words and commands."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.person.rules import Role
from bot.question.queries import open_question
from bot.timeline.rules import Event
from tests.stories.looking import count_of, incident, person
from tests.stories.night import Night


async def test_start_and_status_say_whether_you_are_on_duty_and_until_when(night: Night) -> None:
    now = night.clock.now()
    lev = await night.lead("Лев")
    free = await night.sysadmin("Семён", shift=None)
    long = await night.operator("Ольга", shift=(now, now + timedelta(hours=30)))
    for hero in (lev, free, long):
        await hero.starts()
    lev.sees("🟢 Дежурный руководитель: вы на смене до 11:00.")
    free.sees("⚪ Сисадмин: сейчас вас нет в графике.")
    long.sees("🟢 Оператор: вы на смене до 08:00, 23 ноября.")
    await lev.writes("/status")
    assert lev.phone.last.text.startswith("📍 Открытого у вас сейчас нет")


async def test_the_first_start_is_recorded_once(night: Night) -> None:
    olga = await night.operator("Ольга", has_started=False)
    await olga.starts()
    await olga.starts()
    found = person(night, olga)
    assert found is not None
    assert found.started_at is not None
    events = count_of(night, Event.PERSON_CHANGED)
    await olga.starts()
    assert count_of(night, Event.PERSON_CHANGED) == events


async def test_status_posts_the_open_cards_anew_and_the_old_ones_point_down(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.starts()
    await olga.reports()
    before = olga.sees("Обращение №1")
    await olga.taps("Где я сейчас")
    after = olga.sees("Обращение №1")
    assert after.id > before.id
    assert before.buttons == []
    await olga.taps("Не помогло")
    paged = lev.sees("№1")
    await lev.writes("/status")
    assert lev.sees("№1").id > paged.id, "a page that nobody has acknowledged is theirs as well"
    await lev.taps("Принять")
    held = lev.sees("№1")
    await lev.writes("📍 где я сейчас")
    assert lev.sees("№1").id > held.id


async def test_a_sysadmin_s_status_brings_the_ticket_they_hold(night: Night) -> None:
    olga, semyon = await night.operator("Ольга"), await night.sysadmin("Семён")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="Ошибка 503")
    await semyon.taps("Принять")
    before = semyon.sees("№1")
    await semyon.writes("/status")
    assert semyon.sees("№1").id > before.id


async def test_help_is_short_and_says_the_twins_of_the_buttons_now_on_the_card(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.writes("/help")
    assert "Кнопка не отвечает" not in olga.phone.last.text
    await olga.reports()
    await olga.writes("/help")
    told = olga.phone.last.text
    assert len(told.splitlines()) <= 12
    assert "Не помогло: /answer_1_" in told
    twin = re.search(r"Не помогло: (/\S+)", told)
    assert twin is not None
    await olga.writes(twin[1])
    assert incident(night).step == "describe"


async def test_help_of_somebody_with_every_role_still_fits(night: Night) -> None:
    anna = await night.person("Анна", *Role)
    await anna.reports()
    await anna.taps("Не помогло")
    await anna.writes("/help")
    assert len(anna.phone.last.text.splitlines()) <= 12


async def test_cancel_forgets_the_question_and_never_the_incident(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.reports(customer="Звонок")
    assert night.db.read_here(open_question, olga.id) is not None
    before = olga.sees("Обращение №1")
    await olga.writes("/cancel")
    assert night.db.read_here(open_question, olga.id) is None
    assert incident(night).closed_at is None
    olga.sees("вопрос снят")
    card = olga.sees("Обращение №1")
    assert card.id > before.id
    assert "Перезагрузите" in card.text, "the card asks no more, it goes on"
    await olga.writes("/cancel")
    told = olga.phone.last.text
    assert "Обращение №1 продолжается" in told
    assert "/cancelit_1_0" in told


async def test_the_words_of_a_button_typed_by_hand_are_the_button(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.writes("не помогло")
    assert incident(night).step == "describe"
