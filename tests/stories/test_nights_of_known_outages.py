"""A known outage: "me too" at the first tap, and nobody restarts a device in vain once it is confirmed."""

from __future__ import annotations

from tests.stories.boards import board, crowd, obeys
from tests.stories.night import Hero, Night

SELF_HELP, CHANNELS = "Попробуйте сами", "Откройте: Чаты"


async def reported(night: Night) -> tuple[Hero, Hero, Hero]:
    """Olga's own attempt did not help, and the ticket is filed; Lev and Semyon have not looked yet."""
    lev, semyon = await night.lead("Лев"), await night.sysadmin("Семён")
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    return olga, lev, semyon


async def test_the_first_tap_says_since_when_how_many_who_is_on_it_and_until_when(night: Night) -> None:
    _, lev, semyon = await reported(night)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await semyon.taps("1 час")
    vera = await night.operator("Вера")
    await vera.writes("/report")
    await vera.taps("Телефония")
    shown = vera.sees("не работает с 02:00").text
    for said in ("Сообщил 1 оператор", "Семён", "прогноз 03:00", "Лев"):
        assert said in shown
    assert vera.buttons() == ["У меня то же самое", "У меня другое"]


async def test_while_everybody_in_it_still_tries_it_themselves_nothing_is_known(night: Night) -> None:
    olga, vera = await night.operator("Ольга"), await night.operator("Вера")
    await olga.reports()
    await vera.reports()
    assert "outage_joined" not in night.kinds(2)


async def test_one_report_is_no_confirmation_so_the_second_operator_tries_it_too(night: Night) -> None:
    await reported(night)
    vera = await night.operator("Вера")
    await vera.reports(known="У меня то же самое")
    vera.sees(SELF_HELP)
    vera.sees("На это же жалуется ещё 1 оператор.")


async def test_the_sysadmin_has_it_so_whoever_still_tries_it_need_not(night: Night) -> None:
    _, lev, semyon = await reported(night)
    vera = await night.operator("Вера")
    await vera.reports(known="У меня то же самое")
    vera.sees(SELF_HELP)
    await semyon.taps("Принять")
    vera.sees(CHANNELS)
    assert "ticket_filed" in night.kinds(2), "counted on the same ticket"
    assert "lead_paged" in night.kinds(2), "their three duties are the lead's too"
    ira = await night.operator("Ира")
    await ira.reports(known="У меня то же самое")
    ira.sees(CHANNELS)
    assert "Не отмечено: статус 3" in lev.sees("Массовый сбой").text


async def test_the_lead_says_that_everybody_has_it(night: Night) -> None:
    olga, lev, _ = await reported(night)
    await lev.taps("Принять")
    vera = await night.operator("Вера")
    await vera.reports(known="У меня то же самое")
    await lev.taps("Ещё")
    await lev.taps("Это у всех")
    vera.sees(CHANNELS)
    olga.sees(CHANNELS)
    assert "2 оператора" in board(lev).text
    obeys(board(lev))
    ira = await night.operator("Ира")
    lev.heard()
    await ira.reports(known="У меня то же самое")
    ira.sees("Лев")
    ira.sees(CHANNELS)
    assert lev.heard() == []


async def test_what_a_mass_outage_is_already_cannot_be_said_again(night: Night) -> None:
    there = await crowd(night, 3)
    await there.lev.writes("/more_1")
    assert "Это у всех" not in there.lev.buttons()
    await there.lev.writes("/massoutage_1")
    there.lev.sees("Никто не выбран, это уже сделано")
    assert night.kinds(1).count("outage_mass") == 1


async def test_a_trouble_without_software_is_nobody_else_s(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.writes("/report")
    await olga.taps("Другое")
    await olga.writes("наушники")
    await olga.taps("Нет")
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await lev.taps("Ещё")
    assert "Это у всех" not in lev.buttons()
    await lev.writes("/massoutage_1")
    assert "outage_mass" not in night.kinds(1)


async def test_mine_is_different_is_never_counted_with_the_others(night: Night) -> None:
    for number in range(4):
        one = await night.operator(f"Оператор {number}")
        await one.reports(known="У меня другое")
        await one.taps("Не помогло")
    assert "outage_mass" not in night.kinds(4)


async def test_whose_outage_is_over_meanwhile_is_told_so(night: Night) -> None:
    olga, _, _ = await reported(night)
    vera = await night.operator("Вера")
    await vera.writes("/report")
    await vera.taps("Телефония")
    await olga.taps("Уже работает всё")
    await vera.taps("У меня то же самое")
    assert "Этот сбой уже закончился" in vera.toast + vera.screen()
