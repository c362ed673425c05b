"""Commands about what is not kept: what time has run out for, and what a person asks to be forgotten."""

from __future__ import annotations

import asyncio
import os
import sys
import zipfile
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cli.failing import CannotStart
from bot.cli.house import centre_of, clock_of, opened
from bot.db import Database
from bot.forgetting.erasing import erase
from bot.forgetting.exporting import as_text, export, pictures_of
from bot.forgetting.sweeping import Sweeper, due, limits_at
from bot.person.models import Person
from bot.picture.actions import mark_dropped
from bot.picture.keeping import Shelf
from bot.picture.queries import mimes_of
from bot.settings import load_settings


def forget(wanted: Namespace) -> int:
    """What has been kept long enough, or how much that is."""
    settings = load_settings()
    timings, clock = centre_of(settings).timings, clock_of(settings)
    with opened(settings) as db:
        if wanted.dry_run:
            limits = limits_at(clock.now(), timings)
            swept = db.read_here(due, limits)
            for (what, count), before in zip(swept._asdict().items(), limits, strict=True):
                print(f"{what}: {count} from before {before:%Y-%m-%d %H:%M} UTC")
            print("Nothing was removed.")
            return 0
        shelf = Shelf(settings.pictures_dir)
        swept = asyncio.run(Sweeper(db, clock, lambda: timings, shelf).once())
    print("Removed: {} pictures, {} updates, {} messages.".format(*swept))
    return 0


def person_export(wanted: Namespace) -> int:
    """What the database holds of one person: printed, or into a file; .zip: with their pictures."""
    settings = load_settings()
    now, shelf = clock_of(settings).now(), Shelf(settings.pictures_dir)
    with opened(settings) as db:
        exported = db.write_here(export, db.read_here(_named, wanted.person), by=None, now=now)
        kinds = db.read_here(mimes_of, pictures_of(exported))
    if wanted.output is None:
        print(as_text(exported), end="")
        return 0
    with _private(wanted.output) as file:
        if wanted.output.suffix.lower() == ".zip":
            _zip(file, as_text(exported), [shelf.path(*one) for one in kinds.items()])
        else:
            file.write(as_text(exported).encode())
    print(f"written: {wanted.output}")
    return 0


def person_erase(wanted: Namespace) -> int:
    """Forget one person, after the question whether that is meant."""
    settings = load_settings()
    with opened(settings) as db:
        person_id = db.read_here(_named, wanted.person)
        if not wanted.yes and not _meant(wanted.person):
            print("Nothing was changed.")
            return 0
        done = db.write_here(erase, person_id, by=None, now=clock_of(settings).now())
        shelf = Shelf(settings.pictures_dir)
        asyncio.run(_drop(db, shelf, done.pictures, clock_of(settings).now()))
    print(
        f"Erased: they are #{done.person} now. {done.updates} raw updates, {done.words} words in the history "
        f"and {len(done.pictures)} pictures are gone."
    )
    if done.named_in:
        numbers = ", ".join(map(str, done.named_in))
        print(f"Others wrote their name, which no program may judge: look at incidents {numbers}.")
    print("Backups made before still have all of it, the oldest for three months.")
    return 0


async def _drop(db: Database, shelf: Shelf, pictures: Sequence[str], now: datetime) -> None:
    for sha256 in pictures:
        await shelf.drop(sha256)
        await db.write(mark_dropped, sha256, now=now)


def _named(session: Session, name: str) -> int:
    """By name, Telegram id, or `#17`; also somebody who has left."""
    known = [one for one in session.scalars(select(Person)) if name.casefold() in _called(one)]
    if len(known) != 1:
        many = f"{len(known)} people are" if known else "nobody is"
        remedy = "Give the Telegram id, which `nightshift people` shows, or the number as #17."
        raise CannotStart(f"{many} called {name!r}. {remedy}")
    return known[0].id


def _called(person: Person) -> set[str]:
    return {person.name.casefold(), str(person.telegram_id), f"#{person.id}"}


def _meant(name: str) -> bool:
    """Whoever is asked in a pipe says no."""
    if not sys.stdin.isatty():
        raise CannotStart("this cannot be undone. Say that it is meant: nightshift person erase NAME --yes")
    return input(f"Erase {name} for ever? Write yes: ").strip().lower() == "yes"


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """Nobody else may read it, also where a file stood that everybody could."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(handle, 0o600)
    with os.fdopen(handle, "wb") as file:
        yield file


def _zip(file: IO[bytes], text: str, pictures: Sequence[Path]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("person.json", text)
        for picture in pictures:
            if picture.is_file():
                packed.write(picture, f"pictures/{picture.name}")
