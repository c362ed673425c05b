"""Five hundred operators tap within five seconds, Telegram's limits on: beside the least that is possible.

What is the least, and why: docs/decisions/0087-the-least-that-is-possible.md.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.house import House, Somebody, cast_of
from bench.least import least
from bench.line import Line, at_most, no_more_than
from bench.rounds import Say, percentile
from bench.server import durable
from bot.incident.telling import BOARD_EVERY
from bot.person.rules import Role
from bot.roles.operator.taps import SOFTWARE, WithCustomer
from bot.sandbox.calls import Call

_SECONDS = 5.0
_MASS_FROM = 3
"""The third of them makes it a mass outage: from that tap on there is news for the leads."""
_BOARD = BOARD_EVERY.total_seconds()
_PATIENCE = 120
_FIRST_MINUTE = timedelta(minutes=1)
ON_THE_BUTTON = WithCustomer(customer="none", about=SOFTWARE, key="telephony").pack()
"""The last button of a report: nobody was in hand. It opens the incident."""


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    """On SQLite; in earnest on PostgreSQL too."""
    operators = 150 if quick else 500
    with TemporaryDirectory(prefix="bench-flood-") as folder:
        found = asyncio.run(_flood(Path(folder), f"sqlite:///{folder}/night.sqlite", operators, "", say))
    if quick:
        return found
    with TemporaryDirectory(prefix="bench-flood-") as folder, durable() as server:
        found += asyncio.run(_flood(Path(folder), server.new(), operators, ", PostgreSQL", say))
    return found


async def _flood(folder: Path, url: str, operators: int, where: str, say: Say) -> list[Line]:
    async with House(folder, url, cast_of(operators, leads=10, sysadmins=3)) as house:
        asked = {one: house.has_button(one, "?", ON_THE_BUTTON) for one in house.of(Role.OPERATOR)}
        await house.start()
        taps = await tap_evenly(house, asked, _SECONDS * operators / 500)
        await house.quiet(_PATIENCE)
        went = house.messages(taps[0])
        check(house, operators)
        return _lines(
            house, taps, went, f"{operators} tap within {_SECONDS * operators / 500:g} s{where}", say
        )


async def tap_evenly(house: House, asked: dict[Somebody, int], seconds: float) -> list[datetime]:
    """Each presses their button once, one after another within this time. Answers with when each did."""
    loop, moments = asyncio.get_running_loop(), list[datetime]()
    began = loop.time()
    for number, (one, message) in enumerate(asked.items()):
        await asyncio.sleep(max(began + number * seconds / len(asked) - loop.time(), 0))
        house.hands[one].tap(message, ON_THE_BUTTON, forge=True)
        moments.append(house.clock.now())
    return moments


def check(house: House, operators: int) -> None:
    """Every tap has done its work once, everybody has been told, and Telegram has refused nothing."""
    counted = {str(kind): count for kind, count in house.rows(_BY_KIND)}
    opened = house.rows("SELECT count(DISTINCT operator_id), count(*) FROM incidents")[0]
    once = {"opened": operators, "outage_joined": operators - 1, "outage_mass": _MASS_FROM}
    wrong = [
        f"{kind}: {counted.get(kind)} of {many}" for kind, many in once.items() if counted.get(kind) != many
    ]
    wrong += [f"incidents {opened}"] if opened != (operators, operators) else []
    left = house.rows("SELECT state FROM inbox WHERE state NOT IN ('applied', 'ignored')")
    wrong += [f"inbox {left}"] if left else []
    wrong += [f"{house.box.floods} refusals"] if house.box.floods else []
    for one in house.of(Role.OPERATOR):
        shown = [post for post in house.box.chats[one.telegram_id].posts.values() if post.buttons]
        wrong += [] if len(shown) == 1 and "№" in shown[0].text else [f"{one.name} sees {shown}"]
    for one in house.cast:
        if one.role is not Role.OPERATOR:
            texts = [post.text for post in house.box.chats[one.telegram_id].posts.values() if post.from_bot]
            wrong += [] if any(str(operators) in text for text in texts) else [f"{one.name} reads {texts}"]
    if wrong:
        raise AssertionError("; ".join(wrong[:10]))


_BY_KIND = "SELECT kind, count(*) FROM timeline GROUP BY kind"


def _lines(house: House, taps: Sequence[datetime], went: Sequence[Call], what: str, say: Say) -> list[Line]:
    care = {one.telegram_id for one in house.cast if one.role is not Role.OPERATOR}
    first, drained = taps[0], (went[-1].at - taps[0]).total_seconds()
    known = [(moment - first).total_seconds() for moment in taps]
    needed = [(at, -number) for number, at in enumerate(known)]
    page, end = known[_MASS_FROM - 1], known[-1]
    boards = [page, *takewhile(lambda at: at < end, count(page + _BOARD, _BOARD)), end]
    needed += [(at, chat) for chat in care for at in boards]
    soonest = least(needed)
    news = {call.chat_id: call.at - taps[_MASS_FROM - 1] for call in reversed(went) if call.chat_id in care}
    if set(news) != care:
        raise AssertionError(f"nobody told {care - set(news)}")
    slowest = percentile([one.total_seconds() for one in news.values()], 0.99)
    minute = Counter(call.chat_id for call in went if call.at < first + _FIRST_MINUTE)
    most = max(minute[chat] for chat in care)
    say(f"{len(went)} messages in {drained:.1f} s; the least: {len(needed)} in {soonest:.1f} s")
    limits = "the least at 30 a second, 1 a chat"
    return [
        Line(f"{what}: until all is on the phones", drained, soonest, "s", limits, at_most(1.1)),
        Line(f"{what}: refusals earned", house.box.floods, 0, "", "none", no_more_than(0)),
        Line(
            f"{what}: first news of 10 leads and 3 sysadmins, p99",
            slowest,
            0,
            "s",
            "1.1 s",
            no_more_than(1.1),
        ),
        Line(f"{what}: most messages to one of them in a minute", most, 12, "", "12", no_more_than(12)),
    ]
