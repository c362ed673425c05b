"""What time does: whose time on duty begins or ends, and who has not answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.centre.rules import CheckIns
from bot.checkin.actions import Begins, ask, end, miss, tell_leads
from bot.checkin.models import CheckIn
from bot.checkin.queries import ON_A_LADDER, ROLES, begun, ended, overdue, running_of, to_tell, waiting
from bot.checkin.rules import is_worth_asking, was_known
from bot.outbox.rules import Outcome, Refused, Unsendable
from bot.person.models import Person
from bot.rota.queries import shift_of, times_on_duty
from bot.runbook.library import Library

EVERY = timedelta(seconds=10)
AT_ONCE = 60
"""So many are asked in one transaction, and so many let go: hundreds begin and end at one hour.

Leads and sysadmins are asked first.
"""


@dataclass(frozen=True)
class Turn:
    """What the rows and the clock ask for."""

    begins: Mapping[int, Sequence[Begins]]
    """By person."""
    ended: Sequence[CheckIn]
    again: Sequence[CheckIn]
    """Closed too early: the same time on duty goes on."""
    overdue: Sequence[CheckIn]
    changed: bool
    """The leads do not know yet who is missing."""

    def __bool__(self) -> bool:
        return bool(self.begins or self.ended or self.again or self.overdue or self.changed)


def is_due(library: Library, session: Session, now: datetime) -> bool:
    """Whether anything is to be done."""
    return bool(_turn(session, library.centre.checkin, now))


def keep_up(library: Library, session: Session, *, now: datetime) -> None:
    """Ask whoever begins, close what ended, and tell the leads who is missing."""
    turn = _turn(session, library.centre.checkin, now)
    for row in turn.again:
        row.over_at = None
    end(session, turn.ended, now=now)
    session.flush()
    miss(session, turn.overdue, now=now)
    for person_id, begins in turn.begins.items():
        ask(session, person_id, begins, library.centre, now=now)
    tell_leads(session, now=now)


def start_card_delivered(session: Session, person_id: int, outcome: Outcome, now: datetime) -> None:
    """Refused counts as missing at once: waiting would change nothing."""
    if isinstance(outcome, Refused | Unsendable):
        rows = [row for row in waiting(session, person_id) if row.missed_at is None]
        for row in rows:
            row.refused_at = now
        miss(session, rows, now=now)
        tell_leads(session, now=now)


def _turn(session: Session, plan: CheckIns, now: datetime) -> Turn:
    begins: dict[int, list[Begins]] = defaultdict(list)
    gone = {(row.person_id, row.role): row for row in ended(session, now)}
    over = dict(list(gone.items())[:AT_ONCE])
    again = []
    rows = begun(session, now)
    known = running_of(session, {person.id for person, _, _ in rows})
    spans = {
        role: times_on_duty(session, {one for one, theirs in known if theirs == role}, role, now)
        for role in ROLES
    }
    paged = {person.id for person, role, _ in rows if role in ON_A_LADDER}
    for person, role, shift_starts_at in sorted(rows, key=lambda one: (one[0].id not in paged, one[0].id)):
        if sum(map(bool, begins.values())) >= AT_ONCE and person.id not in begins:
            break
        if not _was_known(person, shift_starts_at, plan):
            continue
        old = known.get((person.id, role), ())
        span = spans[role].get(person.id) if old else shift_of(session, person.id, role, now)
        if span is None or any(one == role for one, _ in begins[person.id]):
            continue
        if any(row.asked_at >= span.starts_at for row in old):
            continue
        over |= {(row.person_id, row.role): row for row in old}
        before = session.get(CheckIn, (person.id, role, span.starts_at))
        if before is not None:
            again.append(before)
        elif _was_known(person, span.starts_at, plan) and is_worth_asking(span, plan, now):
            begins[person.id].append((role, span.starts_at))
    whole = {person_id: starts for person_id, starts in begins.items() if starts}
    late = [
        row for row in overdue(session, now, most=AT_ONCE) if (row.person_id, row.role) not in over | gone
    ]
    return Turn(whole, list(over.values()), again, late, bool(to_tell(session)))


def _was_known(person: Person, starts_at: datetime, plan: CheckIns) -> bool:
    return was_known(starts_at, plan, joined_at=person.joined_at, started_at=person.started_at)
