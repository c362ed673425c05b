"""What a database's address says: which kind of database, and how to name it without its password."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url


def is_postgresql(url: str) -> bool:
    """Whether a server keeps it; otherwise it is a SQLite file."""
    return url.startswith("postgresql")


def file_of(url: str) -> Path:
    """The file behind a SQLite URL."""
    return Path(str(make_url(url).database))


def place_of(url: str) -> str:
    """What people are told: the file's path, or the server and its database without the password."""
    if not is_postgresql(url):
        return str(file_of(url))
    whole = make_url(url).set(drivername="postgresql", query={})
    return whole.render_as_string(hide_password=True)
