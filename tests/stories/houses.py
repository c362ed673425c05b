"""The centre's file as another house would have it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.stories.night import RUNBOOKS

Change = tuple[str, str]
"""A piece of centre.yaml, and what stands there instead."""


def house(folder: Path, *changes: Change) -> Path:
    """A copy of runbooks/ in this folder with these changes of centre.yaml, each of which there must be."""
    books = folder / "books"
    shutil.copytree(RUNBOOKS, books)
    centre = books / "centre.yaml"
    written = centre.read_text("utf-8")
    for now, then in changes:
        assert now in written, f"centre.yaml has no {now!r} any more"
        written = written.replace(now, then)
    centre.write_text(written, "utf-8")
    return books


def chats_for(most: int) -> Change:
    """So many operators at most move to the chats."""
    return "    kind: chats\n", f"    kind: chats\n    most: {most}\n"


_TELEPHONY = '    title: {ru: "Телефония"'
PROBED: Change = (_TELEPHONY, f'    probe: {{http: "https://phone.example.com/"}}\n{_TELEPHONY}')
"""Whether the telephony works is asked from here."""
