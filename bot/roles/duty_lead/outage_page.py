"""The board of a mass outage: counts, then everybody, the oldest first; what a lead does for all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.escalation.rules import LadderName
from bot.incident.mass_actions import last_deed
from bot.incident.models import Incident
from bot.incident.queries import duties_of_all, incidents_of_outage
from bot.incident.rules import Duty
from bot.incident.telling import facts
from bot.outage.models import BoardView, Outage
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.question.queries import open_question
from bot.roles.calling import calling
from bot.roles.duty_lead import outage_taps, taps
from bot.roles.duty_lead.pages import LEADS
from bot.roles.lines import Line, fitting, lines, name_of, subject, ticket_line
from bot.roles.statuses import counted, doing
from bot.telegram.buttons import twin
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts, texts_for
from bot.ticket.queries import ticket_of

Row = tuple[Button, ...]
Ticked = Mapping[int, frozenset[str]]

ON_A_PAGE = 5
PROMPTS = {"select": "outage-prompt-select", "write_to_all": "outage-prompt-write"}


def outage(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """The live board, for leads; nothing once the reader leads nobody any more."""
    this = session.get_one(Outage, subject_id)
    if not roles_of(session, reader.id) & LEADS:
        return None
    texts = texts_for(reader)
    everybody = incidents_of_outage(session, this.id)
    there = [incident for incident in everybody if incident.closed_at is None]
    heading = Bold(texts("outage-heading", number=this.id, subject=_subject(session, everybody, texts)))
    if not there:
        return Drawing(lines(heading, _ending(this, everybody, texts)))
    ticked = duties_of_all(session, [incident.id for incident in there])
    needed: list[Line | None] = [
        heading,
        _size(this, there, ticked, texts),
        counted(there, texts),
        _missing_duties(there, ticked, texts),
        ticket_line(session, ticket_of(session, this.id), texts),
        *_who_has_it(session, this, reader, texts),
    ]
    view = session.get(BoardView, (reader.id, this.id))
    question = open_question(session, reader.id)
    asked = question.kind if question and question.subject_id == this.id else None
    prompt = texts(PROMPTS[asked]) if asked in PROMPTS else _chosen(view, texts)
    entries = [_entry(session, incident, ticked, texts) for incident in _page(there, view)]
    text = fitting(needed, [_works(there, facts(session, there[0]), texts), *entries], prompt)
    return Drawing(text, _buttons(session, this, there, ticked, reader, view, texts))


def _subject(session: Session, incidents: Sequence[Incident], texts: Texts) -> str:
    return subject(session, incidents[0], texts) if incidents else ""


def _ending(this: Outage, everybody: Sequence[Incident], texts: Texts) -> str:
    closed = [incident.closed_at for incident in everybody if incident.closed_at]
    if not closed:
        return texts("outage-joined-elsewhere", number=this.joined_id or this.id)
    return texts("outage-over-since", at=texts.at(max(closed)), count=len(everybody))


def _size(this: Outage, there: Sequence[Incident], ticked: Ticked, texts: Texts) -> str:
    size = texts("outage-size", at=texts.at(this.opened_at), count=len(there))
    with_customer = sum(_customer_waits(incident, ticked) for incident in there)
    return f"{size} · {texts('outage-with-customer', count=with_customer)}" if with_customer else size


def _customer_waits(incident: Incident, ticked: Ticked) -> bool:
    return incident.customer is not None and Duty.REDIRECTED not in ticked.get(incident.id, ())


def _missing_duties(there: Sequence[Incident], ticked: Ticked, texts: Texts) -> str | None:
    missing = {duty: _lack(there, ticked, duty) for duty in Duty}
    shown = [
        texts(f"outage-lacks-{duty.replace('_', '-')}", count=count)
        for duty, count in missing.items()
        if count
    ]
    return texts("outage-lacks", what=" · ".join(shown)) if shown else None


def _lack(there: Sequence[Incident], ticked: Ticked, duty: Duty) -> int:
    if duty is Duty.REDIRECTED:
        return sum(_customer_waits(incident, ticked) for incident in there)
    return sum(duty not in ticked.get(incident.id, ()) for incident in there)


def _works(there: Sequence[Incident], centre: Centre, texts: Texts) -> str | None:
    """What works for whom, from the operators' own checks: "Соцсети: ✓4 ✗1"."""
    shown = []
    for key, channel in centre.channels.items():
        found = [bool(incident.channels[key]) for incident in there if key in incident.channels]
        if found:
            works, broken = found.count(True), found.count(False)
            shown.append(
                texts("outage-channel", channel=channel.title.to(texts.language), works=works, broken=broken)
            )
    return " · ".join(shown) or None


