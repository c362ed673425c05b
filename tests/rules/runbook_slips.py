"""A small right runbook, and slips to make in it; what checks say about each."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.runbook.reading import check

SHIPPED = Path(__file__).resolve().parents[2] / "runbooks"

RUNBOOK = """\
title: {ru: "Звук", uk: "Звук", en: "Sound"}
about: situation
stages: 2
first: try_it
recheck: {question: {ru: "Как?", uk: "Як?", en: "How?"}}
when: {works: over}
steps:
  try_it:
    stage: 1
    status: trying_it_myself
    say: {ru: "Раз {until}", uk: "Раз", en: "One"}
    silence: 5 min
    answers:
      good:
        label: {ru: "Да", uk: "Так", en: "Yes"}
        style: success
        leads: over
      bad:
        label: {ru: "Нет", uk: "Ні", en: "No"}
        leads: call_lead
      later:
        label: {ru: "Позже", uk: "Пізніше", en: "Later"}
        waits: 5 min
  call_lead:
    stage: 2
    do: [page_duty_lead, start_rechecks]
    leads: tell
  tell:
    stage: 2
    say: {ru: "Слова", uk: "Слова", en: "Words"}
    ask: words
    leads: over
  over:
    stage: 2
    say: {ru: "Всё", uk: "Усе", en: "Over"}
    closes: returned
"""


@dataclass(frozen=True)
class Slip:
    """What somebody changed by mistake, and what they must be told."""

    was: str
    now: str
    line: int
    at: str
    problem: str
    remedy: str


def told(folder: Path, text: str) -> list[str]:
    """The mistakes of the file sound.yaml with this text, beside the shipped centre and main runbook."""
    for name in ("centre.yaml", "office_software.yaml"):
        shutil.copy(SHIPPED / name, folder / name)
    (folder / "sound.yaml").write_text(text, encoding="utf-8")
    return [str(mistake) for mistake in check(folder)]


def look(folder: Path, slip: Slip) -> None:
    """Make this slip in the right runbook: a line about it names file, line, key, problem and remedy."""
    assert slip.was in RUNBOOK
    mistakes = told(folder, RUNBOOK.replace(slip.was, slip.now, 1))
    begin = f"{folder.name}/sound.yaml:{slip.line}: {slip.at}: "
    fitting = [one for one in mistakes if one.startswith(begin) and slip.problem in one]
    assert fitting, mistakes
    assert all(slip.remedy in one and "\n" not in one for one in fitting), fitting
