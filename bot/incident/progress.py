"""How far the return after a mass fix is, read from the rows alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.queries import incidents_of_outage
from bot.outage.models import Outage
from bot.runbook.rules import Closing, WorkStatus
from bot.ticket.models import Ticket
from bot.ticket.queries import ticket_of


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a return is: how many check now, say since the fix that it works, and are not asked yet."""

    checking: int
    returned: int
    waiting: int


def progress(session: Session, outage: Outage) -> Progress:
    """How far it is, while there is a phase."""
    ticket = ticket_of(session, outage.id)
    returned = how_many_green(session, outage, ticket) if ticket is not None else 0
    return Progress(how_many_check(session, outage), returned, len(still_waiting(session, outage)))


def still_waiting(session: Session, outage: Outage) -> list[Incident]:
    """Who has not been asked yet to check this fix, those who wait longest first."""
    ticket = ticket_of(session, outage.id)
    there = incidents_of_outage(session, outage.id, open_only=True)
    return [one for one in there if not _checks(one, ticket)]


def how_many_check(session: Session, outage: Outage) -> int:
    """How many check this fix now. Who is silent about it checks nothing."""
    ticket = ticket_of(session, outage.id)
    there = incidents_of_outage(session, outage.id, open_only=True)
    return sum(_checks(one, ticket) and one.silent_at is None for one in there)


def _checks(incident: Incident, ticket: Ticket | None) -> bool:
    """Whether they check what is said to be fixed now, not an earlier fix that was none."""
    since = ticket.resolved_at if ticket is not None else None
    return incident.work_status == WorkStatus.CHECKING_THE_FIX and (
        since is None or incident.moved_at >= since
    )


def how_many_green(session: Session, outage: Outage, ticket: Ticket) -> int:
    """How many have said since the fix that it works for them."""
    since = ticket.resolved_at
    return sum(
        one.closed_as == Closing.RETURNED
        and one.closed_at is not None
        and since is not None
        and one.closed_at >= since
        for one in incidents_of_outage(session, outage.id)
    )


def was_asked(incident: Incident, ticket: Ticket) -> bool:
    """Whether they were asked to check this fix first, whatever they answered."""
    resolved_at = ticket.resolved_at
    return (
        incident.volunteer_seen_at is not None
        and resolved_at is not None
        and incident.volunteer_seen_at >= resolved_at
    )
