"""A decision is one page in docs/decisions, with what was rejected, and the index there names it."""

import re
from collections.abc import Iterator

from checks.tree import Finding, Tree

FOLDER = "docs/decisions/"
INDEX = FOLDER + "README.md"
HEADINGS = ("## What we do", "## Why", "## Rejected")
_NAME = re.compile(r"\d{4}-[a-z0-9-]+\.md")


def find(tree: Tree) -> Iterator[Finding]:
    index = tree.text(INDEX) or ""
    for path in tree.under(FOLDER, suffix=".md"):
        if path == INDEX:
            continue
        name = path.removeprefix(FOLDER)
        if not _NAME.fullmatch(name):
            yield Finding(path, 1, "call it by number and topic, as 0007-one-writer.md")
        if f"({name})" not in index:
            yield Finding(INDEX, 1, f"{name} is not in the index; add a line with a link to it", name)
        for heading in HEADINGS:
            if f"\n{heading}" not in (tree.text(path) or ""):
                yield Finding(
                    path,
                    1,
                    f"the heading “{heading}” is missing; a decision says what, why, what else",
                    heading,
                )
    for linked in re.findall(r"\(([^)]+\.md)\)", index):
        if "/" not in linked and tree.text(FOLDER + linked) is None:
            yield Finding(INDEX, 1, f"{linked} does not exist; remove its line or write it", linked)
