"""The ways through a runbook: does every one lead somewhere, can every step be reached and left."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.centre.checks import Keys, keys_of
from bot.yamlfile import nearest
from bot.yamltree import Fault, Path

Ways = Mapping[str, set[str]]


def targets(raw: Keys) -> Iterator[tuple[Path, str]]:
    """Every place of a raw runbook that names a step, and the name."""
    if isinstance(first := raw.get("first"), str):
        yield ("first",), first
    yield from _named(("when",), raw.get("when"))
    for name, step in keys_of(raw.get("steps")).items():
        path = ("steps", name)
        leads = keys_of(step).get("leads")
        if isinstance(leads, str):
            yield (*path, "leads"), leads
        yield from _named((*path, "leads"), leads)
        for answer, facts in keys_of(keys_of(step).get("answers")).items():
            if isinstance(to := keys_of(facts).get("leads"), str):
                yield (*path, "answers", answer, "leads"), to


def _named(path: Path, raw: object) -> Iterator[tuple[Path, str]]:
    return (((*path, key), to) for key, to in keys_of(raw).items() if isinstance(to, str))


def way_faults(raw: Keys) -> list[Fault]:
    """Unknown, unreachable and endless: everything wrong with how steps lead to each other."""
    steps = keys_of(raw.get("steps"))
    if not steps:
        return []
    unknown = [
        Fault(path, f"there is no step `{to}`", f"{nearest(to, steps)}Steps here: {', '.join(steps)}.")
        for path, to in targets(raw)
        if to not in steps
    ]
    ways = _ways(raw)
    return [
        *unknown,
        *_dead_ends(steps),
        *_unreachable(raw, ways),
        *_endless(steps),
        *_without_end(raw, ways),
    ]


def _ways(raw: Keys) -> Ways:
    ways: dict[str, set[str]] = {name: set() for name in keys_of(raw.get("steps"))}
    for path, to in targets(raw):
        if path[0] == "steps":
            ways[str(path[1])] |= _meant(to, ways)
    return ways


def _meant(to: str, steps: Collection[str]) -> set[str]:
    """The step that is named, or nearly named: one slip of the pen is one mistake, not a dozen."""
    return {to} if to in steps else set(difflib.get_close_matches(to, steps, n=1))


def _dead_ends(steps: Keys) -> Iterator[Fault]:
    for name, step in steps.items():
        path = ("steps", name)
        answers = keys_of(keys_of(step).get("answers"))
        if not {"leads", "answers", "closes"} & set(keys_of(step)):
            remedy = "Add `leads: <step>`, answers, or `closes:` if the incident ends here."
            yield Fault(path, "a dead end: nothing leads on from this step", remedy)
        elif answers and all(
            "waits" in keys_of(one) and "leads" not in keys_of(one) for one in answers.values()
        ):
            remedy = "Give one of them `leads: <step>`."
            yield Fault((*path, "answers"), "a dead end: every answer only waits", remedy)


def _unreachable(raw: Keys, ways: Ways) -> Iterator[Fault]:
    starts = {step for path, to in targets(raw) if path[0] != "steps" for step in _meant(to, ways)}
    if not _meant(str(raw.get("first")), ways):
        return
    for name in ways.keys() - _reached(starts, ways):
        remedy = "Let an answer or a `leads` name it, or delete it."
        yield Fault(("steps", name), "no way leads to this step", remedy)


def _reached(starts: Iterable[str], ways: Ways) -> set[str]:
    reached: set[str] = set()
    ahead = list(starts)
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += ways[name]
    return reached


def _endless(steps: Keys) -> Iterator[Fault]:
    """Steps that only lead on, in a circle: nobody would ever see a screen."""
    onward = {
        name: leads
        for name, step in steps.items()
        if isinstance(leads := keys_of(step).get("leads"), str)
        and not {"ask", "answers"} & set(keys_of(step))
    }
    told: set[str] = set()
    for start in onward:
        circle = _walk(onward, start)
        if onward[circle[-1]] == start and start not in told:
            told |= set(circle)
            remedy = "Give one of these steps answers, or let it lead elsewhere."
            around = " → ".join([*circle, start])
            yield Fault(("steps", start, "leads"), f"an endless circle: {around}", remedy)


def _walk(onward: Mapping[str, str], start: str) -> list[str]:
    """The steps passed from here until the walk stops or meets itself."""
    passed = [start]
    while (here := onward[passed[-1]]) in onward and here not in passed:
        passed.append(here)
    return passed


def _without_end(raw: Keys, ways: Ways) -> Iterator[Fault]:
    """Steps from which no way and no event leads to an end; dead ends and circles are reported as such."""
    steps = keys_of(raw.get("steps"))
    ends = {name for name, step in steps.items() if "closes" in keys_of(step)}
    events = {to for path, to in targets(raw) if path[0] == "when" and to in ways}
    backward: dict[str, set[str]] = {name: set() for name in ways}
    for name, ahead in ways.items():
        for to in ahead | (set() if name in ends else events):
            backward[to].add(name)
    lost = ways.keys() - _reached(ends, backward)
    whole = all(to in steps for _, to in targets(raw))
    if whole and lost and not list(_dead_ends(steps)) and not list(_endless(steps)):
        first = next(name for name in steps if name in lost)
        remedy = "Let one of the ways end at a step with `closes:`."
        yield Fault(("steps", first), "from this step no end can be reached", remedy)
