"""The demo as a process of its own, and its page in a real Chromium, with hands that click."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from bot.demo.cast import Member

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 30.0
WIDE, NARROW = (1920, 1080), (390, 844)
_MOVED = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)
"""The page redrew or scrolled under the pointer."""


@contextmanager
def demo(*, pace: float = 0) -> Iterator[str]:
    """`nightshift demo` on a free port, ended with SIGINT; its address. Pace 0 waits for no reader."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser"],
        cwd=ROOT,
        env=os.environ | {"DEMO_PACE": str(pace)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield _address(process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    there, _, _ = select.select([process.stdout], [], [], PATIENCE_S)
    line = process.stdout.readline() if there else ""
    found = re.search(r"http://\S+", line)
    if found is None:
        raise AssertionError(f"the demo should print its address, and printed {line!r}")
    return found[0]


@contextmanager
def chromium(
    size: tuple[int, int] = WIDE, *, scale: float = 1, light: bool = False
) -> Iterator[webdriver.Chrome]:
    """Debian's Chromium with a window whose inside has this size, dark or light as its machine is set."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        raise AssertionError("Chromium is needed here: apt install chromium chromium-driver")
    options = Options()
    options.binary_location = browser
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--lang=en",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    try:
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": scale, "mobile": False}
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        colours = [{"name": "prefers-color-scheme", "value": "light" if light else "dark"}]
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": colours})
        yield chrome
    finally:
        chrome.quit()


class Page:
    """The page of phones: what can be clicked and read on it. Failures show the phone."""

    def __init__(self, chrome: webdriver.Chrome, address: str) -> None:
        self.chrome = chrome
        chrome.get(address)
        self.until(lambda: self._all("[data-phone]"), "six phones")

    def phone(self, member: Member) -> str:
        return f'[data-phone="{member.telegram_id}"]'

    def opens(self, member: Member) -> None:
        """In a narrow window: the tab of this phone."""
        self._click(lambda: self._all(f'[data-tab="{member.telegram_id}"].tab'), f"the tab of {member.alias}")

    def taps(self, member: Member, label: str) -> None:
        """The newest inline button that begins so; returns when the bot has answered the press."""
        within = f"{self.phone(member)} .messages [data-button]"
        wanted = f"{member.alias} should have a button {label!r}"
        self._click(
            lambda: [one for one in self._all(within) if _label(one).startswith(label)], wanted, member
        )
        self.until(lambda: not self._all(f"{self.phone(member)} .waiting"), "an answer to the press", member)

    def presses_key(self, member: Member, label: str) -> None:
        """A key of the reply keyboard."""
        within = f"{self.phone(member)} [data-reply]"
        self._click(
            lambda: [one for one in self._all(within) if one.get_attribute("data-reply") == label],
            f"{member.alias} should have the key {label!r}",
            member,
        )

    def writes(self, member: Member, text: str) -> None:
        field = self._all(f"{self.phone(member)} textarea")[0]
        field.send_keys(text)
        self._click(lambda: self._all(f'{self.phone(member)} [data-action="send"]'), "a way to send", member)

    def sends_sample(self, member: Member, name: str) -> None:
        """A picture from the menu of the paper clip."""
        self._click(lambda: self._all(f'{self.phone(member)} [data-action="attach"]'), "a paper clip", member)
        sample = f'{self.phone(member)} [data-action="sample-{name}"]'
        self._click(lambda: self._all(sample), f"the sample {name}", member)

    def topic(self) -> str:
        """The chosen topic of the leads' group."""
        chosen = self._all("[data-group] [role=tab][aria-selected=true]")
        return str(chosen[0].get_attribute("title")) if chosen else ""

    def taps_in_group(self, member: Member, label: str) -> None:
        """This member taps the newest button there that begins so."""
        self._all("[data-action=tap-as]")[0].send_keys(member.name)
        within = "[data-group] .messages [data-button]"
        self._click(
            lambda: [one for one in self._all(within) if _label(one).startswith(label)], f"a button {label!r}"
        )

    def sees(self, member: Member, *texts: str) -> None:
        """All of this is on the screen of the phone."""
        for text in texts:
            said = f"{member.alias} should see {text!r}"
            self.until(lambda text=text: text in self.screen(member), said, member)  # type: ignore[misc]

    def screen(self, member: Member) -> str:
        shown = self.chrome.execute_script(
            "return document.querySelector(arguments[0])?.textContent ?? ''",
            f"{self.phone(member)} .messages",
        )
        return str(shown)

    def does(self, action: str) -> None:
        """A control of the top bar."""
        self._click(lambda: self._all(f'.controls [data-action="{action}"]'), f"the control {action!r}")

    def bot_is(self, state: str) -> None:
        """The bot's process is "running" or "stopped", as the page shows it."""
        self.until(lambda: self._all(f'[data-bot="{state}"]'), f"the bot should be {state}")

    def caption(self) -> str:
        return self._all("[data-caption]")[0].text

    def is_playing(self) -> bool:
        return self._all('[data-action="play"]')[0].get_attribute("aria-pressed") == "true"

    def rows(self) -> list[tuple[str, str]]:
        """The history: kind and who, oldest first."""
        found = self.chrome.execute_script(
            "return [...document.querySelectorAll('[data-rows] [data-row]')].map(row => "
            "[row.dataset.kind, row.querySelector('.by').textContent])"
        )
        return [(str(kind), str(who)) for kind, who in found]

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.rows()]

    def errors(self) -> list[str]:
        """What the browser's console complains about."""
        logged = self.chrome.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in logged if entry["level"] == "SEVERE"]

    def settles(self) -> None:
        """Pictures are loaded and nothing moves any more."""
        still = (
            "return [...document.images].every(one => one.complete) && "
            "document.getAnimations().every(one => one.playState !== 'running' || "
            "one.effect.getTiming().iterations === Infinity)"
        )
        self.until(lambda: self.chrome.execute_script(still), "the page should come to rest")

    def until(
        self,
        found: Callable[[], T],
        wanted: str,
        member: Member | None = None,
        *,
        within: float = PATIENCE_S,
    ) -> T:
        try:
            return WebDriverWait(self.chrome, within, poll_frequency=0.05).until(lambda _: found())
        except TimeoutException:
            shown = f"\n{self.screen(member)}" if member else ""
            raise AssertionError(f"{wanted}; caption: {self.caption()!r}{shown}") from None

    def _click(self, find: Callable[[], list[WebElement]], wanted: str, member: Member | None = None) -> None:
        def clicked() -> bool:
            try:
                for one in reversed(find()):
                    self.chrome.execute_script("arguments[0].scrollIntoView({block: 'nearest'})", one)
                    one.click()
                    return True
            except _MOVED:
                pass
            return False

        self.until(clicked, wanted, member)

    def _all(self, selector: str) -> list[WebElement]:
        return self.chrome.find_elements(By.CSS_SELECTOR, selector)


def _label(button: WebElement) -> str:
    return str(button.get_attribute("data-button"))
