"""The runbooks folder as it reads now: an edit at 3 a.m. counts from the next incident on."""

from __future__ import annotations

import logging
from pathlib import Path

from bot.centre.reading import CENTRE_FILE, read_centre
from bot.centre.rules import Centre
from bot.errors import FileMistakes
from bot.runbook.actions import Paper
from bot.runbook.reading import address, read_runbooks, to_json
from bot.runbook.rules import About, Runbook

log = logging.getLogger(__name__)


class Library:
    """Every runbook and the centre's file. The first reading must succeed; later, mistakes keep the old."""

    def __init__(self, folder: Path) -> None:
        """Raises FileMistakes."""
        self._folder = folder
        self._seen = self._stamps()
        self.mistakes: FileMistakes | None = None
        self._read()

    def look(self) -> None:
        """Read again if a file changed. Mistakes are logged, and what was read before stays."""
        stamps = self._stamps()
        if stamps == self._seen:
            return
        self._seen = stamps
        try:
            self._read()
        except FileMistakes as mistakes:
            self.mistakes = mistakes
            log.warning("action=runbooks_kept_old mistakes=%s", mistakes)

    @property
    def main(self) -> str:
        """The name of the one runbook that is about software."""
        return next(name for name, book in self.runbooks.items() if book.about is About.SOFTWARE)

    def _read(self) -> None:
        self.centre: Centre = read_centre(self._folder / CENTRE_FILE)
        self.runbooks: dict[str, Runbook] = read_runbooks(self._folder, self.centre)
        self.centre_paper = _paper("centre", self.centre)
        self.papers = {name: _paper(name, book) for name, book in self.runbooks.items()}
        self.mistakes = None

    def _stamps(self) -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in sorted(self._folder.glob("*.y*ml"))}


def _paper(name: str, facts: Runbook | Centre) -> Paper:
    body = to_json(facts)
    return Paper(name, address(body), body)
