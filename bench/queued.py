"""A page while five hundred other messages wait, at every tap: beside the same page while nothing waits."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.house import House, Somebody, cast_of
from bench.line import Line, at_most, no_more_than
from bench.rounds import Say, percentile
from bench.stage import RUNBOOKS, editions_of
from bot.clock import SystemClock
from bot.incident.mass_actions import acknowledge_outage
from bot.incident.models import Incident
from bot.incident.opening import open_incident
from bot.incident.rules import Customer
from bot.person.rules import Role
from bot.roles.operator.taps import Answer
from bot.roles.sysadmin.taps import AcknowledgeTicket, Estimate
from bot.runbook.library import Library
from bot.sandbox.calls import Call

_PATIENCE = 60
_WARM = 1
"""Pages at first that are not counted: they import and compile."""
_APART = 1.0
"""Seconds between pages: a lead's phone takes one a second."""
_LEADS, _SYSADMINS = 2, 1
_SPARE = 250
"""So many more than have to wait are promised something with each estimate: a page later they still do."""
_PHONE = timedelta(seconds=3.1)
_LOOK_EVERY = 0.2
_SPENT = 60
"""More than go from one page to the next, at 30 a second."""
_TICKET, _MINUTES = 1, ("15", "30", "60")


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    waiting, pages = (200, 6) if quick else (500, 51)
    with TemporaryDirectory(prefix="bench-queued-") as folder:
        return asyncio.run(_measured(Path(folder), waiting, pages, say))


async def _measured(folder: Path, waiting: int, pages: int, say: Say) -> list[Line]:
    """Two bots at the same time, one with nothing to do, one in a flood: what disturbs it hits both."""
    async with (
        _Paged(folder / "calm", 0, pages) as quiet,
        _Paged(folder / "flood", waiting, pages) as flooded,
    ):
        calm, busy = await asyncio.gather(quiet.again_and_again(), flooded.again_and_again())
        least = flooded.least
    slow, quick = (percentile(seconds, 0.99) for seconds in (busy, calm))
    for seconds, where in ((calm, "with none waiting"), (busy, f"with {least} waiting at the least")):
        parts = ", ".join(f"p{part * 100:.0f} {percentile(seconds, part) * 1000:.0f} ms" for part in _TOLD)
        say(f"{where}: {parts} ({len(seconds)} messages)")
    what = f"tap to the lead's phone, {waiting} others queued at every tap: p99 of {len(busy)}"
    return [
        Line(what, slow, quick, "s", "nothing queued", at_most(3)),
        Line(what, slow, 1, "s", "a second", no_more_than(1)),
    ]


_TOLD = (0.5, 0.9, 0.99)


class _Paged:
    """A bot of its own, and operators each of whom has the leads paged once while so many others wait."""

    def __init__(self, folder: Path, waiting: int, pages: int) -> None:
        cast = cast_of(waiting + _SPARE + _WARM + pages, leads=_LEADS, sysadmins=_SYSADMINS)
        self._alone, self._waiting = cast[-_WARM - pages :], waiting
        self._before = _Before(cast[_LEADS + _SYSADMINS : -len(self._alone)], self._alone)
        folder.mkdir()
        self._house = House(folder, f"sqlite:///{folder}/night.sqlite", cast, self._before)
        self.least = math.inf
        """How many others waited, when fewest did."""

    async def __aenter__(self) -> Self:
        house = await self._house.__aenter__()
        self._flood = _Flood(house, self._waiting)
        self._buttons = {one: house.has_button(one, "?", self._before.data(one)) for one in self._alone}
        await house.start()
        await self._flood.rise()
        return self

    async def __aexit__(self, *how: object) -> None:
        await self._house.__aexit__(*how)

    async def again_and_again(self) -> list[float]:
        """Seconds from tap to phone of each message of each page."""
        house, flood, found = self._house, self._flood, list[list[float]]()
        for one in self._alone:
            self.least = min(self.least, flood.promised())
            if self.least < self._waiting:
                raise AssertionError(f"only {self.least} of {self._waiting} waited")
            found.append(await _paged(house, one, self._buttons[one], self._before.data(one)))
            await flood.rise()
            await asyncio.sleep(_APART)
            while flood.promised() < self._waiting or not _room_on_phones(house):
                await flood.rise()
                await asyncio.sleep(_LOOK_EVERY)
        _check(house, self._alone)
        return [seconds for page in found[_WARM:] for seconds in page]


