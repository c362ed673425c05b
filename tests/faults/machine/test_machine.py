"""Nights that nobody thought of: the real actions and timers under random hands.

The fast tier tries a few nights; the slow one many, and whether the machine would catch a bug at all. What
fails is told tap by tap, with the seed: NIGHT_SEED=… has the same nights again.
"""

from __future__ import annotations

import os
from random import SystemRandom

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.machine.bugs import BUGS, Bug, seeded
from tests.faults.machine.night_machine import NightMachine
from tests.faults.machine.oracles import Broken
from tests.faults.machine.tracks import TRACKS, ride

SEED = int(os.environ.get("NIGHT_SEED", SystemRandom().randrange(10**6)))


def nights(count: int, steps: int, *phases: Phase, number: int = SEED) -> None:
    """So many random nights of so many steps."""
    how = settings(
        max_examples=count,
        stateful_step_count=steps,
        phases=phases or tuple(Phase),
        deadline=None,
        database=None,
        print_blob=True,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(number)(type("Nights", (NightMachine,), {})), settings=how)
    except BaseException as failure:
        failure.add_note(f"NIGHT_SEED={number} has these nights again")
        raise


@pytest.mark.parametrize("track", TRACKS)
def test_what_goes_wrong_most_nights_leaves_nobody_alone(track: str) -> None:
    ride(TRACKS[track], morning=False)


def test_whatever_happens_at_night_somebody_has_it() -> None:
    nights(2, 20, Phase.generate)


@pytest.mark.slow
@pytest.mark.parametrize("track", TRACKS)
def test_every_such_night_has_a_morning(track: str) -> None:
    ride(TRACKS[track])


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_whatever_happens_in_many_long_nights(part: int) -> None:
    nights(40, 60, Phase.generate, number=SEED + part)


@pytest.mark.slow
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_seeded_bug_is_caught(bug: Bug) -> None:
    """First along the tracks, then by chance. Which rule caught it must be one of ours: no crash counts."""
    with seeded(bug), pytest.raises(Broken, match=r"^[a-z= ]+: "):
        _every_night_there_is()


def _every_night_there_is() -> None:
    for track in TRACKS.values():
        ride(track, morning=False)
    for track in TRACKS.values():
        ride(track)
    nights(40, 40, Phase.generate, number=1)
