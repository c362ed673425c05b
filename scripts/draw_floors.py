"""Draw docs/pictures/floors.svg: the floors of the house and the way of one tap through them."""

from __future__ import annotations

from html import escape
from pathlib import Path

OUT = Path(__file__).parents[1] / "docs" / "pictures" / "floors.svg"

FLOORS = (
    ("where parts meet", "app · cli · demo", "#f3e9dc"),
    ("faces", "roles · telegram · intake · alarm · importing", "#e3ecf7"),
    ("stories", "report", "#e3ecf7"),
    ("the conductor", "incident", "#dff0e3"),
    ("what is down", "outage", "#dff0e3"),
    ("who helps", "ticket · escalation", "#dff0e3"),
    ("what is waited for", "question", "#dff0e3"),
    ("who works when", "rota", "#dff0e3"),
    ("promises", "outbox · timer", "#dff0e3"),
    ("facts", "runbook · centre · person · picture", "#dff0e3"),
    ("the history", "timeline", "#dff0e3"),
    ("ground", "db · tables · clock · nursery · settings · log", "#ececf0"),
)
STEPS = (
    ("raw JSON → inbox, committed, then confirmed", 1),
    ("who is this now, which handler", 1),
    ("one action: the walk moves", 3),
    ("ladder begins, page and timer promised", 5),
    ("event recorded", 10),
    ("one COMMIT for all of it", 11),
    ("sender wakes, draws, sends, marks", 1),
)
FONT = 'font-family="DejaVu Sans, Verdana, sans-serif"'
WIDTH, ROW, LEFT, GAP = 980, 52, 470, 26


def main() -> None:
    height = ROW * len(FLOORS) + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" {FONT}>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(20, 26, "The floors: a lower one never imports a higher one", 15, "bold"),
        _text(LEFT + GAP + 20, 26, "The way of one tap", 15, "bold"),
    ]
    for row, (idea, packages, colour) in enumerate(FLOORS):
        top = 42 + row * ROW
        parts.append(
            f'<rect x="20" y="{top}" width="{LEFT - 20}" height="{ROW - 6}" rx="7" fill="{colour}"/>'
        )
        parts += [_text(34, top + 19, idea, 11, "normal", "#5b5b66"), _text(34, top + 37, packages, 13)]
    parts += [_step(number, words, floor) for number, (words, floor) in enumerate(STEPS, start=1)]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join([*parts, "</svg>\n"]), encoding="utf-8")


def _step(number: int, words: str, floor: int) -> str:
    """A numbered note beside the floors, with a line to the floor where it happens."""
    y = 70 + (number - 1) * 80
    at = 42 + floor * ROW + (ROW - 6) / 2
    x = LEFT + GAP + 60
    return (
        f'<path d="M{LEFT} {at} C{LEFT + 40} {at} {x - 50} {y} {x - 16} {y}" fill="none" stroke="#9aa3b2"/>'
        f'<circle cx="{x}" cy="{y}" r="13" fill="#2f6fde"/>'
        f'<text x="{x}" y="{y + 5}" font-size="13" fill="#ffffff" text-anchor="middle">{number}</text>'
        + _text(x + 24, y + 5, words, 13)
    )


def _text(x: float, y: float, words: str, size: int, weight: str = "normal", colour: str = "#1c1c22") -> str:
    style = f'font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'


if __name__ == "__main__":
    main()
