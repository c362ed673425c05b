"""The whole night at one moment, read in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.centre.ladder_rules import Ladder
from bot.escalation.models import Escalation
from bot.incident.models import Incident
from bot.person.models import Grant, Person
from bot.runbook.queries import centre_of
from bot.ticket.models import Ticket
from bot.timer.models import Timer
from tests.faults.machine.history import History, Told


@dataclass
class View:
    """Everything that the checks look at."""

    session: Session
    now: datetime
    history: History
    incidents: dict[int, Incident]
    tickets: dict[int, Ticket]
    timers: dict[str, Timer]
    climbs: list[Escalation]
    there: dict[int, set[str]]
    """Who is here and reachable, with their roles."""

    @classmethod
    def of(cls, session: Session, now: datetime, history: History) -> View:
        history.read(session)
        present = {
            person.id
            for person in session.scalars(select(Person))
            if person.left_at is None and person.unreachable_at is None
        }
        there: dict[int, set[str]] = {person_id: set() for person_id in present}
        for held in session.scalars(select(Grant)):
            if held.person_id in present:
                there[held.person_id].add(held.role)
        return cls(
            session,
            now,
            history,
            {row.id: row for row in session.scalars(select(Incident))},
            {row.outage_id: row for row in session.scalars(select(Ticket))},
            {row.key: row for row in session.scalars(select(Timer))},
            list(session.scalars(select(Escalation).where(Escalation.ended_at.is_(None)))),
            there,
        )

    def open_incidents(self) -> Iterator[tuple[Incident, Told]]:
        for incident in self.incidents.values():
            if incident.closed_at is None:
                yield incident, self.history.of(incident.id)

    def waiting(self, ticket: Ticket) -> list[Incident]:
        rows = self.incidents.values()
        return [row for row in rows if row.outage_id == ticket.outage_id and row.closed_at is None]

    def climbing(self, ladder: str, subject_id: int) -> list[Escalation]:
        return [row for row in self.climbs if (row.ladder, row.subject_id) == (ladder, subject_id)]


def ladder_of(view: View, climb: Escalation) -> Ladder:
    ladders = centre_of(view.session, climb.centre).ladder
    return ladders.lead if climb.ladder == "lead" else ladders.sysadmin
