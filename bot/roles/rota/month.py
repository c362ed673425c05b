"""One role's month as it is painted: who is on duty on which days, and where nobody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from babel.dates import format_date, get_day_names
from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.rota.models import Shift
from bot.rota.queries import gaps, shifts_between
from bot.rota.rules import Gap, Span
from bot.telegram.drawing import clean
from bot.telegram.texts import Texts, city
from bot.zone import moment_of

A_PAGE = 40
"""So many people fit into one picture that a phone still shows sharply."""


@dataclass(frozen=True)
class Day:
    """From midnight to midnight in the reader's zone. `turned`: by how much its clocks are turned."""

    starts_at: datetime
    ends_at: datetime
    date: date
    turned: timedelta

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() > 4


@dataclass(frozen=True)
class Row:
    """One person's shifts. `own`: it is the reader."""

    name: str
    own: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Month:
    """All that the painter needs, words included. `page` of `pages`: the first is 0."""

    title: str
    place: str
    nobody: str
    weekdays: tuple[str, ...]
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    now: datetime
    page: int = 0
    pages: int = 1

    def turned(self) -> list[Day]:
        """The days on which the clocks change."""
        return [day for day in self.days if day.turned]


def month_of(
    session: Session,
    role: Role,
    first: date,
    texts: Texts,
    *,
    reader: int | None,
    now: datetime,
    page: int = 0,
) -> Month:
    """The month that begins on this day, by this reader's clock, their own row on top."""
    days = days_from(first, texts)
    starts_at, ends_at = days[0].starts_at, days[-1].ends_at
    people = {person.id: person for person in people_with(session, role)}
    shifts = [one for one in shifts_between(session, starts_at, ends_at) if one.role == role]
    rows = _rows(shifts, people, reader)
    pages = max((len(rows) - 1) // A_PAGE, 0) + 1
    page = min(page, pages - 1)
    return Month(
        title=f"{role_title(role, texts)} · {month_name(first, texts)}",
        place=city(texts.zone.key, texts.language),
        nobody=texts("rota-nobody"),
        weekdays=_weekdays(texts.language),
        days=days,
        rows=rows[page * A_PAGE : (page + 1) * A_PAGE],
        gaps=tuple(gaps(session, role, starts_at, ends_at)),
        now=now,
        page=page,
        pages=pages,
    )


def role_title(role: Role, texts: Texts) -> str:
    """Those who hold it: "Сисадмины"."""
    return texts(f"rota-of-{role.replace('_', '-')}")


def month_name(first: date, texts: Texts) -> str:
    """The month that begins on this day: "ноябрь 2026"."""
    return format_date(first, "LLLL y", locale=texts.language)


def days_from(first: date, texts: Texts) -> tuple[Day, ...]:
    """Every day of the month that begins on this one."""
    following = (first + timedelta(days=31)).replace(day=1)
    count = (following - first).days
    dates = [first + timedelta(days=number) for number in range(count + 1)]
    midnights = [moment_of(datetime(one.year, one.month, one.day), texts.zone) for one in dates]  # noqa: DTZ001
    usual = timedelta(days=1)
    return tuple(
        Day(begins, ends, one, usual - (ends - begins))
        for one, (begins, ends) in zip(dates, pairwise(midnights), strict=False)
    )


def _rows(shifts: Sequence[Shift], people: dict[int, Person], reader: int | None) -> tuple[Row, ...]:
    """A row for each person who holds the role and has shifts; the reader first, then by level and name."""
    spans: dict[int, list[Span]] = {}
    for shift in shifts:
        if shift.person_id in people:
            spans.setdefault(shift.person_id, []).append(Span(shift.starts_at, shift.ends_at, shift.level))

    def place(person_id: int) -> tuple[bool, int, str, int]:
        level = min(span.level for span in spans[person_id])
        return person_id != reader, level, people[person_id].name.casefold(), person_id

    return tuple(
        Row(" ".join(clean(people[one].name).split()), one == reader, tuple(spans[one]))
        for one in sorted(spans, key=place)
    )


def _weekdays(language: str) -> tuple[str, ...]:
    names = get_day_names("short", "stand-alone", language)
    return tuple(str(names[number]) for number in range(7))
