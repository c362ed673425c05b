"""Get hold of an incident, note what happened to it, and tell everybody whose card it is on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.centre.rules import Centre, makes_sound
from bot.escalation.queries import paged
from bot.escalation.rules import LadderName
from bot.incident.models import Incident
from bot.incident.news import await_news
from bot.incident.reader_queries import readers_of_board, readers_of_incident, readers_of_ticket
from bot.incident.rules import Closed, NotYours, Way
from bot.outage.models import Outage
from bot.outage.queries import is_mass
from bot.outbox.actions import put
from bot.outbox.queries import live_card, onlookers
from bot.outbox.rules import SOUND_OF, Priority, SoundWhy
from bot.person.queries import is_there
from bot.person.rules import Role
from bot.runbook.queries import centre_of, runbook_of
from bot.runbook.rules import Runbook
from bot.ticket.models import Ticket
from bot.ticket.queries import ticket_of
from bot.timeline.actions import record
from bot.timeline.rules import Event

OPERATOR_CARD, LEAD_CARD, TICKET_CARD = "operator_incident", "lead_incident", "ticket"
PICTURE_CARD = "ticket_picture"
OUTAGE_CARD = "outage"

BOARD_EVERY = timedelta(seconds=3)
"""In a flood a card that many change is edited at most so often; the database knows all the while."""


def locked(session: Session, incident_id: int) -> Incident:
    """The open incident, locked until the end of the transaction."""
    incident = session.get(Incident, incident_id, with_for_update=True)
    if incident is None:
        raise NotYours
    return _still_open(incident)


def _still_open(incident: Incident) -> Incident:
    if incident.closed_at is not None:
        raise Closed(incident=incident.id)
    return incident


def own(session: Session, incident_id: int, operator_id: int) -> Incident:
    """`locked`, for the operator whose incident it is."""
    incident = session.get(Incident, incident_id, with_for_update=True)
    if incident is None or incident.operator_id != operator_id:
        raise NotYours
    return _still_open(incident)


def lead_of(session: Session, incident: Incident) -> int | None:
    """The lead who has it. One who left, or whom nothing reaches any more, has it no longer.

    Whoever it is being handed over to has it then.
    """
    holder, following = incident.lead_id, incident.next_lead_id
    if holder is not None and not is_lead_there(session, holder):
        if following is not None and is_lead_there(session, following):
            return following
        incident.lead_id = incident.lead_at = None
    return incident.lead_id


def is_lead_there(session: Session, person_id: int) -> bool:
    """Whether this person can lead: still allowed to, and reachable."""
    return is_there(session, person_id, Role.DUTY_LEAD, Role.ADMINISTRATOR)


def holders(incident: Incident) -> list[int]:
    """Who has it: while nobody has signed a handover of it, two leads."""
    return [one for one in (incident.lead_id, incident.next_lead_id) if one is not None]


def note(
    session: Session, incident: Incident, kind: Event, *, by: int | None, at: datetime, **data: object
) -> None:
    """One event of this incident."""
    record(session, kind, by=by, at=at, incident_id=incident.id, **data)


def book(session: Session, incident: Incident) -> Runbook:
    """The edition of the runbook that this incident walks."""
    return runbook_of(session, incident.runbook)


def facts(session: Session, incident: Incident) -> Centre:
    """The edition of the centre's file that this incident goes by."""
    return centre_of(session, incident.centre)


def tell(
    session: Session,
    incident: Incident,
    *,
    now: datetime,
    operator: Way = Way.EDIT,
    lead: Way = Way.EDIT,
    ticket: Way = Way.EDIT,
    why: SoundWhy | None = None,
    news: bool = True,
) -> None:
    """Everybody's card of this incident follows the rows: a new message for its holder, else an edit.

    `why`: what makes the sound, where one of the ways is one. Not `news`: the operator, who waits, learns
    nothing by it of how it stands.
    """
    to, number = incident.operator_id, incident.id
    its_ticket = ticket_of(session, incident.outage_id)
    if news:
        await_news(session, incident, its_ticket, now=now)
    show(session, OPERATOR_CARD, number, to=to, way=operator, now=now, why=why, incident_id=number)
    tell_leads(session, incident, now=now, way=lead, why=why)
    if its_ticket is not None:
        _tell_sysadmins(session, its_ticket, now=now, way=ticket)


def tell_leads(
    session: Session, incident: Incident, *, now: datetime, way: Way = Way.EDIT, why: SoundWhy | None = None
) -> None:
    """The leads' cards follow the rows, also of those who were never called and looked at it themselves."""
    have_it, number = holders(incident), incident.id
    mass, called, onlooking = readers_of_incident(session, LEAD_CARD, number, incident.outage_id)
    called = set() if mass else called.union(have_it)
    if mass:
        show_outage(session, session.get_one(Outage, incident.outage_id), now=now)
        way = Way.EDIT
    for person_id in sorted(called | onlooking):
        theirs = way if person_id in have_it or (not have_it and person_id in called) else Way.EDIT
        show(session, LEAD_CARD, number, to=person_id, way=theirs, now=now, why=why, incident_id=number)


