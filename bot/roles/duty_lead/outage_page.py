"""The board of a mass outage: counts, then everybody, who waits for an answer first, then the oldest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.escalation.rules import LadderName
from bot.incident.models import Incident
from bot.incident.queries import duties_of_outage, incidents_of_outage, moved_to
from bot.incident.rules import Duty
from bot.incident.telling import facts
from bot.outage.models import BoardView, Outage
from bot.outage.queries import board_view
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.question.queries import open_question
from bot.roles.calling import calling
from bot.roles.duty_lead import taps
from bot.roles.duty_lead.outage_buttons import Pages, buttons, group_buttons, has_it, undo_row
from bot.roles.duty_lead.outage_state import down_again, return_line, state_of, to_set_back
from bot.roles.duty_lead.pages import LEADS
from bot.roles.lines import Line, handed_over, lines, name_of, subject, ticket_line, titles
from bot.roles.statuses import briefly, counted
from bot.tables import once
from bot.telegram.buttons import twin
from bot.telegram.drawing import MOST_LINES, Drawing, inline
from bot.telegram.texts import Texts, texts_for
from bot.ticket.queries import ticket_of

FEWEST = 3
"""So many operators fit on a page however much else there is to say."""
PROMPTS = {
    "select": "outage-prompt-select",
    "write_to_all": "outage-prompt-write",
}
"""What a question says on the board; others are asked in a message of their own below it."""
_SIGNS = {"call": " 📞", "chat": " 💬"}


@dataclass(frozen=True)
class _There:
    """Who waits, what is ticked for them, and how this reader looks at it."""

    incidents: Sequence[Incident]
    ticked: Mapping[int, frozenset[str]]
    selected: frozenset[int]

    def lack(self, duty: Duty) -> int:
        return sum(self.lacks(incident, duty) for incident in self.incidents)

    def later(self, incident: Incident) -> tuple[bool, bool]:
        """How far down an operator stands: selected ones first, then whoever asked the lead what to do."""
        return incident.id not in self.selected, incident.lead_asked_at is None

    def lacks(self, incident: Incident, duty: Duty) -> bool:
        has_one = duty is not Duty.REDIRECTED or incident.customer is not None
        return has_one and duty not in self.ticked.get(incident.id, ())


@dataclass(frozen=True)
class Look:
    """Who looks at a board: a lead at their own, or everybody at the group's, where nobody has selected."""

    reader: Person
    texts: Texts
    view: BoardView | None = None
    in_group: bool = False


