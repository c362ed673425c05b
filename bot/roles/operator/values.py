"""What stands in the braces of a runbook's texts."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.telling import facts
from bot.outage.queries import outage_of
from bot.roles.lines import name_of, subject
from bot.runbook.rules import Placeholder
from bot.telegram.texts import Texts
from bot.ticket.queries import ticket_of


def placeholders(session: Session, incident: Incident, texts: Texts) -> dict[Placeholder, str]:
    """Every placeholder that has a value now; a line of the runbook whose value is unknown is left out."""
    centre = facts(session, incident)
    language = texts.language
    ticket = ticket_of(session, incident.outage_id)
    silent = incident.silent_at is not None
    returns = outage_of(session, incident.outage_id).return_phase is not None
    ended = incident.closed_at or incident.moved_at
    channel = centre.channels.get(incident.channel or "")
    values: dict[Placeholder, str | None] = {
        Placeholder.SOFTWARE: subject(session, incident, texts),
        Placeholder.UNTIL: texts.at(incident.wait_until) if incident.wait_until and not silent else None,
        Placeholder.SHIFT_END: texts.at(incident.shift_ends_at) if incident.shift_ends_at else None,
        Placeholder.LEAD: name_of(session, incident.lead_id),
        Placeholder.PHONE: ", ".join(f"{phone.label.to(language)} {phone.number}" for phone in centre.phones),
        Placeholder.NEXT_RECHECK: texts.at(incident.recheck_at)
        if incident.recheck_at and not returns
        else None,
        Placeholder.CHANNEL: channel.title.to(language) if channel else None,
        Placeholder.SINCE: texts.at(incident.opened_at),
        Placeholder.TICKET: f"№{ticket.id}" if ticket else None,
        Placeholder.MINUTES_OFF: str(round((ended - incident.opened_at).total_seconds() / 60)),
        Placeholder.KNOWLEDGE_BASE: "\n".join(
            f"{link.title.to(language)}: {link.url}" for link in centre.knowledge_base.links
        ),
    }
    return {name: value for name, value in values.items() if value}
