"""Take pictures of a lead's phone with the board of a mass outage: 3, 30 and 300 operators, and the return.

    make pictures

Needs Chromium (apt install chromium chromium-driver).
Writes docs/pictures/board-{3,30,300,return}.png.
"""

from __future__ import annotations

import asyncio
import sys

from scripts.make_pictures import take
from tests.browser.board_nights import shown
from tests.browser.demo_page import NARROW, chromium

_ONLY_THIS_PHONE = """
for (const one of document.querySelectorAll("header, [data-tabs]"))
  if (!one.closest("main")) one.style.display = "none";
const messages = document.querySelector(`[data-phone="${arguments[0]}"] .messages`);
messages.scrollTop = messages.scrollHeight;
"""
_LOOKS, _BETWEEN_S = 200, 0.1


def main() -> int:
    """One night for each picture."""
    for name, count in (("3", 3), ("30", 30), ("300", 300), ("return", 30)):
        asyncio.run(_pictured(f"board-{name}", count, returning=name == "return"))
    return 0


async def _pictured(name: str, count: int, *, returning: bool) -> None:
    async with shown(count, returning=returning) as (address, telegram_id):
        with chromium(NARROW, scale=2) as chrome:
            await asyncio.to_thread(chrome.get, address)
            for _ in range(_LOOKS):
                tabs = await asyncio.to_thread(
                    chrome.find_elements, "css selector", f'[data-tab="{telegram_id}"].tab'
                )
                if tabs:
                    break
                await asyncio.sleep(_BETWEEN_S)
            await asyncio.to_thread(chrome.execute_script, "arguments[0].click()", tabs[0])
            await asyncio.to_thread(chrome.execute_script, _ONLY_THIS_PHONE, telegram_id)
            await asyncio.to_thread(take, chrome, name)


if __name__ == "__main__":
    sys.exit(main())
