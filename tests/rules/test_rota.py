"""The rota: who is on duty at a moment, who is next, and whom a level of the ladder pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import grant, join, revoke
from bot.person.models import Person
from bot.person.rules import NotALevel, Role
from bot.rota.actions import put_shift, remove_shift
from bot.rota.models import Shift
from bot.rota.queries import everybody, ladder_level, next_on_duty, on_duty, shift_of, shifts_between
from bot.rota.rules import NotAShift, RoleNotHeld, Span, to_the_second
from bot.timeline.models import TimelineEvent

LEAD = Role.DUTY_LEAD
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
On = Callable[..., Awaitable[Shift]]


def at(hours: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hours)


@pytest.fixture
async def leads(db: Database, clock: WoundClock) -> list[int]:
    """The ids of three duty leads: Lev, Sonya, Mark."""
    ids = []
    for number, name in enumerate(["Lev", "Sonya", "Mark"], start=1):
        facts: dict[str, Any] = {"telegram_id": number, "name": name, "language": "ru", "time_zone": "UTC"}
        person_id = (await db.write(join, **facts, now=clock.now())).id
        await db.write(grant, person_id, LEAD, by=None, now=clock.now())
        ids.append(person_id)
    return ids


@pytest.fixture
def put(db: Database, clock: WoundClock) -> On:
    """Put somebody on duty from and to these hours after midnight."""

    async def put_on(person_id: int, start: float, end: float, level: int | None = None) -> Shift:
        facts: dict[str, Any] = {"person_id": person_id, "role": LEAD, "level": level, "by": None}
        return await db.write(put_shift, **facts, starts_at=at(start), ends_at=at(end), now=clock.now())

    return put_on


def names(people: Iterable[Person]) -> list[str]:
    return [person.name for person in people]


def duty(db: Database, hours: float) -> list[tuple[str, int]]:
    return [(person.name, level) for person, level in db.read_here(on_duty, LEAD, at(hours))]


async def test_a_shift_includes_its_start_and_not_its_end(db: Database, leads: list[int], put: On) -> None:
    await put(leads[0], 0, 8)
    await put(leads[1], 8, 16)
    assert [duty(db, hours) for hours in (-0.01, 0, 7.99, 8, 16)] == [
        [], [("Lev", 1)], [("Lev", 1)], [("Sonya", 1)], []
    ]  # fmt: skip


async def test_on_duty_comes_by_level_and_then_by_who_began_first(
    db: Database, leads: list[int], put: On
) -> None:
    lev, sonya, mark = leads
    await put(lev, -1, 8, 2)
    await put(sonya, 0, 8, 1)
    await put(mark, -2, 8, 2)
    assert duty(db, 1) == [("Sonya", 1), ("Mark", 2), ("Lev", 2)]


async def test_somebody_on_two_levels_at_once_counts_on_the_first(
    db: Database, leads: list[int], put: On
) -> None:
    await put(leads[0], 0, 8, 2)
    await put(leads[0], 1, 3, 1)
    assert duty(db, 2) == [("Lev", 1)]


async def test_only_who_holds_the_role_now_is_on_duty(
    db: Database, leads: list[int], put: On, clock: WoundClock
) -> None:
    await put(leads[0], 0, 8)
    await put(leads[1], 9, 12)
    await db.write(revoke, leads[0], LEAD, by=None, now=clock.now())
    await db.write(revoke, leads[1], LEAD, by=None, now=clock.now())
    assert duty(db, 1) == []
    assert db.read_here(on_duty, Role.SYSADMIN, at(1)) == []
    assert db.read_here(next_on_duty, LEAD, at(1)) is None
    assert db.read_here(shift_of, leads[0], LEAD, at(1)) is None


async def test_the_next_shift_is_the_earliest_that_has_not_begun(
    db: Database, leads: list[int], put: On
) -> None:
    await put(leads[0], 0, 8)
    await put(leads[1], 8, 16, 2)
    await put(leads[2], 8, 16, 1)
    found = db.read_here(next_on_duty, LEAD, at(0))
    assert found is not None
    assert (found[0], names(person for person, _ in found[1])) == (at(8), ["Mark", "Sonya"])
    assert db.read_here(next_on_duty, LEAD, at(8)) is None


async def test_shifts_back_to_back_are_one_and_a_gap_parts_them(
    db: Database, leads: list[int], put: On
) -> None:
    for start, end in [(-8, 0), (0, 4), (4, 8), (8.5, 12)]:
        await put(leads[0], start, end)
    await put(leads[1], 8, 20)
    assert db.read_here(shift_of, leads[0], LEAD, at(1)) == Span(at(-8), at(8))
    assert db.read_here(shift_of, leads[0], LEAD, at(8)) is None
    assert db.read_here(shift_of, leads[0], LEAD, at(9)) == Span(at(8.5), at(12))


async def test_a_level_of_the_ladder_pages_who_is_on_duty_on_it(
    db: Database, leads: list[int], put: On
) -> None:
    await put(leads[0], 0, 8, 1)
    await put(leads[1], 0, 8, 2)
    assert [names(db.read_here(ladder_level, LEAD, level, at(1))) for level in (1, 2, 3)] == [
        ["Lev"], ["Sonya"], []
    ]  # fmt: skip


async def test_with_nobody_on_the_rota_everybody_with_the_role_is_paged(
    db: Database, leads: list[int], put: On, clock: WoundClock
) -> None:
    await db.write(grant, leads[0], LEAD, level=2, by=None, now=clock.now())
    await put(leads[0], 8, 16)
    assert names(db.read_here(ladder_level, LEAD, 1, at(1))) == ["Sonya", "Mark", "Lev"]
    assert db.read_here(ladder_level, Role.SYSADMIN, 1, at(1)) == []


async def test_everybody_begins_with_those_on_duty(db: Database, leads: list[int], put: On) -> None:
    await put(leads[2], 0, 8, 2)
    await put(leads[1], 0, 8, 1)
    assert names(db.read_here(everybody, LEAD, at(1))) == ["Sonya", "Mark", "Lev"]
    assert names(db.read_here(everybody, LEAD, at(9))) == ["Lev", "Sonya", "Mark"]


async def test_a_shift_put_twice_is_one_and_put_otherwise_is_moved(
    db: Database, leads: list[int], put: On
) -> None:
    first = await put(leads[0], 0, 8)
    second = await put(leads[0], 0, 8)
    moved = await put(leads[0], 0, 9, 2)
    assert first.id == second.id == moved.id
    assert [(one.ends_at, one.level) for one in db.read_here(shifts_between, at(-1), at(1))] == [(at(9), 2)]
    changed = select(TimelineEvent).where(TimelineEvent.kind == "rota_changed")
    events = db.read_here(lambda session: session.scalars(changed).all())
    assert [event.data["ends_at"] for event in events] == [at(8).isoformat(), at(9).isoformat()]


async def test_without_a_level_a_shift_has_the_one_of_the_role(
    db: Database, leads: list[int], put: On, clock: WoundClock
) -> None:
    await db.write(grant, leads[0], LEAD, level=3, by=None, now=clock.now())
    assert (await put(leads[0], 0, 8)).level == 3


async def test_a_shift_can_be_taken_off_the_rota(
    db: Database, leads: list[int], put: On, clock: WoundClock
) -> None:
    await put(leads[0], 0, 8)
    facts: dict[str, Any] = {"person_id": leads[0], "role": LEAD, "starts_at": at(0), "by": None}
    assert await db.write(remove_shift, **facts, now=clock.now())
    assert not await db.write(remove_shift, **facts, now=clock.now())
    assert duty(db, 1) == []


async def test_a_shift_that_cannot_be_is_refused(
    db: Database, leads: list[int], put: On, clock: WoundClock
) -> None:
    for end in (0, -1, 24 * 40):
        with pytest.raises(NotAShift):
            await put(leads[0], 0, end)
    with pytest.raises(NotALevel):
        await put(leads[0], 0, 8, 10)
    await db.write(revoke, leads[0], LEAD, by=None, now=clock.now())
    with pytest.raises(RoleNotHeld):
        await put(leads[0], 0, 8)
    with pytest.raises(ValueError, match="naive"):
        to_the_second(datetime(2026, 11, 22))  # noqa: DTZ001 - it is what must be refused
