"""Write the software bill of materials as CycloneDX 1.6: what runs with the bot, with licences and hashes.

The same lock gives the same file to the byte, so that two of them can be compared.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.packages import LOCK, ROOT, Package, packages

TARGET = ROOT / "build" / "nightshift.cdx.json"
_BLOCK = re.compile(
    r"^([a-z0-9][a-z0-9.-]*)==\S+ \\\n(?:    --hash=\S+(?: \\)?\n)+((?:    #.*\n)*)", re.MULTILINE
)


def bill(found: list[Package], lock: str, version: str) -> dict[str, Any]:
    """The whole document."""
    root = {
        "type": "application",
        "bom-ref": "nightshift",
        "name": "nightshift",
        "version": version,
        "licenses": [{"license": {"id": "MIT"}}],
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, version + lock)}",
        "version": 1,
        "metadata": {"component": root},
        "components": [_component(one) for one in found],
        "dependencies": _dependencies(found, lock),
    }


def needed_by(lock: str) -> Mapping[str, set[str]]:
    """Which packages want each one, as the lock's comments say; `nightshift`: we do."""
    wanted: dict[str, set[str]] = {}
    for name, comments in _BLOCK.findall(lock):
        named = (line.strip("# ").removeprefix("via").strip() for line in comments.splitlines())
        wanted[name] = {"nightshift" if one.startswith("-r ") else one for one in named if one}
    return wanted


def _component(one: Package) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _ref(one),
        "name": one.name,
        "version": one.version,
        "purl": _ref(one),
        "licenses": [{"expression": one.licence}],
        "hashes": [{"alg": "SHA-256", "content": sha256} for sha256 in one.hashes],
    }


def _dependencies(found: list[Package], lock: str) -> list[dict[str, Any]]:
    refs = {one.name: _ref(one) for one in found} | {"nightshift": "nightshift"}
    wants: dict[str, list[str]] = {ref: [] for ref in refs.values()}
    for name, others in needed_by(lock).items():
        for other in others:
            wants[refs[other]].append(refs[name])
    return [{"ref": ref, "dependsOn": sorted(needs)} for ref, needs in sorted(wants.items())]


def _ref(one: Package) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def main(target: Path = TARGET) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    made = bill(packages(), LOCK.read_text(encoding="utf-8"), version)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    print(f"written: {target} ({len(made['components'])} packages)")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
