"""A runbook as a picture: Mermaid text, or SVG that needs no other program."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bot.duration import format_duration
from bot.runbook.layout import Box, Layout, Line, Place, arrange
from bot.runbook.rules import Ask, Runbook, Step

_WRAP = 40
_LETTER = 7.3
_LETTER_HEIGHT = 17.0
_PADDING = 12.0
_BOLD = "   "
_OPENING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">'
)
_ARROW = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    'orient="auto"><path d="M0 0L8 4L0 8z" fill="#55555f"/></marker></defs>'
)
_COLOURS = {
    "start": ("#fff8e1", "#b28704"),
    "event": ("#fff8e1", "#b28704"),
    "automatic": ("#f1f1f4", "#77778a"),
    "asks": ("#e8f0fe", "#2f5fb3"),
    "buttons": ("#ffffff", "#33333f"),
    "end": ("#e6f4ea", "#2e7d4a"),
}


@dataclass(frozen=True)
class Node:
    """A box: its name in Mermaid, its kind, a heading and the lines below it."""

    name: str
    kind: str
    heading: str
    text: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """An arrow with what makes one go there."""

    start: str
    end: str
    label: str = ""


def mermaid(runbook: Runbook, language: str) -> str:
    """A Mermaid flowchart, ending with a line feed; texts in this language, the file's words as they are."""
    nodes, edges = _graph(runbook, language)
    lines = ["flowchart TD"]
    for node in nodes:
        text = "<br>".join(_mermaid_text(line) for line in (node.heading, *node.text))
        left, right = ("([", "])") if node.kind in ("start", "event", "end") else ("[", "]")
        lines.append(f'  {node.name}{left}"{text}"{right}:::{node.kind}')
    for edge in edges:
        label = f'|"{_mermaid_text(edge.label)}"|' if edge.label else ""
        lines.append(f"  {edge.start} -->{label} {edge.end}")
    for kind, (fill, stroke) in _COLOURS.items():
        lines.append(f"  classDef {kind} fill:{fill},stroke:{stroke},color:#1c1c22")
    return "\n".join(lines) + "\n"


def svg(runbook: Runbook, language: str) -> str:
    """An SVG picture of the runbook, ending with a line feed."""
    nodes, edges = _graph(runbook, language)
    numbers = {node.name: number for number, node in enumerate(nodes)}
    boxes = [_box((node.heading + _BOLD, *node.text)) for node in nodes]
    lines = [
        Line(
            numbers[edge.start], numbers[edge.end], _box((edge.label,), 4.0) if edge.label else Box(0.0, 0.0)
        )
        for edge in edges
    ]
    layout = arrange(boxes, lines)
    width, height = round(layout.width), round(layout.height)
    drawn = [
        _OPENING.format(width=width, height=height),
        f"<title>{escape(runbook.title.to(language))}</title>",
        _ARROW,
        f'<rect width="{width}" height="{height}" fill="#fbfbfd"/>',
        *_drawn_lines(layout, lines),
        *(_drawn_label(edge.label, at) for edge, at in zip(edges, layout.labels, strict=True) if edge.label),
        *(_drawn_node(node, at) for node, at in zip(nodes, layout.boxes, strict=True)),
        "</svg>",
    ]
    return "\n".join(drawn) + "\n"


def _graph(runbook: Runbook, language: str) -> tuple[list[Node], list[Edge]]:
    nodes = [Node("start", "start", runbook.title.to(language))]
    edges = [Edge("start", f"s_{runbook.first}")]
    for event, target in runbook.when.items():
        nodes.append(Node(f"when_{event}", "event", f"when: {event}"))
        edges.append(Edge(f"when_{event}", f"s_{target}"))
    for name, step in runbook.steps.items():
        nodes.append(Node(f"s_{name}", _kind(step), name, tuple(_text(runbook, name, step, language))))
        edges += [Edge(f"s_{name}", f"s_{to}", label) for label, to in _ways(step, language) if to != name]
    return nodes, edges


def _kind(step: Step) -> str:
    if step.closes is not None:
        return "end"
    if step.automatic:
        return "automatic"
    return "buttons" if step.answers else "asks"


def _text(runbook: Runbook, name: str, step: Step, language: str) -> Iterator[str]:
    status = f" · {step.status}" if step.status else ""
    yield f"{step.stage}/{runbook.stages}{status}"
    if step.do:
        yield from textwrap.wrap("do: " + ", ".join(step.do), _WRAP)
    for line in step.say.to(language).strip().splitlines() if step.say else ():
        yield from textwrap.wrap(line, _WRAP, subsequent_indent="   " if line[:1].isdigit() else "")
    if step.ask:
        yield f"ask: {step.ask}"
    for answer in step.answers.values():
        if answer.waits:
            yield f"↻ {answer.label.to(language)}: {format_duration(answer.waits)}"
        elif answer.leads == name:
            yield f"↻ {answer.label.to(language)}"
    if step.closes:
        yield f"closes: {step.closes}"


