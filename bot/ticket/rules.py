"""What a ticket may become, and what makes a report whole."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from bot.errors import Mistake


class TicketStatus(StrEnum):
    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    CANNOT_BE_RESOLVED = "cannot_be_resolved"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    """Nobody waits for it any more: the operators closed their incidents themselves."""


class NoMorePictures(Mistake):
    """None that looks like this one came after it."""

    key = "no-more-pictures"


class PartKind(StrEnum):
    DESCRIPTION = "description"
    PICTURE = "picture"
    NO_PICTURE = "no_picture"
    DETAIL = "detail"
    """An answer to the sysadmin's question."""
    ADDITION = "addition"
    """Words that came after the ticket was filed."""
    NOT_RESOLVED = "not_resolved"
    """What the operator still sees after "resolved"."""


_NEXT = {
    TicketStatus.FILED: {TicketStatus.ACKNOWLEDGED, TicketStatus.WITHDRAWN},
    TicketStatus.ACKNOWLEDGED: {
        TicketStatus.FILED,
        TicketStatus.RESOLVED,
        TicketStatus.CANNOT_BE_RESOLVED,
        TicketStatus.WITHDRAWN,
    },
    TicketStatus.CANNOT_BE_RESOLVED: {
        TicketStatus.FILED,
        TicketStatus.ACKNOWLEDGED,
        TicketStatus.RESOLVED,
        TicketStatus.WITHDRAWN,
    },
    TicketStatus.RESOLVED: {TicketStatus.FILED, TicketStatus.ACKNOWLEDGED},
    TicketStatus.WITHDRAWN: {TicketStatus.FILED},
}

OPEN = frozenset({TicketStatus.FILED, TicketStatus.ACKNOWLEDGED, TicketStatus.CANNOT_BE_RESOLVED})


def may_become(old: TicketStatus, new: TicketStatus) -> bool:
    """Whether a ticket may go from one status to the other."""
    return new in _NEXT[old]


def missing(kinds: Iterable[str]) -> set[PartKind]:
    """What a report still lacks: a description, and a picture or the word that none can be made."""
    there = set(kinds)
    lacks = set()
    if not there & {PartKind.DESCRIPTION}:
        lacks.add(PartKind.DESCRIPTION)
    if not there & {PartKind.PICTURE, PartKind.NO_PICTURE}:
        lacks.add(PartKind.PICTURE)
    return lacks
