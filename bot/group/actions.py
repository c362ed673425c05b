"""Bind a group, let it go, follow it, and keep what trouble there is with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.db import wake
from bot.group.models import GroupBoard, LeadsGroup
from bot.group.queries import bound_group, group_of_chat
from bot.group.rules import LOOK_AGAIN, NoGroup, Trouble
from bot.outbox.actions import put
from bot.person.models import Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.timeline.actions import record
from bot.timeline.rules import Event

GROUP_CARD = "leads_group"
"""An administrator's card: which group it is, and what is wrong with it."""

_LONGEST_TITLE = 128


def bind(session: Session, chat_id: int, title: str, *, topics: bool, by: int, now: datetime) -> LeadsGroup:
    """The leads' group is this chat from now on; another one is let go. Once more: it is well again."""
    title = title[:_LONGEST_TITLE]
    group = group_of_chat(session, chat_id)
    if group is None:
        _let_go(session, by=by, now=now)
        binder = session.get_one(Person, by)
        group = LeadsGroup(
            chat_id=chat_id, title=title, topics=topics, bound_by=by, bound_at=now,
            language=binder.language, time_zone=binder.time_zone,
        )  # fmt: skip
        session.add(group)
        session.flush()
        record(session, Event.GROUP_BOUND, by=by, at=now, group=group.id, title=title)
        _tell(session, group, now=now)
    group.title = title
    welcome(session, group, topics=topics, now=now)
    return group


def unbind(session: Session, group_id: int | None = None, *, by: int, now: datetime) -> LeadsGroup:
    """There is no leads' group any more; `group_id`: only if it is this one. NoGroup."""
    group = bound_group(session)
    if group is None or group_id not in (None, group.id):
        raise NoGroup
    _let_go(session, by=by, now=now)
    return group


def unbind_chat(session: Session, chat_id: int, *, by: int, now: datetime) -> LeadsGroup:
    """The leads' group is let go, if it is this chat. NoGroup."""
    group = group_of_chat(session, chat_id)
    if group is None:
        raise NoGroup
    return unbind(session, group.id, by=by, now=now)


def welcome(session: Session, group: LeadsGroup, *, topics: bool, now: datetime) -> None:
    """The bot is let in, or was given rights; `topics`: worth trying to open one."""
    group.topics = topics
    group.not_before = None
    boards = update(GroupBoard).where(GroupBoard.group_id == group.id)
    session.execute(boards.values(topic_not_before=None))
    if group.trouble is not None:
        group.trouble = group.trouble_at = None
        record(session, Event.GROUP_WELL, by=None, at=now, group=group.id, title=group.title)
        _tell(session, group, now=now)
    wake(session, "groups")


def troubled(session: Session, group: LeadsGroup, trouble: Trouble, *, now: datetime) -> None:
    """The administrators hear of each trouble once, silently; it is tried again later all the same."""
    if trouble is Trouble.NO_TOPICS:
        group.topics = False
    else:
        group.not_before = now + LOOK_AGAIN
    if group.unbound_at is not None:
        _give_up(session, group, now=now)
    if group.trouble == trouble or group.unbound_at is not None:
        return
    group.trouble, group.trouble_at = trouble, now
    record(session, Event.GROUP_TROUBLE, by=None, at=now, group=group.id, title=group.title, trouble=trouble)
    _tell(session, group, now=now, fresh=True)


def moved(session: Session, group: LeadsGroup, chat_id: int, *, now: datetime) -> None:
    """The group is a supergroup now, under another number; what stands in the old one cannot be changed."""
    if group.chat_id == chat_id:
        return
    group.chat_id, group.topics, group.not_before = chat_id, True, None
    topic = {"thread_id": None, "title": "", "is_open": False, "topic_not_before": None}
    gone = topic | {"message_id": None, "drawn_hash": "", "doing": None}
    session.execute(update(GroupBoard).where(GroupBoard.group_id == group.id).values(gone))
    record(session, Event.GROUP_MOVED, by=None, at=now, group=group.id, title=group.title)
    wake(session, "groups")


def _let_go(session: Session, *, by: int, now: datetime) -> None:
    group = bound_group(session)
    if group is None:
        return
    group.unbound_at = now
    if group.trouble == Trouble.OUT:
        _give_up(session, group, now=now)
    session.flush()
    record(session, Event.GROUP_UNBOUND, by=by, at=now, group=group.id, title=group.title)
    _tell(session, group, now=now)
    wake(session, "groups")


def _give_up(session: Session, group: LeadsGroup, *, now: datetime) -> None:
    """It is not ours any more and does not let us in: what stands there stays."""
    unfinished = (GroupBoard.group_id == group.id, GroupBoard.finished_at.is_(None))
    session.execute(update(GroupBoard).where(*unfinished).values(finished_at=now))


def _tell(session: Session, group: LeadsGroup, *, now: datetime, fresh: bool = False) -> None:
    for administrator in people_with(session, Role.ADMINISTRATOR):
        put(session, GROUP_CARD, group.id, to=administrator.id, now=now, fresh=fresh)
