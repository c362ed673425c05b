"""Swaps: one asks, the other agrees, and nothing changes before that, nor when it is too late."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.alarm import AlarmClock
from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import revoke
from bot.rota.actions import remove_shift
from bot.rota.models import Shift, Swap
from bot.rota.queries import open_swaps, swap
from bot.rota.rules import (
    NoEffect,
    NoSuchShift,
    NotYourShift,
    NotYourSwap,
    OverlapsOwnShift,
    RoleNotHeld,
    SwapSettled,
    SwapState,
)
from bot.rota.swap_actions import agree_to_swap, ask_swap, refuse_swap, withdraw_swap
from bot.wiring import JOBS
from tests.rules.rota_house import LEAD, House


@pytest.fixture
def house(db: Database, clock: WoundClock) -> House:
    return House(db, clock)


def ask(house: House, shift: Shift, name: str, *hours: float, by: str = "Lev", **more: Any) -> Swap:
    if hours:
        more |= {"starts_at": house.at(hours[0]), "ends_at": house.at(hours[1])}
    asked: Swap = house.do(ask_swap, shift.id, house.ids[name], **more, by=by)
    return asked


def test_a_swap_is_asked_agreed_and_recorded(house: House) -> None:
    asked = ask(house, house.puts("Lev", 2, 10), "Sonya", 4, 6)
    assert house.rota() == [("Lev", 2, 10, 1)]
    assert house.promised("swap_asked") == [("Sonya", asked.id, True)]
    assert [one.id for one in house.db.read_here(open_swaps, house.ids["Sonya"])] == [asked.id]
    agreed = house.do(agree_to_swap, asked.id, by="Sonya")
    assert agreed.state == SwapState.AGREED
    assert house.rota() == [("Lev", 2, 4, 1), ("Sonya", 4, 6, 1), ("Lev", 6, 10, 1)]
    assert house.kinds()[-2:] == ["swap_asked", "swap_agreed"]
    assert house.promised("swap_answered") == [("Lev", asked.id, True)]
    assert house.db.read_here(open_swaps, house.ids["Lev"]) == []


def test_a_true_swap_gives_each_the_others_shift(house: House) -> None:
    mine, theirs = house.puts("Lev", 2, 10), house.puts("Sonya", 26, 34, level=2)
    asked = ask(house, mine, "Sonya", their_shift_id=theirs.id)
    house.do(agree_to_swap, asked.id, by="Sonya")
    assert house.rota() == [("Sonya", 2, 10, 1), ("Lev", 26, 34, 2)]


def test_two_on_duty_at_once_may_change_places(house: House) -> None:
    mine, theirs = house.puts("Lev", 2, 10), house.puts("Sonya", 2, 10, level=2)
    house.do(agree_to_swap, ask(house, mine, "Sonya", their_shift_id=theirs.id).id, by="Sonya")
    assert house.duty(house.at(3)) == [("Sonya", 1), ("Lev", 2)]


def test_who_may_say_what(house: House) -> None:
    shift = house.puts("Lev", 2, 10)
    theirs = house.puts("Mark", 20, 22)
    with pytest.raises(NotYourShift):
        ask(house, shift, "Mark", by="Sonya")
    with pytest.raises(NoEffect):
        ask(house, shift, "Lev")
    with pytest.raises(NoSuchShift):
        ask(house, shift, "Sonya", their_shift_id=theirs.id)
    asked = ask(house, shift, "Sonya")
    with pytest.raises(NoEffect):
        ask(house, shift, "Sonya", 4, 6)
    for action, who in ((agree_to_swap, "Lev"), (refuse_swap, "Mark"), (withdraw_swap, "Sonya")):
        with pytest.raises(NotYourSwap):
            house.do(action, asked.id, by=who)
    assert house.rota() == [("Lev", 2, 10, 1), ("Mark", 20, 22, 1)]


@pytest.mark.parametrize(
    ("action", "by", "state"),
    [(refuse_swap, "Sonya", SwapState.REFUSED), (withdraw_swap, "Lev", SwapState.WITHDRAWN)],
)
def test_a_settled_swap_stays_settled(house: House, action: Any, by: str, state: SwapState) -> None:
    asked = ask(house, house.puts("Lev", 2, 10), "Sonya")
    assert house.do(action, asked.id, by=by).state == state
    for again, who in ((agree_to_swap, "Sonya"), (refuse_swap, "Sonya"), (withdraw_swap, "Lev")):
        with pytest.raises(SwapSettled) as caught:
            house.do(again, asked.id, by=who)
        assert caught.value.values["state"] == state
    assert house.rota() == [("Lev", 2, 10, 1)]
    assert [name for name, _, _ in house.promised("swap_answered")] == (
        ["Lev"] if state is SwapState.REFUSED else []
    )


async def test_a_swap_without_an_answer_expires_when_its_shift_begins(
    db: Database, clock: WoundClock
) -> None:
    house = await _elsewhere(House, db, clock)
    shift = await _elsewhere(house.puts, "Lev", 2, 10)
    asked = await _elsewhere(ask, house, shift, "Sonya")
    later = await _elsewhere(ask, house, shift, "Mark", 5, 6)
    assert (asked.expires_at, later.expires_at) == (house.at(2), house.at(5))
    clock.forward(hours=2)
    assert await AlarmClock(db, clock, JOBS).ring() == 1
    found = await db.read(swap, asked.id)
    assert found is not None
    assert found.state == SwapState.EXPIRED
    assert house.kinds()[-1] == "swap_expired"
    with pytest.raises(SwapSettled):
        await db.write(agree_to_swap, asked.id, by=house.ids["Sonya"], now=clock.now())
    assert house.promised("swap_answered") == [("Lev", asked.id, True)]


async def _elsewhere(what: Any, *values: Any) -> Any:
    """In another thread: `write_here` begins an event loop of its own."""
    return await asyncio.to_thread(what, *values)


def test_too_late_is_too_late_also_before_the_timer_rings(house: House) -> None:
    asked = ask(house, house.puts("Lev", 2, 10), "Sonya")
    house.clock.forward(hours=2)
    with pytest.raises(SwapSettled):
        house.do(agree_to_swap, asked.id, by="Sonya")
    assert house.rota() == [("Lev", 2, 10, 1)]


def test_agreeing_when_the_shift_has_changed_meanwhile_is_void_and_both_hear_it(house: House) -> None:
    shift = house.puts("Lev", 2, 10)
    first, second = ask(house, shift, "Sonya", 4, 6), ask(house, shift, "Mark", 5, 8)
    other = ask(house, shift, "Mark", 8, 10)
    assert house.do(agree_to_swap, first.id, by="Sonya").state == SwapState.AGREED
    assert house.do(agree_to_swap, second.id, by="Mark").state == SwapState.VOID
    assert house.kinds()[-1] == "swap_void"
    assert house.do(agree_to_swap, other.id, by="Mark").state == SwapState.AGREED, "its part is as it was"
    assert house.rota() == [
        ("Lev", 2, 4, 1),
        ("Sonya", 4, 6, 1),
        ("Lev", 6, 8, 1),
        ("Mark", 8, 10, 1),
    ]


def test_a_removed_shift_and_a_lost_role_leave_nothing_to_swap(house: House) -> None:
    shift = house.puts("Lev", 2, 10)
    asked, other = ask(house, shift, "Sonya", 2, 4), ask(house, shift, "Mark", 4, 6)
    house.do(revoke, house.ids["Sonya"], LEAD)
    with pytest.raises(RoleNotHeld):
        house.do(agree_to_swap, asked.id, by="Sonya")
    house.do(remove_shift, person_id=house.ids["Lev"], role=LEAD, starts_at=house.at(2))
    assert house.do(agree_to_swap, other.id, by="Mark").state == SwapState.VOID
    assert house.rota() == []


def test_who_was_put_on_duty_meanwhile_is_not_put_twice(house: House) -> None:
    asked = ask(house, house.puts("Lev", 2, 10), "Sonya")
    house.puts("Sonya", 9, 12)
    with pytest.raises(OverlapsOwnShift):
        house.do(agree_to_swap, asked.id, by="Sonya")
    assert house.rota() == [("Lev", 2, 10, 1), ("Sonya", 9, 12, 1)]
