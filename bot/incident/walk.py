"""The conductor's own tools: make a move of the walk, carry out its effects, tell everybody, close.

Every change of an incident goes through here; who asks for it stands in operator_actions, lead_actions,
sysadmin_actions and jobs.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.centre.rules import Centre, Silence
from bot.escalation.actions import end_ladder
from bot.escalation.rules import LadderName
from bot.incident.customers import call_off
from bot.incident.effects import carry_out
from bot.incident.models import Incident
from bot.incident.queries import anybody
from bot.incident.reminders import forget_news
from bot.incident.rules import Way
from bot.incident.telling import LEAD_CARD, OPERATOR_CARD, book, facts, note, tell
from bot.outage.actions import end_outage
from bot.outage.models import Outage
from bot.outbox.actions import hush
from bot.question.actions import forget_about
from bot.redirect.rules import Status
from bot.runbook.rules import Ask, Closing, Move, SilenceName, WorkStatus, asked, step_of
from bot.ticket.actions import become
from bot.ticket.queries import report, ticket_of
from bot.ticket.rules import OPEN, TicketStatus, missing
from bot.timeline.rules import Event
from bot.timer.actions import Planned, arm, arm_instead, disarm_all, disarm_kinds, disarm_like

GOES_ON_WITHOUT_OPERATOR = (Closing.SHIFT_OVER, Closing.REPORTED)
"""The ticket stays open: the outage, or the answer of those responsible, goes on after the operator left."""
QUESTIONS_ABOUT_INCIDENT = (
    "customer_reference",
    "write_to_operator",
    "redirect_to",
    "name_colleague",
    "write_to_lead",
)


def make(session: Session, incident: Incident, move: Move, *, by: int | None, now: datetime) -> None:
    """Make a move: new step, its status, its effects in order, what is expected next, everybody told."""
    incident.step, incident.turn, incident.moved_at = move.step, incident.turn + 1, now
    incident.silent_at = incident.recheck_asked_at = incident.lead_asked_at = None
    incident.rechecks_unanswered = 0
    note(session, incident, Event.STEP_ENTERED, by=by, at=now, step=move.step, passed=list(move.passed))
    set_work_status(session, incident, move.status, by=by, now=now)
    step = step_of(book(session, incident), move.step)
    if step.ask is Ask.CHANNELS:
        incident.channels = {}
    for effect in move.effects:
        carry_out(session, incident, effect, now=now)
    if move.closes is not None:
        close(session, incident, str(move.closes), by=by, now=now)
        return
    if step.ask is Ask.REPORT and not missing(part.kind for part in report(session, [incident.id])):
        make(session, incident, asked(book(session, incident), incident.step), by=by, now=now)
        return
    expect(session, incident, now=now)
    tell(session, incident, now=now)


def set_work_status(
    session: Session, incident: Incident, status: WorkStatus | None, *, by: int | None, now: datetime
) -> None:
    """Every change of status is recorded."""
    if status is None or status == incident.work_status:
        return
    old, incident.work_status = incident.work_status, str(status)
    if status is not WorkStatus.IN_ANOTHER_CHANNEL:
        incident.channel = None
    data = {"old": old, "new": str(status), "channel": incident.channel}
    note(session, incident, Event.WORK_STATUS_CHANGED, by=by, at=now, **data)


def expect(session: Session, incident: Incident, *, now: datetime, window: timedelta | None = None) -> None:
    """Arm what happens if the operator stays silent at this step; `window` in place of the step's own."""
    incident.wait_until = None
    named = step_of(book(session, incident), incident.step).silence
    if named is None and window is None:
        if incident.turn > 1:  # nothing is armed before the first move
            disarm_silence(session, incident.id)
        return
    silence = _silence(facts(session, incident), named, window)
    incident.wait_until = now + silence.window
    turn = {"turn": incident.turn}
    asked_again = [
        Planned(f"ask_again:{incident.id}:{count}", incident.id, now + after, turn)
        for count, after in enumerate(silence.questions_at(), start=1)
    ]
    heard = Planned(f"silent:{incident.id}", incident.id, now + silence.lead_hears_at, turn)
    arm_instead(session, incident.id, {"ask_again": asked_again, "silent": [heard]})


def _silence(centre: Centre, named: SilenceName | timedelta | None, window: timedelta | None) -> Silence:
    model = getattr(centre.timings, named) if isinstance(named, SilenceName) else centre.timings.self_help
    length = window or (named if isinstance(named, timedelta) else model.window)
    later = length - model.window
    return Silence(
        window=length,
        ask_again=model.ask_again,
        times=model.times,
        lead_hears_at=model.lead_hears_at + later,
    )


def disarm_silence(session: Session, incident_id: int) -> None:
    """The operator is there: nobody asks again, and the lead hears nothing."""
    disarm_kinds(session, incident_id, "ask_again", "silent")


def close(session: Session, incident: Incident, closed_as: str, *, by: int | None, now: datetime) -> None:
    """End the incident: nothing of it pings any more, and whoever was paged hears how it ended."""
    incident.closed_at, incident.closed_as = now, closed_as
    incident.recheck_at = incident.recheck_asked_at = incident.wait_until = incident.lead_asked_at = None
    disarm_all(session, incident.id)
    forget_about(session, incident.id, *QUESTIONS_ABOUT_INCIDENT)
    note(session, incident, Event.CLOSED, by=by, at=now, closed_as=closed_as)
    call_off(session, incident, Status.OVER, now=now)
    end_ladder(session, LadderName.LEAD, incident.id, by=None, now=now)
    for card in (OPERATOR_CARD, LEAD_CARD):
        hush(session, card, incident.id)
    session.flush()
    ask_what_is_next(session, incident, now=now)
    withdrawn = _leave_outage(session, incident, by=by, now=now)
    helped_alone = closed_as == Closing.SELF_HELP
    lead = Way.EDIT if helped_alone else Way.FRESH
    tell(session, incident, now=now, lead=lead, ticket=Way.FRESH if withdrawn else Way.EDIT)


def ask_what_is_next(session: Session, incident: Incident, *, now: datetime) -> None:
    """While many return, each who is back, silent or gone decides how it goes on (returning.py)."""
    outage = session.get_one(Outage, incident.outage_id)
    if outage.return_phase is not None:
        arm(session, f"return:{outage.id}", "return", at=now, outage=outage.id)


def _leave_outage(session: Session, incident: Incident, *, by: int | None, now: datetime) -> bool:
    """Once nobody waits for it, nobody is woken for the ticket. True if it was withdrawn by this."""
    if anybody(session, incident.outage_id):
        return False
    outage = session.get_one(Outage, incident.outage_id)
    outage.lead_id = outage.lead_at = None  # whoever comes to it later finds who is there then
    end_ladder(session, LadderName.OUTAGE, incident.outage_id, by=None, now=now)
    disarm_like(session, f"outage_duties:{incident.outage_id}:")
    ticket = ticket_of(session, incident.outage_id)
    if ticket is not None and ticket.status in OPEN:
        if incident.closed_as in GOES_ON_WITHOUT_OPERATOR:
            return False
        end_ladder(session, LadderName.SYSADMIN, ticket.id, by=None, now=now)
        forget_news(session, ticket.id)
        become(session, ticket, TicketStatus.WITHDRAWN)
        note(session, incident, Event.TICKET_WITHDRAWN, by=by, at=now, ticket=ticket.id)
        end_outage(session, incident.outage_id, now=now)
        return True
    end_outage(session, incident.outage_id, now=now)
    return False