def outage(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """The live board, for leads; nothing once the reader leads nobody any more."""
    if not roles_of(session, reader.id) & LEADS:
        return None
    this = session.get_one(Outage, subject_id)
    return board(session, this, Look(reader, texts_for(reader), board_view(session, reader.id, this.id)))


def board(session: Session, this: Outage, look: Look) -> Drawing:
    """The board as it looks to them."""
    reader, texts = look.reader, look.texts
    everybody = incidents_of_outage(session, this.id)
    open_ones = [incident for incident in everybody if incident.closed_at is None]
    ticket = ticket_of(session, this.id)
    about = what_is_down(session, this, everybody, texts)
    state = state_of(this, ticket, over=not open_ones)
    heading = Bold(texts("outage-heading", state=state, number=this.id, subject=about))
    back = None if look.in_group else to_set_back(session, this, everybody, texts)
    if not open_ones:
        ending = lines(heading, _ending(this, everybody, texts), back)
        return Drawing(ending, undo_row(session, this, reader, texts))
    there = _there(session, open_ones, look.view)
    needed = [
        heading,
        _size(this, there, texts),
        counted(open_ones, texts, short=True),
        None if _on_buttons(session, this, there, look) else _missing_duties(there, texts),
        ticket_line(session, ticket, texts, yours=not look.in_group and this.lead_id == reader.id),
        down_again(ticket, texts),
        return_line(session, this, texts),
        back,
        *_who_has_it(session, this, there, reader, texts),
    ]
    return _drawing(session, this, there, needed, look)


def what_is_down(session: Session, this: Outage, everybody: Sequence[Incident], texts: Texts) -> str:
    """What its incidents are about; where all of them went elsewhere, the software by its name there."""
    if everybody:
        return subject(session, everybody[0], texts)
    elsewhere = incidents_of_outage(session, this.joined_id) if this.joined_id else []
    return titles(facts(session, elsewhere[0]), [this.software or ""], texts) if elsewhere else ""


def _drawing(
    session: Session, this: Outage, there: _There, needed: Sequence[Line | None], look: Look
) -> Drawing:
    """What is needed, as many operators as there is room for, whom it is about now first."""
    texts = look.texts
    last = _last(session, this, there, look)
    works = _works(session, there.incidents, facts(session, there.incidents[0]), texts)
    room = MOST_LINES - sum(1 for part in (*needed, last) if part)
    if works and room - 1 >= FEWEST:
        needed, room = [*needed, works], room - 1
    each = max(room, FEWEST)
    pages = Pages(-(-len(there.incidents) // each), look.view.page if look.view else 0)
    in_order = sorted(there.incidents, key=there.later)
    on_page = in_order[pages.now * each : (pages.now + 1) * each]
    entries = [_entry(session, incident, there, look) for incident in on_page]
    rows = (
        group_buttons(session, this, texts)
        if look.in_group
        else buttons(session, this, look.reader, pages, texts)
    )
    return Drawing(lines(*needed, *entries, last), rows)


def _there(session: Session, incidents: Sequence[Incident], view: BoardView | None) -> _There:
    outage_id = incidents[0].outage_id
    ticked = once(session, ("duties of outage", outage_id), lambda: duties_of_outage(session, outage_id))
    wanted = set(view.selected if view else ())
    return _There(incidents, ticked, frozenset(one.id for one in incidents if one.id in wanted))


def _ending(this: Outage, everybody: Sequence[Incident], texts: Texts) -> str:
    if this.joined_id is not None:
        return texts("outage-joined-elsewhere", number=this.joined_id)
    closed = [incident.closed_at for incident in everybody if incident.closed_at]
    at = max(closed, default=this.resolved_at or this.opened_at)
    return texts("outage-over-since", at=texts.at(at), count=len(everybody))


def _size(this: Outage, there: _There, texts: Texts) -> str:
    size = texts("outage-size", at=texts.at(this.opened_at), count=len(there.incidents))
    with_customer = there.lack(Duty.REDIRECTED)
    return f"{size} · {texts('outage-with-customer', count=with_customer)}" if with_customer else size


def _on_buttons(session: Session, this: Outage, there: _There, look: Look) -> bool:
    """Whether the buttons say what is lacking, and for everybody."""
    theirs = not look.in_group and has_it(session, this, look.reader.id)
    return theirs and this.return_phase is None and not there.selected


def _missing_duties(there: _There, texts: Texts) -> str | None:
    shown = [
        texts(f"outage-lacks-{duty.replace('_', '-')}", count=count)
        for duty in Duty
        if (count := there.lack(duty))
    ]
    return texts("outage-lacks", what=" · ".join(shown)) if shown else None


def _works(session: Session, there: Sequence[Incident], centre: Centre, texts: Texts) -> str | None:
    """What works for whom, from the operators' own checks: "Чаты ✓4 ✗1 (2/5)", moved there of at most."""
    shown = []
    for key, channel in centre.channels.items():
        found = [bool(incident.channels[key]) for incident in there if key in incident.channels]
        if not found:
            continue
        full = f" ({moved_to(session, key)}/{channel.most})" if channel.most is not None else ""
        works, broken = found.count(True), found.count(False)
        title = channel.title.to(texts.language)
        shown.append(texts("outage-channel", channel=title, works=works, broken=broken) + full)
    return " · ".join(shown) or None


def _who_has_it(
    session: Session, this: Outage, there: _There, reader: Person, texts: Texts
) -> list[Line | None]:
    if this.lead_id is None or this.lead_at is None:
        return list(calling(session, LadderName.OUTAGE, this.id, reader, texts))
    at = texts.at(this.lead_at)
    following = next((one.next_lead_id for one in there.incidents if one.next_lead_id is not None), None)
    mine = this.lead_id == reader.id
    taken = (
        texts("lead-mine", at=at) if mine else texts("lead-taken", name=name_of(session, this.lead_id), at=at)
    )
    return [taken, handed_over(session, this.lead_id, following, texts)]


def _entry(session: Session, incident: Incident, there: _There, look: Look) -> str:
    """ "✔️ /i_17 Ольга 📞 🔴 не на линии": a phone's line; in a group only a number, as it asks nobody."""
    name = inline(name_of(session, incident.operator_id), most=16)
    mark = "✔️ " if incident.id in there.selected else ""
    sign = _SIGNS[incident.customer or "call"] if there.lacks(incident, Duty.REDIRECTED) else ""
    card = twin(taps.ShowCard(incident=incident.id).pack())
    number = look.texts("group-number", number=incident.id) if look.in_group else card
    return f"{mark}{number} {name}{sign} {briefly(session, incident, look.texts)}"


def _last(session: Session, this: Outage, there: _There, look: Look) -> str | None:
    """What the lead's next message answers; else whom they have selected."""
    question = open_question(session, look.reader.id)
    if question is not None and question.subject_id == this.id and question.kind in PROMPTS:
        return look.texts(PROMPTS[question.kind])
    return look.texts("outage-selected", count=len(there.selected)) if there.selected else None
