"""Parser events built into plain data: texts, lists and groups of keys, with the line of each.

Not the parser's own constructor: only so can a bomb be refused before it is expanded, depth be limited
without recursion, several mistakes be reported at once, and the line of every key be kept.
"""

import re
from dataclasses import dataclass, field

import yaml

Path = tuple[str | int, ...]

DEEPEST = 20
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_QUOTES = 'Put the whole text between "quotes".'
_ALIGN = "Compare with the lines above: the same level begins at the same column, and a list uses `- `."
_WORDS = (
    (
        "mapping values are not allowed",
        "a colon where no key can be",
        f"{_IN_QUOTES} Or check the indentation.",
    ),
    (
        "could not find expected ':'",
        "a key without its colon",
        "Write `key: value`; put a long text in quotes.",
    ),
    ("found unexpected ':'", "a colon with no space after it", f"Write `key: value`. {_IN_QUOTES}"),
    ("while scanning a quoted scalar", "a quote that is never closed", "Close it; inside, write «…» or '…'."),
    ("found unexpected end of stream", "a quote or bracket that is never closed", "Close it."),
    (
        "did not find expected ',' or '}'",
        "something between { and } is wrong",
        'Close quotes, put commas: {ru: "…"}.',
    ),
    (
        "did not find expected ',' or ']'",
        "something between [ and ] is wrong",
        "Close quotes, put commas: [a, b].",
    ),
    ("did not find expected key", "a line that does not fit here", f"{_ALIGN} Quotes inside a text: «…»."),
    ("did not find expected '-' indicator", "a line that is not an item of the list", _ALIGN),
    ("block sequence entries are not allowed", "a list where none can be", "Begin the list on its own line."),
    ("cannot start any token", "a sign that no value can begin with", _IN_QUOTES),
    ("alphabetic or numeric character", "a * or & that begins a text", _IN_QUOTES),
    ("unknown escape character", "a backslash YAML does not know", r"Write \\ for a backslash."),
    ("invalid Unicode character escape", "a backslash code for no character", "Delete it."),
    ("did not find expected <document start>", "a line that does not belong to the keys above", _ALIGN),
    ("undefined tag handle", "! begins a tag, which is not used here", _IN_QUOTES),
)


@dataclass(frozen=True)
class Fault:
    """A mistake known by its place among the keys; `line` only where it is not the line of that key."""

    path: Path
    problem: str
    remedy: str
    line: int | None = None


class Stop(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass
class _Frame:
    path: Path
    node: dict[str, object] | list[object]
    key: str | None = None
    seen: dict[str, int] = field(default_factory=dict)


class Tree:
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
            raise Stop(Fault(self._here(), *_words(error), line=line)) from None
        except yaml.YAMLError:
            raise Stop(Fault((), "the file cannot be read as YAML", "Copy a neighbouring file.")) from None
        finally:
            loader.dispose()

    def _event(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise Stop(Fault((), "a second document begins (`---`)", "Keep one per file.", line))
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
            raise Stop(Fault(frame.path, "a key that is not a word", remedy, line))
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
            return None if event.value == "" and not event.style else self._text(event, path, line)
        if isinstance(event, yaml.AliasEvent):
            return None
        if len(self._open) >= DEEPEST:
            raise Stop(Fault(path[:3], f"keys inside keys, deeper than {DEEPEST}", "Close a bracket.", line))
        node: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._open.append(_Frame(path, node))
        return node

    def _text(self, event: yaml.ScalarEvent, path: Path, line: int) -> str:
        text = str(event.value)
        if bad := UNPRINTABLE.search(text):
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


def _words(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """The problem and the remedy of a parser error, as two sentences."""
    said = f"{error.problem or ''} {error.context or ''}"
    for part, problem, remedy in _WORDS:
        if part in said:
            return problem, remedy
    return f"not readable as YAML ({said.strip()})", _ALIGN
