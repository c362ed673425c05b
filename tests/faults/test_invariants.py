"""Each invariant can fail: a whole night is played once, copied, and broken in one way at a time."""

from __future__ import annotations

import asyncio
import copy
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.db import sqlite_engine
from tests.faults.broken_nights import (
    BROKEN,
    EARLY_PAGE,
    TEN_HOURS,
    Breaks,
    attempted,
    beats,
    both,
    change,
    sql,
)
from tests.faults.cast import DARYNA, LEV, OLGA, make_template
from tests.faults.evidence import Evidence
from tests.faults.invariants import CHECKS, examine
from tests.faults.lives import Zygote
from tests.faults.night_script import play
from tests.faults.rig import Rig

EARLIER = f"at = at - {TEN_HOURS}"
CLOSED_EARLY = both(
    change("timeline", EARLIER, "kind = 'closed'"),
    change("incidents", f"closed_at = closed_at - {TEN_HOURS}"),
)
"""What happened between a closing's tap and its turn has a later moment than the closing."""
ENDED_EARLY = both(
    change("timeline", EARLIER, "at IN (SELECT ended_at FROM escalations)"),
    change("escalations", f"ended_at = ended_at - {TEN_HOURS}"),
)
"""And so for a ladder that an acknowledgement ends."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """The main night as it went, with nobody killed; everything it left behind."""
    return asyncio.run(_played(tmp_path_factory.mktemp("whole")))


async def _played(folder: Path) -> Evidence:
    template = await asyncio.to_thread(make_template, folder / "template.sqlite")
    zygote = Zygote()
    await zygote.start()
    async with Rig(folder / "night", template, zygote) as rig:
        await play(rig)
        await rig.quiet()
    await zygote.stop()
    return rig.night


def again(night: Evidence, folder: Path) -> Evidence:
    """A copy of it that may be broken."""
    shutil.copytree(night.folder, folder / "copy")
    url = f"sqlite:///{folder / 'copy' / 'night.sqlite'}"
    box = copy.copy(night.box)
    box.calls, box.attempts = [*night.box.calls], [*night.box.attempts]
    box.polls_taken_over, box.updates = [*night.box.polls_taken_over], copy.copy(night.box.updates)
    box.updates.given, box.updates.confirmed = {*box.updates.given}, {*box.updates.confirmed}
    box.updates.waiting = copy.copy(box.updates.waiting)
    broken = copy.copy(night)
    broken.engine, broken.folder, broken.box = sqlite_engine(url, begin="BEGIN"), folder / "copy", box
    broken.histories, broken.stops, broken.vitals = [*night.histories], [], [*night.vitals]
    return broken


@pytest.mark.slow
def test_of_the_whole_night_everything_holds(night: Evidence, tmp_path: Path) -> None:
    verdict = examine(again(night, tmp_path))
    assert verdict.broken == ()
    assert (verdict.repeats, verdict.unmarked, verdict.lost) == (0, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("how", BROKEN)
def test_broken_in_one_way_the_checker_names_the_invariant(night: Evidence, tmp_path: Path, how: str) -> None:
    number, breaks = BROKEN[how]
    broken = again(night, tmp_path)
    breaks(broken)
    found = examine(broken).broken
    assert number in {one.split(" ")[0] for one in found}, found


def test_every_invariant_has_a_night_that_breaks_it() -> None:
    assert {number for number, _ in BROKEN.values()} == set(CHECKS) == {f"V{n}" for n in range(1, 18)}


@pytest.mark.slow
def test_a_stall_that_was_heard_of_is_as_it_should_be(night: Evidence, tmp_path: Path) -> None:
    heard = again(night, tmp_path)
    beats(20, (20, 40), heard_again=41)(heard)
    assert examine(heard).broken == ()


@pytest.mark.slow
def test_silence_and_slowness_that_a_fault_explains_are_excused(night: Evidence, tmp_path: Path) -> None:
    excused = again(night, tmp_path)
    excused.unreachable = {member.telegram_id for member in (OLGA, LEV, DARYNA)}
    sql("UPDATE outbox SET state = 'failed', error = 'blocked' WHERE person_id IN (1, 3, 4)")(excused)
    assert examine(excused).broken == ()


@pytest.mark.slow
def test_a_page_whose_tap_waited_its_turn_is_not_overtaken_by_what_was_promised_meanwhile(
    night: Evidence, tmp_path: Path
) -> None:
    waited = again(night, tmp_path)
    change("outbox", EARLY_PAGE, "id = (SELECT max(id) FROM outbox WHERE person_id = 1)")(waited)
    assert examine(waited).broken == ()


@pytest.mark.slow
@pytest.mark.parametrize("early", [CLOSED_EARLY, ENDED_EARLY], ids=["a closing", "an acknowledgement"])
def test_what_came_while_a_tap_waited_its_turn_did_not_come_too_late(
    night: Evidence, tmp_path: Path, early: Breaks
) -> None:
    waited = again(night, tmp_path)
    early(waited)
    found = [one for one in examine(waited).broken if one.startswith(("V6", "V7", "V8"))]
    assert found == []


@pytest.mark.slow
def test_a_refusal_that_a_process_died_with_is_not_known_to_the_next_one(
    night: Evidence, tmp_path: Path
) -> None:
    died = again(night, tmp_path)
    attempted(("sendMessage", 1, 429), ("sendMessage", 5, None))(died)
    died.died = [*night.died, died.box.attempts[-1].at - timedelta(seconds=2)]
    assert examine(died).broken == ()
