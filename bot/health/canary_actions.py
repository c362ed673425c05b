"""The canary's way through the database, in the same steps as anybody's, and who is told when it stops."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.health.canary_rules import CARD, FAILED_CARD, FIRST, KIND, Stage
from bot.intake.journal import settle
from bot.intake.models import Inbox
from bot.intake.rules import State
from bot.outbox.actions import put
from bot.outbox.models import Outgoing
from bot.outbox.rules import Priority
from bot.outbox.rules import State as OutboxState
from bot.person.chat_actions import chat_of_nobody
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.timer.actions import arm
from bot.timer.models import Timer
from bot.timer.rules import Fired

_SUBJECT = 0
"""All canaries are one card, so that those which wait for Telegram do not pile up."""


_NEAR = 5000
"""Its promise is among the newest so many: it was made within the last minute."""


def came(
    session: Session, number: int, chat_id: int, *, language: str, time_zone: str, now: datetime
) -> None:
    """It was handled: from here it goes on by a timer, as a page to the next level does."""
    settle(session, FIRST + number, State.APPLIED, now=now)
    to = chat_of_nobody(
        session, telegram_id=chat_id, name=CARD, language=language, time_zone=time_zone, now=now
    )
    arm(session, f"{KIND}:{number}", KIND, at=now, person=to, number=number)


def flew_on(session: Session, timer: Fired, *, now: datetime) -> None:
    """Its timer fired: now it is promised to its chat, without sound and behind every page."""
    number, to = timer.data["number"], timer.data["person"]
    put(session, CARD, _SUBJECT, to=to, now=now, fresh=True, priority=Priority.ANSWER, number=number)


def stage_of(session: Session, number: int) -> Stage:
    """How far it has come."""
    update = session.get(Inbox, FIRST + number)
    if update is None:
        return Stage.JOURNAL
    if update.state != State.APPLIED:
        return Stage.INBOX
    if session.get(Timer, f"{KIND}:{number}") is not None:
        return Stage.TIMER
    last = select(func.max(Outgoing.id)).scalar_subquery()
    near = select(Outgoing).where(Outgoing.id > last - _NEAR, Outgoing.card == CARD)
    theirs = session.scalars(near.order_by(Outgoing.id.desc()))
    promise = next((one for one in theirs if one.data.get("number") == number), None)
    if promise is None:
        return Stage.TIMER
    ends = {OutboxState.SENT: Stage.ARRIVED, OutboxState.FAILED: Stage.REFUSED}
    return ends.get(OutboxState(promise.state), Stage.OUTBOX)


def tell_administrators(
    session: Session, stopped_at: Stage, *, since: datetime, over: bool, now: datetime
) -> None:
    """One silent card for one time of trouble: where the canary stops, later that it arrives again."""
    seconds = int(since.timestamp())
    for administrator in people_with(session, Role.ADMINISTRATOR):
        put(
            session, FAILED_CARD, _SUBJECT, to=administrator.id, now=now, fresh=not over,
            stage=str(stopped_at), since=seconds, over=over,
        )  # fmt: skip
