"""Every message of the bot on one page: each state in each language, as wide as a phone, to be looked at.

Run from the folder of the repository: .venv/bin/python -m scripts.make_gallery [folder]
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from bot.migrating import migrate
from tests.shelves.casts import CASTS
from tests.shelves.stories_of_people import PEOPLE
from tests.shelves.stories_of_rota import ROTA
from tests.shelves.stories_of_work import WORK
from tests.shelves.walking import Frame, walked
from tests.templates import FileTemplate

STYLE = """
body{margin:0;background:#0e1621;font:15px/1.35 "DejaVu Sans",system-ui,sans-serif;color:#f5f5f5}
main{columns:360px auto;column-gap:14px;padding:14px}
article{break-inside:avoid;width:344px;margin:0 0 12px}
h2{column-span:all;font-size:17px;margin:18px 0 8px}
small{display:block;color:#7d8b99;font-size:11px;margin:2px 4px}
.bubble{background:#182533;border-radius:12px;padding:7px 11px;white-space:pre-wrap;overflow-wrap:anywhere}
.bubble q{display:block;quotes:none;border-left:3px solid #5eb5f7;background:#1f3347;padding:1px 7px}
.photo{background:#33475b;height:60px;border-radius:8px;margin-bottom:6px}
.command{color:#6ab3f3}.toast{background:#000a;border:1px solid #7d8b99;border-radius:20px}
.row{display:flex;gap:4px;margin-top:4px}
.row b{flex:1;background:#2b3b4d;border-radius:8px;padding:8px 2px;text-align:center;font-weight:500;
font-size:14px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0}
.row .primary{background:#2f6fb3}.row .success{background:#2f8f57}.row .danger{background:#b3403a}
"""
TAGS = {"bold": ("<strong>", "</strong>"), "blockquote": ("<q>", "</q>"), "code": ("<code>", "</code>")}


def main() -> None:
    """Write a page for each language and say where."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else mkdtemp(prefix="gallery-"))
    folder.mkdir(parents=True, exist_ok=True)
    logging.disable(logging.CRITICAL)
    for language in CASTS["ordinary"]:
        file = folder / f"{language}.html"
        file.write_text(_page(language, _scenes(language)), encoding="utf-8")
        print(file)


def _scenes(language: str) -> dict[str, list[Frame]]:
    """What each story shows, and nothing twice."""
    shown: set[tuple[str, str]] = set()
    scenes: dict[str, list[Frame]] = {}
    with TemporaryDirectory(prefix="gallery-walks-") as walks:
        template = FileTemplate(Path(walks) / "template.sqlite")
        migrate(f"sqlite:///{template.file}")
        for story in (*WORK, *PEOPLE, *ROTA):
            name = story.__name__
            cast = CASTS["ordinary"][language]
            (place := Path(walks) / name).mkdir()
            walk = asyncio.run(walked(story, language, cast, template.copy(place), place))
            walk.night.db.close()
            scenes[name] = [one for one in walk.seen if _new(one, shown)]
    return scenes


def _new(frame: Frame, shown: set[tuple[str, str]]) -> bool:
    looks = (frame.text, str(frame.buttons))
    there = looks in shown
    shown.add(looks)
    return not there


def _page(language: str, scenes: dict[str, list[Frame]]) -> str:
    parts = [f"<!doctype html><html lang={language}><meta charset=utf-8><style>{STYLE}</style>"]
    for name, frames in scenes.items():
        parts += ["<main>", f"<h2>{escape(name)}</h2>", *map(_article, frames), "</main>"]
    return "\n".join(parts)


def _article(frame: Frame) -> str:
    rows = "".join(f"<div class=row>{''.join(map(_button, row))}</div>" for row in frame.buttons)
    photo = "<div class=photo></div>" if frame.photo else ""
    kind = "bubble toast" if frame.toast else "bubble"
    where = escape(f"{frame.reader} ← {frame.scene}")
    return f"<article><small>{where}</small><div class='{kind}'>{photo}{_marked(frame)}</div>{rows}</article>"


def _button(button: dict[str, str]) -> str:
    return f"<b class='{button.get('style', '')}'>{escape(button['text'])}</b>"


def _marked(frame: Frame) -> str:
    """The text with its entities as tags; offsets are UTF-16 units."""
    raw = frame.text.encode("utf-16-le")
    marks: dict[int, str] = {}
    for one in sorted(frame.entities, key=lambda entity: int(entity["length"])):
        begins, ends = TAGS.get(one["type"], ("", ""))
        end = one["offset"] + one["length"]
        marks[end] = marks.get(end, "") + ends
        marks[one["offset"]] = begins + marks.get(one["offset"], "")
    return "".join(_pieces(raw, marks))


def _pieces(raw: bytes, marks: dict[int, str]) -> Iterable[str]:
    places = sorted({0, *marks, len(raw) // 2})
    for start, end in zip(places, [*places[1:], places[-1]], strict=True):
        yield marks.get(start, "")
        yield escape(raw[start * 2 : end * 2].decode("utf-16-le"))


if __name__ == "__main__":
    main()
