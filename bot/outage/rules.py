"""What may happen to an outage."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from bot.errors import Mistake


class OutageOver(Mistake):
    """It is over meanwhile, so nobody can join it."""

    key = "outage-over"


class TooLateToUndo(Mistake):
    """More than a minute has passed, or it is undone already."""

    key = "too-late-to-undo"


class NothingToSplit(Mistake):
    """Everybody who waits has it, or nobody who waits any more: there is nothing to be told apart."""

    key = "nothing-to-split"


class NothingToDo(Mistake):
    """Nobody is selected, for everybody it is so already, or the outage is over."""

    key = "nothing-to-do"


UNDO_WITHIN = timedelta(minutes=1)
"""As long as this a lead may take back what they did for many at once."""


class ReturnPhase(StrEnum):
    """How far the return after a mass fix is."""

    VOLUNTEERS = "volunteers"
    WAVES = "waves"
    STOPPED = "stopped"
    """By the lead; a fix that was none empties the phase instead."""
