"""The stand-in of Telegram with its page, told of the history, the bot's process and the played night."""

from __future__ import annotations

import asyncio
import socket
from zoneinfo import ZoneInfo

from bot.clock import RehearsalClock
from bot.demo.cast import CAST, EVERYBODY, IN_THE_GROUP, LEADS_GROUP, LEADS_GROUP_TITLE, VERA
from bot.demo.child import BotProcess
from bot.demo.feed import Feed
from bot.demo.play import PLAYS, Player
from bot.demo.stage import Stage
from bot.nursery import Nursery
from bot.runbook.library import Library
from bot.sandbox.groups import add_forum
from bot.sandbox.hand import Hand
from bot.sandbox.limits import Limits
from bot.sandbox.model import Sandbox
from bot.sandbox.server import SandboxServer, Wiring
from bot.telegram.texts import Texts

STOPPED = "Stopped. Everything on the phones is alive: go on by hand, or play again."


class Desk:
    """What stands between the page and the bot."""

    def __init__(
        self,
        url: str,
        clock: RehearsalClock,
        library: Library,
        bot: BotProcess,
        *,
        token: str,
        ahead: float,
        pace: float,
    ) -> None:
        """`ahead`: by how many seconds the night began before it was wound; `pace`: see stage.Stage."""
        self._clock, self._bot = clock, bot
        self._box = Sandbox(clock, limits=Limits(rates_on=True), token=token)
        wiring = Wiring(
            wind=clock.forward,
            offset=lambda: clock.offset().total_seconds() - ahead,
            bot_control=self._bot_wanted,
            play=self._play_wanted,
            plays=frozenset(PLAYS),
            zone=library.centre.time_zone,
        )
        self._server = SandboxServer(self._box, wiring)
        self._feed = Feed(url, Texts("en", ZoneInfo(library.centre.time_zone)), self._server.push_history)
        wiring.history = self._feed.rows
        self._player = Player(
            lambda: Stage(self._box, wind=self._wind, show=self._captioned, pace=pace),
            self._feed,
            library,
            clock,
        )
        self._play: asyncio.Task[None] | None = None

    async def open(self, door: socket.socket, nursery: Nursery) -> None:
        """Serve at this door; everybody of the cast presses Start."""
        self._nursery = nursery
        for member in EVERYBODY:
            self._box.add_person(
                member.telegram_id,
                member.name,
                language_code=member.language,
                role=member.caption,
                on_page=member in CAST,
            )
            Hand(self._box, member.telegram_id).start()
        self._open_leads_group()
        self._bot.watched_by(self._bot_changed)
        await self._server.start(door=door)
        nursery.start(self._feed.run(), name="history")

    def _open_leads_group(self) -> None:
        """The administrator makes the bot its administrator, and binds it with one command."""
        members = [member.telegram_id for member in IN_THE_GROUP]
        rights = ("can_manage_topics",)
        add_forum(self._box, LEADS_GROUP, LEADS_GROUP_TITLE, members, rights=rights, on_page=True)
        Hand(self._box, VERA.telegram_id).write("/leads_here", chat_id=LEADS_GROUP)

    async def close(self) -> None:
        await self._server.stop()

    def _bot_changed(self, pid: int | None) -> None:
        self._server.set_bot(running=pid is not None, pid=pid)

    async def _bot_wanted(self, action: str) -> None:
        self._bot.control(action)

    def _wind(self, minutes: float) -> None:
        self._clock.forward(minutes * 60)
        self._server.push_clock()

    def _captioned(self, caption: str) -> None:
        self._server.set_playing(playing=True, caption=caption)

    async def _play_wanted(self, what: str | None) -> None:
        if self._play is not None:
            self._play.cancel()
            self._play = None
        if what is not None:
            self._play = self._nursery.start(self._to_its_end(what), name="play")

    async def _to_its_end(self, what: str) -> None:
        caption = STOPPED
        try:
            caption = await self._player.plays(what)
        finally:
            self._server.set_playing(playing=False, caption=caption)
