"""What can become of a handover, and why something about it cannot be."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from bot.errors import Mistake
from bot.escalation.rules import LadderName
from bot.person.rules import Role

LADDER = {Role.DUTY_LEAD: LadderName.LEAD, Role.SYSADMIN: LadderName.SYSADMIN}
"""Who hands over, and whose ladder is climbed until somebody signs."""

HAS_JUST_LEFT = timedelta(hours=12)
"""Whose time on duty ended longer ago is not taken for somebody who forgot to hand over."""


class Dropped(StrEnum):
    """Why nobody has to sign any more."""

    EXTENDED = "extended"
    """They are on duty again: the shift was made longer."""
    NOTHING_LEFT = "nothing_left"
    """Everything was closed, or is in other hands."""
    WITHDRAWN = "withdrawn"
    """They changed their mind."""
    UNREACHABLE = "unreachable"
    """Nothing reaches the colleague whom they named."""


class Move(StrEnum):
    """What time, or a change of the rows, asks for."""

    CLIMB = "climb"
    RING = "ring"
    REFRESH = "refresh"


class NothingToHandOver(Mistake):
    """They have no open incident or ticket."""

    key = "handover-nothing"


class NotOffered(Mistake):
    """They were not asked to sign, or there is no such handover."""

    key = "handover-not-offered"


class SignedBy(Mistake):
    """Somebody was faster. Values: `name`, `at`."""

    key = "handover-signed-by"


class HandoverOver(Mistake):
    """Nobody has to sign any more."""

    key = "handover-no-longer"


class NotAColleague(Mistake):
    """Whoever was named does not hold the role, or is the person who hands over."""

    key = "handover-not-a-colleague"
