"""Bugs that somebody could write, each a small wrong edit of the real code: the machine has to catch each.

A machine that finds nothing proves nothing; these prove that it looks.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import FunctionType
from typing import Any


@dataclass(frozen=True)
class Bug:
    """In this function of this module, `right` becomes `wrong`."""

    name: str
    module: str
    function: str
    right: str
    wrong: str


def bug(name: str, where: str, right: str, wrong: str = "pass") -> Bug:
    """`where`: "incident.walk:close". The statement goes away, where nothing else is said."""
    module, _, function = where.partition(":")
    return Bug(name, f"bot.{module}", function, right, wrong)


BUGS = (
    bug("an ended ladder stays armed", "escalation.actions:end_ladder",
         "disarm(session, _again(escalation), _climb(escalation))"),
    bug("what is queued rings after the acknowledgement", "escalation.actions:end_ladder",
         "hush(session, CARD[name], subject_id)"),
    bug("the top is silent", "escalation.actions:climb",
         "    _arm(session, escalation, now=now)",
         "    if not is_top(ladder, escalation.level):\n        _arm(session, escalation, now=now)"),
    bug("the next level comes too late", "escalation.rules:next_level_in",
         "ladder.next_level_after", "ladder.next_level_after * 2"),
    bug("a refused page is waited for", "escalation.actions:page_refused",
         "if escalation.ended_at is None and current", "if escalation.ended_at is not None and current"),
    bug("the second acknowledgement wins", "incident.lead_actions:acknowledge",
         "if holder is not None:", "if holder == by:"),
    bug("the ladder climbs on after the acknowledgement", "incident.lead_actions:acknowledge",
         "end_ladder(session, LadderName.LEAD, incident.id, by=by, now=now)"),
    bug("an acknowledgement is not written down", "incident.lead_actions:acknowledge",
         "note(session, incident, Event.LEAD_ACKNOWLEDGED, by=by, at=now)"),
    bug("anybody acknowledges", "incident.lead_actions:may_lead",
         "return not leads or", "return bool(incident) or"),
    bug("who acknowledged is not reminded", "incident.lead_actions:acknowledge",
         "remind_of_duties(session, incident, since=now)"),
    bug("nobody hears that it was acknowledged", "incident.lead_actions:acknowledge",
         "tell(session, incident, now=now)"),
    bug("a tick is written down twice", "incident.lead_actions:tick",
         "    note(session, incident, Event.DUTY_TICKED",
         "    note(session, incident, Event.DUTY_TICKED, by=by, at=now, duty=str(duty), to=to)\n"
         "    note(session, incident, Event.DUTY_TICKED"),
    bug("timers outlive the closing", "incident.walk:close", "disarm_all(session, incident.id)"),
    bug("what waits rings after the closing", "incident.walk:close", "hush(session, card, incident.id)"),
    bug("a recheck is planned after the closing", "incident.walk:close",
         "    session.flush()\n",
         '    arm(session, f"recheck:{incident.id}", "recheck", at=now, incident_id=incident.id)\n'
         "    session.flush()\n"),
    bug("a recheck is asked once and never again", "incident.jobs:ask_recheck",
         "at=now)\n    plan_recheck(session, incident, now=now)", "at=now)\n    incident.recheck_at = None"),
    bug("a recheck comes at another moment than promised", "incident.effects:plan_recheck",
         "at=incident.recheck_at,", "at=incident.recheck_at + every,"),
    bug("a silent operator is not noticed", "incident.walk:expect",
         '"silent": [heard]', '"silent": []'),
    bug("silence that ends the incident pages a lead about it", "incident.jobs:went_silent",
         "if incident.closed_at is not None:", "if incident.id == 0:"),
    bug("a work status changes without a trace", "incident.walk:set_work_status",
         "note(session, incident, Event.WORK_STATUS_CHANGED, by=by, at=now, **data)"),
    bug("the incident is let go and nobody is paged", "incident.reminders:_let_go",
         "page_above(session, incident, lead, now=now)"),
    bug("nobody is ever let go", "incident.reminders:remind_of_duties",
         '"let_go" if last else "duties"', '"duties"'),
    bug("a snooze has no end", "incident.passing_actions:snooze",
         "facts(session, incident).timings.snooze", "facts(session, incident).timings.snooze * 400"),
    bug("a sysadmin who acknowledged is not asked", "incident.sysadmin_actions:acknowledge_ticket",
         "alive(session, ticket, now=now)"),
    bug("what was resolved meanwhile rings", "incident.sysadmin_actions:resolve",
         "hush(session, TICKET_CARD, ticket.id)"),
    bug("a withdrawn ticket goes on ringing", "incident.walk:_leave_outage",
         "end_ladder(session, LadderName.SYSADMIN, ticket.id, by=None, now=now)"),
    bug("a page that waits forgets who waits for it", "outbox.rules:merged",
         "receipt=newer.receipt or older.receipt", "receipt=newer.receipt"),
    bug("what may not have arrived is taken for sent", "outbox.rules:what_next",
         "return Next(State.PENDING, now + AMBIGUOUS_WAIT, repeat=True, error=why)",
         "return Next(State.SENT)"),
    bug("what a dead sender held is lost", "outbox.delivery_actions:_give_back",
         "session: Session, found: Sequence[RowMapping]) -> int:\n",
         "session: Session, found: Sequence[RowMapping]) -> int:\n    found = []\n"),
    bug("the chain of the history is broken", "timeline.actions:record",
         "heads.get(incident_id) or _head(session, incident_id)", "CHAIN_START"),
)  # fmt: skip


@contextmanager
def seeded(bug: Bug) -> Iterator[None]:
    """The real code with this bug in it, wherever it is called from."""
    module = import_module(bug.module)
    right: FunctionType = getattr(module, bug.function)
    source = inspect.getsource(right)
    assert source.count(bug.right) >= 1, f"{bug.name}: {bug.function} does not say {bug.right!r} any more"
    inside: dict[str, Any] = {}
    text = "from __future__ import annotations\n" + source.replace(bug.right, bug.wrong, 1)
    exec(compile(text, f"<{bug.name}>", "exec"), vars(module), inside)  # noqa: S102
    wrong = inside[bug.function]
    _put_in_place(right, wrong)
    try:
        yield
    finally:
        _put_in_place(wrong, right)


def _put_in_place(old: object, new: object) -> None:
    for name, module in list(sys.modules.items()):
        if not name.startswith(("bot.", "tests.faults.machine")):
            continue
        for key, value in list(vars(module).items()):
            if value is old:
                setattr(module, key, new)
            elif isinstance(value, dict) and any(one is old for one in value.values()):
                value.update({word: new for word, one in value.items() if one is old})
