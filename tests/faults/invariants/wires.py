"""V12 and V13: manners on the wire, and what must never be written down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.escalation.models import Page
from bot.outbox.models import Outgoing
from bot.outbox.rules import Priority, State
from bot.tables import Table
from tests.faults.evidence import Evidence

ON_THE_WAY = timedelta(seconds=1)
"""What had left our hands when the refusal came."""
_LIKE_A_TOKEN = re.compile(rb"[0-9]{6,}:[A-Za-z0-9_-]{30,}")


class _Silence(NamedTuple):
    """When Telegram asked for it, from when on it is kept, and until when."""

    at: datetime
    begins: datetime
    ends: datetime


def patient(session: Session, night: Evidence) -> Iterator[str]:
    until: dict[int, _Silence] = {}
    for attempt in night.box.attempts:
        if attempt.chat_id is None:
            continue
        asked = until.get(attempt.chat_id)
        broken = asked is not None and asked.begins < attempt.at < asked.ends
        if asked and broken and not _forgotten(night, asked.at, attempt.at):
            yield f"{attempt.method} to {attempt.chat_id} at {attempt.at}, silent until {asked.ends}"
        if attempt.code == 429:
            quiet = timedelta(seconds=attempt.retry_after - 0.5)
            until[attempt.chat_id] = _Silence(
                attempt.at, attempt.at + ON_THE_WAY + night.slowness, attempt.at + quiet
            )
    yield from _overtaken(session)


def _forgotten(night: Evidence, asked: datetime, until: datetime) -> bool:
    """Whoever heard the refusal may have died before it was written down."""
    return any(asked <= died <= until for died in night.died)


def _overtaken(session: Session) -> Iterator[str]:
    """A notice that was promised to somebody after a page has not come before it.

    After: by the clock and by its number. A row has the moment at which its tap came, and the taps wait for
    each other: the later moment may be the earlier promise. What waited and became a page has the number of
    what it was, so the page itself says when.
    """
    sent = select(Outgoing).where(Outgoing.state == State.SENT, Outgoing.sent_at.is_not(None))
    pages = session.scalars(sent.where(Outgoing.priority == Priority.PAGE, Outgoing.attempts == 1)).all()
    notices = session.scalars(sent.where(Outgoing.priority == Priority.NOTICE)).all()
    paged = {f"page:{page_id}": at for page_id, at in session.execute(select(Page.id, Page.paged_at))}
    for page in pages:
        promised = max(page.created_at, paged.get(page.receipt or "", page.created_at))
        for notice in notices:
            later = notice.id > page.id and notice.created_at > promised
            overtook = notice.sent_at and page.sent_at and notice.sent_at < page.sent_at
            if notice.person_id == page.person_id and later and overtook:
                yield f"notice {notice.id} overtook page {page.id} to person {page.person_id}"


def secrets(session: Session, night: Evidence) -> Iterator[str]:
    """In no file, no row, and on no phone."""
    secret = night.box.token.partition(":")[2].encode()
    for file in sorted(night.folder.rglob("*")):
        if file.is_file() and (secret in (content := file.read_bytes()) or _LIKE_A_TOKEN.search(content)):
            yield f"a token stands in {file.name}"
    for table in Table.metadata.sorted_tables:
        for row in session.execute(table.select()):
            if secret in str(tuple(row)).encode():
                yield f"the token stands in a row of {table.name}"
    for call in night.box.calls:
        if secret in str(call.params).encode():
            yield f"the token was told in a {call.method}"
