"""What waits to be sent, and what is on whose phone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, literal_column, or_, select, union
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.outbox.models import Card, ChatPause, Outgoing, SoundMade
from bot.outbox.rules import RETIRED, State
from bot.tables import fixed, unseen

WHOLE_BOT = 0

_ONLOOKERS = Prepared(
    union(
        select(Card.person_id).where(Card.card == bindparam("name"), Card.subject_id == bindparam("subject")),
        select(Outgoing.person_id).where(
            Outgoing.card == unseen("name"),
            Outgoing.subject_id == bindparam("subject"),
            Outgoing.state == fixed(State.SENDING),
        ),
    )
)
_PROMISED = select(Outgoing.person_id).where(
    Outgoing.state == fixed(State.PENDING),
    Outgoing.card == unseen("name"),
    Outgoing.subject_id == bindparam("subject"),
    Outgoing.person_id.in_(bindparam("people", expanding=True)),
    Outgoing.priority <= bindparam("priority"),
)
_AT_ONCE = _PROMISED.where(Outgoing.not_before.is_(None))
_QUIET = and_(Outgoing.fresh.is_(False), Outgoing.sound.is_(False))
_SPACED = _PROMISED.where(or_(Outgoing.not_before.is_(None), _QUIET))
_NEXT_ROW = (
    select(Outgoing.not_before)
    .where(Outgoing.state == fixed(State.PENDING), Outgoing.not_before > bindparam("now"))
    .order_by(Outgoing.not_before)
    .limit(1)
)
_NEXT_PAUSE = select(func.min(ChatPause.until)).where(ChatPause.until > bindparam("now"))


class Waiting(NamedTuple):
    """Rows of one priority that are not on a phone yet."""

    rows: int
    oldest: datetime


def live_card(session: Session, person_id: int, card: str, subject_id: int) -> Card | None:
    """The message that shows this card to this person."""
    return session.get(Card, (person_id, card, subject_id))


def onlookers(session: Session, card: str, subject_id: int) -> Sequence[int]:
    """Everybody on whose phone this card is, or will be in a moment."""
    session.flush()
    return _ONLOOKERS.column(session, name=card, subject=subject_id)


def onlookers_of_all(session: Session, card: str, subject_ids: Collection[int]) -> Sequence[tuple[int, int]]:
    """`onlookers` of many at once: (subject id, person id), in order."""
    shown = select(Card.subject_id, Card.person_id).where(Card.card == card, Card.subject_id.in_(subject_ids))
    on_the_way = select(Outgoing.subject_id, Outgoing.person_id).where(
        Outgoing.card == card, Outgoing.subject_id.in_(subject_ids), Outgoing.state == State.SENDING
    )
    return sorted((row[0], row[1]) for row in session.execute(union(shown, on_the_way)))


def promised_already(
    session: Session, card: str, subject_id: int, people: Collection[int], *, priority: int, spaced: bool
) -> set[int]:
    """Those of these people for whom one more edit of this card changes nothing of what waits.

    In a flood every tap changes the board of every lead: it waits once, and is drawn when it goes.
    `priority`: of the edit; `spaced`: it would wait for its moment as well.
    """
    session.flush()
    this = {"name": card, "subject": subject_id, "people": list(people), "priority": int(priority)}
    return set(session.connection().scalars(_SPACED if spaced else _AT_ONCE, this))


def shown_on(session: Session, person_id: int, card: str, message_id: int) -> int | None:
    """The subject of this card on this message of theirs, now or before a newer message took its place."""
    live = select(Card.subject_id).where(
        Card.person_id == person_id, Card.card == card, Card.message_id == message_id
    )
    is_retired = Outgoing.card == literal_column(f"'{RETIRED}'")  # as the partial index has it
    theirs = (Outgoing.person_id == person_id, Outgoing.subject_id == message_id)
    retired = select(Outgoing.data).where(is_retired, *theirs)
    before = (data["of"] for data in session.scalars(retired) if data["was"] == card)
    return session.scalar(live) or next(before, None)


def pauses(session: Session, now: datetime) -> Mapping[int, datetime]:
    """Who must be left in peace until when: person id (0: the whole bot) to moment."""
    query = select(ChatPause.person_id, ChatPause.until).where(ChatPause.until > now)
    return {row.person_id: row.until for row in session.execute(query)}


def next_due_at(session: Session, now: datetime) -> datetime | None:
    """The earliest moment after `now` at which a row that waits may go. What may go now is not counted."""
    found = [session.scalar(query, {"now": now}) for query in (_NEXT_ROW, _NEXT_PAUSE)]
    moments = [moment for moment in found if moment is not None]
    return min(moments, default=None)


def due_now(session: Session, now: datetime) -> int:
    """How many rows may go now: pending, their moment has come, and nobody asked for silence."""
    paused = pauses(session, now)
    if WHOLE_BOT in paused:
        return 0
    query = select(func.count()).where(
        Outgoing.state == State.PENDING,
        or_(Outgoing.not_before.is_(None), Outgoing.not_before <= now),
        Outgoing.person_id.not_in(paused),
    )
    return session.scalars(query).one()


def waiting(session: Session) -> Mapping[int, Waiting]:
    """What is promised and not yet delivered, by priority: for the health page."""
    query = (
        select(Outgoing.priority, func.count(), func.min(Outgoing.created_at))
        .where(Outgoing.state.in_((State.PENDING, State.SENDING)))
        .group_by(Outgoing.priority)
    )
    return {priority: Waiting(rows, oldest) for priority, rows, oldest in session.execute(query)}


def sounds_since(session: Session, person_id: int, since: datetime) -> Sequence[SoundMade]:
    """Every sound of this person's phone since then, in order."""
    query = select(SoundMade).where(SoundMade.person_id == person_id, SoundMade.at >= since)
    return session.scalars(query.order_by(SoundMade.at, SoundMade.id)).all()


def promised_to(session: Session, person_id: int) -> Sequence[Outgoing]:
    """Everything this person was ever promised, in order: for the morning and for tests."""
    query = select(Outgoing).where(Outgoing.person_id == person_id).order_by(Outgoing.id)
    return session.scalars(query).all()
