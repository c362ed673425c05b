"""Take the documentation's pictures from the running demo: the whole page in each play, and three phones.

    make pictures

Needs Chromium (apt install chromium chromium-driver).
Writes docs/pictures/{demo,ladder,flood,phone,lead,sysadmin}.png.
"""

from __future__ import annotations

import io
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from tests.browser.demo_page import Page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"


def main() -> int:
    """Play each play once for the whole page, and the night once more for the phones."""
    sys.path.insert(0, str(ROOT))
    PICTURES.mkdir(parents=True, exist_ok=True)
    _whole_page()
    _phones()
    return 0


def _whole_page() -> None:
    """When most phones have something to tap, when everybody is called, and when thirty have reported."""
    from bot.demo.flood import ONE_TICKET
    from bot.demo.ladder import ALL_ARE_CALLED
    from bot.demo.scenes import SYSADMIN_ASKS
    from tests.browser.demo_page import WIDE, Page, chromium, demo

    moments = (
        ("play", SYSADMIN_ASKS, "demo"),
        ("ladder", ALL_ARE_CALLED, "ladder"),
        ("flood", ONE_TICKET, "flood"),
    )
    for play, caption, name in moments:
        with demo(pace=1) as address, chromium(WIDE) as chrome:
            page = Page(chrome, address)
            page.does(play)
            page.until(partial(_is_at, page, caption), caption, within=180)
            page.settles()
            take(page.chrome, name)


def _phones() -> None:
    """Each phone in a narrow window, when it has most to say."""
    from bot.demo import scenes
    from bot.demo.cast import LEV, OLGA, TIMUR
    from tests.browser.demo_page import NARROW, Page, chromium, demo

    moments = (
        (OLGA, scenes.TRY_IT_YOURSELF, "phone"),
        (LEV, scenes.LEAD_RINGS, "lead"),
        (TIMUR, scenes.SYSADMIN_ASKS, "sysadmin"),
    )
    with demo(pace=1) as address, chromium(NARROW, scale=2) as chrome:
        page = Page(chrome, address)
        page.does("play")
        for member, caption, name in moments:
            page.opens(member)
            page.until(partial(_is_at, page, caption), caption, member, within=90)
            page.settles()
            take(page.chrome, name)


def _is_at(page: Page, caption: str) -> bool:
    return page.caption() == caption


def take(chrome: Chrome, name: str) -> None:
    """What the browser shows now, as docs/pictures/<name>.png."""
    picture = Image.open(io.BytesIO(chrome.get_screenshot_as_png())).convert("RGB")
    file = PICTURES / f"{name}.png"
    picture.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {picture.width} x {picture.height}, {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    sys.exit(main())
