"""What has been kept long enough goes by itself, and nothing else does."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.cli import main
from bot.forgetting import sweeping
from bot.forgetting.sweeping import Swept, due, limits_at
from bot.intake.models import Inbox
from bot.intake.rules import State as Came
from bot.outbox.models import Outgoing
from bot.outbox.rules import State
from bot.picture.models import Picture
from bot.settings import setting_names
from bot.timeline.queries import proof
from tests.stories.night import Hero, Night


async def a_night_with_a_picture(night: Night) -> Hero:
    olga = await night.operator("Ольга")
    await night.lead("Лев")
    await night.sysadmin("Семён")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    return olga


def count(night: Night, table: type[Inbox | Outgoing], *conditions: object) -> int:
    chosen = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return night.db.read_here(lambda session: session.scalars(chosen).one())


def pictures(night: Night) -> list[Path]:
    return list((night.folder / "pictures").glob("??/*"))


def grow_old(night: Night, days: float) -> None:
    """Files know the machine's clock, and the night's is wound."""
    then = (night.clock.now() - timedelta(days=days)).timestamp()
    for path in pictures(night):
        os.utime(path, (then, then))


@pytest.mark.both_databases
async def test_each_kind_goes_when_its_time_is_over_and_not_before(night: Night) -> None:
    await a_night_with_a_picture(night)
    night.clock.forward(hours=71)
    assert await night.bot.sweeper.once() == Swept(0, 0, 0)
    night.clock.forward(hours=2)
    grow_old(night, 3)
    came = count(night, Inbox)
    assert came > 0
    assert await night.bot.sweeper.once() == Swept(0, came, 0)
    night.clock.forward(days=28)
    grow_old(night, 31)
    sent = count(night, Outgoing, Outgoing.state != State.PENDING)
    waiting = count(night, Outgoing, Outgoing.state == State.PENDING)
    assert await night.bot.sweeper.once() == Swept(1, 0, sent)
    assert pictures(night) == []
    assert count(night, Outgoing) == waiting
    assert await night.bot.sweeper.once() == Swept(0, 0, 0)
    assert night.db.read_here(proof).breaks == []


async def test_what_is_not_settled_stays_however_old(night: Night) -> None:
    await a_night_with_a_picture(night)
    await night.db.write(_unsettle)
    night.clock.forward(days=40)
    grow_old(night, 40)
    await night.bot.sweeper.once()
    assert (count(night, Inbox), count(night, Outgoing)) == (1, 2)


def _unsettle(session: Session) -> None:
    newest = session.scalars(select(func.max(Inbox.update_id))).one()
    session.execute(update(Inbox).where(Inbox.update_id == newest).values(state=Came.NEW))
    for state in (State.SENDING, State.HELD):
        row = select(func.max(Outgoing.id)).where(Outgoing.state == State.SENT).scalar_subquery()
        session.execute(update(Outgoing).where(Outgoing.id == row).values(state=state))


async def test_a_few_at_a_time_are_all_of_them_in_the_end(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "_AT_ONCE", 2)
    await a_night_with_a_picture(night)
    night.clock.forward(days=4)
    came = count(night, Inbox)
    assert came > 4
    assert (await night.bot.sweeper.once()).updates == came


async def test_a_picture_that_nothing_speaks_of_goes_too(night: Night) -> None:
    await a_night_with_a_picture(night)
    await night.db.write(lambda session: session.execute(update(Picture).values(kept_at=night.clock.now())))
    stray = night.folder / "pictures" / "ab" / f"ab{'0' * 62}.png"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left by a crash")
    grow_old(night, 31)
    assert (await night.bot.sweeper.once()).pictures == 1
    assert len(pictures(night)) == 1, "what came once more counts its days anew"


async def test_the_command_says_first_and_removes_then(
    night: Night, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(night.folder),
        "BOT_API_URL": "http://127.0.0.1:9",
        "REHEARSAL_CLOCK": str(night.folder / "clock"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(night.folder)
    await a_night_with_a_picture(night)
    night.clock.forward(days=40)
    assert (
        night.db.read_here(due, limits_at(night.clock.now(), night.bot.library.centre.timings)).pictures == 1
    )
    long_ago = night.clock.now() - timedelta(days=4000)
    await night.db.write(lambda session: session.execute(update(Inbox).values(received_at=long_ago)))
    came = count(night, Inbox)
    assert await asyncio.to_thread(main, ["forget", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert f"updates: {came} from before 20" in out
    assert out.endswith("Nothing was removed.\n")
    assert await asyncio.to_thread(main, ["forget"]) == 0
    assert capsys.readouterr().out.startswith("Removed: 0 pictures, ")
    assert count(night, Inbox) == 0
