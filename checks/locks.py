"""Locks say what, which version and which hashes; nothing about where from. `make lock` writes them."""

import re
from collections.abc import Iterator

from checks.tree import Finding, Tree

_PIN = re.compile(r"([a-z0-9][a-z0-9.-]*)==(\S+) \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
_WANTED = re.compile(r"([A-Za-z0-9._-]+)==(\S+)")
SOURCES = {
    "requirements/runtime.txt": ("requirements/runtime.in", "requirements/setup.in"),
    "requirements/audit.txt": ("requirements/audit.in",),
    "requirements/bench.txt": ("requirements/runtime.in", "requirements/setup.in", "requirements/bench.in"),
    "requirements/dev.txt": ("requirements/runtime.in", "requirements/setup.in", "requirements/dev.in"),
}


def find(tree: Tree) -> Iterator[Finding]:
    for lock, sources in SOURCES.items():
        pins: dict[str, str] = {}
        for number, line in tree.lines(lock):
            if (pin := _PIN.fullmatch(line)) is not None:
                pins[pin[1]] = pin[2]
            elif not (_HASH.fullmatch(line) or not line.strip() or line.lstrip().startswith("#")):
                yield Finding(lock, number, f"“{line}” is neither a pin nor its hash; run `make lock`")
        for source in sources if tree.text(lock) is not None else ():
            yield from _unlocked(tree, source, lock, pins)


def _unlocked(tree: Tree, source: str, lock: str, pins: dict[str, str]) -> Iterator[Finding]:
    for number, line in tree.lines(source):
        wanted = line.split("#")[0].strip()
        if not wanted or wanted.startswith("-r "):
            continue
        named = _WANTED.fullmatch(wanted)
        if named is None:
            yield Finding(source, number, f"“{wanted}”: name it with its version, as name==1.2.3")
        elif pins.get(re.sub(r"[._]+", "-", named[1]).lower()) != named[2]:
            yield Finding(source, number, f"{lock} does not have “{wanted}”; run `make lock`", named[1])
