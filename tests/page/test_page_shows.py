"""What the phones and the history show, in a real browser."""

from __future__ import annotations

import pytest

from tests.page.browser import Page, message, on
from tests.page.fake_night import FakeNight
from tests.page.night import (
    ADMINISTRATOR,
    COLLEAGUE,
    LEAD,
    OPERATOR,
    SECOND_LEAD,
    bold,
    button,
    marked,
)

pytestmark = pytest.mark.browser


def test_six_phones_show_who_they_are(page: Page) -> None:
    assert len(page.all("[data-phone]")) == 6
    assert "Анна Петрова" in page.text(on(OPERATOR, ".phone-head"))
    assert "online" in page.text(on(OPERATOR, ".phone-head"))
    assert "has not pressed Start" in page.text(on(ADMINISTRATOR, ".phone-head"))


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
    links_there = page.all(message(OPERATOR, posted, ".link"))
    assert [link.get_attribute("textContent") for link in links_there] == ["база"]
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
    page.until(lambda: night.posted_to(f"/{OPERATOR}/text") == [{"text": "/help"}], "the command")


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
