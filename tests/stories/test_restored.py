"""A backup is put back while Telegram, and everybody's phone, has moved on (fault F30)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.backup.making import make_backup
from bot.backup.restoring import Restored, restore
from bot.db import Database
from bot.hold.actions import NothingHeld, release
from bot.hold.queries import held, on_hold
from bot.intake.models import Inbox
from bot.schema import metadata
from bot.timeline.queries import proof
from tests.stories.night import Hero, Night

PutBack = Callable[[Night, Path], Awaitable[Restored]]


async def backed_up(night: Night, url: str) -> Path:
    folder = night.folder / "backups"
    made = await asyncio.to_thread(make_backup, url, night.folder / "pictures", folder, now=night.clock.now())
    return made.file


@pytest.fixture
def put_back(db: Database, database_url: str) -> Iterator[PutBack]:
    """Stops the bot, puts a backup in place and starts another bot on it. Ask for it before the night."""
    later: list[Database] = []

    async def back(night: Night, file: Path) -> Restored:
        await night.close()
        night.db.close()
        shelf, workshop = night.folder / "pictures", night.folder
        done = await asyncio.to_thread(restore, file, database_url, shelf, workshop, now=night.clock.now())
        night.db = Database(database_url)
        later.append(night.db)
        night.start_bot()
        return done

    yield back
    for one in later:
        one.close()


def updates(session: Session) -> list[Any]:
    return [json.loads(body) for body in session.scalars(select(Inbox.body).order_by(Inbox.update_id))]


def phones(*people: Hero) -> list[str]:
    return [hero.screen() for hero in people]


async def a_page_on_its_way(night: Night) -> tuple[Hero, Hero, Hero]:
    """Olga's own attempt did not help: the page to Lev is promised, and not sent yet."""
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня", level=2)
    await olga.reports()
    olga.phone.taps("Не помогло")
    await night.bot.poller.once(wait_seconds=0)
    await night.bot.worker.idle()
    assert lev.phone.messages == []
    return olga, lev, sonya


async def ten_minutes_that_the_backup_does_not_know(night: Night, olga: Hero, lev: Hero) -> None:
    await night.settle()
    await lev.taps("Принять")
    await olga.sends_photo(caption="503")
    await night.forward(minutes=10)


@pytest.mark.both_databases
async def test_ten_minutes_back_nothing_is_sent_twice_and_old_pages_wait_for_a_word(
    put_back: PutBack, night: Night, database_url: str
) -> None:
    olga, lev, sonya = await a_page_on_its_way(night)
    file = await backed_up(night, database_url)
    await ten_minutes_that_the_backup_does_not_know(night, olga, lev)
    night.expects_repairs = True
    night.answers_lost[lev.phone.user_id] = len(lev.phone.heard())
    known, before = night.db.read_here(updates), phones(olga, lev, sonya)
    done = await put_back(night, file)
    assert done.held.messages >= 1
    assert done.held.timers >= 1

    await night.forward(minutes=30)
    assert phones(olga, lev, sonya) == before, "nobody hears anything while it is on hold"
    assert night.kinds()[-1] == "lead_paged"
    assert night.repairs() == []

    events = night.db.read_here(proof).events
    for update in known:
        night.box.inject(update)
    await night.settle()
    handled = night.db.read_here(updates)
    assert [one["update_id"] for one in handled] == [one["update_id"] for one in known]
    assert night.kinds().count("opened") == 1
    assert night.db.read_here(proof).events > events, "what the backup did not know is handled once"


async def test_taps_that_the_backup_knows_are_never_handled_again(
    put_back: PutBack, night: Night, database_url: str
) -> None:
    olga, lev, sonya = await a_page_on_its_way(night)
    file = await backed_up(night, database_url)
    known = night.db.read_here(updates)
    await put_back(night, file)
    events, before = night.db.read_here(proof).events, phones(olga, lev, sonya)
    for update in known * 2:
        night.box.inject(update)
    await night.settle()
    assert night.db.read_here(proof).events == events
    assert phones(olga, lev, sonya) == before


@pytest.mark.both_databases
async def test_released_the_page_comes_once_and_says_that_it_may_be_a_repeat(
    put_back: PutBack, night: Night, database_url: str
) -> None:
    _, lev, sonya = await a_page_on_its_way(night)
    file = await backed_up(night, database_url)
    await put_back(night, file)
    await night.forward(minutes=1)
    waiting = night.db.read_here(held)
    found = await night.db.write(release, by=None, now=night.clock.now())
    assert found == waiting
    await night.settle()
    assert len(lev.heard()) == 1
    lev.sees("Ольга")
    assert night.db.read_here(held) == (0, 0)
    assert not night.db.read_here(on_hold)
    with pytest.raises(NothingHeld):
        await night.db.write(release, by=None, now=night.clock.now())
    await night.forward(minutes=5)
    sonya.sees("Ольга")
    assert night.db.read_here(proof).breaks == []


async def test_on_hold_the_bot_serves_whoever_writes_now(
    put_back: PutBack, night: Night, database_url: str
) -> None:
    await a_page_on_its_way(night)
    petro = await night.operator("Петро")
    file = await backed_up(night, database_url)
    await put_back(night, file)
    await petro.reports(software="CRM")
    await petro.taps("Не помогло")
    assert "lead_paged" in night.kinds(2)
    await night.forward(minutes=6)
    assert night.kinds(2).count("ladder_climbed") == 1, "what begins now is not on hold"


@pytest.mark.both_databases
async def test_everything_that_was_there_is_there_again_with_its_pictures(
    put_back: PutBack, night: Night, database_url: str
) -> None:
    olga, lev, _ = await a_page_on_its_way(night)
    await ten_minutes_that_the_backup_does_not_know(night, olga, lev)
    file = await backed_up(night, database_url)
    rows, shelf = everything(night.db), night.folder / "pictures"
    (picture,) = shelf.glob("??/*")
    picture.unlink()
    done = await put_back(night, file)
    assert (done.pictures.came, done.pictures.missing, picture.is_file()) == (1, (), True)
    now = everything(night.db)
    assert {name for name in rows if rows[name] != now[name]} == {"holds", "outbox", "timeline", "timers"} - (
        set() if done.held.messages else {"outbox"}
    )
    assert now["timeline"][:-1] == rows["timeline"]
    await night.db.write(release, by=None, now=night.clock.now())
    petro = await night.operator("Петро")
    assert petro.id > olga.id, "the next row of a table gets a number of its own"


def everything(db: Database) -> dict[str, list[Any]]:
    def rows(session: Session) -> dict[str, list[Any]]:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }

    return db.read_here(rows)
