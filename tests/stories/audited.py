"""A night in which rows get lost, and what the auditor makes of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from bot.auditor.rules import Finding
from tests.stories.night import Hero, Night


class Crew:
    """Olga's incident has reached the lead; who else is there."""

    olga: Hero
    lev: Hero
    sonya: Hero
    semyon: Hero
    dina: Hero
    ada: Hero


async def on_duty(night: Night) -> Crew:
    """Everybody, with Olga's incident on its way to Lev."""
    night.expects_repairs = True
    found = Crew()
    found.olga, found.lev = await night.operator("Ольга"), await night.lead("Лев")
    found.sonya = await night.lead("Соня", level=2)
    found.semyon, found.dina = await night.sysadmin("Семён"), await night.sysadmin("Дина", level=2)
    found.ada = await night.administrator("Ада")
    await found.olga.reports()
    await found.olga.taps("Не помогло")
    return found


async def files(crew: Crew) -> None:
    await crew.olga.sends_photo(caption="503")


async def breaks(night: Night, statement: Any, **forward: float) -> None:
    """A row is lost or bent; then time goes by, a minute unless told otherwise."""

    def act(session: Session) -> None:
        session.execute(statement)

    await night.db.write(act)
    await night.forward(**(forward or {"seconds": 60}))


def everybody_is_quiet(*heroes: Hero) -> None:
    for hero in heroes:
        hero.heard()


def told_once(night: Night, crew: Crew, words: str, finding: Finding) -> None:
    """Put right once, in the history, and one silent card for the administrator."""
    assert night.repairs() == [finding]
    crew.ada.sees(words)
    cards = [post for post in crew.ada.phone.messages if "исправлено само" in post.text.lower()]
    assert len(cards) == 1
    assert all(post.silent for post in cards)
