"""Commands that only read: an incident's history, who is let in, the runbooks."""

from __future__ import annotations

import difflib
import json
import sys
from argparse import Namespace
from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.cli.failing import CannotStart
from bot.cli.house import centre_of, opened, texts_of
from bot.errors import Mistake
from bot.person.models import Person
from bot.person.queries import grants_of, people
from bot.report.queries import as_json, last_incident, names_of_all, story
from bot.report.rules import printable
from bot.runbook.drawing import mermaid, svg
from bot.runbook.reading import read_runbooks
from bot.runbook.rules import Runbook
from bot.settings import Settings, load_settings
from bot.telegram.texts import Texts


class UnknownRunbook(Mistake):
    """Values: `name`, `known`, `nearest` (perhaps empty)."""

    key = "unknown-runbook"

    def __str__(self) -> str:
        nearest = f" Did you mean {self.values['nearest']}?" if self.values["nearest"] else ""
        return "there is no runbook {name}. There are: {known}.".format(**self.values) + nearest


def history(wanted: Namespace) -> int:
    """One incident, as a story or as data."""
    settings = load_settings()
    texts = texts_of(settings, wanted.language)
    with opened(settings) as db:
        number = wanted.incident or db.read_here(last_incident)
        if number is None:
            raise CannotStart("nothing has happened yet: there is no incident")
        told = db.read_here(as_json, number)
        lines = db.read_here(_lines, number, texts) if not wanted.json else []
    print(json.dumps(told, ensure_ascii=False, indent=2) if wanted.json else "\n".join(lines))
    if not told["whole"]:
        print(
            "warning: this history was changed after it was written: its hashes do not fit", file=sys.stderr
        )
    return 0


def people_let_in(_: Namespace) -> int:
    """A line a person."""
    settings = load_settings()
    texts = texts_of(settings)
    with opened(settings) as db:
        rows = db.read_here(_rows, texts)
    if not rows:
        print("Nobody is let in yet. Invite somebody: nightshift invite --role administrator")
        return 0
    for line in _in_columns([("telegram id", "name", "roles", "language", "clock", "reached"), *rows]):
        print(line)
    return 0


def runbook_list(_: Namespace) -> int:
    """A line a runbook."""
    settings = load_settings()
    language = texts_of(settings).language
    books = _runbooks(settings)
    rows = [(name, book.title.to(language), f"{len(book.steps)} steps") for name, book in books.items()]
    for line in _in_columns(rows):
        print(line)
    return 0


def runbook_draw(wanted: Namespace) -> int:
    """One runbook as Mermaid text or SVG, printed or into a file."""
    settings = load_settings()
    books = _runbooks(settings)
    book = books.get(wanted.name.removesuffix(".yaml"))
    if book is None:
        nearest = next(iter(difflib.get_close_matches(wanted.name, books, n=1)), "")
        raise UnknownRunbook(name=wanted.name, known=", ".join(books), nearest=nearest)
    language = texts_of(settings, wanted.language).language
    as_svg = (wanted.format or ("svg" if _names_svg(wanted) else "mermaid")) == "svg"
    picture = (svg if as_svg else mermaid)(book, language)
    if wanted.output is None:
        print(picture, end="")
    else:
        wanted.output.write_text(picture, encoding="utf-8")
        print(f"drawn: {wanted.output}")
    return 0


def _names_svg(wanted: Namespace) -> bool:
    return wanted.output is not None and wanted.output.suffix.lower() == ".svg"


def _runbooks(settings: Settings) -> dict[str, Runbook]:
    return read_runbooks(settings.runbooks_dir, centre_of(settings))


def _lines(session: Session, number: int, texts: Texts) -> list[str]:
    return story(session, number, texts, names_of_all(session))


def _rows(session: Session, texts: Texts) -> list[tuple[str, ...]]:
    return [
        (
            str(person.telegram_id),
            printable(person.name, most=40),
            ", ".join(f"{held.role} {held.level}" for held in grants_of(session, person.id)),
            person.language,
            person.time_zone,
            _reached(person, texts),
        )
        for person in people(session)
    ]


def _reached(person: Person, texts: Texts) -> str:
    if person.started_at is None:
        return "never pressed Start"
    if person.unreachable_at is not None:
        since = person.unreachable_at.astimezone(texts.zone)
        return f"no, {person.unreachable_why} since {since:%Y-%m-%d %H:%M}"
    return "yes"


def _in_columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
