"""rota.csv: who is on duty when. A row puts a shift on the rota; with `-` as its end it takes it off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import FileMistake, FileMistakes
from bot.importing.cells import NOTHING, if_said, level_in, moment_in, role_in, telegram_id_in, zone_in
from bot.importing.csvfile import CsvFile, CsvRow, read_csv
from bot.importing.people import Change, Changes
from bot.person.models import Grant, Person
from bot.person.rules import Role
from bot.rota.actions import put_shift, remove_shift
from bot.rota.models import Shift
from bot.rota.rules import LONGEST_SHIFT

REQUIRED = ("telegram_id", "role", "starts_at", "ends_at")
OPTIONAL = ("level", "time_zone")

Key = tuple[int, Role, datetime]


@dataclass(frozen=True)
class ShiftRow:
    """One row of rota.csv, in UTC. `ends_at` None: the shift that starts then is taken off the rota."""

    file: str
    line: int
    telegram_id: int
    role: Role
    starts_at: datetime
    ends_at: datetime | None
    level: int | None = None
    time_zone: str | None = None


def read_rota(text: str, name: str = "rota.csv") -> list[ShiftRow]:
    """The rows of the file, or FileMistakes with everything that is wrong in it."""
    file = read_csv(text, name, required=REQUIRED, optional=OPTIONAL)
    rows = [read for row in file.rows if (read := _shift_row(file, row)) is not None]
    seen: dict[Key, int] = {}
    for row in rows:
        first = seen.setdefault((row.telegram_id, row.role, row.starts_at), row.line)
        if first != row.line:
            problem = f"this shift is already in line {first}"
            file.refuse(row.line, "starts_at", problem, "Keep one of the rows.")
    file.stop_if_wrong()
    return rows


def apply_rota(
    session: Session, rows: Iterable[ShiftRow], *, by: int | None, now: datetime, dry_run: bool = False
) -> Changes:
    """Make it so, and say what changed; with `dry_run` only say it.

    FileMistakes, and nothing written, where a person is unknown or has no such role, or where somebody
    would be on duty twice in one role.
    """
    plans = _plans(session, list(rows), now)
    changed = [plan for plan in plans if plan.what()]
    changes = Changes(tuple(Change(plan.row.line, plan.who(), (plan.what(),)) for plan in changed))
    for plan in changed if not dry_run else []:
        plan.carry_out(session, by=by, now=now)
    return changes


@dataclass(frozen=True)
class _Plan:
    """One row beside what the tables hold; `level` is the row's, else the one of the person's role."""

    row: ShiftRow
    person: Person
    level: int
    shift: Shift | None
    now: datetime

    def who(self) -> str:
        return f"{self.person.name} ({self.row.telegram_id})"

    def what(self) -> str:
        row, shift = self.row, self.shift
        start = f"{row.role} {_shown(row.starts_at)}"
        if row.ends_at is None:
            return f"- {start}" if shift is not None and shift.ends_at > self.now else ""
        new = f"to {_shown(row.ends_at)}, level {self.level}"
        if shift is None:
            return f"+ {start} {new}"
        if (shift.ends_at, shift.level) != (row.ends_at, self.level):
            return f"{start}: was to {_shown(shift.ends_at)}, level {shift.level}; now {new}"
        return f"{start}: planned in {row.time_zone}" if row.time_zone not in {None, shift.time_zone} else ""

    def carry_out(self, session: Session, *, by: int | None, now: datetime) -> None:
        row, person_id = self.row, self.person.id
        if row.ends_at is None:
            remove_shift(session, person_id=person_id, role=row.role, starts_at=row.starts_at, by=by, now=now)
            return
        put_shift(
            session,
            person_id=person_id,
            role=row.role,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            level=self.level,
            time_zone=row.time_zone,
            by=by,
            now=now,
        )


def _plans(session: Session, rows: Sequence[ShiftRow], now: datetime) -> list[_Plan]:
    people = {
        person.telegram_id: person
        for person in session.scalars(select(Person).where(Person.left_at.is_(None)))
    }
    levels = {(held.person_id, held.role): held.level for held in session.scalars(select(Grant))}
    shifts = {(one.person_id, one.role, one.starts_at): one for one in session.scalars(select(Shift))}
    plans, mistakes = [], []
    for row in rows:
        person = people.get(row.telegram_id)
        level = levels.get((person.id, row.role)) if person is not None else None
        if person is None or level is None:
            mistakes.append(_stranger(row, person))
        else:
            shift = shifts.get((person.id, row.role, row.starts_at))
            plans.append(_Plan(row, person, row.level or level, shift, now))
    mistakes += _twice_on_duty(plans, shifts.values())
    if mistakes:
        raise FileMistakes(mistakes)
    return plans


def _stranger(row: ShiftRow, person: Person | None) -> FileMistake:
    remedy = "Give it to them first, in people.csv or by an invitation."
    if person is None:
        problem = f"nobody is known by the Telegram id {row.telegram_id}"
        return FileMistake(row.file, row.line, "telegram_id", problem, "Let them in first, in people.csv.")
    return FileMistake(row.file, row.line, "role", f"{person.name} does not have the role {row.role}", remedy)


def _twice_on_duty(plans: Sequence[_Plan], shifts: Iterable[Shift]) -> list[FileMistake]:
    """Rows whose shift overlaps another one of the same person and role, in the file or on the rota."""
    planned = {(plan.person.id, plan.row.role.value, plan.row.starts_at): plan for plan in plans}
    spans: dict[tuple[int, str], list[tuple[datetime, datetime, _Plan | None]]] = {}
    for shift in shifts:
        if (shift.person_id, shift.role, shift.starts_at) not in planned:
            spans.setdefault((shift.person_id, shift.role), []).append((shift.starts_at, shift.ends_at, None))
    for (person_id, role, starts_at), plan in planned.items():
        if plan.row.ends_at is not None:
            spans.setdefault((person_id, role), []).append((starts_at, plan.row.ends_at, plan))
    mistakes = []
    for theirs in spans.values():
        for first, second in pairwise(sorted(theirs, key=lambda span: span[:2])):
            later = second[2] or first[2]
            if second[0] < first[1] and later is not None:
                mistakes.append(_overlap(later, first if later is second[2] else second))
    return mistakes


def _overlap(plan: _Plan, other: tuple[datetime, datetime, _Plan | None]) -> FileMistake:
    where = f"of line {other[2].row.line}" if other[2] is not None else "on the rota"
    problem = f"it overlaps the shift {where}, {_shown(other[0])} to {_shown(other[1])}"
    remedy = f"Change one of them; a row with that start and {NOTHING} as ends_at takes a shift off the rota."
    return FileMistake(plan.row.file, plan.row.line, "starts_at", problem, remedy)


def _shift_row(file: CsvFile, row: CsvRow) -> ShiftRow | None:
    before = len(file.mistakes)
    telegram_id = file.read(row, "telegram_id", telegram_id_in)
    role = file.read(row, "role", role_in)
    zone = file.read(row, "time_zone", if_said(zone_in))
    moment = partial(moment_in, zone=zone)
    starts_at = file.read(row, "starts_at", moment)
    ends_at = file.read(row, "ends_at", lambda cell: None if cell == NOTHING else moment(cell))
    level = file.read(row, "level", level_in)
    if len(file.mistakes) > before or telegram_id is None or role is None or starts_at is None:
        return None
    if ends_at is not None and not _good_length(file, row.line, starts_at, ends_at):
        return None
    return ShiftRow(file.name, row.line, telegram_id, role, starts_at, ends_at, level, zone)


def _good_length(file: CsvFile, line: int, starts_at: datetime, ends_at: datetime) -> bool:
    if ends_at <= starts_at:
        remedy = "A shift over midnight ends on the next day: look at the date."
        file.refuse(line, "ends_at", "the shift ends before it starts", remedy)
        return False
    if ends_at - starts_at > LONGEST_SHIFT:
        problem = f"the shift lasts {(ends_at - starts_at).days} days"
        file.refuse(line, "ends_at", problem, f"At most {LONGEST_SHIFT.days} days: look at the month.")
        return False
    return True


def _shown(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
