"""Databases of which a test takes quick copies: a file, or one on a server."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests import postgresql


class Template(Protocol):
    """May be handed to other processes."""

    def copy(self, folder: Path) -> str:
        """The address of a new database with the same rows; a file lies in this folder."""

    def remove(self, url: str) -> None:
        """Nobody needs this copy any more. A file goes with its folder."""


@dataclass(frozen=True)
class FileTemplate:
    """A SQLite file that nobody has open."""

    file: Path

    def copy(self, folder: Path) -> str:
        return f"sqlite:///{shutil.copy(self.file, folder / 'night.sqlite')}"

    def remove(self, url: str) -> None:
        pass


@dataclass(frozen=True)
class ServerTemplate:
    """A PostgreSQL database that nobody has open."""

    folder: str
    name: str

    def copy(self, folder: Path) -> str:
        return postgresql.made(self.folder, self.name)

    def remove(self, url: str) -> None:
        postgresql.drop(url)


def template_at(url: str, server: postgresql.Server) -> ServerTemplate:
    """From now on this database only serves to be copied."""
    return ServerTemplate(server.folder, postgresql.name_of(url))
