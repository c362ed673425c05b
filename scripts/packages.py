"""The packages that run with the bot: what the lock pins, and what each says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "runtime.txt"

_PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+) \\\n((?:    --hash=sha256:\S+(?: \\)?\n)+)", re.MULTILINE)

SAME = {
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "BSD-style": "BSD-3-Clause",
    "MIT License": "MIT",
    "The MIT License": "MIT",
    "Apache 2.0": "Apache-2.0",
    "Apache 2": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "PSF": "PSF-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""What packages call a licence, and its short name on the list of SPDX."""


@dataclass(frozen=True)
class Package:
    """`licence`: by its SPDX name where it has one. `hashes`: sha256 of each file it may come as."""

    name: str
    version: str
    licence: str
    hashes: tuple[str, ...]


def packages() -> list[Package]:
    """In the lock's order. KeyError, PackageNotFoundError where one is not installed as it is pinned."""
    return list(_read(LOCK.read_text(encoding="utf-8")))


def pins(lock: str) -> dict[str, str]:
    """Name → version."""
    return {name: version for name, version, _ in _PIN.findall(lock)}


def _read(lock: str) -> Iterator[Package]:
    for name, version, hashes in _PIN.findall(lock):
        found = metadata(name)
        if found["Version"] != version:
            raise KeyError(f"{name} {version} is pinned, {found['Version']} is installed: make setup")
        yield Package(name, version, licence_of(found), tuple(re.findall(r"sha256:([0-9a-f]{64})", hashes)))


def licence_of(found: PackageMetadata) -> str:
    """What it says in the newest way that it knows: an expression, a classifier, a line of text."""
    said = found.json.get("license_expression")
    classified = [
        line.rpartition(" :: ")[2]
        for line in found.get_all("Classifier") or ()
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    plain = str(found.json.get("license", "")).strip().partition("\n")[0]
    known = [SAME.get(one, one) for one in ([str(said)] if said else classified or [plain]) if one]
    return " OR ".join(sorted(set(known))) or "unknown"
