"""Night 6: two leads, or two sysadmins, acknowledge in the same second; one has it, the other is told who."""

from __future__ import annotations

import pytest

from bot.person.rules import Role
from tests.stories.listening import LEADS, SYSADMINS, Ladder, quiet
from tests.stories.looking import incident
from tests.stories.night import Night


@pytest.mark.parametrize("ladder", [LEADS, SYSADMINS], ids=str)
async def test_6_three_answer_in_the_same_second_one_has_it_the_others_hear_who(
    night: Night, ladder: Ladder
) -> None:
    heroes = (
        await ladder.person(night, "Первый"),
        await ladder.person(night, "Второй", level=2),
        await ladder.person(night, "Дома", shift=None),
    )
    olga = await ladder.begins(night)
    await night.forward(minutes=20)
    await night.after(lambda: [hero.phone.taps("Принять") for hero in heroes])
    assert night.kinds().count(ladder.acknowledged) == 1
    (has_it,) = [hero for hero in heroes if "Приняли вы" in hero.screen()]
    olga.sees(has_it.name)
    for hero in heroes:
        hero.heard()
        if hero is not has_it:
            hero.sees(f"Уже занимается {has_it.name}, с 02:20")
            assert has_it.name in hero.toast
            assert "Приняли вы" not in hero.screen()
    if ladder is LEADS:
        assert incident(night).lead_id == has_it.id
    await quiet(night, *(hero for hero in heroes if hero is not has_it), hours=1)


@pytest.mark.parametrize("order", [1, -1])
async def test_6_whichever_of_two_taps_telegram_brings_first_has_it(night: Night, order: int) -> None:
    lev, gleb = await night.lead("Лев"), await night.lead("Глеб")
    await LEADS.begins(night)
    pair = [lev, gleb][::order]
    await night.after(lambda: [hero.phone.taps("Принять") for hero in pair])
    assert night.kinds().count("lead_acknowledged") == 1
    assert sum("Приняли вы" in hero.screen() for hero in pair) == 1


async def test_6_two_answers_delivered_three_times_and_out_of_order_are_still_one(night: Night) -> None:
    lev, gleb = await night.lead("Лев"), await night.lead("Глеб")
    await LEADS.begins(night)
    night.box.faults.deliver_times, night.box.faults.reorder = 3, True
    await night.after(lambda: [hero.phone.taps("Принять") for hero in (lev, gleb)])
    assert night.kinds().count("lead_acknowledged") == 1
    assert sum("Приняли вы" in hero.screen() for hero in (lev, gleb)) == 1


async def test_6_one_who_leads_and_mends_answers_each_call_for_itself(night: Night) -> None:
    vera = await night.person("Вера", Role.DUTY_LEAD, Role.SYSADMIN)
    await night.lead("Лев"), await night.sysadmin("Семён")
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.taps("Не помогло")
    await vera.taps("Принять")
    await olga.sends_photo(caption="503")
    assert "ticket_acknowledged" not in night.kinds()
    await vera.taps("Принять")
    assert "ticket_acknowledged" in night.kinds()
