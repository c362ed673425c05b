"""Promise a card, and keep `cards` true. Rows go through Core: they are written with every tap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, delete, exists, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from bot.db import wake
from bot.db.prepared import Prepared
from bot.outbox.models import Card, ChatPause, Outgoing, SoundMade
from bot.outbox.rules import LEASE, RETIRED, Outcome, Priority, SoundWhy, State, Wanted, merged
from bot.person.models import Person
from bot.tables import fixed, flush_of, unseen

Receiver = Callable[[Session, int, Outcome, datetime], None]
"""Told how a delivery ended, in the transaction that settles it: (session, id, outcome, now)."""

UNREACHABLE = "unreachable"
"""The receiver that is told a person's id when Telegram refuses to bring them anything."""

OUTBOX: Table = Outgoing.__table__  # type: ignore[assignment]
CARDS: Table = Card.__table__  # type: ignore[assignment]
PAUSES: Table = ChatPause.__table__  # type: ignore[assignment]
SOUNDS: Table = SoundMade.__table__  # type: ignore[assignment]

_PUT = Prepared(insert(OUTBOX))
_CHANGE = Prepared(update(OUTBOX).where(OUTBOX.c.id == bindparam("row")))
_THEIRS = (
    OUTBOX.c.person_id == bindparam("person"),
    OUTBOX.c.card == unseen("name"),
    OUTBOX.c.subject_id == bindparam("subject"),
)
_PENDING = Prepared(select(OUTBOX).where(OUTBOX.c.state == fixed(State.PENDING), *_THEIRS))
_ON_ITS_WAY = select(OUTBOX.c.lease_until).where(OUTBOX.c.state == fixed(State.SENDING), *_THEIRS)
_IS_CARD = (
    CARDS.c.person_id == bindparam("person"),
    CARDS.c.card == bindparam("name"),
    CARDS.c.subject_id == bindparam("subject"),
)
_CARD, _ADD_CARD = Prepared(select(CARDS).where(*_IS_CARD)), Prepared(insert(CARDS))
CHANGE_CARD, DROP_CARD = update(CARDS).where(*_IS_CARD), delete(CARDS).where(*_IS_CARD)
"""Made once: to make a statement costs several times as much as to run it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was drawn: its hash (`Drawing.hash`), whether under a picture, into which message, how loudly."""

    drawn_hash: str
    has_picture: bool = False
    edited_message_id: int | None = None
    sounded: bool = False


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
    why: SoundWhy | None = None,
    incident_id: int | None = None,
    spaced: timedelta | None = None,
    **data: Any,
) -> None:
    """Promise this person this card, as it is at the moment of sending.

    `fresh`: a new message instead of an edit of the live one, as it is also for whoever wrote a message just
    now, below which an edit would not be seen (the session's `below`). `receipt`: "prefix:id", whom to tell
    how it ended. What still waits for the same person, card and subject is the same promise.
    `why`, `incident_id`: what makes the sound, and about what. ValueError for a sound without a reason.
    `spaced`: an edit waits until so long after the last change on the phone, but not for whoever tapped just
    now (the session's `tapper`): a press is answered at once. A new message and a sound never wait.
    """
    if sound and why is None:
        raise ValueError(f"{card} makes a sound and does not say why: see SoundWhy")
    flush_of(session, Person)
    fresh = fresh or session.info.get("below") == to
    why, incident_id = (why, incident_id) if sound else (None, None)
    wanted = Wanted(data, fresh, sound, int(priority), receipt, why=why, incident_id=incident_id)
    waiting = pending_row(session, to, card, subject_id)
    if waiting is not None:
        wanted = merged(wanted_of(waiting), wanted)
    patient = spaced is not None and not (wanted.fresh or wanted.sound or session.info.get("tapper") == to)
    if waiting is None:
        row = asked(wanted) | {"person_id": to, "card": card, "subject_id": subject_id}
        row |= {"state": State.PENDING, "attempts": 0, "created_at": now}
        row["not_before"] = _next_edit(session, (to, card, subject_id), spaced, now) if patient else None
        _PUT.write(session, row)
    else:
        change(session, waiting["id"], **asked(wanted), **({} if patient else {"not_before": None}))
    wake(session, "outbox")


def _next_edit(
    session: Session, key: tuple[int, str, int], spaced: timedelta | None, now: datetime
) -> datetime | None:
    """When this card may change again; None: now. One that is on its way changes as it is claimed.

    `now` is when the tap came, which in a flood is a while before this.
    """
    shown = card_row(session, *key)
    lease = session.connection().scalar(_ON_ITS_WAY, named(key))
    if lease is not None:
        changed = lease - LEASE
    elif shown is not None:
        changed = shown["edited_at"] or shown["sent_at"]
    else:
        return None
    due = changed + (spaced or timedelta())
    return due if due > now else None


