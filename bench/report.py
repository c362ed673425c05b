"""What `make bench` writes into docs/PERFORMANCE.md: goals met; of each missed one by how much, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- written by make bench -->", "<!-- end of what make bench writes -->"
UNKNOWN = "not known: find out before this is kept"


def report(found: Mapping[str, Any]) -> str:
    """Markdown. `found`: what stands in docs/bench.json."""
    lines: Sequence[Mapping[str, Any]] = found["lines"]
    missed = [line for line in lines if line["verdict"].startswith("missed")]
    machine = found["machine"]
    where = f"{machine['cores']} cores, Python {machine['python']}, {machine['at']}"
    noise = f" **{machine['noise']}**." if machine["noise"] else ""
    said = [f"Of {len(lines)} goals {len(lines) - len(missed)} are met ({where}).{noise}"]
    if missed:
        said += ["", "| missed | beside | comes to | goal | why |", "|---|---|---|---|---|"]
        said += [_row(line) for line in missed]
    return "\n".join(said)


def _row(line: Mapping[str, Any]) -> str:
    comes_to = f"{line['ratio']:.3g}×" if line["goal"].endswith("×") else f"{line['ours']:.3g} {line['unit']}"
    cells = (line["what"], line["beside"], comes_to, line["goal"], line["why"] or UNKNOWN)
    return "| " + " | ".join(cells) + " |"


def written_into(file: Path, found: Mapping[str, Any]) -> Path:
    """The page with the report in its place. Raises ValueError where the page has no such place."""
    page = file.read_text(encoding="utf-8")
    place = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not place.search(page):
        raise ValueError(f"{file} has no lines {BEGIN} and {END}: put them where the report belongs")
    new = f"{BEGIN}\n{report(found)}\n{END}"
    file.write_text(place.sub(lambda _: new, page), encoding="utf-8")
    return file
