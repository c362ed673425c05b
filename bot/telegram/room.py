"""How many messages may begin now, of which priority at worst, and how long to rest where none may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot.outbox.queries import WHOLE_BOT, pauses
from bot.outbox.rules import Priority
from bot.person.models import Person
from bot.telegram.pacing import Outlook, Pacing

AHEAD, _FAR_AHEAD = 0.05, 0.4
"""Claimed at least, and at most, so many seconds before it may begin: the wire never waits for the disk."""


Silence = tuple[Person | None, float]
"""Whom nothing is sent to (None: nobody is sent anything), and for how many seconds."""


class Begun(NamedTuple):
    """How many rows went on their way, and in how many seconds more of them may."""

    rows: int
    better_in: float | None


def silences(session: Session, now: datetime) -> Sequence[Silence]:
    """Those that are not over yet."""
    found = pauses(session, now)
    people = {person_id: session.get(Person, person_id) for person_id in found if person_id != WHOLE_BOT}
    return [
        (people.get(person_id), (until - now).total_seconds())
        for person_id, until in found.items()
        if person_id == WHOLE_BOT or people[person_id] is not None
    ]


class Room:
    """What the paces leave. It knows which person a chat is, so that a chat's silence concerns their rows."""

    def __init__(self, pacing: Pacing) -> None:
        self._pacing = pacing
        self._person_of: dict[int, int] = {}
        self._ahead = AHEAD
        """How long it takes to get a row ready, as it was lately: longer while hundreds tap."""

    def known(self, person: Person) -> int:
        """The person's chat, remembered."""
        return self.remember(person.telegram_id, person.id)

    def remember(self, chat_id: int, person_id: int) -> int:
        self._person_of[chat_id] = person_id
        return chat_id

    def keep_silent(self, silences: Sequence[Silence]) -> None:
        """Go on keeping those that Telegram asked an earlier life for."""
        for person, seconds in silences:
            self._pacing.pause(self.known(person) if person is not None else None, seconds)

    def now(self) -> tuple[Priority, int, Outlook]:
        """For how many rows there is room, of which priority at worst. Direct replies wait beside us."""
        rest = self._pacing.outlook(Priority.NOTICE, self._ahead)
        if rest.room:
            return Priority.NOTICE, rest.room, rest
        for worst in (Priority.BOARD, Priority.PAGE):
            if room := self._pacing.outlook(worst, self._ahead).room:
                return worst, room, rest
        return Priority.PAGE, 0, rest

    def resting(self, outlook: Outlook) -> set[int]:
        """Those whose chats take nothing for the moment, by their ids."""
        return {self._person_of[chat] for chat in outlook.resting if chat in self._person_of}

    def better_in(self, *, more: bool) -> float | None:
        """In how many seconds more may begin; None: whenever there is something. `more`: there is."""
        outlook = self._pacing.outlook(Priority.NOTICE, self._ahead)
        if more:
            return 0.0 if outlook.room else outlook.better_in or AHEAD
        return outlook.better_in or AHEAD if outlook.resting else None

    def took(self, seconds: float) -> None:
        """So long it was from a look into the outbox until its rows were on their way."""
        self._ahead = min(max((self._ahead + 2 * seconds) / 2, AHEAD), _FAR_AHEAD)
