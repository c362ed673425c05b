"""CSV as spreadsheets write it: every mistake by its line and column, and nothing guessed.

Cells are texts and stay texts, also those that a spreadsheet would run as a formula.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.errors import FileMistake, FileMistakes
from bot.yamlfile import nearest

LARGEST_CHARACTERS = 2_000_000
_SEPARATORS = ",;\t"
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_UTF8 = "Save it again as “CSV UTF-8”."

T = TypeVar("T")


class CellMistake(Exception):
    """What is wrong with one cell, and what to write instead; becomes a FileMistake with its place."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class CsvRow:
    """One row: the line it starts on, counted from 1, and its cells by column; an absent column is empty."""

    line: int
    cells: Mapping[str, str]


@dataclass
class CsvFile:
    """A file being read: its rows, and the mistakes found so far."""

    name: str
    rows: list[CsvRow]
    mistakes: list[FileMistake] = field(default_factory=list)

    def read(self, row: CsvRow, column: str, parse: Callable[[str], T]) -> T | None:
        """The cell as `parse` understands it; None where that raises a CellMistake, which is kept."""
        try:
            return parse(row.cells.get(column, ""))
        except CellMistake as mistake:
            self.refuse(row.line, column, mistake.problem, mistake.remedy)
            return None

    def refuse(self, line: int, column: str, problem: str, remedy: str) -> None:
        self.mistakes.append(FileMistake(self.name, line, column, problem, remedy))

    def stop_if_wrong(self) -> None:
        """Raise all that was found, as FileMistakes."""
        if self.mistakes:
            raise FileMistakes(self.mistakes)


def decoded(raw: bytes, name: str) -> str:
    """The text of a file's bytes: UTF-8, with or without a byte order mark, else FileMistakes."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FileMistakes([FileMistake(name, line, "", "the file is not UTF-8", _UTF8)]) from None


def columns_of(text: str) -> frozenset[str]:
    """The columns that the first line names, whatever they are."""
    return frozenset(_header(text))


def read_csv(text: str, name: str, *, required: Sequence[str], optional: Sequence[str] = ()) -> CsvFile:
    """Rows by column. FileMistakes when the header is wrong, because then nothing can be read."""
    file, text = CsvFile(name, []), text.removeprefix("\ufeff")
    if len(text) > LARGEST_CHARACTERS:
        file.refuse(1, "", f"the file is longer than {LARGEST_CHARACTERS} characters", "Split it in two.")
    file.stop_if_wrong()
    columns = _header(text)
    _judge_header(file, columns, required, optional)
    file.stop_if_wrong()
    for line, cells in _after_header(file, text):
        _keep(file, line, cells, columns)
    return file


def _header(text: str) -> list[str]:
    first = _first_line(text)
    try:
        cells = next(csv.reader([first], delimiter=_separator(first)), [])
    except csv.Error:
        return []
    return [cell.strip().lower() for cell in cells]


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text.removeprefix("\ufeff"), maxsplit=1)[0]


def _separator(header: str) -> str:
    """A comma, or what a spreadsheet writes where the comma stands in numbers."""
    return max(_SEPARATORS, key=header.count)


def _judge_header(
    file: CsvFile, columns: list[str], required: Sequence[str], optional: Sequence[str]
) -> None:
    known = [*required, *optional]
    listed = f"The columns are {', '.join(known)}."
    for column in columns:
        if column not in known:
            shown = f"there is no column {column!r}" if column else "a column has no name"
            file.refuse(1, "", shown, f"{nearest(column, known)}{listed}")
    file.mistakes += [
        FileMistake(
            file.name, 1, column, "the column is missing", f"The first line names the columns. {listed}"
        )
        for column in required
        if column not in columns
    ]
    for column in dict.fromkeys(columns):
        if column in known and columns.count(column) > 1:
            file.refuse(1, column, "the column is there twice", "Keep one of them.")


def _after_header(file: CsvFile, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with the line each starts on."""
    separator = _separator(_first_line(text))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    starts_on = 1
    try:
        for cells in reader:
            if starts_on > 1 and any(cell.strip() for cell in cells):
                yield starts_on, [cell.strip() for cell in cells]
            starts_on = reader.line_num + 1
    except csv.Error:
        remedy = 'Quotes come in pairs around a whole cell; a quote inside is written twice: "".'
        file.refuse(starts_on, "", "the row cannot be read", remedy)


def _keep(file: CsvFile, line: int, cells: list[str], columns: list[str]) -> None:
    if len(cells) != len(columns):
        problem = f"{len(cells)} cells, and the first line has {len(columns)}"
        file.refuse(line, "", problem, "Give every column a cell, an empty one for nothing.")
        return
    row = dict(zip(columns, cells, strict=True))
    bad = {column: sign for column, cell in row.items() for sign in cell if _invisible(sign)}
    for column, sign in bad.items():
        problem = f"an invisible character (U+{ord(sign):04X})"
        file.refuse(line, column, problem, "Delete the cell's text and type it again.")
    if not bad:
        file.rows.append(CsvRow(line, row))


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) in _INVISIBLE
