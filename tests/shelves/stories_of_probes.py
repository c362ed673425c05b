"""Walks in which the bot looks for itself, or was away."""

from __future__ import annotations

from bot.incident.gap_actions import tell_of_gap
from bot.incident.probe_actions import note_probe
from bot.person.rules import Role
from bot.probe.rules import Finding, Verdict
from tests.shelves.crew import joins, reports, team
from tests.shelves.walking import Story, Walk


async def it_is_you_or_everybody(walk: Walk) -> None:
    """Green while one complains, green while others do, and red; the history says what was found."""
    all_ = await team(walk)
    await _finds(walk, Finding.ANSWERS)
    await reports(walk, all_.olga)
    await walk.presses(all_.olga, "answer not_helped")
    nina = await joins(walk, "operator 2", walk.cast.nina, Role.OPERATOR)
    await reports(walk, nina)
    await _finds(walk, Finding.NO_ANSWER)
    await walk.says(all_.lev, "/ack_1", "/history_1")
    await walk.later(1)


async def it_is_where_you_live(walk: Walk) -> None:
    """Who complains has the provider and the VPN of whoever reports next; then it is a known outage."""
    all_ = await team(walk)
    third = await joins(walk, "operator 3", walk.cast.sonya, Role.OPERATOR)
    for hero in (all_.olga, all_.nina, third):
        for kind, words in (("provider", walk.cast.lev), ("vpn", "VPN")):
            await walk.says(hero, "/settings")
            await walk.presses(hero, f"settings {kind}")
            await walk.says(hero, words)
    for hero in (all_.olga, all_.nina, third):
        await reports(walk, hero)
    await walk.later(1)


async def it_was_away(walk: Walk) -> None:
    all_ = await team(walk)
    await reports(walk, all_.olga)
    await walk.presses(all_.olga, "answer not_helped")
    since = walk.night.clock.now()
    await walk.later(4)
    await walk.night.db.write(tell_of_gap, since=since, now=walk.night.clock.now())
    await walk.later(1)


async def _finds(walk: Walk, finding: Finding) -> None:
    verdict = Verdict(finding, 200 if finding is Finding.ANSWERS else None)
    await walk.night.db.write(note_probe, "telephony", verdict, now=walk.night.clock.now())
    await walk.later(1)


PROBES: tuple[Story, ...] = (it_is_you_or_everybody, it_is_where_you_live, it_was_away)
