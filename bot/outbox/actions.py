"""Promise, claim, settle. Rows go through Core: they are written with every tap."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from sqlalchemy import Select, Table, delete, exists, func, insert, or_, select, tuple_, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from bot.db import wake
from bot.outbox.models import Card, ChatPause, Outgoing
from bot.outbox.queries import WHOLE_BOT
from bot.outbox.rules import (
    LEASE,
    RETIRED,
    Gone,
    Next,
    Outcome,
    Priority,
    Refused,
    RetryAfter,
    Sent,
    State,
    Unchanged,
    Unsendable,
    Wanted,
    merged,
    what_next,
)

Receiver = Callable[[Session, int, Outcome, datetime], None]
"""Told how a delivery ended, in the transaction that settles it: (session, id, outcome, now)."""

UNREACHABLE = "unreachable"
"""The receiver that is told a person's id when Telegram refuses to bring them anything."""

_OUTBOX: Table = Outgoing.__table__  # type: ignore[assignment]
_CARDS: Table = Card.__table__  # type: ignore[assignment]
_PAUSES: Table = ChatPause.__table__  # type: ignore[assignment]
_SAME = tuple_(_OUTBOX.c.person_id, _OUTBOX.c.card, _OUTBOX.c.subject_id)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is ours to deliver until its lease ends."""

    id: int
    person_id: int
    card: str
    subject_id: int
    data: Mapping[str, Any]
    fresh: bool
    sound: bool
    priority: int
    repeat: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What was drawn: its hash (`Drawing.hash`), whether under a picture, and into which message."""

    drawn_hash: str
    has_picture: bool = False
    edited_message_id: int | None = None


def put(
    session: Session,
    card: str,
    subject_id: int,
    *,
    to: int,
    now: datetime,
    fresh: bool = False,
    sound: bool = False,
    priority: int = Priority.CARD,
    receipt: str | None = None,
    **data: Any,
) -> None:
    """Promise this person this card, as it is at the moment of sending.

    `fresh`: a new message instead of an edit of the live one; `receipt`: "prefix:id", whom to tell how it
    ended. What still waits for the same person, card and subject is the same promise.
    """
    session.flush()
    wanted = Wanted(data, fresh, sound, int(priority), receipt)
    waiting = _pending(session, to, card, subject_id)
    if waiting is None:
        row = _asked(wanted) | {"person_id": to, "card": card, "subject_id": subject_id}
        row |= {"state": State.PENDING, "attempts": 0, "created_at": now}
        session.connection().execute(insert(_OUTBOX), row)
    else:
        _change(session, waiting["id"], **_asked(merged(_wanted(waiting), wanted)), not_before=None)
    wake(session, "outbox")


def claim(
    session: Session,
    now: datetime,
    token: str,
    persons_busy: Collection[int],
    most: int,
    *,
    worst: int = Priority.NOTICE,
) -> Sequence[Claimed]:
    """Take up to `most` rows for `token`: the most urgent one of each person who is not busy and not paused.

    `worst`: the least urgent priority wanted. A row whose sender died is taken back first.
    """
    _give_back(session, select(_OUTBOX).where(*_in_flight(persons_busy), _OUTBOX.c.lease_until <= now))
    first = _first_of_each(now, persons_busy, worst)
    rows = session.connection().execute(first.limit(most)).mappings().all()
    leased = {"state": State.SENDING, "lease_until": now + LEASE, "lease_token": token}
    ids = [row["id"] for row in rows]
    if ids:
        attempts = _OUTBOX.c.attempts + 1
        session.connection().execute(
            update(_OUTBOX).where(_OUTBOX.c.id.in_(ids)).values(**leased, attempts=attempts)
        )
    names = Claimed.__slots__
    return [Claimed(**{name: row[name] for name in names}) for row in rows]


def settle(
    session: Session,
    outgoing_id: int,
    token: str,
    outcome: Outcome,
    *,
    now: datetime,
    shown: Shown | None = None,
    receivers: Mapping[str, Receiver] | None = None,
    rng: Random | None = None,
) -> bool:
    """Write down how a delivery ended and tell whom it concerns. False: the row is no longer this token's."""
    mine = select(_OUTBOX).where(
        _OUTBOX.c.id == outgoing_id, _OUTBOX.c.lease_token == token, _OUTBOX.c.state == State.SENDING
    )
    row = session.connection().execute(mine).mappings().one_or_none()
    if row is None:
        return False
    if isinstance(outcome, Gone) and row["card"] == RETIRED:
        outcome = Unchanged()
    outcome = _on_the_phone(session, row, outcome, shown, now)
    then = what_next(outcome, attempts=row["attempts"], now=now, rng=rng or SystemRandom())
    if isinstance(outcome, RetryAfter):
        pause(session, WHOLE_BOT if outcome.whole_bot else row["person_id"], until=then.not_before or now)
    if then.state == State.PENDING:
        _wait_again(session, row, then)
    else:
        sent = {"sent_at": now, "message_id": outcome.message_id} if isinstance(outcome, Sent) else {}
        _change(session, row["id"], state=then.state, error=then.error, lease_until=None, **sent)
    _tell(session, row, outcome, now, receivers or {})
    return True


