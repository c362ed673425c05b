"""Who may press what: every button there is, pressed by everybody, at every stage, against one table."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
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
from tests.stories.who_may import ACTORS, BOARD, OFFERED, POLICY, STAGES, Rule, expected

Stages = Callable[[str], Awaitable[Path]]
RULES = tuple(POLICY.values())
GROUPS = [RULES[first : first + 8] for first in range(0, len(RULES), 8)]


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
    queries = {name: select(text("*")).select_from(table) for name, table in Table.metadata.tables.items()}
    queries["timeline"] = queries["timeline"].where(TimelineEvent.kind != Event.REFUSED)
    del queries["inbox"]
    return {name: [tuple(row) for row in session.execute(query)] for name, query in queries.items()}


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
@pytest.mark.parametrize("rules", GROUPS, ids=lambda rules: rules[0].data.partition(":")[0] + "-and-on")
async def test_every_button_does_what_the_table_says_and_nothing_else(
    rules: Sequence[Rule], stage: str, stages: Stages, tmp_path: Path
) -> None:
    """Whoever is refused changes nothing, so all of them share a night; what is done has one of its own."""
    wanted = {(rule.data, actor): expected(rule, actor, stage) for rule in rules for actor in ACTORS}
    refused = [press for press, becomes in wanted.items() if becomes != "done"]
    done = [[(rule.data, actor) for actor in ACTORS if wanted[rule.data, actor] == "done"] for rule in rules]
    became: dict[tuple[str, str], str] = {}
    for number, presses in enumerate([refused, *filter(None, done)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with night_on(Path(shutil.copy(await stages(stage), folder)), folder) as night:
            night.box.updates.next_id += 1000
            while night.box.next_id() < 1000:
                pass  # its messages are none of those that the played stage remembers
            heroes = await cast(night)
            now = night.db.read_here(turn)
            for data, actor in presses:
                became[data, actor] = await outcome(night, heroes[actor], data.format(turn=now))
    assert became == wanted


def test_the_table_names_every_button() -> None:
    ours = {tap for tap in known_taps().values() if tap.__module__.startswith("bot.roles.")}
    assert sorted(one.prefix for one in (*POLICY, *BOARD, *OFFERED)) == sorted(one.prefix for one in ours)
    assert len(POLICY) * len(STAGES) * len(ACTORS) >= 1050
