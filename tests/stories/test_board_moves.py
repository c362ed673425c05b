"""Incidents change outages by a lead's tap, and the outage its lead: split off, joined, moved, passed on."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.person.rules import Role
from tests.stories.boards import board, crowd
from tests.stories.night import Night


def _outage_of(session: Session, incident_id: int) -> int:
    return session.get_one(Incident, incident_id).outage_id


async def test_selected_operators_are_split_off_into_an_outage_of_their_own(night: Night) -> None:
    there = await crowd(night)
    await there.lev.writes("/select_1")
    await there.lev.writes("3-4")
    await there.lev.taps("Ещё для всех")
    await there.lev.taps("Разделить, объединить")
    await there.lev.taps("Отделить выбранных: 2")
    assert "outage_split" in night.kinds(3)
    assert "outage_split" not in night.kinds(2)
    there.lev.sees("2 оператора")
    assert any("№3" in post.text for post in there.lev.phone.messages)
    await there.lev.taps("Отменить последнее")
    there.lev.sees("4 оператора")
    assert night.kinds(3).count("outage_joined") >= 1


async def test_nobody_selected_cannot_be_split_off(night: Night) -> None:
    there = await crowd(night)
    await there.lev.writes("/splitoff_1")
    there.lev.sees("Никто не выбран")
    await there.lev.writes("/moves_1")
    assert there.lev.buttons() == ["Добавить обращения…"]


async def test_everybody_cannot_be_split_off_from_nobody(night: Night) -> None:
    there = await crowd(night)
    await there.lev.writes("/select_1")
    await there.lev.writes("1-4")
    await there.lev.writes("/splitoff_1")
    assert "outage_split" not in night.kinds(1)
    assert board(there.lev).text.count("/i_") == 4


async def test_another_incident_joins_by_a_tap_or_by_its_number(night: Night) -> None:
    there = await crowd(night)
    olga, vera = await night.operator("Ольга"), await night.operator("Вера")
    await olga.reports("CRM")
    await olga.taps("Не помогло")
    await there.lev.taps("Принять")
    await vera.reports("CRM", known="У меня другое")
    await there.lev.writes("/moves_1")
    await there.lev.taps("Добавить обращения")
    assert there.lev.buttons() == ["6 CRM · Вера", "5 CRM · Ольга"]
    await there.lev.taps("5 CRM")
    assert "outage_joined" in night.kinds(5)
    await night.forward(seconds=3)
    there.lev.sees("5 операторов")
    await there.lev.writes("/joinwhich_1")
    await there.lev.writes("6")
    there.lev.sees("6 операторов")
    await there.lev.taps("Отменить последнее")
    there.lev.sees("5 операторов")
    await there.lev.writes("/joinwhich_1")
    await there.lev.writes("никто")
    assert "У кого то же самое?" in there.lev.screen()


async def test_a_mass_outage_moves_into_another_one_and_back(night: Night) -> None:
    there = await crowd(night, 3)
    others = [await night.operator(f"Второй {number}") for number in range(1, 4)]
    for one in others:
        await one.reports("CRM", known="У меня то же самое")
    await there.lev.taps("Принять")
    second = night.db.read_here(lambda session: _outage_of(session, 4))
    await there.lev.writes(f"/movewhere_{second}")
    await there.lev.taps("1 Телефония")
    assert [night.kinds(number).count("outage_joined") for number in (4, 5, 6)] != [0, 0, 0]
    there.lev.sees("Перенесено в массовый сбой №1")
    there.lev.sees("6 операторов")
    await there.lev.taps("Отменить последнее")
    await night.forward(seconds=3)
    there.lev.does_not_see("Перенесено в массовый сбой №1")
    assert night.db.read_here(lambda session: _outage_of(session, 4)) == second


async def test_a_ticket_that_joined_is_a_ticket_again_when_that_is_undone(night: Night) -> None:
    there = await crowd(night, 3)
    olga = await night.operator("Ольга")
    for one in there.many[:1]:
        await one.sends_photo(caption="503")
    await olga.reports("CRM")
    await olga.taps("Не помогло")
    await there.lev.taps("Принять")
    await olga.sends_photo(caption="не пускает")
    await there.lev.writes("/joinoutage_4_1")
    assert "ticket_joined" in night.kinds(4)
    await there.lev.taps("Отменить последнее")
    there.semyon.sees("не пускает")
    assert night.kinds(4).count("ticket_filed") == 2


async def test_another_lead_takes_all_of_it_over(night: Night) -> None:
    there = await crowd(night)
    await there.sonya.writes("/outage_1")
    assert there.sonya.buttons() == ["Забрать себе"]
    await there.sonya.taps("Забрать себе")
    there.many[0].sees("Соня")
    assert all("lead_took_over" in night.kinds(number) for number in (1, 2, 3, 4))
    await night.forward(seconds=3)
    assert there.lev.phone.buttons(board(there.lev)) == ["Забрать себе"]
    await there.sonya.writes("/overoutage_1_6")
    there.sonya.sees("Никто не выбран, это уже сделано")
    await there.sonya.taps("Статус выставлен: 4")


async def test_the_outage_is_passed_on_and_the_colleague_hears_one_page(night: Night) -> None:
    there = await crowd(night)
    there.sonya.heard()
    await there.lev.taps("Ещё для всех")
    await there.lev.taps("Передать сбой")
    await there.lev.taps("Передать коллеге")
    await there.lev.taps("Соня")
    assert len(there.sonya.heard()) == 1
    await there.sonya.taps("Принять")
    there.many[3].sees("Соня")
    await there.lev.writes("/allstatus_1_99")
    there.lev.sees("Уже занимается Соня")


async def test_the_next_level_is_called_and_whoever_answers_has_all_of_it(night: Night) -> None:
    there = await crowd(night)
    await there.lev.writes("/hands_1")
    await there.lev.taps("Позвать ступень выше")
    assert len(there.sonya.heard()) == 1
    await there.sonya.taps("Принять")
    assert all("lead_called_next" in night.kinds(number) for number in (1, 2, 3, 4))
    await there.sonya.taps("Статус выставлен: 4")


async def test_a_lead_who_is_alone_has_nobody_to_pass_it_to(night: Night) -> None:
    there = await crowd(night)
    await night.fire(there.sonya, Role.DUTY_LEAD)
    await there.lev.writes("/passoutage_1")
    there.lev.sees("Других руководителей нет")
    await there.lev.writes("/passoutageto_1_6")
    there.lev.sees("Передать не получится")
    await there.lev.writes("/movewhere_1")
    there.lev.sees("Других открытых сбоев нет")