def release_all(session: Session, now: datetime) -> int:
    """At start: what a killed process had in its hands waits again, a new message marked as a repeat.

    Only for a database with one process. Returns how many rows.
    """
    released = _give_back(session, select(_OUTBOX).where(_OUTBOX.c.state == State.SENDING))
    session.connection().execute(delete(_PAUSES).where(_PAUSES.c.until <= now))
    return released


def adopt(
    session: Session, person_id: int, card: str, subject_id: int, message_id: int, *, now: datetime
) -> None:
    """This text message, on the phone already, is the live card from now on; an older one is retired."""
    _live(session, person_id, card, subject_id, message_id, Shown(""), now)


def pause(session: Session, person_id: int, *, until: datetime) -> None:
    """Nothing to this person (`WHOLE_BOT`: to nobody) before `until`. A longer pause stays."""
    known = session.connection().scalar(select(_PAUSES.c.until).where(_PAUSES.c.person_id == person_id))
    if known is None:
        session.connection().execute(insert(_PAUSES), {"person_id": person_id, "until": until})
    elif known < until:
        session.connection().execute(
            update(_PAUSES).where(_PAUSES.c.person_id == person_id).values(until=until)
        )
    wake(session, "outbox", until)


def _first_of_each(now: datetime, busy: Collection[int], worst: int) -> Select[Any]:
    """Rows that may go now, the first of each person, the most urgent and then the oldest first."""
    paused = select(_PAUSES.c.person_id).where(_PAUSES.c.until > now)
    leased = select(_OUTBOX.c.person_id).where(_OUTBOX.c.state == State.SENDING)
    place = func.row_number().over(
        partition_by=_OUTBOX.c.person_id, order_by=(_OUTBOX.c.priority, _OUTBOX.c.id)
    )
    ready = (
        select(_OUTBOX.c.id, place.label("place"))
        .where(
            _OUTBOX.c.state == State.PENDING,
            _OUTBOX.c.priority <= worst,
            or_(_OUTBOX.c.not_before.is_(None), _OUTBOX.c.not_before <= now),
            _OUTBOX.c.person_id.not_in(busy),
            _OUTBOX.c.person_id.not_in(paused),
            _OUTBOX.c.person_id.not_in(leased),
            ~exists().where(_PAUSES.c.person_id == WHOLE_BOT, _PAUSES.c.until > now),
        )
        .subquery()
    )
    rows = select(_OUTBOX).join(ready, _OUTBOX.c.id == ready.c.id).where(ready.c.place == 1)
    return rows.order_by(_OUTBOX.c.priority, _OUTBOX.c.id)


def _in_flight(busy: Collection[int]) -> Iterable[Any]:
    return (_OUTBOX.c.state == State.SENDING, _OUTBOX.c.person_id.not_in(busy))


def _on_the_phone(
    session: Session, row: RowMapping, outcome: Outcome, shown: Shown | None, now: datetime
) -> Outcome:
    """Keep `cards` true. Answers with the outcome as its receivers should hear it."""
    key = (row["person_id"], row["card"], row["subject_id"])
    card = _card(session, *key)
    if isinstance(outcome, Gone) and card is not None:
        session.connection().execute(delete(_CARDS).where(*_is(key)))
    elif isinstance(outcome, Unchanged) and card is not None:
        return Sent(card["message_id"])
    elif isinstance(outcome, Sent) and shown is not None and row["card"] != RETIRED:
        if shown.edited_message_id is None:
            _live(session, *key, outcome.message_id, shown, now)
        elif card is not None and card["message_id"] == shown.edited_message_id:
            session.connection().execute(update(_CARDS).where(*_is(key)).values(drawn_hash=shown.drawn_hash))
    return outcome


