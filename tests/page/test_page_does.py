"""What a person can do with a phone on the page, in a real browser."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.page.browser import Page, message, on
from tests.page.fake_night import FakeNight
from tests.page.night import (
    ADMINISTRATOR,
    COLLEAGUE,
    LEAD,
    OPERATOR,
    SYSADMIN,
    button,
)

pytestmark = pytest.mark.browser


def test_a_tap_is_posted_shows_progress_and_then_its_toast(page: Page, night: FakeNight) -> None:
    night.hold_answers = True
    posted = night.say(LEAD, "🔴 Обращение №17", buttons=[[button("Принять", "primary")]])
    key = message(LEAD, posted, '[data-button="Принять"]')
    page.click(key)
    page.until(lambda: night.posted_to("/tap") == [{"message_id": posted, "data": "tap:Принять"}], "the tap")
    assert page.one(key).get_attribute("aria-busy") == "true"
    night.tell("answer", user_id=LEAD, text="Вы приняли в 03:16", alert=False)
    page.sees(on(LEAD, ".toast"), "Вы приняли в 03:16")
    assert page.one(key).get_attribute("aria-busy") is None


def test_an_alert_waits_to_be_read(page: Page, night: FakeNight) -> None:
    night.answers["tap:Принять"] = ("Обращение уже у Ирины", True)
    night.say(LEAD, "Обращение", buttons=[[button("Принять")]])
    page.click(on(LEAD, '[data-button="Принять"]'))
    page.sees(on(LEAD, "[role=alertdialog]"), "Обращение уже у Ирины")
    page.click(on(LEAD, '[data-action="ok"]'))
    page.until(lambda: not page.all(on(LEAD, "[role=alertdialog]")), "the notice to close")


def test_an_album_is_one_bubble_with_a_grid_and_a_picture_opens_larger(page: Page, night: FakeNight) -> None:
    page.one(on(OPERATOR, "textarea")).send_keys("ошибка 503")
    page.click(on(OPERATOR, '[data-action="attach"]'))
    page.click(on(OPERATOR, '[data-action="album"]'))
    page.until(lambda: len(page.all(on(OPERATOR, ".tile[data-message]"))) == 3, "three pictures")
    assert night.posted_to("/album")[0]["caption"] == "ошибка 503"
    assert len(page.all(on(OPERATOR, ".message .bubble"))) == 1
    page.click(on(OPERATOR, ".tile"))
    page.until(lambda: page.shows("[data-picture] img"), "the larger picture")
    ActionChains(page.chrome).send_keys(Keys.ESCAPE).perform()
    page.until(lambda: not page.shows("[data-picture]"), "the picture to close")


def test_a_file_and_a_voice_message_are_posted_and_shown(page: Page, night: FakeNight) -> None:
    for action in ("sample-document", "voice"):
        page.click(on(OPERATOR, '[data-action="attach"]'))
        page.click(on(OPERATOR, f'[data-action="{action}"]'))
    page.sees(on(OPERATOR), "Voice message")
    page.sees(on(OPERATOR), "error_503.png")
    assert night.posted_to("/document") == [{"sample": "error_503"}]


def test_start_block_reply_keyboard_and_commands(page: Page, night: FakeNight) -> None:
    page.click(on(ADMINISTRATOR, '[data-action="start"]'))
    page.sees(on(ADMINISTRATOR, ".messages"), "/start")
    page.click(on(OPERATOR, '[data-reply="📍 Где я сейчас"]'))
    page.sees(on(OPERATOR, ".messages"), "📍 Где я сейчас")
    page.click(on(OPERATOR, '[data-action="keyboard"]'))
    assert not page.shows(on(OPERATOR, ".keys"))
    page.click(on(OPERATOR, '[data-action="commands"]'))
    page.click(on(OPERATOR, '[data-action="command-status"]'))
    page.sees(on(OPERATOR, ".messages"), "/status")
    page.click(on(LEAD, '[data-action="more"]'))
    page.click(on(LEAD, '[data-action="block"]'))
    page.sees(on(LEAD, ".status"), "blocked the bot")
    page.click(on(LEAD, '[data-action="unblock"]'))
    page.sees(on(LEAD, ".status"), "online")


def test_words_are_sent_with_enter_and_a_refusal_is_told(page: Page, night: FakeNight) -> None:
    page.one(on(SYSADMIN, "textarea")).send_keys("Исправлено", Keys.ENTER)
    page.sees(on(SYSADMIN, ".messages"), "Исправлено")
    del night.phones[COLLEAGUE]
    page.one(on(COLLEAGUE, "textarea")).send_keys("Привет", Keys.ENTER)
    page.sees(on(COLLEAGUE, ".toast"), "Not here")
    assert page.one(on(COLLEAGUE, "textarea")).get_property("value") == "Привет"


def test_a_card_is_forwarded_with_its_buttons(page: Page, night: FakeNight) -> None:
    posted = night.say(LEAD, "Обращение №17", buttons=[[button("Принять")]])
    page.sees(message(LEAD, posted), "Принять")
    ActionChains(page.chrome).move_to_element(page.one(message(LEAD, posted))).perform()
    page.click(message(LEAD, posted, '[data-action="forward"]'))
    page.click(on(LEAD, f'[data-action="forward-to-{OPERATOR}"]'))
    page.sees(on(OPERATOR, '[data-button="Принять"]'), "Принять")
    assert night.posted_to("/forward") == [{"from_user_id": LEAD, "message_id": posted}]
