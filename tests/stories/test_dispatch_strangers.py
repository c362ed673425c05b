"""Charlie, who is not let in: one neutral line, nothing kept, and a door that opens to one secret only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import invite
from bot.person.queries import roles_of
from bot.person.rules import Role
from tests.faults.intake_rig import inbox, states
from tests.stories.dispatch_house import OLGA, STRANGER, House, open_house

LINE = "Это рабочий бот смены. Войти можно по личной ссылке от администратора."


async def test_whatever_a_stranger_sends_they_hear_one_neutral_line(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        charlie = house.phone(STRANGER)
        charlie.writes("/start")
        charlie.writes("/help")
        charlie.writes("/ack_17")
        charlie.writes("hello")
        charlie.sends_photo()
        charlie.hand.edit(charlie.writes("secret").id, "still secret")
        charlie.blocks()
        charlie.unblocks()
        await rig.run_dry()
        assert [post.text for post in charlie.messages if post.from_bot] == [LINE]
        assert house.heard == []
        clock.forward(minutes=1)
        charlie.writes("hello again")
        await rig.run_dry()
        assert [post.text for post in charlie.messages if post.from_bot] == [LINE, LINE]
    assert set(states(db)) == {"ignored"}


async def test_nothing_of_a_stranger_is_kept_but_id_and_time(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.phone(STRANGER).writes("my password is 12345")
        house.menu_on(STRANGER)
        house.phone(STRANGER).taps("I have it")
        await rig.run_dry()
    rows = list(inbox(db).values())
    assert {row.body for row in rows} == {""}
    assert {row.telegram_id for row in rows} == {STRANGER}


async def test_a_strangers_press_is_answered_with_the_line_too(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(STRANGER)
        house.phone(STRANGER).taps("I have it")
        await rig.run_dry()
        assert house.phone(STRANGER).toast == LINE


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "work bot"), ("en-GB", "work bot"), ("uk", "робочий"), ("ru", "рабочий"), ("de", "рабочий")],
)
async def test_the_line_is_in_their_language_if_it_is_one_of_ours(
    db: Database, clock: WoundClock, language: str, word: str
) -> None:
    async with open_house(db, clock) as (house, rig):
        house.box.people[STRANGER].language_code = language
        house.phone(STRANGER).writes("hello")
        await rig.run_dry()
        house.phone(STRANGER).sees(word)


async def invitation(house: House, role: Role = Role.SYSADMIN) -> str:
    return await house.db.write(
        invite, role=role, by=house.ids[OLGA], now=house.clock.now(), lifetime=timedelta(hours=24)
    )


async def test_the_right_secret_opens_the_door_once(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        secret = await invitation(house)
        house.phone(STRANGER).starts(secret)
        await rig.run_dry()
        house.phone(STRANGER).sees("Welcome")
        assert await db.read(roles_of, house.person(STRANGER).id) == {Role.SYSADMIN}
        house.phone(OLGA).starts(secret)
        await rig.run_dry()
        assert await db.read(roles_of, house.ids[OLGA]) == {Role.OPERATOR}
    assert secret not in "".join(row.body for row in inbox(db).values()), (
        "a secret is not kept in the journal"
    )
    assert states(db) == ["applied", "refused"]


async def test_somebody_known_gets_a_further_role_by_an_invitation(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.phone(OLGA).starts(await invitation(house, Role.DUTY_LEAD))
        await rig.run_dry()
        assert await db.read(roles_of, house.ids[OLGA]) == {Role.OPERATOR, Role.DUTY_LEAD}


async def test_secrets_can_be_tried_five_times_a_minute_then_there_is_silence(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        for n in range(9):
            house.phone(STRANGER).starts(f"guess-{n}")
        await rig.run_dry()
        assert len(house.heard) == 5
        said = [post.text for post in house.phone(STRANGER).messages if post.from_bot]
        assert len(said) == 5
        assert len(set(said)) == 1, "nothing can be learned from the answers"
        clock.forward(minutes=1)
        house.phone(STRANGER).starts(await invitation(house))
        await rig.run_dry()
        house.phone(STRANGER).sees("Welcome")


@pytest.mark.parametrize("payload", ["a" * 65, "a b", "секрет", "x;y", "../x"])
async def test_what_cannot_be_a_secret_is_not_tried(db: Database, clock: WoundClock, payload: str) -> None:
    async with open_house(db, clock) as (house, rig):
        house.phone(STRANGER).writes(f"/start {payload}")
        await rig.run_dry()
        house.phone(STRANGER).sees(LINE)
    assert house.heard == []
