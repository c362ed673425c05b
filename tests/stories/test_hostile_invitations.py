"""Invitations that were replayed, guessed, revoked or passed around: one gets in, the rest learn nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.intake.models import Inbox
from bot.person.actions import revoke
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.person.rules import Role
from tests.stories.looking import invited, person
from tests.stories.night import Hero, Night

REFUSED = "Ссылка"
SECRETS = {
    "a guess": "x" * 43,
    "short": "a",
    "of 64 signs": "A" * 64,
    "dashes": "-" * 43,
    "a number": "1",
    "a role": "administrator",
    "a hash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "zeros": "0" * 43,
    "cut at its end": "{0}",
    "with a sign more": "{1}",
    "in other letters": "{2}",
    "backwards": "{3}",
    "twice": "{4}",
}
"""What somebody sends behind /start. In braces: made of a secret that is right."""
OUT_OF_DATE = ("used", "expired", "of somebody dismissed")


def made_of(secret: str) -> tuple[str, ...]:
    return secret[:-1], f"{secret}A"[:64], secret.swapcase(), secret[::-1], (secret * 2)[:64]


def everybody(night: Night) -> int:
    def query(session: Session) -> int:
        return len(session.scalars(select(Person.id)).all())

    return night.db.read_here(query)


def said_to(hero: Hero) -> str:
    return next(post.text for post in reversed(hero.phone.messages) if post.from_bot)


@pytest.mark.parametrize("what", SECRETS)
async def test_what_is_not_the_secret_opens_nothing(night: Night, what: str) -> None:
    charlie, secret = await night.stranger("Charlie"), await invited(night)
    before = everybody(night)
    await charlie.starts(SECRETS[what].format(*made_of(secret)))
    assert everybody(night) == before
    wrong = said_to(charlie)
    await charlie.starts("guessed")
    assert said_to(charlie) == wrong, "nothing can be learned from the answer"
    await charlie.starts(secret)
    known = person(night, charlie)
    assert known is not None, "the real one works still"
    assert night.db.read_here(roles_of, known.id) == {Role.OPERATOR}


@pytest.mark.parametrize("how", OUT_OF_DATE)
async def test_a_secret_that_was_right_once_sounds_like_a_guess(night: Night, how: str) -> None:
    charlie, dora = await night.stranger("Charlie"), await night.stranger("Dora")
    anna = await night.administrator("Anna")
    await anna.writes("/invite_1_operator")
    secret = anna.screen().partition("?start=")[2].split()[0]
    if how == "used":
        await dora.starts(secret)
    elif how == "expired":
        night.clock.forward(seconds=timedelta(hours=24).total_seconds())
    else:
        await night.db.write(revoke, anna.id, Role.ADMINISTRATOR, by=None, now=night.clock.now())
    await charlie.starts(secret)
    told = said_to(charlie)
    await charlie.starts("guessed")
    assert said_to(charlie) == told
    assert person(night, charlie) is None


async def test_of_a_hundred_strangers_with_one_link_one_gets_in_and_the_rest_hear_the_same(
    night: Night,
) -> None:
    secret = await invited(night)
    strangers = [await night.stranger(f"Stranger {number}") for number in range(100)]
    for one in strangers:
        one.phone.starts(secret)
    await night.settle()
    inside = [one for one in strangers if person(night, one) is not None]
    assert len(inside) == 1
    assert len({said_to(one) for one in strangers if one not in inside}) == 1
    bodies = night.db.read_here(lambda session: list(session.scalars(select(Inbox.body))))
    assert not [body for body in bodies if secret in body], "no secret is kept in the journal"