def _who_has_it(session: Session, this: Outage, reader: Person, texts: Texts) -> list[Line | None]:
    if this.lead_id is None or this.lead_at is None:
        return list(calling(session, LadderName.OUTAGE, this.id, reader, texts))
    at = texts.at(this.lead_at)
    if this.lead_id == reader.id:
        return [texts("lead-mine", at=at)]
    return [texts("lead-taken", name=name_of(session, this.lead_id), at=at)]


def _page(there: Sequence[Incident], view: BoardView | None) -> Sequence[Incident]:
    pages = -(-len(there) // ON_A_PAGE)
    page = min(view.page if view else 0, pages - 1)
    return there[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]


def _entry(session: Session, incident: Incident, ticked: Ticked, texts: Texts) -> str:
    """ "№17 Ольга 📞 с 02:14 · 🔴 не на линии /incident_17"."""
    name = name_of(session, incident.operator_id)
    sign = (
        {"call": " 📞", "chat": " 💬"}[incident.customer or "call"]
        if _customer_waits(incident, ticked)
        else ""
    )
    card = twin(taps.ShowIncident(incident=incident.id).pack())
    what = doing(session, incident, texts)
    return f"{inline(name, most=18)}{sign} {texts.at(incident.opened_at)} · {what} {card}"


def _chosen(view: BoardView | None, texts: Texts) -> str | None:
    return texts("outage-selected", count=len(view.selected)) if view and view.selected else None


def _buttons(
    session: Session,
    this: Outage,
    there: Sequence[Incident],
    ticked: Ticked,
    reader: Person,
    view: BoardView | None,
    texts: Texts,
) -> tuple[Row, ...]:
    """Acknowledge first; then what is lacking, for everybody or for whom is selected."""
    turning = _turning(this, len(there), view, texts)
    if this.lead_id is None:
        acknowledge = outage_taps.AcknowledgeOutage(outage=this.id).pack()
        return ((Button(texts("lead-acknowledge"), acknowledge, "primary"),), *turning)
    if this.lead_id != reader.id:
        return turning
    wanted = set(view.selected if view else ()) or {incident.id for incident in there}
    meant = [incident for incident in there if incident.id in wanted]
    own = [
        Button(texts(f"outage-all-{duty.replace('_', '-')}", count=count), kind(outage=this.id).pack())
        for duty, kind in outage_taps.BULK.items()
        if (count := _lack(meant, ticked, duty))
    ]
    deed = last_deed(session, this.id, reader.id)
    if deed is not None:
        own.append(Button(texts("outage-undo"), outage_taps.Undo(deed=deed.id).pack()))
    own.append(Button(texts("outage-more"), outage_taps.MoreForAll(outage=this.id).pack()))
    first, rest = own[0], own[1:4]
    rows = [
        (Button(first.label, first.data, "primary"),),
        *(tuple(rest[at : at + 2]) for at in range(0, len(rest), 2)),
    ]
    return (*rows, *turning)


def _turning(this: Outage, count: int, view: BoardView | None, texts: Texts) -> tuple[Row, ...]:
    pages = -(-count // ON_A_PAGE)
    if pages < 2:
        return ()
    page = min(view.page if view else 0, pages - 1)
    following = (page + 1) % pages
    label = texts("outage-page", page=page + 1, pages=pages)
    return ((Button(label, outage_taps.TurnOutage(outage=this.id, page=following).pack()),),)


def more_ways(this: int, texts: Texts) -> Drawing:
    """What else can be done for many: write to them, select, split off."""
    rows = (
        (Button(texts("outage-write"), outage_taps.WriteToAll(outage=this).pack()),),
        (Button(texts("outage-select"), outage_taps.Select(outage=this).pack()),),
        (Button(texts("outage-split"), outage_taps.SplitOff(outage=this).pack()),),
    )
    return Drawing(Text(texts("outage-more-ways", number=this)), rows)
