"""Deliver: claim rows by lease, settle how each ended, take back what a dead sender had in its hands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from bot.db import wake
from bot.outbox.actions import (
    CHANGE_CARD,
    DROP_CARD,
    OUTBOX,
    PAUSES,
    SOUNDS,
    UNREACHABLE,
    Receiver,
    Shown,
    asked,
    card_row,
    change,
    make_live,
    named,
    pause,
    pending_row,
    wanted_of,
)
from bot.outbox.claim_queries import (
    FIRST_OF_EACH,
    FIRST_OF_EACH_HERE,
    LEASE_THEM,
    LEASED,
    OVERDUE,
    OWN_OVERDUE,
)
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
    Stale,
    State,
    Unchanged,
    Unsendable,
    merged,
    what_next,
)
from bot.replica.rules import Share


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
    incident_id: int | None = None


def claim(
    session: Session,
    token: str,
    persons_busy: Collection[int],
    most: int,
    *,
    now: datetime,
    worst: int = Priority.NOTICE,
    quiet_between: timedelta = timedelta(),
    share: Share | None = None,
) -> Sequence[Claimed]:
    """Take up to `most` rows for `token`: the most urgent one of each person who is not busy and not paused.

    `worst`: the least urgent priority wanted. A row whose sender died is taken back first. Whom we rang
    less than `quiet_between` ago about the same incident gets the message without sound. `share`: only the
    people of this one among several senders; what others have in hand is theirs until they are buried.
    """
    execute, at = session.connection().execute, {"now": now, "busy": list(persons_busy)}
    if share is None:
        _give_back(session, execute(OVERDUE, at).mappings().all())
    else:
        _give_back(session, execute(OWN_OVERDUE, at | {"token": token}).mappings().all())
    wanted = at | {"worst": int(worst), "most": most}
    if share is None or share.of == 1:
        rows = execute(FIRST_OF_EACH, wanted).mappings().all()
    else:
        rows = execute(FIRST_OF_EACH_HERE, wanted | share._asdict()).mappings().all()
    if rows:
        leased = {"until": now + LEASE, "token": token, "ids": [row["id"] for row in rows]}
        execute(LEASE_THEM, leased)
    names = Claimed.__slots__
    claimed = [Claimed(**{name: row[name] for name in names}) for row in rows]
    loud = [one.person_id for one in claimed if one.sound and one.incident_id is not None]
    rung = _rung_since(session, loud, now - quiet_between) if loud else set()
    return [replace(one, sound=False) if (one.person_id, one.incident_id) in rung else one for one in claimed]


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
    mine = {"row": outgoing_id, "token": token}
    row = session.connection().execute(LEASED, mine).mappings().one_or_none()
    if row is None:
        return False
    if isinstance(outcome, Gone) and row["card"] == RETIRED:
        outcome = Unchanged()
    outcome = _on_the_phone(session, row, outcome, shown, now)
    then = what_next(outcome, attempts=row["attempts"], now=now, rng=rng or SystemRandom())
    if isinstance(outcome, RetryAfter):
        pause(session, WHOLE_BOT if outcome.whole_bot else row["person_id"], outcome.seconds, now=now)
    if shown is not None and shown.sounded and isinstance(outcome, Sent):
        _rang(session, row, now)
    if then.state == State.PENDING:
        _wait_again(session, row, then)
    else:
        sent = {"sent_at": now, "message_id": outcome.message_id} if isinstance(outcome, Sent) else {}
        change(session, row["id"], state=then.state, error=then.error, lease_until=None, **sent)
    _tell(session, row, outcome, now, receivers or {})
    return True


def release_all(session: Session, *, now: datetime) -> int:
    """At start: what a killed process had in its hands waits again, a new message marked as a repeat.

    Only for a database with one process. Returns how many rows.
    """
    sending = select(OUTBOX).where(OUTBOX.c.state == State.SENDING)
    released = _give_back(session, session.connection().execute(sending).mappings().all())
    session.connection().execute(delete(PAUSES).where(PAUSES.c.until <= now))
    return released


def give_back(session: Session, token: str) -> None:
    """A burial: what this sender had in its hands waits again, a new message marked as a repeat."""
    mine = (OUTBOX.c.state == State.SENDING, OUTBOX.c.lease_token == token)
    _give_back(session, session.connection().execute(select(OUTBOX).where(*mine)).mappings().all())


def _rung_since(session: Session, people: Sequence[int], since: datetime) -> set[tuple[int, int]]:
    """(person, incident) of these people's phones that rang after this moment.

    What may have rung, because Telegram's answer was lost, did not: a page heard twice is better than none.
    """
    query = select(SOUNDS.c.person_id, SOUNDS.c.incident_id).where(
        SOUNDS.c.person_id.in_(people), SOUNDS.c.at > since
    )
    return {(person_id, incident_id) for person_id, incident_id in session.connection().execute(query)}


def _rang(session: Session, row: RowMapping, now: datetime) -> None:
    about = {name: row[name] for name in ("person_id", "incident_id", "why", "card", "subject_id")}
    session.connection().execute(insert(SOUNDS), {**about, "at": now})


def _on_the_phone(
    session: Session, row: RowMapping, outcome: Outcome, shown: Shown | None, now: datetime
) -> Outcome:
    """Keep `cards` true. Answers with the outcome as its receivers should hear it."""
    key = (row["person_id"], row["card"], row["subject_id"])
    card = card_row(session, *key)
    if isinstance(outcome, Gone) and card is not None:
        session.connection().execute(DROP_CARD, named(key))
    elif isinstance(outcome, Unchanged) and card is not None:
        if shown is not None:
            _redrawn(session, key, shown, None)
        return Sent(card["message_id"])
    elif isinstance(outcome, Sent) and shown is not None and row["card"] != RETIRED:
        if shown.edited_message_id is None:
            make_live(session, *key, outcome.message_id, shown, now=now)
        elif card is not None and card["message_id"] == shown.edited_message_id:
            _redrawn(session, key, shown, now)
    return outcome


def _redrawn(session: Session, key: tuple[int, str, int], shown: Shown, at: datetime | None) -> None:
    """`at`: when it changed on the phone; None: it looked like this already."""
    changed = {"drawn_hash": shown.drawn_hash} | ({"edited_at": at} if at else {})
    session.connection().execute(CHANGE_CARD, named(key) | changed)


def _wait_again(session: Session, row: RowMapping, then: Next) -> None:
    """Back to pending; a newer promise of the same card takes it in."""
    wanted = wanted_of(row)
    newer = pending_row(session, row["person_id"], row["card"], row["subject_id"])
    freed = {"lease_until": None, "lease_token": None, "error": then.error}
    if newer is None:
        change(
            session, row["id"], **freed, state=State.PENDING, not_before=then.not_before,
            repeat=wanted.repeat or then.repeat,
        )  # fmt: skip
    else:
        both = merged(wanted, wanted_of(newer))
        again = {**asked(both), "repeat": both.repeat or then.repeat, "attempts": row["attempts"]}
        change(session, row["id"], **freed, state=State.OBSOLETE)
        change(session, newer["id"], **again, not_before=then.not_before)
    wake(session, "outbox", then.not_before)


def _give_back(session: Session, found: Sequence[RowMapping]) -> int:
    """Their sender is dead. What was being edited is edited again; a new message may be there already."""
    for row in sorted(found, key=lambda one: int(one["id"])):
        edited = not row["fresh"] and card_row(session, row["person_id"], row["card"], row["subject_id"])
        repeat = not edited and row["card"] != RETIRED
        _wait_again(session, row, Next(State.PENDING, repeat=repeat, error="its sender died"))
    return len(found)


def _tell(
    session: Session, row: RowMapping, outcome: Outcome, now: datetime, receivers: Mapping[str, Receiver]
) -> None:
    if isinstance(outcome, Refused) and UNREACHABLE in receivers:
        receivers[UNREACHABLE](session, row["person_id"], outcome, now)
    if row["receipt"] and isinstance(outcome, Sent | Refused | Unsendable | Stale):
        prefix, _, number = row["receipt"].partition(":")
        if prefix in receivers:
            receivers[prefix](session, int(number), outcome, now)
