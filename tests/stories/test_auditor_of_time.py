"""Time goes on although its rows are lost, and looking for what is lost costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, update
from sqlalchemy.orm import Session

from bot.auditor.queries import findings
from bot.auditor.rules import REST, Finding
from bot.escalation.models import Page
from bot.timer.actions import arm
from bot.timer.models import Timer
from bot.wiring import BEATS
from tests.stories.audited import Crew, breaks, files, on_duty, told_once
from tests.stories.night import Night


@pytest.fixture
async def crew(night: Night) -> Crew:
    return await on_duty(night)


async def test_a_recheck_that_got_lost_is_asked(night: Night, crew: Crew) -> None:
    await files(crew)
    await crew.lev.taps("Принять")
    await crew.semyon.taps("Принять")
    await breaks(night, delete(Timer).where(Timer.kind == "recheck"), minutes=10)
    assert "recheck_asked" in night.kinds()
    told_once(night, crew, "проверка «работает?» пропала", Finding.RECHECK_WITHOUT_TIMER)


async def test_reminders_that_got_lost_come(night: Night, crew: Crew) -> None:
    await crew.lev.taps("Принять")
    await breaks(night, delete(Timer).where(Timer.kind.in_(("duties", "let_go"))), minutes=11)
    assert "duties_reminded" in night.kinds()
    told_once(night, crew, "напоминания руководителю пропали", Finding.DUTIES_WITHOUT_TIMER)


async def test_questions_to_the_sysadmin_that_got_lost_come(night: Night, crew: Crew) -> None:
    await files(crew)
    await crew.lev.taps("Принять")
    await crew.semyon.taps("Принять")
    await breaks(night, delete(Timer).where(Timer.kind.in_(("news", "let_ticket_go"))), minutes=31)
    assert "news_asked" in night.kinds()
    assert night.repairs() == [Finding.NEWS_WITHOUT_TIMER]


async def test_nothing_rings_for_a_closed_incident(night: Night, crew: Crew) -> None:
    await crew.olga.taps("Уже работает")

    def act(session: Session) -> None:
        at = night.clock.now() + timedelta(minutes=5)
        arm(session, "recheck:1", "recheck", at=at, incident_id=1)

    await night.db.write(act)
    await night.forward(seconds=60)
    assert night.db.read_here(lambda session: session.get(Timer, "recheck:1")) is None
    told_once(night, crew, "закрытому обращению", Finding.TIMER_OF_CLOSED)


async def test_a_timer_that_fails_again_and_again_is_told(
    night: Night, crew: Crew, caplog: pytest.LogCaptureFixture
) -> None:
    def act(session: Session) -> None:
        arm(session, "broken", "no such kind", at=night.clock.now())

    await crew.lev.taps("Принять")
    await night.db.write(act)
    await night.forward(minutes=9)
    assert night.repairs() == []
    await night.forward(minutes=3)
    told_once(night, crew, "будильник застрял", Finding.TIMER_STUCK)
    caplog.clear()


async def test_a_repair_that_does_not_take_rests(night: Night, crew: Crew) -> None:
    """The page's row is bent again and again: it rings at most every five minutes."""
    for _ in range(8):
        await breaks(night, update(Page).values(delivered_at=None), seconds=30)
    assert night.repairs().count(Finding.PAGE_LOST) == 1
    assert timedelta(minutes=5) <= REST


async def test_all_of_a_night_is_on_one_card(night: Night, crew: Crew) -> None:
    await breaks(night, update(Page).values(delivered_at=None))
    await crew.lev.taps("Принять")
    await breaks(night, delete(Timer).where(Timer.kind.in_(("duties", "let_go"))))
    cards = [post for post in crew.ada.phone.messages if "исправлено само" in post.text.lower()]
    assert len(cards) == 1
    assert "исправлено само: 2" in cards[0].text


async def test_a_quiet_night_needs_no_repair(night: Night) -> None:
    """From the report to the return, with everything that waits in between."""
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    semyon, ada = await night.sysadmin("Семён"), await night.administrator("Ада")
    await olga.reports()
    await night.forward(minutes=12)
    await olga.taps("Не помогло")
    await night.forward(minutes=7)
    await lev.taps("Принять")
    await night.forward(minutes=12)
    await olga.sends_photo(caption="503")
    await night.forward(minutes=12)
    await semyon.taps("Принять")
    await night.forward(minutes=50)
    await semyon.taps("Исправлено")
    await night.forward(minutes=2)
    await olga.taps("✅ Всё работает")
    await night.forward(minutes=30)
    assert night.repairs() == []
    ada.does_not_see("исправлено само")


async def test_the_auditor_looks_every_half_minute(night: Night) -> None:
    beat = next(one for one in BEATS if one.name == "auditor")
    assert beat.every <= timedelta(seconds=30)


@pytest.mark.sqlite
async def test_looking_is_one_statement_that_reads_no_table_from_end_to_end(night: Night) -> None:
    """With thousands of closed incidents only what is open is read."""
    said: list[tuple[str, Any]] = []

    def look(session: Session) -> list[str]:
        engine = session.get_bind()
        listen: Callable[..., None] = lambda *args: said.append((args[2], args[3]))  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        try:
            findings(session, night.clock.now())
        finally:
            event.remove(engine, "before_cursor_execute", listen)
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {said[-1][0]}", said[-1][1])
        return [str(row[3]) for row in plan]

    plan = night.db.read_here(look)
    assert len([one for one, _ in said if one.startswith("SELECT")]) == 1
    whole = [line for line in plan if line.startswith("SCAN") and "INDEX" not in line]
    assert [line for line in whole if not line.startswith(("SCAN timers", "SCAN (subquery"))] == []
