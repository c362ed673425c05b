"""Night 23: the clocks change in Kyiv. Minutes stay minutes; cards show what the clock on the wall shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.importing.rota import apply_rota, read_rota
from bot.person.rules import Role
from bot.rota.queries import shift_of
from tests.stories.beginnings import team, ticket_filed
from tests.stories.listening import LEADS, SYSADMINS, rings
from tests.stories.looking import incident
from tests.stories.night import Hero, Night

KYIV = ZoneInfo("Europe/Kyiv")
BACK = datetime(2026, 10, 25, 1, tzinfo=UTC)
"""04:00 becomes 03:00."""
ON = datetime(2027, 3, 28, 1, tzinfo=UTC)
"""03:00 becomes 04:00."""

both_nights = pytest.mark.parametrize("changes_at", [BACK, ON], ids=["back", "on"])


def before(night: Night, changes_at: datetime, **by: float) -> None:
    """The story begins so long before the clocks change."""
    night.clock.set(changes_at - timedelta(**by))


async def rota(night: Night, *planned: tuple[Hero, Role, int], morning: datetime) -> None:
    """From eight in the evening to eight in the morning by the clock on the wall, as a rota file says it."""
    ends_at = morning.astimezone(KYIV).replace(hour=8, minute=0)
    starts_at = datetime.combine(ends_at.date() - timedelta(days=1), ends_at.time(), KYIV).replace(hour=20)
    lines = ["telegram_id,role,starts_at,ends_at,level"] + [
        f"{hero.phone.user_id},{role},{starts_at.isoformat()},{ends_at.isoformat()},{level}"
        for hero, role, level in planned
    ]
    await night.db.write(apply_rota, read_rota("\n".join(lines)), by=None, now=night.clock.now())


@both_nights
async def test_23_the_leads_ladder_counts_minutes_that_pass(night: Night, changes_at: datetime) -> None:
    before(night, changes_at, minutes=4)
    lev, sonya = await night.lead("Лев"), await night.lead("Соня", level=2)
    gleb = await night.lead("Глеб", shift=None)
    await LEADS.begins(night)
    assert await rings(night, 20, lev, sonya, gleb) == {
        "Лев": [0, 2, 10, 12, 15, 17, 20],
        "Соня": [5, 7, 10, 12, 15, 17, 20],
        "Глеб": [10, 12, 15, 17, 20],
    }


@both_nights
async def test_23_the_sysadmins_ladder_too(night: Night, changes_at: datetime) -> None:
    before(night, changes_at, minutes=15)
    semyon, dina = await night.sysadmin("Семён"), await night.sysadmin("Дина", level=2)
    await SYSADMINS.begins(night)
    assert await rings(night, 30, semyon, dina) == {"Семён": [0, 20, 30], "Дина": [10, 20, 30]}


@pytest.mark.parametrize(
    ("changes_at", "reported", "until", "acknowledged"),
    [(BACK, "03:57", "03:02", "03:01"), (ON, "02:57", "04:02", "04:01")],
    ids=["back", "on"],
)
async def test_23_cards_show_the_time_on_the_wall(
    night: Night, changes_at: datetime, reported: str, until: str, acknowledged: str
) -> None:
    before(night, changes_at, minutes=3)
    olga, lev, _ = await team(night)
    await olga.reports()
    await olga.taps("Не помогло")
    assert f"с {reported}" in lev.sees("Ольга").text
    lev.sees(f"Ответьте до {until}")
    await night.forward(minutes=4)
    await lev.taps("Принять")
    lev.sees(f"Приняли вы, {acknowledged}")
    olga.sees(f"Лев, с {acknowledged}")
    await night.forward(minutes=26)
    await olga.taps("Уже работает")
    assert "30 мин" in lev.sees("Снова работает").text, "as long as it was, whatever the clocks say"


@both_nights
async def test_23_rechecks_and_reminders_keep_their_pace(night: Night, changes_at: datetime) -> None:
    before(night, changes_at, minutes=15)
    olga, lev, _ = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    await olga.taps("Да, работает")
    asked = []
    for minute in range(1, 31):
        count = night.kinds().count("recheck_asked")
        await night.forward(minutes=1)
        if night.kinds().count("recheck_asked") > count:
            asked.append(minute)
            await olga.taps("Ещё нет")
    assert asked == [10, 20, 30]
    assert night.kinds().count("duties_reminded") == 2, "after 10 minutes, and 15 later"


@pytest.mark.parametrize(
    ("changes_at", "hours"), [(BACK, 13), (ON, 11)], ids=["back is longer", "on is shorter"]
)
async def test_23_a_shift_by_the_wall_ends_by_the_wall(
    night: Night, changes_at: datetime, hours: int
) -> None:
    eight = changes_at.astimezone(KYIV).replace(hour=8, minute=0).astimezone(UTC)
    night.clock.set(eight - timedelta(minutes=20))
    olga, lev = await night.operator("Ольга", shift=None), await night.lead("Лев", shift=None)
    await rota(night, (olga, Role.OPERATOR, 1), (lev, Role.DUTY_LEAD, 1), morning=changes_at)
    span = night.db.read_here(shift_of, olga.id, Role.OPERATOR, night.clock.now())
    assert span is not None
    assert span.ends_at - span.starts_at == timedelta(hours=hours)
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await night.forward(minutes=19)
    assert incident(night).closed_at is None
    await night.forward(minutes=1)
    assert incident(night).closed_as == "shift_over"
    assert incident(night).closed_at == eight


@both_nights
async def test_23_somebody_is_on_level_one_at_every_minute_of_such_a_night(
    night: Night, changes_at: datetime
) -> None:
    before(night, changes_at, hours=2)
    lev, gleb = await night.lead("Лев", shift=None), await night.lead("Глеб", shift=None)
    await night.on_duty(lev, Role.DUTY_LEAD, changes_at - timedelta(hours=6), changes_at)
    await night.on_duty(gleb, Role.DUTY_LEAD, changes_at, changes_at + timedelta(hours=6))
    night.clock.set(changes_at - timedelta(minutes=1))
    await LEADS.begins(night)
    assert (len(lev.heard()), len(gleb.heard())) == (1, 0)
    petro = await night.operator("Петро")
    await night.forward(minutes=1)
    await petro.reports()
    await petro.taps("Не помогло")
    gleb.sees("Петро")
    lev.does_not_see("Петро")


@pytest.mark.parametrize(
    ("changes_at", "typed", "minutes"),
    [(BACK, "3:40", 45), (ON, "4:10", 15), (ON, "3:30", 35)],
    ids=["the second 3:40 of the night", "just after the jump", "a time that is jumped over"],
)
async def test_23_an_estimate_by_the_wall_is_the_next_time_the_wall_shows_it(
    night: Night, changes_at: datetime, typed: str, minutes: int
) -> None:
    before(night, changes_at, minutes=5)
    olga, _, semyon = await team(night)
    await ticket_filed(olga)
    await semyon.taps("Принять")
    await semyon.taps("Срок")
    await semyon.writes(typed)
    given = [event for event in night.history() if event.kind == "estimate_given"]
    at = datetime.fromisoformat(str(given[-1].data["estimate_at"]))
    assert at - night.clock.now() == timedelta(minutes=minutes)
    shown = at.astimezone(KYIV)
    olga.sees(f"{shown:%H:%M}")


async def test_23_each_reads_the_time_of_their_own_wall(night: Night) -> None:
    """Almaty's clocks stand still while Kyiv's go back."""
    before(night, BACK, minutes=3)
    olga = await night.operator("Ольга", time_zone="Asia/Almaty")
    lev = await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    await night.forward(minutes=4)
    await lev.taps("Принять")
    lev.sees("Приняли вы, 03:01")
    olga.sees("06:01")
