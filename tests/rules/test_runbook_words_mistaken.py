"""Words and values a runbook does not know are named with file, line, key and remedy."""

from pathlib import Path

import pytest

from tests.rules.runbook_slips import Slip, look

SLIPS = [
    Slip("first: try_it\n", "", 1, "first", "the key `first` is missing", "Add a line `first: …`"),
    Slip("works: over", "work: over", 6, "when.work", "unknown word `work`", "Did you mean `works`?"),
    Slip(
        "leads: call_lead",
        "leads: gone",
        20,
        "steps.try_it.answers.bad.leads",
        "`gone`",
        "Steps here: try_it",
    ),
    Slip(
        "status: trying",
        "status: tryng",
        10,
        "steps.try_it.status",
        "unknown word `tryng_it",
        "`trying_it_myself`",
    ),
    Slip(
        "[page_duty_lead,",
        "[page_duty_led,",
        26,
        "steps.call_lead.do.1",
        "`page_duty_led`",
        "`page_duty_lead`",
    ),
    Slip("ask: words", "ask: word", 31, "steps.tell.ask", "unknown word `word`", "Did you mean `words`?"),
    Slip(
        "closes: returned",
        "closes: retuned",
        36,
        "steps.over.closes",
        "`retuned`",
        "Did you mean `returned`?",
    ),
    Slip("about: situation", "about: situations", 2, "about", "unknown word", "Did you mean `situation`?"),
    Slip("style: success", "style: green", 16, "steps.try_it.answers.good.style", "`green`", "success"),
    Slip("silence: 5 min", "silence: 22:30", 12, "steps.try_it.silence", "`22:30`", '"10 min"'),
    Slip(
        "waits: 5 min", "waits: 5", 23, "steps.try_it.answers.later.waits", "`5` is not a length", '"10 min"'
    ),
    Slip("waits: 5 min", "waits: 0 min", 23, "steps.try_it.answers.later.waits", "`0 min`", '"10 min"'),
    Slip(
        "silence: 5 min",
        "silense: 5 min",
        12,
        "steps.try_it.silense",
        "unknown key",
        "Did you mean `silence`?",
    ),
    Slip("    ask: words", "    ask: channels", 31, "steps.tell.ask", "needs software", "`about: software`"),
    Slip(
        "start_rechecks]", "file_ticket]", 26, "steps.call_lead.do", "this runbook has none", "tell_duty_lead"
    ),
    Slip(
        "start_rechecks]",
        "file_ticket]",
        26,
        "steps.call_lead.do",
        "says that it is fixed",
        "when: {fixed: <step>}",
    ),
    Slip("when: {works: over}\n", "", 25, "steps.call_lead.do", "answers a recheck", "when: {works: <step>}"),
    Slip("recheck: {", "# recheck: {", 26, "steps.call_lead.do", "without a question", "Add recheck"),
    Slip(
        "do: [page", "do: {a: b}\n    x: [page", 26, "steps.call_lead.do", "a list is expected", "[one, two]"
    ),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.at} {slip.problem}")
def test_the_slip_is_named_with_file_line_key_and_remedy(slip: Slip, tmp_path: Path) -> None:
    look(tmp_path, slip)
