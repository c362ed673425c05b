"""A test runs, does not wait, and is trusted: nothing skips, nothing is expected to fail, nothing sleeps."""

import ast
import re
from collections.abc import Iterator

from checks.tree import Finding, Tree

_SKIPS = {
    "skip",
    "xfail",
    "importorskip",
    "skipif",
    "skipIf",
    "skipUnless",
    "skipTest",
    "SkipTest",
    "expectedFailure",
}
_REAL = re.compile(r"pytest\.mark\.(?:slow|browser)")


def find(tree: Tree) -> Iterator[Finding]:
    for path in tree.under("tests/", "bot/", suffix=".py"):
        syntax = tree.syntax(path)
        if syntax is None or not (path.startswith("tests/") or "/tests/" in path):
            continue
        waits = bool(_REAL.search(tree.text(path) or ""))
        for node in ast.walk(syntax):
            yield from _skips(path, node)
            if not waits:
                yield from _sleeps(path, node)


def _skips(path: str, node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Attribute) and node.attr in _SKIPS:
        owner = ast.unparse(node.value)
        if owner in {"pytest", "unittest", "self", "pytest.mark", "mark"}:
            yield Finding(
                path,
                node.lineno,
                f"{owner}.{node.attr}: make what the test needs (.ci/run), or delete the test",
                node.attr,
            )


def _sleeps(path: str, node: ast.AST) -> Iterator[Finding]:
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "asyncio.sleep"}):
        return
    if not (node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value == 0):
        yield Finding(
            path, node.lineno, "a test sleeps: wind its clock forward, or wait for the event itself", "sleep"
        )
