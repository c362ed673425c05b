"""Mass outages that nobody thought of; and whether the machine would catch a bug in them at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.incident import returning
from bot.incident.rules import Duty
from bot.incident.sysadmin_actions import acknowledge_ticket, give_estimate, resolve
from tests.faults.machine.bugs import Bug, seeded
from tests.faults.machine.flood_bugs import BUGS
from tests.faults.machine.flood_machine import FloodMachine
from tests.faults.machine.oracles import Broken
from tests.faults.machine.test_machine import SEED

Step = tuple[str, dict[str, Any]]
Track = tuple[Step, ...]


def passes(seconds: int) -> tuple[str, dict[str, Any]]:
    return "time_passes", {"seconds": seconds}


def sysadmin(what: Any) -> tuple[str, dict[str, Any]]:
    return "sysadmin_taps", {"what": what}


def ticks(duty: Duty, *, undone: bool = False, late: bool = False, some: bool = False) -> Any:
    return "ticks_for_all", {"duty": duty, "some": some, "undone": undone, "late": late}


MANY = ("many_report", {"first": 0, "count": 14})
ACKNOWLEDGED: Step = ("lead_acknowledges", {})
FIXED = (sysadmin(acknowledge_ticket), sysadmin(give_estimate), sysadmin(resolve))
FIRST = (("volunteers", {"who": 0, "yes": True}), ("answers", {"who": 0, "answer": "works"}))
SECOND = (("volunteers", {"who": 1, "yes": True}), ("answers", {"who": 1, "answer": "works"}))

TRACKS: dict[str, Track] = {
    "all return": (
        MANY, passes(30), ACKNOWLEDGED, ticks(Duty.STATUS_SET, undone=True), ticks(Duty.STATUS_SET),
        ticks(Duty.REDIRECTED, some=True), ticks(Duty.OFF_THE_LINE, undone=True, late=True), *FIXED,
        *FIRST, *SECOND, passes(61), *(("answers", {"who": who, "answer": "works"}) for who in range(2, 14)),
        passes(660),
    ),
    "it was no fix": (
        MANY, ACKNOWLEDGED, *FIXED, *FIRST, ("volunteers", {"who": 1, "yes": True}),
        ("answers", {"who": 1, "answer": "broken"}), passes(61), passes(300), sysadmin(resolve), passes(300),
    ),
    "nobody wants to be first": (
        MANY, ACKNOWLEDGED, *FIXED, *(("volunteers", {"who": who, "yes": False}) for who in range(14)),
        passes(120), ("lead_overrides", {"what": returning.next_wave_now}), passes(61),
    ),
    "apart and together": (
        MANY, ACKNOWLEDGED, *FIXED[:1], ("splits", {"count": 4, "undone": True}),
        ("splits", {"count": 4, "undone": False}), ("moves", {"undone": True}), ("moves", {"undone": False}),
        passes(61), ("splits", {"count": 2, "undone": False}), ("joins", {"who": 0}), passes(61),
    ),
    "two, and an hour later one more": (
        ("reports", {"who": 0, "software": "telephony"}), ("reports", {"who": 1, "software": "telephony"}),
        passes(660), ("reports", {"who": 2, "software": "telephony"}), passes(30),
        ("reports", {"who": 3, "software": "telephony", "apart": True}), passes(30),
    ),
    "the lead says so": (
        ("reports", {"who": 0, "software": "telephony"}), ("reports", {"who": 1, "software": "telephony"}),
        ("lead_declares", {"who": 0}), ("reports", {"who": 2, "software": "telephony"}), passes(61),
    ),
}  # fmt: skip


QUICK = ("it was no fix", "the lead says so")
"""In the fast tier; the others are for the slow one."""


def ride(track: Track) -> None:
    machine = FloodMachine()
    try:
        for rule, values in track:
            getattr(machine, rule)(**values)
            machine.everything_that_must_be_so_is()
    finally:
        machine.house.close()


def floods(count: int, steps: int, number: int) -> None:
    """So many random ones of so many steps."""
    how = settings(
        max_examples=count,
        stateful_step_count=steps,
        phases=(Phase.generate,),
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(number)(type("Floods", (FloodMachine,), {})), settings=how)
    except BaseException as failure:
        failure.add_note(f"NIGHT_SEED={number} has these nights again")
        raise


@pytest.mark.parametrize(
    "track", [pytest.param(track, marks=() if track in QUICK else pytest.mark.slow) for track in TRACKS]
)
def test_mass_outages_on_known_tracks(track: str) -> None:
    ride(TRACKS[track])


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_whatever_happens_in_mass_outages(part: int) -> None:
    floods(25, 40, SEED + part)


@pytest.mark.slow
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_in_a_mass_outage_is_caught(bug: Bug) -> None:
    """By one of our rules: no crash counts."""
    with seeded(bug), pytest.raises(Broken, match=r"^[a-z= ]+: "):
        _every_flood_there_is()


def _every_flood_there_is() -> None:
    for track in TRACKS.values():
        ride(track)
    floods(25, 40, 1)
