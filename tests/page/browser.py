"""Debian's Chromium for tests: without a head, a profile of its own, and no line to the outside."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE_S = 8.0
LOOK_EVERY_S = 0.02
REMEDY = "{} is missing: apt-get install chromium chromium-driver"
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Page:
    """The demo page in one browser: finding, waiting, looking."""

    def __init__(self, chrome: Chrome) -> None:
        """Around a running browser."""
        self.chrome = chrome

    def open(self, url: str, width: int = 1600, height: int = 1000) -> None:
        """Open the page in a window of this size and wait for its phones."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.chrome.get(url)
        self.until(lambda: bool(self.all("[data-phone]")), "phones")

    def all(self, selector: str) -> list[WebElement]:
        """Every element there is now."""
        return self.chrome.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        """The first element, once it is there."""
        self.until(lambda: bool(self.all(selector)), selector)
        return self.chrome.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        """All text of the first element, as the document holds it; empty when it is not there."""
        found: str = self.run("return document.querySelector(arguments[0])?.textContent ?? ''", selector)
        return found

    def click(self, selector: str) -> None:
        """Press what a person would press."""
        self.one(selector).click()

    def run(self, script: str, *values: Any) -> Any:
        """A script of the test's own."""
        return self.chrome.execute_script(script, *values)

    def until(self, seen: Callable[[], bool], what: str) -> None:
        """Wait for it; the failure says what did not come."""
        wait = WebDriverWait(self.chrome, PATIENCE_S, LOOK_EVERY_S)
        wait.until(lambda _: seen(), f"did not come: {what}")

    def sees(self, selector: str, words: str) -> None:
        """Wait until the words are in the element."""
        self.until(lambda: words in self.text(selector), f"{words!r} in {selector}")

    def shows(self, selector: str) -> bool:
        """Whether the first such element can be seen."""
        found = self.all(selector)
        return bool(found) and found[0].is_displayed()


@contextmanager
def chromium() -> Iterator[Page]:
    """A browser with a new profile, gone afterwards. A missing one is an error with its remedy."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert program, REMEDY.format("Chromium")
    assert driver, REMEDY.format("chromedriver")
    with TemporaryDirectory(prefix="page-profile-", ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = str(Path(program))
        for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        chrome = Chrome(options=options, service=Service(driver))
        try:
            yield Page(chrome)
        finally:
            chrome.quit()


def on(who: int, selector: str = "") -> str:
    """The selector of a phone, or of something on it."""
    return f'[data-phone="{who}"] {selector}'.strip()


def message(who: int, message_id: int, selector: str = "") -> str:
    """The selector of a message, or of something in it."""
    return on(who, f'[data-message="{message_id}"] {selector}')
