"""patterns.csv: shifts that come again. A row makes a pattern, or changes its end, level and last day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import FileMistake, FileMistakes
from bot.importing.cells import (
    day_in,
    if_said,
    level_in,
    role_in,
    round_in,
    telegram_id_in,
    time_in,
    weekdays_out,
    zone_in,
)
from bot.importing.csvfile import CsvFile, CsvRow, read_csv
from bot.importing.people import Change, Changes
from bot.person.models import Grant, Person
from bot.person.rules import Role
from bot.rota.models import Pattern
from bot.rota.pattern_actions import pattern_of, put_pattern, same_pattern

REQUIRED = ("telegram_id", "role", "days", "starts", "ends", "first_day")
OPTIONAL = ("last_day", "time_zone", "level")


@dataclass(frozen=True)
class PatternRow:
    """One row of patterns.csv. No last day: open. No zone: the centre's. No level: the one of the role."""

    file: str
    line: int
    telegram_id: int
    role: Role
    days: tuple[int, int] | frozenset[int]
    starts: time
    ends: time
    first_day: date
    last_day: date | None = None
    time_zone: str | None = None
    level: int | None = None


def read_patterns(text: str, name: str = "patterns.csv") -> list[PatternRow]:
    """The rows of the file, or FileMistakes with everything that is wrong in it."""
    file = read_csv(text, name, required=REQUIRED, optional=OPTIONAL)
    rows = [read for row in file.rows if (read := _row(file, row)) is not None]
    file.stop_if_wrong()
    return rows


def apply_patterns(
    session: Session,
    rows: Iterable[PatternRow],
    *,
    time_zone: str,
    by: int | None,
    now: datetime,
    dry_run: bool = False,
) -> Changes:
    """Make it so, and say what changed; with `dry_run` only say it. `time_zone` is for rows without one.

    FileMistakes, and nothing written, where a person is unknown or has no such role.
    """
    rows = list(rows)
    people = _people(session, rows)
    changed: list[Change] = []
    for row in rows:
        person = people[row.telegram_id]
        facts = _facts(row, person.id, time_zone)
        what = _what(session, pattern_of(**facts, by=by, now=now))
        if what:
            changed.append(Change(row.line, f"{person.name} ({row.telegram_id})", (what,)))
        if what and not dry_run:
            put_pattern(session, **facts, by=by, now=now)
    return Changes(tuple(changed))


def _people(session: Session, rows: Iterable[PatternRow]) -> dict[int, Person]:
    known = {
        person.telegram_id: person
        for person in session.scalars(select(Person).where(Person.left_at.is_(None)))
    }
    mistakes = []
    for row in rows:
        person = known.get(row.telegram_id)
        if person is None:
            problem = f"nobody is known by the Telegram id {row.telegram_id}"
            remedy = "Let them in first, in people.csv."
            mistakes.append(FileMistake(row.file, row.line, "telegram_id", problem, remedy))
        elif session.get(Grant, (person.id, row.role)) is None:
            problem = f"{person.name} does not have the role {row.role}"
            remedy = "Give it to them first, in people.csv or by an invitation."
            mistakes.append(FileMistake(row.file, row.line, "role", problem, remedy))
    if mistakes:
        raise FileMistakes(mistakes)
    return known


def _facts(row: PatternRow, person_id: int, time_zone: str) -> dict[str, Any]:
    days: dict[str, Any] = {"weekdays": row.days}
    if isinstance(row.days, tuple):
        days = {"days_on": row.days[0], "days_off": row.days[1]}
    return days | {
        "person_id": person_id,
        "role": row.role,
        "starts": row.starts,
        "ends": row.ends,
        "time_zone": row.time_zone or time_zone,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "level": row.level,
    }


def _what(session: Session, wanted: Pattern) -> str:
    """What the row changes, in words; empty for nothing."""
    there, new = same_pattern(session, wanted), _shown(wanted)
    if there is None:
        return f"+ {new}"
    was = _shown(there)
    return "" if was == new else f"was {was}; now {new}"


def _shown(pattern: Pattern) -> str:
    days = f"{pattern.days_on}/{pattern.days_off}"
    if pattern.weekdays is not None:
        days = weekdays_out(map(int, pattern.weekdays))
    until = f"to {pattern.last_day}" if pattern.last_day else "open"
    level = f", level {pattern.level}" if pattern.level else ""
    hours = f"{pattern.starts}-{pattern.ends} {pattern.time_zone}"
    return f"{pattern.role} {days} {hours} from {pattern.first_day}, {until}{level}"


def _row(file: CsvFile, row: CsvRow) -> PatternRow | None:
    before = len(file.mistakes)
    telegram_id = file.read(row, "telegram_id", telegram_id_in)
    role = file.read(row, "role", role_in)
    days = file.read(row, "days", round_in)
    starts, ends = file.read(row, "starts", time_in), file.read(row, "ends", time_in)
    first_day = file.read(row, "first_day", day_in)
    last_day = file.read(row, "last_day", lambda cell: day_in(cell) if cell else None)
    zone = file.read(row, "time_zone", if_said(zone_in))
    level = file.read(row, "level", level_in)
    if last_day is not None and first_day is not None and last_day < first_day:
        file.refuse(row.line, "last_day", "it is before the first day", "Look at both dates.")
    if len(file.mistakes) > before or telegram_id is None or role is None or days is None:
        return None
    if starts is None or ends is None or first_day is None:
        return None
    return PatternRow(
        file.name, row.line, telegram_id, role, days, starts, ends, first_day, last_day, zone, level
    )
