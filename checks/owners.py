"""A table is written by the package that owns it, and the history is only ever added to."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.tree import Finding, Tree

_HISTORY = "timeline"
_VERBS = {"insert", "update", "delete"}
_SQL = re.compile(r"\b(insert\s+(?:or\s+\w+\s+)?into|update|delete\s+from)\s+[\"']?(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """`package` is the folder that owns it, as "bot/person/"."""

    model: str
    name: str
    package: str


def find(tree: Tree) -> Iterator[Finding]:
    models = {one.model: one for one in _tables(tree)}
    names = {one.name: one for one in models.values()}
    imported = {
        (path, one.asname or one.name)
        for path, node in tree.nodes("bot/")
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("models")
        for one in node.names
    }
    for path, node in tree.nodes("bot/"):
        if isinstance(node, ast.Call):
            here = {name: one for name, one in models.items() if _has(path, one, imported)}
            yield from _written(path, node, here)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _raw(path, node, names)


def _tables(tree: Tree) -> Iterator[Table]:
    for path, node in tree.nodes("bot/"):
        if not (path.endswith("/models.py") and isinstance(node, ast.ClassDef)):
            continue
        for line in node.body:
            match line:
                case ast.Assign(targets=[ast.Name(id="__tablename__")], value=ast.Constant(value=str(name))):
                    yield Table(node.name, name, path.removesuffix("models.py"))


def _has(path: str, table: Table, imported: set[tuple[str, str]]) -> bool:
    return (path, table.model) in imported or path == table.package + "models.py"


def _written(path: str, call: ast.Call, models: dict[str, Table]) -> Iterator[Finding]:
    match call:
        case ast.Call(func=ast.Name(id=verb), args=[ast.Name(id=model), *_]) if (
            verb in _VERBS and model in models
        ):
            yield from _judge(path, call.lineno, models[model], verb)
        case ast.Call(func=ast.Name(id=model)) if model in models:
            yield from _judge(path, call.lineno, models[model], "insert")


def _raw(path: str, constant: ast.Constant, names: dict[str, Table]) -> Iterator[Finding]:
    for verb, name in _SQL.findall(str(constant.value)):
        if name.lower() in names:
            yield from _judge(path, constant.lineno, names[name.lower()], verb.split()[0].lower())


def _judge(path: str, line: int, table: Table, verb: str) -> Iterator[Finding]:
    if table.name == _HISTORY and verb != "insert":
        yield Finding(
            path, line, f"{verb} on {_HISTORY}: the history only grows; record another event", table.name
        )
    elif not path.startswith(table.package):
        yield Finding(
            path,
            line,
            f"{verb} on {table.name} from outside {table.package}: call an action of it, or write one there",
            table.model,
        )
