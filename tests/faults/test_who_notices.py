"""The real process stands still, is refused, or is well: who notices, in which words, and what then."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.health.pulse import EXIT_STANDS
from bot.nursery import Nursery
from bot.person.rules import Role
from bot.sandbox.faults import Kind
from tests.faults.cast import LEV, TIMUR, Member, make_template
from tests.faults.invariants import judge
from tests.faults.lives import Plainly
from tests.faults.night_script import one_operator
from tests.faults.rig import Rig
from tests.faults.words import text
from tests.postgresql import Server

OLGA = Member(1001, "Ольга", Role.OPERATOR)
WITHIN = 60.0


@asynccontextmanager
async def night(place: Path | Server, folder: Path, *program: str, **settings: str) -> AsyncIterator[Rig]:
    template = await asyncio.to_thread(make_template, place, operators=(OLGA,))
    nursery, over = Nursery(), asyncio.Event()
    settings = {"health_listen": "127.0.0.1:0", **settings}
    birth = Plainly(*program)
    async with Rig(folder / "night", template, birth, operators=(OLGA,), settings=settings) as rig:
        for answers, label in ((LEV, "lead-acknowledge"), (TIMUR, "ticket-acknowledge")):
            nursery.start(rig.taps_each(answers, text(label), over.is_set), name=answers.name)
        yield rig
        over.set()
        await nursery.close(within=5)


def started(rig: Rig) -> list[str]:
    """Where each life so far has its health page."""
    log = rig.log.read_text(errors="replace") if rig.log.exists() else ""
    return re.findall(r"action=started .*health=(\S+)", log)


def health(address: str, path: str = "/health") -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"http://{address}{path}", timeout=10) as answer:
            return {"status": answer.status, **json.load(answer)}
    except urllib.error.HTTPError as refused:
        with refused:
            return {"status": refused.code, **json.load(refused)}


async def says(rig: Rig, address: str, name: str | None) -> dict[str, Any]:
    """What /health says once it names this; None: once all is well."""
    said: dict[str, Any] = {}

    def there() -> bool:
        said.update(health(address))
        return said["ready"] if name is None else name in [one["name"] for one in said["why"]]

    await rig.until(there, f"/health should say {name}")
    return said


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize(
    ("number", "what"), [(signal.SIGUSR1, "event_loop"), (signal.SIGUSR2, "database_thread")]
)
async def test_a_process_that_stands_ends_itself_and_the_next_one_has_lost_nothing(
    night_place: Path | Server, tmp_path: Path, number: signal.Signals, what: str
) -> None:
    nursery = Nursery()
    async with night(night_place, tmp_path, "-m", "tests.faults.standing") as rig:
        await rig.until(lambda: len(started(rig)) == 1, "it should start")
        life = await rig.alive()
        walk = nursery.start(one_operator(rig, OLGA, "crm", picture=True), name=OLGA.name)
        life.signal(number)
        code = await life.ended
        await walk
        await rig.quiet()
        verdict = judge(rig)
        log = rig.log.read_text(errors="replace")
    assert code == EXIT_STANDS
    assert f"action=stands what={what}" in log
    assert "standing.py" in log, "where it stands is said"
    assert not verdict.broken


@pytest.mark.slow
async def test_a_revoked_token_and_a_foreign_poller_are_named_and_forgotten(
    tmp_path: Path,
) -> None:
    async with night(tmp_path / "template.sqlite", tmp_path) as rig:
        await rig.until(lambda: len(started(rig)) == 1, "it should start")
        (address,) = started(rig)
        await says(rig, address, None)
        reasons: tuple[tuple[Kind, str, str], ...] = (
            ("unauthorized", "token", "(401)"),
            ("foreign_poller", "intake", "the same token runs twice (409)"),
        )
        for kind, name, words in reasons:
            fault = rig.box.faults.plan(kind, "getUpdates")
            rig.phones[OLGA].writes("/help")  # the poll that waits is answered, and the next one is refused
            said = await says(rig, address, name)
            assert (said["status"], said["ready"], said["live"]) == (503, False, True)
            assert words in said["says"]
            rig.box.faults.planned.remove(fault)
            assert (await says(rig, address, None))["status"] == 200
        await rig.until(
            lambda: "action=well_again name=intake" in rig.log.read_text(), "the log should say so too"
        )
        assert rig.deaths.codes == []


class Outside:
    """Whoever waits for signs of life."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    async def listen(self) -> int:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK")
        await writer.drain()
        writer.close()

    def close(self) -> None:
        self._server.close()


@pytest.mark.slow
async def test_systemd_and_whoever_waits_outside_hear_that_it_lives_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, place = Outside(), str(tmp_path / "notify")
    port = await outside.listen()
    runbooks = tmp_path / "runbooks"
    runbooks.mkdir()
    for file in (Path(__file__).parents[2] / "runbooks").glob("*.yaml"):
        (runbooks / file.name).write_text(file.read_text())
    centre = runbooks / "centre.yaml"
    centre.write_text(allowing_inside(centre.read_text(), "127.0.0.0/8"))
    monkeypatch.setenv("NOTIFY_SOCKET", place)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(place)
        systemd.setblocking(False)
        url = f"http://127.0.0.1:{port}/secret-5a1c"
        settings = {"sign_of_life_url": url, "runbooks_dir": str(runbooks)}
        async with night(tmp_path / "template.sqlite", tmp_path, **settings) as rig:
            heard = await said_to(systemd, b"READY=1")
            heard += await said_to(systemd, b"WATCHDOG=1")
            await rig.until(lambda: bool(outside.heard), "a sign of life")
            life = await rig.alive()
            life.signal(signal.SIGTERM)
            heard += await said_to(systemd, b"STOPPING=1")
            assert await life.ended == 0
    outside.close()
    assert b"STATUS=All is well." in b"\n".join(heard)
    (request, *_) = outside.heard
    assert request.startswith(b"GET /secret-5a1c HTTP/1.1\r\n")
    names = {line.partition(b":")[0].lower() for line in request.split(b"\r\n")[1:] if line}
    assert names <= {b"host", b"user-agent", b"accept", b"accept-encoding", b"connection"}
    log = rig.log.read_text(errors="replace")
    assert "heard=True" in log
    assert "5a1c" not in log


async def said_to(systemd: socket.socket, wanted: bytes) -> list[bytes]:
    """Everything systemd is told until this."""
    said: list[bytes] = []
    async with asyncio.timeout(WITHIN):
        while not said or wanted not in said[-1]:
            said.append(await asyncio.get_running_loop().sock_recv(systemd, 4096))
    return said


def allowing_inside(centre: str, network: str) -> str:
    """The centre's file with one network of its own that may be reached."""
    assert "allow_inside: []" in centre
    return centre.replace("allow_inside: []", f'allow_inside: ["{network}"]')
