"""/settings: language, clock, and how often the bot asks."""

from __future__ import annotations

from bot.question.actions import ask
from bot.question.queries import open_question
from tests.stories.looking import incident, keyboard, person
from tests.stories.night import Night


async def test_a_new_language_reaches_the_settings_the_keyboard_and_the_open_card(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.writes("/settings")
    await olga.taps("Язык")
    await olga.taps("English")
    olga.sees("Language: English")
    olga.sees("Incident No. 1")
    assert keyboard(olga) == ["🛑 Software is down", "📍 Where am I"]
    assert incident(night).closed_at is None


async def test_a_city_of_the_menu_sets_the_clock_also_on_the_open_card(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.reports()
    olga.sees("02:10")
    await olga.writes("/settings")
    await olga.taps("Часовой пояс")
    await olga.taps("Лондон · 00:00")
    olga.sees("Часы: Лондон, сейчас там 00:00")
    olga.sees("00:10")


async def test_a_city_in_words_is_understood_in_three_languages_and_helped_with(night: Night) -> None:
    olga = await night.operator("Ольга")
    for words, zone in (
        ("варшава", "Europe/Warsaw"),
        ("Київ", "Europe/Kyiv"),
        ("almaty", "Asia/Almaty"),
        ("europe/berlin", "Europe/Berlin"),
        ("Нью-Йорк", "America/New_York"),
    ):
        await olga.writes("/settings")
        await olga.taps("Часовой пояс")
        await olga.taps("Другой город")
        await olga.writes(words)
        found = person(night, olga)
        assert found is not None
        assert found.time_zone == zone


async def test_an_unknown_city_keeps_the_question_and_says_what_is_like_it(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.writes("/settings")
    await olga.taps("Часовой пояс")
    await olga.taps("Другой город")
    await olga.writes("Варшва")
    assert "Europe/Warsaw · 01:00" in olga.phone.last.text
    await olga.writes("@@@ /ack_1 \u202e")
    assert "Напишите большой город рядом" in olga.phone.last.text
    await olga.writes("Europe/Warsaw")
    olga.sees("Часы: Варшава")
    assert night.db.read_here(open_question, olga.id) is None


async def test_a_zone_by_button_leaves_a_question_about_an_incident_open(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.writes("/settings")
    await night.db.write(ask, "write_to_lead", of=olga.id, now=night.clock.now(), subject_id=1)
    await olga.taps("Часовой пояс")
    await olga.taps("Лондон")
    assert night.db.read_here(open_question, olga.id) is not None


async def test_the_recheck_interval_counts_for_the_open_incident_and_is_kept(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.writes("/settings")
    await olga.taps("Как часто спрашивать")
    await olga.taps("20 мин")
    olga.sees("каждые 20 мин")
    assert incident(night).recheck_minutes == 20
    found = person(night, olga)
    assert found is not None
    assert found.recheck_minutes == 20
    await olga.writes("/every_7")
    assert incident(night).recheck_minutes == 20


async def test_only_operators_are_asked_about_rechecks(night: Night) -> None:
    lev = await night.lead("Лев")
    await lev.writes("/settings")
    assert lev.buttons() == ["🌐 Язык", "🕒 Часовой пояс"]
