"""Night 19: thirty operators within a minute. One page, one board, one ticket; then back in waves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.outage.models import Outage
from bot.ticket.models import Ticket
from tests.stories.boards import board, obeys
from tests.stories.many import a_breath, card, photos
from tests.stories.night import Hero, Night

CHECK = "✅ Всё работает"


def _counted(session: Session, table: type[Incident | Outage | Ticket]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _waiting(session: Session) -> int:
    return session.scalar(select(func.count()).where(Incident.closed_at.is_(None))) or 0


def _came(hero: Hero, since: datetime, within: timedelta) -> int:
    """How many messages of the bot, edits not counted, came to this phone in that time."""
    posts = hero.phone.box.chats[hero.phone.user_id].posts.values()
    first, last = since.timestamp(), (since + within).timestamp()
    return sum(post.from_bot and first <= post.raw["date"] <= last for post in posts)


def _asked_to_check(many: list[Hero]) -> list[Hero]:
    return [one for one in many if CHECK in one.buttons()]


@dataclass
class Nineteen:
    """Everybody of the night; `many` have the same, in the order in which they reported."""

    lev: Hero
    sonya: Hero
    semyon: Hero
    many: list[Hero]
    other: Hero


@pytest.mark.parametrize(
    ("reports", "waves"), [(14, (10, 1)), pytest.param(30, (10, 10, 7), marks=pytest.mark.slow)]
)
async def test_many_operators_within_a_minute_from_the_first_tap_to_the_last_return(
    night: Night, reports: int, waves: tuple[int, ...]
) -> None:
    began = night.clock.now()
    there = await all_report(night, reports)
    one_page_one_ticket_and_nobody_is_flooded(night, there, began, reports)
    await a_handful_of_taps_for_the_lead(night, there, customers=1 + reports // 10)
    await one_ticket_whose_news_reach_everybody_once(night, there)
    await they_return(night, there, waves)
    assert night.db.read_here(_waiting) == 1, "only the other one's"
    there.lev.sees("🟢 Закончился в 02:")
    assert there.semyon.heard() == []


async def all_report(night: Night, reports: int) -> Nineteen:
    """The first one walks alone; the second one's trouble is another; the others have the same."""
    lev, sonya = await night.lead("Лев"), await night.lead("Соня", level=2)
    semyon = await night.sysadmin("Семён")
    first, other, *rest = [await night.operator(f"Оператор {number}") for number in range(1, reports + 1)]
    await first.reports(customer="Звонок")
    await first.taps("Пропустить")
    await first.taps("Не помогло")
    await first.sends_photo(caption="Ошибка 503")
    await other.writes("/report")
    await other.taps("Телефония")
    other.sees("не работает с 02:00")
    other.sees("Сообщил 1 оператор")
    await other.taps("У меня другое")
    await other.taps("Нет")
    for number, one in enumerate(rest, 3):
        night.clock.forward(seconds=1)
        await one.reports(known="У меня то же самое", customer="Чат" if number % 10 == 0 else "Нет")
        if number % 10 == 0:
            await one.taps("Пропустить")
    await a_breath(night)
    return Nineteen(lev, sonya, semyon, [first, *rest], other)


def one_page_one_ticket_and_nobody_is_flooded(
    night: Night, there: Nineteen, began: datetime, reports: int
) -> None:
    assert night.db.read_here(_counted, Incident) == reports
    assert night.db.read_here(_counted, Outage) == 2, "theirs, and the other one's"
    assert night.db.read_here(_counted, Ticket) == 1
    assert len(there.semyon.heard()) == 1
    assert len(there.lev.heard()) <= 2
    assert there.sonya.heard() == []
    to_all = (there.lev, there.sonya, there.semyon)
    assert sum(_came(one, began, timedelta(minutes=1)) for one in to_all) <= 12
    assert "step_answered" not in night.kinds(reports), "nobody restarts a device in vain"
    there.many[-1].sees("Откройте: Чаты")


async def a_handful_of_taps_for_the_lead(night: Night, there: Nineteen, customers: int) -> None:
    """Each operator has a row of their own for each tap, and one more for what was undone and done again."""
    lev, stuck = there.lev, len(there.many)
    await lev.taps("Принять")
    await lev.taps(f"Передать клиентов: {customers}")
    await lev.taps("Передавать некого")
    await lev.taps(f"Статус выставлен: {stuck}")
    await lev.taps("Отменить последнее")
    await lev.taps(f"Статус выставлен: {stuck}")
    await lev.taps(f"Сняты с линии: {stuck}")
    for one in there.many:
        one.sees("статус ✓ · снятие с линии ✓")
    assert [night.kinds(number).count("duty_ticked") for number in (1, 2, 3, 10)] == [4, 0, 3, 4]
    assert "Не отмечено" not in board(lev).text
    obeys(board(lev))


async def one_ticket_whose_news_reach_everybody_once(night: Night, there: Nineteen) -> None:
    """It grows; what looks alike is shown once; an estimate is an edit on everybody's phone."""
    for one in there.many[1:4]:
        await one.sends_photo(caption="Ошибка 503")
    await there.semyon.taps("Принять")
    await a_breath(night)
    assert f"не работает у {len(there.many)}" in card(there.semyon).text
    assert len(photos(there.semyon)) == 1
    before = {one.id: len(one.phone.messages) for one in there.many}
    await there.semyon.taps("30 мин")
    for one in there.many:
        one.sees("прогноз 02:")
        assert len(one.phone.messages) == before[one.id]


async def they_return(night: Night, there: Nineteen, waves: tuple[int, ...]) -> None:
    """Two who want to check first, then ten a minute, each asked and each heard."""
    await there.semyon.taps("Исправлено")
    offered = [one for one in there.many if "Проверю сейчас" in one.buttons()]
    assert len(offered) == 4
    back = offered[:2]
    for one in back:
        await one.taps("Проверю сейчас")
    assert _asked_to_check(there.many) == back
    for one in back:
        await one.taps("Всё работает")
    for wave in waves:
        asked = _asked_to_check(there.many)
        assert len(asked) == wave
        for one in asked:
            await one.taps("Всё работает")
        back = [*back, *asked]
        await night.forward(minutes=1)
    assert sorted(one.id for one in back) == sorted(one.id for one in there.many)
