"""The board with three, thirty and three hundred operators: twelve lines, five buttons, everybody on a page."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.person.actions import join
from bot.person.models import Person
from bot.roles.duty_lead.outage_page import outage
from tests.stories.boards import board, crowd, obeys
from tests.stories.night import Night


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


@pytest.mark.parametrize("count", [3, 30, 300])
async def test_everybody_is_on_a_page_and_every_page_fits_a_phone(night: Night, count: int) -> None:
    there = await crowd(night, 3)
    await night.db.write(crowded, count, night.clock.now())
    await there.lev.writes("/outage_1")
    seen: set[int] = set()
    for _ in range(count):
        page = board(there.lev)
        obeys(page)
        shown = {int(number) for number in re.findall(r"/incident_(\d+)", page.text)}
        if shown <= seen:
            break
        seen |= shown
        if not any("›" in label for label in there.lev.phone.buttons(page)):
            break
        label = next(label for label in there.lev.phone.buttons(page) if "›" in label)
        await there.lev.taps(label)
    assert seen == set(range(1, count + 1))


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
async def test_labels_with_three_digits_fit_in_every_language(night: Night, language: str) -> None:
    there = await crowd(night, 3)
    await night.db.write(crowded, 300, night.clock.now())

    def draws(session: Session) -> list[str]:
        reader = Person(id=there.lev.id, name="Лев", language=language, time_zone="Europe/Kyiv")
        drawing = outage(session, 1, reader, {})
        assert drawing is not None
        return [button.label for row in drawing.buttons for button in row]

    labels = night.db.read_here(draws)
    assert len(labels) == 5
    assert [label for label in labels if len(label) > 22] == []
    assert sum(re.search(r"\b\d{3}\b", label) is not None for label in labels) == 3


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
