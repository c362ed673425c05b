"""Everything that watches one running bot: composed here, started and stopped by app.py."""

from __future__ import annotations

import asyncio
import logging
import tomllib
from collections.abc import Callable, Coroutine, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from bot.alarm import AlarmClock
from bot.clock import Clock, SteadyClock, SystemClock
from bot.db import Database, is_postgresql, place_of
from bot.health.canary import Canary
from bot.health.clock_watch import ClockWatch
from bot.health.monitor import Intake, Monitor, Progress
from bot.health.pulse import Patience, Pulse, Watchdog
from bot.health.queries import standing
from bot.health.rules import Facts, Trouble, is_alive
from bot.health.sign_of_life import SignOfLife
from bot.health.systemd import Systemd
from bot.intake.worker import Worker
from bot.nursery import Nursery
from bot.replica.seat import Seat
from bot.runbook.library import Library
from bot.schema import REVISION
from bot.settings import CHECKOUT, Settings
from bot.telegram.sender import Sender

if TYPE_CHECKING:
    from bot.web.page import Page

log = logging.getLogger(__name__)


class Night(Protocol):
    """What is watched: `bot.app.NightShift`."""

    db: Database
    clock: Clock
    seat: Seat
    sender: Sender
    worker: Worker
    alarm: AlarmClock
    canary: Canary
    library: Library

    @property
    def intake(self) -> Intake: ...

    @property
    def spooled(self) -> int: ...


@cache
def version() -> str:
    """What this checkout calls itself."""
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


class Watch:
    """The monitor, the page, the watchdog and whoever is told outside."""

    def __init__(
        self, night: Night, settings: Settings, *, writes: bool = True, patience: Patience | None = None
    ) -> None:
        self._night, self._settings = night, settings
        self._pulse, self._systemd = Pulse(), Systemd()
        self.monitor = Monitor(
            night.db,
            night.clock,
            self._pulse,
            lambda: night.intake,
            polls=lambda: night.seat.first,
            progress=lambda: Progress(night.worker.ended.total(), night.alarm.rang_at),
            token_refused=lambda: night.sender.revoked,
            canary_stopped_at=lambda: night.canary.stopped_at,
            writes=writes,
        )
        self._watchdog = Watchdog(
            lambda: self._pulse.beats,
            night.db.oldest_work,
            patience=patience,
            lives=self._lives,
            tell=self._tell_systemd,
        )
        self._page: Page | None = None
        self._exposition: Callable[[], bytes] | None = None

    async def look_around(self) -> None:
        """Before anything starts: where the night stands."""
        self._found = await self._night.db.read(standing, SystemClock().now())

    async def start(self, nursery: Nursery) -> None:
        """After everything else has started: from now on silence is noticed."""
        self._pulse.start()
        page = await asyncio.to_thread(self._open_page)
        self._say_where_we_stand(page)
        self.monitor.started = True
        self._tasks = [nursery.start(work, name=name) for name, work in self._works().items()]
        self._watchdog.start()
        self._systemd.ready()

    def _works(self) -> dict[str, Coroutine[Any, Any, None]]:
        """What goes on beside the night, by name."""
        night, settings = self._night, self._settings
        works: dict[str, Coroutine[Any, Any, None]] = {"monitor": self.monitor.run()}
        if isinstance(night.clock, SteadyClock):
            works["clock watch"] = ClockWatch(night.db, night.clock).run()
        if settings.canary_every is not None:
            works["canary"] = night.canary.run(settings.canary_every)
        if settings.sign_of_life_url is not None:
            url = settings.sign_of_life_url.get_secret_value()
            inside = lambda: night.library.centre.probes.allow_inside  # noqa: E731  asked each time anew
            works["sign of life"] = SignOfLife(url, self.wrong, inside, ours=lambda: night.seat.first).run()
        return works

    def stop(self) -> None:
        """Asked to stop: the watchdog goes on, so that a stop which never ends does end."""
        self._systemd.stopping()
        for task in self._tasks:
            task.cancel()

    def close(self) -> None:
        """Everything has ended."""
        self._watchdog.stop()
        self._pulse.stop()
        if self._page:
            self._page.stop()

    def _open_page(self) -> str | None:
        """In a thread: what serves it is imported only now, and the night runs already."""
        if self._settings.health_listen is None:
            return None
        from bot.web.page import Page

        host, _, port = self._settings.health_listen.rpartition(":")
        self._page = Page(host.strip("[]"), int(port), self.wrong, self._metrics, self.about)
        return self._page.start()

    def _metrics(self) -> bytes:
        """Whom nobody scrapes imports nothing for it."""
        if self._exposition is None:
            from bot.web.metrics import exposition

            self._exposition = exposition(self)
        return self._exposition()

    def _say_where_we_stand(self, page: str | None) -> None:
        found = self._found
        ago = None if found.since_intake is None else round(found.since_intake.total_seconds())
        log.info(
            "action=started version=%s database=%s revision=%s mode=%s open_incidents=%s timers_due=%s "
            "outbox=%s since_intake=%s health=%s",
            version(),
            place_of(self._settings.database_url),
            REVISION,
            self.role,
            found.open_incidents,
            found.timers_due,
            found.outbox,
            ago,
            page or "off",
        )

    def _lives(self) -> bool:
        return is_alive(self.wrong())

    def _tell_systemd(self) -> None:
        if not self._systemd.listens:
            return
        wrong = self.wrong()
        says = " ".join(one.says for one in wrong) or "All is well."
        (self._systemd.lives if is_alive(wrong) else self._systemd.ails)(says)

    # ------------------------------------------------------------------------------ what the metrics ask

    def facts(self) -> Facts:
        return self.monitor.facts()

    def wrong(self) -> tuple[Trouble, ...]:
        return self.monitor.wrong()

    @property
    def loop_lag(self) -> float:
        return max(self._pulse.lag, self._pulse.stands_for())

    @property
    def write_seconds(self) -> float:
        return self.monitor.write_seconds

    @property
    def works(self) -> int:
        return self.monitor.works

    @property
    def spooled(self) -> int:
        return self._night.spooled

    @property
    def counted(self) -> Mapping[str, Mapping[str, int]]:
        night = self._night
        return {
            "deliveries": night.sender.outcomes.copy(),
            "updates": night.worker.ended.copy(),
            "canaries": night.canary.flown.copy(),
        }

    @property
    def canary_seconds(self) -> float | None:
        return self._night.canary.seconds

    @property
    def role(self) -> str:
        if self._settings.webhook_url is not None:
            return "webhook"
        return "polling" if self._night.seat.first else "standby"

    @property
    def takeovers(self) -> int:
        return self._night.seat.takeovers

    @property
    def replicas(self) -> int:
        return self._night.seat.others + 1

    @property
    def about(self) -> Mapping[str, Any]:
        database = "postgresql" if is_postgresql(self._settings.database_url) else "sqlite"
        return {"version": version(), "revision": REVISION, "database": database}
