"""What types cannot see in a runbook: steps that lead nowhere, texts that do not fit a phone.

The checks read the raw tree, so that all mistakes of a file are found at once, whatever else is wrong.
"""

import re
from collections.abc import Iterator, Sequence

from bot.centre.checks import LONGEST_BUTTON, Keys, items_of, keys_of, name_fault
from bot.localised import text_faults
from bot.runbook.rules import Placeholder
from bot.runbook.ways import way_faults
from bot.yamlfile import nearest
from bot.yamltree import Fault, Path

LONGEST_TITLE = 60
LONGEST_SAY = 700
MOST_LINES = 8
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_SOFTWARE_ONLY = {
    "file_ticket": "files a ticket about software",
    "reopen_ticket": "reopens a ticket about software",
}


def runbook_faults(raw: Keys, languages: Sequence[str]) -> list[Fault]:
    """Everything wrong with a runbook that its types do not say."""
    faults = [*_head_faults(raw, languages), *_need_faults(raw), *way_faults(raw)]
    for name, step in keys_of(raw.get("steps")).items():
        path = ("steps", name)
        faults += [*name_fault(path, "a step"), *_step_faults(raw, path, keys_of(step))]
        faults += _said_faults(path, keys_of(step), languages)
    return faults


def effects_of(step: Keys) -> list[str]:
    """The effects of a raw step, written as one word or as a list."""
    written = step.get("do")
    return (
        [written] if isinstance(written, str) else [one for one in items_of(written) if isinstance(one, str)]
    )


def _head_faults(raw: Keys, languages: Sequence[str]) -> Iterator[Fault]:
    longest = LONGEST_TITLE if raw.get("menu") == "false" else LONGEST_BUTTON
    yield from text_faults(raw.get("title"), ("title",), languages, longest=longest)
    question, path = keys_of(raw.get("recheck")).get("question"), ("recheck", "question")
    yield from text_faults(question, path, languages, longest=200, most_lines=3)
    yield from _brace_faults(path, question, [Placeholder.SOFTWARE])
    yield from _brace_faults(("title",), raw.get("title"), [])
    stages = raw.get("stages")
    if isinstance(stages, str) and stages.isdigit() and not 1 <= int(stages) <= 9:
        yield Fault(("stages",), f"{stages} stages", 'Use 1 to 9: a person sees "step 2 of 4".')


def _said_faults(path: Path, step: Keys, languages: Sequence[str]) -> Iterator[Fault]:
    say = step.get("say")
    yield from text_faults(say, (*path, "say"), languages, longest=LONGEST_SAY, most_lines=MOST_LINES)
    yield from _brace_faults((*path, "say"), say, list(Placeholder))
    for name, answer in keys_of(step.get("answers")).items():
        place = (*path, "answers", name)
        label = keys_of(answer).get("label")
        yield from name_fault(place, "an answer")
        yield from text_faults(label, (*place, "label"), languages, longest=LONGEST_BUTTON)
        yield from _brace_faults((*place, "label"), label, [])
        ways = [key for key in ("leads", "waits") if key in keys_of(answer)]
        if len(ways) != 1 and keys_of(answer):
            problem = "the answer both leads and waits" if ways else "the answer leads nowhere"
            yield Fault(place, problem, "Give it either `leads: <step>` or `waits: 5 min`.")


def _brace_faults(path: Path, raw: object, known: Sequence[str]) -> Iterator[Fault]:
    for language, text in keys_of(raw).items():
        for written in _BRACES.findall(text) if isinstance(text, str) else []:
            word = written.strip("{} ")
            if written[1:-1] not in known:
                listed = " ".join(f"{{{one}}}" for one in known) or "none"
                remedy = f"{nearest(word, known)}Known here: {listed}."
                yield Fault((*path, language), f"unknown placeholder {written}", remedy)


