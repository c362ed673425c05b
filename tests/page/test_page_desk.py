"""The desk around the phones, in a real browser: clock, tabs, window sizes, a server that goes away."""

from __future__ import annotations

import pytest

from tests.page.browser import Page, on
from tests.page.fake_night import FakeNight
from tests.page.fake_server import FakeServer
from tests.page.night import (
    LEAD,
    OPERATOR,
)

pytestmark = pytest.mark.browser

PHONE_SIZED = (390, 844)
WIDTHS = [(1600, 1000), (1440, 900), (1280, 800), PHONE_SIZED]


def test_the_clock_is_wound_the_bot_killed_and_the_night_played(page: Page, night: FakeNight) -> None:
    assert page.text("[data-clock-time]").startswith("03:12")
    page.click('[data-action="forward-5"]')
    page.until(lambda: page.text("[data-clock-time]").startswith("03:17"), "five minutes later")
    assert "wound +5 min" in page.text("[data-clock-date]")
    page.click('[data-action="kill"]')
    page.click('[data-action="start-bot"]')
    page.one('[data-action="kill"]')
    assert night.posted_to("/bot") == [{"action": "kill"}, {"action": "start"}]
    night.tell("playing", playing=True, caption="03:14. The lead is paged.")
    page.sees("[data-caption]", "The lead is paged")
    page.click('[data-action="play"]')
    page.until(lambda: night.posted_to("/play") == [{"start": False}], "the night to be stopped")


def test_a_narrow_window_shows_one_phone_at_a_time_with_badges(
    page: Page, server: FakeServer, night: FakeNight
) -> None:
    page.open(server.url, *PHONE_SIZED)
    night.say(LEAD, "Вызов", silent=False)
    page.sees(f'[data-tab="{LEAD}"] .badge', "1")
    assert page.shows(on(OPERATOR))
    assert not page.shows(on(LEAD))
    page.click(f'[data-tab="{LEAD}"]')
    assert page.shows(on(LEAD))
    assert not page.shows(on(OPERATOR))
    assert page.all(f'[data-tab="{LEAD}"] .badge') == []
    page.click('[data-tab="history"]')
    assert page.shows("[data-rows]")
    assert not page.shows(on(LEAD))


def test_when_the_server_is_away_the_page_says_so_and_comes_back_with_the_state(
    page: Page, server: FakeServer, night: FakeNight
) -> None:
    night.say(LEAD, "До")
    page.sees(on(LEAD), "До")
    port = server.away()
    page.until(lambda: page.shows("[data-away]"), "the error line")
    night.say(LEAD, "Пока не было связи")
    back = FakeServer(night, port)
    page.sees(on(LEAD), "Пока не было связи")
    page.until(lambda: not page.shows("[data-away]"), "the error line to go")
    night.say(LEAD, "После")
    page.sees(on(LEAD), "После")
    assert page.text(on(LEAD, ".messages")).count("До") == 1
    back.away()


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_nothing_is_cut_off_at_any_width(
    page: Page, server: FakeServer, night: FakeNight, width: int, height: int
) -> None:
    night.play_all()
    page.open(server.url, width, height)
    night.tell("playing", playing=True, caption="03:25. While it is repaired, Anna moves to the chats.")
    page.sees("[data-caption]", "Anna moves")
    outside = """
      const looked = '.bar button, .bar h1, .clock, .phone.open .key, .phone.open .bubble, .tab';
      const out = ({ left, right }) => left < 0 || right > innerWidth + 0.5;
      return [...document.querySelectorAll(looked)]
        .filter((node) => node.checkVisibility() && out(node.getBoundingClientRect()))
        .map((node) => `${node.className}: ${node.textContent}`)"""
    assert page.run(outside) == []
    assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    assert page.run(
        "return [...document.querySelectorAll('.chat')].every((chat) => chat.scrollWidth <= chat.clientWidth)"
    )
