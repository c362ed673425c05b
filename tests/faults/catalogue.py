"""Everything that is known to go wrong at night, F01 to F31: which tests play it, how often, and what holds.

`make torture` (torture.py) plays each of them as often as `nightly` says. A test stands here with its path
from tests/ on; a path without a test is a whole file.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


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
    """It takes all cores."""
    note: str = ""

    def runs(self, scale: float) -> int:
        """How often its tests run in a night of this scale."""
        return max(1, ceil(self.nightly / self.here * scale))


_ALL = "V1-V10"
_STORM = "faults/test_telegram_storms.py::test_"
_SENDER = "faults/test_sender_failures.py::test_"
_DISK = "faults/test_disk_storms.py::test_"
_CRASH = "faults/test_intake_crashes.py"
_NOTICED = "faults/test_who_notices.py::test_"
_ANSWERS = "stories/test_nights_when_nobody_answers.py"
_DIES = (_CRASH, "faults/test_sender_killed.py")
_NO_OTHER_HELPDESK = (
    "the project speaks to no other helpdesk: a ticket is our own row, filed within the tap's transaction. "
    "No second system can accept and fall silent, so these play deaths on both sides of that commit and "
    "pictures that do not come, and nothing of a helpdesk's own"
)

_PROCESS = (
    Fault(
        "F01", "killed at every durable boundary", _ALL, 550, 550,
        ("faults/test_kill_everywhere.py", *_DIES), alone=True, note="on PostgreSQL: make test-postgresql",
    ),
    Fault("F02", "kill -9 at random under load", _ALL, 50, 1000, ("faults/test_kill_randomly.py",)),
    Fault("F03", "SIGTERM in handlers, sends, uploads", "V1-V10, V16", 13, 200, ("faults/test_sigterm.py",)),
    Fault(
        "F04", "killed between filing a ticket and knowing it", "V9", 12, 12, _DIES, note=_NO_OTHER_HELPDESK
    ),
    Fault(
        "F28", "the event loop or the database's thread stands", "V1, V17", 2, 20,
        (_NOTICED + "a_process_that_stands_ends_itself_and_the_next_one_has_lost_nothing",
         "rules/test_watchdog.py"),
    ),
    Fault(
        "F29", "updates that nobody can read, or that kill", "V1, V2", 10, 100,
        ("faults/test_intake_poison.py", "faults/test_intake_failures.py", _CRASH),
    ),
)  # fmt: skip

_DATABASE = (
    Fault(
        "F05", "PostgreSQL is away for 5 s, 60 s, 200 s, 10 min", "V1, V10", 8, 40,
        ("faults/test_spool.py", "faults/test_server_killed.py", "faults/test_two_bots_cut_off.py"),
        note="six seconds of it pass and the clock is wound past the rest; in a whole night all of it passes",
    ),
    Fault(
        "F06", "PostgreSQL killed, with the bot and without", _ALL, 4, 100,
        ("faults/test_server_killed.py",),
    ),
    Fault(
        "F07", "somebody else holds the file for 1, 10, 40 s", "V1-V3", 3, 30,
        (_DISK + "a_database_that_another_writer_holds_is_waited_for_and_nothing_is_confirmed_meanwhile",),
    ),
    Fault(
        "F08", "the disk is full, then it is not", "V1, V4", 5, 30,
        (_DISK + "a_disk_that_is_full_at_any_moment_confirms_nothing_and_loses_nothing",
         "faults/test_sender_full_disk.py",
         "faults/test_intake_failures.py::test_a_disk_that_fills_up_within_a_real_write_loses_nothing"),
    ),
    Fault(
        "F09", "a database not there, not whole, not ours", "start", 6, 6,
        ("faults/test_starts_that_cannot_be.py",),
    ),
    Fault("F30", "restored from a backup ten minutes old", "V3", 5, 5, ("stories/test_restored.py",)),
)  # fmt: skip

_SEVERAL = (
    Fault(
        "F17",
        "the old version and the new one at once",
        "V1-V11, V15, V16",
        2,
        5,
        (
            "faults/test_upgrade.py",
            "rules/test_replicas.py::test_a_newer_version_ends_older_ones_and_an_older_one_does_not_begin",
            "rules/test_replicas.py::test_a_migration_gives_back_what_the_bots_it_ends_had_in_hand",
        ),
        note="two checkouts: this one beside a copy of it that has one migration more, or a lower VERSION",
    ),
    Fault(
        "F16",
        "two bots killed in turn; one stands still for 12 s and for 60 s",
        _ALL,
        20,
        300,
        ("faults/test_replicas.py",),
    ),
)

_TELEGRAM = (
    Fault(
        "F10", "Telegram away: 10 s, 3 min, 30 min, 25 h", "V6-V8, V10", 8, 20,
        ("faults/test_telegram_away.py",),
    ),
    Fault(
        "F11", "it is done, and the answer is lost", "V6, V9", 20, 500,
        (_STORM + "answers_that_are_lost_lose_no_message_and_double_none_unsaid",),
    ),
    Fault(
        "F12", "lines that break, half close, stall, trickle", "V6, V10", 30, 200,
        (_STORM + "calls_that_never_arrived_come_later_and_once", "faults/test_bad_lines.py"),
    ),
    Fault(
        "F13", "429 from one chat and from all; 1, 20, 37, 900 s", "V12", 14, 100,
        (_STORM + "silences_telegram_asks_for_are_kept_and_nothing_is_lost_in_them",
         _SENDER + "a_refused_chat_is_left_in_peace_and_the_others_are_served",
         _SENDER + "a_silence_outlives_a_restart",
         _SENDER + "when_everything_is_refused_everything_waits_and_nothing_is_lost",
         "faults/test_sender_in_a_flood.py::test_what_is_urgent_overtakes_hundreds_that_wait"),
    ),
    Fault(
        "F14", "gateway pages, half an answer, a 200 that says no", "V10", 10, 50,
        (_STORM + "answers_that_are_no_answers_are_waited_out",),
    ),
    Fault(
        "F15", "the token is revoked, somebody else polls", "named", 2, 10,
        (_NOTICED + "a_revoked_token_and_a_foreign_poller_are_named_and_forgotten",),
    ),
    Fault(
        "F18", "each update delivered two to five times", "V3", 60, 400,
        (_STORM + "updates_delivered_up_to_five_times_count_once",),
    ),
    Fault(
        "F19", "out of order, numbers left out and begun anew", "V2, V3", 20, 200,
        (_STORM + "updates_in_any_order_and_with_any_number_are_all_heard",),
    ),
    Fault(
        "F21", "blocked, deleted, never started, moved", "V6", 9, 9,
        (_SENDER + "who_cannot_be_reached_is_reported_at_once",
         "faults/test_sender_pictures.py::test_a_group_that_moved_is_followed", _ANSWERS),
    ),
    Fault(
        "F22", "cards that cannot be changed any more", "no loop", 10, 10,
        ("faults/test_cards_that_cannot_change.py",),
    ),
    Fault("F23", "the helpdesk is slow or away", "V9", 12, 12, ("faults/test_pictures_that_do_not_come.py",),
          note=_NO_OTHER_HELPDESK),
    Fault(
        "F24", "the screenshot cannot be fetched", "V9", 12, 24,
        ("faults/test_pictures_that_do_not_come.py",),
    ),
)  # fmt: skip

_PEOPLE_AND_TIME = (
    Fault(
        "F20", "trembling fingers, old cards, others' buttons", "V3, V5", 200, 5000,
        ("faults/test_trembling_fingers.py",),
    ),
    Fault(
        "F25", "the machine's clock jumps and drifts", "V7", 8, 40,
        ("rules/test_clock.py", "rules/test_alarm.py", "stories/test_clock_moved.py"),
    ),
    Fault(
        "F26", "nights when clocks change, in eight zones", "V7", 96, 96,
        ("rules/test_nights_of_clock_changes.py", "stories/test_nights_when_clocks_change.py"),
    ),
    Fault(
        "F27", "a zone's rules change, or are not there", "V7", 4, 4,
        ("faults/test_zone_rules_change.py",),
    ),
    Fault(
        "F31", "eight hours, forty operators, everything at random", "all", 1, 3,
        ("faults/test_the_whole_night.py",),
    ),
)  # fmt: skip

CATALOGUE = tuple(
    sorted((*_PROCESS, *_DATABASE, *_SEVERAL, *_TELEGRAM, *_PEOPLE_AND_TIME), key=lambda one: one.number)
)
