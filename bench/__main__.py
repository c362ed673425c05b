"""Measure everything: `python -m bench`; in a minute: `--quick`; one part: `python -m bench tap`.

Each part runs in a process of its own, one after another, so that what one leaves behind slows down no other.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from bench.line import Goal, Line
from bench.machine import Others, in_memory, noise_of
from bench.reasons import explained
from bench.report import written_into
from bench.table import drawn, misses, table, written

PARTS = {
    "tap": "a tap on SQLite",
    "tap_postgresql": "a tap on PostgreSQL",
    "phone": "from a tap to the lead's phone",
    "mass_outage": "five hundred operators tap within five seconds",
    "queued": "a page while five hundred other messages wait",
    "walk": "two hundred operators report, from the menu to the card",
    "timers": "a thousand timers in one second",
    "growth": "a long history, many open incidents",
    "process": "start, memory and CPU of the process",
    "month": "a month of nights",
    "imports": "what a start imports",
    "senders": "six hundred messages at Telegram's rate",
}
QUICKLY = ("tap", "phone", "timers")
"""The parts of `--quick`."""
ROOT = Path(__file__).resolve().parent.parent
LONGEST = 300
"""Seconds after which a part has gone wrong."""


def main() -> int:
    wanted = _wanted()
    if wanted.child:
        return _child(wanted.child, wanted.into, quick=wanted.quick)
    names = wanted.parts or (list(QUICKLY) if wanted.quick else list(PARTS))
    began, lines, failed, busy = time.monotonic(), list[Line](), list[str](), dict[str, float]()
    with TemporaryDirectory(prefix="bench-") as folder:
        for number, name in enumerate(names, start=1):
            print(f"[{number}/{len(names)}] {PARTS[name]}", flush=True)
            others = Others()
            found = _part(name, Path(folder) / name, quick=wanted.quick)
            busy[name] = others.cores()
            failed += [name] if found is None else []
            lines += found or []
    noise = noise_of(busy)
    if in_memory(Path(gettempdir())):
        noise = "; ".join(filter(None, (noise, "files lay in memory: no COMMIT waited (set TMPDIR)")))
    print("\n" + table(lines) + "\n" + misses(lines))
    print("\n".join(one for one in (noise, f"{time.monotonic() - began:.0f} s in all") if one))
    if not wanted.quick and not wanted.parts:
        _kept(lines, _machine(noise))
    if failed:
        print(f"These parts failed, their words stand above: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _kept(lines: list[Line], machine: dict[str, Any]) -> None:
    """As JSON, as a picture, and on the page that says how fast it is."""
    figures, page = written(lines, machine, ROOT), ROOT / "docs" / "PERFORMANCE.md"
    into_page = written_into(page, json.loads(figures.read_text(encoding="utf-8")))
    for file in (figures, drawn(lines, machine, ROOT), into_page):
        print(f"wrote {file.relative_to(ROOT)}")


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all of them by default")
    parser.add_argument("--quick", action="store_true", help="less of it, within a minute")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _part(name: str, into: Path, *, quick: bool) -> list[Line] | None:
    """The lines of one part, measured in a process of its own; None when that failed."""
    command = [sys.executable, "-m", "bench", "--child", name, "--into", str(into)]
    try:
        subprocess.run([*command, *(["--quick"] if quick else [])], cwd=ROOT, check=True, timeout=LONGEST)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"    {error}", file=sys.stderr)
        return None
    return [explained(Line(**one | {"goal": Goal(**one["goal"])})) for one in json.loads(into.read_text())]


def _child(name: str, into: Path, *, quick: bool) -> int:
    def say(text: str) -> None:
        print(f"    {text}", flush=True)

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it says that it was stopped, as it was
    lines: list[Line] = import_module(f"bench.{name}").lines(say, quick=quick)
    into.write_text(json.dumps([asdict(line) for line in lines]))
    return 0


def _machine(noise: str) -> dict[str, Any]:
    """Where it was measured, in words that fit any such machine."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "noise": noise,
        "at": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
    }


if __name__ == "__main__":
    sys.exit(main())
