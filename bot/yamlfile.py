"""YAML as people write it by hand, read without YAML's traps.

Every scalar is a text until a schema types it, so `no`, `22:30` and `0123` stay what was written. Anchors,
aliases, tags and repeated keys are refused. The tree is built from the parser's events and not by the
usual constructor, because only so can a bomb be refused before it is expanded, depth be limited without
recursion, several mistakes be reported at once, and the line of every key be kept.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

import yaml

from bot.errors import FileMistake, FileMistakes
from bot.yamlsyntax import syntax_words

Path = tuple[str | int, ...]

LARGEST_BYTES = 256 * 1024
DEEPEST = 20
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAB_FIRST = re.compile(r" *\t")


@dataclass(frozen=True)
class Fault:
    """A mistake known by its place among the keys; `line` only where it is not the line of that key."""

    path: Path
    problem: str
    remedy: str
    line: int | None = None


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
    tree = _Tree()
    try:
        tree.read(text)
    except _Stop as stop:
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
        elif bad := _UNPRINTABLE.search(line):
            problem = f"an invisible character (U+{ord(bad[0]):04X})"
            found.append(FileMistake(name, number, "", problem, "Delete it and type the place again."))
    if found:
        raise FileMistakes(found)


class _Stop(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass
class _Frame:
    path: Path
    node: dict[str, object] | list[object]
    key: str | None = None
    seen: dict[str, int] = field(default_factory=dict)


class _Tree:
    """Builds plain data from parser events; a value's place is the key or item it belongs to."""

    def __init__(self) -> None:
        self.root: object = None
        self.lines: dict[Path, int] = {(): 1}
        self.faults: list[Fault] = []
        self._open: list[_Frame] = []
        self._documents = 0

    def read(self, text: str) -> None:
        loader = yaml.CSafeLoader(text)
        try:
            while (event := loader.get_event()) is not None:
                self._event(event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            raise _Stop(Fault(self._here(), *syntax_words(error), line=line)) from None
        except yaml.YAMLError:
            raise _Stop(Fault((), "the file cannot be read as YAML", "Copy a neighbouring file.")) from None
        finally:
            loader.dispose()

    def _event(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _Stop(Fault((), "a second document begins (`---`)", "Keep one per file.", line))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, line)

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        frame = self._open[-1] if self._open else None
        if frame is not None and isinstance(frame.node, dict) and frame.key is None:
            self._key(frame, event, line)
            return
        path = self._place(frame, line)
        self._refuse_magic(event, path, line)
        value = self._value(event, path, line)
        if frame is None:
            self.root = value
        elif isinstance(frame.node, dict):
            frame.node[str(frame.key)] = value
            frame.key = None
        else:
            frame.node.append(value)

    def _key(self, frame: _Frame, event: yaml.NodeEvent, line: int) -> None:
        self._refuse_magic(event, frame.path, line)
        if not isinstance(event, yaml.ScalarEvent):
            remedy = "A key is one word; put a text that begins with { or [ or * in quotes."
            raise _Stop(Fault(frame.path, "a key that is not a word", remedy, line))
        key = str(event.value)
        path = (*frame.path, key)
        if key in frame.seen:
            remedy = f"It is already in line {frame.seen[key]}: keep one of them."
            self.faults.append(Fault(path, f"the key `{key}` is here twice", remedy, line))
        frame.key = key
        frame.seen.setdefault(key, line)
        self.lines.setdefault(path, line)

    def _place(self, frame: _Frame | None, line: int) -> Path:
        if frame is None:
            return ()
        if isinstance(frame.node, dict):
            return (*frame.path, str(frame.key))
        path = (*frame.path, len(frame.node))
        self.lines.setdefault(path, line)
        return path

    def _value(self, event: yaml.NodeEvent, path: Path, line: int) -> object:
        if isinstance(event, yaml.ScalarEvent):
            return None if event.value == "" and event.style is None else self._text(event, path, line)
        if isinstance(event, yaml.AliasEvent):
            return None
        if len(self._open) >= DEEPEST:
            raise _Stop(Fault(path[:3], f"keys inside keys, deeper than {DEEPEST}", "Close a bracket.", line))
        node: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._open.append(_Frame(path, node))
        return node

    def _text(self, event: yaml.ScalarEvent, path: Path, line: int) -> str:
        text = str(event.value)
        if bad := _UNPRINTABLE.search(text):
            problem = f"an invisible character (U+{ord(bad[0]):04X}) written with a backslash"
            self.faults.append(Fault(path, problem, "Delete it.", line))
        return text

    def _refuse_magic(self, event: yaml.NodeEvent, path: Path, line: int) -> None:
        """Anchors, aliases and tags: what a text in Markdown or a stray sign turns into."""
        for sign, what, is_there in (
            ("*", "an alias", isinstance(event, yaml.AliasEvent)),
            ("&", "an anchor", bool(event.anchor) and not isinstance(event, yaml.AliasEvent)),
            ("!", "a tag", getattr(event, "tag", None) is not None),
        ):
            if is_there:
                remedy = f"Put a text that begins with {sign} in quotes; write repeated things out."
                self.faults.append(Fault(path, f"{sign} begins {what}, which is not used here", remedy, line))

    def _here(self) -> Path:
        if not self._open:
            return ()
        last = self._open[-1]
        return (*last.path, last.key) if last.key is not None else last.path
