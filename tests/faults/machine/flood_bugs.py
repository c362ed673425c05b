"""Bugs that somebody could write in a mass outage, each a small wrong edit: the machine has to catch each."""

from __future__ import annotations

from tests.faults.machine.bugs import bug

BUGS = (
    bug("two are a mass outage", "incident.mass:gather", "plan.operators", "plan.operators - 1"),
    bug("each of many is climbed for alone", "incident.mass:begin_mass",
        "end_ladder(session, LadderName.LEAD, incident.id, by=None, now=now)"),
    bug("the ladder goes on over an acknowledged mass outage", "incident.mass_actions:acknowledge_outage",
        "end_ladder(session, LadderName.OUTAGE, outage.id, by=by, now=now)"),
    bug("an empty outage goes on", "incident.mass:move", "end_outage(session, left, now=now)"),
    bug("a tick for all is told of nobody", "incident.bulk_actions:tick_for_all",
        "note(session, incident, Event.DUTY_TICKED, by=by, at=now, duty=str(duty), to=words(to))"),
    bug("undone is said and not done", "incident.undoing:_untick",
        "session.execute(delete(Duty).where(*theirs))"),
    bug("an hour later it can still be undone", "incident.undoing:undo",
        "now - deed.at > UNDO_WITHIN", "now < deed.at"),
    bug("red stops nothing", "incident.returning:_go_on",
        "ticket.status != TicketStatus.RESOLVED", "ticket.status is None"),
    bug("a wave is everybody", "incident.returning:_send_wave", "waiting[: plan.wave]", "waiting[: 100]"),
    bug("waves do not wait for volunteers", "incident.returning:_find_volunteers",
        ">= plan.volunteers", ">= 0"),
    bug("what is undone leaves them where they are", "incident.moving_actions:move_back",
        "move(session, incident, session.get_one(Outage, home), by=by, now=now)"),
)  # fmt: skip
