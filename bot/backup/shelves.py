"""Pictures beside the backups: each once, however many backups speak of it, and gone when the shelf drops it.

Their names are the hashes of their bytes, so a copy can be proved, and never has to be made twice.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bot.backup.paper import on_the_disk, sha256_of
from bot.picture.rules import EXTENSIONS, Kind

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_KINDS = {str(kind) for kind in Kind}


class Mirrored(NamedTuple):
    """How many pictures are there now, how many came or went, and the hashes of those that are missing."""

    there: int
    came: int
    went: int
    missing: tuple[str, ...]


def mirror(backup: Path, shelf: Path, beside: Path) -> Mirrored:
    """Make `beside` hold exactly the pictures that this backup speaks of."""
    wanted = _pictures_in(backup)
    if wanted:
        beside.mkdir(mode=0o700, exist_ok=True)
    came, missing = _bring(wanted, shelf, beside)
    stale = [path for path in beside.glob("[0-9a-f][0-9a-f]/*") if path.stem not in wanted]
    for path in stale:
        path.unlink(missing_ok=True)
    return Mirrored(len(wanted) - len(missing), came, len(stale), missing)


def give_back(backup: Path, beside: Path, shelf: Path) -> Mirrored:
    """Put what the shelf lacks of this backup's pictures back onto it; nothing is taken off."""
    wanted = _pictures_in(backup)
    if wanted:
        shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    came, missing = _bring(wanted, beside, shelf)
    return Mirrored(len(wanted) - len(missing), came, 0, missing)


def _bring(wanted: dict[str, Path], source: Path, target: Path) -> tuple[int, tuple[str, ...]]:
    """Copy what is not there yet. How many came, and the hashes of those that were nowhere."""
    came, missing = 0, []
    for sha256, name in wanted.items():
        if (target / name).exists():
            continue
        if _copied(source / name, target / name, sha256):
            came += 1
        else:
            missing.append(sha256)
    return came, tuple(missing)


def _pictures_in(backup: Path) -> dict[str, Path]:
    """Their place on a shelf, by hash, as bot/picture/keeping.py lays them. Anything else is no picture."""
    with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT sha256, mime FROM pictures WHERE dropped_at IS NULL").fetchall()
    return {
        sha256: Path(sha256[:2], f"{sha256}.{EXTENSIONS[Kind(mime)]}")
        for sha256, mime in rows
        if mime in _KINDS and _HASH.fullmatch(sha256)
    }


def _copied(source: Path, target: Path, sha256: str) -> bool:
    """Whole or not at all, and only if it is what its name says."""
    if not source.is_file() or sha256_of(source) != sha256:
        return False
    target.parent.mkdir(mode=0o700, exist_ok=True)
    half = target.parents[1] / f".{target.name}.half"
    half.unlink(missing_ok=True)
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(source.read_bytes())
        opened.flush()
        os.fsync(opened.fileno())
    half.replace(target)
    on_the_disk(target.parent)
    return True
