"""A lead or an administrator replaces somebody, or fills a hole; whoever it concerns is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.rules import Role
from bot.roles.rota.words import minutes
from bot.rota.models import Shift
from bot.rota.queries import shifts_of_person
from tests.stories.night import Night
from tests.stories.rota_looks import at, shifts, who


async def test_a_lead_replaces_somebody_in_four_taps_and_both_hear_it(night: Night) -> None:
    lev = await night.lead("Лев")
    sonya = await night.sysadmin("Соня")
    timur = await night.sysadmin("Тимур", shift=None)
    await lev.writes("/duty")
    await lev.taps("Заменить сисадмина")
    await lev.taps("Соня, до 11:00")
    lev.sees("Сегодня 01:00–11:00")
    await lev.taps("Тимур")
    lev.sees("🟢 Тимур вместо: Соня")
    lev.sees("Сегодня 02:00–11:00")
    sonya.sees("🔄 Вас заменили")
    sonya.sees("Вместо вас: Тимур")
    timur.sees("🔔 Вас поставили на дежурство")
    timur.sees("Вместо: Соня")
    for hero in (sonya, timur):
        hero.sees("Решение: Лев")
    assert who(night, Role.SYSADMIN, 1) == ["Тимур"]
    assert shifts(night, sonya) == [(-1, 0)]


async def test_a_replacement_by_whoever_works_already_says_why_not(night: Night) -> None:
    lev = await night.lead("Лев")
    sonya = await night.sysadmin("Соня")
    timur = await night.sysadmin("Тимур")
    shift = night.db.read_here(shifts_of_person, sonya.id, at(0), at(1))[0]
    await lev.writes(f"/cover_{shift.id}_{timur.id}")
    assert "Тимур в это время уже на дежурстве" in lev.phone.last.text
    await lev.writes(f"/cover_{shift.id}_{sonya.id}")
    assert "Ничего не изменилось" in lev.phone.last.text
    await lev.writes(f"/substitute_{shift.id}_0")
    assert lev.buttons() == ["← Назад"]
    assert who(night, Role.SYSADMIN, 1) == ["Соня", "Тимур"]


@pytest.mark.parametrize(
    "twin", ["/replace_0_sysadmin", "/cover_1_2", "/fill_1_2_0_sysadmin", "/puton_1_2_1_sysadmin"]
)
async def test_only_leads_and_administrators_decide_for_others(night: Night, twin: str) -> None:
    sonya = await night.sysadmin("Соня")
    await night.sysadmin("Тимур", shift=None)
    await sonya.writes(twin)
    assert "Недостаточно прав" in sonya.phone.last.text
    assert who(night, Role.SYSADMIN, 1) == ["Соня"]


async def test_a_hole_that_somebody_filled_meanwhile_is_not_filled_twice(night: Night) -> None:
    lev, ira = await night.lead("Лев"), await night.lead("Ира")
    sonya = await night.sysadmin("Соня", shift=(at(4), at(12)))
    await night.sysadmin("Тимур", shift=None)
    for hero in (lev, ira):
        await hero.writes("/replace_0_sysadmin")
        await hero.taps("Поставить до 06:00")
    await lev.taps("Соня")
    await ira.taps("Тимур")
    assert "Здесь уже есть дежурный" in ira.toast
    assert shifts(night, sonya) == [(0, 4), (4, 12)]


async def test_the_evening_before_leads_and_administrators_hear_of_a_gap_and_fill_it(night: Night) -> None:
    lev = await night.lead("Лев", shift=(at(-1), at(60)))
    anna = await night.administrator("Анна", shift=None)
    sonya = await night.sysadmin("Соня", shift=(at(-1), at(24)))
    await night.on_duty(sonya, Role.SYSADMIN, at(28), at(60))
    await night.settle()
    await night.db.write(_joined_long_ago)
    night.clock.forward(hours=17)
    await night.settle()
    for hero in (lev, anna):
        hero.sees("🔴 В графике ближайшей ночи есть дыры")
        hero.sees("🔴 23 ноября 02:00–06:00: никто не дежурит как сисадмин")
        assert hero.buttons() == ["Сисадмин 02:00–06:00"]
        assert hero.heard() == []
    sonya.does_not_see("В графике ближайшей ночи")
    await anna.taps("Сисадмин 02:00–06:00")
    await anna.taps("Соня")
    sonya.sees("🔔 Вас поставили на дежурство")
    assert shifts(night, sonya) == [(-1, 24), (24, 28), (28, 60)]
    await night.forward(minutes=2)
    lev.sees("🟢 Дыр в графике ближайшей ночи больше нет.")


def _joined_long_ago(session: Session) -> None:
    for person in session.query(Person):
        person.joined_at -= timedelta(days=30)


async def test_who_is_on_duty_on_another_level_is_not_put_into_the_hole_of_the_first(night: Night) -> None:
    ada, now = await night.administrator("Ада", shift=None), night.clock.now()
    sonya = await night.lead("Соня", level=2, shift=(now, now + timedelta(hours=9)))
    begins, ends = minutes(now), minutes(now + timedelta(hours=1))
    await ada.writes(f"/puton_{begins}_{ends}_{sonya.id}_duty_lead")
    shift = night.db.read_here(lambda session: session.get_one(Shift, 1))
    assert (shift.ends_at, shift.level) == (now + timedelta(hours=9), 2)
