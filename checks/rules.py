"""All house rules by the name that a finding carries and allowed.toml uses."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from checks import (
    addresses,
    alphabet,
    ignored,
    laws,
    locks,
    owners,
    records,
    secrets,
    settings,
    shape,
    sizes,
    tests_run,
    texts,
    words,
)
from checks.tree import Finding, Tree

RULES: dict[str, Callable[[Tree], Iterator[Finding]]] = {
    "addresses": addresses.find,
    "alphabet": alphabet.find,
    "ignored": ignored.find,
    "laws": laws.find,
    "locks": locks.find,
    "owners": owners.find,
    "records": records.find,
    "secrets": secrets.find,
    "settings": settings.find,
    "shape": shape.find,
    "sizes": sizes.find,
    "tests": tests_run.find,
    "texts": texts.find,
    "words": words.find,
}


def find_all(tree: Tree) -> Iterator[Finding]:
    for name, find in RULES.items():
        for finding in find(tree):
            yield replace(finding, rule=name)
