"""Read incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from bot.incident.models import Duty, Incident, Word
from bot.person.models import Person


def open_incidents_of(session: Session, operator_id: int) -> Sequence[Incident]:
    """The operator's open incidents, the newest first."""
    query = select(Incident).where(Incident.operator_id == operator_id, Incident.closed_at.is_(None))
    return session.scalars(query.order_by(Incident.id.desc())).all()


def open_incidents(session: Session) -> Sequence[tuple[Incident, Person]]:
    """Every open incident and its operator, the oldest first."""
    query = (
        select(Incident, Person)
        .join(Person, Person.id == Incident.operator_id)
        .where(Incident.closed_at.is_(None))
        .order_by(Incident.opened_at, Incident.id)
    )
    return [(incident, operator) for incident, operator in session.execute(query)]


def incidents_of_outage(session: Session, outage_id: int, *, open_only: bool = False) -> Sequence[Incident]:
    """The incidents that share an outage, the oldest first."""
    query = select(Incident).where(Incident.outage_id == outage_id).order_by(Incident.id)
    if open_only:
        query = query.where(Incident.closed_at.is_(None))
    return session.scalars(query).all()


def anybody(session: Session, outage_id: int, *those: ColumnElement[bool]) -> bool:
    """Whether anybody waits for this outage, of whom all of this is true."""
    query = _WAITS.where(*those) if those else _WAITS
    return session.scalar(query, {"outage": outage_id}) is not None


_WAITS = (
    select(Incident.id)
    .where(Incident.outage_id == bindparam("outage"), Incident.closed_at.is_(None))
    .limit(1)
)


def how_many_wait(session: Session, outage_id: int) -> int:
    """How many wait for this outage."""
    waiting = (Incident.outage_id == outage_id, Incident.closed_at.is_(None))
    return session.scalars(select(func.count()).where(*waiting)).one()


def leads_in(session: Session, outage_id: int) -> Sequence[int]:
    """Who leads an open incident of this outage, whoever has the oldest one first."""
    return [lead_id for lead_id, _ in session.execute(_LEADS, {"outage": outage_id}) if lead_id is not None]


_LEADS = (
    select(Incident.lead_id, func.min(Incident.id))
    .where(Incident.outage_id == bindparam("outage"), Incident.closed_at.is_(None))
    .where(Incident.lead_id.is_not(None))
    .group_by(Incident.lead_id)
    .order_by(func.min(Incident.id))
)


def operators_since(session: Session, software: str, since: datetime) -> int:
    """How many operators who reported this software after this moment wait for it, with nothing else."""
    waiting = (Incident.software == software, Incident.closed_at.is_(None), Incident.apart_at.is_(None))
    query = select(func.count(Incident.operator_id.distinct())).where(*waiting, Incident.opened_at > since)
    return session.scalars(query).one()


def connections(
    session: Session, waiting: ColumnElement[bool], *, but: int
) -> list[tuple[str | None, str | None, int]]:
    """The providers and VPNs of the others who wait for this, with how many have both; nobody's name.

    One statement, a row for each pair, however many wait.
    """
    pair = (Person.provider, Person.vpn)
    query = (
        select(*pair, func.count(Incident.operator_id.distinct()))
        .join(Person, Person.id == Incident.operator_id)
        .where(waiting, Incident.closed_at.is_(None), Incident.operator_id != but)
        .group_by(*pair)
    )
    return [(provider, vpn, count) for provider, vpn, count in session.execute(query)]


def ids_of_outage(session: Session, outage_id: int) -> Sequence[int]:
    """The numbers of the incidents that share an outage."""
    return session.scalars(select(Incident.id).where(Incident.outage_id == outage_id)).all()


def open_on(session: Session, software: str | None) -> Sequence[Incident]:
    """Every open incident on this software, the oldest first; of none where it is not the centre's."""
    if software is None:
        return []
    query = select(Incident).where(Incident.software == software, Incident.closed_at.is_(None))
    return session.scalars(query.order_by(Incident.id)).all()


def moved_to(session: Session, channel: str) -> int:
    """How many operators work in this channel because of an outage now."""
    query = select(func.count()).where(Incident.closed_at.is_(None), Incident.channel == channel)
    return session.scalars(query).one()


def duties(session: Session, incident_id: int) -> dict[str, Duty]:
    """The ticked duties by name."""
    rows = session.scalars(_DUTIES, {"incident": incident_id})
    return {row.duty: row for row in rows}


_DUTIES = select(Duty).where(Duty.incident_id == bindparam("incident"))


def duties_of_all(session: Session, incident_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The names of the ticked duties, by incident."""
    ticked: dict[int, set[str]] = {}
    rows = session.execute(select(Duty.incident_id, Duty.duty).where(Duty.incident_id.in_(incident_ids)))
    for incident_id, duty in rows:
        ticked.setdefault(incident_id, set()).add(duty)
    return {incident_id: frozenset(names) for incident_id, names in ticked.items()}


def words(session: Session, incident_id: int, *, most: int = 3) -> Sequence[Word]:
    """What lead and operator last wrote to each other, the oldest of them first."""
    newest = session.scalars(_WORDS, {"incident": incident_id, "most": most})
    return list(reversed(newest.all()))


_WORDS = (
    select(Word)
    .where(Word.incident_id == bindparam("incident"))
    .order_by(Word.id.desc())
    .limit(bindparam("most"))
)
