"""Take a seat, say that one lives, leave. Times are the database's: clocks of machines differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.db import SEATS, wake
from bot.errors import Mistake
from bot.replica.models import Lease, Mark, Replica
from bot.replica.rules import TTL, is_older

FIRST = "first"
"""The lease of the first among equals, who fetches updates and does what only one should do."""

Burial = Callable[[Session, str], None]
"""(session, token): gives back what a dead replica had in its hands."""


class OlderVersion(Mistake):
    """Others on this database run a newer program. Values: `mine`, `theirs`."""

    key = "older-version"

    def __str__(self) -> str:
        return (
            f"Bots of a newer version ({self.values['theirs']}) work on this database, and this one is "
            f"{self.values['mine']}. Start the new version here too, or stop those first."
        )


class Seen(NamedTuple):
    """What a replica learns when it says that it lives."""

    names: list[str]
    """Of all who have a seat, itself among them."""
    first: bool
    """It holds the lease."""
    dead: list[str]
    """Tokens of those whose time is up."""


def database_now(session: Session) -> datetime:
    """This moment by the server's clock."""
    moment: datetime = session.scalars(select(func.clock_timestamp())).one()
    return moment.astimezone(UTC)


def sit_down(session: Session, token: str, name: str, version: str, burials: Sequence[Burial]) -> bool:
    """Take a seat. The life before of the same name is over, and so is every older version.

    True: there was such a life, so the others know already which people are ours. Raises OlderVersion where
    a newer one works.
    """
    others = session.scalars(select(Replica)).all()
    if newer := [one.version for one in others if is_older(version, one.version)]:
        raise OlderVersion(mine=version, theirs=newer[0])
    for other in others:
        if other.name == name or is_older(other.version, version):
            bury(session, other.token, burials)
    at = database_now(session)
    session.add(Replica(token=token, name=name, version=version, since=at, until=at + TTL))
    wake(session, SEATS)
    return any(other.name == name for other in others)


def live(session: Session, token: str) -> Seen | None:
    """Say that one lives; None: the seat is taken away, and nothing may be done under this token any more."""
    now = database_now(session)
    mine = update(Replica).where(Replica.token == token).values(until=now + TTL)
    if session.connection().execute(mine).rowcount != 1:
        return None
    rows = session.execute(select(Replica.token, Replica.name, Replica.until)).all()
    tokens = {row.token for row in rows}
    dead = [row.token for row in rows if row.until < now]
    return Seen([row.name for row in rows], _first(session, token, tokens, now), dead)


def _first(session: Session, token: str, tokens: set[str], now: datetime) -> bool:
    """Take or keep the lease; whether it is ours."""
    lease = session.get(Lease, FIRST)
    if lease is None:
        session.add(Lease(name=FIRST, holder=token, term=1, until=now + TTL))
        return True
    if lease.holder != token:
        if lease.until > now and lease.holder in tokens:
            return False
        lease.holder, lease.term = token, lease.term + 1
    lease.until = now + TTL
    return True


def bury_dead(session: Session, token: str, burials: Sequence[Burial]) -> bool:
    """Bury this one if its time is still up. False: it has been heard of since, or somebody was faster."""
    row = session.get(Replica, token, with_for_update=True)
    if row is None or row.until >= database_now(session):
        return False
    bury(session, token, burials)
    return True


def bury(session: Session, token: str, burials: Sequence[Burial]) -> None:
    """What it had in its hands is anybody's, and it can write nothing any more."""
    session.execute(delete(Replica).where(Replica.token == token))
    wake(session, SEATS)
    for give_back in burials:
        give_back(session, token)


def leave(session: Session, token: str, farewells: Sequence[Burial]) -> None:
    """Give up the seat in order. The lease is free with it, because nobody of that token is there."""
    bury(session, token, farewells)


def end_all(session: Session) -> list[str]:
    """Before the schema changes: no bot of the version before may write from now on. Their tokens.

    What they had in hand is given back once the schema is the one that this program's burials know.
    """
    return list(session.scalars(delete(Replica).returning(Replica.token)))


def mark(session: Session, name: str, at: datetime) -> datetime | None:
    """Move this mark forward, never back; where it was. None: there was none."""
    row = session.get(Mark, name, with_for_update=True)
    if row is None:
        session.add(Mark(name=name, at=at))
        return None
    before, row.at = row.at, max(at, row.at)
    return before
