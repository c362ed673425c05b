"""What an operator sends: pictures, words, and the kinds that are neither."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import NamedTuple

from aiogram.enums import ContentType
from aiogram.types import Message
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.operator_actions import write_to_lead
from bot.incident.queries import open_incidents_of
from bot.incident.report_actions import add_to_report, say_words
from bot.incident.telling import book
from bot.picture.actions import note_picture
from bot.picture.keeping import PictureRefused, Shelf
from bot.picture.rules import LIMITS, Kept, refusal_before_download
from bot.runbook.rules import Ask, step_of
from bot.telegram.visit import Visit
from bot.telegram.wire import DownloadFailed
from bot.ticket.queries import unanswered

log = logging.getLogger(__name__)

Download = Callable[[str], AsyncIterator[bytes]]
"""The bytes of a file of Telegram's by its id."""

_TRIES = 3
_HINTS = {
    ContentType.VOICE: "sent-voice",
    ContentType.AUDIO: "sent-voice",
    ContentType.VIDEO: "sent-video",
    ContentType.VIDEO_NOTE: "sent-video",
    ContentType.ANIMATION: "sent-video",
}


class _File(NamedTuple):
    """What the message says about its file, before it is downloaded."""

    file_id: str
    size: int | None
    mime: str | None


class Sending:
    """Everything an operator sends that is no button and no command."""

    def __init__(self, shelf: Shelf, download: Download) -> None:
        self._shelf = shelf
        self._download = download

    async def sent(self, visit: Visit) -> None:
        """A picture or words go where they are waited for: an inquiry, the report, the ticket."""
        incident = await visit.read(_expecting, visit.person.id)
        if visit.message is None or incident is None:
            await visit.toast(visit.texts("sent-without-incident"))
            return
        file = _file(visit.message)
        if file is not None:
            await self._picture(visit, incident, file)
        elif visit.text:
            await self._words(visit, incident)
        else:
            await visit.toast(visit.texts(_HINTS.get(ContentType(visit.message.content_type), "sent-other")))

    async def _words(self, visit: Visit, incident: Incident) -> None:
        by, now, message_id = visit.person.id, visit.now, _number(visit)
        if await visit.read(_asks_words, incident.id):
            await visit.write(say_words, incident.id, visit.text, by=by, now=now, message_id=message_id)
        else:
            await visit.write(
                add_to_report, incident.id, text=visit.text, by=by, now=now, message_id=message_id
            )

    async def _picture(self, visit: Visit, incident: Incident, file: _File) -> None:
        """Text that came with a picture is kept whatever becomes of the picture."""
        kept, trouble = await self._fetched(visit, file)
        if kept is not None or visit.text:
            await visit.write(
                _report_with,
                incident.id,
                kept,
                by=visit.person.id,
                now=visit.now,
                text=visit.text or None,
                message_id=_number(visit),
            )
        if trouble is not None:
            await visit.toast(trouble)

    async def _fetched(self, visit: Visit, file: _File) -> tuple[Kept | None, str | None]:
        if refusal := refusal_before_download(file.size, file.mime):
            return None, visit.texts(refusal.key, **LIMITS)
        try:
            return await self._downloaded(file), None
        except PictureRefused as refused:
            return None, visit.texts(refused.key, **refused.values)
        except (DownloadFailed, OSError) as error:
            log.warning("action=picture_not_fetched why=%s", type(error).__name__)
            return None, visit.texts("sent-not-fetched")

    async def _downloaded(self, file: _File) -> Kept:
        for _ in range(_TRIES - 1):
            try:
                return await self._shelf.keep(self._download(file.file_id))
            except (DownloadFailed, OSError) as error:
                log.info("action=picture_tried_again why=%s", type(error).__name__)
        return await self._shelf.keep(self._download(file.file_id))

    async def for_lead(self, visit: Visit) -> None:
        """The words that "write to the lead" asked for. A picture goes to the report instead."""
        incident = visit.question.subject_id if visit.question else None
        if not visit.text or incident is None:
            await self.sent(visit)
            return
        await visit.write(write_to_lead, incident, visit.text, by=visit.person.id, now=visit.now)
        await visit.toast(visit.texts("sent-to-lead"))


def _number(visit: Visit) -> int | None:
    return visit.message.message_id if visit.message else None


def _report_with(
    session: Session,
    incident_id: int,
    kept: Kept | None,
    *,
    by: int,
    now: datetime,
    text: str | None,
    message_id: int | None,
) -> None:
    """The picture's row and its place in the report, together."""
    if kept is not None:
        note_picture(session, kept, now=now)
    picture = kept.sha256 if kept else None
    add_to_report(session, incident_id, by=by, now=now, text=text, picture=picture, message_id=message_id)


def _expecting(session: Session, operator_id: int) -> Incident | None:
    """The incident that words or a picture are for: one that waits for them before the newest."""
    mine = open_incidents_of(session, operator_id)

    def waits(incident: Incident) -> bool:
        step = step_of(book(session, incident), incident.step)
        return step.ask in (Ask.REPORT, Ask.WORDS) or unanswered(session, incident.id) is not None

    return next((incident for incident in mine if waits(incident)), mine[0] if mine else None)


def _asks_words(session: Session, incident_id: int) -> bool:
    incident = session.get_one(Incident, incident_id)
    asks = step_of(book(session, incident), incident.step).ask is Ask.WORDS
    return asks and unanswered(session, incident_id) is None


def _file(message: Message) -> _File | None:
    """A photo, largest size, or whatever came as a file: its content decides later what it is."""
    if message.photo:
        largest = message.photo[-1]
        return _File(largest.file_id, largest.file_size, "image/jpeg")
    if message.document:
        document = message.document
        return _File(document.file_id, document.file_size, document.mime_type)
    return None
