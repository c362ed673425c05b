"""The bot stood still for a while: what was due meanwhile comes once, and nobody is hurried."""

from __future__ import annotations

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
