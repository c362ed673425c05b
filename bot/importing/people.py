"""people.csv: who is let in, with which roles. Read whole, planned, then written by actions.

The file says what is so for the people it names, and their roles are exactly those it lists. Nobody else is
touched. An empty cell leaves what is there; `-` removes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.importing.cells import (
    connection_in,
    if_said,
    language_in,
    level_in,
    name_in,
    phone_in,
    roles_in,
    telegram_id_in,
    zone_in,
)
from bot.importing.csvfile import CsvFile, CsvRow, read_csv
from bot.person.actions import change_settings, correct, grant, join, revoke
from bot.person.connection_actions import give_connection
from bot.person.models import Grant, Person
from bot.person.rules import Connection, Role

REQUIRED = ("telegram_id", "name", "roles")
OPTIONAL = ("language", "time_zone", "level", "phone", "provider", "vpn")


_FACTS = ("name", "language", "time_zone", "phone", "provider", "vpn")


@dataclass(frozen=True)
class PersonRow:
    """One row of people.csv. None: the file does not say. An empty phone, provider or VPN removes it."""

    line: int
    telegram_id: int
    name: str
    roles: tuple[Role, ...]
    language: str | None = None
    time_zone: str | None = None
    level: int | None = None
    phone: str | None = None
    provider: str | None = None
    vpn: str | None = None


@dataclass(frozen=True)
class Change:
    """What one row changes, in words: `line 3: Olga (1001): phone; + operator`."""

    line: int
    who: str
    what: tuple[str, ...]

    def __str__(self) -> str:
        return f"line {self.line}: {self.who}: {'; '.join(self.what)}"


@dataclass(frozen=True)
class Changes:
    """What an import changes, or would change; false when that is nothing."""

    rows: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __str__(self) -> str:
        return "\n".join(str(row) for row in self.rows) or "nothing to change"


def read_people(text: str, name: str = "people.csv") -> list[PersonRow]:
    """The rows of the file, or FileMistakes with everything that is wrong in it."""
    file = read_csv(text, name, required=REQUIRED, optional=OPTIONAL)
    rows = [read for row in file.rows if (read := _person_row(file, row)) is not None]
    seen: dict[int, int] = {}
    for row in rows:
        first = seen.setdefault(row.telegram_id, row.line)
        if first != row.line:
            problem = f"this person is already in line {first}"
            file.refuse(row.line, "telegram_id", problem, "Keep one row; several roles go into one cell.")
    file.stop_if_wrong()
    return rows


def apply_people(
    session: Session,
    rows: Iterable[PersonRow],
    *,
    language: str,
    time_zone: str,
    by: int | None,
    now: datetime,
    dry_run: bool = False,
) -> Changes:
    """Make it so, and say what changed; with `dry_run` only say it.

    `language` and `time_zone` are for new people of whom the file does not say.
    """
    plans = [plan for plan in _plans(session, list(rows)) if plan.what()]
    changes = Changes(tuple(Change(plan.row.line, plan.who(), plan.what()) for plan in plans))
    for plan in plans if not dry_run else []:
        plan.carry_out(session, language=language, time_zone=time_zone, by=by, now=now)
    return changes


@dataclass
class _Plan:
    """One row beside what the tables hold."""

    row: PersonRow
    person: Person | None
    held: dict[Role, int] = field(default_factory=dict)

    def who(self) -> str:
        return f"{self.row.name} ({self.row.telegram_id})"

    def facts(self) -> dict[str, str]:
        """The facts that the row changes, by column."""
        if self.person is None or self.person.left_at is not None:
            return {}
        said = {name: getattr(self.row, name) for name in _FACTS}
        known = {name: getattr(self.person, name) or "" for name in said}
        return {name: value for name, value in said.items() if value is not None and value != known[name]}

    def granted(self) -> dict[Role, int]:
        """Roles that are new or change their level."""
        wanted = {role: self.row.level or self.held.get(role, 1) for role in self.row.roles}
        return {role: level for role, level in wanted.items() if self.held.get(role) != level}

    def revoked(self) -> list[Role]:
        return [role for role in Role if role in self.held and role not in self.row.roles]

    def is_new(self) -> bool:
        """They are not let in now, and the row lets them in."""
        return bool(self.row.roles) and (self.person is None or self.person.left_at is not None)

    def what(self) -> tuple[str, ...]:
        added = [f"+ {role} (level {level})" for role, level in self.granted().items()]
        removed = [f"- {role}" for role in self.revoked()]
        return (*(["new"] if self.is_new() else []), *self.facts(), *added, *removed)

    def carry_out(
        self, session: Session, *, language: str, time_zone: str, by: int | None, now: datetime
    ) -> None:
        row, person = self.row, self.person
        if self.is_new():
            person = join(
                session,
                telegram_id=row.telegram_id,
                name=row.name,
                language=row.language or language,
                time_zone=row.time_zone or time_zone,
                phone=row.phone,
                by=by,
                now=now,
            )
        if person is None:
            return
        facts = self.facts()
        correct(session, person.id, name=facts.get("name"), phone=facts.get("phone"), by=by, now=now)
        spoken, zone = facts.get("language"), facts.get("time_zone")
        change_settings(session, person.id, language=spoken, time_zone=zone, by=by, now=now)
        connected = {kind: getattr(row, kind) for kind in Connection if getattr(row, kind) is not None}
        give_connection(session, person.id, connected, by=by, now=now)
        for role, level in self.granted().items():
            grant(session, person.id, role, level=level, by=by, now=now)
        for role in self.revoked():
            revoke(session, person.id, role, by=by, now=now)


def _plans(session: Session, rows: Sequence[PersonRow]) -> list[_Plan]:
    known = {person.telegram_id: person for person in session.scalars(select(Person))}
    held: dict[int, dict[Role, int]] = {}
    for given in session.scalars(select(Grant)):
        held.setdefault(given.person_id, {})[Role(given.role)] = given.level
    plans = [_Plan(row, known.get(row.telegram_id)) for row in rows]
    for plan in plans:
        plan.held = held.get(plan.person.id, {}) if plan.person is not None else {}
    return plans


def _person_row(file: CsvFile, row: CsvRow) -> PersonRow | None:
    before = len(file.mistakes)
    telegram_id = file.read(row, "telegram_id", telegram_id_in)
    name = file.read(row, "name", name_in)
    roles = file.read(row, "roles", roles_in)
    language = file.read(row, "language", if_said(language_in))
    time_zone = file.read(row, "time_zone", if_said(zone_in))
    level = file.read(row, "level", level_in)
    phone = file.read(row, "phone", if_said(phone_in))
    provider = file.read(row, "provider", if_said(connection_in))
    vpn = file.read(row, "vpn", if_said(connection_in))
    if len(file.mistakes) > before or telegram_id is None or name is None or roles is None:
        return None
    return PersonRow(row.line, telegram_id, name, roles, language, time_zone, level, phone, provider, vpn)
