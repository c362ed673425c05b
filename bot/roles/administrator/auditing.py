"""What the auditor put right tonight: one card a night, silent, the newest at the bottom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.auditor.models import Repair
from bot.auditor.queries import repairs_of
from bot.auditor.rules import Finding
from bot.person.models import Person
from bot.roles.lines import Line, lines
from bot.telegram.drawing import Drawing
from bot.telegram.texts import Texts, texts_for

_MOST = 8


def put_right(session: Session, night: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """Each repair with its time, and what to do when they do not stop."""
    texts, repairs = texts_for(reader), repairs_of(session, night)
    if not repairs:
        return None
    shown = repairs[-_MOST:]
    earlier = len(repairs) - len(shown)
    stuck = sum(one.kind == Finding.TIMER_STUCK for one in repairs)
    text = lines(
        Bold(texts("auditor-title", stuck="yes" if stuck else "no", count=len(repairs) - stuck)),
        texts("auditor-earlier", count=earlier) if earlier else None,
        *(_line(one, texts) for one in shown),
        texts("auditor-stuck" if stuck else "auditor-remedy"),
    )
    return Drawing(text)


def _line(repair: Repair, texts: Texts) -> Line:
    what = texts(f"finding-{Finding(repair.kind).replace('_', '-')}")
    known = repair.incident_id is not None
    values = {"at": texts.at(repair.at), "number": repair.incident_id or 0, "what": what}
    return texts("auditor-line", kind="incident" if known else "other", **values)
