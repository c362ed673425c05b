"""What .gitignore names, git does not keep: no environment, no database, no secret of one machine."""

from collections.abc import Iterator

from checks.tree import Finding, Tree


def find(tree: Tree) -> Iterator[Finding]:
    for path in tree.kept_though_ignored:
        yield Finding(
            path,
            1,
            f".gitignore says that this is one machine's own, and git keeps it: git rm -r --cached '{path}'",
        )
