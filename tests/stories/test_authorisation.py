"""Who may press what: every button there is, pressed by everybody, at every stage, against one table."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.incident.models import Incident
from bot.intake.models import Inbox
from bot.tables import Table
from bot.telegram.buttons import known_taps
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from tests.stories.night import Hero, Night
from tests.stories.who_may import ACTORS, POLICY, STAGES, Rule, expected

Stages = Callable[[str], Awaitable[Path]]


async def cast(night: Night) -> dict[str, Hero]:
    """The same people with the same ids, whoever asks."""
    elsewhere = (night.clock.now() + timedelta(hours=9), night.clock.now() + timedelta(hours=18))
    return {
        "owner": await night.operator("Olga"),
        "operator": await night.operator("Petro"),
        "lead": await night.lead("Lev"),
        "other lead": await night.lead("Ira", shift=elsewhere),
        "sysadmin": await night.sysadmin("Sonya"),
        "other sysadmin": await night.sysadmin("Sam", shift=elsewhere),
        "administrator": await night.administrator("Anna"),
        "stranger": await night.stranger("Charlie"),
    }


async def play_up_to(stage: str, heroes: Mapping[str, Hero]) -> None:
    olga, lev, sonya = heroes["owner"], heroes["lead"], heroes["sysadmin"]
    await olga.reports()
    await olga.taps("Не помогло")
    if stage == "reporting":
        await lev.taps("Принять")
        return
    await olga.sends_photo(caption="error 503")
    if stage == "waiting":
        await olga.writes("/givecustomer_1_2")
        await heroes["operator"].taps("Клиент у меня")
        return
    await lev.taps("Принять")
    await lev.writes("/redirectto_1_2")
    await sonya.taps("Принять")
    await olga.taps("Да, работает")
    if stage == "closed":
        await olga.taps("Уже работает")


@asynccontextmanager
async def night_on(file: Path, folder: Path) -> AsyncIterator[Night]:
    db = Database(f"sqlite:///{file}")
    night = Night(db, WoundClock(datetime(2026, 11, 22, tzinfo=UTC)), folder)
    try:
        yield night
    finally:
        await night.close()
        db.close()


@pytest.fixture(scope="module")
def stages(migrated_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """The database of each stage: played once, then copied, because that is quick."""
    played: dict[str, Path] = {}

    async def at(stage: str) -> Path:
        if stage not in played:
            folder = tmp_path_factory.mktemp(stage)
            file = Path(shutil.copy(migrated_template, folder / "night.sqlite"))
            async with night_on(file, folder) as night:
                await play_up_to(stage, await cast(night))
            played[stage] = file
        return played[stage]

    return at


def everything(session: Session) -> dict[str, list[Any]]:
    """All that is kept, but for the journal of what came in and the refusals."""
    kept = {name: session.execute(select(table)).all() for name, table in Table.metadata.tables.items()}
    kept["timeline"] = [row for row in kept["timeline"] if row.kind != Event.REFUSED]
    del kept["inbox"]
    return {name: [tuple(row) for row in rows] for name, rows in kept.items()}


def refusals(session: Session) -> int:
    return len(session.scalars(select(TimelineEvent.id).where(TimelineEvent.kind == Event.REFUSED)).all())


def newest(session: Session) -> Inbox:
    return session.scalars(select(Inbox).order_by(Inbox.update_id.desc()).limit(1)).one()


def turn(session: Session) -> int:
    return session.get_one(Incident, 1).turn


async def outcome(night: Night, hero: Hero, data: str) -> str:
    """Press it, on whatever message, and tell what became of it."""
    before, refused = night.db.read_here(everything), night.db.read_here(refusals)
    message = night.box.call("sendMessage", {"chat_id": hero.phone.user_id, "text": "An old card."})
    await night.after(lambda: hero.phone.hand.tap(message["message_id"], data, forge=True))
    row, answer = night.db.read_here(newest), hero.phone.hand.person.answers[-1]
    changed = night.db.read_here(everything) != before
    noted = night.db.read_here(refusals) - refused
    match (str(row.state), changed, noted, answer.alert):
        case ("ignored", False, 0, False) if row.body == "" and "личной ссылке" in answer.text:
            return "neutral line"
        case ("refused", False, 1, True) if "Недостаточно прав" in answer.text:
            return "not their role"
        case ("refused", False, 0, True) if answer.text:
            return "friendly no"
        case ("applied", True, 0, False) | ("ignored", False, 0, False) if row.body:
            return "done"
    return f"{row.state} {row.error}, changed: {changed}, noted: {noted}, said: {answer}"


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("rule", POLICY.values(), ids=[tap.__name__ for tap in POLICY])
async def test_every_button_does_what_the_table_says_and_nothing_else(
    rule: Rule, stage: str, stages: Stages, tmp_path: Path
) -> None:
    file = Path(shutil.copy(await stages(stage), tmp_path / "night.sqlite"))
    async with night_on(file, tmp_path) as night:
        night.box.updates.next_id += 1000
        heroes = await cast(night)
        data = rule.data.format(turn=night.db.read_here(turn))
        wanted = {actor: expected(rule, actor, stage) for actor in ACTORS}
        in_turn = sorted(ACTORS, key=lambda actor: wanted[actor] == "done")
        assert {actor: await outcome(night, heroes[actor], data) for actor in in_turn} == wanted


def test_the_table_names_every_button() -> None:
    ours = {tap for tap in known_taps().values() if tap.__module__.startswith("bot.roles.")}
    assert set(POLICY) == ours
    assert len(POLICY) * len(STAGES) * len(ACTORS) == 2720
