"""Who reads the cards that many change: a board, a ticket; and who of them waits for an edit already.

One statement for each card, because every tap of a flood asks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.escalation.models import Escalation, Page
from bot.escalation.queries import CLIMBS, PAGES
from bot.escalation.rules import LadderName
from bot.incident.mass_queries import OUTAGES
from bot.incident.models import Incident
from bot.incident.queries import INCIDENTS
from bot.outage.models import Outage
from bot.outbox.models import Card, Outgoing
from bot.outbox.rules import Priority, State
from bot.tables import fixed, flush_of, unseen

CARDS: Table = Card.__table__  # type: ignore[assignment]
OUTBOX: Table = Outgoing.__table__  # type: ignore[assignment]
_SUBJECT: BindParameter[int] = bindparam("subject")
_NAME: BindParameter[str] = bindparam("name")


class ReadersOfIncident(NamedTuple):
    """Who was ever called to it, and on whose phone its card is, or will be in a moment.

    `mass`: the outage has one board for everybody in place of its incidents' cards.
    """

    mass: bool
    called: set[int]
    onlookers: set[int]


def readers_of_incident(session: Session, card: str, incident_id: int, outage_id: int) -> ReadersOfIncident:
    """Of the leads' card of one incident; one statement, because every tap asks it."""
    flush_of(session, Page, Escalation, Outage)
    found: dict[int, set[int]] = {_MASS: set(), _CALLED: set(), _ONLOOKER: set()}
    for what, number in _OF_INCIDENT.rows(session, name=card, subject=incident_id, outage=outage_id):
        found[what].add(number)
    return ReadersOfIncident(bool(found[_MASS]), found[_CALLED], found[_ONLOOKER])


def readers_of_board(session: Session, card: str, outage_id: int) -> Mapping[int, bool]:
    """Whoever was paged about the outage, leads one of its incidents, or has its board, by id.

    True: an edit of it waits for them already, so that one more changes nothing.
    """
    flush_of(session, Page, Escalation, Incident)
    return _readers(session, _OF_BOARD, card, outage_id)


def readers_of_ticket(session: Session, card: str, ticket_id: int) -> Mapping[int, bool]:
    """The same of a ticket: whoever was paged about it or has it on the phone."""
    flush_of(session, Page, Escalation)
    return _readers(session, _OF_TICKET, card, ticket_id)


def _readers(session: Session, query: Prepared, card: str, subject_id: int) -> Mapping[int, bool]:
    rows = query.rows(session, name=card, subject=subject_id)
    return {person_id: waiting is not None for person_id, waiting in rows}


def _paged(ladder: LadderName) -> Select[Any]:
    about = (CLIMBS.c.ladder == str(ladder), CLIMBS.c.subject_id == _SUBJECT)
    return select(PAGES.c.person_id).join(CLIMBS, CLIMBS.c.id == PAGES.c.escalation_id).where(*about)


def _leading() -> Select[Any]:
    waiting = (INCIDENTS.c.outage_id == _SUBJECT, INCIDENTS.c.closed_at.is_(None))
    return select(INCIDENTS.c.lead_id).where(*waiting, INCIDENTS.c.lead_id.is_not(None))


def _shown() -> tuple[Select[Any], Select[Any]]:
    """On whose phone it is, or will be in a moment."""
    sending = (OUTBOX.c.card == _NAME, OUTBOX.c.subject_id == _SUBJECT, OUTBOX.c.state == State.SENDING)
    on_phone = select(CARDS.c.person_id).where(CARDS.c.card == _NAME, CARDS.c.subject_id == _SUBJECT)
    return on_phone, select(OUTBOX.c.person_id).where(*sending)


def _waiting_for_it(readers: Subquery) -> Prepared:
    """Each with the row that waits for them, if its edit comes before long."""
    quiet = and_(OUTBOX.c.fresh.is_(False), OUTBOX.c.sound.is_(False))
    theirs = and_(
        OUTBOX.c.state == State.PENDING,
        OUTBOX.c.person_id == readers.c[0],
        OUTBOX.c.card == _NAME,
        OUTBOX.c.subject_id == _SUBJECT,
        OUTBOX.c.priority <= int(Priority.BOARD),
        or_(OUTBOX.c.not_before.is_(None), quiet),
    )
    both = select(readers.c[0], OUTBOX.c.id).join(OUTBOX, theirs, isouter=True)
    return Prepared(both.order_by(readers.c[0]))


_OF_BOARD = _waiting_for_it(union(_paged(LadderName.OUTAGE), _leading(), *_shown()).subquery())
_OF_TICKET = _waiting_for_it(union(_paged(LadderName.SYSADMIN), *_shown()).subquery())


_MASS, _CALLED, _ONLOOKER = range(3)


def _as(what: int, query: Select[Any]) -> Select[Any]:
    """Each row says what it is."""
    return query.with_only_columns(literal_column(str(what)), *query.selected_columns)


_OF_INCIDENT = Prepared(
    union_all(
        _as(
            _MASS,
            select(OUTAGES.c.id).where(OUTAGES.c.id == bindparam("outage"), OUTAGES.c.mass_at.is_not(None)),
        ),
        _as(_CALLED, _paged(LadderName.LEAD)),
        _as(
            _ONLOOKER, select(CARDS.c.person_id).where(CARDS.c.card == _NAME, CARDS.c.subject_id == _SUBJECT)
        ),
        _as(
            _ONLOOKER,
            select(OUTBOX.c.person_id).where(
                OUTBOX.c.card == unseen("name"),
                OUTBOX.c.subject_id == _SUBJECT,
                OUTBOX.c.state == fixed(State.SENDING),
            ),
        ),
    )
)
