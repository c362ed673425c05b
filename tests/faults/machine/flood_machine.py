"""Mass outages under random hands: they gather, are joined, split, moved, ticked for all, undone, return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Mistake
from bot.incident import bulk_actions, mass_actions, moving_actions, returning, undoing
from bot.incident.known import declare_mass
from bot.incident.models import Duty, Incident
from bot.incident.opening import Editions, open_incident
from bot.incident.operator_actions import answer_step, works_again
from bot.incident.rules import Customer
from bot.incident.rules import Duty as DutyName
from bot.incident.sysadmin_actions import acknowledge_ticket, give_estimate, resolve
from bot.outage.models import Outage
from bot.person.actions import grant, join
from bot.person.rules import Role
from bot.ticket.models import Ticket
from tests.faults.machine.flood_view import wrong
from tests.faults.machine.house import LIBRARY, House
from tests.faults.machine.oracles import owes, rings_rightly

CROWD = 14
"""One more than two volunteers and a wave."""
which = st.integers(0, CROWD - 1)


class FloodMachine(RuleBasedStateMachine):
    """One lead, one sysadmin, and operators who report the same or something else."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House(rings_rightly)
        self.crowd = self.house.do(_gather, self.house.now)
        self.hurried: set[int] = set()
        """Outages whose lead did not wait."""

    # --- operators ------------------------------------------------------------------------------------------

    @rule(who=which, software=st.sampled_from(["telephony", "telephony", "vpn"]), apart=st.booleans())
    def reports(self, who: int, software: str, apart: bool = False) -> None:
        self._report(who, software, apart=apart)

    @rule(first=st.integers(0, 4), count=st.integers(3, 6))
    def many_report(self, first: int, count: int) -> None:
        for who in range(first, first + count):
            self._report(who % CROWD, "telephony", apart=False)

    @rule(who=which, yes=st.booleans())
    def volunteers(self, who: int, yes: bool) -> None:
        for incident in self._of(who):
            if incident.volunteer_asked_at is not None:
                self._tap(returning.volunteer, incident.id, yes=yes, by=incident.operator_id)

    @rule(who=which, answer=st.sampled_from(["works", "works", "broken", "not_helped"]))
    def answers(self, who: int, answer: str) -> None:
        for incident in self._of(who):
            self._tap(answer_step, incident.id, incident.turn, answer, by=incident.operator_id)

    @rule(who=which)
    def it_works_again(self, who: int) -> None:
        for incident in self._of(who):
            self._tap(works_again, incident.id, by=incident.operator_id)

    # --- the lead -------------------------------------------------------------------------------------------

    @rule()
    def lead_acknowledges(self) -> None:
        for outage in self._outages():
            self._by_lead(mass_actions.acknowledge_outage, outage.id)

    @rule(who=which)
    def lead_declares(self, who: int) -> None:
        for incident in self._of(who):
            self._by_lead(declare_mass, incident.id)

    @rule(duty=st.sampled_from(list(DutyName)), some=st.booleans(), undone=st.booleans(), late=st.booleans())
    def ticks_for_all(self, duty: DutyName, some: bool, undone: bool, late: bool) -> None:
        for outage in self._outages():
            if some:
                self._select(outage.id, 2)
            before = self.house.read(_duties)
            deed = self._by_lead(bulk_actions.tick_for_all, outage.id, duty)
            if deed is None or not undone:
                continue
            if late:
                self.house.passes(timedelta(seconds=61))
                before = self.house.read(_duties)
            self._by_lead(undoing.undo, deed.id)
            owes(self.house.read(_duties) == before, f"undo: {duty} is not as it was, {late=}")

    @rule(count=st.integers(1, 4), undone=st.booleans())
    def splits(self, count: int, undone: bool) -> None:
        for outage in self._outages()[:1]:
            self._select(outage.id, count)
            before = self.house.read(_homes)
            deed = self._by_lead(moving_actions.split_off, outage.id)
            if deed is not None and undone and self._by_lead(undoing.undo, deed.id) is not None:
                owes(self.house.read(_homes) == before, "undo: who was split off is not where they were")

    @rule(undone=st.booleans())
    def moves(self, undone: bool) -> None:
        outages = self._outages()
        for outage in outages[1:2]:
            before = self.house.read(_homes)
            deed = self._by_lead(moving_actions.move_to, outage.id, outages[0].id)
            if deed is not None and undone and self._by_lead(undoing.undo, deed.id) is not None:
                owes(self.house.read(_homes) == before, "undo: who was moved is not where they were")

    @rule(who=which)
    def joins(self, who: int) -> None:
        for outage in self._outages()[:1]:
            for incident in self._of(who):
                self._by_lead(moving_actions.join_outage, incident.id, outage.id)

    @rule(what=st.sampled_from([returning.next_wave_now, returning.stop_returning, returning.let_all_return]))
    def lead_overrides(self, what: Callable[..., Any]) -> None:
        for outage in self._outages():
            if self._by_lead(what, outage.id) is not None:
                self.hurried.add(outage.id)

    # --- the sysadmin and time ------------------------------------------------------------------------------

    @rule(what=st.sampled_from([acknowledge_ticket, resolve, resolve, give_estimate]))
    def sysadmin_taps(self, what: Callable[..., Any]) -> None:
        for ticket in self.house.read(lambda session: list(session.scalars(select(Ticket)))):
            more = (self.house.now + timedelta(minutes=30),) if what is give_estimate else ()
            self._tap(what, ticket.id, *more, by=self.house.ids["Petro"])

    @rule(seconds=st.sampled_from([1, 30, 61, 120, 300, 660]))
    def time_passes(self, seconds: int) -> None:
        self.house.passes(timedelta(seconds=seconds))

    @invariant()
    def everything_that_must_be_so_is(self) -> None:
        self.house.settle()
        problems = self.house.read(wrong, frozenset(self.hurried))
        owes(not problems, "\n".join(problems))

    def teardown(self) -> None:
        self.house.close()

    # --- what they do it with -------------------------------------------------------------------------------

    def _report(self, who: int, software: str, *, apart: bool) -> None:
        operator = self.crowd[who]
        if self._of(who):
            return
        editions = Editions(
            LIBRARY.runbooks[LIBRARY.main], LIBRARY.papers[LIBRARY.main], LIBRARY.centre, LIBRARY.centre_paper
        )
        customer = Customer.CALL if who % 3 == 0 else Customer.NONE
        self._tap(open_incident, editions, software=software, customer=customer, apart=apart, by=operator)
        for incident in self._of(who):
            if incident.step == LIBRARY.runbooks[LIBRARY.main].first:
                self._tap(answer_step, incident.id, incident.turn, "not_helped", by=operator)

    def _select(self, outage: int, count: int) -> None:
        there = [one.id for one in self.house.read(_open) if one.outage_id == outage]
        self._by_lead(mass_actions.mean, outage, there[:count])

    def _of(self, who: int) -> list[Incident]:
        return [one for one in self.house.read(_open) if one.operator_id == self.crowd[who]]

    def _outages(self) -> Sequence[Outage]:
        rows: Sequence[Outage] = self.house.read(_mass)
        return rows

    def _by_lead(self, action: Callable[..., Any], *values: Any) -> Any:
        return self._tap(action, *values, by=self.house.ids["Lev"])

    def _tap(self, action: Callable[..., Any], *values: Any, by: int, **more: Any) -> Any:
        """What it answers with; None where it was refused."""
        try:
            return self.house.do(action, *values, by=by, now=self.house.now, **more)
        except Mistake:
            return None


def _gather(session: Session, now: Any) -> list[int]:
    ids = []
    for number in range(CROWD):
        person = join(
            session, telegram_id=900 + number, name=f"Operator {number}", language="en",
            time_zone="Europe/Kyiv", now=now,
        )  # fmt: skip
        grant(session, person.id, Role.OPERATOR, level=1, by=None, now=now)
        ids.append(person.id)
    return ids


def _open(session: Session) -> list[Incident]:
    return list(session.scalars(select(Incident).where(Incident.closed_at.is_(None)).order_by(Incident.id)))


def _mass(session: Session) -> list[Outage]:
    query = select(Outage).where(Outage.mass_at.is_not(None), Outage.resolved_at.is_(None))
    return list(session.scalars(query.order_by(Outage.id)))


def _duties(session: Session) -> set[tuple[int, str]]:
    return {(row.incident_id, row.duty) for row in session.scalars(select(Duty))}


def _homes(session: Session) -> dict[int, int]:
    return {one.id: one.outage_id for one in _open(session)}
