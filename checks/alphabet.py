"""What people read in their own language lives in locales/ and runbooks/, never in code."""

import ast
import re
from collections.abc import Iterator

from checks.tree import Finding, Tree

_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_MAY = ("bot/locales/", "runbooks/", "tests/", "docs/")


def find(tree: Tree) -> Iterator[Finding]:
    for path in tree.files:
        if path.startswith(_MAY) or "/tests/" in path or path.endswith((".md", "allowed.toml")):
            continue
        for number, said in _said(tree, path):
            if (found := _CYRILLIC.search(said)) is not None:
                yield Finding(
                    path,
                    number,
                    f"“{found[0]}”: give it a key in bot/locales/*/ (or a line in runbooks/) and draw that",
                    found[0],
                )


def _said(tree: Tree, path: str) -> Iterator[tuple[int, str]]:
    """The lines of a file; of Python only the strings, for an example in a docstring is nobody's text."""
    syntax = tree.syntax(path) if path.endswith(".py") else None
    if syntax is None:
        yield from tree.lines(path)
        return
    docs = {node.value for node in ast.walk(syntax) if isinstance(node, ast.Expr)}
    for node in ast.walk(syntax):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs:
            yield node.lineno, node.value