def _step_faults(raw: Keys, path: Path, step: Keys) -> Iterator[Fault]:
    kinds = [key for key in ("ask", "answers", "closes") if key in step]
    if len(kinds) > 1:
        remedy = "One step asks, or has buttons, or ends: split it."
        yield Fault(path, f"`{kinds[0]}` and `{kinds[1]}` in one step", remedy)
    if "leads" in step and ("answers" in step or "closes" in step):
        other = "answers" if "answers" in step else "closes"
        yield Fault(
            (*path, "leads"), f"`leads` beside `{other}`", "Each answer has its own `leads`; an end has none."
        )
    if step.get("ask") == "channels" and isinstance(step.get("leads"), str):
        remedy = "Write leads: {channel: <step>, knowledge_base: <step>, nothing: <step>}."
        yield Fault((*path, "leads"), "after `ask: channels` one step is not enough", remedy)
    if isinstance(step.get("leads"), dict) and step.get("ask") != "channels":
        yield Fault((*path, "leads"), "several ways without `ask: channels`", "Name one step here.")
    yield from _stop_faults(path, step, stops=bool(kinds))
    yield from _stage_faults(raw, path, step)
    yield from _situation_faults(raw, path, step)


def _stop_faults(path: Path, step: Keys, *, stops: bool) -> Iterator[Fault]:
    """A step where somebody stops says something; one that is only passed is never seen."""
    if stops and "say" not in step:
        yield Fault((*path, "say"), "the step says nothing", 'Add say: {ru: "…", uk: "…", en: "…"}.')
    if not stops and "leads" in step:
        for key in ("say", "silence"):
            if key in step:
                remedy = "Nobody stops at a step that only leads on: delete it, or give the step answers."
                yield Fault((*path, key), f"`{key}` where nobody stops", remedy)
    if "closes" in step and "silence" in step:
        yield Fault((*path, "silence"), "`silence` at an end", "Delete it: nobody is asked after the end.")


def _stage_faults(raw: Keys, path: Path, step: Keys) -> Iterator[Fault]:
    stage, stages = step.get("stage"), raw.get("stages")
    if not (isinstance(stage, str) and isinstance(stages, str) and stage.isdigit() and stages.isdigit()):
        return
    if not 1 <= int(stage) <= int(stages):
        remedy = f"Use 1 to {stages}, or change `stages`."
        yield Fault((*path, "stage"), f"stage {stage} of {stages}", remedy)


def _situation_faults(raw: Keys, path: Path, step: Keys) -> Iterator[Fault]:
    """A situation has no software, so there is no ticket, no channel it spares, and no usual recheck."""
    if raw.get("about") != "situation":
        return
    for effect in effects_of(step):
        if effect in _SOFTWARE_ONLY:
            remedy = "Use tell_duty_lead, or `about: software`."
            yield Fault(
                (*path, "do"), f"{effect} {_SOFTWARE_ONLY[effect]}, and this runbook has none", remedy
            )
    if "start_rechecks" in effects_of(step) and "recheck" not in raw:
        remedy = "Add recheck: {question: {…}} at the top: what is the operator asked?"
        yield Fault((*path, "do"), "start_rechecks without a question", remedy)
    if step.get("ask") == "channels":
        remedy = "Use answers instead, or `about: software`."
        yield Fault((*path, "ask"), "`ask: channels` needs software, and this runbook has none", remedy)


def _need_faults(raw: Keys) -> Iterator[Fault]:
    """What an effect makes possible has to lead somewhere."""
    steps = keys_of(raw.get("steps"))
    used = {effect: name for name, step in steps.items() for effect in effects_of(keys_of(step))}
    for effect, event, says in (
        ("start_rechecks", "works", "the operator answers a recheck with `it works`"),
        ("file_ticket", "fixed", "the sysadmin says that it is fixed"),
    ):
        if effect in used and event not in keys_of(raw.get("when")):
            remedy = f"Add when: {{{event}: <step>}} at the top."
            yield Fault(("steps", used[effect], "do"), f"nothing says where it leads when {says}", remedy)
    if "reopen_ticket" in used and "file_ticket" not in used:
        remedy = "Add file_ticket to an earlier step."
        yield Fault(
            ("steps", used["reopen_ticket"], "do"), "reopen_ticket, but no step files a ticket", remedy
        )
