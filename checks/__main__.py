"""`python -m checks`: every house rule over the whole repository. Exit code 1 when something was found."""

import sys
from pathlib import Path

from checks import allowed, rules
from checks.tree import Finding, Tree


def look(tree: Tree) -> list[Finding]:
    return sorted(allowed.sift(rules.find_all(tree), allowed.read(tree)))


def main() -> int:
    findings = look(Tree(Path(__file__).resolve().parent.parent))
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} against the house rules. An exception needs its reason in {allowed.FILE}.")
        return 1
    print(f"House rules kept: {len(rules.RULES)} rules.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
