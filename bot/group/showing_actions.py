"""One call at a time: begun in the database, made, and written down how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.group.actions import moved, troubled, welcome
from bot.group.models import GroupBoard, LeadsGroup
from bot.group.rules import AMBIGUOUS_WAIT, LEASE, LOOK_AGAIN, Call, Ended, Have, Result, Trouble, Want

_TROUBLES = {Ended.OUT: Trouble.OUT, Ended.SILENCED: Trouble.SILENCED}


@dataclass(frozen=True, slots=True)
class Step:
    """One call for one board: where it stands, what is there, what should be."""

    group_id: int
    chat_id: int
    outage_id: int
    call: Call
    have: Have
    want: Want


def have_of(board: GroupBoard | None, now: datetime) -> Have:
    """What stands in the group; nothing where nothing was begun yet."""
    if board is None:
        return Have()
    finished = board.finished_at is not None
    rests = board.topic_not_before is not None and now < board.topic_not_before
    return Have(
        board.thread_id, board.title, board.is_open, board.message_id, board.drawn_hash, finished, rests
    )


def begin(session: Session, step: Step, token: str, *, now: datetime) -> bool:
    """This call is ours. False: another process speaks, or it is not as it was when the call was planned."""
    group = session.get_one(LeadsGroup, step.group_id)
    if group.lease_until is not None and group.lease_until > now and group.lease_token != token:
        return False
    board = session.get(GroupBoard, (step.group_id, step.outage_id))
    if have_of(board, now) != step.have or group.chat_id != step.chat_id:
        return False
    board = board or _fresh(session, step)
    if board.doing is not None:
        _perhaps_there(board)
        return False
    group.lease_until, group.lease_token = now + LEASE, token
    board.doing = step.call if step.call in (Call.CREATE, Call.SEND) else None
    return True


def settle(session: Session, step: Step, token: str, result: Result, *, now: datetime) -> bool:
    """Write down how it ended. False: it took so long that another process has gone on meanwhile."""
    group = session.get_one(LeadsGroup, step.group_id)
    board = session.get(GroupBoard, (step.group_id, step.outage_id))
    if group.lease_token != token or board is None or group.chat_id != step.chat_id:
        return False
    group.lease_until = group.lease_token = None
    if result.ended is Ended.LOST:
        _lost(group, board, now)
        return True
    board.doing = None
    if result.ended in _TROUBLES:
        troubled(session, group, _TROUBLES[result.ended], now=now)
    elif result.ended is Ended.MOVED:
        moved(session, group, result.number, now=now)
    elif result.ended is Ended.WAIT:
        group.not_before = now + timedelta(seconds=result.seconds)
    elif result.ended is Ended.UNSENDABLE:
        group.not_before = now + LOOK_AGAIN
    elif result.ended is Ended.DONE:
        _done(session, group, board, step, result.number, now)
    else:
        _otherwise(session, group, board, step, result.ended, now)
    return True


def _fresh(session: Session, step: Step) -> GroupBoard:
    board = GroupBoard(
        group_id=step.group_id, outage_id=step.outage_id, title="", is_open=False, again=False,
        drawn_hash="", repeat=False,
    )  # fmt: skip
    session.add(board)
    session.flush()
    return board


def _perhaps_there(board: GroupBoard) -> None:
    """Whoever began it never came back: what is made now is marked."""
    board.again |= board.doing == Call.CREATE
    board.repeat |= board.doing == Call.SEND
    board.doing = None


def _lost(group: LeadsGroup, board: GroupBoard, now: datetime) -> None:
    _perhaps_there(board)
    group.not_before = now + AMBIGUOUS_WAIT


def _done(
    session: Session, group: LeadsGroup, board: GroupBoard, step: Step, number: int, now: datetime
) -> None:
    board.finished_at = now if step.call is Call.FINISH else None
    if step.call is Call.CREATE:
        board.thread_id, board.title, board.is_open = number, step.want.title, True
    elif step.call is Call.SEND:
        board.message_id, board.drawn_hash, board.repeat = number, step.want.drawn_hash, False
    elif step.call is Call.EDIT:
        board.drawn_hash, board.edited_at = step.want.drawn_hash, now
    elif step.call is Call.RENAME:
        board.title = step.want.title
    elif step.call in (Call.CLOSE, Call.REOPEN):
        board.is_open = step.call is Call.REOPEN
    if step.call is not Call.FINISH and group.trouble in _TROUBLES.values():
        welcome(session, group, topics=group.topics, now=now)


def _otherwise(
    session: Session, group: LeadsGroup, board: GroupBoard, step: Step, ended: Ended, now: datetime
) -> None:
    """What is not there, or may not be done, is known from now on; the next look goes by it."""
    if ended is Ended.NOT_A_FORUM:
        group.topics, board.thread_id, board.is_open, board.title = False, None, False, ""
    elif step.call is Call.CREATE:
        troubled(session, group, Trouble.NO_TOPICS, now=now)
    elif ended is Ended.MESSAGE_GONE:
        board.message_id, board.drawn_hash = None, ""
    elif ended is Ended.TOPIC_GONE:
        board.thread_id, board.message_id, board.drawn_hash, board.title = None, None, "", ""
        board.is_open = False
    elif ended is Ended.TOPIC_CLOSED and step.call is Call.CLOSE:
        _done(session, group, board, step, 0, now)
    elif ended is Ended.TOPIC_CLOSED and board.thread_id is not None:
        _closed_by_somebody(group, board, now)
    elif step.call in (Call.RENAME, Call.CLOSE, Call.REOPEN):
        board.topic_not_before = now + LOOK_AGAIN
        troubled(session, group, Trouble.NO_TOPICS, now=now)
    else:
        troubled(session, group, Trouble.SILENCED, now=now)


def _closed_by_somebody(group: LeadsGroup, board: GroupBoard, now: datetime) -> None:
    """It is reopened at the next look. Still closed after that, it is left alone for a while."""
    if not board.title:
        group.not_before = now + LOOK_AGAIN
    board.is_open, board.title = False, ""
