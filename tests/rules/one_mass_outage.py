"""One mass outage on a real server: who is in it, and what several may do at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

from sqlalchemy.orm import Session

from bot.db import Database
from bot.incident.bulk_actions import tick_for_all
from bot.incident.mass_actions import acknowledge_outage, mean
from bot.incident.moving_actions import split_off
from bot.incident.opening import Editions, open_incident
from bot.incident.operator_actions import answer_step
from bot.incident.rules import Customer
from bot.incident.rules import Duty as DutyName
from bot.incident.sysadmin_actions import acknowledge_ticket
from bot.migrating import migrate
from bot.person.actions import grant, join
from bot.person.rules import Role
from bot.rota.actions import put_shift
from bot.runbook.library import Library
from tests.postgresql import Server
from tests.templates import ServerTemplate, template_at

LIBRARY = Library(Path(__file__).parents[2] / "runbooks")
NOW = datetime(2026, 11, 22, 3, 16, tzinfo=UTC)
OPERATORS, LEADS, SYSADMINS = range(1, 29), (29, 30), (31,)
FIRST = frozenset({1, 2, 3})
"""Who is in it before anybody does anything more."""
LEV, SONYA = LEADS
PETRO = SYSADMINS[0]
OUTAGE, TICKET = 1, 1

Deed = Callable[[Session], object]


def template_of(server: Server, *, led: bool) -> ServerTemplate:
    """Three have reported, a ticket is filed; Lev has the mass outage, or nobody has yet."""
    url = server.new()
    migrate(url)
    db = Database(url)
    db.write_here(_moved_in)
    for number in sorted(FIRST):
        db.write_here(reports(number))
    if led:
        db.write_here(leads(LEV))
    db.close()
    return template_at(url, server)


def _moved_in(session: Session) -> None:
    for role, numbers in {
        Role.OPERATOR: OPERATORS,
        Role.DUTY_LEAD: LEADS,
        Role.SYSADMIN: SYSADMINS,
    }.items():
        for number in numbers:
            join(session, telegram_id=number, name=f"N{number}", language="en", time_zone="UTC", now=NOW)
            grant(session, number, role, level=1, by=None, now=NOW)
            put_shift(
                session,
                person_id=number,
                role=role,
                level=1,
                starts_at=NOW - timedelta(hours=1),
                ends_at=NOW + timedelta(hours=9),
                by=None,
                now=NOW,
            )


def reports(number: int) -> Deed:
    """This operator's software is down too, and restarting it does not help."""

    def deed(session: Session) -> None:
        book, centre = LIBRARY.main, (LIBRARY.centre, LIBRARY.centre_paper)
        editions = Editions(LIBRARY.runbooks[book], LIBRARY.papers[book], *centre)
        incident = open_incident(
            session, editions, software="telephony", customer=Customer.NONE, by=number, now=NOW
        )
        if incident.step == LIBRARY.runbooks[book].first:
            answer_step(session, incident.id, incident.turn, "not_helped", by=number, now=NOW)

    return deed


def leads(number: int) -> Deed:
    return lambda session: acknowledge_outage(session, OUTAGE, by=number, now=NOW)


def mends(session: Session) -> None:
    acknowledge_ticket(session, TICKET, by=PETRO, now=NOW)


def ticks(session: Session) -> None:
    """Lev does it for everybody."""
    tick_for_all(session, OUTAGE, DutyName.STATUS_SET, everybody=True, by=LEV, now=NOW)


def splits(session: Session) -> None:
    """Lev says that the first one's trouble is another."""
    mean(session, OUTAGE, [1], by=LEV, now=NOW)
    split_off(session, OUTAGE, by=LEV, now=NOW)


UNLED: dict[str, Deed] = {
    "reports 4": reports(4),
    "reports 5": reports(5),
    "leads Lev": leads(LEV),
    "leads Sonya": leads(SONYA),
    "mends": mends,
}
"""What may happen while nobody has it. Of two leads one comes too late."""
LED: dict[str, Deed] = {
    "reports 4": reports(4),
    "ticks": ticks,
    "ticks again": ticks,
    "splits": splits,
    "splits again": splits,
}
"""And while Lev has it, whose finger trembles."""


ALIKE = (
    ("reports 4", "reports 5"),
    ("leads Lev", "leads Sonya"),
    ("ticks", "ticks again"),
    ("splits", "splits again"),
)
"""Which of the two comes first makes no difference."""


def orders(deeds: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every order that is another one."""
    for names in permutations(deeds):
        pairs = [(one, other) for one, other in ALIKE if one in names and other in names]
        if all(names.index(one) < names.index(other) for one, other in pairs):
            yield names
