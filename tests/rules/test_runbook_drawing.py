"""Drawn runbooks: nothing covers anything else, and no text becomes a part of the drawing."""

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.centre.reading import read_centre
from bot.runbook.drawing import mermaid, svg
from bot.runbook.layout import Box, Layout, Line, Place, arrange
from bot.runbook.reading import read_runbooks, runbook_from_json, to_json
from bot.runbook.rules import Runbook

RUNBOOKS = Path(__file__).resolve().parents[2] / "runbooks"
SHIPPED = read_runbooks(RUNBOOKS, read_centre(RUNBOOKS))
SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: str) -> ET.Element:
    """The picture's tree; our own output, so the ordinary parser will do."""
    return ET.fromstring(picture)  # noqa: S314


def hostile(text: str) -> Runbook:
    """The main runbook with this text on its first screen, in its title and on a button."""
    body = to_json(SHIPPED["office_software"])
    body["title"] = {"en": text}
    body["steps"]["reboot"]["say"] = {"en": text}
    body["steps"]["reboot"]["answers"]["helped"]["label"] = {"en": text}
    return runbook_from_json(body)


HOSTILE = '"]; click s_reboot javascript:alert(1)\n<script>&amp;</script>|--> end `x` #quot; %% \\ "'


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_and_every_button_is_in_the_picture(name: str, language: str) -> None:
    runbook = SHIPPED[name]
    picture = "".join(parsed(svg(runbook, language)).itertext())
    for step, facts in runbook.steps.items():
        assert step in picture
        assert all(answer.label.to(language) in picture for answer in facts.answers.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_no_box_and_no_label_covers_another(name: str) -> None:
    root = parsed(svg(SHIPPED[name], "ru"))
    corners = [
        tuple(float(rect.attrib[side]) for side in ("x", "y", "width", "height"))
        for rect in root.iterfind(f"{SVG}g/{SVG}rect")
    ]
    assert len(corners) > len(SHIPPED[name].steps)
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(corners, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


@pytest.mark.parametrize("name", SHIPPED)
def test_mermaid_has_a_node_for_every_step_and_an_arrow_for_every_way(name: str) -> None:
    text, steps = mermaid(SHIPPED[name], "uk"), SHIPPED[name].steps
    nodes = set(re.findall(r'^  (s_\w+)[(\[]+"', text, re.MULTILINE))
    assert nodes == {f"s_{step}" for step in steps}
    arrows = re.findall(r"^  (\w+) -->(?:\|\"[^\"|]*\"\|)? (\w+)$", text, re.MULTILINE)
    assert text.count("-->") == len(arrows)
    for step, facts in steps.items():
        for answer in facts.answers.values():
            assert answer.leads is None or (f"s_{step}", f"s_{answer.leads}") in arrows


def test_hostile_texts_stay_texts_in_svg() -> None:
    root = parsed(svg(hostile(HOSTILE), "en"))
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>&amp;</script>" in "".join(root.itertext())


def test_hostile_texts_stay_texts_in_mermaid() -> None:
    for line in mermaid(hostile(HOSTILE), "en").splitlines():
        assert re.fullmatch(
            r'flowchart TD|  \w+(\(\[|\[)"[^"<>|\\`\[\]{}]*(<br>[^"<>|\\`\[\]{}]*)*"(\]\)|\]):::\w+'
            r'|  \w+ -->(\|"[^"|<>]*"\|)? \w+|  classDef [\w ]+:#\w+,stroke:#\w+,color:#\w+',
            line,
        ), line


LINES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda ends: ends[0] != ends[1]), max_size=20
)
SIZES = st.tuples(st.floats(20, 300), st.floats(20, 200))


def _apart(a: Place, b: Place) -> bool:
    beside = a.x + a.width <= b.x + 0.01 or b.x + b.width <= a.x + 0.01
    return beside or a.row_end <= b.y + 0.01 or b.row_end <= a.y + 0.01


@settings(max_examples=60, deadline=None)
@given(boxes=st.lists(SIZES, min_size=9, max_size=9), ends=LINES)
def test_any_runbook_can_be_laid_out_without_covering(
    boxes: list[tuple[float, float]], ends: list[tuple[int, int]]
) -> None:
    lines = [Line(start, end, Box(80.0, 20.0)) for start, end in ends]
    layout: Layout = arrange([Box(*size) for size in boxes], lines)
    for a, b in combinations([*layout.boxes, *layout.labels], 2):
        assert _apart(a, b)
    for line, way in zip(lines, layout.ways, strict=True):
        assert (way[0], way[-1]) == (layout.boxes[line.start], layout.boxes[line.end])
        for passed in way[1:-1]:
            assert all(_apart(passed, box) for box in layout.boxes)
