"""Write docs/LICENCES.md: every package that runs with the bot, its version and its licence."""

from __future__ import annotations

from collections.abc import Iterable

from scripts.packages import ROOT, Package, packages

PAGE = ROOT / "docs" / "LICENCES.md"
_HEAD = """# Licences

Night Shift itself is under the MIT licence. What runs with it, as `requirements/runtime.txt` pins it, under
what each package says of itself; names are those of SPDX. `make licences` writes this page, and a test looks
whether it is current.

| package | version | licence |
|---|---|---|
"""


def page(found: Iterable[Package]) -> str:
    return _HEAD + "".join(f"| {one.name} | {one.version} | {one.licence} |\n" for one in found)


if __name__ == "__main__":
    PAGE.write_text(page(packages()), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
