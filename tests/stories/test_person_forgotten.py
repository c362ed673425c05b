"""A person asks what is known of them, and to be forgotten: the history stays whole without them."""

from __future__ import annotations

import asyncio
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.backup.making import make_backup
from bot.backup.restoring import restore
from bot.cli import main
from bot.db import Database
from bot.forgetting.erasing import Erased, ErasedAlready, StillAtWork, erase, open_work
from bot.forgetting.exporting import OTHERS, THEIRS, as_text, export, pictures_of
from bot.person.actions import correct, join
from bot.person.models import Person
from bot.report.queries import as_json, names_of_all, story
from bot.schema import metadata
from bot.settings import setting_names
from bot.telegram.texts import texts_for
from bot.timeline.queries import proof
from bot.timeline.rules import Event
from tests.stories.night import Hero, Night

SAID = ("Ольга-Мария", "разговор 7781", "окно серое", "у меня пусто", "программа Сигма", "Оля-прежняя")


async def a_night_of_words(night: Night) -> tuple[Hero, Hero, Hero]:
    """Olga says something in every place where somebody can, and everything is over in the end."""
    olga, lev = await night.operator("Оля-прежняя"), await night.lead("Лев")
    semyon = await night.sysadmin("Семён")
    await night.db.write(correct, olga.id, name="Ольга-Мария", by=None, now=night.clock.now())
    await olga.writes("/report")
    await olga.taps("Другое…")
    await olga.writes("программа Сигма")
    await olga.taps("Звонок")
    await olga.writes("разговор 7781")
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await olga.sends_photo(caption="окно серое")
    await olga.writes("у меня пусто")
    await semyon.taps("Принять")
    return olga, lev, semyon


async def everything_over(night: Night, semyon: Hero, olga: Hero) -> None:
    await semyon.taps("✅ Исправлено")
    await olga.taps("✅ Всё работает")
    await night.forward(minutes=1)
    assert "closed" in night.kinds()


async def erased(night: Night, hero: Hero) -> Erased:
    done = await night.db.write(erase, hero.id, by=None, now=night.clock.now())
    _nobody_knows_whose_phone_rang(night, hero)
    for sha256 in done.pictures:
        await night.bot.sweeper._shelf.drop(sha256)
    return done


def _nobody_knows_whose_phone_rang(night: Night, hero: Hero) -> None:
    night.answers_lost[hero.phone.user_id] = len(hero.phone.heard())


def rows_of(night: Night) -> str:
    """All that the database says, as one text."""

    def told(session: Any) -> str:
        return "\n".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in session.execute(select(table))
        )

    return night.db.read_here(told)


@pytest.mark.both_databases
async def test_nothing_of_an_erased_person_is_left_and_the_history_is_whole(night: Night) -> None:
    olga, lev, semyon = await a_night_of_words(night)
    account = str(olga.phone.user_id)
    assert [one for one in (*SAID, account) if one not in rows_of(night)] == []
    await everything_over(night, semyon, olga)
    before, kinds = night.db.read_here(proof), night.kinds()
    done = await erased(night, olga)
    assert (done.words > 2, done.updates > 5, len(done.pictures)) == (True, True, 1)
    left = rows_of(night)
    assert [one for one in SAID if one in left] == []
    assert f"'{account}'" not in left
    assert f", {account}," not in left
    after = night.db.read_here(proof)
    assert (after.breaks, night.kinds()) == ([], kinds)
    assert after.events > before.events
    reader = night.db.read_here(lambda session: session.get_one(Person, lev.id))
    told = night.db.read_here(story, 1, texts_for(reader), night.db.read_here(names_of_all))
    assert any("#1" in line for line in told)
    assert night.db.read_here(as_json, 1)["whole"]
    assert Event.PERSON_ERASED in left


async def test_an_erased_person_is_a_stranger(night: Night) -> None:
    olga, _, semyon = await a_night_of_words(night)
    await everything_over(night, semyon, olga)
    await erased(night, olga)
    before = len(olga.phone.messages)
    await olga.writes("/report")
    await night.forward(minutes=10)
    assert "Что не работает" not in olga.screen().splitlines()[-1]
    assert len(olga.phone.messages) <= before + 2
    with pytest.raises(ErasedAlready):
        await erased(night, olga)


async def test_whoever_has_something_open_is_not_erased_and_the_reason_is_named(night: Night) -> None:
    olga, lev, semyon = await a_night_of_words(night)
    for hero, what in ((olga, "open incidents 1"), (lev, "open incidents 1"), (semyon, "open tickets 1")):
        with pytest.raises(StillAtWork, match=f"{what}. Close it or pass it on first"):
            await erased(night, hero)
        assert night.db.read_here(open_work, hero.id) == what
    await everything_over(night, semyon, olga)
    for hero in (olga, lev, semyon):
        await erased(night, hero)
    assert night.db.read_here(proof).breaks == []


