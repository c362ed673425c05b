"""Who is on duty and has not said so: one list for each lead, and a word to whoever stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.checkin.actions import MISSING_CARD, STAND_IN_CARD
from bot.checkin.models import CheckIn
from bot.checkin.queries import missing
from bot.outbox.queries import live_card
from bot.person.models import Person
from bot.person.rules import Role
from bot.roles.everybody.home import role_name
from bot.roles.lines import Line, lines
from bot.telegram.drawing import MOST_LINES, Drawing, inline
from bot.telegram.texts import Texts, texts_for

_LONGEST_NAME = 40
_FIRST = (Role.DUTY_LEAD, Role.SYSADMIN, Role.OPERATOR)


def not_confirmed(session: Session, _: int, reader: Person, __: Mapping[str, Any]) -> Drawing | None:
    """Everybody else who is missing, leads first; once all are there, only who was told hears of it."""
    texts, theirs = texts_for(reader), _by_person(session, reader)
    if not theirs:
        told = live_card(session, reader.id, MISSING_CARD, reader.id)
        return Drawing(lines(texts("missing-nobody"))) if told else None
    stands_in = any(Role.DUTY_LEAD in {row.role for row in rows} for rows, _ in theirs)
    most = MOST_LINES - (3 if stands_in else 2)
    shown = theirs if len(theirs) <= most else theirs[: most - 1]
    rest = len(theirs) - len(shown)
    text = lines(
        Bold(texts("missing-title", count=len(theirs))),
        *(_line(rows, person, texts) for rows, person in shown),
        texts("missing-more", count=rest) if rest else None,
        texts("missing-pages-come-to-you") if stands_in else None,
        texts("missing-call-them"),
    )
    return Drawing(text)


def stand_in(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """Pages for this person may come to the reader at once."""
    person, texts = session.get_one(Person, subject_id), texts_for(reader)
    rows = [row for row, one in missing(session) if one.id == subject_id and row.role != Role.OPERATOR]
    name = inline(person.name, most=_LONGEST_NAME)
    if not rows:
        told = live_card(session, reader.id, STAND_IN_CARD, subject_id)
        return Drawing(lines(texts("stand-in-over", name=name))) if told else None
    return Drawing(lines(_line(rows, person, texts), texts("stand-in", name=name)))


def _by_person(session: Session, reader: Person) -> list[tuple[list[CheckIn], Person]]:
    rows: dict[int, tuple[list[CheckIn], Person]] = {}
    for row, person in missing(session):
        if person.id != reader.id:
            rows.setdefault(person.id, ([], person))[0].append(row)
    return sorted(rows.values(), key=lambda one: min(_FIRST.index(Role(row.role)) for row in one[0]))


def _line(rows: list[CheckIn], person: Person, texts: Texts) -> Line:
    """ "🔴 Лев, дежурный руководитель: не отвечает с 22:00 · +380 …"."""
    roles = ", ".join(role_name(Role(row.role), texts).lower() for row in rows)
    refused = person.unreachable_at or next((row.refused_at for row in rows if row.refused_at), None)
    words = texts(
        "missing-refused" if refused else "missing-silent",
        name=inline(person.name, most=_LONGEST_NAME),
        roles=roles,
        at=texts.at(refused or min(row.asked_at for row in rows)),
    )
    return f"{words} · {person.phone}" if person.phone else words
