"""The lines for people: as a table, as JSON in docs/, and as a picture."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from ttf_opensans import OPENSANS_BOLD, OPENSANS_REGULAR

from bench.line import Line
from bench.report import UNKNOWN

ROOT = Path(__file__).resolve().parent.parent
_WIDTH, _ROW, _TOP, _EDGE = 1400, 46, 110, 28
_BAR_FROM, _BAR_TO = 800, 1370
_INK, _QUIET, _PAPER, _MET, _MISSED, _GOAL = "#1d2733", "#66727f", "#ffffff", "#2f9e60", "#d9822b", "#1d2733"
_TEN_FOLD = 1.5
"""The bars reach from 1/30 of the goal to thirty times it, in tens."""


def table(lines: Sequence[Line]) -> str:
    """What, ours, peer or limit, ratio, goal, verdict."""
    rows = [("what", "ours", "peer or limit", "ratio", "goal", "verdict")]
    for line in lines:
        other = f"{amount(line.other)} {line.unit} ({line.beside})"
        ratio = f"{line.ratio:.3g}×" if math.isfinite(line.ratio) else "–"
        rows.append(
            (line.what, f"{amount(line.ours)} {line.unit}", other, ratio, str(line.goal), line.verdict)
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    shown = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([shown[0], "-" * len(shown[0]), *shown[1:]])


def misses(lines: Sequence[Line]) -> str:
    """How many goals are met, and why each of the others is not."""
    missed = [line for line in lines if not line.met]
    said = [f"{len(lines) - len(missed)} of {len(lines)} goals met"]
    return "\n".join(
        said + [f"missed: {line.what} ({line.beside}): {line.why or UNKNOWN}" for line in missed]
    )


def amount(number: float) -> str:
    """Three digits that mean something, and no e-notation."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def written(lines: Sequence[Line], machine: Mapping[str, Any], root: Path) -> Path:
    """Everything as JSON."""
    file = root / "docs" / "bench.json"
    content = {"machine": dict(machine), "lines": [line.as_json() for line in lines]}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    return file


def drawn(lines: Sequence[Line], machine: Mapping[str, Any], root: Path) -> Path:
    """How far each line is on the good side of its goal."""
    file = root / "docs" / "pictures" / "bench.png"
    image = Image.new("RGB", (_WIDTH, _TOP + _ROW * len(lines) + 2 * _EDGE), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.text(
        (_EDGE, _EDGE - 6),
        "How fast it is, beside what one would take instead",
        _INK,
        font=font(28, bold=True),
    )
    where = f"{machine['at']} · Python {machine['python']} · {machine['cores']} cores"
    told = " · ".join(
        part for part in (where, "right of the line: better than the goal", machine["noise"]) if part
    )
    pen.text((_EDGE, _EDGE + 36), told, _QUIET, font=font(17))
    middle = (_BAR_FROM + _BAR_TO) // 2
    for number, line in enumerate(lines):
        _row(pen, line, _TOP + number * _ROW, middle)
    pen.line((middle, _TOP - 8, middle, _TOP + _ROW * len(lines)), _GOAL, width=2)
    image.save(file, optimize=True)
    return file


def _row(pen: ImageDraw.ImageDraw, line: Line, y: int, middle: int) -> None:
    reach = (_BAR_TO - _BAR_FROM) // 2
    length = int(max(-1.0, min(1.0, math.log10(better(line)) / _TEN_FOLD)) * reach)
    colour = _MET if line.met else _MISSED
    pen.rectangle((min(middle, middle + length), y + 8, max(middle, middle + length), y + _ROW - 14), colour)
    pen.text((_EDGE, y), line.what, _INK, font=font(17))
    shown = f"{amount(line.ours)} {line.unit} · {amount(line.other)} {line.beside} · goal {line.goal}"
    pen.text((_EDGE, y + 21), shown, _QUIET, font=font(14))


def better(line: Line) -> float:
    """How many times better than its goal; 1 is the goal itself."""
    judged, bound = max(line.judged, 1e-6), max(line.goal.bound, 1e-6)
    return judged / bound if line.goal.sign == "≥" else bound / judged


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype((OPENSANS_BOLD if bold else OPENSANS_REGULAR).path, size)
