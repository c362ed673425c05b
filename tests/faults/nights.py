"""The main night, many times at once: a pool of processes, each with its stand-in and its zygote.

One of them again, with everything it left behind:  python -m tests.faults.nights 137
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.faults.cast import make_template
from tests.faults.invariants import Verdict, judge
from tests.faults.lives import Birth, Plainly, Zygote
from tests.faults.night_script import play
from tests.faults.rig import Rig, Stuck
from tests.faults.trace import Trace
from tests.templates import Template

PLAINLY_EVERY = 40
"""Every so many nights the process is started with `python -m bot run`, at the pace of real Telegram."""

_SIDE_BY_SIDE = 2


@dataclass(frozen=True)
class Order:
    """One night to play. `die_at` None: nobody dies."""

    number: int
    template: Template
    folder: Path
    die_at: int | None = None

    @property
    def plainly(self) -> bool:
        return self.die_at is not None and self.die_at % PLAINLY_EVERY == 0


@dataclass(frozen=True)
class Ending:
    """How it went. `stuck`: what somebody waited for in vain, with what was there instead."""

    order: Order
    boundaries: tuple[str, ...]
    codes: tuple[int, ...]
    scene: str
    verdict: Verdict | None
    stuck: str = ""

    @property
    def died(self) -> bool:
        return bool(self.codes)

    def wrong(self, expected: Trace) -> list[str]:
        """Why this night is not as it should be; empty when it converged."""
        if self.verdict is None:
            return [f"stuck in {self.scene}: {self.stuck}"]
        strange = [f"exit code {code}" for code in self.codes if code != -9]
        return [*strange, *self.verdict.broken, *_differences(self.verdict.trace, expected)]

    def where(self) -> str:
        """The boundary it died at."""
        return f"{self.boundaries[-1]}, {self.scene}" if self.died else "it did not die"


async def one_night(order: Order, birth: Birth) -> Ending:
    """Play it in a folder of its own, which stays if something went wrong."""
    folder = order.folder / f"{order.number:04}"
    scenes, scene_of_death = [""], ""
    async with Rig(folder, order.template, birth, die_at=order.die_at) as rig:

        def at(scene: str) -> None:
            nonlocal scene_of_death
            if rig.deaths.codes and not scene_of_death:
                scene_of_death = scenes[-1]
            scenes.append(scene)

        verdict, stuck = None, ""
        try:
            await play(rig, at)
            at("the end")
            verdict = judge(rig)
        except (Stuck, AssertionError) as error:
            stuck = str(error)
        codes = tuple(rig.deaths.codes)
    noted = tuple(rig.boundaries.read_text().splitlines()) if rig.boundaries.exists() else ()
    if verdict is not None and not verdict.broken:
        shutil.rmtree(folder)
    return Ending(order, noted, codes, scene_of_death or scenes[-1], verdict, stuck)


Play = Callable[[Iterable[Order]], Iterator[Ending]]


@contextmanager
def many_at_once() -> Iterator[Play]:
    """Plays all the nights it is given, spread over the cores; each is told about as soon as it ends."""
    with multiprocessing.get_context("spawn").Pool(os.cpu_count() or 1, initializer=_prepare) as pool:

        def play_all(orders: Iterable[Order]) -> Iterator[Ending]:
            for endings in pool.imap_unordered(_play, _in_groups(orders)):
                yield from endings

        yield play_all


def _in_groups(orders: Iterable[Order]) -> Iterator[list[Order]]:
    """A night waits as long as it works, so a process plays two side by side."""
    rest = iter(orders)
    while group := list(islice(rest, _SIDE_BY_SIDE)):
        yield group


class _Worker:
    """What one process of the pool keeps from night to night."""

    loop: asyncio.AbstractEventLoop
    zygote: Zygote


def _prepare() -> None:
    _Worker.loop = asyncio.new_event_loop()
    asyncio.set_event_loop(_Worker.loop)
    _Worker.zygote = Zygote()
    _Worker.loop.run_until_complete(_Worker.zygote.start())


def _play(orders: list[Order]) -> list[Ending]:
    return _Worker.loop.run_until_complete(_side_by_side(orders))


async def _side_by_side(orders: list[Order]) -> list[Ending]:
    births = (Plainly() if order.plainly else _Worker.zygote for order in orders)
    return await asyncio.gather(*(one_night(*pair) for pair in zip(orders, births, strict=True)))


def _differences(found: Trace, expected: Trace) -> Iterator[str]:
    for name in ("history", "phones"):
        one, other = getattr(found, name), getattr(expected, name)
        if one != other:
            here = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
            pair = (one[here], other[here]) if here >= 0 else (one[len(other) :], other[len(one) :])
            yield f"another {name}, from row {here}: {pair[0]} instead of {pair[1]}"
    if found.delivered != expected.delivered:
        yield f"other pages delivered: {found.delivered} instead of {expected.delivered}"


async def _again(numbers: list[int]) -> int:
    folder = Path(tempfile.mkdtemp(prefix="night-"))
    template = await asyncio.to_thread(make_template, folder / "template.sqlite")
    zygote = Zygote()
    await zygote.start()
    whole = await one_night(Order(0, template, folder), zygote)
    assert whole.verdict, whole.stuck
    failures = 0
    for n in numbers:
        order = Order(n, template, folder, n)
        ending = await one_night(order, Plainly() if order.plainly else zygote)
        wrong = ending.wrong(whole.verdict.trace)
        failures += bool(wrong)
        sys.stdout.write(
            "\n".join([f"{n}: {ending.where()}: {'WRONG' if wrong else 'the same'}", *wrong]) + "\n"
        )
    await zygote.stop()
    sys.stdout.write(f"{folder}\n")
    return failures


if __name__ == "__main__":
    sys.exit(asyncio.run(_again([int(number) for number in sys.argv[1:]])))
