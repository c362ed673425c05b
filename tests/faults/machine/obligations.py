"""What must be so after every step: not only what is there, but what has to be there.

Each check yields "rule: what is wrong". The numbers are read from the centre's file and added up once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from bot.escalation.models import Page
from bot.incident.models import Duty
from bot.incident.rules import Duty as DutyName
from bot.outbox.models import Outgoing
from bot.outbox.rules import State
from bot.runbook.queries import centre_of, runbook_of
from bot.runbook.rules import SilenceName, step_of
from bot.ticket.rules import OPEN, TicketStatus
from tests.faults.machine.view import View, ladder_of

_TICKET_IS = {
    "ticket_filed": TicketStatus.FILED,
    "ticket_acknowledged": TicketStatus.ACKNOWLEDGED,
    "ticket_resolved": TicketStatus.RESOLVED,
    "ticket_cannot_be_resolved": TicketStatus.CANNOT_BE_RESOLVED,
    "ticket_withdrawn": TicketStatus.WITHDRAWN,
    "sysadmin_let_go": TicketStatus.FILED,
    "auditor_repaired": TicketStatus.FILED,
}


def broken(view: View) -> Iterator[str]:
    """Everything that does not hold, the most telling first."""
    yield from view.history.broken
    for check in (_rows, _ladders, _pages, _silence, _reminders, _tickets, _timers):
        yield from check(view)


def unowned(view: View) -> Iterator[str]:
    """Open incidents and tickets that nobody has and nobody is called for: for a minute it may be so."""
    for incident, told in view.open_incidents():
        lead = incident.lead_id is not None and bool(
            view.there.get(incident.lead_id, set()) & {"duty_lead", "administrator"}
        )
        if told.wants_lead and not lead and not view.climbing("lead", incident.id):
            yield f"owner: incident {incident.id} has no lead, and nobody is paged"
        armed = any(timer.incident_id == incident.id for timer in view.timers.values())
        if not (lead or armed or view.climbing("lead", incident.id)):
            yield f"owner: incident {incident.id} has no lead, no page and no timer"
    for ticket in view.tickets.values():
        holder = ticket.acknowledged_by is not None and "sysadmin" in view.there.get(
            ticket.acknowledged_by, set()
        )
        status = TicketStatus(ticket.status)
        called = bool(view.climbing("sysadmin", ticket.id))
        if status is TicketStatus.FILED and view.waiting(ticket) and not called:
            yield f"owner: ticket {ticket.id} is filed and nobody is paged"
        if status is TicketStatus.ACKNOWLEDGED and view.waiting(ticket) and not (holder or called):
            yield f"owner: ticket {ticket.id} is with somebody who is gone, and nobody is paged"


def _rows(view: View) -> Iterator[str]:
    for incident in view.incidents.values():
        told = view.history.of(incident.id)
        duties = view.session.scalars(select(Duty.duty).where(Duty.incident_id == incident.id))
        pairs = {
            "opened": (told.kinds["opened"], 1),
            "step": (told.step, incident.step),
            "work status": (told.status, incident.work_status),
            "closed at": (told.closed_at, incident.closed_at),
            "closed as": (told.closed_as, incident.closed_as),
            "duties": (told.ticked, set(duties)),
        }
        gone = incident.lead_id is None and told.lead is not None
        if not gone:
            pairs["lead"] = (told.lead, incident.lead_id)
        for name, (says, is_so) in pairs.items():
            if says != is_so:
                yield f"row = history: {name} of incident {incident.id} is {is_so!r}, told {says!r}"
    for ticket in view.tickets.values():
        moved = view.history.ticket.get(ticket.id, "")
        if moved == "ticket_reopened":
            right = ticket.status in (TicketStatus.FILED, TicketStatus.ACKNOWLEDGED)
        else:
            right = ticket.status == _TICKET_IS.get(moved)
        if not right:
            yield f"row = history: ticket {ticket.id} is {ticket.status}, its last event is {moved}"


def _ladders(view: View) -> Iterator[str]:
    for climb in view.climbs:
        what = f"{climb.ladder} ladder of {climb.subject_id}"
        if len(view.climbing(climb.ladder, climb.subject_id)) > 1:
            yield f"one ladder: {what} is climbed twice"
        ladder = ladder_of(view, climb)
        top = climb.level >= len(ladder.levels)
        after = ladder.top_repeats_every if top else ladder.next_level_after
        timer = view.timers.get(f"climb:{climb.id}")
        if timer is None:
            yield f"ladder armed: {what} is open and nothing climbs it"
        elif timer.due_at != climb.level_at + after:
            yield f"ladder on time: {what} climbs at {timer.due_at}, not {after} after {climb.level_at}"
        again = view.timers.get(f"page_again:{climb.id}")
        due = climb.level_at + ladder.repeat_after if ladder.repeat_after else None
        if again is None and due is not None and due > view.now and due < climb.level_at + after:
            yield f"page repeated: {what} does not ring again"
        if climb.ladder == "lead":
            incident = view.incidents[climb.subject_id]
            if incident.closed_at is not None:
                yield f"nothing after closing: {what} goes on"
            elif incident.lead_id is not None and incident.lead_id in view.there:
                yield f"acknowledged is silent: {what} goes on, person {incident.lead_id} has it"


def _pages(view: View) -> Iterator[str]:
    for climb in view.climbs:
        top = climb.level >= len(ladder_of(view, climb).levels)
        query = select(Page).where(
            Page.escalation_id == climb.id, Page.level == climb.level, Page.round == climb.round
        )
        pages = view.session.scalars(query).all()
        if pages and not top and all(page.refused_at is not None for page in pages):
            yield f"refused climbs: nobody of level {climb.level} can be reached and the next is not paged"
        if not pages and not top:
            yield f"refused climbs: level {climb.level} of {climb.ladder} {climb.subject_id} pages nobody"
        for page in pages:
            if page.delivered_at is None and page.refused_at is None and not _on_its_way(view, page):
                yield f"page lives: page {page.id} is neither delivered, refused nor on its way"


def _on_its_way(view: View, page: Page) -> bool:
    query = select(Outgoing.id).where(
        Outgoing.receipt == f"page:{page.id}", Outgoing.state.in_((State.PENDING, State.SENDING))
    )
    return view.session.scalar(query) is not None


def _silence(view: View) -> Iterator[str]:
    for incident, told in view.open_incidents():
        timings = centre_of(view.session, incident.centre).timings
        silent = view.timers.get(f"silent:{incident.id}")
        named = step_of(runbook_of(view.session, incident.runbook), incident.step).silence
        if named is not None and silent is None and incident.silent_at is None:
            yield f"silence heard: incident {incident.id} waits at {incident.step} for ever"
        if isinstance(named, SilenceName) and silent is not None and incident.wait_until is not None:
            model = getattr(timings, named)
            planned = incident.wait_until + (model.lead_hears_at - model.window)
            if not planned <= silent.due_at <= planned + told.put_off:
                yield f"silence heard: the lead hears of incident {incident.id} at {silent.due_at}"
        recheck = view.timers.get(f"recheck:{incident.id}")
        capped = incident.rechecks_unanswered >= timings.most_reminders
        if told.rechecking and recheck is None and not capped:
            yield f"rechecked: incident {incident.id} waits and nobody asks"
        if not told.rechecking and recheck is not None:
            yield f"rechecked: incident {incident.id} is asked and nothing is waited for"
        if recheck is not None and recheck.due_at != incident.recheck_at:
            yield f"rechecked: incident {incident.id} at {recheck.due_at}, told {incident.recheck_at}"
        every = timedelta(minutes=incident.recheck_minutes or 0) or timings.recheck.every
        if recheck is not None and recheck.due_at > view.now + every:
            yield f"rechecked: incident {incident.id} only at {recheck.due_at}, every is {every}"


def _reminders(view: View) -> Iterator[str]:
    for incident, told in view.open_incidents():
        plan = centre_of(view.session, incident.centre).timings.duties
        armed = [row for key, row in view.timers.items() if key.startswith(f"duties:{incident.id}:")]
        owed = {*DutyName} - (set() if incident.customer else {DutyName.REDIRECTED})
        forgotten = not owed <= {*told.ticked}
        if incident.lead_id is not None and forgotten:
            if not any(row.kind == "let_go" and row.data["lead"] == incident.lead_id for row in armed):
                yield f"reminded: nobody reminds the lead of incident {incident.id}"
            last = max((row.due_at for row in armed), default=view.now)
            if last > view.now + plan.after + plan.then_every * plan.times + timedelta(minutes=30):
                yield f"every timer ends: the lead of incident {incident.id} may sleep until {last}"


def _tickets(view: View) -> Iterator[str]:
    for ticket in view.tickets.values():
        waiting = view.waiting(ticket)
        news = [row for key, row in view.timers.items() if key.startswith(f"news:{ticket.id}:")]
        held = ticket.status == TicketStatus.ACKNOWLEDGED and waiting
        last = [row for row in news if row.kind == "let_ticket_go"]
        if held and not any(row.data["sysadmin"] == ticket.acknowledged_by for row in last):
            yield f"news asked: nobody asks the sysadmin of ticket {ticket.id}"
        closings = {row.closed_as for row in view.incidents.values() if row.outage_id == ticket.outage_id}
        goes_on = closings & {"shift_over", "reported"}
        if ticket.status in OPEN and not waiting and not goes_on:
            yield f"nothing after closing: ticket {ticket.id} is {ticket.status} and nobody waits"
        if ticket.status not in OPEN and view.climbing("sysadmin", ticket.id):
            yield f"nothing after closing: ticket {ticket.id} is {ticket.status} and its ladder goes on"
        if ticket.status == TicketStatus.ACKNOWLEDGED and view.climbing("sysadmin", ticket.id):
            yield f"acknowledged is silent: the ladder of ticket {ticket.id} goes on"


def _timers(view: View) -> Iterator[str]:
    open_ladders = {climb.id for climb in view.climbs}
    for timer in view.timers.values():
        incident = view.incidents.get(timer.incident_id or 0)
        if incident is not None and incident.closed_at is not None:
            yield f"nothing after closing: timer {timer.key} is armed"
        if "escalation" in timer.data and timer.data["escalation"] not in open_ladders:
            yield f"acknowledged is silent: timer {timer.key} is armed and its ladder has ended"
        if timer.due_at > view.now + timedelta(days=31):
            yield f"every timer ends: {timer.key} is due at {timer.due_at}"
    for incident, _ in view.open_incidents():
        shift = view.timers.get(f"shift:{incident.id}")
        if incident.shift_ends_at is not None and (shift is None or shift.due_at != incident.shift_ends_at):
            yield f"shift ends: incident {incident.id} outlives the shift of its operator"
