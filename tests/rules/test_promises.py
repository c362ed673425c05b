"""The README promises nothing that no test holds."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def promises() -> list[str]:
    """The lines of the table."""
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    table = told.partition("## What it promises")[2].partition("\n## ")[0]
    return [line for line in table.splitlines() if line.startswith("|")][2:]


def test_every_promise_names_a_test_that_is_there() -> None:
    assert len(promises()) >= 10
    for line in promises():
        named = _NAMED.findall(line)
        assert named, line
        for file, name in named:
            assert name in functions_of(ROOT / file), f"{file}::{name}"


def functions_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
