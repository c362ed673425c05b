"""Which group, and what is shown in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.group.models import GroupBoard, LeadsGroup
from bot.hold.queries import on_hold
from bot.outage.models import Outage


def bound_group(session: Session) -> LeadsGroup | None:
    """The leads' group, if one is set."""
    query = select(LeadsGroup).where(LeadsGroup.unbound_at.is_(None)).order_by(LeadsGroup.id.desc())
    return session.scalar(query.limit(1))


def group_of_chat(session: Session, chat_id: int) -> LeadsGroup | None:
    """The leads' group, if it is this chat."""
    group = bound_group(session)
    return group if group is not None and group.chat_id == chat_id else None


def groups_at_work(session: Session) -> Sequence[LeadsGroup]:
    """The bound one, and those in which something still says what is not true any more.

    None while what a restored database had promised waits for a person's word.
    """
    if on_hold(session):
        return []
    unfinished = select(GroupBoard.group_id).where(GroupBoard.finished_at.is_(None))
    query = select(LeadsGroup).where(or_(LeadsGroup.unbound_at.is_(None), LeadsGroup.id.in_(unfinished)))
    return session.scalars(query.order_by(LeadsGroup.unbound_at.is_not(None), LeadsGroup.id)).all()


def boards_of(session: Session, group: LeadsGroup) -> Mapping[int, GroupBoard]:
    """What this group shows, by outage."""
    query = select(GroupBoard).where(GroupBoard.group_id == group.id).order_by(GroupBoard.outage_id)
    return {board.outage_id: board for board in session.scalars(query)}


def outages_for(session: Session, group: LeadsGroup, boards: Mapping[int, GroupBoard]) -> Sequence[int]:
    """The mass outages that this group shows, or has to end showing."""
    unfinished = {number for number, board in boards.items() if board.finished_at is None}
    if group.unbound_at is not None:
        return sorted(unfinished)
    query = select(Outage.id).where(Outage.mass_at.is_not(None), Outage.resolved_at.is_(None))
    return sorted({*unfinished, *session.scalars(query)})
