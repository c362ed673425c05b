"""One phone rings about one incident at most once in half a minute, and /noise says why it did."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

import bot
from bot.centre.rules import Sound, makes_sound
from bot.clock import WoundClock
from bot.db import Database
from bot.migrating import migrate
from bot.outbox.actions import put
from bot.outbox.models import SoundMade
from bot.outbox.rules import SOUND_OF, SoundWhy
from bot.person.models import Person
from bot.person.rules import Role
from bot.runbook.library import Library
from bot.telegram.texts import languages, texts_for
from tests.stories.night import RUNBOOKS, Hero, Night

PAGES = {Sound.PAGE, Sound.FIX, Sound.NEW_TICKET, Sound.UNCLAIMED_CUSTOMER}
"""What the regulation lets make a sound."""


def sounds(session: Session) -> list[SoundMade]:
    return list(session.scalars(select(SoundMade).order_by(SoundMade.id)))


async def test_a_second_sound_within_half_a_minute_comes_silently_as_a_message(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    assert len(lev.heard()) == 1
    before = len(lev.phone.messages)
    night.clock.forward(seconds=29)
    await night.db.write(ring, lev.id, now=night.clock.now())
    await night.settle()
    assert lev.heard() == []
    assert len(lev.phone.messages) == before + 1
    night.clock.forward(seconds=1)
    await night.db.write(ring, lev.id, now=night.clock.now())
    await night.settle()
    assert len(lev.heard()) == 1


def ring(session: Session, person_id: int, incident_id: int = 1, *, now: datetime) -> None:
    put(
        session, "lead_incident", incident_id, to=person_id, now=now, fresh=True, sound=True,
        why=SoundWhy.PAGE_AGAIN, incident_id=incident_id,
    )  # fmt: skip


async def test_another_incident_may_sound_at_once(night: Night) -> None:
    olga, nina, lev = await night.operator("Ольга"), await night.operator("Нина"), await night.lead("Лев")
    for hero in (olga, nina):
        await hero.reports()
        await hero.taps("Не помогло")
    assert len(lev.heard()) == 2


async def test_what_may_have_rung_rings_again(night: Night) -> None:
    """The answer was lost after Telegram had taken it: a page heard twice is better than none."""
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports()
    night.box.faults.plan("drop_after", "sendMessage", chat_id=lev.phone.user_id, times=1)
    night.answers_lost[lev.phone.user_id] = 1
    await olga.taps("Не помогло")
    assert len(lev.heard()) == 1
    await night.forward(seconds=30)
    assert len(lev.heard()) == 1


async def test_the_repeat_of_the_ladder_sounds(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    await night.forward(minutes=2)
    assert len(lev.heard()) == 2


async def test_each_sound_of_the_night_is_explained(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня", level=2)
    await sonya.writes("/noise")
    sonya.sees("ни одного звука: тихо")
    await olga.reports()
    await olga.taps("Не помогло")
    await night.forward(minutes=15)
    await lev.writes("/noise")
    lev.sees("02:00 №1: вызов, ступень 1\n02:02 №1: вызов повторно, ступень 1")
    await sonya.writes("/noise")
    sonya.sees("02:05 №1: вызов, ступень 2: Лев не отвечает 5 мин")
    sonya.sees("02:15 №1: вызов, ступень 3: никто не отвечает 5 мин")
    lev.sees("02:10 №1: вызов, ступень 3: Соня не отвечает 5 мин")


async def test_a_level_that_could_not_be_reached_is_said(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня", level=2)
    await lev.blocks()
    await olga.reports()
    await olga.taps("Не помогло")
    await sonya.writes("/noise")
    sonya.sees("ступень 2: сообщения не доходят (Лев)")


async def test_a_loud_night_has_pages_and_the_first_one_ends_with_the_newest(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    await night.forward(minutes=60)
    await lev.writes("/noise")
    newest = lev.phone.messages[-1].text.splitlines()
    assert len(newest) <= 12
    assert newest[-1].startswith("03:00")
    await lev.taps("← Раньше")
    older = lev.phone.messages[-1].text.splitlines()
    assert older[-1] < newest[1]
    await lev.taps("Позже →")
    assert lev.phone.messages[-1].text.splitlines() == newest


async def test_the_night_begins_with_the_shift(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.taps("Уже работает")
    noon = night.clock.now() + timedelta(hours=10)
    await night.on_duty(lev, Role.DUTY_LEAD, noon, noon + timedelta(hours=8))
    await night.forward(hours=9, minutes=30)
    await lev.writes("/noise")
    assert "02:00 №1" in lev.phone.last.text
    await night.forward(hours=1)
    await lev.writes("/noise")
    assert lev.phone.last.text.splitlines()[0].startswith("🔔 С 12:00")
    assert "02:00 №1" not in lev.phone.last.text


@pytest.mark.parametrize(("why", "language"), list(product(SoundWhy, languages())))
def test_every_reason_has_words(why: SoundWhy, language: str) -> None:
    texts = texts_for(Person(language=language, time_zone="Europe/Kyiv"))
    for because in ("first", "silent", "unreachable", "nobody"):
        values = {"level": 2, "because": because, "names": "Лев", "minutes": 5}
        assert len(texts(f"sound-why-{why.replace('_', '-')}", **values)) > 5


def test_the_shipped_centre_lets_only_four_kinds_sound() -> None:
    centre = Library(RUNBOOKS).centre
    assert set(SOUND_OF) == set(SoundWhy)
    assert {SOUND_OF[why] for why in SoundWhy if makes_sound(centre, SOUND_OF[why])} == PAGES


def test_whoever_asks_for_sound_says_why() -> None:
    """In the code: each `put` with `sound` has `why` beside it."""
    for file in Path(inspect.getfile(bot)).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "put":
                given_ = {one.arg for one in call.keywords}
                assert "sound" not in given_ or "why" in given_, f"{file}:{call.lineno}"


async def test_a_sound_without_a_reason_is_refused(night: Night) -> None:
    lev = await night.lead("Лев")
    with pytest.raises(ValueError, match="why"):
        await night.db.write(ring_without_reason, lev.id, now=night.clock.now())


def ring_without_reason(session: Session, person_id: int, *, now: datetime) -> None:
    put(session, "lead_incident", 1, to=person_id, now=now, sound=True)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_random_night_rings_twice_within_half_a_minute(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    rng, folder = Random(seed), tmp_path_factory.mktemp("night")
    url = f"sqlite:///{folder / 'night.sqlite'}"
    migrate(url)
    db = Database(url)
    night = Night(db, WoundClock(datetime(2026, 11, 22, tzinfo=UTC)), folder)
    try:
        people = [
            await night.operator("Ольга"), await night.lead("Лев"), await night.lead("Соня", level=2),
            await night.sysadmin("Семён"),
        ]  # fmt: skip
        await people[0].reports()
        for _ in range(40):
            await act(night, rng, people)
        made = db.read_here(sounds)
    finally:
        await night.close()
        db.close()
    assert {SOUND_OF[SoundWhy(one.why)] for one in made} <= PAGES
    by_phone = Counter((one.person_id, one.incident_id) for one in made)
    for person, incident in by_phone:
        moments = [one.at for one in made if (one.person_id, one.incident_id) == (person, incident)]
        gaps = [later - earlier for earlier, later in pairwise(moments)]
        assert all(gap >= timedelta(seconds=30) for gap in gaps), (person, incident, moments)


async def act(night: Night, rng: Random, people: list[Hero]) -> None:
    """Somebody presses one of their buttons, sends something, or time goes by."""
    seconds = {"second": 1, "half": 28, "minute": 60, "five": 300}
    deed, hero = rng.choice((*seconds, "tap", "tap", "tap", "photo", "words", "report")), rng.choice(people)
    if deed in seconds:
        await night.forward(seconds=seconds[deed])
    elif deed == "photo":
        await people[0].sends_photo(caption="503")
    elif deed == "words":
        await hero.writes("503")
    elif deed == "report":
        await people[0].writes("/report")
    elif hero.buttons():
        await hero.taps(rng.choice(hero.buttons()))
