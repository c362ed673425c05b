"""Cards about a customer in hand: who is asked to come, who hears that nobody did, who need not come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import begin_ladder
from bot.escalation.queries import open_escalation, pages_of_level
from bot.escalation.rules import LadderName
from bot.incident.models import Incident
from bot.incident.queries import duties
from bot.incident.rules import Duty, Way
from bot.incident.telling import LEAD_CARD, lead_of, note, ring, show, tell
from bot.outbox.actions import put
from bot.outbox.queries import live_card
from bot.outbox.rules import Priority, SoundWhy
from bot.person.models import Person
from bot.redirect.actions import answer, end_others
from bot.redirect.models import Redirect
from bot.redirect.queries import claimed, redirects
from bot.redirect.rules import CLAIMABLE, CustomerTaken, NotWaiting, Status
from bot.timeline.rules import Event

CUSTOMER_CARD = "customer"


def page_colleague(
    session: Session, incident: Incident, redirect: Redirect, *, now: datetime, loud: bool = True
) -> None:
    """Ask one person to act, with sound; a page that is not delivered is told to the lead at once."""
    way = ring(session, incident, SoundWhy.CUSTOMER_IN_HAND)
    put(
        session,
        CUSTOMER_CARD,
        redirect.id,
        to=redirect.colleague_id,
        now=now,
        fresh=True,
        sound=loud and way is Way.SOUND,
        priority=Priority.PAGE,
        receipt=f"redirect:{redirect.id}",
        why=SoundWhy.CUSTOMER_IN_HAND,
        incident_id=incident.id,
    )


def show_customer(session: Session, redirect: Redirect, *, now: datetime, way: Way = Way.EDIT) -> None:
    """The colleague's card follows the rows; an edit only where there is a card."""
    to = redirect.colleague_id
    if way is not Way.EDIT or live_card(session, to, CUSTOMER_CARD, redirect.id) is not None:
        show(session, CUSTOMER_CARD, redirect.id, to=to, way=way, now=now)


def show_to_asked(session: Session, incident: Incident, *, now: datetime) -> None:
    """What they read about the customer has changed."""
    for redirect in redirects(session, incident.id):
        if redirect.status in CLAIMABLE:
            show_customer(session, redirect, now=now)


def call_off(session: Session, incident: Incident, status: Status, *, now: datetime) -> None:
    """Nobody else needs to come: whoever was still asked hears it, quietly."""
    asked = {one.id for one in redirects(session, incident.id) if one.status == Status.ASKED}
    for redirect in end_others(session, incident.id, status, now=now):
        way = Way.FRESH if redirect.id in asked else Way.EDIT
        show_customer(session, redirect, now=now, way=way)
    theirs = claimed(session, incident.id)
    if status is Status.OVER and theirs is not None:
        show_customer(session, theirs, now=now)


def lapse(
    session: Session, incident: Incident, redirect: Redirect, status: Status, why: str, *, now: datetime
) -> None:
    """The colleague will not come, and has not said so themselves."""
    answer(session, redirect, status, now=now)
    note(session, incident, Event.REDIRECT_LAPSED, by=None, at=now, to=redirect.colleague_id, refused=why)
    if status is Status.OFF_DUTY:
        show_customer(session, redirect, now=now, way=Way.FRESH)
    lead_names_another(session, incident, now=now)


def miss(session: Session, incident: Incident, redirect: Redirect, *, now: datetime) -> None:
    """The time to answer is over. They may still claim the customer; meanwhile the lead hears it."""
    redirect.unclaimed_at = now
    note(session, incident, Event.CUSTOMER_UNCLAIMED, by=None, at=now, to=redirect.colleague_id)
    session.flush()
    show_customer(session, redirect, now=now)
    lead_names_another(session, incident, now=now)


def lead_names_another(session: Session, incident: Incident, *, now: datetime) -> None:
    """With sound: the lead who has it, else whoever is being paged for it, else the ladder begins.

    Quietly, where another colleague still has time to answer.
    """
    if any(in_time(one) for one in redirects(session, incident.id)):
        tell(session, incident, now=now)
        return
    why = SoundWhy.CUSTOMER_UNCLAIMED
    way = ring(session, incident, why)
    if lead_of(session, incident) is not None:
        tell(session, incident, now=now, operator=Way.FRESH, lead=way, why=why)
        return
    climb = open_escalation(session, LadderName.LEAD, incident.id)
    tell(session, incident, now=now, operator=Way.FRESH)
    if climb is None:
        begin_ladder(
            session,
            LadderName.LEAD,
            incident.id,
            incident_id=incident.id,
            edition=incident.centre,
            now=now,
        )
        return
    for page in pages_of_level(session, climb):
        to, number = page.person_id, incident.id
        show(session, LEAD_CARD, number, to=to, way=way, now=now, why=why, incident_id=number)


def in_time(redirect: Redirect) -> bool:
    """Asked, and the time to answer is not over."""
    return redirect.status == Status.ASKED and redirect.unclaimed_at is None


def refuse_taken(session: Session, incident: Incident) -> None:
    """CustomerTaken where a colleague has them, NotWaiting where nobody needs to come."""
    theirs = claimed(session, incident.id)
    if theirs is not None:
        name = session.get_one(Person, theirs.colleague_id).name
        raise CustomerTaken(name=name, at=theirs.answered_at)
    ticked = duties(session, incident.id).get(Duty.REDIRECTED)
    if ticked is not None and ticked.redirected_to:
        raise CustomerTaken(name=ticked.redirected_to, at=ticked.ticked_at)
    if ticked is not None:
        raise NotWaiting(incident=incident.id)
