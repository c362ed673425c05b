"""Who is asked at the start of their time on duty whether they are there."""

from __future__ import annotations

from datetime import datetime

from bot.centre.rules import CheckIns
from bot.errors import Mistake
from bot.rota.rules import Span


class NothingToCheckIn(Mistake):
    """They are asked nothing at the moment: they have said so already, or are not on duty."""

    key = "checkin-nothing"


def was_known(
    starts_at: datetime, plan: CheckIns, *, joined_at: datetime, started_at: datetime | None
) -> bool:
    """Whether the bot knew this person when the time on duty began, and has not met them since.

    That somebody came to the team later says nothing about them; who pressed Start since then has a phone
    that works.
    """
    too_late = joined_at > starts_at + plan.confirm_within
    seen = started_at is not None and started_at >= starts_at
    return not too_late and not seen


def is_worth_asking(span: Span, plan: CheckIns, now: datetime) -> bool:
    """Not with too little of it left."""
    return span.ends_at - now >= plan.least_left
