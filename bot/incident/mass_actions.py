"""What a lead does with a mass outage: acknowledge it, act for many at once, join and split, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.escalation.actions import end_ladder
from bot.escalation.queries import paged
from bot.escalation.rules import LadderName
from bot.incident.effects import carry_out
from bot.incident.mass import give, move, outage_lead
from bot.incident.models import Duty, Incident, Word
from bot.incident.queries import duties, incidents_of_outage
from bot.incident.reminders import remind_of_duties
from bot.incident.rules import Duty as DutyName
from bot.incident.rules import Late, NotYours, TakenBy, Way
from bot.incident.splitting import part_off
from bot.incident.telling import (
    LEAD_CARD,
    OUTAGE_CARD,
    leads_of_outage,
    locked,
    note,
    show,
    show_outage,
)
from bot.incident.telling_all import tell_all
from bot.outage.actions import reopen_outage
from bot.outage.models import BoardView, BulkDeed, Outage
from bot.outage.queries import is_mass
from bot.outage.rules import UNDO_WITHIN, OutageOver, TooLateToUndo
from bot.person.models import Person
from bot.person.rules import Role
from bot.question.actions import ask, forget
from bot.rota.queries import on_duty
from bot.runbook.rules import Effect
from bot.ticket.queries import ticket_of
from bot.timeline.rules import Event


def acknowledge_outage(session: Session, outage_id: int, *, by: int, now: datetime) -> Outage:
    """A duty lead has the mass outage: the ladder stops, and every incident without a lead is theirs."""
    outage = _open(session, outage_id)
    on_shift = [person.id for person, _ in on_duty(session, Role.DUTY_LEAD, now)]
    if on_shift and by not in on_shift and by not in paged(session, LadderName.OUTAGE, outage.id):
        raise NotYours
    holder = outage_lead(session, outage)
    if holder is not None:
        raise TakenBy(name=session.get_one(Person, holder).name, at=outage.lead_at)
    outage.lead_id, outage.lead_at = by, now
    end_ladder(session, LadderName.OUTAGE, outage.id, by=by, now=now)
    there = incidents_of_outage(session, outage.id, open_only=True)
    given = [incident for incident in there if incident.lead_id is None]
    for incident in given:
        give(session, incident, outage, now=now)
    tell_all(session, given, now=now)
    show_outage(session, outage, now=now)
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.EDIT, now=now)
    return outage


def tick_for_all(
    session: Session, outage_id: int, duty: DutyName, *, to: str | None = None, by: int, now: datetime
) -> BulkDeed:
    """One duty is carried out for everybody, or for whom the lead has selected, where it was not yet."""
    outage = led(session, outage_id, by)
    changed = []
    for incident in chosen(session, outage, by):
        if duty in duties(session, incident.id) or (
            duty is DutyName.REDIRECTED and incident.customer is None
        ):
            continue
        row = Duty(incident_id=incident.id, duty=str(duty), ticked_by=by, ticked_at=now, redirected_to=to)
        session.add(row)
        note(session, incident, Event.DUTY_TICKED, by=by, at=now, duty=str(duty), to=to)
        changed.append(incident)
    return _deed(session, outage, str(duty), changed, by=by, now=now)


def write_to_all(session: Session, outage_id: int, text: str, *, by: int, now: datetime) -> BulkDeed:
    """Words of the lead to everybody, or to whom they have selected."""
    outage = led(session, outage_id, by)
    forget(session, by)
    there = chosen(session, outage, by)
    for incident in there:
        session.add(Word(incident_id=incident.id, by_id=by, text=text, at=now))
        incident.lead_asked_at = None
        note(session, incident, Event.LEAD_WROTE, by=by, at=now)
    return _deed(session, outage, "words", there, by=by, now=now, operator=Way.FRESH)


def join_outage(session: Session, incident_id: int, outage_id: int, *, by: int, now: datetime) -> BulkDeed:
    """The lead says: this incident has the same cause."""
    incident, outage = locked(session, incident_id), led(session, outage_id, by)
    if incident.outage_id == outage.id:
        raise Late(incident=incident.id)
    before = {str(incident.id): incident.outage_id}
    incident.apart_at = None
    move(session, incident, outage, by=by, now=now)
    if incident.lead_id is None:
        give(session, incident, outage, now=now)
    return _deed(session, outage, "joined", [incident], by=by, now=now, before=before)


def split_off(session: Session, outage_id: int, *, by: int, now: datetime) -> BulkDeed:
    """Whom the lead has selected have another trouble: an outage of their own; the lead keeps them."""
    outage = led(session, outage_id, by)
    selected = _selected(session, outage, by)
    if not selected:
        raise Late(incident=0)
    part_off(session, outage, selected, by=by, now=now)
    if ticket_of(session, outage.id) is not None:
        carry_out(session, selected[0], Effect.FILE_TICKET, now=now)
    for incident in selected:
        stand_alone(session, incident, now=now)
    before = {str(incident.id): outage.id for incident in selected}
    session.flush()
    return _deed(session, outage, "split", selected, by=by, now=now, before=before)


def show_board(session: Session, outage_id: int, *, by: int, now: datetime) -> None:
    """The board comes anew at the bottom of this lead's chat."""
    outage = session.get(Outage, outage_id)
    if outage is None or outage.mass_at is None:
        raise NotYours
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.FRESH, now=now)


