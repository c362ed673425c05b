"""`nightshift health` beside a running bot, beside an ill one, and where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.cli import main
from bot.health.rules import Facts, Trouble, troubles
from bot.settings import setting_names
from bot.web.page import Page


class Bot:
    """A page to ask."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.page = Page("127.0.0.1", 0, self.wrong, lambda: b"", {})

    def wrong(self) -> tuple[Trouble, ...]:
        return troubles(self.facts)


@pytest.fixture
def bot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bot]:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    found = Bot()
    monkeypatch.setenv("HEALTH_LISTEN", str(found.page.start()))
    yield found
    found.page.stop()


def test_all_is_well(bot: Bot, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["health"]) == 0
    assert capsys.readouterr().out == "All is well.\n"


def test_what_is_wrong_is_said_and_a_container_is_not_restarted_for_it(
    bot: Bot, capsys: pytest.CaptureFixture[str]
) -> None:
    bot.facts = Facts(token_refused=True)
    assert main(["health"]) == 1
    assert capsys.readouterr().out.startswith("token: Telegram does not know the token any more (401)")
    assert main(["health", "--live"]) == 0
    bot.facts = Facts(loop_stands=30)
    assert main(["health", "--live"]) == 1


def test_where_no_bot_answers_that_is_said(bot: Bot, capsys: pytest.CaptureFixture[str]) -> None:
    bot.page.stop()
    assert main(["health"]) == 3
    assert "no bot answers there" in capsys.readouterr().err


def test_where_nobody_may_be_asked_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEALTH_LISTEN", "off")
    assert main(["health"]) == 3
    assert "HEALTH_LISTEN is off" in capsys.readouterr().err
