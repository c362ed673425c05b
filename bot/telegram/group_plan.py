"""What the leads' group lacks most: the step, and the call to Telegram that makes it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    EditForumTopic,
    EditMessageText,
    ReopenForumTopic,
    SendMessage,
    TelegramMethod,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.group.models import GroupBoard, LeadsGroup
from bot.group.queries import boards_of, groups_at_work, outages_for
from bot.group.rules import EVERY, Call, Want, next_call
from bot.group.showing_actions import Step, have_of
from bot.telegram.drawing import Drawing
from bot.telegram.texts import texts_for

log = logging.getLogger(__name__)

Boards = Mapping[int, GroupBoard]


@dataclass(frozen=True, slots=True)
class GroupDrawing:
    """A mass outage as the group should show it."""

    title: str
    drawing: Drawing
    over: bool


Draw = Callable[[Session, LeadsGroup, int], GroupDrawing]
"""(session, group, outage id) to what should stand there now."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The step, and what is said by it."""

    step: Step
    drawing: Drawing


def next_step(session: Session, draw: Draw, now: datetime) -> Planned | datetime | None:
    """The call that is lacking most; or when there may be one; None: all is as it should be.

    A new board goes before an edit, and of the edits the one that has waited longest.
    """
    later: list[datetime] = []
    for group in groups_at_work(session):
        due = max((at for at in (group.not_before, group.lease_until) if at is not None), default=now)
        if due > now:
            later.append(due)
            continue
        boards = boards_of(session, group)
        steps = list(_steps(session, draw, group, boards, now))
        if not steps:
            continue
        first = min(steps, key=lambda one: _urgency(one.step, boards))
        edited = [board.edited_at for board in boards.values() if board.edited_at is not None]
        if first.step.call is not Call.EDIT or not edited or max(edited) + EVERY <= now:
            return first
        later.append(max(edited) + EVERY)
    return min(later, default=None)


def _urgency(step: Step, boards: Boards) -> tuple[bool, float, int]:
    board = boards.get(step.outage_id)
    edited = board.edited_at.timestamp() if board is not None and board.edited_at is not None else 0.0
    return step.call is Call.EDIT, edited, step.outage_id


def _steps(
    session: Session, draw: Draw, group: LeadsGroup, boards: Boards, now: datetime
) -> Iterator[Planned]:
    for outage_id in outages_for(session, group, boards):
        board = boards.get(outage_id)
        try:
            shown = draw(session, group, outage_id)
        except Exception as error:
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                raise
            log.exception("action=draw_failed group=%s outage=%s", group.id, outage_id)
            continue
        texts, drawing = texts_for(group), shown.drawing
        title = texts("group-topic-again", title=shown.title) if board and board.again else shown.title
        want = Want(title, drawing.hash(), shown.over)
        have = have_of(board, now)
        call = next_call(have, want, topics=group.topics)
        if call is None:
            continue
        if call is Call.SEND and board is not None and board.repeat:
            drawing = drawing.marked(texts("sender-repeat"))
        yield Planned(Step(group.id, group.chat_id, outage_id, call, have, want), drawing)


def method_of(planned: Planned) -> TelegramMethod[Any] | None:
    step = planned.step
    chat: dict[str, Any] = {"chat_id": step.chat_id}
    topic = chat | {"message_thread_id": step.have.thread_id}
    match step.call:
        case Call.CREATE:
            return CreateForumTopic(**chat, name=step.want.title)
        case Call.SEND:
            return SendMessage(**topic, **planned.drawing.kwargs(), disable_notification=True)
        case Call.EDIT:
            where = chat | {"message_id": step.have.message_id}
            return EditMessageText(**where, **planned.drawing.kwargs())
        case Call.RENAME:
            return EditForumTopic(**topic, name=step.want.title)
        case Call.CLOSE:
            return CloseForumTopic(**topic)
        case Call.REOPEN:
            return ReopenForumTopic(**topic)
        case _:
            return None
