"""The page as machines ask it, over real HTTP, and as somebody asks it who means no good."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.health.monitor import Monitor
from bot.health.pulse import Pulse
from bot.health.rules import Facts, Trouble, troubles
from bot.intake.poll import Health
from bot.web import page
from bot.web.page import Page

_MANY = 40


class Bot:
    """What the page is about."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.says: Callable[[], tuple[Trouble, ...]] = lambda: troubles(self.facts)
        self.counted: Callable[[], bytes] = lambda: b"up 1\n"
        self.page = Page("127.0.0.1", 0, self.wrong, self.metrics, {"version": "1.0"})

    def metrics(self) -> bytes:
        return self.counted()

    def wrong(self) -> tuple[Trouble, ...]:
        return self.says()


@pytest.fixture
def bot() -> Iterator[Bot]:
    found = Bot()
    place = found.page.start()
    assert place is not None
    yield found
    found.page.stop()


def asked(bot: Bot, path: str, method: str = "GET") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port(bot), timeout=10)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def answers_again(bot: Bot) -> bool:
    """As soon as one of those who were there has gone."""
    for _ in range(1000):
        with suppress(ConnectionError, http.client.HTTPException):
            return asked(bot, "/metrics")[0] == 200
    return False


def port(bot: Bot) -> int:
    return int(bot.page.address.rpartition(":")[2])


def test_while_all_is_well_it_says_so(bot: Bot) -> None:
    status, body = asked(bot, "/health")
    assert status == 200
    assert json.loads(body) == {
        "live": True,
        "ready": True,
        "says": "All is well.",
        "why": [],
        "version": "1.0",
    }
    assert asked(bot, "/metrics") == (200, "up 1\n")


def test_what_is_wrong_from_outside_is_not_ready_but_lives(bot: Bot) -> None:
    bot.facts = Facts(intake_reason="another_poller", intake_reason_for=60)
    status, body = asked(bot, "/health/ready")
    assert status == 503
    assert json.loads(body)["why"][0]["says"].startswith("Another program asks for this bot's updates")
    assert asked(bot, "/health/live")[0] == 200


def test_what_stands_does_not_live(bot: Bot) -> None:
    bot.facts = Facts(loop_stands=25)
    assert asked(bot, "/health/live")[0] == 503
    assert asked(bot, "/health")[0] == 503


async def test_it_answers_while_the_loop_stands(db: Database, clock: WoundClock, bot: Bot) -> None:
    """The question blocks the loop of this test, as anything may block the bot's."""
    steady = [100.0]
    pulse = Pulse(lambda: steady[0])
    pulse.start()
    monitor = Monitor(db, clock, pulse, Health, steady=lambda: steady[0])
    monitor.started = True
    bot.says = monitor.wrong
    assert asked(bot, "/health")[0] == 200
    steady[0] += 21
    status, body = asked(bot, "/health/live")
    pulse.stop()
    assert status == 503
    assert "event_loop" in [one["name"] for one in json.loads(body)["why"]]


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready"])
def test_it_answers_within_its_time_even_where_everything_hangs(
    bot: Bot, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "_TO_ANSWER", 0.05)
    goes_on, well = threading.Event(), bot.says
    bot.says = lambda: troubles(Facts(loop_stands=float(goes_on.wait(60))))
    before = threading.active_count()
    for _ in range(3):
        status, body = asked(bot, path)
        assert status == 503
        assert (json.loads(body)["live"], json.loads(body)["why"][0]["name"]) == (False, "hangs")
    assert threading.active_count() <= before + 2, "one that hangs, however many ask"
    goes_on.set()
    bot.says = well
    monkeypatch.setattr(page, "_TO_ANSWER", 5.0)
    assert asked(bot, path)[0] == 200


def test_metrics_that_hang_are_no_metrics(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_TO_ANSWER", 0.05)
    goes_on = threading.Event()
    bot.counted = lambda: bytes(goes_on.wait(60))
    assert asked(bot, "/metrics") == (503, "")
    goes_on.set()


def test_whoever_takes_too_long_with_a_question_is_hung_up_on(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long each of their bytes may take."""
    monkeypatch.setattr(page, "_WHOLE", 0.1)
    monkeypatch.setattr(page._Caller, "timeout", 60.0)
    with socket.create_connection(("127.0.0.1", port(bot)), timeout=10) as caller:
        caller.sendall(b"GET /hea")
        assert caller.recv(1) == b""


def test_nothing_else_is_there_and_nothing_is_taken(bot: Bot) -> None:
    assert asked(bot, "/")[0] == 404
    assert asked(bot, "/health/../etc/passwd")[0] == 404
    assert asked(bot, "/health", "POST")[0] == 501
    assert asked(bot, "/health?x=1", "HEAD") == (200, "")


@pytest.mark.parametrize(
    "words",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
        b"GET " + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"\r\n\r\n",
        b"",
    ],
)
def test_whoever_speaks_nonsense_harms_nobody(bot: Bot, words: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port(bot)), timeout=10) as caller:
        caller.sendall(words)
        caller.shutdown(socket.SHUT_WR)
        answer = caller.makefile("rb").read()
    assert b"Traceback" not in answer
    assert b"python" not in answer.lower()
    assert asked(bot, "/health")[0] == 200


def test_callers_who_say_nothing_take_a_few_threads_and_no_more(bot: Bot) -> None:
    before = threading.active_count()
    with ExitStack() as callers:
        for _ in range(_MANY):
            callers.enter_context(socket.create_connection(("127.0.0.1", port(bot)), timeout=10))
        assert threading.active_count() <= before + 17
    assert answers_again(bot)


def test_where_the_port_is_taken_the_bot_goes_on_without_it(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    second = Page("127.0.0.1", port(bot), bot.wrong, lambda: b"", {})
    assert second.start() is None
    second.stop()
    assert "action=health_page_failed" in caplog.text
