"""No download address, no machine's own path: a checkout works anywhere, through ordinary package clients.

Which hosts may be named is a short list; every other one is asked about.
"""

import re
from collections.abc import Iterator

from checks.tree import Finding, Tree

HOSTS = {
    "localhost": "this machine",
    "telegram.org": "the Bot API and its documents",
    "t.me": "deep links",
    "example.com": "made for examples",
    "example.org": "made for examples",
    "www.w3.org": "names of XML formats, never fetched",
}
_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://(?:[^\s/@\"'<>]*@)?([A-Za-z0-9._-]+|\[[0-9a-f:]+\])", re.IGNORECASE)
_RESERVED = (".example", ".invalid", ".test", ".localhost")
_LOCAL = re.compile(r"(?:127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|[^.]*)")
_BARE = re.compile(r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:org|com|net|io|dev|cloud|ru|ua)\b(?!\()", re.IGNORECASE)
_BARE_IN = (".in", ".toml", ".sh", "Makefile", ".ci/run", ".yml", ".yaml", ".cfg", ".ini")
_OPTION = re.compile(r"--?(?:extra-)?index-url|--?find-links|--?trusted-host|^-[if]\s", re.MULTILINE)
_PATH = re.compile(
    r"(?<![\w.:/~}\-])/(?:home|root|Users|work|mnt|tmp/[a-z0-9]+)/[\w.-]+|[A-Z]:\\Users", re.IGNORECASE
)


def find(tree: Tree) -> Iterator[Finding]:
    for path in tree.files:
        for number, line in tree.lines(path):
            yield from _hosts(path, number, line)
            if (found := _PATH.search(line)) is not None:
                yield Finding(
                    path,
                    number,
                    f"“{found[0]}” is one machine's own path; make it relative to the checkout, or a setting",
                    found[0],
                )
            if path.startswith("requirements/") and (option := _OPTION.search(line)) is not None:
                yield Finding(
                    path,
                    number,
                    f"“{option[0]}”: where packages come from is each machine's own pip setting",
                    option[0],
                )


def _hosts(path: str, number: int, line: str) -> Iterator[Finding]:
    found = [one[1] for one in _URL.finditer(line)]
    if path.endswith(_BARE_IN):
        found += [one[0] for one in _BARE.finditer(line)]
    for host in found:
        if not _known(host.lower().rstrip(".")):
            yield Finding(
                path,
                number,
                f"the address of “{host}” stands here; say it in words, or use example.com "
                "(hosts we may name: checks/addresses.py)",
                host,
            )


def _known(host: str) -> bool:
    return (_LOCAL.fullmatch(host) is not None or host.endswith(_RESERVED)) or any(
        host == one or host.endswith("." + one) for one in HOSTS
    )