async def test_no_deleted_word_is_left_in_the_file(night: Night, database_url: str) -> None:
    olga, _, semyon = await a_night_of_words(night)
    await everything_over(night, semyon, olga)
    await erased(night, olga)
    made = await asyncio.to_thread(
        make_backup, database_url, night.folder / "pictures", night.folder / "backups", now=night.clock.now()
    )
    whole = made.file.read_bytes()
    assert [one for one in SAID if one.encode() in whole] == []
    assert made.pictures.there == 0


async def test_an_older_backup_brings_nobody_back(night: Night, database_url: str, tmp_path: Path) -> None:
    olga, _, semyon = await a_night_of_words(night)
    await everything_over(night, semyon, olga)
    shelf, now = night.folder / "pictures", night.clock.now()
    made = await asyncio.to_thread(make_backup, database_url, shelf, night.folder / "backups", now=now)
    await erased(night, olga)
    await night.close()
    night.db.close()
    done = await asyncio.to_thread(restore, made.file, database_url, shelf, tmp_path, now=now)
    assert (done.erased_again, done.back_again) == ([olga.id], [])
    left = rows_of(night)
    assert [one for one in SAID if one in left] == []
    assert list(shelf.glob("??/*")) == []
    night.expects_repairs = True


async def test_another_night_put_in_place_loses_nobody(
    night: Night, database_url: str, migrated_template: Path, tmp_path: Path
) -> None:
    """Numbers are numbers of one night: `#1` is erased in the one, and somebody else in the other."""
    other = f"sqlite:///{shutil.copy(migrated_template, tmp_path / 'other.sqlite')}"
    elsewhere = Database(other)
    now = night.clock.now()
    await elsewhere.write(join, telegram_id=5, name="Пётр", language="ru", time_zone="UTC", now=now)
    elsewhere.close()
    made = await asyncio.to_thread(make_backup, other, tmp_path / "pictures", tmp_path / "backups", now=now)
    olga = await night.operator("Ольга")
    await erased(night, olga)
    await night.close()
    night.db.close()
    done = await asyncio.to_thread(restore, made.file, database_url, tmp_path, tmp_path, now=now)
    assert (done.erased_again, done.back_again) == ([], [])
    assert "Пётр" in rows_of(night)


async def test_what_is_known_of_a_person_is_handed_out_and_nothing_of_others(night: Night) -> None:
    olga, lev, semyon = await a_night_of_words(night)
    exported = await night.db.write(export, olga.id, by=None, now=night.clock.now())
    told = as_text(exported)
    assert json.loads(told)["person"] == "Ольга-Мария"
    assert [one for one in SAID if one not in told] == []
    assert len(pictures_of(exported)) == 1
    assert str(lev.phone.user_id) not in told
    assert "Семён" not in told
    assert (
        as_text(await night.db.write(export, semyon.id, by=None, now=night.clock.now())).count("Ольга") == 0
    )


def test_every_table_that_names_people_is_theirs_or_has_a_reason() -> None:
    names_people = {
        table.name
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "people"
    }
    assert names_people - {*THEIRS} - {*OTHERS} == set(), "decide in bot/forgetting/exporting.py"
    for name, columns in THEIRS.items():
        assert {*columns} <= {*metadata.tables[name].columns.keys()}


async def test_the_commands_ask_first_and_name_the_remedy(
    night: Night, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(night.folder))
    monkeypatch.chdir(night.folder)
    olga, _, semyon = await a_night_of_words(night)

    async def command(*arguments: str) -> tuple[int, str, str]:
        code = await asyncio.to_thread(main, ["person", *arguments])
        return code, *capsys.readouterr()

    code, _, err = await command("erase", "Никто")
    assert code == 3
    assert err.startswith(
        "error: nobody is called 'Никто'. Give the Telegram id, which `nightshift people` shows"
    )
    assert "Say that it is meant" in (await command("erase", "#1"))[2]
    code, _, err = await command("erase", "ольга-мария", "--yes")
    assert (code, err) == (
        1, "error: Ольга-Мария cannot be erased yet: open incidents 1. Close it or pass it on first.\n"
    )  # fmt: skip
    await everything_over(night, semyon, olga)
    for_all_to_read(night.folder / "olga.zip")
    assert (await command("export", "#1", "-o", "olga.zip"))[:2] == (0, "written: olga.zip\n")
    assert mode(night.folder / "olga.zip") == 0o600
    packed = zipfile.ZipFile("olga.zip")
    assert sorted(name.partition("/")[0] for name in packed.namelist()) == ["person.json", "pictures"]
    assert json.loads((await command("export", str(olga.phone.user_id)))[1])["person"] == "Ольга-Мария"
    code, out, _ = await command("erase", "#1", "--yes")
    assert (code, out.startswith("Erased: they are #1 now.")) == (0, True)
    _nobody_knows_whose_phone_rang(night, olga)
    assert list((night.folder / "pictures").glob("??/*")) == []
    await night.db.write(lambda session: session.execute(update(Person).values(name="Два")))
    assert "3 people are called 'два'" in (await command("export", "два"))[2]


def for_all_to_read(file: Path) -> None:
    file.touch()
    file.chmod(0o666)


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777
