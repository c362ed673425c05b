"""Rows disappear under a running night: whatever nobody would ever move again moves within a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, update
from sqlalchemy.orm import Session

from bot.app import BEATS
from bot.auditor.queries import findings
from bot.auditor.rules import REST, Finding
from bot.escalation.models import Escalation, Page
from bot.incident.models import Incident
from bot.outbox.models import Outgoing
from bot.outbox.rules import Priority, State
from bot.person.rules import Role
from bot.ticket.models import Ticket
from bot.ticket.rules import TicketStatus
from bot.timer.actions import arm
from bot.timer.models import Timer
from tests.stories.night import Hero, Night


class Crew:
    """Olga's incident has reached the lead; who else is there."""

    olga: Hero
    lev: Hero
    sonya: Hero
    semyon: Hero
    dina: Hero
    ada: Hero


@pytest.fixture
async def crew(night: Night) -> Crew:
    night.expects_repairs = True
    found = Crew()
    found.olga, found.lev = await night.operator("Ольга"), await night.lead("Лев")
    found.sonya = await night.lead("Соня", level=2)
    found.semyon, found.dina = await night.sysadmin("Семён"), await night.sysadmin("Дина", level=2)
    found.ada = await night.administrator("Ада")
    await found.olga.reports()
    await found.olga.taps("Не помогло")
    return found


async def files(crew: Crew) -> None:
    await crew.olga.sends_photo(caption="503")


async def breaks(night: Night, statement: Any, **forward: float) -> None:
    """A row is lost or bent; then time goes by, a minute unless told otherwise."""

    def act(session: Session) -> None:
        session.execute(statement)

    await night.db.write(act)
    await night.forward(**(forward or {"seconds": 60}))


def everybody_is_quiet(*heroes: Hero) -> None:
    for hero in heroes:
        hero.heard()


def told_once(night: Night, crew: Crew, words: str, finding: Finding) -> None:
    """Put right once, in the history, and one silent card for the administrator."""
    assert night.repairs() == [finding]
    crew.ada.sees(words)
    cards = [post for post in crew.ada.phone.messages if "исправлено само" in post.text]
    assert len(cards) == 1
    assert all(post.silent for post in cards)


async def test_an_incident_that_nobody_knows_of_is_paged(night: Night, crew: Crew) -> None:
    await crew.lev.taps("Принять")
    everybody_is_quiet(crew.lev, crew.sonya)
    await breaks(night, update(Incident).values(lead_id=None, lead_at=None))
    assert len(crew.lev.heard()) == 1
    told_once(night, crew, "№1: о нём никто не знал", Finding.NOBODY_MOVES_IT)
    assert "auditor_repaired" in night.kinds()


async def test_a_climb_that_vanished_begins_again(night: Night, crew: Crew) -> None:
    everybody_is_quiet(crew.lev)
    await breaks(night, delete(Page))
    assert len(crew.sonya.heard()) == 1
    told_once(night, crew, "на ступени никого не вызвали", Finding.CLIMB_WITHOUT_PAGE)


async def test_a_lead_who_left_holds_nothing_for_more_than_a_minute(night: Night, crew: Crew) -> None:
    await crew.lev.taps("Принять")
    everybody_is_quiet(crew.sonya)
    await night.fire(crew.lev, Role.DUTY_LEAD)
    await night.forward(seconds=60)
    assert len(crew.sonya.heard()) == 1
    told_once(night, crew, "руководитель выбыл", Finding.LEAD_GONE)


async def test_a_lead_who_cannot_be_reached_any_more_holds_nothing(night: Night, crew: Crew) -> None:
    await crew.lev.taps("Принять")
    everybody_is_quiet(crew.sonya)
    await crew.lev.blocks()
    await night.forward(seconds=60)
    assert len(crew.sonya.heard()) == 1
    assert night.repairs() == [Finding.LEAD_GONE]


async def test_a_sysadmin_who_left_holds_nothing(night: Night, crew: Crew) -> None:
    await files(crew)
    await crew.lev.taps("Принять")
    await crew.semyon.taps("Принять")
    everybody_is_quiet(crew.dina)
    await night.fire(crew.semyon, Role.SYSADMIN)
    await night.forward(seconds=60)
    assert len(crew.dina.heard()) == 1
    told_once(night, crew, "сисадмин выбыл", Finding.SYSADMIN_GONE)


async def test_a_ladder_without_its_timer_climbs_when_it_should(night: Night, crew: Crew) -> None:
    everybody_is_quiet(crew.lev, crew.sonya)
    await breaks(night, delete(Timer), minutes=2)
    assert len(crew.lev.heard()) == 1, "the repeat after two minutes is armed again too"
    await night.forward(minutes=3)
    assert len(crew.sonya.heard()) == 1
    assert set(night.repairs()) == {Finding.CLIMB_WITHOUT_TIMER}
    crew.ada.sees("№1: вызов не пошёл бы на следующую ступень")


async def test_a_ladder_that_is_late_climbs_at_once(night: Night, crew: Crew) -> None:
    everybody_is_quiet(crew.sonya)
    await night.forward(minutes=4)
    long_ago = night.clock.now() - timedelta(hours=1)
    await breaks(night, update(Escalation).values(level_at=long_ago), seconds=1)
    await breaks(night, delete(Timer))
    assert len(crew.sonya.heard()) == 1


async def test_a_page_that_got_lost_is_sent_again(night: Night, crew: Crew) -> None:
    everybody_is_quiet(crew.lev)
    await breaks(night, update(Page).values(delivered_at=None))
    assert len(crew.lev.heard()) == 1
    told_once(night, crew, "вызов потерялся по дороге", Finding.PAGE_LOST)


async def test_a_page_that_somebody_put_far_into_the_future_goes_now(night: Night, crew: Crew) -> None:
    await crew.lev.taps("Принять")
    now = night.clock.now()
    row = {
        "person_id": crew.sonya.id, "card": "lead_incident", "subject_id": 1, "data": {}, "fresh": True,
        "sound": True, "why": "page", "priority": int(Priority.PAGE), "state": str(State.PENDING),
        "attempts": 0, "repeat": False, "created_at": now - timedelta(minutes=6),
        "not_before": now + timedelta(days=1), "incident_id": 1,
    }  # fmt: skip
    everybody_is_quiet(crew.sonya)
    await breaks(night, Outgoing.__table__.insert().values(**row))  # type: ignore[attr-defined]
    assert len(crew.sonya.heard()) == 1
    told_once(night, crew, "вызов слишком долго ждал", Finding.PAGE_WAITS)


async def test_a_ticket_that_nobody_got_is_paged(night: Night, crew: Crew) -> None:
    await files(crew)
    await crew.lev.taps("Принять")
    await crew.semyon.taps("Принять")
    everybody_is_quiet(crew.semyon)
    await breaks(
        night,
        update(Ticket).values(status=str(TicketStatus.FILED), acknowledged_by=None, acknowledged_at=None),
    )
    assert len(crew.semyon.heard()) == 1
    told_once(night, crew, "заявку никто не получил", Finding.TICKET_UNPAGED)


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
    cards = [post for post in crew.ada.phone.messages if "исправлено само" in post.text]
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
