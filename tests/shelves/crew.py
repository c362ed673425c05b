"""Who is on duty in the walks, and what they do more than once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.rules import Role
from tests.shelves.walking import Walk
from tests.stories.night import Hero

PHONE = "+380 44 000 00 00"


@dataclass
class Team:
    """Everybody of a night."""

    olga: Hero
    nina: Hero
    lev: Hero
    sonya: Hero
    petro: Hero
    taras: Hero
    ada: Hero


async def joins(walk: Walk, caption: str, name: str, role: Role, *, level: int = 1, **more: object) -> Hero:
    """Somebody of the team, in the language of the walk."""
    hero = await walk.night.person(name, role, level=level, language=walk.language, **more)  # type: ignore[arg-type]
    walk.night.box.people[hero.phone.user_id].role = caption
    return hero


async def team(walk: Walk) -> Team:
    """Two operators, two leads, two sysadmins, an administrator."""
    cast = walk.cast
    crew = Team(
        olga=await joins(walk, "operator", cast.olga, Role.OPERATOR),
        nina=await joins(walk, "operator 2", cast.nina, Role.OPERATOR),
        lev=await joins(walk, "lead", cast.lev, Role.DUTY_LEAD),
        sonya=await joins(walk, "lead 2", cast.sonya, Role.DUTY_LEAD, level=2),
        petro=await joins(walk, "sysadmin", cast.petro, Role.SYSADMIN),
        taras=await joins(walk, "sysadmin 2", cast.taras, Role.SYSADMIN, level=2),
        ada=await joins(walk, "administrator", cast.ada, Role.ADMINISTRATOR, shift=None),
    )
    await walk.night.db.write(has_a_phone, crew.olga.id)
    await walk.night.db.write(has_a_phone, crew.lev.id)
    return crew


def has_a_phone(session: Session, person_id: int) -> None:
    """As an import of people would have it."""
    session.get_one(Person, person_id).phone = PHONE


async def reports(walk: Walk, hero: Hero, about: str = "s:telephony", customer: str = "none") -> None:
    """From the first tap to the first card."""
    await walk.says(hero, "/report")
    await walk.presses(hero, f"report {about}")
    if walk.has(hero, "different"):
        await walk.presses(hero, "different")
        about = f"d:{about.partition(':')[2]}"
    if walk.has(hero, "with"):
        await walk.presses(hero, f"with {customer}:{about}")


async def photo(walk: Walk, hero: Hero, name: str = "error_503", caption: str = "") -> None:
    await walk.does(f"{walk.role(hero)}: photo", lambda: hero.phone.sends_photo(name, caption[:1000]))


async def files(walk: Walk, hero: Hero, about: str = "s:telephony") -> None:
    """From the first tap to the ticket."""
    await reports(walk, hero, about)
    await walk.presses(hero, "answer not_helped")
    await photo(walk, hero, caption=walk.cast.words)


async def nothing_works(walk: Walk, hero: Hero) -> None:
    while walk.has(hero, "channel"):
        await walk.presses(hero, next(one for one in TRIES if walk.has(hero, one)))


TRIES = (
    "channel 0:calls",
    "channel 0:chats",
    "channel 0:mail",
    "channel 0:social",
    "channel 0:knowledge_base",
)
