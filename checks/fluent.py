"""bot/locales/*/*.ftl read by Fluent's own parser."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from fluent.syntax import FluentParser, ast

from checks.tree import Finding, Tree

FOLDER = "bot/locales/"


@dataclass(frozen=True)
class Text:
    """One message: where it stands, and the variables it says, those of its attributes included."""

    path: str
    line: int
    variables: frozenset[str]


@dataclass
class Language:
    """`code` is its folder; `referred` are messages that others say; `trouble` is what cannot be read."""

    code: str
    messages: dict[str, Text] = field(default_factory=dict)
    referred: set[str] = field(default_factory=set)
    trouble: list[Finding] = field(default_factory=list)


def languages(tree: Tree) -> list[Language]:
    """By code, the first being the one that findings without a language of their own point to."""
    spoken: dict[str, Language] = {}
    for path in tree.under(FOLDER, suffix=".ftl"):
        code = path.removeprefix(FOLDER).partition("/")[0]
        _read(tree, path, spoken.setdefault(code, Language(code)))
    return list(spoken.values())


def _read(tree: Tree, path: str, language: Language) -> None:
    source = tree.text(path) or ""
    for entry in FluentParser().parse(source).body:
        line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
        if isinstance(entry, ast.Junk):
            why = entry.annotations[0].message if entry.annotations else "unreadable"
            language.trouble.append(Finding(path, line, f"Fluent cannot read this ({why}); mend it", "junk"))
        elif isinstance(entry, ast.Message):
            _keep(entry, path, line, language)


def _keep(message: ast.Message, path: str, line: int, language: Language) -> None:
    key = message.id.name
    if key in language.messages:
        first = language.messages[key]
        language.trouble.append(
            Finding(
                path, line, f"“{key}” stands already at {first.path}:{first.line}; keep one of the two", key
            )
        )
        return
    inside = list(_inside(message))
    variables = frozenset(one.id.name for one in inside if isinstance(one, ast.VariableReference))
    language.messages[key] = Text(path, line, variables)
    language.referred |= {one.id.name for one in inside if isinstance(one, ast.MessageReference)}


def _inside(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, ast.BaseNode):
        for value in vars(node).values():
            for child in value if isinstance(value, list) else [value]:
                yield from _inside(child) if isinstance(child, ast.BaseNode) else ()
