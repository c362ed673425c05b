"""What the page can play: everybody at their phone, nothing open from before, scene after scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.demo.cast import DARYNA, EVERYBODY, LEV, OLGA, PETRO, TIMUR, Member, first_moment
from bot.demo.feed import Feed
from bot.demo.flood import Flood
from bot.demo.ladder import Unanswered
from bot.demo.scenes import Regulation, Scenes, words
from bot.demo.stage import Stage
from bot.incident.queries import open_incidents
from bot.person.rules import Role
from bot.roles.operator.taps import Cancel
from bot.rota.queries import on_duty
from bot.runbook.library import Library
from bot.sandbox.world import AnyClock
from bot.telegram.buttons import twin

TAKES = timedelta(hours=1)
"""So much of the night one play needs."""
PLAYS: Mapping[str, type[Scenes]] = {"night": Regulation, "ladder": Unanswered, "flood": Flood}
"""By the name that the page's button has for it."""
ROTA_ENDS = "Nobody is on duty any more: the rota of this demo has ended. Start it anew for another night."


class Player:
    """Plays on the phones of one sandbox."""

    def __init__(self, new_stage: Callable[[], Stage], feed: Feed, library: Library, clock: AnyClock) -> None:
        self._new_stage, self._feed, self._library, self._clock = new_stage, feed, library, clock

    async def plays(self, what: str) -> str:
        """One of PLAYS, once, as a new incident; the words to end with."""
        before = self._new_stage()
        for member in (OLGA, PETRO, LEV, DARYNA, TIMUR):
            await before.opens_chat(member)
        if not await self._somebody_on_duty(before):
            return ROTA_ENDS
        await self._clear(before)
        scenes = PLAYS[what](self._new_stage(), self._library)
        for scene in scenes.in_order():
            await scene()
        return scenes.end

    async def _somebody_on_duty(self, stage: Stage) -> bool:
        """With too little left of the shift, the next night is begun. False when the rota has none."""
        now = self._clock.now()
        if await self._feed.read(on_duty, Role.OPERATOR, now + TAKES):
            return True
        night = first_moment(now, self._library.centre.time_zone)
        if not await self._feed.read(on_duty, Role.OPERATOR, night):
            return False
        await stage.tells("The shift is nearly over: the clock is wound to the next night.")
        await stage.winds((night - now) / timedelta(minutes=1))
        return True

    async def _clear(self, stage: Stage) -> None:
        """What is still open from before is cancelled, by the command that every button has as its twin."""
        for number, member in await self._feed.read(_still_open):
            await stage.tells(f"Incident {number} is still open from before: {member.alias} cancels it.")
            await stage.writes(member, twin(Cancel(incident=number, sure=1).pack()))
            await stage.sees(member, words(member, "operator-cancelled", number=number))


def _still_open(session: Session) -> list[tuple[int, Member]]:
    cast = {member.telegram_id: member for member in EVERYBODY}
    opened = [(incident.id, cast.get(operator.telegram_id)) for incident, operator in open_incidents(session)]
    return [(number, member) for number, member in opened if member is not None]