def show_lead(
    session: Session, incident: Incident, *, to: int, way: Way, now: datetime, why: SoundWhy | None = None
) -> None:
    """A lead's card of one incident; in a mass outage the board, as a new message only with sound."""
    outage = session.get_one(Outage, incident.outage_id)
    if outage.mass_at is None:
        show(session, LEAD_CARD, incident.id, to=to, way=way, now=now, why=why, incident_id=incident.id)
    else:
        way = way if way is Way.SOUND else Way.EDIT
        show(session, OUTAGE_CARD, outage.id, to=to, way=way, now=now, why=why, incident_id=incident.id)


def show_outage(session: Session, outage: Outage, *, now: datetime, why: SoundWhy | None = None) -> None:
    """The board of a mass outage follows the rows on every phone that has it; `why`: its lead hears it."""
    readers = dict.fromkeys([outage.lead_id] if outage.lead_id else [], False)
    readers |= readers_of_board(session, OUTAGE_CARD, outage.id)
    loud = [one for one in readers if why is not None and outage.lead_id in (None, one)]
    for person_id in loud:
        del readers[person_id]
        show(session, OUTAGE_CARD, outage.id, to=person_id, way=Way.SOUND, now=now, why=why)
    _follow(session, OUTAGE_CARD, outage.id, readers, now=now)


def _follow(
    session: Session, card: str, subject_id: int, readers: Mapping[int, bool], *, now: datetime
) -> None:
    """An edit at the pace of boards for all but those for whom one waits; whoever tapped sees it at once."""
    here = _here(session)
    for person_id in sorted(one for one, waits in readers.items() if not waits or one in here):
        show(session, card, subject_id, to=person_id, way=Way.EDIT, now=now, spaced=BOARD_EVERY)


def tell_sysadmins(session: Session, incident: Incident, *, now: datetime, way: Way = Way.EDIT) -> None:
    """The ticket's card follows the rows."""
    ticket = ticket_of(session, incident.outage_id)
    if ticket is not None:
        _tell_sysadmins(session, ticket, now=now, way=way)


def _tell_sysadmins(session: Session, ticket: Ticket, *, now: datetime, way: Way) -> None:
    have_it = [one for one in (ticket.acknowledged_by, ticket.next_sysadmin_id) if one is not None]
    if way is Way.EDIT and is_mass(session, ticket.outage_id):
        readers = dict.fromkeys(have_it, False) | {**readers_of_ticket(session, TICKET_CARD, ticket.id)}
        _follow(session, TICKET_CARD, ticket.id, readers, now=now)
        return
    called = {*paged(session, LadderName.SYSADMIN, ticket.id), *have_it}
    spaced = BOARD_EVERY if is_mass(session, ticket.outage_id) else None
    everybody = sorted({*called, *onlookers(session, TICKET_CARD, ticket.id)})
    anew = {*(have_it or called)} if way is not Way.EDIT else set()
    for person_id in sorted(anew):
        show(session, TICKET_CARD, ticket.id, to=person_id, way=way, now=now, spaced=spaced)
    for person_id in everybody:
        if person_id not in anew:
            show(session, TICKET_CARD, ticket.id, to=person_id, way=Way.EDIT, now=now, spaced=spaced)


def ring(session: Session, incident: Incident, why: SoundWhy) -> Way:
    """A new message, with sound if the centre lets this make one."""
    return Way.SOUND if makes_sound(facts(session, incident), SOUND_OF[why]) else Way.FRESH


def show_holder(session: Session, card: str, subject_id: int, *, to: int, now: datetime) -> None:
    """The card of whoever just took it, also when no page has reached their phone yet."""
    seen = live_card(session, to, card, subject_id) is not None
    show(session, card, subject_id, to=to, way=Way.EDIT if seen else Way.FRESH, now=now)


def _here(session: Session) -> set[int | None]:
    """Whoever tapped or wrote just now: their card follows at once."""
    return {session.info.get("tapper"), session.info.get("below")}


def _priority(way: Way, spaced: timedelta | None) -> Priority:
    if way is Way.EDIT:
        return Priority.CARD if spaced is None else Priority.BOARD
    return Priority.ANSWER if way is Way.FRESH else Priority.PAGE


def show(
    session: Session,
    card: str,
    subject_id: int,
    *,
    to: int,
    way: Way,
    now: datetime,
    why: SoundWhy | None = None,
    incident_id: int | None = None,
    spaced: timedelta | None = None,
) -> None:
    """Promise one card. `why`, `incident_id`: what makes the sound and about what, where it makes one.

    `spaced`: how long the one before stays at least, if this is only an edit; a board's own is `BOARD_EVERY`.
    """
    spaced = BOARD_EVERY if card == OUTAGE_CARD else spaced
    put(
        session,
        card,
        subject_id,
        to=to,
        now=now,
        fresh=way is not Way.EDIT,
        sound=way is Way.SOUND,
        priority=_priority(way, spaced),
        why=why,
        incident_id=incident_id,
        spaced=spaced,
    )
