"""What time does: whose time on duty ended with something open, and who has not signed yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.escalation.rules import is_top, ladder_of
from bot.handover.models import Handover, Offer
from bot.handover.offer_actions import begin, climb, drop, offer_to, refresh, refused, ring
from bot.handover.queries import (
    Item,
    adrift,
    following,
    is_on_duty,
    items,
    leaving,
    next_of,
    offers,
    somebody_waits,
    summary,
    unsigned,
)
from bot.handover.rules import LADDER, Dropped, Move
from bot.incident.models import Incident
from bot.outbox.rules import Outcome, Refused, Stale, Unsendable
from bot.person.rules import Role
from bot.runbook.library import Library

EVERY = timedelta(seconds=10)


@dataclass(frozen=True)
class Turn:
    """What the rows and the clock ask for."""

    begins: Sequence[tuple[int, Role]]
    moves: Sequence[tuple[Handover, Move | Dropped]]
    adrift: Sequence[Item]

    def __bool__(self) -> bool:
        return bool(self.begins or self.moves or self.adrift)


def is_due(library: Library, session: Session, now: datetime) -> bool:
    """Whether anything is to be done."""
    return bool(_turn(session, library.centre, now))


def keep_up(library: Library, session: Session, *, now: datetime) -> None:
    """Begin where somebody's time on duty ended, and go on where nobody has signed."""
    turn = _turn(session, library.centre, now)
    for handover, move in turn.moves:
        _make(session, handover, move, library.centre, now)
    for item in turn.adrift:
        offer_to(session, item, None, now=now)
    for person_id, role in turn.begins:
        begin(session, person_id, role, library.centre, by=None, now=now)


def card_delivered(session: Session, offer_id: int, outcome: Outcome, now: datetime) -> None:
    """A refused card counts as not asked; so does one for somebody who holds the role no more."""
    if isinstance(outcome, Refused | Unsendable | Stale):
        offer = session.get_one(Offer, offer_id)
        if offer.refused_at is None:
            refused(session, offer, now=now)


def _turn(session: Session, centre: Centre, now: datetime) -> Turn:
    moves = [(one, move) for one in unsigned(session) if (move := _move(session, one, centre, now))]
    return Turn(leaving(session, now), moves, adrift(session))


def _move(session: Session, handover: Handover, centre: Centre, now: datetime) -> Move | Dropped | None:
    here, early = is_on_duty(session, handover, now), handover.begun_by is not None
    if here and not early:
        return Dropped.EXTENDED
    if not items(session, handover.from_id, Role(handover.role)):
        return Dropped.NOTHING_LEFT
    ladder = ladder_of(centre, LADDER[Role(handover.role)])
    in_vain = not is_top(ladder, handover.level) and not _rings(session, handover)
    climbs_at = handover.next_at or handover.level_at + ladder.next_level_after
    if not here and (in_vain or climbs_at <= now) and not _rests(session, handover, centre, now):
        return Move.CLIMB
    if here and in_vain:
        return Dropped.UNREACHABLE
    repeat = ladder.repeat_after
    if handover.rings == 1 and repeat is not None and handover.level_at + repeat <= now:
        return Move.RING
    return None if _is_shown(session, handover) else Move.REFRESH


def _is_shown(session: Session, handover: Handover) -> bool:
    """Whether the cards show what is handed over, and all of it is marked so."""
    asked, theirs = following(session, handover), items(session, handover.from_id, Role(handover.role))
    marked = all(next_of(item) == asked for item in theirs)
    return marked and summary(session, handover) == handover.summary


def _rests(session: Session, handover: Handover, centre: Centre, now: datetime) -> bool:
    """Nobody waits for any of these tickets, and everybody has been called about them often enough."""
    ladder, most = ladder_of(centre, LADDER[Role(handover.role)]), centre.timings.most_reminders
    if not is_top(ladder, handover.level) or now - handover.begun_at <= most * ladder.top_repeats_every:
        return False
    held = items(session, handover.from_id, Role(handover.role))
    return not any(isinstance(one, Incident) or somebody_waits(session, one) for one in held)


def _rings(session: Session, handover: Handover) -> bool:
    """Whether anybody of the level that is paged now may hear of it."""
    asked = (one for one in offers(session, handover.id) if one.level == handover.level)
    return any(one.refused_at is None for one in asked)


def _make(session: Session, handover: Handover, move: Move | Dropped, centre: Centre, now: datetime) -> None:
    match move:
        case Move.CLIMB:
            climb(session, handover, centre, now=now)
        case Move.RING:
            ring(session, handover, centre, now=now)
        case Move.REFRESH:
            refresh(session, handover, now=now)
        case Dropped():
            drop(session, handover, move, by=None, now=now)
