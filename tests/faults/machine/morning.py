"""How every night ends: everything heals, hours pass, and nothing that was promised is left undone."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.escalation.models import Escalation
from bot.incident.lead_actions import tick_duty
from bot.incident.models import Incident
from bot.incident.operator_actions import cancel
from bot.incident.queries import duties
from bot.incident.rules import Duty
from bot.incident.sysadmin_actions import resolve, still_on_it
from bot.outbox.models import Outgoing
from bot.outbox.rules import State
from bot.person.actions import grant, mark_reachable
from bot.ticket.models import Ticket
from bot.timer.models import Timer
from tests.faults.machine.hands import Hands
from tests.faults.machine.house import CAST, Telegram
from tests.faults.machine.oracles import owes
from tests.faults.machine.walk import open_incidents, open_tickets

_FOUR_MONTHS = timedelta(days=120)


class Morning:
    """Heal, and look at what became of it."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.house, self.ids = hands, hands.house, hands.house.ids

    def comes(self) -> None:
        self._heals()
        self._top_is_never_silent()
        self._dutiful_people(hours=8)
        self._everything_is_delivered()
        self._nothing_wakes_anybody_later()

    def _heals(self) -> None:
        self.house.telegram = Telegram.OK
        self.house.blocked.clear()
        for name, (role, level) in CAST.items():
            self.house.do(grant, self.ids[name], role, level=level, by=None, now=self.house.now)
            self.house.do(mark_reachable, self.ids[name], now=self.house.now)
        self.house.passes(timedelta(seconds=61))
        self.hands.look()

    def _top_is_never_silent(self) -> None:
        """Where nobody answers, somebody is rung again and again, however long it lasts."""
        climbs = {(row.ladder, row.subject_id) for row in self.house.read(_climbs)}
        if not climbs:
            return
        since = self.house.now
        self.house.passes(timedelta(minutes=11))
        self.hands.look()
        for climb in self.house.read(_climbs):
            if (climb.ladder, climb.subject_id) in climbs:
                card = "lead_incident" if climb.ladder == "lead" else "ticket"
                heard = [ring for ring in self.house.rang if ring.at > since]
                mine = [ring for ring in heard if (ring.card, ring.subject_id) == (card, climb.subject_id)]
                owes(mine, f"top is never silent: {climb.ladder} {climb.subject_id} has stopped ringing")

    def _dutiful_people(self, hours: int) -> None:
        """Whoever is called answers, and says so; the top of the ladder has found somebody."""
        for length in (1, 2, hours - 3):
            for incident in self.house.read(open_incidents):
                self._somebody_leads(incident)
            for ticket in self.house.read(open_tickets):
                self._somebody_mends(ticket)
            self.house.passes(timedelta(hours=length))
        self.hands.look()

    def _somebody_leads(self, incident: Incident) -> None:
        if incident.lead_id is None:
            for name in ("Lev", "Sonya", "Mark"):
                self.hands.acknowledges(incident.id, self.ids[name])
        holder = self.house.read(lambda session: session.get_one(Incident, incident.id)).lead_id
        ticked = self.house.read(duties, incident.id)
        for duty in Duty:
            if holder is not None and duty not in ticked:
                self.hands.tap(tick_duty, incident.id, duty, by=holder, owed="duty_ticked")

    def _somebody_mends(self, ticket: Ticket) -> None:
        if ticket.acknowledged_by is not None:
            self.hands.tap(still_on_it, ticket.id, by=ticket.acknowledged_by)
            return
        for name in ("Petro", "Taras"):
            self.hands.acknowledges_ticket(ticket.id, self.ids[name])

    def _everything_is_delivered(self) -> None:
        left = self.house.read(_undelivered)
        owes(not left, f"everything arrives: {left[:3]} still wait")

    def _nothing_wakes_anybody_later(self) -> None:
        for ticket in self.house.read(open_tickets):
            self._somebody_mends(ticket)
        for ticket in self.house.read(open_tickets):
            if ticket.acknowledged_by is not None:
                self.hands.tap(resolve, ticket.id, by=ticket.acknowledged_by)
        for incident in self.house.read(open_incidents):
            self.hands.tap(cancel, incident.id, by=incident.operator_id, owed="cancelled")
        self.house.settle()
        self.hands.look()
        owes(not self.house.read(open_tickets), "all is over: a ticket is open and nobody waits")
        armed = self.house.read(lambda session: [row.key for row in session.scalars(select(Timer))])
        owes(not armed, f"every timer ends: {armed} are armed and all is over")
        rang = len(self.house.rang)
        self.house.clock.forward(seconds=_FOUR_MONTHS.total_seconds())
        self.house.settle()
        owes(len(self.house.rang) == rang, "every timer ends: four months later it rings")


def _climbs(session: Session) -> list[Escalation]:
    return list(session.scalars(select(Escalation).where(Escalation.ended_at.is_(None))))


def _undelivered(session: Session) -> list[str]:
    query = select(Outgoing).where(Outgoing.state.in_((State.PENDING, State.SENDING)))
    return [f"{row.card} {row.subject_id} to {row.person_id}: {row.error}" for row in session.scalars(query)]
