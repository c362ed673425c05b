"""The evening before a night with a hole in it: who hears of it, when, and what the card says afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.person.rules import Role
from bot.rota.actions import remove_shift
from bot.timeline.queries import events_after
from tests.stories.night import Hero, Night


async def centre(night: Night) -> tuple[Hero, Hero, Hero, datetime]:
    """It is two at night. Lev is on duty round the clock for two days; Petro until two the next night."""
    begins = night.clock.now()
    ada = await night.administrator("Ада")
    lev = await night.lead("Лев", shift=(begins, begins + timedelta(hours=48)))
    petro = await night.sysadmin("Пётр", shift=(begins, begins + timedelta(hours=24)))
    await night.settle()
    return ada, lev, petro, begins


async def until(night: Night, moment: datetime) -> None:
    """To that moment of the evening, the last minutes one by one."""
    night.clock.set(moment - timedelta(minutes=2))
    await night.settle()
    await night.forward(minutes=2)


async def test_at_six_administrators_and_leads_hear_silently_that_there_is_no_sysadmin_from_two(
    night: Night,
) -> None:
    ada, lev, petro, begins = await centre(night)
    for hero in (ada, lev):
        hero.heard()
    await until(night, begins + timedelta(hours=15, minutes=59))
    ada.does_not_see("02:00–18:00")
    await night.forward(minutes=1)
    for hero in (ada, lev):
        hero.sees("23 ноября 02:00–18:00: никто не дежурит как сисадмин")
        assert hero.heard() == []
    assert "02:00–18:00" not in petro.screen()


async def test_a_hole_that_is_filled_is_taken_back_and_one_that_opens_later_is_told(night: Night) -> None:
    ada, _, petro, begins = await centre(night)
    await until(night, begins + timedelta(hours=16))
    told = len(ada.phone.messages)
    await night.on_duty(petro, Role.SYSADMIN, begins + timedelta(hours=24), begins + timedelta(hours=48))
    await night.forward(minutes=2)
    assert len(ada.phone.messages) == told, "edited where it stands"
    assert "02:00–18:00" not in ada.screen()
    await night.db.write(
        remove_shift, person_id=petro.id, role=Role.SYSADMIN, starts_at=begins + timedelta(hours=24),
        by=None, now=night.clock.now(),
    )  # fmt: skip
    await night.forward(minutes=2)
    assert len(ada.phone.messages) == told + 1
    assert "02:00–18:00" in ada.screen()


async def test_an_evening_before_a_whole_night_is_quiet(night: Night) -> None:
    ada, lev, petro, begins = await centre(night)
    await night.on_duty(petro, Role.SYSADMIN, begins + timedelta(hours=24), begins + timedelta(hours=48))
    await until(night, begins + timedelta(hours=15, minutes=50))
    before = [len(hero.phone.messages) for hero in (ada, lev, petro)]
    await night.forward(minutes=15)
    assert [len(hero.phone.messages) for hero in (ada, lev, petro)] == before


async def test_two_leads_in_one_place_are_told_once_and_taken_back(night: Night) -> None:
    ada, lev, petro, begins = await centre(night)
    await night.on_duty(petro, Role.SYSADMIN, begins + timedelta(hours=24), begins + timedelta(hours=48))
    sonya = await night.lead("Соня", shift=(begins + timedelta(hours=20), begins + timedelta(hours=22)))
    await until(night, begins + timedelta(hours=16))
    for hero in (ada, lev, sonya):
        hero.sees("22:00–00:00: первая ступень руководителей, сразу Лев, Соня")
        assert hero.heard() == []
    assert "rota_overlap_found" in [event.kind for event in night.db.read_here(events_after, 0)]
    told = len(ada.phone.messages)
    await night.forward(minutes=5)
    await night.db.write(
        remove_shift, person_id=sonya.id, role=Role.DUTY_LEAD, starts_at=begins + timedelta(hours=20),
        by=None, now=night.clock.now(),
    )  # fmt: skip
    await night.forward(minutes=2)
    assert len(ada.phone.messages) == told, "edited where it stands"
    ada.does_not_see("сразу Лев, Соня")
