"""Who may press what on the board of a mass outage: every button, pressed by everybody, at every stage."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.stories.night import Hero, Night
from tests.stories.test_authorisation import Stages, cast, night_on, outcome
from tests.stories.who_may import ACTORS, BOARD, BOARD_STAGES, Rule, expected


async def everybody(night: Night) -> dict[str, Hero]:
    """The cast of all tables, and five more operators who report."""
    heroes = await cast(night)
    for number in range(1, 6):
        heroes[f"more {number}"] = await night.operator(f"More {number}")
    return heroes


async def play_up_to(stage: str, night: Night, heroes: Mapping[str, Hero]) -> None:
    owner, lev, sonya = heroes["owner"], heroes["lead"], heroes["sysadmin"]
    await owner.reports(known="У меня то же самое", customer="Звонок")
    await owner.taps("Пропустить")
    for number in range(1, 5):
        await heroes[f"more {number}"].reports(known="У меня то же самое")
    if stage == "called":
        return
    await lev.taps("Принять")
    if stage == "had":
        await heroes["more 5"].reports("CRM")
        await lev.writes("/select_1")
        await lev.writes("2")
        await lev.taps("Статус выставлен: 1")
        await lev.writes("/select_1")
        await lev.writes("1-2")
        return
    await sonya.taps("Принять")
    await sonya.taps("Исправлено")


@pytest.fixture(scope="module")
def stages(migrated_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """The database of each stage: played once, then copied, because that is quick."""
    played: dict[str, Path] = {}

    async def at(stage: str) -> Path:
        if stage not in played:
            folder = tmp_path_factory.mktemp(stage)
            file = Path(shutil.copy(migrated_template, folder / "night.sqlite"))
            async with night_on(file, folder) as night:
                await play_up_to(stage, night, await everybody(night))
            played[stage] = file
        return played[stage]

    return at


@pytest.mark.parametrize("stage", BOARD_STAGES)
@pytest.mark.parametrize("rule", BOARD.values(), ids=[tap.__name__ for tap in BOARD])
async def test_every_button_of_the_board_does_what_the_table_says(
    rule: Rule, stage: str, stages: Stages, tmp_path: Path
) -> None:
    file = Path(shutil.copy(await stages(stage), tmp_path / "night.sqlite"))
    async with night_on(file, tmp_path) as night:
        night.box.updates.next_id += 1000
        heroes = await cast(night)
        wanted = {actor: expected(rule, actor, stage) for actor in ACTORS}
        in_turn = sorted(ACTORS, key=lambda actor: wanted[actor] == "done")
        assert {actor: await outcome(night, heroes[actor], rule.data) for actor in in_turn} == wanted
