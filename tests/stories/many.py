"""Many operators who report the same, and what a sysadmin has on the phone then."""

from __future__ import annotations

import io

from PIL import Image
from sqlalchemy import func, select

from bot.incident.models import Incident
from bot.sandbox.samples import sample
from bot.sandbox.world import Post
from tests.stories.night import Hero, Night


def smaller(name: str, share: float = 0.6, quality: int = 70) -> bytes:
    """The same screen as another machine would send it: scaled, and compressed anew."""
    picture = Image.open(io.BytesIO(sample(name).data)).convert("RGB")
    target = io.BytesIO()
    size = int(picture.width * share), int(picture.height * share)
    picture.resize(size).save(target, "JPEG", quality=quality)
    return target.getvalue()


async def many_report(
    night: Night, count: int, *, picture: bytes | str = "error_503", words: str = "Ошибка 503"
) -> list[Hero]:
    """So many operators, each with a screenshot and a description."""
    many = []
    for _ in range(count):
        known = night.db.read_here(lambda session: session.scalar(select(func.count()).select_from(Incident)))
        one = await night.operator(f"Оператор {(known or 0) + 1}")
        await one.reports(known="У меня то же самое")
        if "Не помогло" in one.buttons():
            await one.taps("Не помогло")
        await one.sends_photo(picture, caption=words)
        many.append(one)
    await a_breath(night)
    return many


async def a_breath(night: Night) -> None:
    """What is edited at most every three seconds is edited."""
    await night.forward(seconds=4)


def photos(hero: Hero) -> list[Post]:
    return [post for post in hero.phone.messages if post.photo]


def card(hero: Hero) -> Post:
    return hero.sees("📈")


async def crew(night: Night) -> tuple[Hero, Hero]:
    return await night.lead("Лев"), await night.sysadmin("Семён")


def plain(colour: str) -> bytes:
    """A screen with stripes of one colour."""
    picture = Image.new("RGB", (640, 480), "white")
    for at in range(0, 640, 80):
        picture.paste(colour, (at, 0, at + 40, 480))
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