def hush(session: Session, card: str, subject_id: int) -> None:
    """What still waits of this card comes silently, as an edit; who has not seen it is not told at all.

    What is on its way may ring; should it have to be sent once more, it does not.
    """
    waiting = (
        OUTBOX.c.card == card,
        OUTBOX.c.subject_id == subject_id,
        OUTBOX.c.state == State.PENDING,
    )
    on_phone = exists().where(
        CARDS.c.person_id == OUTBOX.c.person_id,
        CARDS.c.card == OUTBOX.c.card,
        CARDS.c.subject_id == OUTBOX.c.subject_id,
    )
    execute = session.connection().execute
    execute(update(OUTBOX).where(*waiting, ~on_phone).values(state=State.OBSOLETE))
    quiet = {"fresh": False, "sound": False, "why": None, "priority": int(Priority.CARD)}
    execute(update(OUTBOX).where(*waiting).values(**quiet))
    on_its_way = (OUTBOX.c.card == card, OUTBOX.c.subject_id == subject_id, OUTBOX.c.state == State.SENDING)
    execute(update(OUTBOX).where(*on_its_way).values(sound=False, priority=int(Priority.CARD)))


def hurry(session: Session, outgoing_id: int) -> None:
    """Whatever this row waits for, it goes now."""
    change(session, outgoing_id, not_before=None)
    wake(session, "outbox")


def adopt(
    session: Session, person_id: int, card: str, subject_id: int, message_id: int, *, now: datetime
) -> None:
    """This text message, on the phone already, is the live card from now on; an older one is retired."""
    make_live(session, person_id, card, subject_id, message_id, Shown(""), now=now)


def point_down(session: Session, person_id: int, card: str, subject_id: int, *, now: datetime) -> None:
    """What replaces this card comes below it: it loses its buttons and points there, and is no card any more.

    An edit of it that still waits is dropped; a new message of it is not.
    """
    key = (person_id, card, subject_id)
    before, waiting = card_row(session, *key), pending_row(session, *key)
    if before is None:
        return
    session.connection().execute(DROP_CARD, named(key))
    if waiting is not None and not waiting["fresh"]:
        change(session, waiting["id"], state=State.OBSOLETE)
    _retire(session, before, now=now)


def pause(session: Session, person_id: int, seconds: float, *, now: datetime) -> None:
    """Nothing to this person (`WHOLE_BOT`: to nobody) for so long. A longer pause stays."""
    until = now + timedelta(seconds=seconds)
    known = session.connection().scalar(select(PAUSES.c.until).where(PAUSES.c.person_id == person_id))
    if known is None:
        session.connection().execute(insert(PAUSES), {"person_id": person_id, "until": until})
    elif known < until:
        session.connection().execute(
            update(PAUSES).where(PAUSES.c.person_id == person_id).values(until=until)
        )
    wake(session, "outbox", until)


def make_live(
    session: Session,
    person_id: int,
    card: str,
    subject_id: int,
    message_id: int,
    shown: Shown,
    *,
    now: datetime,
) -> None:
    """This message is the card now; the one before it is promised to be retired."""
    key = (person_id, card, subject_id)
    before = card_row(session, *key)
    row = {"message_id": message_id, "drawn_hash": shown.drawn_hash, "has_picture": shown.has_picture}
    row |= {"sent_at": now, "edited_at": None}
    if before is None:
        names = {"person_id": person_id, "card": card, "subject_id": subject_id}
        _ADD_CARD.write(session, row | names)
        return
    session.connection().execute(CHANGE_CARD, row | named(key))
    if before["message_id"] != message_id:
        _retire(session, before, now=now)


def _retire(session: Session, card: Mapping[str, Any], *, now: datetime) -> None:
    old = card["message_id"]
    put(
        session, RETIRED, old, to=card["person_id"], now=now, priority=Priority.NOTICE,
        message_id=old, has_picture=card["has_picture"], was=card["card"], of=card["subject_id"],
    )  # fmt: skip


def pending_row(session: Session, person_id: int, card: str, subject_id: int) -> Mapping[str, Any] | None:
    return _PENDING.named(session, **named((person_id, card, subject_id)))


def card_row(session: Session, person_id: int, card: str, subject_id: int) -> Mapping[str, Any] | None:
    return _CARD.named(session, **named((person_id, card, subject_id)))


def named(key: tuple[int, str, int]) -> dict[str, Any]:
    """The parameters of the statements above."""
    return dict(zip(("person", "name", "subject"), key, strict=True))


def change(session: Session, outgoing_id: int, **values: Any) -> None:
    _CHANGE.write(session, {"row": outgoing_id} | values)


def wanted_of(row: RowMapping | Mapping[str, Any]) -> Wanted:
    return Wanted(**{name: row[name] for name in Wanted.__slots__})


def asked(wanted: Wanted) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in Wanted.__slots__}
