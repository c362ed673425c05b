"""A lead who goes home earlier hands over to a colleague by name."""

from __future__ import annotations

from tests.stories.handing_over import SIGN, change_of_leads, handovers
from tests.stories.looking import incident
from tests.stories.night import Night


async def test_handed_over_early_to_a_named_colleague(night: Night) -> None:
    _, lev, _ = await change_of_leads(night)
    gleb = await night.lead("Глеб")
    lev.heard()
    await lev.writes("/handover")
    lev.sees("Открыто у вас: 1. Кому передать?")
    await lev.taps("Глеб")
    gleb.sees("Передача смены: Лев → вам")
    assert len(gleb.heard()) == 1
    assert "До подписи всё это и у вас" in gleb.sees("Передача смены").text
    await gleb.taps(SIGN)
    lev.sees("Подпись: Глеб")
    assert incident(night).lead_id == gleb.id
    await night.forward(hours=2)
    assert len(handovers(night)) == 1


async def test_an_early_handover_can_be_called_off(night: Night) -> None:
    _, lev, _ = await change_of_leads(night)
    gleb = await night.lead("Глеб")
    await lev.writes("/handover")
    await lev.taps("Глеб")
    await lev.taps("Оставить у себя")
    lev.sees("Передача отменена")
    gleb.sees("Подписывать больше нечего")
    assert incident(night).next_lead_id is None


async def test_an_early_handover_wakes_nobody_else_while_the_lead_is_there(night: Night) -> None:
    _, lev, sonya = await change_of_leads(night)
    gleb, boss = await night.lead("Глеб"), await night.administrator("Борис", shift=None)
    await lev.writes("/handover")
    await lev.taps("Глеб")
    await night.forward(minutes=50)
    assert len(gleb.heard()) == 2, "it rings once more and no oftener"
    assert boss.phone.messages == []
    await night.forward(minutes=10)
    sonya.sees("Передача смены: Лев → вам")
    gleb.sees("Передача смены: Лев → вам")


async def test_the_named_colleague_cannot_be_reached(night: Night) -> None:
    _, lev, _ = await change_of_leads(night)
    gleb = await night.lead("Глеб")
    await gleb.blocks()
    await lev.writes("/handover")
    await lev.taps("Глеб")
    await night.forward(minutes=1)
    lev.sees("До коллеги сообщения не доходят (Глеб)")
    assert (incident(night).lead_id, incident(night).next_lead_id) == (lev.id, None)


async def test_nothing_can_be_handed_over_by_who_holds_nothing(night: Night) -> None:
    lev = await night.lead("Лев")
    await lev.writes("/handover")
    lev.sees("Передавать нечего")
