"""The whole regulation, played by the cast: an outage from the first tap to the return to the line."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from bot.demo.cast import DARYNA, LEV, OLGA, PETRO, TIMUR, Member
from bot.demo.stage import Stage
from bot.runbook.library import Library
from bot.runbook.rules import Runbook
from bot.sandbox.model import Sandbox
from bot.telegram.texts import Texts

END = "That was the night. Everything is still alive: scroll the phones, open the rows, go on by hand."


class Player:
    """Plays the night on the phones of one sandbox."""

    def __init__(
        self,
        box: Sandbox,
        library: Library,
        *,
        wind: Callable[[float], None],
        show: Callable[[str], None],
        pace: float,
    ) -> None:
        """`wind` takes minutes, `show` a caption; pace 1 is readable, 0 waits for no reader."""
        self._box, self._library = box, library
        self._wind, self._show, self._pace = wind, show, pace

    async def night(self) -> str:
        """Play it once, as a new incident; the words to end with."""
        stage = Stage(self._box, wind=self._wind, show=self._show, pace=self._pace)
        night = _Night(stage, self._library)
        await night.everybody_is_there()
        await night.olga_reports()
        return END


class _Night:
    """The scenes, in their order."""

    def __init__(self, stage: Stage, library: Library) -> None:
        self._stage = stage
        self._centre = library.centre
        self._book: Runbook = library.runbooks[library.main]

    async def everybody_is_there(self) -> None:
        for member in (OLGA, PETRO, LEV, DARYNA, TIMUR):
            await self._stage.opens_chat(member)

    async def olga_reports(self) -> None:
        stage = self._stage
        await stage.tells("Olga is on a call when her telephony goes silent. She opens the bot.")
        await stage.writes(OLGA, words(OLGA, "keyboard-report"))


def words(member: Member, key: str, **values: object) -> str:
    """What the bot says to them under this key."""
    return Texts(member.language, ZoneInfo("UTC"))(key, **values)
