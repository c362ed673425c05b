"""Every domain package has the same few files, so that a question about the code has one place to look."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.tree import Finding, Tree

DOMAIN = (
    "centre", "checkin", "escalation", "handover", "hold", "incident", "outage", "outbox", "person",
    "question", "recheck", "redirect", "report", "rota", "runbook", "ticket", "timeline", "timer",
)  # fmt: skip
FILES = {
    "__init__.py": "nothing, or what the package offers",
    "rules.py": "pure decisions and enums",
    "models.py": "tables",
    "queries.py": "reads",
    "actions.py": "changes",
    "jobs.py": "what time does",
}
_SHARED_OUT = ("_rules.py", "_actions.py", "_queries.py", "_jobs.py")
"""A kind that is too long for one file is shared out by who or what it is about: operator_actions.py."""


def domain_folders() -> tuple[str, ...]:
    return tuple(f"bot/{name}/" for name in DOMAIN)


def find(tree: Tree) -> Iterator[Finding]:
    kinds = ", ".join(f"{name} ({what})" for name, what in FILES.items() if what != FILES["__init__.py"])
    for path in tree.under(*domain_folders(), suffix=".py"):
        inside = PurePosixPath(path).parts[2:]
        if len(inside) > 1 or not (inside[0] in FILES or inside[0].endswith(_SHARED_OUT)):
            yield Finding(path, 1, f"a domain package has {kinds}; put this into one of them", inside[-1])
