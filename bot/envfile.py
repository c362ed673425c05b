"""The file .env as people write it: what is wrong with it is named by line, before anything uses it."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from bot.errors import FileMistake, FileMistakes
from bot.secretfile import ENDING


def read_env_file(path: Path, *, known: Iterable[str]) -> dict[str, int]:
    """The line of each setting in the file, counted from 1; nothing where there is no file.

    FileMistakes for what is no setting: not `NAME=value`, an unknown name, a name that is given twice.
    """
    lines: dict[str, int] = {}
    mistakes: list[FileMistake] = []
    for binding in parse_stream(io.StringIO(_text(path))):
        found = _mistake(binding, path, lines, [*known])
        if found is not None:
            mistakes.append(found)
        elif binding.key is not None:
            lines[binding.key] = _first_line(binding)
    if mistakes:
        raise FileMistakes(mistakes)
    return lines


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        mistake = FileMistake(str(path), line, "", "the file is not UTF-8", "Save it again as UTF-8.")
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        mistake = FileMistake(str(path), 1, "", problem, "Let whoever runs the bot read it, or remove it.")
    raise FileMistakes([mistake])


def _mistake(binding: Binding, path: Path, lines: dict[str, int], known: list[str]) -> FileMistake | None:
    line, name = _first_line(binding), binding.key
    if binding.error or (name is not None and binding.value is None):
        remedy = "Write NAME=value, with quotes around a value only in pairs; a comment starts with #."
        return FileMistake(str(path), line, "", "this is not a setting", remedy)
    if name is not None and name not in known:
        return FileMistake(str(path), line, name, "there is no such setting", _remedy(name, known))
    if name in lines:
        remedy = "Keep the one that is meant."
        return FileMistake(str(path), line, name, f"it stands already in line {lines[name]}", remedy)
    return None


def _remedy(name: str, known: list[str]) -> str:
    if name.removesuffix(ENDING) in known:
        return f"Set {name} in the environment, or here {name.removesuffix(ENDING)}."
    close = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.6)
    return f"Did you mean {close[0]}?" if close else "Remove it; .env.example explains what there is."


def _first_line(binding: Binding) -> int:
    """The parser counts blank lines before a setting as a part of it."""
    written = binding.original.string
    return binding.original.line + written[: len(written) - len(written.lstrip())].count("\n")
