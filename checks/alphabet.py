"""What people read in their own language lives in locales/ and runbooks/, never in code."""

import re
from collections.abc import Iterator

from checks.tree import Finding, Tree

_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_MAY = ("bot/locales/", "runbooks/", "tests/", "docs/")


def find(tree: Tree) -> Iterator[Finding]:
    for path in tree.files:
        if path.startswith(_MAY) or "/tests/" in path or path.endswith(".md"):
            continue
        for number, line in tree.lines(path):
            if (found := _CYRILLIC.search(line)) is not None:
                yield Finding(
                    path,
                    number,
                    f"“{found[0]}”: give it a key in bot/locales/*/ (or a line in runbooks/) and draw that",
                    found[0],
                )
