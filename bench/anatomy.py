"""What the time of one tap is made of: seconds of CPU, part by part, and a picture of it.

Run from the folder of the repository: .venv-bench/bin/python -m bench.anatomy
"""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from PIL import Image, ImageDraw

from bench import stage
from bench.feed import Feed
from bench.ours import as_it_is_run, night_on
from bench.table import ROOT, font
from bench.tap import presses
from bot.db import Database
from bot.db.session import NightSession
from bot.incident import operator_actions, walk
from bot.intake import bringing
from bot.nursery import Nursery
from bot.telegram import visit

_TAPS, _ROUNDS = 256, 5
_IN_WRITER: Mapping[tuple[ModuleType | type, str], str] = {
    (bringing, "journal"): "keep the update",
    (visit, "settle"): "settle the update",
    (visit, "roles_of"): "what may they",
    (operator_actions, "own"): "the incident",
    (operator_actions, "note"): "two events of history",
    (walk, "arm_instead"): "four timers",
    (operator_actions, "tell"): "whose card changes",
    (NightSession, "flush"): "the incident's row",
    (NightSession, "close"): "a Session let go",
}
"""What is timed in the writing thread. What is called by another of them counts there only for the rest."""
_COLOURS = (
    "#2f6fa8",
    "#4c8dc4",
    "#79aed9",
    "#2f9e60",
    "#57b883",
    "#8fd0aa",
    "#d9822b",
    "#e6a563",
    "#b65f9d",
    "#8a94a0",
    "#c2a83e",
    "#5b6bb0",
)
_INK, _PAPER = "#1d2733", "#ffffff"


def main() -> None:
    with TemporaryDirectory(prefix="bench-anatomy-") as folder:
        url = f"sqlite:///{folder}/night.sqlite"
        stage.build(url, _TAPS, now=stage.this_moment())
        with as_it_is_run():
            rounds = [asyncio.run(_round(url, Path(folder), turn)) for turn in range(1, _ROUNDS + 1)]
    parts = {name: min(one[name] for one in rounds) for name in rounds[-1]}
    for name, microseconds in parts.items():
        print(f"{microseconds:7.0f} µs  {name}")
    file = ROOT / "docs" / "pictures" / "tap.png"
    _draw(parts, file)
    print(f"{sum(parts.values()):7.0f} µs in all; wrote {file.relative_to(ROOT)}")


async def _round(url: str, folder: Path, turn: int) -> dict[str, float]:
    """Microseconds of CPU of one tap, by what they were spent on."""
    raw = presses(_TAPS, first_update=1000 * turn, turn=turn)
    db, feed, nursery = Database(url), Feed(raw, together=64), Nursery()
    night = night_on(db, feed, folder)
    night.worker.start(nursery)
    await night.worker.idle()
    gc.collect()
    gc.freeze()
    before = _threads()
    with _timed() as spent:
        polling = nursery.start(night.poller.run(), name="poller")
        await feed.over.wait()
        used = {name: (seconds - before.get(name, 0.0)) for name, seconds in _threads().items()}
    polling.cancel()
    await night.worker.stop()
    await nursery.close(within=1)
    db.close()
    return {name: seconds / _TAPS * 1e6 for name, seconds in _shared(used, spent).items()}


def _shared(used: Mapping[str, float], spent: Mapping[str, float]) -> dict[str, float]:
    writer = used["writer"]
    parts = {
        "JSON, aiogram's types, dispatch, the answer": used["MainThread"],
        "who is it (a reader's snapshot)": sum(one for name, one in used.items() if "reader" in name),
    }
    parts |= {_title: spent[_title] for _title in _IN_WRITER.values()}
    return parts | {"the action's own thoughts, COMMIT": max(0.0, writer - sum(spent.values()))}


def _threads() -> dict[str, float]:
    """Seconds of CPU of each of our threads until now."""
    return {
        one.name: int(Path(f"/proc/self/task/{one.native_id}/schedstat").read_text().split()[0]) / 1e9
        for one in threading.enumerate()
    }


@contextmanager
def _timed() -> Iterator[dict[str, float]]:
    """Seconds that the writing thread spends in each of `_IN_WRITER` meanwhile."""
    spent: dict[str, float] = defaultdict(float)
    inside: list[float] = []
    originals = {place: getattr(*place) for place in _IN_WRITER}
    for (where, name), title in _IN_WRITER.items():
        setattr(where, name, _clocked(originals[where, name], title, spent, inside))
    try:
        yield spent
    finally:
        for (where, name), original in originals.items():
            setattr(where, name, original)


def _clocked(
    original: Callable[..., Any], title: str, spent: dict[str, float], inside: list[float]
) -> Callable[..., Any]:
    def clocked(*args: Any, **kwargs: Any) -> Any:
        if threading.current_thread().name != "writer":
            return original(*args, **kwargs)
        began = time.thread_time()
        inside.append(0.0)
        try:
            return original(*args, **kwargs)
        finally:
            took = time.thread_time() - began
            spent[title] += took - inside.pop()
            if inside:
                inside[-1] += took

    return clocked


def _draw(parts: Mapping[str, float], file: Path) -> None:
    width, left, row = 1100, 30, 34
    image = Image.new("RGB", (width, 150 + row * len(parts)), _PAPER)
    pen, whole, x = ImageDraw.Draw(image), sum(parts.values()), float(left)
    pen.text((left, 20), "What the time of one tap is made of", _INK, font=font(26, bold=True))
    for colour, (number, (name, microseconds)) in zip(_COLOURS * 2, enumerate(parts.items()), strict=False):
        wide = max(1.0, microseconds / whole * (width - 2 * left))
        pen.rectangle((x, 70, x + wide - 1, 110), colour)
        x += wide
        y = 130 + number * row
        pen.rectangle((left, y + 4, left + 18, y + 22), colour)
        pen.text((left + 30, y), f"{microseconds / whole:5.0%}   {name}", _INK, font=font(18))
    image.save(file, optimize=True)


if __name__ == "__main__":
    main()
