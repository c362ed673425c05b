"""A page while five hundred other messages wait: beside the same page while nothing waits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

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
from bot.roles.sysadmin.taps import AcknowledgeTicket
from bot.runbook.library import Library

_PATIENCE = 60
_QUIET, _BUSY = 7, 6
"""Pages while nothing waits (the first is not counted: it compiles), and while hundreds do."""
_APART = 2.2
"""Seconds between them: the leads' phones take one a second, and their board changes too."""
_LEADS, _SYSADMINS = 2, 1


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    waiting = 200 if quick else 500
    with TemporaryDirectory(prefix="bench-queued-") as folder:
        return asyncio.run(_measured(Path(folder), waiting, say))


async def _measured(folder: Path, waiting: int, say: Say) -> list[Line]:
    cast = cast_of(waiting + _QUIET + _BUSY, leads=_LEADS, sysadmins=_SYSADMINS)
    alone = cast[-(_QUIET + _BUSY) :]
    before = _Before(cast[_LEADS + _SYSADMINS : -len(alone)], alone)
    async with House(folder, f"sqlite:///{folder}/night.sqlite", cast, before) as house:
        buttons = {one: house.has_button(one, "?", before.data(one)) for one in alone}
        sysadmin = house.of(Role.SYSADMIN)[0]
        acknowledge = AcknowledgeTicket(ticket=1).pack()
        message = house.has_button(sysadmin, "?", acknowledge)
        await house.start()
        calm = [await _paged(house, one, buttons[one], before.data(one)) for one in alone[:_QUIET]][1:]
        house.hands[sysadmin].tap(message, acknowledge)
        await house.until(lambda: _promised(house) > waiting / 2, _PATIENCE)
        busy = [
            await _paged(house, one, buttons[one], before.data(one))
            for one in alone[_QUIET:]
            if _promised(house)
        ]
        await house.quiet(_PATIENCE)
        if house.box.floods or len(busy) < 2:
            raise AssertionError(f"{house.box.floods} refusals, {len(busy)} pages while others waited")
    slow, quick = (percentile([one for each in both for one in each], 0.99) for both in (busy, calm))
    say(f"{slow * 1000:.0f} ms with {waiting} waiting ({len(busy)} pages), {quick * 1000:.0f} ms with none")
    what = f"tap to the lead's phone, {waiting} others queued: p99"
    return [
        Line(what, slow, quick, "s", "nothing queued", at_most(3)),
        Line(what, slow, 1, "s", "a second", no_more_than(1)),
    ]


def _promised(house: House) -> int:
    (row,) = house.rows("SELECT count(*) FROM outbox WHERE state = 'pending'")
    return int(str(row[0]))


async def _paged(house: House, one: Somebody, message: int, data: str) -> list[float]:
    """Seconds from this operator's tap to each lead's phone."""
    tapped = house.clock.now()
    house.hands[one].tap(message, data)
    leads = [lead.telegram_id for lead in house.of(Role.DUTY_LEAD)]
    rung: dict[int | None, float] = {}

    def there() -> bool:
        for call in house.messages(tapped):
            if call.chat_id in leads and call.method == "sendMessage":
                rung.setdefault(call.chat_id, (call.at - tapped).total_seconds())
        return len(rung) == len(leads)

    await house.until(there, _PATIENCE)
    await asyncio.sleep(_APART)
    return list(rung.values())


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
