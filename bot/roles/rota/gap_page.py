"""The card of the evening before: at which hours nobody is on duty, and whom to put there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.roles.lines import Line, lines, name_of
from bot.roles.rota import taps
from bot.roles.rota.showing import DECIDE
from bot.roles.rota.words import MOST_BUTTONS, key_of, minutes, when
from bot.rota.queries import gaps_told, overlaps_told
from bot.rota.rules import Gap, Overlap
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts, texts_for

_MOST = 8


def rota_gaps(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """What is wrong with one night as it is now, the worst first; nothing for who decides nothing."""
    if not roles_of(session, reader.id) & DECIDE:
        return None
    texts, gaps = texts_for(reader), gaps_told(session, subject_id)
    twice = overlaps_told(session, subject_id)
    if not gaps and not twice:
        return Drawing(lines(texts("gaps-closed")))
    gaps = sorted(gaps, key=lambda gap: (gap.level is not None, gap.starts_at))
    said: list[Line | None] = [Bold(texts("gaps-title" if gaps else "gaps-title-twice"))]
    found = [*(_gap(gap, texts) for gap in gaps), *(_twice(session, one, texts) for one in twice)]
    said += found[:_MOST]
    if len(found) > _MOST:
        said.append(texts("gaps-more", count=len(found) - _MOST))
    if any(gap.level is None for gap in gaps):
        said.append(texts("gaps-otherwise"))
    said.append(texts("gaps-put-on") if gaps else texts("gaps-twice-what-now"))
    return Drawing(lines(*said), tuple((_fill(gap, texts),) for gap in gaps[:MOST_BUTTONS]))


def _gap(gap: Gap, texts: Texts) -> str:
    kind = "nobody" if gap.level is None else "first"
    time = when(gap.starts_at, gap.ends_at, texts, now=None)
    return texts(f"gaps-{kind}-{key_of(Role(gap.role))}", when=time)


def _twice(session: Session, overlap: Overlap, texts: Texts) -> str:
    time = when(overlap.starts_at, overlap.ends_at, texts, now=None)
    names = ", ".join(name_of(session, person) for person in overlap.people)
    return texts(f"gaps-twice-{key_of(Role(overlap.role))}", when=time, names=names)


def _fill(gap: Gap, texts: Texts) -> Button:
    tap = taps.Fill(begins=minutes(gap.starts_at), ends=minutes(gap.ends_at), page=0, role=gap.role)
    label = texts(f"gaps-fill-{key_of(Role(gap.role))}", span=texts.span(gap.starts_at, gap.ends_at))
    return Button(label, tap.pack())
