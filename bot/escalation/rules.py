"""The ladder: who is paged when, decided from the centre's file and the clock alone."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from bot.centre.ladder_rules import Ladder
from bot.centre.rules import Centre
from bot.outbox.rules import SoundWhy
from bot.person.rules import Role


class LadderName(StrEnum):
    LEAD = "lead"
    """The subject is an incident."""
    SYSADMIN = "sysadmin"
    """The subject is a ticket."""


ROLE = {LadderName.LEAD: Role.DUTY_LEAD, LadderName.SYSADMIN: Role.SYSADMIN}
WHY = {LadderName.LEAD: SoundWhy.PAGE, LadderName.SYSADMIN: SoundWhy.NEW_TICKET}
LEFT = "left"
"""Why a page was not even sent: since then they have left, or lost the role."""
CARD = {LadderName.LEAD: "lead_incident", LadderName.SYSADMIN: "ticket"}


def ladder_of(centre: Centre, name: LadderName) -> Ladder:
    """The ladder's levels and times, as this edition of the centre's file gives them."""
    return centre.ladder.lead if name is LadderName.LEAD else centre.ladder.sysadmin


def is_top(ladder: Ladder, level: int) -> bool:
    """Levels count from 1."""
    return level >= len(ladder.levels)


def next_level_in(ladder: Ladder, level: int) -> timedelta:
    """How long this level has before the next one is paged, or the top is paged anew."""
    return ladder.top_repeats_every if is_top(ladder, level) else ladder.next_level_after