def _live(
    session: Session, person_id: int, card: str, subject_id: int, message_id: int, shown: Shown, now: datetime
) -> None:
    """This message is the card now; the one before it is promised to be retired."""
    key = (person_id, card, subject_id)
    before = _card(session, *key)
    row = {"message_id": message_id, "drawn_hash": shown.drawn_hash, "has_picture": shown.has_picture}
    row["sent_at"] = now
    if before is None:
        names = {"person_id": person_id, "card": card, "subject_id": subject_id}
        session.connection().execute(insert(_CARDS), row | names)
        return
    session.connection().execute(update(_CARDS).where(*_is(key)).values(**row))
    old = before["message_id"]
    if old != message_id:
        put(
            session, RETIRED, old, to=person_id, now=now, priority=Priority.NOTICE,
            message_id=old, has_picture=before["has_picture"], was=card, of=subject_id,
        )  # fmt: skip


def _wait_again(session: Session, row: RowMapping, then: Next) -> None:
    """Back to pending; a newer promise of the same card takes it in."""
    wanted = _wanted(row)
    newer = _pending(session, row["person_id"], row["card"], row["subject_id"])
    freed = {"lease_until": None, "lease_token": None, "error": then.error}
    if newer is None:
        _change(
            session, row["id"], **freed, state=State.PENDING, not_before=then.not_before,
            repeat=wanted.repeat or then.repeat,
        )  # fmt: skip
    else:
        both = merged(wanted, _wanted(newer))
        again = {**_asked(both), "repeat": both.repeat or then.repeat, "attempts": row["attempts"]}
        _change(session, row["id"], **freed, state=State.OBSOLETE)
        _change(session, newer["id"], **again, not_before=then.not_before)
    wake(session, "outbox", then.not_before)


def _give_back(session: Session, rows: Select[Any]) -> int:
    """Their sender is dead. What was being edited is edited again; a new message may be there already."""
    found = session.connection().execute(rows.order_by(_OUTBOX.c.id)).mappings().all()
    for row in found:
        edited = not row["fresh"] and _card(session, row["person_id"], row["card"], row["subject_id"])
        repeat = not edited and row["card"] != RETIRED
        _wait_again(session, row, Next(State.PENDING, repeat=repeat, error="its sender died"))
    return len(found)


def _tell(
    session: Session, row: RowMapping, outcome: Outcome, now: datetime, receivers: Mapping[str, Receiver]
) -> None:
    if isinstance(outcome, Refused) and UNREACHABLE in receivers:
        receivers[UNREACHABLE](session, row["person_id"], outcome, now)
    if row["receipt"] and isinstance(outcome, Sent | Refused | Unsendable):
        prefix, _, number = row["receipt"].partition(":")
        if prefix in receivers:
            receivers[prefix](session, int(number), outcome, now)


def _pending(session: Session, person_id: int, card: str, subject_id: int) -> RowMapping | None:
    query = select(_OUTBOX).where(
        _OUTBOX.c.state == State.PENDING,
        _OUTBOX.c.person_id == person_id,
        _OUTBOX.c.card == card,
        _OUTBOX.c.subject_id == subject_id,
    )
    return session.connection().execute(query).mappings().one_or_none()


def _card(session: Session, person_id: int, card: str, subject_id: int) -> RowMapping | None:
    query = select(_CARDS).where(*_is((person_id, card, subject_id)))
    return session.connection().execute(query).mappings().one_or_none()


def _is(key: tuple[int, str, int]) -> Iterable[Any]:
    person_id, card, subject_id = key
    return (_CARDS.c.person_id == person_id, _CARDS.c.card == card, _CARDS.c.subject_id == subject_id)


def _change(session: Session, outgoing_id: int, **values: Any) -> None:
    session.connection().execute(update(_OUTBOX).where(_OUTBOX.c.id == outgoing_id).values(**values))


def _wanted(row: RowMapping) -> Wanted:
    return Wanted(**{name: row[name] for name in Wanted.__slots__})


def _asked(wanted: Wanted) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in Wanted.__slots__}


def hush(session: Session, card: str, subject_id: int) -> None:
    """What still waits of this card comes silently, as an edit; who has not seen it is not told at all."""
    waiting = (
        _OUTBOX.c.card == card,
        _OUTBOX.c.subject_id == subject_id,
        _OUTBOX.c.state == State.PENDING,
    )
    on_phone = exists().where(
        _CARDS.c.person_id == _OUTBOX.c.person_id,
        _CARDS.c.card == _OUTBOX.c.card,
        _CARDS.c.subject_id == _OUTBOX.c.subject_id,
    )
    execute = session.connection().execute
    execute(update(_OUTBOX).where(*waiting, ~on_phone).values(state=State.OBSOLETE))
    quiet = {"fresh": False, "sound": False, "priority": int(Priority.CARD)}
    execute(update(_OUTBOX).where(*waiting).values(**quiet))
