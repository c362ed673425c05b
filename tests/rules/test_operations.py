"""docs/OPERATIONS.md explains every metric and everything that can be wrong, and nothing else."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.health.rules import Facts, Name, Queue, Rows, Trouble, troubles
from bot.settings import CHECKOUT
from bot.web.metrics import PREFIX, exposition

PAGE = (CHECKOUT / "docs" / "OPERATIONS.md").read_text("utf-8")


class Sample:
    """Numbers of a night in which everything has a number."""

    loop_lag = write_seconds = 0.01
    canary_seconds: float | None = 2.5
    role, takeovers, works, replicas, spooled = "polling", 1, 90, 2, 0
    about: Mapping[str, str] = {"version": "1.0", "revision": "0001", "database": "sqlite"}
    counted: Mapping[str, Mapping[str, int]] = {
        "deliveries": Counter(sent=3, retry_after=1),
        "updates": Counter(handled=2),
        "canaries": Counter(arrived=1),
    }

    def facts(self) -> Facts:
        outbox = {"page": Queue(2, 61.0), "card": Queue(5, 1.0)}
        return Facts(rows=Rows(outbox=outbox, incidents={"calls": 2}, repairs={"page_lost": 1}))

    def wrong(self) -> tuple[Trouble, ...]:
        return troubles(self.facts())


@pytest.fixture
def values() -> dict[tuple[str, str], float]:
    """Every sample by its name and its first label."""
    families = text_string_to_metric_families(exposition(Sample())().decode())
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in families
        for sample in family.samples
    }


def test_every_metric_is_explained_and_no_other(values: dict[tuple[str, str], float]) -> None:
    served = {name for name, _ in values if name.startswith(PREFIX)}
    explained = set(re.findall(rf"^\| `({PREFIX}\w+)", PAGE, re.MULTILINE))
    assert explained == served


def test_the_metrics_have_the_nights_numbers(values: dict[tuple[str, str], float]) -> None:
    assert values["nightshift_ready", ""] == 0
    assert values["nightshift_live", ""] == 1
    assert values["nightshift_trouble", "pages"] == 1
    assert values["nightshift_trouble", "storage"] == 0
    assert values["nightshift_outbox", "page"] == 2
    assert values["nightshift_outbox_oldest_seconds", "page"] == 61
    assert values["nightshift_outbox", "notice"] == 0
    assert values["nightshift_deliveries_total", "retry_after"] == 1
    assert values["nightshift_auditor_repairs_total", "page_lost"] == 1
    assert values["nightshift_incidents_open", "calls"] == 2


def test_everything_that_can_be_wrong_has_a_line_with_what_to_do() -> None:
    table = PAGE.partition("### What can be wrong")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == [str(name) for name in Name]


def test_every_line_of_the_log_at_which_somebody_should_look_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", PAGE.partition("## The log")[2].partition("\n## ")[0]))
    loud = {action for action, level in said() if level in {"warning", "error", "critical", "exception"}}
    assert loud - explained == set()


def said() -> set[tuple[str, str]]:
    """Each action that the program logs, with its level."""
    found = set()
    for path in Path(CHECKOUT, "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="log" | "logger"), attr=level),
                    args=[ast.Constant(value=str(text)), *_],
                ):
                    assert text.startswith("action="), f"{path}:{node.lineno}: a line begins with action="
                    found.add((text.removeprefix("action=").split()[0], level))
    return found


def test_no_page_promises_what_is_not_there() -> None:
    """What is planned stands in no document: whoever reads one at night has only what is there."""
    pages = [
        *CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md"), *CHECKOUT.glob("runbooks/*"),
        *CHECKOUT.glob("deploy/**/*"), CHECKOUT / ".env.example",
    ]  # fmt: skip
    planned = re.compile(r"\(later\)|\bnot yet (there|built)\b|\bwill be (added|built|there)\b|\bTODO\b")
    texts = {page: page.read_text("utf-8") for page in pages if page.is_file()}
    assert len(texts) > 40
    assert [(page.name, found[0]) for page, said in texts.items() if (found := planned.search(said))] == []
