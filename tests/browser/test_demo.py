"""The demo in Chromium: a night by clicking, the night that plays itself, a killed bot, a narrow window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.demo import flood, ladder
from bot.demo.cast import CAST, DARYNA, LEV, OLGA, PETRO, TIMUR, VERA, Member
from bot.demo.scenes import Regulation, words
from bot.runbook.library import Library
from bot.settings import CHECKOUT
from tests.browser.demo_page import NARROW, WIDE, Page, chromium, demo

pytestmark = pytest.mark.browser

LIBRARY = Library(CHECKOUT / "runbooks")
STEPS = LIBRARY.runbooks[LIBRARY.main].steps


@pytest.fixture
def page() -> Iterator[Page]:
    """A demo that has just begun, in a wide window."""
    with demo() as address, chromium(WIDE) as chrome:
        page = Page(chrome, address)
        everybody_has_started(page)
        yield page
        assert page.errors() == []


def everybody_has_started(page: Page) -> None:
    page.bot_is("running")
    for member in CAST:
        page.sees(member, words(member, "home-calm"))


def software(key: str, member: Member) -> str:
    return LIBRARY.centre.software[key].title.to(member.language)


def answer(step: str, key: str, member: Member) -> str:
    return STEPS[step].answers[key].label.to(member.language)


def says(step: str, member: Member) -> str:
    """The first line that the runbook says at this step, up to its first placeholder."""
    said = STEPS[step].say
    assert said is not None
    return said.to(member.language).split("\n")[0].split("{")[0].strip()


def reports_telephony(page: Page, member: Member) -> None:
    """From the reply keyboard to the question which call it is."""
    page.presses_key(member, words(member, "keyboard-report"))
    page.taps(member, software("telephony", member))
    page.taps(member, words(member, "report-customer-call"))
    page.sees(member, words(member, "operator-customer-call"))


def petro_claims_the_customer(page: Page) -> None:
    """Lev names him; he has the customer, and says what was promised."""
    page.taps(LEV, words(LEV, "lead-redirected"))
    page.taps(LEV, PETRO.name)
    page.taps(PETRO, words(PETRO, "customer-claim"))
    page.sees(OLGA, words(OLGA, "customer-with-colleague", name=PETRO.name, at="").split(",")[0])
    page.taps(PETRO, words(PETRO, "promise-button-call-back"))
    page.sees(LEV, words(LEV, "promise-call-back"))


def test_a_night_is_played_by_clicking_and_its_words_are_on_each_phone(page: Page) -> None:
    reports_telephony(page, OLGA)
    page.writes(OLGA, "48213")
    page.sees(OLGA, says("reboot", OLGA))
    page.taps(OLGA, answer("reboot", "not_helped", OLGA))

    page.sees(LEV, words(LEV, "lead-customer-call") + ": 48213", OLGA.name)
    page.does("forward-5")
    page.sees(DARYNA, words(DARYNA, "lead-customer-call") + ": 48213", OLGA.name)
    page.taps(LEV, words(LEV, "lead-acknowledge"))
    page.sees(DARYNA, words(DARYNA, "lead-taken", name=LEV.name, at="").split(",")[0])
    petro_claims_the_customer(page)

    page.sends_sample(OLGA, "error_503")
    page.sees(OLGA, words(OLGA, "operator-picture-there"))
    page.writes(OLGA, "Ошибка 503 при входе")
    page.sees(TIMUR, "Ошибка 503 при входе")
    page.taps(TIMUR, words(TIMUR, "ticket-acknowledge"))
    page.taps(OLGA, words(OLGA, "operator-channel-opens"))
    page.sees(OLGA, says("elsewhere", OLGA))

    page.does("forward-5")
    page.does("forward-5")
    page.taps(OLGA, words(OLGA, "operator-not-yet"))
    page.taps(TIMUR, words(TIMUR, "ticket-resolve"))
    page.sees(OLGA, says("check_fix", OLGA))
    page.taps(OLGA, answer("check_fix", "works", OLGA))
    page.sees(OLGA, says("back_on_line", OLGA), "08:00")
    page.sees(LEV, words(LEV, "lead-closed-returned"))
    page.sees(VERA, words(VERA, "home-calm"))

    page.until(lambda: ("closed", OLGA.name) in page.rows(), "the history should say that it is closed")
    told = page.rows()
    for row in (
        ("opened", OLGA.name),
        ("lead_acknowledged", LEV.name),
        ("duty_ticked", PETRO.name),
        ("ticket_acknowledged", TIMUR.name),
        ("ticket_resolved", TIMUR.name),
    ):
        assert row in told


def test_the_night_plays_itself_to_its_end_and_once_more(page: Page) -> None:
    for incidents in (2, 4):
        page.does("play")
        page.until(page.is_playing, "the night should be playing")
        page.until(lambda: not page.is_playing(), "the night should end", within=400)
        assert page.caption() == Regulation.end
        page.until(lambda: page.kinds().count("closed") == incidents, f"{incidents} closed incidents")  # noqa: B023
    page.sees(OLGA, says("back_on_line", OLGA))
    page.sees(PETRO, says("helped_myself", PETRO))
    page.sees(LEV, words(LEV, "lead-closed-returned"))


def test_nobody_answers_is_played_from_the_blocked_phone_to_the_silence(page: Page) -> None:
    page.does("ladder")
    page.until(page.is_playing, "the ladder should be playing")
    page.until(lambda: not page.is_playing(), "it should end", within=400)
    assert page.caption() == ladder.Unanswered.end
    page.sees(VERA, words(VERA, "reachable-again", name=LEV.name))
    for lead in (LEV, DARYNA, VERA):
        page.sees(lead, words(lead, "lead-closed-returned"))
    told = page.kinds()
    for kind in ("page_refused", "ladder_climbed", "lead_acknowledged", "closed"):
        assert kind in told
    after = told[told.index("lead_acknowledged") :]
    assert "lead_paged" not in after
    assert told.count("ladder_climbed") == 5


def test_thirty_operators_report_and_return_in_waves(page: Page) -> None:
    page.does("flood")
    page.until(page.is_playing, "the flood should be playing")
    page.until(lambda: not page.is_playing(), "it should end", within=400)
    assert page.caption() == flood.Flood.end
    told = page.kinds()
    for kind in ("opened", "outage_mass", "wave_asked", "closed"):
        assert kind in told
    page.sees(LEV, words(LEV, "outage-over-since", at="", count=30).split()[1])
    page.sees(PETRO, says("back_on_line", PETRO))
    assert len(page.chrome.find_elements("css selector", "[data-phone]")) == 6, "the crowd has no place here"
    page.until(lambda: page.topic().startswith("🟢 #1"), "the topic of the leads' group should end green")
    page.until(lambda: page.chrome.find_elements("css selector", "[data-topic] .icon-lock"), "and closed")


def test_a_lead_acknowledges_a_mass_outage_in_the_leads_group(page: Page) -> None:
    for member in (OLGA, PETRO):
        page.presses_key(member, words(member, "keyboard-report"))
        page.taps(member, software("telephony", member))
        if member is PETRO:
            page.taps(member, words(member, "known-me-too"))
        page.taps(member, words(member, "report-customer-none"))
        if member is OLGA:
            page.taps(member, answer("reboot", "not_helped", member))
    page.taps(LEV, words(LEV, "lead-acknowledge"))
    page.taps(LEV, words(LEV, "lead-more"))
    page.taps(LEV, words(LEV, "lead-declare-mass"))
    page.until(lambda: page.topic().startswith("🔴 #1"), "a topic in the leads' group")
    there = page.chrome.find_element("css selector", "[data-group] .messages")
    page.until(lambda: "2 operators" in there.text, "the board in the leads' group")
    page.taps_in_group(DARYNA, words(VERA, "group-own-board"))
    page.sees(DARYNA, words(DARYNA, "lead-take-over"), PETRO.name)


def test_nobody_answers_in_a_narrow_window_and_the_whole_night_after_it() -> None:
    with demo() as address, chromium(NARROW) as chrome:
        page = Page(chrome, address)
        everybody_has_started(page)
        for what, end in (("ladder", ladder.Unanswered.end), ("play", Regulation.end)):
            page.does(what)
            page.until(page.is_playing, "it should be playing")
            page.until(lambda: not page.is_playing(), "it should end", within=400)
            assert page.caption() == end
        assert chrome.execute_script("return document.documentElement.scrollWidth") <= NARROW[0]
        assert page.errors() == []


def test_a_bot_killed_in_the_middle_of_a_report_loses_nothing(page: Page) -> None:
    reports_telephony(page, OLGA)
    page.does("kill")
    page.bot_is("stopped")
    page.writes(OLGA, "48213")
    page.does("start-bot")
    page.bot_is("running")
    page.sees(OLGA, says("reboot", OLGA))

    page.does("kill")
    page.bot_is("stopped")
    page.does("start-bot")
    page.taps(OLGA, answer("reboot", "not_helped", OLGA))
    page.sees(LEV, words(LEV, "lead-customer-call") + ": 48213")
    page.until(lambda: "page_delivered" in page.kinds(), "the history should go on")
    told = page.kinds()
    assert [told.count(kind) for kind in ("opened", "customer_noted", "lead_paged")] == [1, 1, 1]


def test_in_a_narrow_window_one_phone_fills_it_and_works() -> None:
    with demo() as address, chromium(NARROW) as chrome:
        page = Page(chrome, address)
        everybody_has_started(page)
        page.opens(OLGA)
        reports_telephony(page, OLGA)
        page.writes(OLGA, "48213")
        page.taps(OLGA, answer("reboot", "not_helped", OLGA))
        page.opens(LEV)
        page.taps(LEV, words(LEV, "lead-acknowledge"))
        page.opens(OLGA)
        page.sees(OLGA, words(OLGA, "operator-lead-has-it", name=LEV.name, at="").strip())
        wide = chrome.execute_script("return document.documentElement.scrollWidth")
        assert wide <= NARROW[0]
        assert page.errors() == []
