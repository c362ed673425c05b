"""The languages that the screens are written in: every folder of bot/locales with texts is one."""

from __future__ import annotations

from pathlib import Path

SHELF = Path(__file__).parent / "locales"
_FIRST = "ru"


def on_shelf(shelf: Path) -> tuple[str, ...]:
    """The languages of this folder, the first one first, the others by name."""
    found = {folder.name for folder in shelf.iterdir() if any(folder.glob("*.ftl"))}
    return tuple(sorted(found, key=lambda language: (language != _FIRST, language)))


LANGUAGES = on_shelf(SHELF)
"""The first one is spoken where nobody chose."""
