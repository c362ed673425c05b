"""What a lead does for all of a mass outage, or for whom they selected: tick, name a colleague, write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.incident.customers import call_off
from bot.incident.deeds import carried_out
from bot.incident.mass_actions import EVERYBODY, chosen, led
from bot.incident.mass_duties import forget_outage, lacking
from bot.incident.models import Duty, Incident, Word
from bot.incident.queries import duties_of_all, incidents_of_outage
from bot.incident.redirect_actions import name
from bot.incident.rules import Duty as DutyName
from bot.incident.rules import Way
from bot.incident.telling import note
from bot.outage.actions import select_incidents
from bot.outage.models import BulkDeed, Outage
from bot.question.actions import forget, forget_about
from bot.redirect.rules import Status
from bot.timeline.rules import Event, words

WORDS, NAMED = "words", "named"
"""Kinds of deeds, beside the duties."""


def tick_for_all(
    session: Session,
    outage_id: int,
    duty: DutyName,
    *,
    newest: int = EVERYBODY,
    to: str | None = None,
    everybody: bool = False,
    by: int,
    now: datetime,
) -> BulkDeed:
    """One duty is carried out, for whom it was not yet. `to`: who has the customers now, in words.

    `newest`: see `chosen`. `everybody`: it is for all, whomever this lead has selected on their own board.
    """
    outage = led(session, outage_id, by)
    forget(session, by)
    if everybody:
        select_incidents(session, by, outage.id, [])
    theirs = who_lacks(session, chosen(session, outage, by, newest), duty)
    for incident in theirs:
        row = Duty(incident_id=incident.id, duty=str(duty), ticked_by=by, ticked_at=now, redirected_to=to)
        session.add(row)
        note(session, incident, Event.DUTY_TICKED, by=by, at=now, duty=str(duty), to=words(to))
    session.flush()
    for incident in theirs if duty is DutyName.REDIRECTED else ():
        forget_about(session, incident.id, "redirect_to", "name_colleague")
        call_off(session, incident, Status.ELSEWHERE, now=now)
    if not lacking(session, incidents_of_outage(session, outage.id, open_only=True)):
        forget_outage(session, outage)
    return carried_out(session, outage, str(duty), theirs, by=by, now=now)


def name_for_all(
    session: Session,
    outage_id: int,
    colleague_id: int,
    *,
    newest: int = EVERYBODY,
    by: int,
    now: datetime,
) -> BulkDeed:
    """One colleague is asked to come for all these customers: with sound for the first, not for each."""
    outage = led(session, outage_id, by)
    forget(session, by)
    waiting = who_lacks(session, chosen(session, outage, by, newest), DutyName.REDIRECTED)
    waiting = [incident for incident in waiting if incident.operator_id != colleague_id]
    for count, incident in enumerate(waiting):
        name(session, incident, colleague_id, by=by, now=now, loud=count == 0)
    before = {str(incident.id): colleague_id for incident in waiting}
    return carried_out(session, outage, NAMED, waiting, by=by, now=now, before=before)


def write_to_all(
    session: Session, outage_id: int, text: str, *, newest: int = EVERYBODY, by: int, now: datetime
) -> BulkDeed:
    """Words of the lead; whoever asked "what shall I do?" has their answer."""
    outage = led(session, outage_id, by)
    forget(session, by)
    there = chosen(session, outage, by, newest)
    asked = {str(one.id): one.lead_asked_at.isoformat() for one in there if one.lead_asked_at is not None}
    for incident in there:
        session.add(Word(incident_id=incident.id, by_id=by, text=text, at=now))
        incident.lead_asked_at = None
        note(session, incident, Event.LEAD_WROTE, by=by, at=now)
    return carried_out(session, outage, WORDS, there, by=by, now=now, before=asked, operator=Way.FRESH)


def lacks_of(session: Session, outage: Outage, duty: DutyName, lead_id: int, newest: int) -> list[Incident]:
    """For whom a tap of this lead would tick this duty."""
    return who_lacks(session, chosen(session, outage, lead_id, newest), duty)


def counts_of(session: Session, outage: Outage, lead_id: int) -> dict[DutyName, int]:
    """For how many a tap of this lead would tick each duty."""
    there = chosen(session, outage, lead_id)
    ticked = duties_of_all(session, [incident.id for incident in there])
    return {duty: len(_who_lacks(there, duty, ticked)) for duty in DutyName}


def who_lacks(session: Session, incidents: Sequence[Incident], duty: DutyName) -> list[Incident]:
    """For whom this duty is not carried out yet; customers only of whoever has one."""
    return _who_lacks(incidents, duty, duties_of_all(session, [incident.id for incident in incidents]))


def _who_lacks(
    incidents: Sequence[Incident], duty: DutyName, ticked: Mapping[int, frozenset[str]]
) -> list[Incident]:
    return [
        incident
        for incident in incidents
        if duty not in ticked.get(incident.id, ())
        and (duty is not DutyName.REDIRECTED or incident.customer is not None)
    ]
