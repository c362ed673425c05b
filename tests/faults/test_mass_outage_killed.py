"""Five hundred operators tap within five seconds, and in the middle of it the process is killed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.house import House, Somebody, cast_of
from bench.mass_outage import ON_THE_BUTTON, check, tap_evenly
from bot.db import Database
from bot.nursery import Nursery
from bot.person.rules import Role
from bot.roles.duty_lead.outage_taps import AcknowledgeOutage
from bot.sandbox.world import Post
from bot.timeline.models import TimelineEvent
from bot.timeline.queries import first_broken
from tests.faults.words import ANY, text
from tests.postgresql import Server

OPERATORS = 500
SECONDS = 5.0
PATIENCE = 240.0
REPEATED = text("sender-repeat")


@pytest.mark.slow
@pytest.mark.alone
async def test_killed_in_the_middle_of_five_hundred_taps_it_loses_nothing_and_does_nothing_twice(
    night_place: Path | Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    url, nursery = _address(night_place), Nursery()
    async with House(tmp_path, url, cast_of(OPERATORS, leads=4, sysadmins=2)) as house:
        asked = {one: house.has_button(one, "?", ON_THE_BUTTON) for one in house.of(Role.OPERATOR)}
        await house.start()
        tapping = nursery.start(tap_evenly(house, asked, SECONDS), name="fingers")
        lead, known = house.of(Role.DUTY_LEAD)[0], len(asked)
        await house.until(lambda: len(_cards(house, lead)) > 0, PATIENCE)
        await house.until(lambda: _counted(house)["opened"] > OPERATORS / 4, PATIENCE)
        await house.kill()
        served = _counted(house)["opened"]
        house.hands[lead].tap(_cards(house, lead)[0].id, AcknowledgeOutage(outage=1).pack(), forge=True)
        await house.start()
        taps = await tapping
        await house.quiet(PATIENCE)
        _once(house, lead, OPERATORS)
        repeats = sum(REPEATED in post.text for one in house.cast for post in _cards(house, one))
        drained = (house.messages(taps[0])[-1].at - taps[0]).total_seconds()
        unchained = _unchained(url)
    await nursery.close(within=5)
    with capfd.disabled():
        sys.stderr.write(
            f"\nkilled with {served} of {known} served: {repeats} repeats, {drained:.1f} s in all\n"
        )
    assert 0 < served < OPERATORS
    assert unchained == []


def _address(place: Path | Server) -> str:
    return place.new() if isinstance(place, Server) else f"sqlite:///{place}"


def _once(house: House, lead: Somebody, operators: int) -> None:
    """Each tap's work is there once, on each phone one card that is true, whatever else is marked."""
    check(house, operators)
    has_it = text("operator-lead-has-it", name=lead.name, at=ANY)
    for one in house.of(Role.OPERATOR):
        live = [post for post in _cards(house, one) if REPEATED not in post.text]
        assert len(live) == 1, (one.name, live)
        assert has_it in live[0].text
    for one in (*house.of(Role.DUTY_LEAD), *house.of(Role.SYSADMIN)):
        rung = [post for post in _cards(house, one) if REPEATED not in post.text]
        assert len(rung) == 1, (one.name, rung)
    assert house.rows("SELECT count(*) FROM incidents WHERE lead_id IS NULL") == [(0,)]


def _cards(house: House, one: Somebody) -> list[Post]:
    return [
        post for post in house.box.chats[one.telegram_id].posts.values() if post.from_bot and "№" in post.text
    ]


def _counted(house: House) -> Counter[str]:
    rows = house.rows("SELECT kind, count(*) FROM timeline GROUP BY kind")
    return Counter({str(kind): int(str(count)) for kind, count in rows})


def _unchained(url: str) -> list[int | None]:
    """Incidents whose history does not hang together."""
    db = Database(url)
    try:
        return db.read_here(_with_a_gap)
    finally:
        db.close()


def _with_a_gap(session: Session) -> list[int | None]:
    histories: dict[int | None, list[TimelineEvent]] = {}
    for event in session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)):
        histories.setdefault(event.incident_id, []).append(event)
    return [number for number, events in histories.items() if first_broken(events) is not None]
