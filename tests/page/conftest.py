"""One browser for all tests of the page; a night and a server of its own for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.page.browser import Page, chromium
from tests.page.fake_night import FakeNight
from tests.page.fake_server import FakeServer

EXPECTED_WHEN_AWAY = (
    "ERR_CONNECTION_REFUSED",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "ERR_EMPTY_RESPONSE",
    "404",
    "409",
)


@pytest.fixture(scope="session")
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
