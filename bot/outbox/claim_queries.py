"""Which rows a sender may take, and which are in its hands. Made once: that costs more than to run them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, Table, bindparam, exists, func, or_, select, update

from bot.outbox.models import ChatPause, Outgoing
from bot.outbox.queries import WHOLE_BOT
from bot.outbox.rules import State
from bot.person.models import Person

OUTBOX: Table = Outgoing.__table__  # type: ignore[assignment]
PAUSES: Table = ChatPause.__table__  # type: ignore[assignment]


def _first_of_each() -> Select[Any]:
    """Rows that may go `now`, the first of each person, the most urgent and then the oldest first."""
    now = bindparam("now", type_=OUTBOX.c.not_before.type)
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


FIRST_OF_EACH = _first_of_each()
OVERDUE = select(OUTBOX).where(
    OUTBOX.c.state == State.SENDING,
    OUTBOX.c.person_id.not_in(bindparam("busy", expanding=True)),
    OUTBOX.c.lease_until <= bindparam("now"),
)
OWN_OVERDUE = OVERDUE.where(OUTBOX.c.lease_token == bindparam("token"))
FIRST_OF_EACH_HERE = FIRST_OF_EACH.join(Person, Person.id == OUTBOX.c.person_id).where(
    Person.telegram_id % bindparam("of") == bindparam("place")
)
"""Of one among several senders: its people only."""
LEASE_THEM = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=State.SENDING,
        lease_until=bindparam("until"),
        lease_token=bindparam("token"),
        attempts=OUTBOX.c.attempts + 1,
    )
)
LEASED = select(OUTBOX).where(
    OUTBOX.c.id == bindparam("row"),
    OUTBOX.c.lease_token == bindparam("token"),
    OUTBOX.c.state == State.SENDING,
)
