"""The bot stood still for a while: what was due meanwhile comes once, and nobody is hurried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.incident.gap_actions import tell_of_gap
from bot.intake.gap import Gaps
from tests.stories.night import Night
from tests.stories.test_acknowledged_and_forgotten import acknowledged


async def stopped(night: Night, **by: float) -> None:
    """Nothing is asked of the clock for so long; then everything goes on."""
    night.clock.forward(**by)
    await night.settle()


async def test_a_lead_hears_one_reminder_after_a_stop_and_keeps_the_incident(night: Night) -> None:
    _, lev, sonya = await acknowledged(night)
    await stopped(night, hours=3)
    assert night.kinds().count("duties_reminded") == 1
    assert "lead_let_go" not in night.kinds()
    await night.forward(minutes=14)
    assert night.kinds().count("duties_reminded") == 1
    await night.forward(minutes=1)
    assert night.kinds().count("duties_reminded") == 2
    assert sonya.phone.messages == []
    await night.forward(minutes=60)
    sonya.sees("Ольга")
    lev.sees("снова ищет руководителя")


async def test_a_sysadmin_is_asked_once_after_a_stop_and_keeps_the_ticket(night: Night) -> None:
    olga = await night.operator("Ольга")
    await night.lead("Лев")
    semyon, dina = await night.sysadmin("Семён"), await night.sysadmin("Дина", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    await semyon.taps("Принять")
    await stopped(night, hours=5)
    assert night.kinds().count("news_asked") == 1
    assert dina.phone.messages == []
    await night.forward(minutes=30)
    assert night.kinds().count("news_asked") == 2


async def test_an_operator_is_asked_after_a_stop_before_the_lead_hears_of_their_silence(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports()
    await stopped(night, minutes=40)
    assert night.kinds().count("asked_again") == 1
    assert lev.phone.messages == []
    await night.forward(minutes=6)
    assert night.kinds().count("asked_again") == 3
    lev.sees("Ольга")


async def test_an_overdue_ladder_takes_one_step_after_a_stop(night: Night) -> None:
    olga = await night.operator("Ольга")
    await night.lead("Лев")
    sonya, boss = await night.lead("Соня", level=2), await night.administrator("Борис", shift=None)
    await olga.reports()
    await olga.taps("Не помогло")
    await stopped(night, hours=2)
    assert len(sonya.heard()) == 1
    assert boss.phone.messages == []
    await night.forward(minutes=5)
    assert len(boss.heard()) == 1


async def test_after_a_gap_everybody_with_something_open_is_told_what_is_held(night: Night) -> None:
    olga, lev, sonya = await acknowledged(night)
    petro = await night.operator("Петро")
    since = night.clock.now()
    await stopped(night, minutes=4)
    olga.heard(), lev.heard()
    told = await night.db.write(tell_of_gap, since=since, now=night.clock.now())
    await night.settle()
    assert told == 2
    for one in (olga, lev):
        gap, held = one.phone.messages[-2:]
        assert "Меня не было с" in gap.text
        assert held.buttons, "what is held can be tapped"
    assert (olga.heard(), lev.heard()) == ([], []), "nothing has happened, so nothing rings"
    assert sonya.phone.messages == []
    assert not any("Меня не было" in post.text for post in petro.phone.messages)


async def test_only_a_gap_of_more_than_two_minutes_is_told_and_once(db: Database) -> None:
    machine = WoundClock(datetime(2026, 11, 22, tzinfo=UTC))
    told: list[timedelta] = []

    def tell(_: Session, gap: timedelta) -> int:
        told.append(gap)
        return 0

    async def after(**by: float) -> None:
        """Another process, for which the gap is one all the same."""
        machine.forward(**by)
        await Gaps(db, tell, machine).came_in()

    await after(seconds=0)
    await after(seconds=119)
    assert told == []
    await after(seconds=121)
    await after(seconds=1)
    assert told == [timedelta(seconds=121)]
    await after(hours=-1)
    await after(minutes=61)
    assert told == [timedelta(seconds=121)], "a clock that is set back is no gap"
