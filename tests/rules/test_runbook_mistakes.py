"""What is said about a whole file, and about all files together."""

from pathlib import Path

import pytest

from bot.runbook.reading import check
from tests.rules.runbook_slips import RUNBOOK, told


def test_the_runbook_without_slips_has_no_mistakes(tmp_path: Path) -> None:
    assert told(tmp_path, RUNBOOK) == []


def test_five_buttons_are_one_too_many(tmp_path: Path) -> None:
    more = "".join(
        f'      b{n}: {{label: {{ru: "{n}", uk: "{n}", en: "{n}"}}, leads: over}}\n' for n in (1, 2)
    )
    (mistake,) = told(tmp_path, RUNBOOK.replace("      good:\n", f"{more}      good:\n"))
    assert "sound.yaml:13: steps.try_it.answers: 5 are listed, at most 4 fit" in mistake


def test_steps_that_only_circle_have_no_end(tmp_path: Path) -> None:
    text = RUNBOOK.replace("leads: over\n  over:", "leads: try_it\n  over:").replace(
        "when: {works: over}", "when: {}"
    )
    text = text.replace("        leads: over\n", "        leads: tell\n").replace(", start_rechecks]", "]")
    mistakes = told(tmp_path, text)
    assert any("steps.try_it: from this step no end can be reached" in one for one in mistakes), mistakes
    assert any("steps.over: no way leads to this step" in one for one in mistakes), mistakes


def test_all_buttons_waiting_is_a_dead_end(tmp_path: Path) -> None:
    text = RUNBOOK.replace("        leads: over\n", "        waits: 1 h\n").replace(
        "        leads: call_lead\n", "        waits: 1 h\n"
    )
    assert any(
        "steps.try_it.answers: a dead end: every answer only waits" in one for one in told(tmp_path, text)
    )


def test_all_mistakes_of_a_file_come_at_once_sorted_by_line(tmp_path: Path) -> None:
    text = (
        RUNBOOK.replace("stage: 1", "stage: 9")
        .replace("about: situation", "about: x")
        .replace("ask: words", "ask: y")
    )
    text = text.replace("closes: returned", "closes: z").replace(
        "style: success", "style: success\n        style: danger"
    )
    lines = [int(one.split(":")[1]) for one in told(tmp_path, text)]
    assert lines == [2, 9, 17, 32, 37]


def test_exactly_one_runbook_is_about_software(tmp_path: Path) -> None:
    again = RUNBOOK.replace("about: situation", "about: software")
    assert any(
        "sound.yaml:1: about: office_software.yaml and sound.yaml" in one for one in told(tmp_path, again)
    )
    (tmp_path / "sound.yaml").unlink()
    (tmp_path / "office_software.yaml").unlink()
    (mistake,) = check(tmp_path)
    assert str(mistake).startswith(f"{tmp_path.name}/:1: about: no runbook is about software. Exactly one")


def test_a_misspelt_step_is_one_mistake_and_not_also_everything_behind_it(tmp_path: Path) -> None:
    (mistake,) = told(tmp_path, RUNBOOK.replace("leads: call_lead", "leads: cal_lead"))
    assert "there is no step `cal_lead`. Did you mean `call_lead`?" in mistake


@pytest.mark.parametrize("name", ["sound.yml", "Sound.yaml", "so und.yaml", "звук.yaml", f"{'s' * 31}.yaml"])
def test_a_file_name_buttons_cannot_carry_is_named(name: str, tmp_path: Path) -> None:
    told(tmp_path, RUNBOOK)
    (tmp_path / "sound.yaml").rename(tmp_path / name)
    (mistake,) = check(tmp_path)
    assert mistake.file.endswith(name)
    assert mistake.remedy.startswith("Rename it")
