"""A customer in hand goes to a colleague: who was asked, what they answered, what was promised."""

from __future__ import annotations

from enum import StrEnum

from bot.errors import Mistake


class Status(StrEnum):
    """How far it is with one named colleague."""

    ASKED = "asked"
    CLAIMED = "claimed"
    """The customer is with them."""
    DECLINED = "declined"
    UNTOLD = "untold"
    """The page did not reach them, or they take no customers any more: as good as not asked."""
    OFF_DUTY = "off_duty"
    """Their shift ended before they answered."""
    ELSEWHERE = "elsewhere"
    """The customer is with somebody else, or the lead knows that nobody needs to come."""
    OVER = "over"
    """The incident ended first."""


CLAIMABLE = frozenset({Status.ASKED, Status.DECLINED, Status.UNTOLD, Status.OFF_DUTY})
"""Whoever was named and has the customer after all may say so, as long as nobody else has."""


class Promise(StrEnum):
    """What the customer was promised: a prepared answer, read by each in their language, or own words."""

    NOTHING = "nothing"
    CALL_BACK = "call_back"
    WRITE_BACK = "write_back"
    WORDS = "words"


LEFT = "left"
"""Why a colleague was not told: they do not take customers any more. Others: `bot.outbox.rules.Why`."""


class CustomerTaken(Mistake):
    """A colleague has the customer already. Values: `name`, `at` (aware UTC)."""

    key = "customer-taken"


class CustomerYours(Mistake):
    """They have the customer already. Value: `at` (aware UTC)."""

    key = "customer-yours"


class NotWaiting(Mistake):
    """Nobody waits any more for this colleague to come. Value: `incident`."""

    key = "customer-not-waiting"
