"""F20: taps that come twice and thrice, on old cards, after closing, and on what is somebody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from bot.intake.rules import FLOOD_WITHIN, Allowance
from bot.sandbox.trouble import Json
from bot.sandbox.world import Post, rows_of
from tests.faults.cast import LEV, PETRO, TIMUR, Member
from tests.faults.conftest import Tally
from tests.faults.rig import Rig
from tests.faults.storms import operators, stormy
from tests.faults.words import text
from tests.postgresql import Server

TAPS = 100
MOST_BESIDE = 6
"""Such taps of one operator in a flood's time: with the seventeen of the way through the regulation, fingers
trembling, they must not be told to slow down, even if ten seconds more of them arrive at one moment."""
OF_THE_INCIDENT = frozenset({"answer", "works", "cancel", "channel", "nopicture", "more"})
"""What an operator's card offers about an incident; the rest of their buttons begin something new."""


@pytest.mark.slow
@pytest.mark.both_databases
async def test_taps_that_come_again_too_late_or_from_others_change_nothing_and_are_answered(
    night_place: Path | Server, tmp_path: Path, random: Random, tally: Tally
) -> None:
    async def storm(rig: Rig, random: Random) -> int:
        rig.night.ambiguous, struck = 0, 0
        fingers = Random(random.random())  # their own: who draws first is chance
        rig.trembles = lambda: fingers.choice([1, 1, 2, 3])
        slowly = Allowance(MOST_BESIDE, FLOOD_WITHIN)
        while struck < TAPS:
            await asyncio.sleep(random.uniform(0.25, 0.5))
            one = random.choice([_an_old_one, _somebody_elses])
            if found := list(one(rig)):
                who, post, data = random.choice(found)
                if who is not PETRO and not slowly.grants(who, rig.clock.now()):
                    continue
                rig.phones[who].hand.tap(post.id, data, forge=True)
                struck += 1
        return struck

    after = await stormy(night_place, tmp_path, storm, random, breath=10)
    answered = {call.params["callback_query_id"] for call in after.rig.box.accepted("answerCallbackQuery")}
    assert len(answered) > TAPS
    too_many = text("intake-too-many")
    left = [one.person for one in after.rig.box.queries.values()]
    silent = [one.name for one in left if all(answer.text != too_many for answer in one.answers)]
    assert not silent, "everybody whose finger trembles is answered, or has been told to slow down"
    after.check(tally)


def _an_old_one(rig: Rig) -> Iterator[tuple[Member, Post, str]]:
    """On a card of an incident that its operator has behind them."""
    for member in operators(4):
        for post in rig.phones[member].messages:
            if post.id < rig.since.get(member, 0):
                yield from ((member, post, data) for data in _had(post) if _verb(data) in OF_THE_INCIDENT)


def _somebody_elses(rig: Rig) -> Iterator[tuple[Member, Post, str]]:
    """Petro, an operator with a program of his own, sends what stands on others' buttons."""
    at_hand = next((post for post in rig.phones[PETRO].messages), None) or rig.phones[PETRO].writes("/help")
    for member in (*operators(4), LEV, TIMUR):
        for post in rig.phones[member].messages:
            for data in _had(post):
                if member in (LEV, TIMUR) or _verb(data) in OF_THE_INCIDENT:
                    yield PETRO, at_hand, data


def _had(post: Post) -> list[str]:
    """The data of all buttons that this message has, or had once."""
    states: list[Json] = [post.raw, *post.past]
    buttons = [button for raw in states for row in rows_of(raw) for button in row]
    return [str(button["callback_data"]) for button in buttons if "callback_data" in button]


def _verb(data: str) -> str:
    return data.partition(":")[0]
