"""The night as a state machine: whatever people, phones, time and deaths do, the obligations hold."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from bot.incident import lead_actions as lead
from bot.incident import operator_actions as operator
from bot.incident import passing_actions as passing
from bot.incident import sysadmin_actions as sysadmin
from bot.incident.models import Incident
from bot.incident.opening import Editions, add_software, open_incident
from bot.incident.queries import duties
from bot.incident.rules import Customer, Duty
from bot.person.rules import Role
from bot.ticket.models import Ticket
from tests.faults.machine.house import CAST, LIBRARY
from tests.faults.machine.morning import Morning
from tests.faults.machine.oracles import owes
from tests.faults.machine.walk import next_tap, open_incidents, open_tickets
from tests.faults.machine.world import World

LEADS = ("Lev", "Sonya", "Mark", "Ada")
SYSADMINS = ("Petro", "Taras")
OPERATORS = ("Olga", "Nina")
LEADING = (Role.DUTY_LEAD, Role.ADMINISTRATOR)
MOST_OPEN = 3

which = st.integers(0, MOST_OPEN - 1)
while_open = precondition(lambda machine: machine.hands.open_incidents > 0)
while_ticketed = precondition(lambda machine: machine.hands.open_tickets > 0)
leads, sysadmins = st.sampled_from(LEADS), st.sampled_from(SYSADMINS)


class NightMachine(World):
    """Operators report, leads and sysadmins act, the process dies."""

    # --- operators ------------------------------------------------------------------------------------------

    @initialize(far=st.integers(1, 5), customer=st.sampled_from(list(Customer)))
    def begins(self, far: int, customer: Customer) -> None:
        """No night without an incident."""
        self._opens("Olga", "telephony", customer, LIBRARY.main, far)

    @precondition(lambda machine: machine.hands.open_incidents < MOST_OPEN)
    @rule(
        who=st.sampled_from(OPERATORS),
        software=st.sampled_from(["telephony", "vpn", None]),
        customer=st.sampled_from(list(Customer)),
        book=st.sampled_from([LIBRARY.main, LIBRARY.main, LIBRARY.main, *sorted(LIBRARY.runbooks)]),
        far=st.integers(0, 6),
    )
    def opens(self, who: str, software: str | None, customer: Customer, book: str, far: int) -> None:
        """A new incident; `far`: so many sensible answers follow at once."""
        self._opens(who, software, customer, book, far)

    @while_open
    @rule(number=which, pick=st.integers(0, 3), works=st.booleans(), times=st.integers(1, 3))
    def goes_on(self, number: int, pick: int, works: bool, times: int) -> None:
        """The likely path: the operator does what the step asks for, perhaps with a trembling finger."""
        for _ in range(times):
            self._goes_on(self._open()[number : number + 1], pick, works=works)

    @while_open
    @rule(number=which, what=st.sampled_from(["works", "cancel", "notyet", "later", "write", "more", "5"]))
    def operator_taps(self, number: int, what: str) -> None:
        for incident in self._open()[number : number + 1]:
            taps: dict[str, tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], str | None]] = {
                "works": (operator.works_again, (), {}, "works_again"),
                "cancel": (operator.cancel, (), {}, "cancelled"),
                "notyet": (operator.answer_recheck, (), {"later": False}, "recheck_answered"),
                "later": (operator.answer_recheck, (), {"later": True}, "recheck_answered"),
                "write": (operator.write_to_lead, ("now what?",), {}, "operator_wrote"),
                "more": (add_software, ("crm",), {}, None),
                "5": (operator.choose_recheck_interval, (5,), {}, "recheck_interval_chosen"),
            }
            action, values, more, owed = taps[what]
            self._operator(action, incident, *values, owed=owed, **more)

    @while_open
    @rule(number=which, turn=st.integers(-2, 2), by=st.sampled_from(sorted(CAST)))
    def taps_something_old(self, number: int, turn: int, by: str) -> None:
        """A button of another turn, or somebody else's: nothing may come of it."""
        for incident in self._open()[number : number + 1]:
            if turn == 0 and self.ids[by] == incident.operator_id:
                continue
            values = (operator.answer_step, incident.id, incident.turn + turn, "not_helped")
            owes(not self.hands.tap(*values, by=self.ids[by]), "stale buttons do nothing: answer_step")

    # --- leads ----------------------------------------------------------------------------------------------

    @while_open
    @rule(number=which, who=leads, times=st.integers(1, 3))
    def acknowledges(self, number: int, who: str, times: int) -> None:
        for incident in self._open()[number : number + 1]:
            for _ in range(times):
                self.hands.acknowledges(incident.id, self.ids[who])

    @while_open
    @rule(number=which, who=leads, duty=st.sampled_from([*Duty, None]))
    def ticks(self, number: int, who: str, duty: Duty | None) -> None:
        """One duty, or all three, by whoever has it."""
        for incident in self._open()[number : number + 1]:
            by = self._name(incident.lead_id) or who
            for one in [duty] if duty else list(Duty):
                ticked = one in self.house.read(duties, incident.id)
                owed = None if ticked else "duty_ticked"
                self._lead(lead.tick_duty, incident, one, by=by, owed=owed)

    @while_open
    @rule(
        number=which,
        who=leads,
        holds=st.booleans(),
        to=st.sampled_from(("Lev", "Sonya", "Mark")),
        what=st.sampled_from(["take_over", "pass_on", "call_next", "snooze", "write"]),
    )
    def lead_taps(self, number: int, who: str, holds: bool, to: str, what: str) -> None:
        for incident in self._open()[number : number + 1]:
            by = self._name(incident.lead_id) if holds and what != "take_over" else who
            if what == "take_over":
                self._lead(passing.take_over, incident, incident.lead_id or 0, by=by, owed="lead_took_over")
            elif what == "pass_on":
                self._lead(passing.pass_on, incident, self.ids[to], by=by, owed="lead_passed_on")
            elif what == "call_next":
                self._lead(passing.call_next_level, incident, by=by, owed="lead_called_next")
            elif what == "snooze":
                self._lead(passing.snooze, incident, by=by, owed="lead_snoozed")
            else:
                self._lead(lead.write_to_operator, incident, "study", by=by, owed="lead_wrote")

    # --- sysadmins ------------------------------------------------------------------------------------------

    @while_ticketed
    @rule(number=which, who=sysadmins, times=st.integers(1, 3))
    def acknowledges_ticket(self, number: int, who: str, times: int) -> None:
        for ticket in self._tickets()[number : number + 1]:
            for _ in range(times):
                self.hands.acknowledges_ticket(ticket.id, self.ids[who])

    @while_ticketed
    @rule(
        number=which,
        what=st.sampled_from(["resolve", "resolve", "estimate", "details", "cannot", "still"]),
        who=sysadmins,
        holds=st.booleans(),
    )
    def sysadmin_taps(self, number: int, what: str, who: str, holds: bool) -> None:
        for ticket in self._tickets()[number : number + 1]:
            by = self._name(ticket.acknowledged_by) if holds else who
            if by is None:
                continue
            at = self.house.now + timedelta(minutes=40)
            taps: dict[str, tuple[Callable[..., Any], tuple[Any, ...], str]] = {
                "resolve": (sysadmin.resolve, (), "ticket_resolved"),
                "estimate": (sysadmin.give_estimate, (at,), "estimate_given"),
                "details": (sysadmin.ask_details, ("which version?",), "details_asked"),
                "cannot": (sysadmin.cannot_resolve, ("not ours",), "ticket_cannot_be_resolved"),
                "still": (sysadmin.still_on_it, (), "news_given"),
            }
            action, values, owed = taps[what]
            waits = any(row.outage_id == ticket.outage_id for row in self._open())
            owed_now = owed if waits or what != "details" else None
            self.hands.tap(action, ticket.id, *values, by=self.ids[by], owed=owed_now, roles=[Role.SYSADMIN])

    # --- death and invariants ---------------------------------------------------------------------------

    @while_open
    @rule(number=which, who=leads, what=st.sampled_from(["ack", "cancel", "pass_on"]))
    def killed_before_commit(self, number: int, who: str, what: str) -> None:
        for incident in self._open()[number : number + 1]:
            if what == "ack":
                self.hands.dies(lead.acknowledge, incident.id, by=self.ids[who])
            elif what == "cancel":
                self.hands.dies(operator.cancel, incident.id, by=incident.operator_id)
            else:
                self.hands.dies(passing.pass_on, incident.id, self.ids["Mark"], by=self.ids[who])

    @invariant()
    def everything_that_must_be_so_is(self) -> None:
        self.hands.look()

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                Morning(self.hands).comes()
        finally:
            self.house.close()

    # --- what they do it with -----------------------------------------------------------------------------

    def _opens(self, who: str, software: str | None, customer: Customer, book: str, far: int) -> None:
        editions = Editions(
            LIBRARY.runbooks[book], LIBRARY.papers[book], LIBRARY.centre, LIBRARY.centre_paper
        )
        self.hands.tap(
            open_incident,
            editions,
            software=software if book == LIBRARY.main else None,
            customer=customer,
            by=self.ids[who],
            owed="opened",
            roles=[Role.OPERATOR],
        )
        for _ in range(far):
            self._goes_on(self._open()[-1:], pick=2, works=False)

    def _open(self) -> Sequence[Incident]:
        rows: Sequence[Incident] = self.house.read(open_incidents)
        return rows

    def _tickets(self) -> Sequence[Ticket]:
        rows: Sequence[Ticket] = self.house.read(open_tickets)
        return rows

    def _name(self, person_id: int | None) -> str | None:
        return None if person_id is None else self.house.names[person_id]

    def _operator(
        self, action: Callable[..., Any], incident: Incident, *values: Any, owed: str | None, **more: Any
    ) -> None:
        self.hands.tap(
            action, incident.id, *values, by=incident.operator_id, owed=owed, roles=[Role.OPERATOR],
            incident=incident.id, **more,
        )  # fmt: skip

    def _goes_on(self, incidents: Sequence[Incident], pick: int, *, works: bool) -> None:
        for incident in incidents:
            action, values, more, owed = self.house.read(next_tap, incident.id, pick, works)
            self._operator(action, incident, *values, owed=owed, **more)

    def _lead(
        self, action: Callable[..., Any], incident: Incident, *values: Any, by: str | None, owed: str | None
    ) -> None:
        if by is not None:
            self.hands.tap(
                action, incident.id, *values, by=self.ids[by], owed=owed, roles=LEADING,
                incident=None if action is passing.snooze else incident.id,
            )  # fmt: skip
