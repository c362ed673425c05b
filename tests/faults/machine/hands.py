"""What people do, one tap at a time, and what it owes: an event, everybody told, or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import Mistake
from bot.incident.lead_actions import acknowledge
from bot.incident.models import Incident
from bot.incident.sysadmin_actions import acknowledge_ticket
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN
from tests.faults.machine.desk import Killed
from tests.faults.machine.history import History
from tests.faults.machine.house import House
from tests.faults.machine.obligations import broken, unowned
from tests.faults.machine.oracles import (
    events_after,
    last_event,
    lead_may,
    operator_is_told,
    owes,
    pending_sounds,
    rings_rightly,
    sizes,
    sysadmin_may,
)
from tests.faults.machine.view import View

_PATIENCE = 61
"""Seconds within which somebody must be found for what nobody has: the beats look every 30."""


class Hands:
    """A house whose every tap is watched."""

    def __init__(self) -> None:
        self.house = House(rings_rightly)
        self.history = History()
        self.open_incidents = self.open_tickets = 0
        self._unowned: dict[str, float] = {}

    def tap(
        self,
        action: Callable[..., Any],
        *values: Any,
        by: int,
        owed: str | None = None,
        roles: Sequence[str] = (),
        incident: int | None = None,
        **more: Any,
    ) -> bool:
        """One tap of this person. `owed`: the kind of event it must leave, once. True if it was accepted.

        Like the dispatcher, it lets nobody act in a role that they do not hold now.
        """
        held, before = self.house.read(_before, by)
        if not held or (roles and held.isdisjoint(roles)):
            return False
        try:
            self.house.do(action, *values, by=by, now=self.house.now, **more)
        except Mistake:
            return False
        self.house.read(_settles_up, before, action.__name__, by, owed, incident)
        return True

    def acknowledges(self, incident_id: int, who: int) -> None:
        """A lead acknowledges: accepted exactly when it must be, and then nothing rings any more."""
        may = self.house.read(_asks(lead_may, Incident), incident_id, who, self.house.now)
        accepted = self.tap(
            acknowledge,
            incident_id,
            by=who,
            owed="lead_acknowledged",
            roles=(Role.DUTY_LEAD, Role.ADMINISTRATOR),
            incident=incident_id,
        )
        if self._may(who, (Role.DUTY_LEAD, Role.ADMINISTRATOR)):
            owes(accepted == (may == "accepted"), f"first acknowledgement wins: {may}, and {accepted=}")
        if accepted:
            loud = self.house.read(pending_sounds, "lead_incident", incident_id)
            owes(not loud, f"acknowledged is silent: {loud} cards still wait to ring")

    def acknowledges_ticket(self, ticket_id: int, who: int) -> None:
        """The same of a sysadmin."""
        may = self.house.read(_asks(sysadmin_may, Ticket), ticket_id, who, self.house.now)
        accepted = self.tap(
            acknowledge_ticket, ticket_id, by=who, owed="ticket_acknowledged", roles=[Role.SYSADMIN]
        )
        if self._may(who, [Role.SYSADMIN]):
            owes(accepted == (may == "accepted"), f"first acknowledgement wins: {may}, and {accepted=}")
        if accepted:
            loud = self.house.read(pending_sounds, "ticket", ticket_id)
            owes(not loud, f"acknowledged is silent: {loud} cards still wait to ring")

    def dies(self, action: Callable[..., Any], *values: Any, by: int, **more: Any) -> None:
        """The process is killed before the COMMIT: as if nobody had tapped."""

        def killed(session: Session) -> None:
            action(session, *values, by=by, now=self.house.now, **more)
            raise Killed

        before = self.house.read(sizes)
        try:
            self.house.do(killed)
        except (Killed, Mistake):
            owes(self.house.read(sizes) == before, f"all or nothing: {action.__name__} left something")

    def look(self) -> None:
        """Everything that must be so, is."""
        problems, homeless = self.house.read(self._read)
        owes(not problems, "\n".join(problems))
        now = self.house.now.timestamp()
        self._unowned = {what: self._unowned.get(what, now) for what in homeless}
        for what, since in self._unowned.items():
            owes(now - since <= _PATIENCE, what)

    def _read(self, session: Session) -> tuple[list[str], list[str]]:
        view = View.of(session, self.house.now, self.history)
        self.open_incidents = len(list(view.open_incidents()))
        self.open_tickets = sum(ticket.status in OPEN for ticket in view.tickets.values())
        return list(broken(view)), list(unowned(view))

    def _may(self, person_id: int, roles: Sequence[str]) -> bool:
        held = self.house.read(roles_of, person_id)
        return bool(held) and (not roles or not held.isdisjoint(roles))


def _asks(oracle: Callable[..., str], table: type[Any]) -> Callable[..., str]:
    def query(session: Session, row_id: int, person_id: int, now: datetime) -> str:
        return oracle(session, session.get_one(table, row_id), person_id, now)

    return query


def _before(session: Session, person_id: int) -> tuple[frozenset[Role], int]:
    return roles_of(session, person_id), last_event(session)


def _settles_up(
    session: Session, before: int, what: str, by: int, owed: str | None, incident: int | None
) -> None:
    """What an accepted tap owes is there: one event of its kind an incident, and the operator's card."""
    if owed is not None:
        mine = [event for event in events_after(session, before) if event.kind == owed and event.by_id == by]
        owes(mine, f"one event per change: {what} left no {owed}")
        about = [event.incident_id for event in mine]
        owes(len(about) == len(set(about)), f"one event per change: {what} left {len(mine)} {owed}")
    if incident is not None:
        operator_is_told(session, incident, what)
