"""A calendar's shifts on the rota: whose they are is found out, then it goes as with rota.csv."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import FileMistake, FileMistakes
from bot.importing.ics import PERSON
from bot.importing.ics_in import IcsShift
from bot.importing.people import Changes
from bot.importing.rota import ShiftRow, apply_rota
from bot.person.models import Grant, Person

People = dict[str, list[tuple[str, int]]]
"""For each role: everybody who has it, their name in small letters and their Telegram id."""


def apply_ics(
    session: Session,
    shifts: Iterable[IcsShift],
    name: str,
    *,
    by: int | None,
    now: datetime,
    dry_run: bool = False,
) -> Changes:
    """Make it so, and say what changed; with `dry_run` only say it. FileMistakes as `apply_rota`, and where
    an event's person is not found or could be several."""
    people, rows, mistakes = _people(session), dict[tuple[object, ...], ShiftRow](), list[FileMistake]()
    for shift in shifts:
        found = {shift.telegram_id} if shift.telegram_id is not None else _who(shift, people)
        telegram_id = next(iter(found), None)
        if len(found) != 1 or telegram_id is None:
            mistakes.append(_nobody(name, shift, len(found)))
            continue
        row = ShiftRow(
            name, shift.line, telegram_id, shift.role, shift.starts_at, shift.ends_at, shift.level,
            shift.time_zone,
        )  # fmt: skip
        other = rows.setdefault((telegram_id, shift.role, shift.starts_at), row)
        if other is not row:
            problem = f"this shift is already in line {other.line}"
            mistakes.append(FileMistake(name, shift.line, "DTSTART", problem, "Keep one of the events."))
    if mistakes:
        raise FileMistakes(mistakes)
    return apply_rota(session, rows.values(), by=by, now=now, dry_run=dry_run)


def _people(session: Session) -> People:
    held = select(Grant.role, Person.name, Person.telegram_id).join(Person, Person.id == Grant.person_id)
    people: People = {}
    for role, name, telegram_id in session.execute(held.where(Person.left_at.is_(None))):
        people.setdefault(role, []).append((" ".join(name.split()).casefold(), telegram_id))
    return people


def _who(shift: IcsShift, people: People) -> set[int]:
    """Whose name is one of the event's; else whose name stands in one of them."""
    theirs = people.get(shift.role, [])
    for name in shift.names:
        same = {telegram_id for known, telegram_id in theirs if known == name}
        if same:
            return same
    return {telegram_id for name in shift.names for known, telegram_id in theirs if _says(name, known)}


def _says(name: str, known: str) -> bool:
    at = name.find(known)
    around = (name[at - 1 : at] if at > 0 else "") + name[at + len(known) : at + len(known) + 1]
    return at >= 0 and not any(sign.isalnum() for sign in around)


def _nobody(name: str, shift: IcsShift, count: int) -> FileMistake:
    said = " / ".join(shift.names)[:60] or "nothing"
    problem = f"{count or 'no'} people with the role {shift.role} are meant by {said!r}"
    remedy = f"Write the person's name as the bot knows it, or {PERSON} with their Telegram id."
    return FileMistake(name, shift.line, "SUMMARY", problem, remedy)
