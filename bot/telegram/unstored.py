"""Replies that are not stored: a menu, a page of help, a question outside an incident. Best effort."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.db import Database
from bot.outbox.actions import pause
from bot.outbox.queries import WHOLE_BOT
from bot.outbox.rules import Gone, Outcome, RetryAfter
from bot.person.models import Person
from bot.telegram.drawing import Drawing
from bot.telegram.preparing import PathOf, photo_of, plain_drawing
from bot.telegram.texts import texts_for
from bot.telegram.voice import Voice


class Unstored:
    """Sent at once or edited into a message of ours; the silence that Telegram asks for is kept."""

    def __init__(self, db: Database, voice: Voice, clock: Clock, shelf_path: PathOf) -> None:
        self._db, self._voice, self._clock, self._shelf_path = db, voice, clock, shelf_path

    async def reply(
        self, person: Person, drawing: Drawing, edit_message_id: int | None, priority: int, *, captioned: bool
    ) -> Outcome:
        """What cannot be edited is sent anew."""
        chat_id, plain = person.telegram_id, plain_drawing(texts_for(person), None)
        outcome: Outcome = Gone()
        if edit_message_id is not None:
            outcome, _ = await self._voice.edit(
                chat_id, edit_message_id, drawing, plain, priority=priority, captioned=captioned
            )
        if isinstance(outcome, Gone):
            wanted = drawing.picture
            photo = await self._db.read(photo_of, wanted, self._shelf_path) if wanted else None
            outcome, _ = await self._voice.send(chat_id, drawing, plain, priority=priority, photo=photo)
        if isinstance(outcome, RetryAfter):
            await self._db.write(_keep_silent, person.id, outcome, now=self._clock.now())
        return outcome


def _keep_silent(session: Session, person_id: int, outcome: RetryAfter, *, now: datetime) -> None:
    pause(session, WHOLE_BOT if outcome.whole_bot else person_id, outcome.seconds, now=now)
