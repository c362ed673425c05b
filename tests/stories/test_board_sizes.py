"""The board with 3, 30 and 300 operators: twelve lines, five buttons, everybody on a page."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.outage.actions import turn_page
from bot.person.actions import join
from bot.person.models import Person
from bot.roles.duty_lead.outage_page import outage
from bot.telegram.drawing import Drawing
from tests.stories.boards import LONGEST_LABEL, board, crowd, obeys
from tests.stories.night import Hero, Night


def crowded(session: Session, upto: int, now: datetime) -> None:
    """Copies of the first incident, an operator each: what a report leaves in the database."""
    first = session.get_one(Incident, 1)
    kept = {column.name: getattr(first, column.name) for column in Incident.__table__.columns}
    for number in range(4, upto + 1):
        person = join(
            session, telegram_id=9000 + number, name=f"Оператор Длинноимённый {number}", language="ru",
            time_zone="Europe/Kyiv", now=now,
        )  # fmt: skip
        customer = "call" if number % 2 == 0 else None
        session.add(Incident(**{**kept, "id": number, "operator_id": person.id, "customer": customer}))


def drawn(night: Night, lead: Hero, language: str = "ru") -> Drawing:
    """The board as this lead would see it in this language."""

    def query(session: Session) -> Drawing | None:
        reader = Person(id=lead.id, name=lead.name, language=language, time_zone="Europe/Kyiv")
        return outage(session, 1, reader, {})

    drawing = night.db.read_here(query)
    assert drawing is not None
    return drawing


def labels(drawing: Drawing) -> list[str]:
    return [button.label for row in drawing.buttons for button in row]


@pytest.mark.parametrize("count", [3, 30, 300])
async def test_everybody_is_on_a_page_and_every_page_fits_a_phone(night: Night, count: int) -> None:
    there = await crowd(night, 3)
    await night.db.write(crowded, count, night.clock.now())
    await there.lev.writes("/outage_1")
    obeys(board(there.lev))
    seen: list[int] = []
    for page in range(count):
        if len(seen) >= count:
            break
        await night.db.write(turn_page, there.lev.id, 1, page)
        shown = drawn(night, there.lev)
        assert len(shown.rendered()[0].splitlines()) <= 12
        assert len(labels(shown)) <= 5
        assert [line for line in shown.rendered()[0].splitlines() if "/i_" in line and len(line) > 48] == []
        seen += [int(number) for number in re.findall(r"/i_(\d+)", shown.rendered()[0])]
    assert seen == list(range(1, count + 1))


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
async def test_labels_with_three_digits_fit_in_every_language(night: Night, language: str) -> None:
    there = await crowd(night, 3)
    await night.db.write(crowded, 300, night.clock.now())
    shown = labels(drawn(night, there.lev, language))
    assert len(shown) == 5
    assert [label for label in shown if len(label) > LONGEST_LABEL] == []
    assert sum(re.search(r"\b\d{3}\b", label) is not None for label in shown) == 3


async def test_the_shift_s_board_has_a_line_for_the_outage_and_one_for_who_stands_alone(night: Night) -> None:
    there = await crowd(night, 4)
    olga = await night.operator("Ольга")
    await olga.reports("CRM")
    await there.lev.writes("/board")
    shown = there.lev.sees("Открыто обращений: 5")
    assert re.findall(r"/(?:outage|incident|ack)_\d+", shown.text) == ["/outage_1", "/ack_5"]
    assert "Массовый сбой №1 · Телефония · с 02:00 · 4 чел. · Лев /outage_1" in shown.text
    await there.lev.writes("/outage_1")
    there.lev.sees("4 оператора")
