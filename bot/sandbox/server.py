"""The stand-in over HTTP, on this machine only: the Bot API, the phones' API, events and the page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Any, cast
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.faults import Kind
from bot.sandbox.forms import read_form
from bot.sandbox.limits import MIB
from bot.sandbox.model import Event, Sandbox
from bot.sandbox.sim import PeopleRoutes, Wrong, errors_as_json
from bot.sandbox.stream import Stream
from bot.sandbox.trouble import Json
from bot.sandbox.view import event_json, group_json, phone_json
from bot.sandbox.wire import Wire
from bot.sandbox.world import Person

PAGE = Path(__file__).parent / "page"
AT_HOME = frozenset({"127.0.0.1", "localhost", "::1"})
ELSEWHERE = frozenset({"cross-site", "same-site"})
"""What a browser says of another site's picture or script, which sends no Origin."""


async def _no_history() -> list[Json]:
    return []


@dataclass
class Wiring:
    """What the demo lets the page do. A thing left None is refused with 409."""

    history: Callable[[], Awaitable[list[Json]]] = _no_history
    """Rows {"id", "at", "incident", "kind", "words"?, "by", "why", "data"}, oldest first."""
    wind: Callable[[float], None] | None = None
    """Wind the clock forward by seconds."""
    offset: Callable[[], float] = float
    """By how many seconds the clock is ahead of the machine's."""
    bot_control: Callable[[str], Awaitable[None]] | None = None
    """"kill" or "start" the bot's process."""
    play: Callable[[str | None], Awaitable[None]] | None = None
    """Play what has this name, or stop (None) what is being played."""
    plays: frozenset[str] = frozenset({"night"})
    """The names of what can be played; "night" where the page names none."""
    zone: str | None = None
    """The time zone in which the page shows the time; None: the page's own choice."""


