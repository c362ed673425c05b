"""Every domain package has the same few files, so that a question about the code has one place to look."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.tree import Finding, Tree

DOMAIN = (
    "centre", "escalation", "handover", "incident", "outage", "outbox", "person", "question", "recheck",
    "redirect", "report", "rota", "runbook", "ticket", "timeline", "timer",
)  # fmt: skip
FILES = {
    "__init__.py": "nothing, or what the package offers",
    "rules.py": "pure decisions and enums",
    "models.py": "tables",
    "queries.py": "reads",
    "actions.py": "changes",
    "jobs.py": "what time does",
}


def domain_folders() -> tuple[str, ...]:
    return tuple(f"bot/{name}/" for name in DOMAIN)


def find(tree: Tree) -> Iterator[Finding]:
    kinds = ", ".join(f"{name} ({what})" for name, what in FILES.items() if what != FILES["__init__.py"])
    for path in tree.under(*domain_folders(), suffix=".py"):
        inside = PurePosixPath(path).parts[2:]
        if len(inside) > 1 or inside[0] not in FILES:
            yield Finding(path, 1, f"a domain package has {kinds}; put this into one of them", inside[-1])
