"""What deliveries ask the outbox, thirty times a second and more.

Statements are made once and given their values: making one costs more than asking it.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, func, or_, select

from bot.outbox.actions import OUTBOX, PAUSES
from bot.outbox.queries import WHOLE_BOT
from bot.outbox.rules import State


@cache
def first_of_each() -> Select[Any]:
    """Rows that may go now, the first of each person, the most urgent and then the oldest first.

    `now`, `busy`: people who have something on its way already, `worst`: the least urgent, `most`: how many.
    """
    now: BindParameter[datetime] = bindparam("now", type_=OUTBOX.c.not_before.type)
    paused = select(PAUSES.c.person_id).where(PAUSES.c.until > now)
    leased = select(OUTBOX.c.person_id).where(OUTBOX.c.state == State.SENDING)
    place = func.row_number().over(partition_by=OUTBOX.c.person_id, order_by=(OUTBOX.c.priority, OUTBOX.c.id))
    ready = (
        select(OUTBOX.c.id, place.label("place"))
        .where(
            OUTBOX.c.state == State.PENDING,
            OUTBOX.c.priority <= bindparam("worst"),
            or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= now),
            OUTBOX.c.person_id.not_in(bindparam("busy", expanding=True)),
            OUTBOX.c.person_id.not_in(paused),
            OUTBOX.c.person_id.not_in(leased),
            ~exists().where(PAUSES.c.person_id == WHOLE_BOT, PAUSES.c.until > now),
        )
        .subquery()
    )
    rows = select(OUTBOX).join(ready, OUTBOX.c.id == ready.c.id).where(ready.c.place == 1)
    return rows.order_by(OUTBOX.c.priority, OUTBOX.c.id).limit(bindparam("most"))


@cache
def abandoned() -> Select[Any]:
    """Rows whose sender died, but not of those who are `busy` here. `now`."""
    now: BindParameter[datetime] = bindparam("now", type_=OUTBOX.c.lease_until.type)
    theirs = OUTBOX.c.person_id.not_in(bindparam("busy", expanding=True))
    return select(OUTBOX).where(OUTBOX.c.state == State.SENDING, OUTBOX.c.lease_until <= now, theirs)


@cache
def held() -> Select[Any]:
    """The row `id`, while it is with whoever has this `token`."""
    this = (OUTBOX.c.id == bindparam("id"), OUTBOX.c.lease_token == bindparam("token"))
    return select(OUTBOX).where(*this, OUTBOX.c.state == State.SENDING)
