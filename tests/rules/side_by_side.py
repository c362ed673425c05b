"""What two bots on one database must agree on, as lines: tables, timers, cards, states, buttons.

Written down anew, once VERSION is raised:  python -m tests.rules.side_by_side
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateIndex, CreateTable

from bot import schema, wiring
from bot.telegram.buttons import known_taps

FILE = Path(__file__).with_suffix(".txt")
RAISE = (
    "Two bots of one version work on one database side by side, and what they must agree on has changed.\n"
    "Raise VERSION in bot/schema.py (its last number, or REVISION with a migration), then write it down:\n"
    "python -m tests.rules.side_by_side"
)
"""What to do; the lines that differ follow."""


def agreed() -> list[str]:
    """What this program's bots take for granted of one another."""
    kinds = {"timer": wiring.JOBS, "card": wiring.DRAWERS, "delivered": wiring.RECEIVERS}
    names = [f"{what} {name}" for what, registered in kinds.items() for name in registered]
    return sorted({*_tables(), *names, *_words(), *_buttons()})


def written() -> tuple[str, list[str]]:
    """The version that stands in the file, and what it had."""
    version, *lines = FILE.read_text("utf-8").splitlines()
    return version, lines


def objection(version: str, lines: Sequence[str]) -> str:
    """Why this version with these lines may not go beside the one written down; empty when it may."""
    before, known = written()
    if (version, [*lines]) == (before, known):
        return ""
    gone = [f"- {line}" for line in known if line not in set(lines)]
    new = [f"+ {line}" for line in lines if line not in set(known)]
    return "\n".join([RAISE, f"written down: {before}, VERSION: {version}", *gone, *new])


def write_down(version: str, lines: Sequence[str]) -> None:
    """ValueError where the version is still the old one and what it has is not."""
    before, known = written() if FILE.exists() else ("", [])
    if version == before and [*lines] != known:
        raise ValueError(objection(version, lines))
    FILE.write_text("\n".join([version, *lines]) + "\n", "utf-8")


def _tables() -> Iterator[str]:
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    for table in schema.metadata.sorted_tables:
        for line in str(CreateTable(table).compile(dialect=dialect)).splitlines()[2:]:
            if line.strip() not in {"", ")"}:
                yield f"table {table.name}: {line.strip().rstrip(',').strip()}"
        for index in table.indexes:
            yield f"table {table.name}: {str(CreateIndex(index).compile(dialect=dialect)).strip()}"


def _words() -> Iterator[str]:
    """What rules call states and kinds; rows hold these words."""
    for model in schema.MODELS:
        package = model.__name__.rpartition(".")[0]
        if Path(str(model.__file__)).with_name("rules.py").exists():
            for thing in vars(importlib.import_module(f"{package}.rules")).values():
                if (
                    isinstance(thing, type)
                    and issubclass(thing, Enum)
                    and thing.__module__.startswith(package)
                ):
                    for one in thing:
                        yield f"word {package}.{thing.__name__}: {one.value}"


def _buttons() -> Iterator[str]:
    for prefix, tap in known_taps().items():
        if tap.__module__.startswith("bot."):
            yield f"button {prefix}: {' '.join(tap.model_fields)}".strip()


if __name__ == "__main__":
    try:
        write_down(schema.VERSION, agreed())
    except ValueError as wrong:
        sys.exit(str(wrong))
