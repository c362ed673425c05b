"""People: how they come in, what they may do, and that every change of it is in the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import (
    change_settings,
    correct,
    grant,
    join,
    mark_reachable,
    mark_unreachable,
    revoke,
    started,
)
from bot.person.models import Grant, Person
from bot.person.queries import grants_of, people, people_with, person, person_by_telegram_id, roles_of
from bot.person.rules import (
    LONGEST_NAME,
    NotALevel,
    NotAName,
    NotAPhone,
    NotARecheckInterval,
    Role,
    UnknownLanguage,
    UnknownPerson,
    UnknownTimeZone,
    checked_name,
    fitting_language,
    fitting_name,
)
from bot.timeline.models import TimelineEvent

DAY = timedelta(hours=24)


async def olga(db: Database, clock: WoundClock, telegram_id: int = 1001, name: str = "Olga") -> Person:
    facts: dict[str, Any] = {
        "telegram_id": telegram_id,
        "name": name,
        "language": "ru",
        "time_zone": "Europe/Kyiv",
    }
    return await db.write(join, **facts, now=clock.now())


def history(db: Database) -> Sequence[TimelineEvent]:
    return db.read_here(
        lambda session: session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)).all()
    )


def kinds(db: Database) -> list[str]:
    return [event.kind for event in history(db)]


async def test_whoever_joins_is_known_and_may_do_nothing_yet(db: Database, clock: WoundClock) -> None:
    person_id = (await olga(db, clock)).id
    found = db.read_here(person_by_telegram_id, 1001)
    assert found is not None
    assert (found.id, found.name, found.joined_at) == (person_id, "Olga", clock.now())
    assert db.read_here(roles_of, person_id) == frozenset()
    assert db.read_here(person_by_telegram_id, 1002) is None


async def test_joining_twice_is_joining_once(db: Database, clock: WoundClock) -> None:
    first, second = await olga(db, clock), await olga(db, clock, name="Somebody else")
    assert (second.id, second.name) == (first.id, "Olga")
    assert kinds(db) == ["person_joined"]


async def test_one_person_holds_several_roles_each_on_its_level(db: Database, clock: WoundClock) -> None:
    person_id = (await olga(db, clock)).id
    assert await db.write(grant, person_id, Role.OPERATOR, by=None, now=clock.now())
    assert await db.write(grant, person_id, Role.DUTY_LEAD, level=2, by=None, now=clock.now())
    assert not await db.write(grant, person_id, Role.DUTY_LEAD, level=2, by=None, now=clock.now())
    assert await db.write(grant, person_id, Role.DUTY_LEAD, level=3, by=person_id, now=clock.now())
    assert db.read_here(roles_of, person_id) == {Role.OPERATOR, Role.DUTY_LEAD}
    assert [held.level for held in db.read_here(grants_of, person_id)] == [3, 1]
    assert [event.data.get("level") for event in history(db)] == [None, 1, 2, 3]
    assert history(db)[-1].by_id == person_id


async def test_with_the_last_role_a_person_has_left_and_with_a_new_one_is_back(
    db: Database, clock: WoundClock
) -> None:
    person_id = (await olga(db, clock)).id
    await db.write(grant, person_id, Role.OPERATOR, by=None, now=clock.now())
    assert [one.id for one in db.read_here(people)] == [person_id]

    assert await db.write(revoke, person_id, Role.OPERATOR, by=None, now=clock.now())
    assert not await db.write(revoke, person_id, Role.OPERATOR, by=None, now=clock.now())
    assert db.read_here(person_by_telegram_id, 1001) is None
    assert db.read_here(people) == []
    assert db.read_here(person, person_id).left_at == clock.now()

    await db.write(grant, person_id, Role.SYSADMIN, by=None, now=clock.now())
    assert db.read_here(person_by_telegram_id, 1001) is not None


async def test_people_with_a_role_come_by_their_level_on_the_ladder(db: Database, clock: WoundClock) -> None:
    for telegram_id, level in [(1, 3), (2, 1), (3, 2)]:
        person_id = (await olga(db, clock, telegram_id)).id
        await db.write(grant, person_id, Role.SYSADMIN, level=level, by=None, now=clock.now())
    assert [one.telegram_id for one in db.read_here(people_with, Role.SYSADMIN)] == [2, 3, 1]
    assert db.read_here(people_with, Role.DUTY_LEAD) == []


async def test_a_choice_is_kept_and_written_down_once(db: Database, clock: WoundClock) -> None:
    person_id = (await olga(db, clock)).id
    for _ in range(2):
        await db.write(
            change_settings, person_id, language="uk", recheck_minutes=20, by=person_id, now=clock.now()
        )
    found = db.read_here(person, person_id)
    assert (found.language, found.recheck_minutes, found.time_zone) == ("uk", 20, "Europe/Kyiv")
    assert [event.data for event in history(db)[1:]] == [
        {"person": person_id, "changed": ["language", "recheck_minutes"], "language": ["ru", "uk"],
         "recheck_minutes": [None, 20]}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "mistake"),
    [
        ({"language": "de"}, UnknownLanguage),
        ({"time_zone": "Europe/Kyivv"}, UnknownTimeZone),
        ({"recheck_minutes": 0}, NotARecheckInterval),
        ({"recheck_minutes": 999}, NotARecheckInterval),
    ],
)
async def test_a_choice_that_cannot_be_is_refused_whole(
    db: Database, clock: WoundClock, choice: dict[str, Any], mistake: type[Exception]
) -> None:
    person_id = (await olga(db, clock)).id
    with pytest.raises(mistake):
        await db.write(change_settings, person_id, **{"language": "uk"} | choice, by=None, now=clock.now())
    assert db.read_here(person, person_id).language == "ru"
    assert kinds(db) == ["person_joined"]


async def test_a_phone_number_is_kept_but_not_told_to_the_history(db: Database, clock: WoundClock) -> None:
    person_id = (await olga(db, clock)).id
    await db.write(correct, person_id, phone="+380 44 123 45 67", by=None, now=clock.now())
    assert db.read_here(person, person_id).phone == "+380 44 123 45 67"
    assert history(db)[-1].data == {"person": person_id, "changed": ["phone"]}
    await db.write(correct, person_id, phone="", by=None, now=clock.now())
    assert db.read_here(person, person_id).phone is None
    with pytest.raises(NotAPhone):
        await db.write(correct, person_id, phone="ask Lev", by=None, now=clock.now())


async def test_whoever_cannot_be_reached_is_marked_once_until_they_write_again(
    db: Database, clock: WoundClock
) -> None:
    person_id, at = (await olga(db, clock)).id, clock.now()
    assert await db.write(mark_unreachable, person_id, why="bot was blocked", now=at)
    clock.forward(minutes=5)
    assert not await db.write(mark_unreachable, person_id, why="still", now=clock.now())
    assert db.read_here(person, person_id).unreachable_at == at
    assert await db.write(mark_reachable, person_id, now=clock.now())
    assert not await db.write(mark_reachable, person_id, now=clock.now())
    assert kinds(db) == ["person_joined", "person_unreachable", "person_reachable"]
    assert history(db)[1].data == {"person": person_id, "reason": "bot was blocked"}


async def test_the_first_start_counts_and_makes_them_reachable(db: Database, clock: WoundClock) -> None:
    person_id, at = (await olga(db, clock)).id, clock.now()
    await db.write(mark_unreachable, person_id, why="never pressed Start", now=at)
    assert await db.write(started, person_id, now=at)
    clock.forward(minutes=5)
    assert not await db.write(started, person_id, now=clock.now())
    found = db.read_here(person, person_id)
    assert (found.started_at, found.unreachable_at, found.unreachable_why) == (at, None, None)


async def test_an_unknown_person_is_a_mistake_of_its_own(db: Database, clock: WoundClock) -> None:
    with pytest.raises(UnknownPerson):
        await db.write(grant, 77, Role.OPERATOR, by=None, now=clock.now())
    with pytest.raises(NotALevel):
        await db.write(grant, (await olga(db, clock)).id, Role.OPERATOR, level=0, by=None, now=clock.now())


async def test_changes_of_people_wake_whoever_keeps_a_list_of_them(db: Database, clock: WoundClock) -> None:
    woken: list[dict[str, Any]] = []
    db.after_commit.append(woken.append)
    facts: dict[str, Any] = {"telegram_id": 1, "name": "Olga", "language": "ru", "time_zone": "UTC"}
    person_id = (await db.write(join, **facts, now=clock.now())).id
    await db.write(grant, person_id, Role.OPERATOR, by=None, now=clock.now())
    await db.write(grant, person_id, Role.OPERATOR, by=None, now=clock.now())
    assert woken == [{"people": None}, {"people": None}]


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "x" * (LONGEST_NAME + 1), "a\x00b", "\ud800"])
def test_what_is_not_a_name_is_refused(name: str) -> None:
    with pytest.raises(NotAName):
        checked_name(name)


@given(st.text() | st.text(st.characters(categories=["Cs", "Cc", "Lo"])))
def test_whatever_telegram_calls_somebody_can_be_stored(name: str) -> None:
    fitting = fitting_name(name)
    assert checked_name(fitting) == fitting
    fitting.encode()


@pytest.mark.parametrize(
    ("code", "language"), [("uk-UA", "uk"), ("EN", "en"), ("de", "ru"), (None, "ru"), ("", "ru")]
)
def test_a_language_of_telegram_becomes_one_of_ours(code: str | None, language: str) -> None:
    assert fitting_language(code, "ru") == language


async def test_a_table_of_roles_holds_only_known_people(db: Database, clock: WoundClock) -> None:
    def orphan(session: Session) -> None:
        session.add(Grant(person_id=404, role="operator", level=1, granted_at=clock.now()))

    with pytest.raises(Exception, match=r"(?i)foreign key constraint"):
        await db.write(orphan)
