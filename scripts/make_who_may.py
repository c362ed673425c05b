"""Write the table of who may press what into docs/SECURITY.md, from the policy that the tests hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from bot.telegram.buttons import Tap
from tests.rules.hostile_catalogue import rows
from tests.stories.who_may import (
    ACTORS,
    BOARD,
    BOARD_STAGES,
    OFFER_STAGES,
    OFFERED,
    POLICY,
    STAGES,
    Rule,
    expected,
)

_TITLES = {
    STAGES: "At an incident",
    BOARD_STAGES: "At a mass outage",
    OFFER_STAGES: "Of an offer or a colleague",
}
PAGE = Path(__file__).resolve().parent.parent / "docs" / "SECURITY.md"
REMEDY = "run: make who-may"
_COLUMNS = {
    "owner": "operator, own",
    "operator": "operator, other",
    "lead": "lead, own",
    "other lead": "lead, other",
    "administrator": "administrator",
    "sysadmin": "sysadmin, own",
    "other sysadmin": "sysadmin, other",
}
_DONE_NEVER = "no"


def written(page: str) -> str:
    """The page with both tables as the code says them now."""
    for mark, table in (("who-may", who_may()), ("tried", tried())):
        begin, end = f"<!-- {mark}: written by `make who-may` -->", f"<!-- {mark}: end -->"
        before, _, rest = page.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"docs/{PAGE.name} has lost the lines {begin!r} and {end!r} around its table")
        page = f"{before}{begin}\n{table}\n{end}{after}"
    return page


def who_may() -> str:
    """As Markdown: of one incident and all else, of a mass outage's board, of what somebody is offered."""
    parts = ((POLICY, STAGES), (BOARD, BOARD_STAGES), (OFFERED, OFFER_STAGES))
    buttons = sum(len(policy) for policy, _ in parts)
    cases = sum(len(policy) * len(stages) for policy, stages in parts) * len(ACTORS)
    tables = (
        f"\n{_TITLES[stages]}: {_legend(stages)}.\n\n{_table(policy, stages)}" for policy, stages in parts
    )
    return f"\n{buttons} buttons × states × {len(ACTORS)} people: {cases} cases.\n{''.join(tables)}"


def tried() -> str:
    """As Markdown: each row of the hostile catalogue with its tests."""
    head = "\n| what comes | cases | tests |\n|---|---|---|\n"
    return head + "".join(f"| {what} | {count} | {'<br>'.join(tests)} |\n" for what, count, tests in rows())


def _legend(stages: Sequence[str]) -> str:
    return ", ".join(f"**{stage[0].upper()}** {stage}" for stage in stages)


def _table(policy: Mapping[type[Tap], Rule], stages: Sequence[str]) -> str:
    head = f"| buttons | {' | '.join(_COLUMNS.values())} |\n|---|{'---|' * len(_COLUMNS)}\n"
    return head + "".join(_rows(policy, stages))


def _rows(policy: Mapping[type[Tap], Rule], stages: Sequence[str]) -> Iterator[str]:
    """Buttons that everybody may press alike share a row, in the order of the shelves."""
    for _, shelf in groupby(policy.items(), key=lambda one: one[0].__module__):
        alike: dict[tuple[str, ...], list[str]] = {}
        for tap, rule in shelf:
            cells = tuple(_cell(rule, actor, stages) for actor in _COLUMNS)
            alike.setdefault(cells, []).append(f"`{tap.prefix}`")
        for cells, names in alike.items():
            yield f"| {' '.join(names)} | {' | '.join(cells)} |\n"


def _cell(rule: Rule, actor: str, stages: Sequence[str]) -> str:
    became = {stage: expected(rule, actor, stage) for stage in stages}
    if "not their role" in became.values():
        return ""
    return _letters(stage for stage in stages if became[stage] == "done") or _DONE_NEVER


def _letters(stages: Iterable[str]) -> str:
    return "".join(stage[0].upper() for stage in stages)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"written: docs/{PAGE.name}")
