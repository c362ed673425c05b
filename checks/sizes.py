"""Files of about 50 lines and functions of about 8 are normal; what is far longer hides a second idea."""

import ast
from collections.abc import Iterator

from checks.tree import Finding, Tree

FILE_LINES = 250
FUNCTION_LINES = 45
_WHERE = ("bench/", "bot/", "checks/", "scripts/", "tests/", "conftest.py")


def find(tree: Tree) -> Iterator[Finding]:
    for path in tree.under(*_WHERE):
        if path.endswith((".py", ".js")) and (length := len(tree.lines(path))) > FILE_LINES:
            yield Finding(
                path,
                length,
                f"{length} lines; over {FILE_LINES} there are two ideas in a file, give each its own",
            )
    for path, node in tree.nodes(*_WHERE):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                yield Finding(
                    path,
                    node.lineno,
                    f"{node.name}: {length} lines; over {FUNCTION_LINES} is not seen whole, name its parts",
                    node.name,
                )
