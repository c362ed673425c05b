"""A lead has a mass outage, looks at its board, and says whom they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.escalation.actions import end_ladder
from bot.escalation.queries import paged
from bot.escalation.rules import LadderName
from bot.incident.mass import holder_of, outage_lead
from bot.incident.mass_duties import remind_of_outage
from bot.incident.models import Incident
from bot.incident.queries import incidents_of_outage
from bot.incident.rules import NotYours, TakenBy, Way
from bot.incident.telling import OUTAGE_CARD, note, show, show_outage
from bot.incident.telling_all import tell_all
from bot.outage.actions import select_incidents, turn_page
from bot.outage.models import Outage
from bot.outage.queries import board_view
from bot.outage.rules import NothingToDo
from bot.person.models import Person
from bot.person.rules import Role
from bot.question.actions import ask, forget
from bot.rota.queries import on_duty
from bot.timeline.rules import Event

SELECTED, EVERYBODY = 0, 2**31
"""In place of the newest incident that a deed is for: only whom the lead has selected; whoever is there."""


def acknowledge_outage(session: Session, outage_id: int, *, by: int, now: datetime) -> Outage:
    """A duty lead has the mass outage: the ladder stops, and every incident without a lead is theirs."""
    outage = open_mass(session, outage_id)
    if not may_lead_outage(session, outage, by, now=now):
        raise NotYours
    holder = outage_lead(session, outage)
    if holder is not None:
        raise TakenBy(name=session.get_one(Person, holder).name, at=outage.lead_at)
    outage.lead_id, outage.lead_at = by, now
    end_ladder(session, LadderName.OUTAGE, outage.id, by=by, now=now)
    there = incidents_of_outage(session, outage.id, open_only=True)
    given = [incident for incident in there if incident.lead_id is None]
    for incident in given:
        incident.lead_id, incident.lead_at, incident.let_go_id = by, now, None
        note(session, incident, Event.LEAD_ACKNOWLEDGED, by=by, at=now)
    if given:
        remind_of_outage(session, outage, given[0], since=now)
    tell_all(session, given, now=now)
    show_outage(session, outage, now=now)
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.EDIT, now=now)
    return outage


def may_lead_outage(session: Session, outage: Outage, person_id: int, *, now: datetime) -> bool:
    """Whether this lead belongs to it: on duty now, paged for it, or nobody is on duty at all."""
    leads = [person.id for person, _ in on_duty(session, Role.DUTY_LEAD, now)]
    return not leads or person_id in leads or person_id in paged(session, LadderName.OUTAGE, outage.id)


def show_board(session: Session, outage_id: int, *, by: int, now: datetime) -> None:
    """The board comes anew at the bottom of this lead's chat."""
    outage = session.get(Outage, outage_id)
    if outage is None or outage.mass_at is None:
        raise NotYours
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.FRESH, now=now)


def ask_of_lead(
    session: Session,
    outage_id: int,
    kind: str,
    *,
    newest: int | None = None,
    everybody: bool = False,
    by: int,
    now: datetime,
) -> Outage:
    """The lead's next message answers a question of this kind about the outage.

    `newest`: see `chosen`; None: whom is selected, and where nobody is, whoever is there when they answer.
    `everybody`: it will be for all, whomever this lead has selected.
    """
    outage = led(session, outage_id, by)
    if everybody:
        select_incidents(session, by, outage.id, [])
    ask(
        session, kind, of=by, now=now, subject_id=outage.id, newest=_newest_meant(session, outage, newest, by)
    )
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.EDIT, now=now)
    return outage


def _newest_meant(session: Session, outage: Outage, newest: int | None, lead_id: int) -> int:
    if newest is not None:
        return newest
    return SELECTED if selected(session, outage, lead_id) else EVERYBODY


def turn_to(session: Session, outage_id: int, page: int, *, by: int, now: datetime) -> None:
    """This lead turns the page of their own board."""
    outage = open_mass(session, outage_id)
    turn_page(session, by, outage.id, page)
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.EDIT, now=now)


def mean(session: Session, outage_id: int, incidents: Sequence[int], *, by: int, now: datetime) -> None:
    """What the lead does next is for these; nobody named: for everybody."""
    outage = led(session, outage_id, by)
    forget(session, by)
    there = {incident.id for incident in incidents_of_outage(session, outage.id, open_only=True)}
    select_incidents(session, by, outage.id, [one for one in incidents if one in there])
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.EDIT, now=now)


def chosen(session: Session, outage: Outage, lead_id: int, newest: int = EVERYBODY) -> list[Incident]:
    """Whom a deed is for: whom the lead has selected, else everybody who still waits.

    `newest`: the newest incident that the lead could have meant when the button was drawn: nothing is done
    behind their back for who came later. SELECTED: it was drawn for whom they had selected, and nobody else.
    """
    there = list(incidents_of_outage(session, outage.id, open_only=True))
    picked = _selected_of(session, outage, lead_id, there)
    if newest == SELECTED:
        return picked
    return [incident for incident in picked or there if incident.id <= newest]


def newest_of(session: Session, outage: Outage, lead_id: int) -> int:
    """What a button carries that is drawn for this lead now: see `chosen`."""
    there = incidents_of_outage(session, outage.id, open_only=True)
    if _selected_of(session, outage, lead_id, there):
        return SELECTED
    return max((incident.id for incident in there), default=SELECTED)


def selected(session: Session, outage: Outage, lead_id: int) -> list[Incident]:
    """Whom the lead has selected and who still waits."""
    there = incidents_of_outage(session, outage.id, open_only=True)
    return _selected_of(session, outage, lead_id, there)


def _selected_of(session: Session, outage: Outage, lead_id: int, there: Sequence[Incident]) -> list[Incident]:
    view = board_view(session, lead_id, outage.id)
    wanted = set(view.selected if view else ())
    return [incident for incident in there if incident.id in wanted]


def led(session: Session, outage_id: int, person_id: int) -> Outage:
    """The open mass outage, for the lead who has it. Until a handover is signed both leads have it."""
    outage = open_mass(session, outage_id)
    holder = holder_of(session, outage)
    if person_id == holder or _is_handed_to(session, outage, person_id):
        return outage
    if holder is None:
        raise NotYours
    raise TakenBy(name=session.get_one(Person, holder).name, at=outage.lead_at)


def open_mass(session: Session, outage_id: int) -> Outage:
    """The mass outage, locked until the end of the transaction; NothingToDo where it is over."""
    outage = session.get(Outage, outage_id, with_for_update=True)
    if outage is None or outage.mass_at is None or outage.resolved_at is not None:
        raise NothingToDo
    return outage


def _is_handed_to(session: Session, outage: Outage, person_id: int) -> bool:
    there = incidents_of_outage(session, outage.id, open_only=True)
    return any(incident.next_lead_id == person_id for incident in there)
