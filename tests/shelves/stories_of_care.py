"""Stories of what watches over the night: why a phone rang, and what was put right."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.auditor.actions import CARD
from bot.auditor.models import Repair
from bot.auditor.rules import Finding, night_of
from bot.clock import Move
from bot.escalation.models import Page
from bot.forgetting.erasing import erase
from bot.forgetting.exporting import export
from bot.health.canary_actions import tell_administrators
from bot.health.canary_rules import CARD as CANARY
from bot.health.canary_rules import Stage, number_at
from bot.health.clock_watch import tell_clock_moved
from bot.hold.actions import hold, release
from bot.incident.telling import LEAD_CARD, TICKET_CARD
from bot.outbox.actions import put
from bot.outbox.models import SoundMade
from bot.outbox.rules import SoundWhy
from tests.shelves.crew import files, reports, team
from tests.shelves.walking import Story, Walk


async def why_it_rang(walk: Walk) -> None:
    all_ = await team(walk)
    await walk.says(all_.lev, "/noise")
    await reports(walk, all_.olga)
    await walk.presses(all_.olga, "answer not_helped")
    await walk.later(11)
    for hero in (all_.lev, all_.sonya):
        await walk.says(hero, "/noise")
    await walk.night.db.write(rang_for_everything, all_.lev.id, now=walk.night.clock.now())
    await walk.says(all_.lev, "/noise")
    await walk.presses(all_.lev, "noise 1", "noise 0")


async def what_was_put_right(walk: Walk) -> None:
    walk.night.expects_repairs = True
    all_ = await team(walk)
    await files(walk, all_.olga)
    await walk.night.db.write(lose_pages)
    await walk.later(1)
    for finding in Finding:
        await walk.night.db.write(was_found, finding, all_.ada.id, now=walk.night.clock.now())
        await walk.later(1)


async def the_bot_itself(walk: Walk) -> None:
    """The canary stops in each place and arrives again; the server's clock is set both ways."""
    all_ = await team(walk)
    write, now = walk.night.db.write, walk.night.clock.now()
    for stage in set(Stage) - {Stage.ARRIVED}:
        for over in (False, True):
            await write(tell_administrators, stage, since=now, over=over, now=now)
            await walk.later(1)
    await write(flew, all_.ada.id, now=now)
    await walk.later(1)
    for minutes in (20, -20, 60, -75):
        await write(tell_clock_moved, Move(now, minutes * 60.0), now=now)
        await walk.later(1)


def flew(session: Session, to: int, *, now: datetime) -> None:
    put(session, CANARY, 0, to=to, now=now, fresh=True, number=number_at(now))


async def restored_and_released(walk: Walk) -> None:
    all_ = await team(walk)
    await reports(walk, all_.olga)
    await walk.presses(all_.olga, "answer not_helped")
    now = walk.night.clock.now()
    await walk.night.db.write(hold, made_at=now, now=now)
    await walk.later(10)
    await walk.night.db.write(release, by=None, now=walk.night.clock.now())
    await walk.later(1)


async def handed_out_and_forgotten(walk: Walk) -> None:
    all_ = await team(walk)
    for deed in (export, erase):
        await walk.night.db.write(deed, all_.sonya.id, by=all_.ada.id, now=walk.night.clock.now())
    await walk.says(all_.ada, "/people")


def rang_for_everything(session: Session, person_id: int, *, now: datetime) -> None:
    """One sound of each kind, about an incident, a ticket, or neither."""
    for number, why in enumerate(SoundWhy):
        card = TICKET_CARD if "ticket" in why else LEAD_CARD
        about = None if why is SoundWhy.SHIFT_START else 1
        at = now - timedelta(seconds=30 * number)
        session.add(
            SoundMade(person_id=person_id, incident_id=about, at=at, why=str(why), card=card, subject_id=1)
        )


def lose_pages(session: Session) -> None:
    session.execute(update(Page).values(delivered_at=None))


def was_found(session: Session, finding: Finding, to: int, *, now: datetime) -> None:
    session.add(Repair(kind=str(finding), subject="1", incident_id=None, at=now))
    put(session, CARD, night_of(now), to=to, now=now)


CARE: tuple[Story, ...] = (
    why_it_rang,
    what_was_put_right,
    restored_and_released,
    handed_out_and_forgotten,
    the_bot_itself,
)
