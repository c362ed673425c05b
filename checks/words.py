"""One word for one thing: docs/GLOSSARY.md says which, this rule watches the names that we give in bot/."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from checks.shape import domain_folders
from checks.tree import Finding, Tree


@dataclass(frozen=True)
class Unused:
    """Words not used in the folders `where`, and what to do instead; `verbs`: only where a function acts."""

    words: frozenset[str]
    instead: str
    where: tuple[str, ...] = ("bot/",)
    verbs: bool = False

    def said_in(self, parts: list[str], *, acts: bool) -> set[str]:
        """The unused words in a name; a verb is one only at the beginning of a function's name."""
        if self.verbs:
            parts = parts[:1] if acts else []
        return set(parts) & self.words


def _unused(words: str, instead: str, *where: str, verbs: bool = False) -> Unused:
    return Unused(frozenset(words.split()), instead, where or ("bot/",), verbs)


# Telegram, HTTP and asyncio have words of their own (alert, user, request, task): faces and floor 0 use them.
_NIGHT = (*domain_folders(), "bot/roles/")
UNUSED = (
    _unused("manager managers helper helpers util utils", "name what it does, or the idea it holds"),
    _unused("service services", "say software (what people work in), or name the idea it holds"),
    _unused("common misc", "put each thing where its idea lives"),
    _unused("flow flows script scripts scenario scenarios", "say runbook"),
    _unused("ping pings pinged", "say page (a lead), recheck (an operator), probe (a machine)"),
    _unused("employee employees", "say person, or the role: operator, duty lead, sysadmin, administrator"),
    _unused("user users", "say person, or the role (user is Telegram's word, for the faces)", *_NIGHT),
    _unused("alert alerts alarm alarms case cases issue issues request requests", "say incident", *_NIGHT),
    _unused("task tasks", "say ticket (or step)", *_NIGHT),
    _unused("accept take confirm accepted taken confirmed", "say acknowledge", *_NIGHT, verbs=True),
    _unused("done fix fixed", "say resolve, resolved", *_NIGHT, verbs=True),
)
_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


def find(tree: Tree) -> Iterator[Finding]:
    for path in tree.under("bot/", suffix=".py"):
        for part in PurePosixPath(path).with_suffix("").parts[1:]:
            yield from _judge(path, 1, part)
    for path, node in tree.nodes("bot/"):
        for line, name in _given(node):
            yield from _judge(path, line, name, acts=isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _given(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The names that this piece of code gives: not those it only uses, which may be anybody's."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.lineno, node.name
        case ast.arg():
            yield node.lineno, node.arg
        case ast.Name(ctx=ast.Store()):
            yield node.lineno, node.id
        case ast.Attribute(value=ast.Name(id="self"), ctx=ast.Store()):
            yield node.lineno, node.attr
        case ast.alias(asname=str(name)):
            yield node.lineno, name


def _judge(path: str, line: int, name: str, *, acts: bool = False) -> Iterator[Finding]:
    parts = [part.lower() for part in _PART.findall(name)]
    for unused in UNUSED:
        if path.startswith(unused.where) and (said := unused.said_in(parts, acts=acts)):
            words = ", ".join(sorted(said))
            yield Finding(path, line, f"“{name}”: {words} is not a word of ours; {unused.instead}", name)
