"""Who may press what of an offer, of what a colleague has, of screenshots: each pressed by everybody."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.person.rules import Role
from tests.stories.night import Hero, Night
from tests.stories.test_authorisation import cast, night_on, outcome
from tests.stories.test_authorisation import play_up_to as play_one_incident
from tests.stories.who_may import ACTORS, OFFER_STAGES, OFFERED, Rule, expected

Played = tuple[Path, timedelta]
"""The folder of a stage, and how late it is in it."""


def _is_news(rule: Rule, becomes: str, stage: str) -> bool:
    """Another role is another role at every stage; what does something is seen to do it once."""
    if becomes == "done":
        return stage == rule.when[0]
    return becomes == "friendly no" or stage == OFFER_STAGES[0]


PLAYED = tuple(
    (stage, rule, actor, becomes)
    for stage in OFFER_STAGES
    for rule in OFFERED.values()
    for actor in ACTORS
    if _is_news(rule, becomes := expected(rule, actor, stage), stage)
)


async def everybody(night: Night) -> dict[str, Hero]:
    """The cast of all tables, and two more operators who may report."""
    heroes = await cast(night)
    return heroes | {name: await night.operator(name) for name in ("more", "most")}


async def play_up_to(stage: str, night: Night, heroes: Mapping[str, Hero]) -> None:
    if stage == "offered":
        await play_one_incident("held", heroes)
        await heroes["lead"].writes("/handto_incidents_4")
        await heroes["lead"].writes("/askcover_3_0_0_4")
        await heroes["administrator"].writes("/invite_1_duty_lead")
        return
    now = night.clock.now()
    here = (now - timedelta(minutes=30), now + timedelta(hours=9))
    await night.on_duty(heroes["other lead"], Role.DUTY_LEAD, *here)
    await night.on_duty(heroes["other sysadmin"], Role.SYSADMIN, *here)
    if stage == "beside":
        await play_one_incident("held", heroes)
        return
    await play_screenshots(night, heroes)
    if stage == "parted":
        await heroes["sysadmin"].writes("/splitpics_3")
        await night.forward(seconds=8)


async def play_screenshots(night: Night, heroes: Mapping[str, Hero]) -> None:
    """Three operators have the same trouble, the third another screen."""
    shown = {"owner": "error_503", "more": "error_503", "most": "frozen_softphone"}
    for one, picture in shown.items():
        await heroes[one].reports(known="У меня то же самое")
        if "Не помогло" in heroes[one].buttons():
            await heroes[one].taps("Не помогло")
        await heroes[one].sends_photo(picture, caption="It does not start")
    await night.forward(seconds=4)
    await heroes["lead"].taps("Принять")
    await heroes["sysadmin"].taps("Принять")
    await night.forward(seconds=8)


async def played(stage: str, template: Path, folder: Path) -> Played:
    file = Path(shutil.copy(template, folder / "night.sqlite"))
    async with night_on(file, folder) as night:
        began = night.clock.now()
        await play_up_to(stage, night, await everybody(night))
        return folder, night.clock.now() - began


@asynccontextmanager
async def night_like(stage: Played, folder: Path) -> AsyncIterator[tuple[Night, Mapping[str, Hero]]]:
    shutil.copytree(stage[0], folder)
    async with night_on(folder / "night.sqlite", folder) as night:
        night.clock.forward(seconds=stage[1].total_seconds())
        night.box.updates.next_id += 1000
        while night.box.next_id() < 1000:
            pass
        yield night, await everybody(night)


@pytest.mark.parametrize("stage", OFFER_STAGES)
async def test_what_is_offered_is_for_whom_it_was_offered_to(
    stage: str, migrated_template: Path, tmp_path: Path
) -> None:
    """Whoever is refused changes nothing, so all of them share a night; what is done has one of its own."""
    (tmp_path / "played").mkdir()
    there = await played(stage, migrated_template, tmp_path / "played")
    wanted = {(rule.data, actor): becomes for at, rule, actor, becomes in PLAYED if at == stage}
    refused = [press for press, becomes in wanted.items() if becomes != "done"]
    done = [[press] for press, becomes in wanted.items() if becomes == "done"]
    became: dict[tuple[str, str], str] = {}
    for number, presses in enumerate([refused, *done]):
        async with night_like(there, tmp_path / str(number)) as (night, heroes):
            await night.settle()
            for data, actor in presses:
                became[data, actor] = await outcome(night, heroes[actor], data)
                night.clock.forward(seconds=0.4)
    assert became == wanted
