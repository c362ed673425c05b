"""The lead's card of an incident that is over."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.queries import duties, duties_of_outage
from bot.incident.rules import CANCELLED, Duty
from bot.redirect.queries import claimed
from bot.roles.customers import customer_now
from bot.roles.duty_lead.lines import description
from bot.roles.lines import Line, fitting, lasted, name_of, subject
from bot.runbook.rules import Closing
from bot.tables import once
from bot.telegram.drawing import LONGEST_CAPTION, LONGEST_TEXT, Drawing
from bot.telegram.texts import Texts
from bot.ticket.queries import report

_WORKS_ON = (Closing.RETURNED, Closing.SELF_HELP, CANCELLED)
"""After these the operator is on the line again."""
_IN_THE_SYSTEM = frozenset({Duty.STATUS_SET, Duty.OFF_THE_LINE})


def set_back(session: Session, outage_id: int, incidents: Sequence[Incident]) -> list[Incident]:
    """Who is on the line again, and has a status or the line to be set back; in the order they returned.

    `incidents`: everybody of this outage.
    """
    back = [one for one in incidents if one.closed_at is not None and one.closed_as in _WORKS_ON]
    if not back:
        return []
    ticked = once(session, ("duties of outage", outage_id), lambda: duties_of_outage(session, outage_id))
    there = [one for one in back if _IN_THE_SYSTEM & set(ticked.get(one.id, ()))]
    return sorted(there, key=lambda one: (one.closed_at, one.id))


def ending(session: Session, incident: Incident, texts: Texts) -> Drawing:
    """How it ended, from when to when, what the lead has to set back. Of a report: its words and picture."""
    about = subject(session, incident, texts)
    needed: list[Line | None] = [
        Bold(texts("lead-heading", number=incident.id, subject=about)),
        texts(f"lead-closed-{str(incident.closed_as).replace('_', '-')}"),
        texts(
            "lead-lasted",
            name=name_of(session, incident.operator_id),
            since=texts.at(incident.opened_at),
            until=texts.at(incident.closed_at or incident.moved_at),
            length=lasted(incident.opened_at, incident.closed_at or incident.moved_at, texts),
        ),
        _to_set_back(session, incident, texts),
        *_customer(session, incident, texts),
    ]
    if incident.closed_as != Closing.REPORTED:
        return Drawing(fitting(needed))
    picture = next((part.picture for part in report(session, [incident.id]) if part.picture), None)
    text = fitting(
        needed,
        [description(session, incident, lines=8, most=600)],
        longest=LONGEST_CAPTION if picture else LONGEST_TEXT,
    )
    return Drawing(text, picture=picture, protected=picture is not None)


def _customer(session: Session, incident: Incident, texts: Texts) -> list[Line]:
    """Who has the customer; after the operator's shift also that nobody has."""
    if claimed(session, incident.id) is not None:
        return customer_now(session, incident, texts)
    redirected = Duty.REDIRECTED in duties(session, incident.id)
    alone = incident.closed_as == Closing.SHIFT_OVER and incident.customer is not None and not redirected
    return [texts("customer-left-alone")] if alone else []


def _to_set_back(session: Session, incident: Incident, texts: Texts) -> str | None:
    there = duties(session, incident.id)
    if incident.closed_as not in _WORKS_ON or not _IN_THE_SYSTEM & set(there):
        return None
    name = name_of(session, incident.operator_id)
    if Duty.STATUS_SET in there and Duty.OFF_THE_LINE in there:
        return texts("lead-set-back-both", name=name)
    return texts("lead-set-back-status" if Duty.STATUS_SET in there else "lead-set-back-line", name=name)