class _Flood:
    """Hundreds of messages that wait: a sysadmin says again and again when it will work."""

    def __init__(self, house: House, waiting: int) -> None:
        self._house, self._waiting = house, waiting
        self._sysadmin = house.of(Role.SYSADMIN)[0]
        taps = [
            AcknowledgeTicket(ticket=_TICKET),
            *(Estimate(ticket=_TICKET, minutes=one) for one in _MINUTES),
        ]
        self._buttons = [(house.has_button(self._sysadmin, "?", tap.pack()), tap.pack()) for tap in taps]
        self._taps = chain(self._buttons[:1], cycle(self._buttons[1:]))

    async def rise(self) -> None:
        """Have so many promised something that enough of them still wait at the next page."""
        while self._waiting and self.promised() < self._waiting + _SPENT:
            self._house.hands[self._sysadmin].tap(*next(self._taps))
            await self._house.until(lambda: self.promised() > self._waiting + _SPENT, _PATIENCE)

    def promised(self) -> int:
        """How many messages wait now."""
        (row,) = self._house.rows("SELECT count(*) FROM outbox WHERE state = 'pending'")
        return int(str(row[0]))


async def _paged(house: House, one: Somebody, message: int, data: str) -> list[float]:
    """Seconds from this operator's tap to each lead's phone, which rings."""
    tapped = house.clock.now()
    house.hands[one].tap(message, data)
    leads = [lead.telegram_id for lead in house.of(Role.DUTY_LEAD)]
    rung: dict[int | None, float] = {}

    def there() -> bool:
        for call in house.messages(tapped):
            if call.chat_id in leads and _rings(call):
                rung.setdefault(call.chat_id, (call.at - tapped).total_seconds())
        return len(rung) == len(leads)

    await house.until(there, _PATIENCE)
    return list(rung.values())


def _room_on_phones(house: House) -> bool:
    """A lead's phone takes three in three seconds, boards among them; that is not what is measured."""
    lately = Counter(call.chat_id for call in house.messages(house.clock.now() - _PHONE))
    return all(lately[lead.telegram_id] < 3 for lead in house.of(Role.DUTY_LEAD))


def _rings(call: Call) -> bool:
    return call.method == "sendMessage" and not call.params.get("disable_notification")


def _check(house: House, alone: Sequence[Somebody]) -> None:
    """Nothing was refused, and no phone of a lead rang twice for one of them."""
    leads = [lead.telegram_id for lead in house.of(Role.DUTY_LEAD)]
    rung = Counter(call.chat_id for call in house.box.accepted("sendMessage") if _rings(call))
    wrong = {chat: rung[chat] for chat in leads if rung[chat] != len(alone)}
    if house.box.floods or wrong:
        raise AssertionError(f"{house.box.floods} refusals, {len(alone)} pages rang so many times: {wrong}")


class _Before:
    """Hundreds wait for one outage that a lead has; some more try something else themselves."""

    def __init__(self, many: Sequence[Somebody], alone: Sequence[Somebody]) -> None:
        self._many, self._alone = many, alone
        self._number: dict[int, int] = {}

    def data(self, one: Somebody) -> str:
        """What the button "it did not help" of one of those alone carries."""
        return Answer(incident=self._number[one.id], turn=1, answer="not_helped").pack()

    def __call__(self, session: Session) -> None:
        editions, now = editions_of(Library(RUNBOOKS)), SystemClock().now() - timedelta(minutes=1)
        about = {"customer": Customer.NONE, "now": now}
        for one in self._many:
            open_incident(session, editions, software="telephony", by=one.id, **about)  # type: ignore[arg-type]
        acknowledge_outage(session, 1, by=1, now=now)
        for one in self._alone:
            open_incident(session, editions, software=None, software_words="?", by=one.id, **about)  # type: ignore[arg-type]
        numbers = session.execute(select(Incident.operator_id, Incident.id))
        self._number = {row[0]: row[1] for row in numbers}
