"""Steps that lead nowhere, in circles or two ways at once are named with file, line, key and remedy."""

from pathlib import Path

import pytest

from tests.rules.runbook_slips import Slip, look

SLIPS = [
    Slip("first: try_it", "first: tri_it", 4, "first", "no step `tri_it`", "Did you mean `try_it`?"),
    Slip("works: over", "works: overt", 6, "when.works", "no step `overt`", "Did you mean `over`?"),
    Slip("leads: tell", "leads: tel", 27, "steps.call_lead.leads", "no step `tel`", "Did you mean `tell`?"),
    Slip("    leads: tell\n", "", 24, "steps.call_lead", "a dead end", "`leads: <step>`"),
    Slip(
        "leads: call_lead", "leads: over", 24, "steps.call_lead", "no way leads to this step", "or delete it"
    ),
    Slip("leads: tell", "leads: call_lead", 27, "steps.call_lead.leads", "endless circle", "answers"),
    Slip(
        "    closes: returned",
        "    leads: over",
        36,
        "steps.over.leads",
        "endless circle: over → over",
        "elsewhere",
    ),
    Slip("        waits: 5 min\n", "", 21, "steps.try_it.answers.later", "leads nowhere", "waits: 5 min"),
    Slip(
        "        leads: over\n",
        "        leads: over\n        waits: 5 min\n",
        14,
        "steps.try_it.answers.good",
        "both",
        "",
    ),
    Slip("stages: 2", "stages: 0", 3, "stages", "0 stages", "1 to 9"),
    Slip("stages: 2", "stages: 02", 3, "stages", "a whole number", "digits only"),
    Slip("stage: 1", "stage: 3", 9, "steps.try_it.stage", "stage 3 of 2", "Use 1 to 2"),
    Slip("stage: 1", "stage: one", 9, "steps.try_it.stage", "a whole number", "for example 3"),
    Slip(
        "    ask: words",
        "    ask: channels",
        32,
        "steps.tell.leads",
        "one step is not enough",
        "knowledge_base: <step>",
    ),
    Slip(
        "leads: tell", "leads: {nothing: tell}", 27, "steps.call_lead.leads", "several ways", "Name one step"
    ),
    Slip(
        "leads: tell",
        "leads: {nothing: tell}",
        27,
        "steps.call_lead.leads",
        "names no step",
        "exactly {channel",
    ),
    Slip(
        "    closes: ret",
        "    ask: words\n    closes: ret",
        33,
        "steps.over",
        "`ask` and `closes`",
        "split it",
    ),
    Slip(
        "    closes: ret",
        "    leads: tell\n    closes: ret",
        36,
        "steps.over.leads",
        "beside `closes`",
        "has none",
    ),
    Slip(
        "    closes: ret",
        "    silence: 1 h\n    closes: ret",
        36,
        "steps.over.silence",
        "at an end",
        "Delete it",
    ),
    Slip(
        "    do: [page",
        "    say: {ru: a, uk: a, en: a}\n    do: [page",
        26,
        "steps.call_lead.say",
        "nobody stops",
        "answers",
    ),
    Slip(
        "start_rechecks]",
        "reopen_ticket]",
        26,
        "steps.call_lead.do",
        "no step files a ticket",
        "Add file_ticket",
    ),
    Slip(
        "    stage: 1\n", "    stage: 1\n    stage: 2\n", 10, "steps.try_it.stage", "here twice", "in line 9"
    ),
    Slip(
        '    say: {ru: "Слова", uk: "Слова", en: "Words"}\n',
        "",
        28,
        "steps.tell.say",
        "says nothing",
        "Add say",
    ),
    Slip("stages: 2", "menu: perhaps\nstages: 2", 3, "menu", "neither true nor false", "Write true or false"),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.at} {slip.problem}")
def test_the_slip_is_named_with_file_line_key_and_remedy(slip: Slip, tmp_path: Path) -> None:
    look(tmp_path, slip)
