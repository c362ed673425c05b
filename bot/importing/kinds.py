"""Which of the files it is, told from the file itself."""

from __future__ import annotations

from typing import Literal

from bot.errors import FileMistake, FileMistakes
from bot.importing import patterns, people, rota
from bot.importing.csvfile import columns_of

Kind = Literal["people", "rota", "patterns"]
_COLUMNS: dict[Kind, tuple[str, ...]] = {
    "people": people.REQUIRED,
    "rota": rota.REQUIRED,
    "patterns": patterns.REQUIRED,
}


def kind_of(text: str, name: str) -> Kind:
    """Which of the CSV files this is, by its first line; FileMistakes when it is none of them."""
    columns = columns_of(text)
    score = {kind: len(columns & {*known}) for kind, known in _COLUMNS.items()}
    best = max(score.values())
    likely = [kind for kind in score if score[kind] == best]
    if not best or len(likely) > 1:
        shown = ", ".join(f"{','.join(known)} for {kind}" for kind, known in _COLUMNS.items())
        problem, remedy = "the first line names no columns that are known", f"It starts with {shown}."
        raise FileMistakes([FileMistake(name, 1, "", problem, remedy)])
    return likely[0]
