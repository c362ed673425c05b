"""What systemd hears from a process that it started, and from one that it did not."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.health.systemd import Systemd


@pytest.fixture(params=["file", "abstract"])
def ear(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """NOTIFY_SOCKET as systemd gives it, and its end of it."""
    name = secrets.token_hex(8)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        if request.param == "file":
            place = str(tmp_path / "notify")
            listening.bind(place)
        else:
            place = f"@nightshift-{name}"
            listening.bind(f"\0nightshift-{name}")
        listening.setblocking(False)
        yield place, listening


def heard(listening: socket.socket) -> list[str]:
    found: list[str] = []
    while True:
        try:
            found.append(listening.recv(4096).decode())
        except BlockingIOError:
            return found


def test_it_is_fed_each_time_and_told_how_we_are_when_that_changes(ear: tuple[str, socket.socket]) -> None:
    place, listening = ear
    systemd = Systemd({"NOTIFY_SOCKET": place})
    systemd.ready()
    systemd.lives("All is well.")
    systemd.lives("All is well.")
    systemd.lives("Telegram cannot be reached.")
    systemd.stopping()
    assert heard(listening) == [
        "READY=1",
        "WATCHDOG=1\nSTATUS=All is well.",
        "WATCHDOG=1",
        "WATCHDOG=1\nSTATUS=Telegram cannot be reached.",
        "STOPPING=1",
    ]


def test_what_only_a_restart_cures_is_not_fed(ear: tuple[str, socket.socket]) -> None:
    place, listening = ear
    systemd = Systemd({"NOTIFY_SOCKET": place})
    systemd.ails("The event loop stands.")
    systemd.ails("The event loop stands.")
    assert heard(listening) == ["STATUS=The event loop stands."]


def test_without_systemd_nobody_is_told() -> None:
    systemd = Systemd({})
    assert not systemd.listens
    systemd.ready()
    systemd.lives("All is well.")


def test_a_socket_that_is_gone_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Systemd({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready()
    assert "action=systemd_not_told" in caplog.text
