"""One revision of the database in particular, forward or back: for whoever tries a migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.db import file_of, is_postgresql
from bot.errors import Mistake
from bot.migrating import MIGRATIONS, current_revision, downgrade, migration_engine, upgrade

BASE = "base"


class UnknownRevision(Mistake):
    """Values: `revision`, `known`."""

    key = "unknown-revision"

    def __str__(self) -> str:
        return "there is no revision {revision}. There are: {known}.".format(**self.values)


def revisions() -> list[str]:
    """All of them, the first one first."""
    return sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def go_to(url: str, revision: str) -> tuple[str | None, str | None, Path | None]:
    """Go there; an existing file is copied first. Returns revision before, after, and the copy."""
    known = [BASE, *revisions()]
    wanted = known[-1] if revision == "head" else revision
    if wanted not in known:
        raise UnknownRevision(revision=revision, known=", ".join(known))
    before = current_revision(url)
    copy = None
    if not is_postgresql(url):
        copy = _copied(file_of(url), before) if before is not None else None
        file_of(url).parent.mkdir(parents=True, exist_ok=True)
    engine = migration_engine(url)
    try:
        with engine.begin() as connection:
            if known.index(wanted) < known.index(before or BASE):
                downgrade(connection, wanted)
            else:
                upgrade(connection, wanted)
    finally:
        engine.dispose()
    return before, current_revision(url), copy


def _copied(file: Path, revision: str) -> Path:
    number, copy = 1, file.with_name(f"{file.name}.before-leaving-{revision}")
    while copy.exists():
        number += 1
        copy = file.with_name(f"{file.name}.before-leaving-{revision}.{number}")
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy
