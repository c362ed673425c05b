"""The leads' group beside the phones: its topics, its board, and whoever taps there."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from tests.page.browser import Page
from tests.page.fake_night import FakeNight
from tests.page.fake_server import FakeServer
from tests.page.night import LEAD, SECOND_LEAD, button

GROUP, TOPIC, SECOND = -1_001_000_000_001, 7, 9
SELECTED = "[data-group] [role=tab][aria-selected=true]"


def said(night: FakeNight, text: str, topic: int | None = None, **more: Any) -> dict[str, Any]:
    """One message of the group, in the contract's shape."""
    empty: dict[str, Any] = {"photo": None, "document": None, "other": None, "album": None, "reply_to": None}
    head = {"id": night.next_id(), "from": "bot", "at": night.now(), "edited_at": None, "text": text}
    rest = {"entities": [], "buttons": [], "silent": True, "protected": False, "by": None, "topic": topic}
    return {**head, **empty, **rest, **more}


def group(*topics: tuple[int, str, bool], messages: list[dict[str, Any]]) -> dict[str, Any]:
    """The group with these topics: number, name, whether it is closed."""
    members = [(LEAD, "Ирина Соколова"), (SECOND_LEAD, "Daniel Novak")]
    return {
        "chat_id": GROUP,
        "title": "Night leads",
        "members": [{"user_id": who, "name": name} for who, name in members],
        "topics": [{"id": number, "name": name, "closed": closed} for number, name, closed in topics],
        "messages": messages,
    }


@pytest.fixture
def with_a_board(page: Page, night: FakeNight) -> dict[str, Any]:
    """A group is there, and a topic with a board has just come."""
    welcome = said(night, "The board comes here", by="Ирина Соколова")
    night.tell("group", group=group(messages=[welcome]))
    page.sees("[data-group]", "Night leads")
    board = said(night, "Mass outage No. 1", TOPIC, buttons=[[button("Acknowledge", "primary")]])
    there = group((TOPIC, "🔴 No. 1 Telephony", False), messages=[welcome, board])
    night.tell("group", group=there)
    page.sees("[data-group] .messages", "Mass outage No. 1")
    return there


def test_where_there_is_no_group_there_is_no_pane(page: Page) -> None:
    assert not page.shows("[data-group]")
    assert page.all('[data-tab="group"]') == []


def test_it_is_folded_until_a_topic_comes_and_folds_with_a_key(page: Page, night: FakeNight) -> None:
    night.tell("group", group=group(messages=[said(night, "The board comes here")]))
    page.sees("[data-group]", "2 people and the bot · 0 topics")
    assert not page.shows("[data-group] .chat")
    board = said(night, "Mass outage No. 1", TOPIC)
    night.tell("group", group=group((TOPIC, "🔴 No. 1 Telephony", False), messages=[board]))
    page.until(lambda: page.shows("[data-group] .chat"), "the pane unfolds")
    page.one("[data-action=fold-group]").send_keys(Keys.ENTER)
    assert not page.shows("[data-group] .chat")
    assert page.one("[data-action=fold-group]").get_attribute("aria-expanded") == "false"


@pytest.mark.usefixtures("with_a_board")
def test_topics_are_chosen_with_the_arrow_keys(page: Page) -> None:
    assert page.text(SELECTED) == "🔴 No. 1 Telephony"
    page.one(SELECTED).send_keys(Keys.ARROW_LEFT)
    assert page.text(SELECTED) == "General"
    page.sees("[data-group] .messages", "The board comes here")
    page.sees("[data-group] .said-by", "Ирина Соколова")
    assert "Mass outage" not in page.text("[data-group] .messages")
    page.one(SELECTED).send_keys(Keys.END)
    assert page.text(SELECTED) == "🔴 No. 1 Telephony"
    assert len(page.all("[data-group] [role=tab][tabindex='0']")) == 1


def test_whoever_is_chosen_taps_and_reads_the_answer_there(
    page: Page, night: FakeNight, with_a_board: dict[str, Any]
) -> None:
    night.hold_answers = True
    page.one("[data-action=tap-as]").send_keys("Daniel")
    page.click('[data-group] [data-button="Acknowledge"]')
    page.until(lambda: bool(page.all("[data-group] .key.waiting")), "progress")
    path, body = night.posts[-1]
    assert path == f"/sim/{SECOND_LEAD}/tap"
    assert (body["chat_id"], body["message_id"]) == (GROUP, with_a_board["messages"][1]["id"])
    night.tell("answer", user_id=SECOND_LEAD, text="You have it.", alert=False)
    page.sees("[data-group] .toasts", "You have it.")
    assert page.all("[data-group] .key.waiting") == []


def test_a_title_changes_a_closed_topic_has_a_lock_and_a_deleted_one_is_gone(
    page: Page, night: FakeNight, with_a_board: dict[str, Any]
) -> None:
    messages = with_a_board["messages"]
    night.tell("group", group=group((TOPIC, "🟢 No. 1 Telephony", True), messages=messages))
    page.sees(SELECTED, "🟢 No. 1 Telephony")
    assert page.all(f"{SELECTED} .icon-lock")
    night.tell("group", group=group(messages=messages[:1]))
    page.until(lambda: page.text(SELECTED) == "General", "the general topic")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_in_a_narrow_window_it_has_a_tab_and_its_words_can_be_read(
    page: Page, night: FakeNight, server: FakeServer, with_a_board: dict[str, Any], scheme: str
) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    page.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.open(server.url, 390, 844)
    night.tell("group", group=with_a_board)
    page.click('[data-tab="group"].tab')
    page.until(lambda: page.shows("[data-group] .chat"), "the group")
    assert not page.shows("[data-history]")
    assert page.run("return document.documentElement.scrollWidth") <= 390
    for what in (".bubble", ".key.primary", ".topic", ".group-words .name"):
        assert page.run(CONTRAST, f"[data-group] {what}") >= 4.5, what
    page.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


CONTRAST = """
const node = document.querySelector(arguments[0]);
const parts = (color) => color.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
  .map((one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
  .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
let ground = node;
while (parts(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
const [a, b] = [getComputedStyle(node).color, getComputedStyle(ground).backgroundColor].map(parts).map(light);
return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
"""
"""How far the words stand out from what is behind them, as WCAG counts it."""
