"""docs/FAULTS.md: the catalogue as a table. `make torture` leaves what it saw; this writes it down:

python -m tests.faults.page
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from tests.faults.catalogue import CATALOGUE, Fault

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "FAULTS.md"
SEEN = ROOT / "build" / "torture" / "seen.json"
"""What the last `make torture` saw, by the fault's number."""
NEVER = "not yet noted"
_ABOUT = """\
# What goes wrong at night, and who plays it

Written by `python -m tests.faults.page` from `tests/faults/catalogue.py`; a test compares the two. Why:
[0095](decisions/0095-every-night-one-checker.md), [0096](decisions/0096-a-catalogue-that-is-played.md).

- **A change**: so often `make test` and `make test-slow`, and with them `.ci/run`, meet the fault. F01
  takes every second boundary there (`NIGHT_EVERY=2`), and F31 is played by `make torture` only.
- **A night**: so often `make torture` meets it. `ONLY=F11,F13` plays these, `SCALE=0.02` a fiftieth of it,
  `SEED=7` the same blows again (see below). It prints a line a run, and at the end how many blows there were,
  what was lost (nothing may be), what was repeated and how much of that was marked (only what is ambiguous
  may be repeated, and it says so), how long restarts and take-overs took, and how to have a failed run again.
- **Last seen**: what `make torture` came to when this was written down, on the machine of whoever did. Where
  tests do not count their blows themselves, the catalogue's number stands for them.

**What a seed has again**: a storm's blows (which kind, on which call, for how long) in the same order with
the same pauses; `build/torture/F11-7.blows` lists those of one run, and a test compares two runs. Not what
they meet: people, process and server go by the machine's clock, so the same blow falls on another update or
another send, and a race that was seen once may need its seed a few times. F20 draws old cards from those
that are there, so only its trembling is the seed's. Some tests strike in a fixed order, or draw the same
whatever the seed (`test_server_killed.py`, `test_replicas.py`, `test_intake_kill_9.py`). F01 counts
boundaries in place of drawing.

After each night seventeen invariants are looked at (`tests/faults/invariants`): V1 and V2 what Telegram
gave us, V3 to V5 the history, V6 to V8 what rings, V9 to V11 tickets, queues and hands, V12 and V13 the
wire and secrets, V14 to V17 the processes and who watches them.

| fault | what | holds | played by | a change | a night | last seen |
|---|---|---|---|---:|---:|---|
"""


def page(seen: Mapping[str, str]) -> str:
    """The whole page; `seen`: by number, what its last run came to."""
    rows = (_row(fault, seen.get(fault.number, NEVER)) for fault in CATALOGUE)
    notes = (f"- {fault.number}: {fault.note}" for fault in CATALOGUE if fault.note)
    return _ABOUT + "\n".join(rows) + "\n\n" + "\n".join(notes) + "\n"


def written(text: str) -> dict[str, str]:
    """What the page says was last seen of each."""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if re.match(r"\| F\d\d ", line)]
    return {row[0]: row[-1] for row in rows}


def _row(fault: Fault, seen: str) -> str:
    files = dict.fromkeys(test.partition("::")[0] for test in fault.tests)
    tests = ", ".join(f"`{file}`" for file in files)
    cells = (fault.number, fault.what, fault.holds, tests, fault.here, fault.nightly, seen)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


if __name__ == "__main__":
    before = written(FILE.read_text("utf-8")) if FILE.exists() else {}
    now = json.loads(SEEN.read_text("utf-8")) if SEEN.exists() else {}
    FILE.write_text(page(before | now), "utf-8")
