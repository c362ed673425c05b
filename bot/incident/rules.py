"""What may happen to an incident, decided without looking at the clock or the database."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.errors import Mistake
from bot.runbook.rules import Closing

CANCELLED = "cancelled"
"""An incident closes as one of the runbook's closings, or as this: it was reported by mistake."""

CLOSINGS = (*Closing, CANCELLED)

MOST_OPEN = 12
"""Incidents that one operator may have open: more of them than there is software, and no flood of pages."""


class Duty(StrEnum):
    """What a lead does in the work system for an operator whose own attempt did not help."""

    STATUS_SET = "status_set"
    OFF_THE_LINE = "off_the_line"
    REDIRECTED = "redirected"


def owed(customer: str | None) -> Sequence[Duty]:
    """What a lead has to do: without a customer in hand there is nobody to redirect."""
    return tuple(duty for duty in Duty if duty is not Duty.REDIRECTED or customer is not None)


class Customer(StrEnum):
    """Who is with the operator when it breaks."""

    CALL = "call"
    CHAT = "chat"
    NONE = "none"


class Way(StrEnum):
    """How a person learns that their card changed."""

    EDIT = "edit"
    FRESH = "fresh"
    SOUND = "sound"


class Late(Mistake):
    """The button belongs to an older state of the incident, or somebody was faster."""

    key = "late-tap"


class TooManyOpen(Mistake):
    """The operator has as many open as one person can have. Values: `most`."""

    key = "too-many-open"


class Closed(Mistake):
    """The incident is over."""

    key = "incident-closed"


class NotYours(Mistake):
    """The incident is somebody else's, or the person is not on duty for it."""

    key = "not-yours"


class CannotPass(Mistake):
    """The colleague left, lost the role, or nothing reaches them: whoever has it keeps it."""

    key = "cannot-pass"


class TakenBy(Mistake):
    """Another lead has it."""

    key = "taken-by"