def ask_of_lead(session: Session, outage_id: int, kind: str, *, by: int, now: datetime) -> Outage:
    """The lead's next message is `write_to_all`, or `select`: whom they mean."""
    outage = led(session, outage_id, by)
    ask(session, kind, of=by, now=now, subject_id=outage.id)
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.EDIT, now=now)
    return outage


def last_deed(session: Session, outage_id: int, person_id: int) -> BulkDeed | None:
    """What this lead did last for many and has not taken back; whether there is time shows at the tap."""
    newest = select(BulkDeed).where(BulkDeed.outage_id == outage_id, BulkDeed.by_id == person_id)
    deed = session.scalar(newest.order_by(BulkDeed.id.desc()).limit(1))
    return deed if deed is not None and deed.undone_at is None and deed.incidents else None


def stand_alone(session: Session, incident: Incident, *, now: datetime) -> None:
    """Out of a mass outage its lead has it as any other: a card of its own, reminders of its own."""
    if is_mass(session, incident.outage_id):
        return
    if incident.lead_id is None:
        carry_out(session, incident, Effect.PAGE_DUTY_LEAD, now=now)
    else:
        remind_of_duties(session, incident, since=now)
        show(session, LEAD_CARD, incident.id, to=incident.lead_id, way=Way.FRESH, now=now)


def undo(session: Session, deed_id: int, *, by: int, now: datetime) -> BulkDeed:
    """Within a minute what was done for many is taken back, with an event for each."""
    deed = session.get(BulkDeed, deed_id, with_for_update=True)
    if deed is None or deed.by_id != by:
        raise NotYours
    if deed.undone_at is not None or now - deed.at > UNDO_WITHIN:
        raise TooLateToUndo
    deed.undone_at = now
    outage = session.get_one(Outage, deed.outage_id)
    there = [session.get_one(Incident, id_) for id_ in deed.incidents]
    there = [incident for incident in there if incident.closed_at is None]
    _UNDOING.get(deed.kind, _untick)(session, deed, there, by, now)
    session.flush()
    tell_all(session, there, now=now)
    show_outage(session, outage, now=now)
    return deed


def look(
    session: Session,
    outage_id: int,
    *,
    page: int | None = None,
    selected: Sequence[int] | None = None,
    by: int,
    now: datetime,
) -> BoardView:
    """The lead turns the page or selects; their own board is drawn anew."""
    outage = _open(session, outage_id)
    view = session.get(BoardView, (by, outage.id))
    if view is None:
        view = BoardView(person_id=by, outage_id=outage.id, page=0, selected=[])
        session.add(view)
    if page is not None:
        view.page = page
    if selected is not None:
        forget(session, by)
        there = {incident.id for incident in incidents_of_outage(session, outage.id, open_only=True)}
        view.selected = [one for one in selected if one in there]
    session.flush()
    show(session, OUTAGE_CARD, outage.id, to=by, way=Way.EDIT, now=now)
    return view


