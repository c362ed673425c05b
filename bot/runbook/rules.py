"""What a runbook is, and where each answer leads: a runbook and what was said go in, a Move comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError

from bot.duration import HOW_TO_WRITE, Duration, format_duration, parse_duration
from bot.errors import Mistake
from bot.localised import Localised
from bot.runbook.words import (
    About,
    Ask,
    Closing,
    Effect,
    Event,
    Outcome,
    Placeholder,
    SilenceName,
    Style,
    WorkStatus,
    fill,
)
from bot.yamlschema import Count, Facts

__all__ = [
    "About",
    "Answer",
    "Ask",
    "Closing",
    "Effect",
    "Event",
    "Move",
    "Outcome",
    "Pause",
    "Placeholder",
    "Recheck",
    "Runbook",
    "SilenceName",
    "Step",
    "Style",
    "UnknownAnswer",
    "UnknownStep",
    "WorkStatus",
    "answered",
    "asked",
    "enter",
    "fill",
    "found",
    "happened",
    "step_of",
]


def _silence(value: object) -> SilenceName | timedelta:
    if isinstance(value, timedelta):
        return value
    text = value if isinstance(value, str) else ""
    if text in set(SilenceName):
        return SilenceName(text)
    try:
        return parse_duration(text)
    except ValueError:
        remedy = f"Write {', '.join(SilenceName)}, or a length of time. {HOW_TO_WRITE}"
        raise PydanticCustomError(
            "silence", "unknown silence `{shown}`", {"shown": str(value), "remedy": remedy}
        ) from None


def _silence_as_written(value: SilenceName | timedelta) -> str:
    return format_duration(value) if isinstance(value, timedelta) else value.value


def _leads(value: object) -> str | dict[str, str]:
    """A step, or a step for every outcome of `ask: channels`."""
    if isinstance(value, str) and value:
        return value
    if (
        isinstance(value, dict)
        and set(value) == set(Outcome)
        and all(isinstance(to, str) for to in value.values())
    ):
        return {outcome.value: value[outcome] for outcome in Outcome}
    words = ", ".join(f"{outcome}: …" for outcome in Outcome)
    remedy = {"remedy": f"Write the name of a step, or after `ask: channels` exactly {{{words}}}."}
    raise PydanticCustomError("leads", "this names no step", remedy)


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Answer(Facts):
    """A button: leads to a step, or waits at the same one."""

    label: Localised
    style: Style | None = None
    leads: str | None = None
    waits: Duration | None = None


class Step(Facts):
    """One screen of the operator, or with nothing but `do` and `leads`, something that happens on the way."""

    stage: Count
    status: WorkStatus | None = None
    say: Localised | None = None
    do: Annotated[tuple[Effect, ...], BeforeValidator(_one_or_more)] = ()
    ask: Ask | None = None
    silence: (
        Annotated[
            SilenceName | timedelta,
            PlainValidator(_silence),
            PlainSerializer(_silence_as_written, when_used="json"),
        ]
        | None
    ) = None
    answers: Annotated[Mapping[str, Answer], Field(max_length=4)] = {}
    leads: Annotated[str | Mapping[str, str], PlainValidator(_leads)] | None = None
    closes: Closing | None = None

    @property
    def automatic(self) -> bool:
        """Whether nobody stops here: its effects happen and the next step is entered at once."""
        return isinstance(self.leads, str) and self.ask is None


class Recheck(Facts):
    """What the periodic question says; the faces have one of their own for software."""

    question: Localised


class Runbook(Facts):
    """One runbook as its file says; incidents keep the edition they began with."""

    title: Localised
    about: About
    asks_customer: bool = False
    menu: bool = True
    recheck: Recheck | None = None
    stages: Count
    first: str
    when: Mapping[Event, str] = {}
    steps: Annotated[Mapping[str, Step], Field(min_length=1)]


@dataclass(frozen=True)
class Move:
    """A step entered: the automatic steps passed on the way, and everything to do, in order.

    `status` is the operator's new work status, None when it stays; `closes` ends the incident.
    """

    step: str
    passed: tuple[str, ...]
    effects: tuple[Effect, ...]
    status: WorkStatus | None
    closes: Closing | None


@dataclass(frozen=True)
class Pause:
    """The answer asks for time: the step stays, its silence begins anew and lasts this long."""

    length: timedelta


class UnknownAnswer(Mistake):
    """The step has no such answer: an old card, or a crafted button."""

    key = "unknown-answer"


class UnknownStep(Mistake):
    """The runbook has no such step: a crafted button."""

    key = "unknown-step"


def enter(runbook: Runbook, step: str, status: WorkStatus | None = None) -> Move:
    """Enter this step, walking on through automatic ones; `status` is the one to keep if none is set."""
    passed: list[str] = []
    effects: list[Effect] = []
    while True:
        here = step_of(runbook, step)
        effects += here.do
        status = here.status or status
        if not here.automatic or step in passed:
            return Move(step, tuple(passed), tuple(effects), status, here.closes)
        passed.append(step)
        step = str(here.leads)


def answered(runbook: Runbook, step: str, answer: str) -> Move | Pause:
    """Where a button leads; raises UnknownAnswer, UnknownStep."""
    chosen = step_of(runbook, step).answers.get(answer)
    if chosen is None:
        raise UnknownAnswer(step=step, answer=answer)
    if chosen.waits is not None:
        return Pause(chosen.waits)
    return enter(runbook, str(chosen.leads))


def asked(runbook: Runbook, step: str, outcome: Outcome | None = None) -> Move:
    """Where the step leads once it was given what it asks for, or passed over; `outcome` of the channels."""
    here = step_of(runbook, step)
    if here.ask is None or here.leads is None or isinstance(here.leads, str) == (here.ask is Ask.CHANNELS):
        raise UnknownAnswer(step=step, answer=str(outcome))
    if isinstance(here.leads, str):
        return enter(runbook, here.leads)
    if outcome is None:
        raise UnknownAnswer(step=step, answer="")
    return enter(runbook, here.leads[outcome])


def happened(runbook: Runbook, event: Event, step: str) -> Move | None:
    """Where an event leads from this step; None when it leads nowhere, or here, or the walk is over."""
    target = runbook.when.get(event)
    if target is None or target == step or step_of(runbook, step).closes is not None:
        return None
    return enter(runbook, target)


def found(*, channel: bool, knowledge_base: bool) -> Outcome:
    """The regulation's order: work in a channel that works, else study, else ask the lead."""
    if channel:
        return Outcome.CHANNEL
    return Outcome.KNOWLEDGE_BASE if knowledge_base else Outcome.NOTHING


def step_of(runbook: Runbook, step: str) -> Step:
    """The step of this name; raises UnknownStep."""
    if step not in runbook.steps:
        raise UnknownStep(step=step)
    return runbook.steps[step]
