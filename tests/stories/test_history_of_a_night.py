"""One incident as a story: local times, names, and what happened in words, in each reader's language."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from bot.report.queries import as_json, last_incident, names_of_all, story
from bot.report.rules import UnknownIncident
from bot.telegram.texts import Texts, languages
from tests.stories.night import Night

KYIV = ZoneInfo("Europe/Kyiv")


async def a_night(night: Night) -> None:
    """Nobody acknowledges at first; a ticket, a move, a fix, the return."""
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня", level=2)
    semyon = await night.sysadmin("Семён")
    await olga.reports(customer="Звонок")
    await olga.writes("48213")
    await olga.taps("Не помогло")
    await night.forward(minutes=5)
    sonya.sees("Ольга")
    await lev.taps("Принять")
    await olga.sends_photo(caption="Ошибка 503")
    await semyon.taps("Принять")
    await semyon.taps("30 мин")
    await olga.taps("Да, работает")
    await night.forward(minutes=10)
    await semyon.taps("Исправлено")
    await olga.taps("✅ Всё работает")


def told(night: Night, language: str = "ru", incident: int = 1) -> list[str]:
    names = night.db.read_here(names_of_all)
    return night.db.read_here(story, incident, Texts(language, KYIV), names)


async def test_the_story_says_when_who_and_what(night: Night) -> None:
    await a_night(night)
    lines = told(night)
    assert lines[0] == "Обращение №1 · Телефония · Ольга"
    assert lines[1] == "22 ноября"
    assert "02:00  Ольга: не работает: Телефония; на линии клиент, звонок" in lines
    assert "02:00  Ольга: номер обращения клиента: 48213" in lines
    assert "02:00  Ольга: ответ «Не помогло» на шаге «Попробуйте сами»" in lines
    assert "02:00  Бот: вызов руководителю: Лев, ступень 1" in lines
    climbed = "02:05  Бот: никто не принял, вызываю руководителей дальше: ступень 2, круг 1"
    assert f"{climbed} (пришло время)" in lines
    assert "02:05  Лев: принимает обращение" in lines
    assert "02:05  Семён: заявка №1: прогноз 02:35" in lines
    assert "02:05  Ольга: проверено, открывается: Чаты" in lines
    assert "02:05  Ольга: рабочий статус: 🟢 в другом канале: Чаты" in lines
    assert "02:15  Бот: спрашивает, работает ли (пришло время)" in lines
    assert lines[-1] == "02:15  Ольга: обращение закрыто: снова на линии"
    assert len(lines) == 2 + len(night.history())


@pytest.mark.parametrize("language", languages())
async def test_it_can_be_told_in_every_language(night: Night, language: str) -> None:
    await a_night(night)
    lines = told(night, language)
    assert len(lines) == 2 + len(night.history())
    assert not [line for line in lines if line.rstrip().endswith(":")]


async def test_a_new_day_is_said_where_it_begins(night: Night) -> None:
    olga = await night.operator("Ольга")
    night.clock.forward(hours=21, minutes=55)
    await olga.reports()
    await night.forward(minutes=20)
    days = [line for line in told(night)[1:] if "  " not in line]
    assert days == ["22 ноября", "23 ноября"]


async def test_hostile_words_of_people_are_harmless_in_the_story(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.writes("/report")
    await olga.taps("Другое")
    await olga.writes("Касса\u202e [31m")
    await olga.taps("Нет")
    assert "02:00  Ольга: не работает: Касса [31m" in told(night)


async def test_as_data_it_says_whether_it_is_whole(night: Night) -> None:
    await a_night(night)
    data = night.db.read_here(as_json, 1)
    assert json.loads(json.dumps(data)) == data
    assert (data["whole"], data["closed_as"], data["operator"]["name"]) == (True, "returned", "Ольга")
    assert [event["kind"] for event in data["events"]] == night.kinds()
    await _forge(night)
    assert night.db.read_here(as_json, 1)["whole"] is False


async def test_the_last_incident_and_one_that_is_not_there(night: Night) -> None:
    assert night.db.read_here(last_incident) is None
    olga = await night.operator("Ольга")
    await olga.reports()
    assert night.db.read_here(last_incident) == 1
    with pytest.raises(UnknownIncident):
        told(night, incident=2)


async def _forge(night: Night) -> None:
    """What only somebody with the file or the server in their hands can do: the triggers go first."""

    def forged(session: Session) -> None:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE timeline DISABLE TRIGGER USER")
        else:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'timeline'"
            for name in connection.exec_driver_sql(query).scalars().all():
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql("UPDATE timeline SET at = at + 1 WHERE incident_id = 1")

    await night.db.write(forged)
