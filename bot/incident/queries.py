"""Read incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Table, bindparam, func, select
from sqlalchemy.orm import Session

from bot.db.prepared import Prepared
from bot.incident.models import Duty, Incident, Word
from bot.incident.rules import Duty as DutyName
from bot.incident.rules import owed
from bot.person.models import Person
from bot.tables import flush_of, once
from bot.ticket.models import ReportPart

DUTIES: Table = Duty.__table__  # type: ignore[assignment]
INCIDENTS: Table = Incident.__table__  # type: ignore[assignment]
WORDS: Table = Word.__table__  # type: ignore[assignment]


def open_incidents_of(session: Session, operator_id: int) -> Sequence[Incident]:
    """The operator's open incidents, the newest first."""
    query = select(Incident).where(Incident.operator_id == operator_id, Incident.closed_at.is_(None))
    return session.scalars(query.order_by(Incident.id.desc())).all()


def how_many_open(session: Session, operator_id: int) -> int:
    """How many open incidents the operator has."""
    flush_of(session, Incident)
    return int(_HOW_MANY_OPEN.first(session, operator=operator_id))


_HOW_MANY_OPEN = Prepared(
    select(func.count(INCIDENTS.c.id)).where(
        INCIDENTS.c.operator_id == bindparam("operator"), INCIDENTS.c.closed_at.is_(None)
    )
)


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
    query = _OPEN_OF_OUTAGE if open_only else _OF_OUTAGE
    return once(
        session,
        ("incidents of outage", outage_id, open_only),
        lambda: session.scalars(query, {"outage": outage_id}).all(),
    )


_OF_OUTAGE = select(Incident).where(Incident.outage_id == bindparam("outage")).order_by(Incident.id)
_OPEN_OF_OUTAGE = _OF_OUTAGE.where(Incident.closed_at.is_(None))


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
    flush_of(session, Incident)
    rows = session.connection().execute(_LEADS, {"outage": outage_id})
    return [lead_id for lead_id, _ in rows if lead_id is not None]


_LEADS = (
    select(INCIDENTS.c.lead_id, func.min(INCIDENTS.c.id))
    .where(INCIDENTS.c.outage_id == bindparam("outage"), INCIDENTS.c.closed_at.is_(None))
    .where(INCIDENTS.c.lead_id.is_not(None))
    .group_by(INCIDENTS.c.lead_id)
    .order_by(func.min(INCIDENTS.c.id))
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


def duties_left(session: Session, incident: Incident) -> Sequence[DutyName]:
    """What its lead still has to do."""
    ticked = duties(session, incident.id)
    return [duty for duty in owed(incident.customer) if duty not in ticked]


_DUTIES = select(Duty).where(Duty.incident_id == bindparam("incident"))


def duties_of_all(session: Session, incident_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The names of the ticked duties, by incident."""
    ticked: dict[int, set[str]] = {}
    rows = session.execute(select(Duty.incident_id, Duty.duty).where(Duty.incident_id.in_(incident_ids)))
    for incident_id, duty in rows:
        ticked.setdefault(incident_id, set()).add(duty)
    return {incident_id: frozenset(names) for incident_id, names in ticked.items()}


def duties_of_outage(session: Session, outage_id: int) -> dict[int, frozenset[str]]:
    """`duties_of_all` of everybody in this outage, however many they are."""
    flush_of(session, Duty, Incident)
    ticked: dict[int, set[str]] = {}
    for incident_id, duty in session.connection().execute(_DUTIES_OF_OUTAGE, {"outage": outage_id}):
        ticked.setdefault(incident_id, set()).add(duty)
    return {incident_id: frozenset(names) for incident_id, names in ticked.items()}


_DUTIES_OF_OUTAGE = (
    select(DUTIES.c.incident_id, DUTIES.c.duty)
    .join(INCIDENTS, INCIDENTS.c.id == DUTIES.c.incident_id)
    .where(INCIDENTS.c.outage_id == bindparam("outage"))
)


def report_of_outage(session: Session, outage_id: int) -> Sequence[ReportPart]:
    """Everything that was reported by everybody in this outage, in the order it came."""
    return session.scalars(_REPORT_OF_OUTAGE, {"outage": outage_id}).all()


_REPORT_OF_OUTAGE = (
    select(ReportPart)
    .join(Incident, Incident.id == ReportPart.incident_id)
    .where(Incident.outage_id == bindparam("outage"))
    .order_by(ReportPart.id)
)


def words(session: Session, incident_id: int, *, most: int = 3) -> Sequence[Word]:
    """What lead and operator last wrote to each other, the oldest of them first."""
    flush_of(session, Word)
    newest = session.connection().execute(_WORDS, {"incident": incident_id, "most": most}).mappings()
    return [Word(**row) for row in reversed(newest.all())]


_WORDS = (
    select(WORDS)
    .where(WORDS.c.incident_id == bindparam("incident"))
    .order_by(WORDS.c.id.desc())
    .limit(bindparam("most"))
)
