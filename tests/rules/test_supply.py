"""What runs with the bot is listed: licences are current with the lock, the bill of materials is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.make_licences import PAGE
from scripts.make_sbom import bill, main, needed_by
from scripts.packages import LOCK, packages, pins

MAY_BE = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-CMU",
    "MPL-2.0", "PSF-2.0",
}  # fmt: skip
"""Licences under which a package may be used beside MIT code without giving any of it away."""


def listed() -> dict[str, tuple[str, str]]:
    """Name → version and licence, as the page has them."""
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3 and row[0] != "package"}


def test_the_page_of_licences_is_current_with_the_lock() -> None:
    on_page = {name: version for name, (version, _) in listed().items()}
    assert on_page == pins(LOCK.read_text(encoding="utf-8")), "run: make licences"


def test_every_licence_is_known_and_may_be_used_here() -> None:
    for name, (_, licence) in listed().items():
        parts = {part for one in licence.split(" OR ") for part in one.split(" AND ")}
        assert parts <= MAY_BE, f"{name}: {licence}"


def test_the_bill_names_every_package_with_its_files_and_who_needs_it(tmp_path: Path) -> None:
    main(tmp_path / "bill.json")
    written = json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))
    assert (written["bomFormat"], written["specVersion"]) == ("CycloneDX", "1.6")
    known = pins(LOCK.read_text(encoding="utf-8"))
    assert {one["name"]: one["version"] for one in written["components"]} == known
    refs = [written["metadata"]["component"]["bom-ref"], *(one["bom-ref"] for one in written["components"])]
    assert len(refs) == len({*refs})
    for one in written["components"]:
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        assert all(len(sha["content"]) == 64 and sha["alg"] == "SHA-256" for sha in one["hashes"])
        assert one["hashes"]
    needs = {one["ref"]: one["dependsOn"] for one in written["dependencies"]}
    assert {*needs} == {*refs}
    assert {ref for wanted in needs.values() for ref in wanted} | {"nightshift"} == {*refs}, "all are needed"


def test_the_same_lock_gives_the_same_bill_and_another_one_another() -> None:
    lock, found = LOCK.read_text(encoding="utf-8"), packages()
    assert bill(found, lock, "1") == bill(found, lock, "1")
    assert bill(found, lock, "1")["serialNumber"] != bill(found, lock, "2")["serialNumber"]


@pytest.mark.parametrize(
    ("package", "by"),
    [("aiogram", {"nightshift"}), ("httpcore", {"httpx"}), ("idna", {"anyio", "httpx", "yarl"})],
)
def test_who_needs_a_package_is_what_the_lock_says(package: str, by: set[str]) -> None:
    assert needed_by(LOCK.read_text(encoding="utf-8"))[package] == by
