"""A night of the real process with trouble on the wire: whatever it leaves behind is looked through."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.db import file_of
from bot.log import redacted
from bot.nursery import Nursery
from bot.person.rules import Role
from bot.sandbox.faults import Kind
from tests.faults.cast import LEV, TIMUR, Member, make_template
from tests.faults.lives import Plainly
from tests.faults.night_script import one_operator
from tests.faults.rig import Rig
from tests.faults.words import text

OLGA = Member(1001, "Ольга", Role.OPERATOR)
SECRET = "5a1c0b1e"
WORDS = ("Не открывается совсем", "K-1001", OLGA.name, LEV.name, TIMUR.name)
"""What people write and are called in this night."""
TROUBLE: tuple[tuple[Kind, str], ...] = (
    ("drop_after", "sendMessage"),
    ("down", "answerCallbackQuery"),
    ("server_error", "editMessageText"),
    ("bad_json", "sendMessage"),
    ("down", "getFile"),
    ("drop_after", "sendPhoto"),
    ("bad_json", "getUpdates"),
    ("unauthorized", "getUpdates"),
)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "json"])
async def test_no_secret_is_in_the_log_or_the_database_and_nobodys_words_are_in_the_log(
    tmp_path: Path, form: str
) -> None:
    template = await asyncio.to_thread(make_template, tmp_path / "template.sqlite", operators=(OLGA,))
    settings = {
        "log_level": "DEBUG",
        "log_format": form,
        "sign_of_life_url": f"http://127.0.0.1:9/{SECRET}",
        "canary_every": "1 s",
        "health_listen": "127.0.0.1:0",
    }
    nursery, over = Nursery(), asyncio.Event()
    async with Rig(tmp_path / "night", template, Plainly(), operators=(OLGA,), settings=settings) as rig:
        for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
            nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
        walk = nursery.start(one_operator(rig, OLGA, "crm", picture=True), name=OLGA.name)
        await rig.until(lambda: bool(rig.rows("SELECT 1 FROM incidents")), "she should have reported it")
        for kind, method in TROUBLE:
            rig.box.faults.plan(kind, method, times=1)
        await walk
        await rig.quiet()
        over.set()
        await nursery.close(within=5)
        log, token = rig.log.read_text(), rig.box.token
        with closing(sqlite3.connect(file_of(rig.database_url))) as night:
            dump = "\n".join(night.iterdump())
    assert "action=poll_failed" in log or '"action": "poll_failed"' in log
    assert len(log.splitlines()) > 20
    for left in (log, dump):
        assert token not in left
        assert SECRET not in left
        assert redacted(left) == left
    assert [words for words in WORDS if words in log] == []
    assert "Не открывается совсем" in dump, "the night has them"
