"""YAML as people write it by hand, read without YAML's traps.

Every scalar is a text until a schema types it, so `no`, `22:30` and `0123` stay what was written. Anchors,
aliases, tags and repeated keys are refused, and all mistakes of a file come together, each with its line.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from bot.errors import FileMistake, FileMistakes
from bot.yamltree import UNPRINTABLE, Fault, Path, Stop, Tree

LARGEST_BYTES = 256 * 1024
_TAB_FIRST = re.compile(r" *\t")


@dataclass(frozen=True)
class YamlFile:
    """A file as read: texts, lists and groups of keys only, and the line of every key and item.

    `faults` are mistakes that did not stop the reading (a repeated key, an alias, a tag).
    """

    name: str
    data: Mapping[str, object]
    lines: Mapping[Path, int]
    faults: tuple[Fault, ...]

    def mistakes(self, faults: Iterable[Fault]) -> list[FileMistake]:
        """All faults, those of the reading first, with their lines; one place is not reported twice over."""
        places = {fault.path for fault in self.faults}
        later = [fault for fault in faults if fault.path not in places]
        found = {self._mistake(fault): None for fault in (*self.faults, *later)}
        return sorted((FileMistake(*facts) for facts in found), key=lambda one: one.line)

    def _mistake(self, fault: Fault) -> tuple[str, int, str, str, str]:
        line = fault.line or line_of(self.lines, fault.path)
        return self.name, line, dotted(fault.path), fault.problem, fault.remedy


def read_yaml(path: FilePath) -> YamlFile:
    """Read a file of keys; raises FileMistakes when it cannot be read to its end."""
    name = f"{path.parent.name}/{path.name}" if path.parent.name else path.name
    try:
        with path.open("rb") as opened:
            raw = opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise _stopped(name, 1, f"the file cannot be read: {why}", "Check its name and its rights.") from None
    return parse_yaml(raw, name)


def parse_yaml(raw: bytes, name: str) -> YamlFile:
    """As `read_yaml`, from bytes; `name` is what mistakes call the file."""
    text = _decoded(raw, name)
    _refuse_invisible(text, name)
    tree = Tree()
    try:
        tree.read(text)
    except Stop as stop:
        faults = [*tree.faults, stop.fault]
        raise FileMistakes(YamlFile(name, {}, tree.lines, ()).mistakes(faults)) from None
    if tree.root is None:
        raise _stopped(name, 1, "the file is empty", "Copy a neighbouring file and change its texts.")
    if not isinstance(tree.root, dict):
        raise _stopped(name, 1, "the file has no keys", "Begin it with a line like `title: …`.")
    return YamlFile(name, tree.root, tree.lines, tuple(tree.faults))


def dotted(path: Path) -> str:
    """("steps", "a", "do", 0) as people read it: "steps.a.do.1", items counted from one."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of this key, or of the nearest one around it that the file has."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def nearest(word: str, known: Iterable[str]) -> str:
    """ "Did you mean `x`? " with the space, or nothing when no known word is near."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean `{close[0]}`? " if close else ""


def _stopped(name: str, line: int, problem: str, remedy: str) -> FileMistakes:
    return FileMistakes([FileMistake(name, line, "", problem, remedy)])


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > LARGEST_BYTES:
        raise _stopped(name, 1, f"the file is larger than {LARGEST_BYTES // 1024} kB", "Split it in two.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _stopped(
            name, line, "the file is not UTF-8", "Save it again with the encoding UTF-8."
        ) from None


def _refuse_invisible(text: str, name: str) -> None:
    """Tabs and control characters: every line that has one is named, because nobody sees them."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if _TAB_FIRST.match(line):
            remedy = "Replace it by spaces, two for each level."
            found.append(FileMistake(name, number, "", "a tab at the beginning of the line", remedy))
        elif bad := UNPRINTABLE.search(line):
            problem = f"an invisible character (U+{ord(bad[0]):04X})"
            found.append(FileMistake(name, number, "", problem, "Delete it and type the place again."))
    if found:
        raise FileMistakes(found)
