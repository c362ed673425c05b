"""Lines of a lead's cards."""

from __future__ import annotations

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.news import news_ended
from bot.incident.queries import duties_left
from bot.incident.reminders import last_reminder
from bot.incident.telling import book
from bot.outage.queries import is_mass
from bot.person.models import Person
from bot.roles.duty_lead.outage_taps import OutageTap
from bot.roles.lines import channel_title, zone_of
from bot.runbook.rules import About, step_of
from bot.telegram.buttons import twin
from bot.telegram.drawing import inline, said
from bot.telegram.texts import Texts
from bot.ticket.queries import report
from bot.ticket.rules import PartKind


def customer_line(incident: Incident, texts: Texts) -> str | None:
    """Who is with the operator, and the reference of their call or chat."""
    if incident.customer is None:
        return None
    words = texts(f"lead-customer-{incident.customer}")
    return f"{words}: {inline(incident.customer_reference)}" if incident.customer_reference else words


def outage_line(session: Session, incident: Incident, texts: Texts) -> str | None:
    """It is one of many: where all of them are at once."""
    if not is_mass(session, incident.outage_id):
        return None
    board = twin(OutageTap(outage=incident.outage_id).pack())
    return texts("lead-in-outage", number=incident.outage_id, command=board)


def silent_line(session: Session, incident: Incident, texts: Texts) -> str | None:
    """The operator says nothing: since when, where they were seen last, which number to call."""
    if incident.silent_at is None:
        return None
    phone = session.get_one(Person, incident.operator_id).phone
    seen = texts(
        "lead-silent",
        at=texts.at(incident.silent_at),
        stage=step_of(book(session, incident), incident.step).stage,
        seen=texts.at(incident.moved_at, zone_of(session, incident.operator_id)),
    )
    return f"{seen} {texts('lead-call-them', phone=phone) if phone else texts('lead-call-them-somehow')}"


def news_ended_line(session: Session, incident: Incident, texts: Texts) -> str | None:
    """The operator waits and has been told "no news" as often as the centre allows."""
    if incident.news_at is None or not news_ended(session, incident):
        return None
    return texts("lead-news-ended", at=texts.at(incident.news_at))


def unticked_line(session: Session, incident: Incident, texts: Texts) -> str | None:
    """The lead was reminded and something is still not ticked: until when, before another lead is called."""
    last = last_reminder(session, incident)
    if last is None or not duties_left(session, incident):
        return None
    return texts("lead-not-all-ticked", at=texts.at(last))


def asked(session: Session, incident: Incident, texts: Texts) -> str | None:
    """The operator waits to hear from the lead what to do."""
    if incident.lead_asked_at is None:
        return None
    at = texts.at(incident.lead_asked_at)
    if nothing_works(session, incident):
        return texts("lead-asked-nothing-works", at=at)
    return texts("lead-asked-decision", at=at)


def nothing_works(session: Session, incident: Incident) -> bool:
    """Whether the question is about software that is down, not about a customer's trouble."""
    return book(session, incident).about is About.SOFTWARE


def channels_tried(session: Session, incident: Incident, texts: Texts) -> str | None:
    """ "Works: social. Does not: chats, mail"."""
    named = {True: "lead-channels-work", False: "lead-channels-do-not"}
    shown = []
    for works, key in named.items():
        found = [channel for channel, opens in incident.channels.items() if bool(opens) is works]
        if found:
            titles = ", ".join(channel_title(session, incident, one, texts) for one in found)
            shown.append(texts(key, channels=titles))
    return " · ".join(shown) or None


def description(session: Session, incident: Incident, *, lines: int = 2, most: int = 240) -> Text | None:
    """What the operator reported, the newest of it."""
    kinds = (PartKind.DESCRIPTION, PartKind.ADDITION, PartKind.NOT_RESOLVED)
    parts = [part.text for part in report(session, [incident.id]) if part.kind in kinds and part.text]
    return said(parts[-1], lines=lines, most=most) if parts else None