class SandboxServer:
    """HTTP around one Sandbox; the demo tells it about the bot's process, the play and the history."""

    def __init__(self, box: Sandbox, wiring: Wiring | None = None) -> None:
        self.box = box
        self.wiring = wiring or Wiring()
        self.stream = Stream()
        self.bot: Json = {"running": False, "pid": None}
        self.playing = False
        self._runner: web.AppRunner | None = None
        box.listeners.append(self._heard)

    def app(self) -> web.Application:
        app = web.Application(middlewares=[only_at_home, errors_as_json], client_max_size=MIB)
        Wire(self.box).add_to(app)
        PeopleRoutes(self.box).add_to(app)
        app.router.add_get("/sim/state", self.state)
        app.router.add_get("/sim/events", self.stream.serve)
        app.router.add_post("/sim/{what:clock|bot|play|fault}", self.desk)
        app.router.add_get("/", self.page)
        if PAGE.is_dir():
            app.router.add_static("/page/", PAGE)
        app.on_shutdown.append(self._hang_up)
        return app

    async def start(self, port: int = 0, *, door: socket | None = None) -> str:
        """Listen on the loopback address (port 0: any free one), or at an open door; returns the base URL."""
        self._runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.SockSite(self._runner, door) if door else web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def set_bot(self, *, running: bool, pid: int | None) -> None:
        """The bot's process started or ended."""
        self.bot = {"running": running, "pid": pid}
        self.stream.push({"kind": "bot", "bot": self.bot})

    def set_playing(self, *, playing: bool, caption: str = "") -> None:
        """The played night started, ended, or is at another scene."""
        self.playing = playing
        self.stream.push({"kind": "playing", "playing": playing, "caption": caption})

    def push_history(self, row: Json) -> None:
        self.stream.push({"kind": "history", "row": row})

    def push_clock(self) -> None:
        """The clock was wound."""
        self.stream.push({"kind": "clock", "clock": self._clock()})

    async def state(self, request: web.Request) -> web.Response:
        """Everything at once, for a page that has just been opened."""
        whole = {
            "clock": self._clock(),
            "bot": self.bot,
            "playing": self.playing,
            "phones": [self._phone(person) for person in self.box.people.values() if person.on_page],
            "groups": [group_json(self.box, chat) for chat in self.box.chats.values() if chat.on_page],
            "history": await self.wiring.history(),
            "calls": len(self.box.calls),
        }
        return web.json_response(whole, headers={"Cache-Control": "no-store"})

    def _phone(self, person: Person) -> Json:
        return phone_json(self.box, person.user_id, messages=True)

    async def desk(self, request: web.Request) -> web.Response:
        """The page's own controls: clock, bot, play, fault."""
        fields = (await read_form(request, MIB)).fields
        what = request.match_info["what"]
        if what == "clock":
            self._wind(fields)
        elif what == "fault":
            _switch(self.box, fields)
        elif what == "bot":
            if self.wiring.bot_control is None or fields.get("action") not in ("kill", "start"):
                raise Wrong(409, "the bot cannot be switched here")
            await self.wiring.bot_control(fields["action"])
        else:
            await self._play(fields)
        return web.json_response({})

    async def page(self, request: web.Request) -> web.StreamResponse:
        index = PAGE / "index.html"
        if index.exists():
            return web.FileResponse(index, headers={"Cache-Control": "no-cache"})
        return web.Response(text="The sandbox runs; its page is not built in here.")

    def _heard(self, event: Event) -> None:
        shown = event_json(self.box, event)
        if shown:
            self.stream.push(shown)

    def _clock(self) -> Json:
        zone = {"zone": self.wiring.zone} if self.wiring.zone else {}
        return {"now": self.box.moment().isoformat(), "offset": self.wiring.offset()} | zone

    def _wind(self, fields: Json) -> None:
        seconds = fields.get("forward")
        if self.wiring.wind is None:
            raise Wrong(409, "this clock cannot be wound")
        if (
            not isinstance(seconds, int | float)
            or isinstance(seconds, bool)
            or not 0 < seconds <= 14 * 86_400
        ):
            raise Wrong(400, "forward must be seconds, more than 0 and at most 14 days")
        self.wiring.wind(float(seconds))
        self.push_clock()

    async def _play(self, fields: Json) -> None:
        what = fields.get("what", "night")
        if self.wiring.play is None:
            raise Wrong(409, "no night can be played here")
        if not isinstance(what, str) or what not in self.wiring.plays:
            raise Wrong(400, f"what can be played here: {', '.join(sorted(self.wiring.plays))}")
        await self.wiring.play(what if fields.get("start") else None)

    async def _hang_up(self, app: web.Application) -> None:
        self.stream.close()
        self.box.end_waiting_poll(arrived=True)


def _switch(box: Sandbox, fields: Json) -> None:
    """Plan a fault: {"kind", "methods"?, "chat_id"?, "times"?, "seconds"?, "status"?}, or clear, inject, …"""
    if fields.get("clear"):
        box.faults.clear()
    box.faults.deliver_times = int(fields.get("deliver_times", box.faults.deliver_times))
    box.faults.reorder = bool(fields.get("reorder", box.faults.reorder))
    if isinstance(fields.get("inject"), dict):
        box.inject(fields["inject"])
    if kind := fields.get("kind"):
        about = {key: fields[key] for key in ("chat_id", "times", "seconds", "status") if key in fields}
        seconds = float(about.get("seconds", 0))
        until = box.now() + seconds if kind == "flood" else None
        try:
            box.faults.plan(cast(Kind, kind), *fields.get("methods", ()), until=until, **about)
        except ValueError as wrong:
            raise Wrong(400, str(wrong)) from wrong


@web.middleware
async def only_at_home(request: web.Request, handler: Any) -> web.StreamResponse:
    """Refuse other sites' pages: names that resolve here (DNS rebinding) and posts from elsewhere."""
    origin = request.headers.get("Origin")
    strange = origin is not None and urlsplit(origin).netloc != request.host
    strange |= request.path != "/" and request.headers.get("Sec-Fetch-Site") in ELSEWHERE
    if _name(request.host) not in AT_HOME or strange:
        return web.json_response(
            {"error": "only this machine's own pages may talk to the sandbox"}, status=403
        )
    response: web.StreamResponse = await handler(request)
    return response


def _name(host: str) -> str:
    return urlsplit(f"//{host}").hostname or ""
