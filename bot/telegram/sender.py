"""The only one who brings promises to phones: claim, draw what is true now, send, write down how it ended.

Sent first, marked afterwards: a crash in between repeats a message and never loses one.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from aiogram.methods import TelegramMethod

from bot.clock import Clock
from bot.db import Database, Woken, is_storage_trouble
from bot.nursery import Nursery
from bot.outbox.actions import Receiver
from bot.outbox.delivery_actions import claim, release_all
from bot.outbox.queries import due_now
from bot.outbox.rules import Outcome, Priority, Revoked
from bot.person.models import Person
from bot.replica.seat import Alone, Seat
from bot.telegram.delivery import Delivery
from bot.telegram.drawing import Drawer, Drawing
from bot.telegram.look import NAP, look
from bot.telegram.pacing import Pacing
from bot.telegram.preparing import PathOf, Ready, prepared
from bot.telegram.room import AHEAD, Begun, Room, silences
from bot.telegram.unstored import Unstored
from bot.telegram.voice import Voice
from bot.telegram.wire import Wire

log = logging.getLogger(__name__)

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")

_TO_FINISH = 8.0
"""Seconds for what is on its way when the program stops; the rest stays leased and is repeated."""


class Sender:
    """Delivers the outbox. `receivers` are told how it ended, `on_revoked` that our token is void.

    `quiet_between`: how long one phone rings at most once about one incident, as the centre says now.
    """

    def __init__(
        self,
        db: Database,
        wire: Wire,
        clock: Clock,
        drawers: Mapping[str, Drawer],
        receivers: Mapping[str, Receiver],
        shelf_path: PathOf,
        *,
        pacing: Pacing | None = None,
        on_revoked: Callable[[], None] = lambda: None,
        quiet_between: Callable[[], timedelta] = timedelta,
        seat: Seat | None = None,
    ) -> None:
        self.revoked = False
        """Telegram does not know our token any more: nothing is sent until it does again."""
        self.outcomes: Counter[str] = Counter()
        """What became of messages and edits, by the outcome's name."""
        self._db, self._clock, self._drawers, self._shelf_path = db, clock, drawers, shelf_path
        self._seat = seat or Alone()
        self._voice = Voice(wire, pacing or Pacing(), may_speak=self._seat.trusted)
        self._delivery = Delivery(db, self._voice, clock, receivers)
        self._on_revoked, self._quiet_between = on_revoked, quiet_between
        self._room = Room(self._voice.pacing)
        self._unstored = Unstored(db, self._voice, clock, shelf_path)
        self._nursery, self._in_flight = Nursery(), set[int]()
        self._woken, self._stopping = asyncio.Event(), False
        self._quiet = False
        """Nothing was left to do at the last look, and nobody has woken us since."""
        self._seat.listeners.append(self._share_budget)
        db.after_commit.append(self._committed)

    def _share_budget(self) -> None:
        """The rate that Telegram allows a bot is divided among its replicas."""
        if self._seat.share is not None:
            self._voice.pacing.share(self._seat.share.of)

    def wake(self) -> None:
        """Look into the outbox now."""
        self._quiet = False
        self._woken.set()

    def trust(self) -> None:
        """Telegram knows our token, as we saw just now."""
        if self.revoked:
            self.revoked = False
            log.warning("action=token_good_again")
            self.wake()

    def stop(self) -> None:
        """Claim nothing more; `run` ends when what is on its way has ended."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Deliver until stopped."""
        while not self._stopping and not await self._started():
            pass
        while not self._stopping:
            self._woken.clear()
            await self._rest(await self._step())
        await self._nursery.close(within=_TO_FINISH)

    async def _started(self) -> bool:
        """False: the database is away, which is no reason to give up."""
        try:
            await self.start()
        except Exception as error:
            if not is_storage_trouble(error):
                raise
            log.warning("action=sender_waits why=%s", error)
            await asyncio.sleep(NAP)
            return False
        return True

    async def start(self) -> None:
        """Take back what a killed process had in its hands; keep the silences Telegram asked for."""
        now = self._clock.now()
        if self._seat.alone:
            released = await self._db.write_from("start", release_all, now=now)
            log.info("action=sender_started released=%s", released)
        self._room.keep_silent(await self._db.read(silences, now))

    async def deliver_due(self) -> None:
        """Deliver everything that may go now, and answer when nothing is left of it."""
        while not self.revoked:
            self._woken.clear()
            busy = bool(self._in_flight)
            begun = await self._begin_some()
            idle = not begun.rows and not busy
            if idle and (begun.better_in is None or not await self._db.read(due_now, self._clock.now())):
                return
            await self._rest(begun.better_in)

    async def direct(
        self,
        person: Person,
        drawing: Drawing,
        edit_message_id: int | None = None,
        priority: int = Priority.ANSWER,
        *,
        captioned: bool = False,
    ) -> Outcome:
        """A reply that is not stored: sent, or edited into a message of ours. Best effort, at the same pace.

        What cannot be edited is sent anew. `Sent` and `Unchanged` are on the phone, anything else is not.
        """
        self._room.known(person)
        outcome = await self._unstored.reply(person, drawing, edit_message_id, priority, captioned=captioned)
        self._notice(outcome)
        return outcome

    async def say(self, method: TelegramMethod[Any], priority: int = Priority.ANSWER) -> Any:
        """Any other call, at the same pace. Raises what aiogram raises."""
        return await self._voice.say(method, priority)

    def opens_in(self, chat_id: int, priority: int) -> float:
        """In how many seconds `say` to this chat would begin; infinite: not before another call ends."""
        return self._voice.pacing.opens_in(chat_id, priority)

    async def _step(self) -> float:
        """Begin what may begin; how many seconds there is nothing to do unless we are woken."""
        quiet, self._quiet = self._quiet, True
        try:
            if quiet and not (found := await look(self._db, self._clock)).may_go:
                return found.again_in
            begun = await self._begin_some()
            self._quiet = self._quiet and begun.better_in is None
            if begun.better_in is not None and begun.better_in <= AHEAD:
                return begun.better_in  # it looks again before anything else can matter
            found = await look(self._db, self._clock)
        except Exception as error:
            if not is_storage_trouble(error):
                raise
            log.warning("action=outbox_unreadable why=%s", error)
            return NAP
        return found.again_in if begun.better_in is None else min(found.again_in, begun.better_in)

    async def _rest(self, seconds: float | None) -> None:
        ringing = None if seconds is None else self._voice.pacing.later(seconds, self._woken.set)
        await self._woken.wait()
        if ringing is not None:
            ringing.cancel()

    async def _begin_some(self) -> Begun:
        """Claim as many rows as may begin now, draw them and send them on their way."""
        share = self._seat.share
        if self.revoked or share is None:
            return Begun(0, None)
        worst, room, outlook = self._room.now()
        if not room:
            return Begun(0, outlook.better_in or AHEAD)
        started = time.monotonic()
        busy = self._in_flight | self._room.resting(outlook)
        rows = await self._db.write_first(
            "delivery",
            claim,
            self._seat.token,
            busy,
            room,
            worst=worst,
            now=self._clock.now(),
            quiet_between=self._quiet_between(),
            share=None if self._seat.alone else share,
        )
        if rows:
            await self._begin(await self._db.read_first(prepared, rows, self._drawers, self._shelf_path))
            self._room.took(time.monotonic() - started)
        return Begun(len(rows), self._room.better_in(more=len(rows) == room or worst < Priority.NOTICE))

    async def _begin(self, ready: list[Ready]) -> None:
        for one in ready:
            self._in_flight.add(one.claimed.person_id)
            self._room.remember(one.chat_id, one.claimed.person_id)
            self._nursery.start(self._deliver(one), name=f"delivery {one.claimed.id}")
        await asyncio.sleep(0)  # each has asked for its turn after this, and the next outlook counts it

    async def _deliver(self, ready: Ready) -> None:
        try:
            self._notice(await self._delivery.deliver(ready, self._seat.token))
        except Exception as error:
            if is_storage_trouble(error):
                log.warning("action=delivery_not_noted outgoing=%s why=%s", ready.claimed.id, error)
            else:
                log.exception("action=delivery_failed outgoing=%s", ready.claimed.id)
        finally:
            self._in_flight.discard(ready.claimed.person_id)
            self.wake()

    def _notice(self, outcome: Outcome) -> None:
        self.outcomes[_CAPITAL.sub("_", type(outcome).__name__).lower()] += 1
        if isinstance(outcome, Revoked) and not self.revoked:
            self.revoked = True
            log.critical("action=token_revoked nothing is sent until Telegram knows the token again")
            self._on_revoked()

    def _committed(self, woken: Woken) -> None:
        if "outbox" in woken:
            self.wake()
