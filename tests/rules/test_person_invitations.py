"""Invitations: who gets in by one, who does not, and that nothing can be learned by trying."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import (
    grant,
    invite,
    join,
    revoke,
    use_invitation,
)
from bot.person.models import Invitation, Person
from bot.person.queries import grants_of, people, person_by_telegram_id, roles_of
from bot.person.rules import (
    InvitationNotValid,
    Role,
    UnknownLanguage,
    hash_of,
    may_try_invitation,
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


async def invitation(db: Database, clock: WoundClock, **facts: Any) -> str:
    facts = {"role": Role.DUTY_LEAD, "by": None, "lifetime": DAY} | facts
    return await db.write(invite, **facts, now=clock.now())


async def come(db: Database, clock: WoundClock, secret: str, telegram_id: int = 1001) -> Person:
    facts: dict[str, Any] = {
        "telegram_id": telegram_id,
        "name": "Ольга 🌙",
        "language": "ru",
        "time_zone": "UTC",
    }
    return await db.write(use_invitation, secret, **facts, now=clock.now())


def history(db: Database) -> Sequence[TimelineEvent]:
    return db.read_here(
        lambda session: session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)).all()
    )


def kinds(db: Database) -> list[str]:
    return [event.kind for event in history(db)]


async def test_a_secret_fits_a_link_and_is_neither_guessed_nor_kept(db: Database, clock: WoundClock) -> None:
    secrets = {await invitation(db, clock, name="Lev") for _ in range(20)}
    assert len(secrets) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22,64}", secret) for secret in secrets)
    kept = db.read_here(lambda session: [vars(row) for row in session.scalars(select(Invitation))])
    assert not [
        secret for secret in secrets if secret in str(kept) + str([event.data for event in history(db)])
    ]
    assert {row["secret_hash"] for row in kept} == {hash_of(secret) for secret in secrets}


async def test_a_stranger_comes_in_with_the_role_the_invitation_is_for(
    db: Database, clock: WoundClock
) -> None:
    administrator = (await olga(db, clock, 1, "Ada")).id
    secret = await db.write(
        invite, role=Role.SYSADMIN, level=2, name="Lev", by=administrator, now=clock.now(), lifetime=DAY
    )
    lev = await come(db, clock, secret)
    assert (lev.name, lev.telegram_id, lev.language) == ("Lev", 1001, "ru")
    (held,) = db.read_here(grants_of, lev.id)
    assert (held.role, held.level, held.granted_by) == ("sysadmin", 2, administrator)
    assert kinds(db)[1:] == ["person_invited", "person_joined", "person_changed"]
    used = db.read_here(lambda session: session.get_one(Invitation, hash_of(secret)))
    assert (used.used_by, used.used_at) == (lev.id, clock.now())


async def test_somebody_known_gets_a_further_role_and_stays_as_they_are(
    db: Database, clock: WoundClock
) -> None:
    person_id = (await olga(db, clock)).id
    await db.write(grant, person_id, Role.OPERATOR, by=None, now=clock.now())
    again = await come(db, clock, await invitation(db, clock, name="Other name"))
    assert (again.id, again.name, again.time_zone) == (person_id, "Olga", "Europe/Kyiv")
    assert db.read_here(roles_of, person_id) == {Role.OPERATOR, Role.DUTY_LEAD}


async def test_a_role_that_is_held_keeps_its_level(db: Database, clock: WoundClock) -> None:
    person_id = (await olga(db, clock)).id
    await db.write(grant, person_id, Role.DUTY_LEAD, level=2, by=None, now=clock.now())
    await come(db, clock, await invitation(db, clock))
    assert [held.level for held in db.read_here(grants_of, person_id)] == [2]


async def test_whoever_left_comes_back_by_an_invitation(db: Database, clock: WoundClock) -> None:
    person_id = (await olga(db, clock)).id
    await db.write(grant, person_id, Role.OPERATOR, by=None, now=clock.now())
    await db.write(revoke, person_id, Role.OPERATOR, by=None, now=clock.now())
    assert (await come(db, clock, await invitation(db, clock, name="Olga"))).id == person_id
    assert db.read_here(person_by_telegram_id, 1001) is not None


async def test_all_that_can_be_wrong_with_an_invitation_sounds_the_same(
    db: Database, clock: WoundClock
) -> None:
    used, expired = await invitation(db, clock), await invitation(db, clock, lifetime=timedelta(minutes=5))
    await come(db, clock, used, 7)
    clock.forward(minutes=5)
    said = set()
    for secret in (used, expired, "guessed", "", "\ud800", "'; DROP TABLE people"):
        with pytest.raises(InvitationNotValid) as caught:
            await come(db, clock, secret)
        said.add(str(caught.value))
    assert len(said) == 1
    assert db.read_here(person_by_telegram_id, 1001) is None


async def test_of_a_hundred_who_come_at_once_exactly_one_gets_in(db: Database, clock: WoundClock) -> None:
    secret = await db.write(invite, role=Role.OPERATOR, by=None, now=clock.now(), lifetime=DAY)
    coming = (come(db, clock, secret, telegram_id) for telegram_id in range(1, 101))
    results = await asyncio.gather(*coming, return_exceptions=True)
    assert sum(isinstance(result, Person) for result in results) == 1
    assert sum(isinstance(result, InvitationNotValid) for result in results) == 99
    assert len(db.read_here(people)) == 1
    assert kinds(db).count("person_joined") == 1


async def test_a_claim_that_fails_later_leaves_the_invitation_unused(db: Database, clock: WoundClock) -> None:
    secret = await invitation(db, clock)
    facts: dict[str, Any] = {"telegram_id": 5, "name": "Lev", "language": "xx", "time_zone": "UTC"}
    with pytest.raises(UnknownLanguage):
        await db.write(use_invitation, secret, **facts, now=clock.now())
    assert (await come(db, clock, secret)).telegram_id == 1001


def test_the_sixth_try_within_a_minute_is_one_too_many(clock: WoundClock) -> None:
    tries = [clock.now() + timedelta(seconds=10 * number) for number in range(5)]
    assert may_try_invitation(tries[:4], clock.now() + timedelta(seconds=41))
    assert not may_try_invitation(tries, clock.now() + timedelta(seconds=41))
    assert may_try_invitation(tries, clock.now() + timedelta(seconds=60))
