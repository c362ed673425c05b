"""Nothing that opens a door is in the repository: no token, no private key, no password that looks real."""

import re
from collections.abc import Iterator

from checks.tree import Finding, Tree

_DOORS = {
    "a bot's token": re.compile(r"(?<![\w/-])[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![\w-])"),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY"),
    "a cloud's key": re.compile(r"(?<!\w)(?:AKIA|ASIA)[0-9A-Z]{16}(?!\w)"),
    "a forge's token": re.compile(r"(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20})(?!\w)"),
    "a chat's token": re.compile(r"(?<!\w)xox[abpr]-[A-Za-z0-9-]{20,}"),
    "a long password": re.compile(
        r"(?i)(?:password|secret|api_key)[\"']?\s*[:=]\s*[\"'][A-Za-z0-9+/_-]{24,}[\"']"
    ),
}
_MADE_UP = re.compile(r"(.)\1{9}|abcdefgh|0123456|the-\d+-characters", re.IGNORECASE)
"""What nobody was ever given: one sign again and again, the alphabet, or words that say so."""


def find(tree: Tree) -> Iterator[Finding]:
    for path in tree.files:
        for number, line in tree.lines(path):
            for what, door in _DOORS.items():
                found = door.search(line)
                if found is not None and not _MADE_UP.search(found[0]):
                    yield Finding(
                        path, number, f"this looks like {what}; revoke it, and write a made-up one", what
                    )
