"""What waits to be sent, and what is on whose phone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Table, bindparam, exists, func, literal_column, or_, select, union, union_all
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.outbox.models import Card, ChatPause, Outgoing, SoundMade
from bot.outbox.rules import RETIRED, State
from bot.tables import fixed, unseen

WHOLE_BOT = 0

CARDS: Table = Card.__table__  # type: ignore[assignment]
OUTBOX: Table = Outgoing.__table__  # type: ignore[assignment]
_ONLOOKERS = Prepared(
    union(
        select(CARDS.c.person_id).where(
            CARDS.c.card == bindparam("name"), CARDS.c.subject_id == bindparam("subject")
        ),
        select(OUTBOX.c.person_id).where(
            OUTBOX.c.card == unseen("name"),
            OUTBOX.c.subject_id == bindparam("subject"),
            OUTBOX.c.state == fixed(State.SENDING),
        ),
    )
)
_WAITS = OUTBOX.c.state == fixed(State.PENDING)
_AHEAD = Prepared(
    select(
        or_(
            exists().where(
                _WAITS, or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= bindparam("now"))
            ),
            exists().where(OUTBOX.c.state == fixed(State.SENDING), OUTBOX.c.lease_until <= bindparam("now")),
        ).label("may_go"),
        select(func.min(OUTBOX.c.not_before))
        .where(_WAITS, OUTBOX.c.not_before > bindparam("now"))
        .scalar_subquery()
        .label("row_at"),
        select(func.min(ChatPause.until))
        .where(ChatPause.until > bindparam("now"))
        .scalar_subquery()
        .label("pause_over_at"),
    )
)


class Ahead(NamedTuple):
    """What a sender has before it: whether anything may be claimed, and when what must wait may go."""

    may_go: bool
    next_at: datetime | None


class Waiting(NamedTuple):
    """Rows of one priority that are not on a phone yet."""

    rows: int
    oldest: datetime


def live_card(session: Session, person_id: int, card: str, subject_id: int) -> Card | None:
    """The message that shows this card to this person."""
    key = {"person": person_id, "name": card, "subject": subject_id}
    row = session.connection().execute(_LIVE, key).mappings().one_or_none()
    return None if row is None else Card(**row)


_LIVE = select(CARDS).where(
    CARDS.c.person_id == bindparam("person"),
    CARDS.c.card == bindparam("name"),
    CARDS.c.subject_id == bindparam("subject"),
)


def onlookers(session: Session, card: str, subject_id: int) -> Sequence[int]:
    """Everybody on whose phone this card is, or will be in a moment."""
    return _ONLOOKERS.column(session, name=card, subject=subject_id)


def onlookers_of_all(session: Session, card: str, subject_ids: Collection[int]) -> Sequence[tuple[int, int]]:
    """`onlookers` of many at once: (subject id, person id), in order."""
    shown = select(Card.subject_id, Card.person_id).where(Card.card == card, Card.subject_id.in_(subject_ids))
    on_the_way = select(Outgoing.subject_id, Outgoing.person_id).where(
        Outgoing.card == card, Outgoing.subject_id.in_(subject_ids), Outgoing.state == State.SENDING
    )
    return sorted((row[0], row[1]) for row in session.execute(union(shown, on_the_way)))


def subjects_shown(session: Session, person_id: int, card: str, until: datetime) -> Sequence[int]:
    """Of which subjects this person has this card on a message that came no later than this."""
    theirs = (Card.person_id == person_id, Card.card == card, Card.sent_at <= until)
    return session.scalars(select(Card.subject_id).where(*theirs).order_by(Card.subject_id)).all()


def shown_on(session: Session, person_id: int, card: str, message_id: int) -> int | None:
    """The subject of this card on this message of theirs, now or before a newer message took its place."""
    key = {"person": person_id, "message": message_id}
    live: int | None = _LIVE_ON.first(session, name=card, **key)
    if live is not None:
        return live
    retired = _RETIRED_ON.column(session, **key)
    return next((data["of"] for data in retired if data["was"] == card), None)


_LIVE_ON = Prepared(
    select(CARDS.c.subject_id).where(
        CARDS.c.person_id == bindparam("person"),
        CARDS.c.card == bindparam("name"),
        CARDS.c.message_id == bindparam("message"),
    )
)
_RETIRED_ON = Prepared(
    select(OUTBOX.c.data).where(
        OUTBOX.c.card == literal_column(f"'{RETIRED}'"),  # as the partial index has it
        OUTBOX.c.person_id == bindparam("person"),
        OUTBOX.c.subject_id == bindparam("message"),
    )
)


def pauses(session: Session, now: datetime) -> Mapping[int, datetime]:
    """Who must be left in peace until when: person id (0: the whole bot) to moment."""
    query = select(ChatPause.person_id, ChatPause.until).where(ChatPause.until > now)
    return {row.person_id: row.until for row in session.execute(query)}


def ahead(session: Session, now: datetime) -> Ahead:
    """Asked every second. `may_go`: perhaps, as its person may be busy; where it says no nothing can."""
    may_go, *moments = _AHEAD.rows(session, now=now)[0]
    return Ahead(may_go, min((one for one in moments if one is not None), default=None))


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
    return {priority: Waiting(rows, oldest) for priority, rows, oldest in _WAITING.rows(session)}


_OPEN = union_all(
    *(
        select(OUTBOX.c.priority, OUTBOX.c.created_at).where(OUTBOX.c.state == fixed(state))
        for state in (State.PENDING, State.SENDING)
    )
).subquery()
"""Each has an index of its own; "in" would read the whole outbox."""
_WAITING = Prepared(
    select(_OPEN.c.priority, func.count(), func.min(_OPEN.c.created_at)).group_by(_OPEN.c.priority)
)


def sounds_since(session: Session, person_id: int, since: datetime) -> Sequence[SoundMade]:
    """Every sound of this person's phone since then, in order."""
    query = select(SoundMade).where(SoundMade.person_id == person_id, SoundMade.at >= since)
    return session.scalars(query.order_by(SoundMade.at, SoundMade.id)).all()


def promised_to(session: Session, person_id: int) -> Sequence[Outgoing]:
    """Everything this person was ever promised, in order: for the morning and for tests."""
    query = select(Outgoing).where(Outgoing.person_id == person_id).order_by(Outgoing.id)
    return session.scalars(query).all()
