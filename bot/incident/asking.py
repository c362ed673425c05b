"""Whom the sysadmin's question reaches where more wait than can be listened to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.telling import facts
from bot.runbook.rules import WorkStatus
from bot.ticket.models import Ticket
from bot.ticket.queries import inquiries, report
from bot.ticket.rules import PartKind


def few_to_ask(session: Session, ticket: Ticket, waiting: Sequence[Incident]) -> list[Incident]:
    """All of them if they are few. Else as many as the centre says, who can be expected to answer.

    Not the silent, not who has a question unanswered, not who is with customers in another channel; rather
    who told it in own words; and of these the last, who look at it now.
    """
    if not waiting:
        return []
    most = facts(session, waiting[0]).timings.mass_outage.asked
    if len(waiting) <= most:
        return list(waiting)
    parts = report(session, [incident.id for incident in waiting])
    told = {part.incident_id for part in parts if part.kind == PartKind.DESCRIPTION}
    open_ones = {one.incident_id for one in inquiries(session, ticket.id) if one.answered_at is None}

    def reluctance(incident: Incident) -> tuple[bool, bool, bool, bool, int]:
        elsewhere = incident.work_status == WorkStatus.IN_ANOTHER_CHANNEL
        silent, busy = incident.silent_at is not None, incident.id in open_ones
        return silent, busy, elsewhere, incident.id not in told, -incident.id

    return sorted(sorted(waiting, key=reluctance)[:most], key=lambda incident: incident.id)
