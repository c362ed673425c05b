"""Nights 5 and 14: nobody is on the rota tonight; a shift ends with something open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.person.rules import Role
from bot.ticket.models import Ticket
from tests.stories.listening import LEADS, SYSADMINS, Ladder, quiet, rings
from tests.stories.night import Hero, Night

both = pytest.mark.parametrize("ladder", [LEADS, SYSADMINS], ids=str)
TEN_TO_SIX = datetime(2026, 11, 21, 15, 50, tzinfo=UTC)
"""In the evening in Kyiv, ten minutes before the rota of the night is looked at."""
NOBODY = {Role.DUTY_LEAD: "никто не дежурит как руководитель", Role.SYSADMIN: "никто не дежурит как сисадмин"}


async def evening(night: Night, ladder: Ladder) -> tuple[Hero, Hero, Hero]:
    """Two of the role work until eight and nobody comes after them; the other role is there all night."""
    night.clock.set(TEN_TO_SIX)
    today = (TEN_TO_SIX - timedelta(hours=9), TEN_TO_SIX + timedelta(hours=2, minutes=10))
    first = await ladder.person(night, "Первый", shift=today)
    second = await ladder.person(night, "Второй", level=2, shift=today)
    other = Role.SYSADMIN if ladder is LEADS else Role.DUTY_LEAD
    whole_night = (TEN_TO_SIX - timedelta(hours=1), TEN_TO_SIX + timedelta(hours=30))
    await night.person("Рядом", other, shift=whole_night)
    return first, second, await night.administrator("Борис")


@both
async def test_5_nobody_is_on_the_rota_tonight_and_it_is_said_the_evening_before(
    night: Night, ladder: Ladder
) -> None:
    first, second, boss = await evening(night, ladder)
    await night.forward(minutes=9)
    boss.does_not_see("никто не дежурит")
    await night.forward(minutes=1)
    told = boss.sees(NOBODY[ladder.role]).text
    assert "20:00" in told, "from when on"
    assert "сразу все, у кого эта роль" in told
    if ladder is LEADS:
        first.sees(NOBODY[ladder.role])
        second.sees(NOBODY[ladder.role])
    assert boss.heard() == []


@both
async def test_5_nobody_is_on_the_rota_so_everybody_with_the_role_is_paged_at_once(
    night: Night, ladder: Ladder
) -> None:
    first, second, boss = await evening(night, ladder)
    night.clock.set(TEN_TO_SIX + timedelta(hours=8))
    await night.settle()
    for hero in (first, second, boss):
        hero.heard()
    await _reported(night, ladder)
    assert (len(first.heard()), len(second.heard())) == (1, 1)
    assert boss.heard() == [], "an administrator is woken by the top of the leads' ladder, and not before"
    await second.taps("Принять")
    first.sees("Уже занимается Второй")
    await quiet(night, first, hours=1)


async def test_5_nobody_leads_at_all_so_the_administrator_is_paged_at_once(night: Night) -> None:
    boss = await night.administrator("Борис")
    await LEADS.begins(night)
    assert await rings(night, 10, boss) == {"Борис": [0, 2, 5, 7, 10]}
    await boss.taps("Принять")
    assert "lead_acknowledged" in night.kinds()


async def _reported(night: Night, ladder: Ladder) -> None:
    """As at the beginning of each ladder, with the lead who is here already."""
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.taps("Не помогло")
    if ladder is SYSADMINS:
        await olga.sends_photo(caption="503")


async def change_of_shift(night: Night, ladder: Ladder) -> tuple[Hero, Hero, Hero, Hero]:
    """First has it and goes home in half an hour, Next comes then; Second is the second level all night."""
    now = night.clock.now()
    first = await ladder.person(
        night, "Первый", shift=(now - timedelta(hours=8), now + timedelta(minutes=30))
    )
    coming = await ladder.person(
        night, "Сменщик", shift=(now + timedelta(minutes=30), now + timedelta(hours=9))
    )
    second = await ladder.person(night, "Второй", level=2)
    olga = await ladder.begins(night)
    await first.taps("Принять")
    return olga, first, coming, second


def holder(night: Night, ladder: Ladder) -> int | None:
    """Who has it now."""

    def query(session: Session) -> int | None:
        if ladder is LEADS:
            return session.get_one(Incident, 1).lead_id
        return session.get_one(Ticket, 1).acknowledged_by

    return night.db.read_here(query)


@both
async def test_14_the_shift_ends_the_next_one_signs_and_nobody_is_without_for_a_minute(
    night: Night, ladder: Ladder
) -> None:
    _, first, coming, second = await change_of_shift(night, ladder)
    for _ in range(30):
        await night.forward(minutes=1)
        assert holder(night, ladder) == first.id
    coming.sees("Передача смены")
    assert len(coming.heard()) >= 1
    first.sees("До подписи всё это и у вас тоже")
    await night.forward(minutes=1)
    assert holder(night, ladder) == first.id, "until it is signed the one before has it too"
    await coming.taps("Подписать")
    assert holder(night, ladder) == coming.id
    coming.does_not_see("заявка ещё у вас?")
    first.sees("Смена передана. Подпись: Сменщик, 02:31. Вы свободны.")
    signed = [event for event in night.history() if event.kind == "handover_signed"]
    assert [(event.by_id, event.data["to"]) for event in signed] == [(coming.id, first.id)]
    first.heard()
    await quiet(night, first, hours=1)
    assert second.id != holder(night, ladder)


@both
async def test_14_the_next_one_does_not_sign_so_the_ladder_is_climbed_for_the_signature(
    night: Night, ladder: Ladder
) -> None:
    _, first, coming, second = await change_of_shift(night, ladder)
    await night.forward(minutes=30)
    second.heard()
    assert second.phone.messages == [] or "Передача смены" not in second.screen()
    await night.forward(minutes=5 if ladder is LEADS else 10)
    assert len(second.heard()) >= 1
    assert holder(night, ladder) == first.id
    await second.taps("Подписать")
    assert holder(night, ladder) == second.id
    coming.sees("Смену уже приняли: Второй")
    assert "Подписать, принимаю" not in coming.buttons()


@both
async def test_14_the_next_one_blocked_the_bot_so_the_level_above_is_asked_at_once(
    night: Night, ladder: Ladder
) -> None:
    _, first, coming, second = await change_of_shift(night, ladder)
    coming.phone.blocks()
    second.heard()
    await night.forward(minutes=31)
    second.sees("Передача смены")
    assert holder(night, ladder) == first.id


@both
async def test_14_what_was_closed_before_the_end_needs_no_signature(night: Night, ladder: Ladder) -> None:
    olga, first, coming, _ = await change_of_shift(night, ladder)
    if ladder is SYSADMINS:
        await first.taps("Исправлено")
    await olga.taps("Всё работает" if ladder is SYSADMINS else "Уже работает")
    await night.forward(minutes=35)
    coming.does_not_see("Передача смены")
    first.does_not_see("Передача смены")
