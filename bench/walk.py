"""The whole report of many operators at once, from /report to their card, each tapping what they see next."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.house import House, Somebody, cast_of
from bench.least import least
from bench.line import Line, at_most
from bench.mass_outage import check
from bench.rounds import Say
from bot.person.rules import Role
from bot.roles.operator.taps import SOFTWARE, MeToo, Report
from bot.sandbox.model import Event
from bot.sandbox.world import Post

_PATIENCE = 150
_NEXT = (f"{MeToo.__prefix__}:", "with:none:", Report(about=SOFTWARE, key="telephony").pack())
"""How the buttons begin that lead to a card: the known outage is mine too, nobody was in hand, telephony."""


def lines(say: Say, *, quick: bool = False) -> list[Line]:
    operators = 60 if quick else 200
    with TemporaryDirectory(prefix="bench-walk-") as folder:
        return asyncio.run(_walked(Path(folder), operators, operators / 100, say))


async def _walked(folder: Path, operators: int, seconds: float, say: Say) -> list[Line]:
    cast = cast_of(operators, leads=4, sysadmins=2)
    async with House(folder, f"sqlite:///{folder}/night.sqlite", cast) as house:
        await house.start()
        fingers, began = Fingers(house), house.clock.now()
        at = {}
        for number, one in enumerate(house.of(Role.OPERATOR)):
            await asyncio.sleep(max(number * seconds / operators - _since(house, began), 0))
            at[one] = _since(house, began)
            house.hands[one].write("/report")
        await house.until(lambda: fingers.opened >= operators, _PATIENCE)
        await house.quiet(_PATIENCE)
        check(house, operators)
        went = house.messages(began)
    drained = (went[-1].at - began).total_seconds()
    needed = [(at[one], one.telegram_id) for one in at for _ in range(fingers.taps[one] + 1)]
    soonest = least(needed)
    say(f"{len(went)} messages in {drained:.1f} s; the least: {len(needed)} in {soonest:.1f} s")
    what = f"{operators} report within {seconds:g} s, menu to card, each tapping what they see"
    return [Line(what, drained, soonest, "s", "the least at 30 a second, 1 a chat", at_most(1.2))]


def _since(house: House, began: object) -> float:
    return float((house.clock.now() - began).total_seconds())  # type: ignore[operator]


class Fingers:
    """Every operator taps the next button the moment it is on the phone, each button once."""

    def __init__(self, house: House) -> None:
        self.taps: dict[Somebody, int] = dict.fromkeys(house.of(Role.OPERATOR), 0)
        self.opened = 0
        self._house = house
        self._by_chat: Mapping[int, Somebody] = {one.telegram_id: one for one in self.taps}
        self._done: set[tuple[int, str]] = set()
        house.box.listeners.append(self._seen)

    def _seen(self, event: Event) -> None:
        one = self._by_chat.get(event.chat_id)
        if one is not None and event.post is not None and event.post.from_bot:
            asyncio.get_running_loop().call_soon(self._go_on, one, event.post)

    def _go_on(self, one: Somebody, post: Post) -> None:
        offered = [str(button["callback_data"]) for row in post.buttons for button in row]
        data = next((data for wanted in _NEXT for data in offered if data.startswith(wanted)), None)
        if data is None or (post.id, data) in self._done:
            return
        self._done.add((post.id, data))
        self.taps[one] += 1
        self.opened += data.startswith("with:")
        self._house.hands[one].tap(post.id, data)
