"""allowed.toml: exceptions from the house rules, each with its reason. One that nobody needs is a finding."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.tree import Finding, Tree

FILE = "checks/allowed.toml"
_KEYS = {"rule", "path", "name", "reason"}


@dataclass(frozen=True)
class Allowance:
    """`path` is a file, or a folder with its slash; without `name` it covers all the rule says there."""

    rule: str
    path: str
    reason: str
    name: str = ""

    def covers(self, finding: Finding) -> bool:
        in_folder = self.path.endswith("/") and finding.path.startswith(self.path)
        return (
            self.rule == finding.rule
            and (in_folder or finding.path == self.path)
            and self.name in {"", finding.name}
        )


def read(tree: Tree) -> list[Allowance]:
    """Raises ValueError naming the entry that is incomplete."""
    entries = tomllib.loads(tree.text(FILE) or "").get("allowed", [])
    for entry in entries:
        if not {"rule", "path", "reason"} <= set(entry) <= _KEYS or not entry["reason"].strip():
            raise ValueError(f"{FILE}: {entry}: give rule, path and reason (and name), nothing else")
    return [Allowance(**entry) for entry in entries]


def sift(findings: Iterable[Finding], allowances: list[Allowance]) -> Iterator[Finding]:
    """The findings that nothing allows, then the allowances that allow nothing."""
    needed: set[Allowance] = set()
    for finding in findings:
        covering = [one for one in allowances if one.covers(finding)]
        needed.update(covering)
        if not covering:
            yield finding
    for one in allowances:
        if one not in needed:
            yield Finding(
                FILE,
                1,
                f"nothing needs “{one.rule} {one.path} {one.name}” any more; remove it",
                rule="allowed",
            )