def _ways(step: Step, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(step.leads, str):
        yield (step.ask or "", step.leads)
    elif step.ask is Ask.CHANNELS and step.leads:
        yield from step.leads.items()
    for answer in step.answers.values():
        if answer.leads:
            yield answer.label.to(language), answer.leads


def _mermaid_text(text: str) -> str:
    """Quotes and signs of Mermaid's own as its codes, so that a text never becomes a part of the drawing."""
    return "".join(sign if sign.isalnum() or sign in " .,:·()-?…/" else f"#{ord(sign)};" for sign in text)


def _box(lines: Sequence[str], padding: float = _PADDING) -> Box:
    longest = max(len(line) for line in lines)
    return Box(longest * _LETTER + 2 * padding, len(lines) * _LETTER_HEIGHT + 2 * padding)


def _drawn_node(node: Node, at: Place) -> str:
    fill, stroke = _COLOURS[node.kind]
    dash = ' stroke-dasharray="5 3"' if node.kind == "automatic" else ""
    look = f'rx="{18 if node.kind in ("start", "event") else 7}" fill="{fill}" stroke="{stroke}"{dash}'
    texts = "".join(_drawn_text(line, row, at) for row, line in enumerate((node.heading, *node.text)))
    return f'<g class="node"><rect {_corners(at)} {look}/>{texts}</g>'


def _drawn_text(line: str, row: int, at: Place) -> str:
    x, y = at.x + _PADDING, at.y + _PADDING + (row + 0.75) * _LETTER_HEIGHT
    weight = "bold" if row == 0 else "normal"
    start = f'<text x="{x:.0f}" y="{y:.0f}" xml:space="preserve" font-weight="{weight}" fill="#1c1c22">'
    return f"{start}{escape(line)}</text>"


def _corners(at: Place) -> str:
    return f'x="{at.x:.0f}" y="{at.y:.0f}" width="{at.width:.0f}" height="{at.height:.0f}"'


def _drawn_label(label: str, at: Place) -> str:
    y = at.y + 4 + 0.75 * _LETTER_HEIGHT
    text = f'<text x="{at.middle:.0f}" y="{y:.0f}" text-anchor="middle" fill="#3d3d47">{escape(label)}</text>'
    return f'<g class="label"><rect {_corners(at)} rx="4" fill="#fbfbfd"/>{text}</g>'


def _drawn_lines(layout: Layout, lines: Sequence[Line]) -> Iterator[str]:
    """Each line straight through its rows and bent only between them, so that it crosses no box."""
    ports = _ports(layout, lines)
    for number, way in enumerate(layout.ways):
        xs = [ports[number, True], *(place.middle for place in way[1:-1]), ports[number, False]]
        yield f'<path d="{_path(way, xs)}" fill="none" stroke="#55555f" marker-end="url(#tip)"/>'


def _ports(layout: Layout, lines: Sequence[Line]) -> dict[tuple[int, bool], float]:
    """Where each line leaves (True) and arrives: side by side, in the order of where the lines come from."""
    touches: dict[tuple[int, bool], list[tuple[float, int, bool]]] = {}
    for number, (line, way) in enumerate(zip(lines, layout.ways, strict=True)):
        down = way[0].y < way[-1].y
        touches.setdefault((line.start, down), []).append((way[1].middle, number, True))
        touches.setdefault((line.end, not down), []).append((way[-2].middle, number, False))
    ports: dict[tuple[int, bool], float] = {}
    for (box, _), here in touches.items():
        place = layout.boxes[box]
        step = min(30.0, place.width / (len(here) + 1))
        for at, (_, number, leaves) in enumerate(sorted(here)):
            ports[number, leaves] = place.middle + (at - (len(here) - 1) / 2) * step
    return ports


def _path(way: Sequence[Place], xs: Sequence[float]) -> str:
    down = way[0].y < way[-1].y
    first = way[0].y + way[0].height if down else way[0].y
    parts = [f"M{xs[0]:.0f} {first:.0f}"]
    for here, following, x, x_next in zip(way, way[1:], xs, xs[1:], strict=False):
        leaves = here.row_end if down else here.y
        enters = following.y if down else following.row_end
        half = (leaves + enters) / 2
        parts.append(
            f"L{x:.0f} {leaves:.0f}C{x:.0f} {half:.0f} {x_next:.0f} {half:.0f} {x_next:.0f} {enters:.0f}"
        )
    last = way[-1].y if down else way[-1].y + way[-1].height
    parts.append(f"L{xs[-1]:.0f} {last:.0f}")
    return "".join(parts)
