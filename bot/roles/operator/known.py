"""What an operator sees who picks software that others have reported already."""

from __future__ import annotations

from aiogram.utils.formatting import Bold
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from bot.incident.mass import known_outage
from bot.incident.models import Incident
from bot.incident.queries import connections, how_many_wait, leads_in, open_on
from bot.outage.models import Outage
from bot.person.models import Person
from bot.person.rules import Connection, same_as
from bot.probe.queries import probe_result
from bot.roles.lines import lines, name_of, ticket_line
from bot.roles.operator import taps
from bot.runbook.library import Library
from bot.runbook.rules import WorkStatus
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts
from bot.telegram.visit import Visit
from bot.ticket.queries import ticket_of


def known_card(session: Session, software: str, visit: Visit, library: Library) -> Drawing | None:
    """Since when, how many, who is on it and until when; None where nothing of it is known."""
    outage = known_outage(session, software)
    if outage is None:
        return None
    texts = visit.texts
    title = library.centre.software[software].title.to(texts.language)
    text = lines(
        Bold(texts("known-heading", subject=title, at=texts.at(outage.opened_at))),
        texts("known-count", count=how_many_wait(session, outage.id)),
        *_same_connection(session, visit.person, Incident.outage_id == outage.id, texts, fewest=2),
        *_who_is_on_it(session, outage, texts),
    )
    me_too = Button(texts("known-me-too"), taps.MeToo(outage=outage.id).pack(), "primary")
    different = Button(texts("known-different"), taps.Different(key=software).pack())
    return Drawing(text, ((me_too,), (different,)))


def _who_is_on_it(session: Session, outage: Outage, texts: Texts) -> list[str | None]:
    has_it = outage.lead_id or next(iter(leads_in(session, outage.id)), None)
    lead = texts("known-lead", name=name_of(session, has_it)) if has_it else None
    return [ticket_line(session, ticket_of(session, outage.id), texts), lead]


def same_as_mine(session: Session, incident: Incident, reader: Person, texts: Texts) -> list[str]:
    """While they try it themselves: how many others who complain have the reader's provider, or VPN.

    With the reader's own incident two gave theirs as soon as one other did; a third would be a mass outage.
    """
    if incident.work_status != WorkStatus.TRYING_IT_MYSELF or incident.software is None:
        return []
    return _same_connection(session, reader, Incident.software == incident.software, texts, fewest=1)


def _same_connection(
    session: Session, reader: Person, waiting: ColumnElement[bool], texts: Texts, *, fewest: int
) -> list[str]:
    """Only for whoever gave theirs, and only where so many others did."""
    mine = {Connection.PROVIDER: reader.provider, Connection.VPN: reader.vpn}
    if not any(mine.values()):
        return []
    others = connections(session, waiting, but=reader.id)
    theirs = {
        Connection.PROVIDER: [(provider, count) for provider, _, count in others],
        Connection.VPN: [(vpn, count) for _, vpn, count in others],
    }
    counted = {kind: same_as(words, theirs[kind]) for kind, words in mine.items() if words}
    return [
        texts(f"known-same-{kind}", same=same, gave=gave)
        for kind, (same, gave) in counted.items()
        if gave >= fewest
    ]


def me_or_everyone(session: Session, incident: Incident, texts: Texts) -> str | None:
    """While they try it themselves: does our own probe reach it, and does anybody else complain?"""
    if incident.work_status != WorkStatus.TRYING_IT_MYSELF:
        return None
    probed = probe_result(session, incident.software)
    others = sum(other.operator_id != incident.operator_id for other in open_on(session, incident.software))
    if probed is None or probed.green is None:
        return texts("known-others", count=others) if others else None
    if not probed.green:
        return texts("probe-red", at=texts.at(probed.checked_at))
    return texts("probe-green-others", count=others) if others else texts("probe-green-alone")
