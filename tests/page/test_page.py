"""The demo page in a real browser, against a small server that keeps the sandbox's contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.page.browser import Page, chromium
from tests.page.fake_server import FakeNight, FakeServer
from tests.page.night import (
    ADMINISTRATOR,
    COLLEAGUE,
    LEAD,
    OPERATOR,
    SECOND_LEAD,
    SYSADMIN,
    bold,
    button,
    marked,
)

pytestmark = pytest.mark.browser

PHONE_SIZED = (390, 844)
WIDTHS = [(1600, 1000), (1440, 900), (1280, 800), PHONE_SIZED]
EXPECTED_WHEN_AWAY = (
    "ERR_CONNECTION_REFUSED",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "ERR_EMPTY_RESPONSE",
    "404",
    "409",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with chromium() as page:
        yield page


@pytest.fixture
def night() -> FakeNight:
    return FakeNight()


@pytest.fixture
def server(night: FakeNight) -> Iterator[FakeServer]:
    server = FakeServer(night)
    yield server
    server.away()


@pytest.fixture
def page(browser: Page, server: FakeServer) -> Iterator[Page]:
    """The page, opened wide; afterwards the browser's console must hold no error of the page's own."""
    browser.open(server.url)
    yield browser
    wrong = [entry["message"] for entry in browser.chrome.get_log("browser") if entry["level"] == "SEVERE"]  # type: ignore[no-untyped-call]
    browser.chrome.get("about:blank")
    assert [text for text in wrong if not any(known in text for known in EXPECTED_WHEN_AWAY)] == []


def on(who: int, selector: str = "") -> str:
    return f'[data-phone="{who}"] {selector}'.strip()


def message(who: int, message_id: int, selector: str = "") -> str:
    return on(who, f'[data-message="{message_id}"] {selector}')


def posts(night: FakeNight, what: str) -> list[Any]:
    return [body for path, body in night.posts if path.endswith(what)]


def test_six_phones_show_who_they_are(page: Page) -> None:
    assert len(page.all("[data-phone]")) == 6
    assert "Анна Петрова" in page.text(on(OPERATOR, ".phone-head"))
    assert "online" in page.text(on(OPERATOR, ".phone-head"))
    assert "has not pressed Start" in page.text(on(ADMINISTRATOR, ".phone-head"))


def test_a_tap_is_posted_shows_progress_and_then_its_toast(page: Page, night: FakeNight) -> None:
    night.hold_answers = True
    posted = night.say(LEAD, "🔴 Обращение №17", buttons=[[button("Принять", "primary")]])
    key = message(LEAD, posted, '[data-button="Принять"]')
    page.click(key)
    page.until(lambda: posts(night, "/tap") == [{"message_id": posted, "data": "tap:Принять"}], "the tap")
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


def test_buttons_have_their_styles_and_a_disabled_one_cannot_be_pressed(page: Page, night: FakeNight) -> None:
    keys = [
        [button(style, style) for style in ("primary", "success", "danger")],
        [button("taken", disabled=True)],
    ]
    night.say(LEAD, "Выберите", buttons=keys)
    colours = {
        style: page.one(on(LEAD, f'[data-button="{style}"]')).value_of_css_property("background-color")
        for style in ("primary", "success", "danger", "taken")
    }
    assert len(set(colours.values())) == 4
    assert not page.one(on(LEAD, '[data-button="taken"]')).is_enabled()


def test_hostile_text_is_shown_as_it_was_written(page: Page, night: FakeNight) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\"> &amp; \u202eгнитсап\u202c <b>b</b>"
    night.change_phone(SECOND_LEAD, name=hostile)
    posted = night.say(LEAD, hostile, buttons=[[button(hostile)]], entities=[bold(hostile, "<b>b</b>")])
    night.tell("answer", user_id=LEAD, text=hostile, alert=False)
    night.record(hostile, by=None, why=hostile, data={"text": hostile})
    page.sees(on(LEAD, ".toast"), hostile)
    assert page.text(message(LEAD, posted, ".words")) == hostile
    assert page.text(message(LEAD, posted, ".key")) == hostile
    assert page.text(on(SECOND_LEAD, ".name")) == hostile
    page.sees("[data-history] .why", hostile)
    assert page.all("img[src=x]") == []
    assert page.chrome.title != "owned"


def test_links_lead_nowhere_and_dangerous_ones_are_plain_text(page: Page, night: FakeNight) -> None:
    text = "база и ловушка"
    links = [
        marked("text_link", text, "база", url="https://kb.example/"),
        marked("text_link", text, "ловушка", url="javascript:alert(1)"),
    ]
    posted = night.say(OPERATOR, text, entities=links, photo="https://elsewhere.example/x.png")
    page.sees(message(OPERATOR, posted), text)
    assert [link.text for link in page.all(message(OPERATOR, posted, ".link"))] == ["база"]
    assert page.all(message(OPERATOR, posted, ":is(a, img)")) == []


def test_entities_are_drawn_by_utf16_offsets_and_a_command_is_sent(page: Page, night: FakeNight) -> None:
    text = "🔴 Заявка №9 · 48213\nне пускает\nсекрет /help"
    kinds = {
        "bold": "Заявка №9",
        "code": "48213",
        "blockquote": "не пускает",
        "spoiler": "секрет",
        "bot_command": "/help",
    }
    posted = night.say(OPERATOR, text, entities=[marked(kind, text, words) for kind, words in kinds.items()])
    page.sees(message(OPERATOR, posted, "strong"), "Заявка №9")
    assert page.text(message(OPERATOR, posted, "code")) == "48213"
    assert page.text(message(OPERATOR, posted, "blockquote")) == "не пускает"
    page.click(message(OPERATOR, posted, ".spoiler"))
    assert page.all(message(OPERATOR, posted, ".spoiler.seen"))
    page.click(message(OPERATOR, posted, "[data-command]"))
    page.until(lambda: posts(night, f"/{OPERATOR}/text") == [{"text": "/help"}], "the command")


def test_an_edit_changes_the_message_in_its_place(page: Page, night: FakeNight) -> None:
    first = night.say(LEAD, "Шаг 1", buttons=[[button("Принять")]])
    night.say(LEAD, "Другое сообщение")
    page.sees(on(LEAD), "Другое сообщение")
    night.edit(LEAD, first, text="Шаг 2", buttons=[])
    page.sees(message(LEAD, first), "Шаг 2")
    assert "edited" in page.text(message(LEAD, first, ".marks"))
    assert page.all(message(LEAD, first, ".key")) == []
    assert page.one(on(LEAD, ".message")).get_attribute("data-message") == str(first)
    night.delete(LEAD, first)
    page.until(lambda: not page.all(message(LEAD, first)), "the message to go")


def test_an_album_is_one_bubble_with_a_grid_and_a_picture_opens_larger(page: Page, night: FakeNight) -> None:
    page.one(on(OPERATOR, "textarea")).send_keys("ошибка 503")
    page.click(on(OPERATOR, '[data-action="attach"]'))
    page.click(on(OPERATOR, '[data-action="album"]'))
    page.until(lambda: len(page.all(on(OPERATOR, ".tile[data-message]"))) == 3, "three pictures")
    assert posts(night, "/album")[0]["caption"] == "ошибка 503"
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
    assert posts(night, "/document") == [{"sample": "error_503"}]


def test_sound_silence_protection_and_typing_can_be_seen(page: Page, night: FakeNight) -> None:
    quiet = night.say(LEAD, "Тихо")
    loud = night.say(LEAD, "Громко", silent=False, protected=True)
    page.sees(on(LEAD), "Громко")
    assert page.all(message(LEAD, quiet, ".icon-bellOff"))
    assert page.all(message(LEAD, loud, ".icon-bell"))
    assert page.all(message(LEAD, loud, ".icon-lock"))
    night.tell("typing", user_id=LEAD)
    page.until(lambda: page.shows(on(LEAD, ".typing")), "typing")
    night.say(LEAD, "Вот")
    page.until(lambda: not page.shows(on(LEAD, ".typing")), "typing to end")


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
    assert posts(night, "/forward") == [{"from_user_id": LEAD, "message_id": posted}]


def test_the_clock_is_wound_the_bot_killed_and_the_night_played(page: Page, night: FakeNight) -> None:
    assert page.text("[data-clock-time]").startswith("03:12")
    page.click('[data-action="forward-5"]')
    page.until(lambda: page.text("[data-clock-time]").startswith("03:17"), "five minutes later")
    assert "wound +5 min" in page.text("[data-clock-date]")
    page.click('[data-action="kill"]')
    page.click('[data-action="start-bot"]')
    page.one('[data-action="kill"]')
    assert posts(night, "/bot") == [{"action": "kill"}, {"action": "start"}]
    night.tell("playing", playing=True, caption="03:14. The lead is paged.")
    page.sees("[data-caption]", "The lead is paged")
    page.click('[data-action="play"]')
    page.until(lambda: posts(night, "/play") == [{"start": False}], "the night to be stopped")


def test_the_history_is_filtered_and_a_row_shows_its_data(page: Page, night: FakeNight) -> None:
    night.record("incident_opened", by=OPERATOR, why="tap 12", data={"software": "telephony"})
    night.record("incident_opened", by=COLLEAGUE, why="tap 13", data={}, incident=18)
    night.record("lead_paged", by=None, why="step 2", data={}, incident=18)
    page.sees("[data-history-count]", "3 rows")
    page.sees("[data-rows]", "the night itself")
    page.click("[data-row] summary")
    page.sees("[data-row] pre", '"software": "telephony"')
    page.run(
        "const select = document.querySelector('[data-action=filter]');"
        "select.value = '18'; select.dispatchEvent(new Event('change'))"
    )
    page.sees("[data-history-count]", "2 rows")
    assert not page.shows("[data-row]")


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
        .map((node) => node.textContent)"""
    assert page.run(outside) == []
    assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    assert page.run(
        "return [...document.querySelectorAll('.chat')].every((chat) => chat.scrollWidth <= chat.clientWidth)"
    )
