"""Get hold of an incident, note what happened to it, and tell everybody whose card it is on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.centre.rules import Centre, makes_sound
from bot.escalation.queries import paged
from bot.escalation.rules import LadderName
from bot.incident.models import Incident
from bot.incident.rules import Closed, NotYours, Way
from bot.outbox.actions import put
from bot.outbox.queries import live_card, onlookers
from bot.outbox.rules import SOUND_OF, Priority, SoundWhy
from bot.person.queries import is_there
from bot.person.rules import Role
from bot.runbook.queries import centre_of, runbook_of
from bot.runbook.rules import Runbook
from bot.ticket.queries import ticket_of
from bot.ticket.rules import OPEN
from bot.timeline.actions import record
from bot.timeline.rules import Event
from bot.timer.actions import arm, disarm
from bot.timer.queries import timer

OPERATOR_CARD, LEAD_CARD, TICKET_CARD = "operator_incident", "lead_incident", "ticket"
PICTURE_CARD = "ticket_picture"


def locked(session: Session, incident_id: int) -> Incident:
    """The open incident, locked until the end of the transaction."""
    incident = session.get(Incident, incident_id, with_for_update=True)
    if incident is None:
        raise NotYours
    if incident.closed_at is not None:
        raise Closed(incident=incident.id)
    return incident


def own(session: Session, incident_id: int, operator_id: int) -> Incident:
    """`locked`, for the operator whose incident it is."""
    incident = session.get(Incident, incident_id)
    if incident is None or incident.operator_id != operator_id:
        raise NotYours
    return locked(session, incident_id)


def lead_of(session: Session, incident: Incident) -> int | None:
    """The lead who has it. One who left, or whom nothing reaches any more, has it no longer.

    Whoever it is being handed over to has it then.
    """
    holder, following = incident.lead_id, incident.next_lead_id
    if holder is not None and not is_there(session, holder, Role.DUTY_LEAD, Role.ADMINISTRATOR):
        if following is not None and is_there(session, following, Role.DUTY_LEAD, Role.ADMINISTRATOR):
            return following
        incident.lead_id = incident.lead_at = None
    return incident.lead_id


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
    show(session, OPERATOR_CARD, number, to=to, way=operator, now=now, why=why, incident_id=number)
    if news:
        await_news(session, incident, now=now)
    tell_leads(session, incident, now=now, way=lead, why=why)
    tell_sysadmins(session, incident, now=now, way=ticket)


def await_news(session: Session, incident: Incident, *, now: datetime) -> None:
    """The operator sees something new; while they wait for the ticket the next news is due from now on."""
    incident.news_at, incident.news_count = None, 0
    ticket = ticket_of(session, incident.outage_id)
    if incident.closed_at is None and ticket is not None and ticket.status in OPEN:
        plan_news(session, incident, now=now)
    else:
        disarm(session, f"operator_news:{incident.id}")


def plan_news(session: Session, incident: Incident, *, now: datetime) -> None:
    """The operator hears how it stands after the centre's pause, counted from now."""
    at = now + facts(session, incident).timings.operator_news
    arm(session, f"operator_news:{incident.id}", "operator_news", at=at, incident_id=incident.id)


def news_ended(session: Session, incident: Incident) -> bool:
    """Whether the operator waits and gets their card no more, because nothing has changed for so long."""
    return incident.news_count > facts(session, incident).timings.most_reminders


def tell_leads(
    session: Session, incident: Incident, *, now: datetime, way: Way = Way.EDIT, why: SoundWhy | None = None
) -> None:
    """The leads' cards follow the rows, also of those who were never called and looked at it themselves."""
    have_it, number = holders(incident), incident.id
    called = {*paged(session, LadderName.LEAD, number), *have_it}
    for person_id in sorted({*called, *onlookers(session, LEAD_CARD, number)}):
        theirs = way if person_id in have_it or (not have_it and person_id in called) else Way.EDIT
        show(session, LEAD_CARD, number, to=person_id, way=theirs, now=now, why=why, incident_id=number)


def tell_sysadmins(session: Session, incident: Incident, *, now: datetime, way: Way = Way.EDIT) -> None:
    """The ticket's card follows the rows."""
    ticket = ticket_of(session, incident.outage_id)
    if ticket is None:
        return
    have_it = [one for one in (ticket.acknowledged_by, ticket.next_sysadmin_id) if one is not None]
    called = {*paged(session, LadderName.SYSADMIN, ticket.id), *have_it}
    for person_id in sorted({*called, *onlookers(session, TICKET_CARD, ticket.id)}):
        theirs = way if person_id in have_it or (not have_it and person_id in called) else Way.EDIT
        show(session, TICKET_CARD, ticket.id, to=person_id, way=theirs, now=now)


def ring(session: Session, incident: Incident, why: SoundWhy) -> Way:
    """A new message, with sound if the centre lets this make one."""
    return Way.SOUND if makes_sound(facts(session, incident), SOUND_OF[why]) else Way.FRESH


def show_holder(session: Session, card: str, subject_id: int, *, to: int, now: datetime) -> None:
    """The card of whoever just took it, also when no page has reached their phone yet."""
    seen = live_card(session, to, card, subject_id) is not None
    show(session, card, subject_id, to=to, way=Way.EDIT if seen else Way.FRESH, now=now)


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
) -> None:
    """Promise one card. `why`, `incident_id`: what makes the sound and about what, where it makes one."""
    put(
        session,
        card,
        subject_id,
        to=to,
        now=now,
        fresh=way is not Way.EDIT,
        sound=way is Way.SOUND,
        priority=Priority.CARD if way is Way.EDIT else Priority.ANSWER if way is Way.FRESH else Priority.PAGE,
        why=why,
        incident_id=incident_id,
    )


def last_reminder(session: Session, incident: Incident) -> datetime | None:
    """When it is taken from the lead; None before their first reminder."""
    if timer(session, f"duties:{incident.id}:1") is not None:
        return None
    last = timer(session, f"duties:{incident.id}:{facts(session, incident).timings.duties.times + 1}")
    return last.due_at if last else None
