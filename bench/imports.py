"""What a start imports, in a fresh process: beside what a bare aiogram bot imports."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from bench.line import Line, at_most, line_of
from bench.rounds import Say, interleaved

_OURS = """
from bot import lean
from bot.cli import starting
lean.import_aiogram()
import bot.running, bot.migrating
lean.all_imported()
"""
_BARE = "import bench.bare_bot"


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    _imported(_OURS), _imported(_BARE)  # the first reads the disk and compiles
    contestants: dict[str, Callable[[], float]] = {
        "ours": lambda: _imported(_OURS),
        "bare aiogram": lambda: _imported(_BARE),
    }
    found = interleaved(contestants, 2 if quick else 3, say, lambda seconds: f"{seconds:.2f} s")
    what = "imports of a start, fresh process"
    return [line_of(what, found["ours"], found["bare aiogram"], "s", "a bare aiogram bot", at_most(1.25))]


def _imported(program: str) -> float:
    """Seconds from the start of Python to its end; CalledProcessError where an import fails."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)
    return time.perf_counter() - began
