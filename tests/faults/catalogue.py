"""Everything that is known to go wrong at night, F01 to F31: which tests play it, how often, and what holds.

`make torture` (torture.py) plays each of them as often as `nightly` says. A test stands here with
its path from tests/ on; a path without a test is a whole file.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

EVERY_BOUNDARY = 400


@dataclass(frozen=True)
class Fault:
    """One way in which a night goes wrong. `here`: how often one run of its tests plays it."""

    number: str
    what: str
    holds: str
    here: int
    nightly: int
    tests: tuple[str, ...]
    alone: bool = False
    """It takes all cores, or counts seconds."""
    note: str = ""

    def runs(self, scale: float) -> int:
        """How often its tests run in a night of this scale."""
        return max(1, ceil(self.nightly / self.here * scale))


_STORMS = "faults/test_telegram_storms.py::test_"
_SENDER = "faults/test_sender_failures.py::test_"

CATALOGUE = (
    Fault(
        "F01",
        "killed at every durable boundary",
        "V1-V10",
        EVERY_BOUNDARY,
        EVERY_BOUNDARY,
        ("faults/test_kill_everywhere.py", "faults/test_intake_crashes.py", "faults/test_sender_killed.py"),
        alone=True,
        note="on PostgreSQL by make test-postgresql",
    ),
    Fault("F02", "kill -9 at random under load", "V1-V10", 50, 1000, ("faults/test_kill_randomly.py",)),
    Fault(
        "F03", "SIGTERM during handlers, sends, uploads", "V1-V10, V16", 12, 200, ("faults/test_sigterm.py",)
    ),
    Fault(
        "F04",
        "killed between filing a ticket and knowing it",
        "V9",
        12,
        12,
        ("faults/test_intake_crashes.py",),
        note="a ticket is our own row, filed within the tap's transaction: F01 dies on both sides of it",
    ),
    Fault(
        "F06",
        "PostgreSQL killed, with the bot and without",
        "V1-V10",
        4,
        100,
        ("faults/test_server_killed.py",),
    ),
    Fault(
        "F11",
        "Telegram does it, and its answer is lost",
        "V6, V9",
        20,
        500,
        (_STORMS + "answers_that_are_lost_lose_no_message_and_double_none_unsaid",),
    ),
    Fault(
        "F12",
        "lines that break, stall and trickle",
        "V6, V10",
        20,
        200,
        (_STORMS + "calls_that_never_arrived_come_later_and_once",),
    ),
    Fault(
        "F13",
        "429 from one chat and from all",
        "V12",
        10,
        100,
        (
            _STORMS + "silences_telegram_asks_for_are_kept_and_nothing_is_lost_in_them",
            _SENDER + "a_refused_chat_is_left_in_peace_and_the_others_are_served",
        ),
    ),
    Fault(
        "F14",
        "gateway pages, half an answer, a 200 that says no",
        "V10",
        10,
        50,
        (_STORMS + "answers_that_are_no_answers_are_waited_out",),
    ),
    Fault(
        "F18",
        "each update delivered two to five times",
        "V3",
        100,
        400,
        (_STORMS + "updates_delivered_up_to_five_times_count_once",),
    ),
    Fault(
        "F19",
        "updates out of order, numbers left out and begun anew",
        "V2, V3",
        20,
        200,
        (_STORMS + "updates_in_any_order_and_with_any_number_are_all_heard",),
    ),
    Fault(
        "F20",
        "fingers that tremble, old cards, others' buttons",
        "V3, V5",
        200,
        5000,
        ("faults/test_trembling_fingers.py",),
    ),
    Fault(
        "F25",
        "the machine's clock jumps and drifts",
        "V7",
        8,
        40,
        ("rules/test_clock.py", "rules/test_alarm.py"),
    ),
    Fault(
        "F26",
        "nights when clocks change, in eight zones",
        "V7",
        96,
        96,
        ("rules/test_nights_of_clock_changes.py", "stories/test_nights_when_clocks_change.py"),
    ),
    Fault(
        "F27", "a zone's rules change, or are not there", "V7", 4, 4, ("faults/test_zone_rules_change.py",)
    ),
    Fault(
        "F29",
        "updates that nobody can read, or that kill",
        "V1, V2",
        10,
        100,
        (
            "faults/test_intake_poison.py",
            "faults/test_intake_crashes.py::test_an_update_that_kills_the_process_three_times_is_put_aside",
            "faults/test_intake_failures.py",
        ),
    ),
)
