"""What else a lead can do with a mass outage: one message of buttons each, below the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.incident.bulk_actions import lacks_of
from bot.incident.mass_actions import led, newest_of, selected
from bot.incident.models import Incident
from bot.incident.progress import progress
from bot.incident.queries import incidents_of_outage, open_incidents
from bot.incident.rules import Duty
from bot.outage.models import Outage
from bot.outage.queries import open_outages
from bot.outage.rules import NothingToDo
from bot.person.models import Person
from bot.person.rules import Role
from bot.roles.colleagues import choosing
from bot.roles.colleagues import colleagues as others
from bot.roles.duty_lead import outage_taps as taps
from bot.roles.duty_lead.ending import set_back
from bot.roles.duty_lead.outage_buttons import NOBODY, marks, undo_row
from bot.roles.lines import lines, name_of, subject
from bot.rota.queries import on_duty
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.texts import Texts

MOST_CHOICES = 4
_LONGEST_LABEL = 22
_MOST_NAMES = 100


def more_ways(session: Session, outage_id: int, reader: Person, texts: Texts) -> Drawing:
    """Write, select, tick, move, pass on."""
    this = led(session, outage_id, reader.id)
    ways = (
        ("outage-write", taps.WriteToAll),
        ("outage-select", taps.Select),
        ("outage-marks", taps.Marks),
        ("outage-moves", taps.Moves),
        ("outage-hands", taps.Hands),
    )
    rows = tuple((Button(texts(label), tap(outage=this.id).pack()),) for label, tap in ways)
    return Drawing(Text(texts("outage-more-ways", number=this.id, **_whom(session, this, reader))), rows)


def mark_ways(session: Session, outage_id: int, reader: Person, texts: Texts) -> Drawing:
    """What is lacking, each with its count, and the last deed undone."""
    this = led(session, outage_id, reader.id)
    rows = tuple((button,) for button in marks(session, this, reader.id, texts))
    key = "outage-mark-ways" if rows else "outage-nothing-lacks"
    text = Text(texts(key, number=this.id, **_whom(session, this, reader)))
    return Drawing(text, (*rows, *undo_row(session, this, reader, texts)))


def move_ways(session: Session, outage_id: int, reader: Person, texts: Texts) -> Drawing:
    """Split off whom is selected, let others join, or move to another outage."""
    this = led(session, outage_id, reader.id)
    rows = [(Button(texts("outage-join"), taps.JoinWhich(outage=this.id).pack()),)]
    count = len(selected(session, this, reader.id))
    if count:
        split = texts("outage-split", count=count)
        rows.insert(0, (Button(split, taps.SplitOff(outage=this.id).pack()),))
    if _elsewhere(session, this):
        rows.append((Button(texts("outage-move"), taps.MoveWhere(outage=this.id).pack()),))
    return Drawing(
        Text(texts("outage-move-ways", number=this.id, **_whom(session, this, reader))), tuple(rows)
    )


def hand_ways(session: Session, outage_id: int, reader: Person, texts: Texts) -> Drawing:
    """Pass all of it on, or call the next level."""
    this = led(session, outage_id, reader.id)
    rows = (
        (Button(texts("lead-pass-on"), taps.PassOutageOn(outage=this.id).pack()),),
        (Button(texts("lead-call-next"), taps.CallNextForAll(outage=this.id).pack()),),
    )
    return Drawing(Text(texts("outage-hand-ways", number=this.id)), rows)


def which_join(session: Session, outage_id: int, reader: Person, texts: Texts) -> Drawing:
    """The newest incidents outside of it; any by its number."""
    this = led(session, outage_id, reader.id)
    outside = [one for one, _ in reversed(open_incidents(session)) if one.outage_id != this.id]
    rows = tuple(
        (Button(_title(session, one, texts), taps.JoinOutage(incident=one.id, outage=this.id).pack()),)
        for one in outside[:MOST_CHOICES]
    )
    return Drawing(Text(texts("outage-which-join", number=this.id, count=len(outside))), rows)


def where_to(session: Session, outage_id: int, reader: Person, texts: Texts) -> Drawing:
    """The other outages, mass outages first."""
    this = led(session, outage_id, reader.id)
    newest = newest_of(session, this, reader.id)
    rows = tuple(
        (
            Button(
                _title(session, first, texts),
                taps.MoveTo(outage=this.id, target=one.id, newest=newest).pack(),
            ),
        )
        for one, first in _elsewhere(session, this)[:MOST_CHOICES]
    )
    if not rows:
        return Drawing(Text(texts("outage-nowhere-to-move")))
    return Drawing(Text(texts("outage-where-to", number=this.id, **_whom(session, this, reader))), rows)


def to_whom(session: Session, outage_id: int, reader: Person, now: datetime, texts: Texts) -> Drawing:
    """Which lead shall have all of it."""
    this = led(session, outage_id, reader.id)
    people = others(session, Role.DUTY_LEAD, reader, now)
    if not people:
        return Drawing(Text(texts("lead-nobody-to-pass-to")))
    question = texts("outage-pass-to", number=this.id)
    return choosing(question, people, lambda one: taps.PassOutageTo(outage=this.id, colleague=one.id))


def who_comes(
    session: Session,
    outage_id: int,
    newest: int,
    reader: Person,
    now: datetime,
    texts: Texts,
    everybody: bool,
) -> Drawing:
    """Operators on shift who are not stuck themselves, or a name in words, or nobody.

    `newest`: as the button carried it. `everybody`: whomever the lead has selected, it is for all.
    """
    this = led(session, outage_id, reader.id)
    count = len(lacks_of(session, this, Duty.REDIRECTED, NOBODY if everybody else reader.id, newest))
    if not count:
        raise NothingToDo
    stuck = {operator.id for _, operator in open_incidents(session)}
    on_shift = [person for person, _ in on_duty(session, Role.OPERATOR, now)]
    free = [one for one in on_shift if one.id not in stuck and one.unreachable_at is None]
    rows = [
        (Button(inline(one.name, most=_LONGEST_LABEL) or "?", _to(this, one, newest)),)
        for one in free[:MOST_CHOICES]
    ]
    rows.append((Button(texts("lead-nobody"), taps.AllToNobody(outage=this.id, newest=newest).pack()),))
    return Drawing(Text(texts("outage-who-comes", count=count)), tuple(rows))


def sure(session: Session, outage_id: int, reader: Person, texts: Texts) -> Drawing:
    """All at once cannot be undone: one more tap."""
    this = led(session, outage_id, reader.id)
    count = progress(session, this).waiting
    sure = Button(texts("outage-all-return-sure", count=count), taps.AllReturn(outage=this.id).pack())
    return Drawing(Text(texts("outage-all-return-asked", count=count)), ((sure,),))


def who_is_back(session: Session, outage_id: int, texts: Texts) -> Drawing:
    """Whose status and line the lead sets back, by the minute, the newest first."""
    back = set_back(session, outage_id, incidents_of_outage(session, outage_id))
    if not back:
        return Drawing(Text(texts("outage-nobody-is-back", number=outage_id)))
    by_minute: dict[str, list[str]] = {}
    for incident in reversed(back[-_MOST_NAMES:]):
        at = texts.at(incident.closed_at or incident.moved_at)
        by_minute.setdefault(at, []).append(inline(name_of(session, incident.operator_id)))
    more = len(back) - _MOST_NAMES
    said = [
        texts("outage-who-is-back", number=outage_id, count=len(back)),
        *(f"{at} · {', '.join(names)}" for at, names in by_minute.items()),
        texts("outage-who-is-back-more", count=more) if more > 0 else None,
    ]
    return Drawing(lines(*said))


def _to(this: Outage, colleague: Person, newest: int) -> str:
    return taps.AllRedirectTo(outage=this.id, colleague=colleague.id, newest=newest).pack()


def _whom(session: Session, this: Outage, reader: Person) -> dict[str, int | str]:
    """Whether it is for whom is selected or for all, and how many these are."""
    meant = selected(session, this, reader.id)
    count = len(meant) or len(incidents_of_outage(session, this.id, open_only=True))
    return {"whom": "selected" if meant else "all", "count": count}


def _elsewhere(session: Session, this: Outage) -> Sequence[tuple[Outage, Incident]]:
    """The other open outages, each with the first who waits there."""
    there = [
        (one, incidents_of_outage(session, one.id, open_only=True))
        for one in open_outages(session)
        if one.id != this.id
    ]
    return [(one, waiting[0]) for one, waiting in there if waiting]


def _title(session: Session, incident: Incident, texts: Texts) -> str:
    """ "17 CRM · Ольга", as much of it as a button shows."""
    name = name_of(session, incident.operator_id)
    return inline(f"{incident.id} {subject(session, incident, texts)} · {name}", most=_LONGEST_LABEL)
