"""Hours by a clock that is wound: whoever waits outside hears signs of life, or calls somebody in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import timedelta

import pytest

from bot.centre.rules import Probe
from bot.db import Database, StorageFailure
from bot.health.monitor import Monitor
from bot.health.pulse import Pulse
from bot.health.rules import Name
from bot.health.sign_of_life import SignOfLife
from bot.intake.poll import Health
from bot.probe.rules import Finding, Verdict
from tests.stories.night import Night

PERIOD = GRACE = 60.0
"""As docs/OPERATIONS.md asks for them."""
STEP = 5.0


class Hours:
    """One process and whoever waits for its signs, by a clock of seconds."""

    def __init__(self, night: Night, db: Database | None = None) -> None:
        self.night, self.seconds = night, 1000.0
        self.intake, self.pulse = Health(), Pulse(lambda: 0.0)
        self.telegram = self.outside = self.runs = self.fetches = True
        self.monitor = Monitor(
            db or night.db,
            night.clock,
            self.pulse,
            lambda: self.intake,
            steady=lambda: self.seconds,
            polls=lambda: self.fetches,
        )
        self.monitor.started = True
        self.sign = SignOfLife(
            "https://hc.example.org/x",
            self.monitor.wrong,
            lambda: (),
            looking=self._hears,
            ours=lambda: self.fetches,
            steady=lambda: self.seconds,
        )
        self.signs: list[float] = []

    async def _hears(self, probe: Probe, inside: Sequence[str]) -> Verdict:
        assert (probe.http, tuple(inside)) == ("https://hc.example.org/x", ())
        if self.outside:
            self.signs.append(self.seconds)
        return Verdict(Finding.ANSWERS, 200) if self.outside else Verdict(Finding.NO_ANSWER)

    @property
    def somebody_is_called(self) -> bool:
        """The service outside: no sign for its period and its grace."""
        return self.seconds - max(self.signs, default=1000.0) > PERIOD + GRACE

    async def pass_by(self, until: Callable[[], bool] = lambda: False, **length: float) -> float | None:
        """Seconds until this is so; None: it was not so in all that time."""
        began, end = self.seconds, self.seconds + timedelta(**length).total_seconds()
        while self.seconds < end:
            self.seconds += STEP
            self.night.clock.forward(seconds=STEP)
            if self.runs:
                await self._works()
            if until():
                return self.seconds - began
        return None

    async def _works(self) -> None:
        if self.telegram and self.fetches:
            self.intake.last_intake = self.night.clock.now()
        await self.monitor.look()
        with suppress(StorageFailure):
            await self.monitor.write()
        await self.sign.once()


@pytest.fixture
async def hours(night: Night) -> Hours:
    found = Hours(night)
    await found.pass_by(minutes=5)
    assert found.signs
    return found


async def test_while_all_is_well_a_sign_comes_every_minute_and_nobody_is_called(hours: Hours) -> None:
    assert await hours.pass_by(lambda: hours.somebody_is_called, minutes=45) is None
    gaps = [later - sooner for sooner, later in zip(hours.signs, hours.signs[1:], strict=False)]
    assert set(gaps) == {PERIOD}


async def test_a_process_that_is_gone_calls_somebody_within_two_minutes(hours: Hours) -> None:
    hours.runs = False
    seconds = await hours.pass_by(lambda: hours.somebody_is_called, minutes=10)
    assert seconds is not None
    assert seconds <= 125


async def test_a_telegram_that_is_not_reached_calls_somebody_within_three_minutes_and_a_half(
    hours: Hours,
) -> None:
    hours.telegram = False
    seconds = await hours.pass_by(lambda: hours.somebody_is_called, minutes=10)
    assert seconds is not None
    assert seconds <= 215
    assert [one.name for one in hours.monitor.wrong()] == [Name.INTAKE]
    hours.telegram = True
    assert await hours.pass_by(lambda: not hours.somebody_is_called, seconds=10) is not None


async def test_one_sign_that_is_not_heard_calls_nobody(hours: Hours) -> None:
    hours.outside = False
    await hours.pass_by(seconds=70)
    hours.outside = True
    assert await hours.pass_by(lambda: hours.somebody_is_called, minutes=10) is None


async def test_of_several_only_the_one_that_fetches_updates_gives_signs(hours: Hours) -> None:
    hours.fetches = False
    before = list(hours.signs)
    await hours.pass_by(minutes=3)
    assert hours.signs == before
    assert hours.monitor.wrong() == ()
    hours.fetches = True
    await hours.pass_by(seconds=10)
    assert len(hours.signs) == len(before) + 1
    assert hours.monitor.wrong() == (), "the silence before was not its own"


async def test_a_database_that_takes_nothing_is_named_and_keeps_the_signs_back(
    night: Night, database_url: str
) -> None:
    def full(_: str) -> None:
        raise StorageFailure("database or disk is full")

    with closing(Database(database_url, boundary=full)) as db:
        hours = Hours(night, db)
        seconds = await hours.pass_by(lambda: bool(hours.monitor.wrong()), minutes=5)
        assert seconds is not None
        assert seconds <= 50
        signs = len(hours.signs)
        await hours.pass_by(minutes=3)
        (wrong,) = hours.monitor.wrong()
    assert (wrong.name, wrong.restart) == (Name.STORAGE, False)
    assert len(hours.signs) == signs
