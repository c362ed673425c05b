"""The card at the start of a time on duty: until when, with whom, and "I am here, my sound is on"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.checkin import actions
from bot.checkin.models import CheckIn
from bot.checkin.queries import newest, running
from bot.person.models import Person
from bot.person.rules import Role
from bot.roles.acting import act
from bot.roles.everybody import taps
from bot.roles.everybody.home import role_name
from bot.roles.lines import Line, lines
from bot.rota.queries import on_duty, shift_of
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts, texts_for
from bot.telegram.visit import Visit

_NAMED = 3
"""More than so many colleagues are counted, not named."""
_LONGEST_NAME = 40


async def checked_in(visit: Visit, _: taps.CheckIn) -> None:
    await act(visit, actions.check_in)
    await visit.toast(visit.texts("checkin-thanks"))


def shift_start(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """The reader's own time on duty. Nothing where nobody was asked."""
    if subject_id != reader.id:
        return None
    texts, rows = texts_for(reader), running(session, reader.id)
    if not rows:
        last = newest(session, reader.id)
        return (
            Drawing(lines(texts("checkin-over", at=texts.at(last.over_at))))
            if last and last.over_at
            else None
        )
    waits = any(row.checked_in_at is None for row in rows)
    text = lines(
        Bold(texts("checkin-title-waits" if waits else "checkin-title")),
        *(_span(session, row, reader, texts) for row in rows),
        *_company(session, rows, reader, texts),
        _state(rows, texts),
    )
    here = Button(texts("checkin-here"), taps.CheckIn().pack(), "primary")
    return Drawing(text, ((here,),) if waits else ())


def _span(session: Session, row: CheckIn, reader: Person, texts: Texts) -> Line | None:
    span = shift_of(session, reader.id, Role(row.role), row.asked_at)
    if span is None:
        return None
    return texts(
        "checkin-span", role=role_name(Role(row.role), texts), span=texts.span(span.starts_at, span.ends_at)
    )


def _company(session: Session, rows: Sequence[CheckIn], reader: Person, texts: Texts) -> list[Line]:
    """Whose pages they would hear of, or who leads them: names, and the leads' numbers."""
    moment, mine = rows[-1].asked_at, {row.role for row in rows}
    leads = [person for person, _ in on_duty(session, Role.DUTY_LEAD, moment) if person.id != reader.id]
    told: list[Line] = [texts("checkin-lead", name=_with_phone(lead)) for lead in leads[:_NAMED]]
    if not leads and Role.DUTY_LEAD not in mine:
        told.append(texts("checkin-no-lead"))
    if Role.DUTY_LEAD in mine:
        sysadmins = [
            person for person, _ in on_duty(session, Role.SYSADMIN, moment) if person.id != reader.id
        ]
        names = ", ".join(inline(person.name, most=_LONGEST_NAME) for person in sysadmins[:_NAMED])
        told.append(texts("checkin-sysadmins", names=names) if names else texts("checkin-no-sysadmin"))
        told.append(texts("checkin-operators", count=len(on_duty(session, Role.OPERATOR, moment))))
    return told


def _with_phone(person: Person) -> str:
    name = inline(person.name, most=_LONGEST_NAME)
    return f"{name}, {person.phone}" if person.phone else name


def _state(rows: Sequence[CheckIn], texts: Texts) -> Line:
    waiting = [row for row in rows if row.checked_in_at is None]
    if not waiting:
        at = max(row.checked_in_at for row in rows if row.checked_in_at)
        return texts("checkin-done", at=texts.at(at))
    due = min(row.due_at for row in waiting)
    key = "checkin-missed" if any(row.missed_at for row in waiting) else "checkin-until"
    leads = any(row.role == Role.DUTY_LEAD for row in waiting)
    return texts(f"{key}-next-level" if leads else key, at=texts.at(due))
