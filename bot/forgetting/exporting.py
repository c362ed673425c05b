"""Everything that the database holds of one person, as data that they can take with them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, or_, select
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.queries import person as person_of
from bot.schema import metadata
from bot.timeline.actions import record
from bot.timeline.rules import Event

THEIRS: Mapping[str, Sequence[str]] = {
    "people": ("id",),
    "grants": ("person_id",),
    "invitations": ("used_by",),
    "shifts": ("person_id",),
    "patterns": ("person_id",),
    "swaps": ("person_id", "colleague_id"),
    "check_ins": ("person_id",),
    "incidents": ("operator_id",),
    "duties": ("ticked_by",),
    "words": ("by_id",),
    "report_parts": ("by_id",),
    "inquiries": ("asked_by",),
    "tickets": ("acknowledged_by", "resolved_by"),
    "redirects": ("colleague_id",),
    "pages": ("person_id",),
    "handovers": ("from_id", "signed_by"),
    "handover_offers": ("person_id",),
    "questions": ("person_id",),
    "outbox": ("person_id",),
    "cards": ("person_id",),
    "sounds": ("person_id",),
    "board_views": ("person_id",),
    "sealed_words": ("person_id",),
    "timeline": ("by_id",),
}
"""By which columns a row of a table is somebody's own."""

OTHERS: Mapping[str, str] = {
    "bulk_deeds": "what was done for many at once; that they did it stands in the timeline",
    "escalations": "a climb is about an incident; the pages on it are theirs",
    "leads_groups": "a group is the house's; that they bound it stands in the timeline",
    "vouchings": "what they said of another's invitation stands in the timeline",
    "holds": "a restore is the house's; that they released it stands in the timeline",
}
"""Tables that name people and hold nothing of theirs, and why."""


def export(session: Session, person_id: int, *, by: int | None, now: datetime) -> dict[str, Any]:
    """Their rows by table, and what they sent; noted in the history. UnknownPerson when there is none."""
    person = person_of(session, person_id)
    tables = {
        name: _rows(session, metadata.tables[name], columns, person) for name, columns in THEIRS.items()
    }
    tables["inbox"] = _sent(session, person)
    record(session, Event.PERSON_EXPORTED, by=by, at=now, person=person_id)
    return {"person": person.name, "exported_at": now.isoformat(), **tables}


def pictures_of(exported: Mapping[str, Any]) -> list[str]:
    """The hashes of the pictures that they sent."""
    return sorted({one["picture"] for one in exported["report_parts"] if one["picture"]})


def as_text(exported: Mapping[str, Any]) -> str:
    return json.dumps(exported, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _rows(session: Session, table: Table, columns: Sequence[str], person: Person) -> list[dict[str, Any]]:
    theirs = or_(*(table.c[column] == person.id for column in columns))
    return [
        dict(row)
        for row in session.execute(select(table).where(theirs).order_by(*table.primary_key)).mappings()
    ]


def _sent(session: Session, person: Person) -> list[dict[str, Any]]:
    """Raw updates, as far as they are still kept; the Telegram account says whose they are."""
    table = metadata.tables["inbox"]
    query = select(table).where(table.c.telegram_id == person.telegram_id).order_by(table.c.update_id)
    return [dict(row) for row in session.execute(query).mappings()]


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
