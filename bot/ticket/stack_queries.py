"""The pictures of a report, folded: what looks the same lies on one stack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.picture.queries import looks_of
from bot.picture.stack_rules import stacked
from bot.ticket.models import ReportPart

MOST_SHOWN = 3
"""So many different pictures of a mass outage come by themselves; all of them on demand."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Pictures that show the same, the oldest first: that one stands for all of them."""

    parts: tuple[ReportPart, ...]

    @property
    def first(self) -> ReportPart:
        return self.parts[0]

    @property
    def incidents(self) -> frozenset[int]:
        """Whose pictures these are. "×27" counts operators: one who sends a picture twice is still one."""
        return frozenset(part.incident_id for part in self.parts)

    def after(self, part: ReportPart) -> Sequence[ReportPart]:
        """What came after this one."""
        return [one for one in self.parts if one.id > part.id]


def stacks_of(session: Session, incident_ids: Sequence[int]) -> list[Stack]:
    """All pictures of these incidents, folded."""
    query = select(ReportPart).where(
        ReportPart.incident_id.in_(incident_ids), ReportPart.picture.is_not(None)
    )
    return stacks(session, session.scalars(query.order_by(ReportPart.id)))


def stacks(session: Session, parts: Iterable[ReportPart]) -> list[Stack]:
    """The pictures among these pieces of a report, folded; stacks in the order of their first picture."""
    pictures = [(part, part.picture) for part in parts if part.picture]
    hashes = [sha256 for _, sha256 in pictures]
    if not hashes:
        return []
    looks = looks_of(session, set(hashes))
    return [Stack(tuple(pictures[place][0] for place in places)) for places in stacked(hashes, looks)]


def stack_of(found: Iterable[Stack], part: ReportPart) -> Stack:
    """The stack that this picture lies on; StopIteration for one that lies on none."""
    return next(stack for stack in found if any(one.id == part.id for one in stack.parts))
