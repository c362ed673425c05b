"""The command line while a bot runs on the same file: it reads, invites, and what it writes counts."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from bot.cli import main
from bot.sandbox.server import SandboxServer
from bot.settings import setting_names
from tests.stories.night import Night


@pytest.fixture(autouse=True)
def settings(night: Night, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of the bot that runs."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(night.folder))
    monkeypatch.setenv("REHEARSAL_CLOCK", str(night.folder / "clock"))
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("DEFAULT_LANGUAGE", "en")
    monkeypatch.chdir(night.folder)


async def command(*arguments: str) -> int:
    return await asyncio.to_thread(main, arguments)


async def test_history_tells_an_incident_as_a_story_and_as_data(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.taps("Заработало")
    assert await command("history", "1") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Incident No. 1 · Telephony · Ольга"
    assert told[-1] == "02:00  Ольга: the incident is closed: the operator's own attempt helped"
    assert await command("history", "--last", "--language", "uk") == 0
    assert capsys.readouterr().out.startswith("Звернення №1 · Телефонія · Ольга\n22 листопада\n")
    assert await command("history", "1", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert [event["kind"] for event in data["events"]] == night.kinds()
    assert data["whole"] is True


async def test_a_link_from_the_command_line_lets_somebody_in(
    night: Night, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = SandboxServer(night.box)
    monkeypatch.setenv("BOT_API_URL", await server.start())
    monkeypatch.setenv("BOT_TOKEN", night.box.token)
    monkeypatch.delenv("REHEARSAL_CLOCK")
    assert await command("invite", "--role", "sysadmin", "--name", "Семён") == 0
    await server.stop()
    link = re.match(r"https://t\.me/(\w+)\?start=([\w-]{43})\n", capsys.readouterr().out)
    assert link is not None
    somebody = await night.stranger("Somebody")
    await somebody.starts(link[2])
    somebody.sees("Семён")
    assert await command("people") == 0
    assert re.search(r"Семён +sysadmin 1 .* yes\n", capsys.readouterr().out)


async def test_a_telegram_that_does_not_answer_leaves_words_and_no_token(
    night: Night, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", night.box.token)
    assert await command("invite", "--role", "operator") == 0
    out, err = capsys.readouterr()
    assert re.search(r"^/start [\w-]{43}$", out, re.MULTILINE)
    assert night.box.token not in out + err


async def test_a_month_of_the_rota_is_painted_into_a_file(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    await night.sysadmin("Соня")
    assert await command("rota", "--picture", "rota.png", "--role", "sysadmin", "--month", "2026-11") == 0
    assert capsys.readouterr().out == "painted: rota.png\n"
    assert (night.folder / "rota.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(SystemExit):
        main(["rota", "--picture", "rota.png", "--month", "november"])
    assert "a month is written 2026-11, not 'november'" in capsys.readouterr().err
