"""The fortieth report of a mass outage asks the database for no more than the tenth, however many look on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import cycle
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.incident.models import Incident
from bot.incident.opening import Editions, open_incident
from bot.incident.probe_actions import note_probe
from bot.incident.rules import Customer
from bot.outage.models import Outage
from bot.person.actions import grant, join, started
from bot.person.models import Person
from bot.person.rules import Role
from bot.probe.rules import Finding, Verdict
from bot.roles.operator.pages import operator_incident
from bot.runbook.library import Library
from tests.stories.night import RUNBOOKS


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything that any database is asked meanwhile."""
    asked: list[str] = []

    def heard(*sent: Any) -> None:
        asked.append(sent[2])

    event.listen(Engine, "before_cursor_execute", heard)
    yield asked
    event.remove(Engine, "before_cursor_execute", heard)


async def house(db: Database, clock: WoundClock, *, leads: int, operators: int) -> list[int]:
    """People of a night; answers with the operators."""

    def settled(session: Session) -> list[int]:
        people = []
        for number, role in enumerate([Role.DUTY_LEAD] * leads + [Role.OPERATOR] * operators):
            about = {"language": "ru", "time_zone": "Europe/Kyiv", "now": clock.now()}
            one = join(session, telegram_id=900 + number, name=f"Person {number}", **about)  # type: ignore[arg-type]
            grant(session, one.id, role, level=1, by=None, now=clock.now())
            started(session, one.id, now=clock.now())
            people.append(one.id)
        return people[leads:]

    return await db.write(settled)


def _operator_of(session: Session, incident_id: int) -> Person:
    return session.get_one(Person, session.get_one(Incident, incident_id).operator_id)


def report(library: Library, by: int, clock: WoundClock) -> Any:
    name = library.main
    editions = Editions(library.runbooks[name], library.papers[name], library.centre, library.centre_paper)
    now = clock.now() + timedelta(milliseconds=by)
    return partial(
        open_incident, editions=editions, software="telephony", customer=Customer.NONE, by=by, now=now
    )


@pytest.mark.parametrize("leads", [1, 12])
async def test_the_fortieth_report_costs_what_the_tenth_did(
    db: Database, clock: WoundClock, leads: int
) -> None:
    library, costs = Library(RUNBOOKS), list[int]()
    for person in await house(db, clock, leads=leads, operators=40):
        with statements() as asked:
            await db.write(report(library, person, clock))
        costs.append(len(asked))
    assert costs[39] <= costs[9]
    assert costs[39] < 45

    with statements() as asked:
        await db.read(operator_incident, 40, await db.read(_operator_of, 40), {})
    assert len(asked) <= 10, "the card of one of many: " + "\n".join(asked)

    def there(session: Session) -> tuple[int, int]:
        outages = select(func.count(Outage.id)).where(Outage.resolved_at.is_(None))
        incidents = select(func.count(Incident.id)).where(Incident.outage_id == 1)
        return session.scalars(outages).one(), session.scalars(incidents).one()

    assert await db.read(there) == (1, 40)


async def test_what_a_probe_found_costs_little_for_each_who_waits(db: Database, clock: WoundClock) -> None:
    library, costs = Library(RUNBOOKS), dict[int, int]()
    people = await house(db, clock, leads=1, operators=40)
    colours = cycle([Verdict(Finding.NO_ANSWER), Verdict(Finding.ANSWERS)])
    for count, person in enumerate(people, start=1):
        await db.write(report(library, person, clock))
        if count in (20, 40):
            await db.write(note_probe, "telephony", next(colours), now=clock.now())
            with statements() as asked:
                await db.write(note_probe, "telephony", next(colours), now=clock.now())
            costs[count] = len(asked)
    assert costs[40] - costs[20] < 20 * 10, costs
