"""Everything in runbooks/ works as shipped, and its README teaches all there is to know."""

import re
import shutil
import typing
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.centre.reading import read_centre
from bot.runbook.reading import address, centre_from_json, check, read_runbooks, runbook_from_json, to_json
from bot.runbook.rules import (
    Answer,
    Ask,
    Closing,
    Effect,
    Event,
    Move,
    Placeholder,
    Recheck,
    Runbook,
    Step,
    Style,
    WorkStatus,
    answered,
    asked,
    enter,
    found,
    happened,
)

FOLDER = Path(__file__).resolve().parents[2] / "runbooks"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
CENTRE = read_centre(FOLDER)
SHIPPED = read_runbooks(FOLDER, CENTRE)


def test_nothing_shipped_has_a_mistake() -> None:
    assert check(FOLDER) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_an_edition_reads_back_as_the_same_runbook(name: str) -> None:
    body = to_json(SHIPPED[name])
    again = runbook_from_json(body)
    assert again == SHIPPED[name]
    assert address(to_json(again)) == address(body)
    assert [list(step.answers) for step in again.steps.values()] == [
        list(step.answers) for step in SHIPPED[name].steps.values()
    ]


def test_an_edition_of_the_centre_reads_back_as_the_same_centre() -> None:
    assert centre_from_json(to_json(CENTRE)) == CENTRE


def test_notes_and_spacing_do_not_make_another_edition_but_words_and_order_do(tmp_path: Path) -> None:
    text = (FOLDER / "office_software.yaml").read_text(encoding="utf-8")
    first = address(to_json(SHIPPED["office_software"]))
    for change, same in (("# a note\n\n" + text, True), (text.replace("Не помогло", "Не вышло"), False)):
        shutil.copy(FOLDER / "centre.yaml", tmp_path)
        (tmp_path / "office_software.yaml").write_text(change, encoding="utf-8")
        edition = address(to_json(read_runbooks(tmp_path, CENTRE)["office_software"]))
        assert (edition == first) is same
    body = to_json(SHIPPED["office_software"])
    body["steps"]["reboot"]["answers"] = dict(reversed(body["steps"]["reboot"]["answers"].items()))
    assert address(body) != first


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_can_be_walked_to_an_end(name: str) -> None:
    runbook = SHIPPED[name]
    ahead, seen, ends = [enter(runbook, runbook.first)], set[str](), 0
    while ahead:
        move = ahead.pop()
        ends += move.closes is not None
        seen |= set(move.passed)
        if move.step not in seen:
            seen.add(move.step)
            ahead += _moves(runbook, move.step)
    assert seen == set(runbook.steps)
    assert ends


def _moves(runbook: Runbook, step: str) -> Iterator[Move]:
    here = runbook.steps[step]
    moves: list[object] = [answered(runbook, step, answer) for answer in here.answers]
    moves += [happened(runbook, event, step) for event in Event]
    if here.ask is Ask.CHANNELS:
        both = (True, False)
        moves += [asked(runbook, step, found(channel=c, knowledge_base=k)) for c in both for k in both]
    elif here.ask:
        moves.append(asked(runbook, step))
    return (move for move in moves if isinstance(move, Move))


@pytest.mark.parametrize("name", SHIPPED)
def test_texts_are_calm(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert "!" not in text
    said = [step.say for step in SHIPPED[name].steps.values() if step.say]
    assert all(
        len({len(one.to(language).splitlines()) for language in CENTRE.languages}) == 1 for one in said
    )


def test_the_readme_lists_every_shipped_file() -> None:
    assert {path.name for path in FOLDER.glob("*.yaml")} == set(
        re.findall(r"^\| `(\w+\.yaml)` \|", README, re.MULTILINE)
    )


def test_the_example_of_the_readme_loads_as_it_stands(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "headset.yaml").write_text(example, encoding="utf-8")
    assert check(tmp_path) == []


def test_the_mistake_the_readme_shows_is_what_really_comes(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (shown,) = re.findall(r"```\n(runbooks/.*?)\n```", README, re.DOTALL)
    folder = tmp_path / "runbooks"
    folder.mkdir()
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, folder)
    (folder / "headset.yaml").write_text(
        example.replace("leads: call_lead", "leads: call_led"), encoding="utf-8"
    )
    assert shown in [str(mistake) for mistake in check(folder)]


@pytest.mark.parametrize("model", [Runbook, Recheck, Step, Answer])
def test_the_readme_explains_every_key(model: type[BaseModel]) -> None:
    explained = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert set(model.model_fields) <= explained


@pytest.mark.parametrize("words", [WorkStatus, Effect, Ask, Closing, Event])
def test_the_readme_explains_every_word(words: type[StrEnum]) -> None:
    explained = set(re.findall(r"^\| (?:`\w+` )?\| `(\w+)` \| \w", README, re.MULTILINE))
    assert set(words) <= explained


def test_the_readme_explains_every_placeholder_and_colour() -> None:
    assert {f"{{{one}}}" for one in Placeholder} == set(
        re.findall(r"^\| `(\{\w+\})` \|", README, re.MULTILINE)
    )
    assert all(f"`{style}` " in README for style in Style)


def test_the_notes_in_the_centre_name_every_sound_that_is_possible() -> None:
    from bot.centre.rules import Sound

    (possible,) = re.findall(r"# Possible: (.*)", (FOLDER / "centre.yaml").read_text(encoding="utf-8"))
    assert typing.cast("list[str]", possible.split(", ")) == list(Sound)
