"""Somebody sets the server's clock in the middle of the night, and the administrators hear of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import SteadyClock
from bot.health.clock_watch import ClockWatch
from tests.stories.night import Night


class Machine:
    """The server's two clocks."""

    def __init__(self, night: Night) -> None:
        self.night, self.wall, self.seconds = night, night.clock.now(), 0.0
        self.clock = SteadyClock(lambda: self.wall, lambda: self.seconds)
        self.watch = ClockWatch(night.db, self.clock)

    async def set_by(self, by: timedelta) -> None:
        self.wall += by
        await self.watch.once()
        await self.night.settle()


@pytest.mark.parametrize(
    ("minutes", "title", "means"),
    [
        (20, "перевели вперёд на 20 мин", "пришло сразу"),
        (120, "перевели вперёд на 2 ч", "пришло сразу"),
        (-75, "перевели назад на 1 ч 15 мин", "немного позже"),
    ],
)
async def test_administrators_are_told_by_how_much_and_what_it_means(
    night: Night, minutes: int, title: str, means: str
) -> None:
    ada, lev = await night.administrator("Ada"), await night.lead("Lev")
    await Machine(night).set_by(timedelta(minutes=minutes))
    ada.sees(title)
    ada.sees(means)
    assert ada.heard() == []
    lev.does_not_see("Часы")


async def test_a_clock_that_only_drifts_is_not_spoken_of(night: Night) -> None:
    ada = await night.administrator("Ada")
    machine = Machine(night)
    for _ in range(5):
        await machine.set_by(timedelta(seconds=20))
    ada.does_not_see("Часы")


async def test_one_that_is_behind_the_history_at_the_start_is_told_too(night: Night) -> None:
    ada = await night.administrator("Ada")
    machine = Machine(night)
    machine.clock.not_before(machine.wall + timedelta(hours=1))
    await machine.watch.once()
    await night.settle()
    ada.sees("перевели назад на 1 ч")