def chosen(session: Session, outage: Outage, lead_id: int) -> list[Incident]:
    """Whom a bulk deed is for: whom the lead has selected, else everybody who still waits."""
    return _selected(session, outage, lead_id) or list(
        incidents_of_outage(session, outage.id, open_only=True)
    )


def led(session: Session, outage_id: int, person_id: int) -> Outage:
    """The open mass outage, for the lead who has it."""
    outage = _open(session, outage_id)
    holder = outage_lead(session, outage)
    if person_id == holder or _is_handed_to(session, outage, person_id):
        return outage
    if holder is None:
        raise NotYours
    raise TakenBy(name=session.get_one(Person, holder).name, at=outage.lead_at)


def _is_handed_to(session: Session, outage: Outage, person_id: int) -> bool:
    """Until a handover is signed both leads may act."""
    there = incidents_of_outage(session, outage.id, open_only=True)
    return any(incident.next_lead_id == person_id for incident in there)


def _open(session: Session, outage_id: int) -> Outage:
    outage = session.get(Outage, outage_id, with_for_update=True)
    if outage is None or outage.mass_at is None or outage.resolved_at is not None:
        raise OutageOver
    return outage


def _selected(session: Session, outage: Outage, lead_id: int) -> list[Incident]:
    view = session.get(BoardView, (lead_id, outage.id))
    wanted = set(view.selected if view else ())
    there = incidents_of_outage(session, outage.id, open_only=True)
    return [incident for incident in there if incident.id in wanted]


def _deed(
    session: Session,
    outage: Outage,
    kind: str,
    changed: Sequence[Incident],
    *,
    by: int,
    now: datetime,
    before: dict[str, int] | None = None,
    operator: Way = Way.EDIT,
) -> BulkDeed:
    deed = BulkDeed(outage_id=outage.id, kind=kind, by_id=by, at=now, before=before or {})
    deed.incidents = [incident.id for incident in changed]
    session.add(deed)
    view = session.get(BoardView, (by, outage.id))
    if view is not None:
        view.selected = []
    session.flush()
    tell_all(session, changed, now=now, operator=operator)
    for lead in leads_of_outage(session, outage):
        show(session, OUTAGE_CARD, outage.id, to=lead, way=Way.EDIT, now=now)
    return deed


def _untick(session: Session, deed: BulkDeed, there: Sequence[Incident], by: int, now: datetime) -> None:
    for incident in there:
        session.execute(delete(Duty).where(Duty.incident_id == incident.id, Duty.duty == deed.kind))
        note(session, incident, Event.DUTY_UNTICKED, by=by, at=now, duty=deed.kind)


def _unsay(session: Session, deed: BulkDeed, there: Sequence[Incident], by: int, now: datetime) -> None:
    for incident in there:
        same = (Word.incident_id == incident.id, Word.by_id == deed.by_id, Word.at == deed.at)
        session.execute(delete(Word).where(*same))
        note(session, incident, Event.WORDS_WITHDRAWN, by=by, at=now)


def _move_back(session: Session, deed: BulkDeed, there: Sequence[Incident], by: int, now: datetime) -> None:
    for incident in there:
        home = session.get_one(Outage, deed.before[str(incident.id)])
        reopen_outage(session, home.id)
        home.joined_id = None
        incident.apart_at = None if deed.kind == "split" else now
        move(session, incident, home, by=by, now=now)
        stand_alone(session, incident, now=now)


_UNDOING: dict[str, Callable[[Session, BulkDeed, Sequence[Incident], int, datetime], None]] = {
    "words": _unsay,
    "joined": _move_back,
    "split": _move_back,
}
