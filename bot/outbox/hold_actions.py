"""After a restore nothing is sent that was promised before it, until a person says go."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db import wake
from bot.outbox.actions import OUTBOX, asked, change, pending_row, wanted_of
from bot.outbox.rules import State, merged


def hold_messages(session: Session) -> int:
    """Everything that is not on a phone yet waits; how many. Only while no sender is at work."""
    waiting = OUTBOX.c.state.in_((State.PENDING, State.SENDING))
    freed = {"state": State.HELD, "lease_until": None, "lease_token": None}
    return session.connection().execute(update(OUTBOX).where(waiting).values(**freed)).rowcount


def release_messages(session: Session) -> int:
    """It goes on its way, what rings as a repeat of what may have rung already; how many.

    Of several promises of one card one is enough: a newer one that still waits takes the held one in.
    """
    query = select(OUTBOX).where(OUTBOX.c.state == State.HELD).order_by(OUTBOX.c.id.desc())
    found = session.connection().execute(query).mappings().all()
    for row in found:
        newer = pending_row(session, row["person_id"], row["card"], row["subject_id"])
        if newer is None:
            change(session, row["id"], state=State.PENDING, repeat=row["repeat"] or row["sound"])
        else:
            change(session, row["id"], state=State.OBSOLETE)
            change(session, newer["id"], **asked(merged(wanted_of(row), wanted_of(newer))))
    wake(session, "outbox")
    return len(found)
