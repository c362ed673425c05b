"""The tables in which a role's screens say what they answer to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.intake.rules import plain
from bot.person.models import Person
from bot.person.rules import Role
from bot.telegram.buttons import Tap
from bot.telegram.texts import Texts, languages
from bot.telegram.visit import Caller, Visit

Handler = Callable[[Visit], Awaitable[None]]
TapHandler = Callable[[Visit, Any], Awaitable[None]]
Reachability = Callable[[Visit, bool], Awaitable[None]]
"""They blocked us (False) or let us in again (True)."""
GroupNews = Callable[[Caller], Awaitable[None]]
"""A group took us in, threw us out, gave us rights or moved; whoever did it may be a stranger."""
LabelLookup = Callable[[Session, Person, str], str | None]
"""The data of the button with this label on one of the person's live cards."""


@dataclass(frozen=True, kw_only=True)
class Screens:
    """What one role may do. `role` None: everybody who is let in. Earlier registered, earlier asked."""

    role: Role | None
    taps: Mapping[type[Tap], TapHandler] = field(default_factory=dict)
    commands: Mapping[str, Handler] = field(default_factory=dict)
    group_commands: Mapping[str, Handler] = field(default_factory=dict)
    """What is heard in groups, where nothing else is."""
    answers: Mapping[str, Handler] = field(default_factory=dict)
    """By the kind of question that their message answers."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Fluent keys of the reply keyboard's labels, each with its command."""
    spoke: Handler | None = None
    """Words that answer nothing."""
    edited: Handler | None = None
    busy: Callable[[Session, int], bool] | None = None
    """True: words of this person are for this role before any other."""


def labels(screens: Iterable[Screens]) -> dict[str, str]:
    """What the reply keyboard writes, in every language, and which command it means."""
    found: dict[str, str] = {}
    for texts in (Texts(language, ZoneInfo("UTC")) for language in languages()):
        for key, command in ((key, command) for one in screens for key, command in one.labels.items()):
            label = plain(texts(key))
            if found.setdefault(label, command) != command:
                raise ValueError(f"the label {label!r} means both /{command} and /{found[label]}")
    return found
