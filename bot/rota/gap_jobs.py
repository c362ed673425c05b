"""The evening before: administrators and leads hear when nobody is on duty, or two at once on level 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.centre.rules import Centre
from bot.outbox.actions import put
from bot.person.models import Person
from bot.person.queries import people_with
from bot.person.rules import Role
from bot.rota.gap_rules import (
    Evening,
    as_rows,
    evening_of,
    from_rows,
    overlaps_as_rows,
    overlaps_from,
    still,
    to_come,
    unheard,
)
from bot.rota.models import RotaTold
from bot.rota.queries import gaps, overlaps
from bot.rota.rules import Gap, Overlap
from bot.timeline.actions import record
from bot.timeline.rules import Event

CARD = "rota_gaps"
"""Its subject is the evening, 20261122; `bot.rota.queries.gaps_told` says which gaps it is about."""
WATCHED = (Role.DUTY_LEAD, Role.SYSADMIN)
_HEAR_OF_IT = (Role.ADMINISTRATOR, Role.DUTY_LEAD)


class Lookout:
    """Looks once an evening, and again whenever the rota of that night has changed for the worse.

    Nothing is told where nothing is wrong; nothing is told twice; what is put right is edited silently.
    """

    def __init__(self, centre: Callable[[], Centre]) -> None:
        self._centre = centre

    def needed(self, session: Session, now: datetime) -> bool:
        """Whether this evening has not been looked at, or its night is not as it was told."""
        evening = self._evening(now)
        row = session.get(RotaTold, evening.number)
        if row is None:
            return _somebody_was_there(session, evening)
        twice = self._twice(session, evening, now)
        return to_come(_found(session, evening), now) != to_come(from_rows(row.gaps), now) or (
            twice != still(overlaps_from(row.overlaps), now)
        )

    def look(self, session: Session, *, now: datetime) -> None:
        """Keep what is found, and tell whom it concerns."""
        evening = self._evening(now)
        row = session.get(RotaTold, evening.number)
        told = [] if row is None else from_rows(row.gaps)
        known = [] if row is None else overlaps_from(row.overlaps)
        found, twice = _found(session, evening), self._twice(session, evening, now)
        if row is None:
            row = RotaTold(evening=evening.number, starts_at=evening.starts_at, ends_at=evening.ends_at)
            session.add(row)
        row.gaps, row.overlaps = as_rows(to_come(found, now)), overlaps_as_rows(twice)
        news = unheard(found, told, now)
        doubled = [one for one in twice if one not in still(known, now)]
        if news or doubled:
            row.told_at = now
            _record(session, Event.ROTA_GAP_FOUND, news, evening, now)
            _record(session, Event.ROTA_OVERLAP_FOUND, doubled, evening, now)
        elif told and row.told_at is not None and not to_come(found, now):
            _record(session, Event.ROTA_GAPS_CLOSED, told[:1], evening, now)
        session.flush()
        if row.told_at is not None:
            _tell(session, evening, fresh=bool(news or doubled), now=now)

    def _twice(self, session: Session, evening: Evening, now: datetime) -> list[Overlap]:
        """Where more than one is on level 1 of a role that has one at a time."""
        roles = self._centre().rota.one_at_a_time
        found = [one for role in roles for one in overlaps(session, role, evening.starts_at, evening.ends_at)]
        return still([one for one in found if one.level == 1], now)

    def _evening(self, now: datetime) -> Evening:
        centre = self._centre()
        return evening_of(now, centre.zone, centre.rota.announce_at, centre.rota.look_ahead)


def _found(session: Session, evening: Evening) -> list[Gap]:
    return [gap for role in WATCHED for gap in gaps(session, role, evening.starts_at, evening.ends_at)]


def _somebody_was_there(session: Session, evening: Evening) -> bool:
    """A house that nobody had entered by that hour has no rota to speak of."""
    first = session.scalar(select(func.min(Person.joined_at)).where(Person.left_at.is_(None)))
    return first is not None and first <= evening.starts_at


def _record(
    session: Session, kind: Event, about: Sequence[Gap | Overlap], evening: Evening, now: datetime
) -> None:
    for gap in about:
        record(
            session, kind, by=None, at=now, role=gap.role, level=gap.level, evening=evening.number,
            starts_at=gap.starts_at.isoformat(), ends_at=gap.ends_at.isoformat(),
        )  # fmt: skip


def _tell(session: Session, evening: Evening, *, fresh: bool, now: datetime) -> None:
    people = [person.id for role in _HEAR_OF_IT for person in people_with(session, role)]
    for person_id in dict.fromkeys(people):
        put(session, CARD, evening.number, to=person_id, now=now, fresh=fresh)
