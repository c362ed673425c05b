"""Nobody makes a lead or an administrator alone: a second one vouches, or the invitation opens nothing."""

from __future__ import annotations

import pytest

from bot.person.queries import roles_of
from bot.person.rules import Role
from tests.stories.looking import invited, person
from tests.stories.night import Hero, Night

GIVEN_BY_TWO = ("duty_lead", "administrator")


async def secret_of(anna: Hero, role: str) -> str:
    await anna.writes(f"/invite_1_{role}")
    return anna.screen().rpartition("?start=")[2].split()[0]


def roles(night: Night, hero: Hero) -> frozenset[Role]:
    known = person(night, hero)
    return night.db.read_here(roles_of, known.id) if known else frozenset()


@pytest.mark.parametrize("role", GIVEN_BY_TWO)
async def test_the_link_opens_nothing_before_a_second_person_knows_of_it(night: Night, role: str) -> None:
    anna, lev = await night.administrator("Anna"), await night.lead("Lev")
    charlie = await night.stranger("Charlie")
    secret = await secret_of(anna, role)
    anna.sees("Ссылка заработает, когда согласится")
    await charlie.starts(secret)
    assert roles(night, charlie) == frozenset()
    lev.sees("Приглашает Anna")
    await lev.taps("Знаю о нём")
    anna.sees("Согласие: Lev")
    await charlie.starts(secret)
    assert roles(night, charlie) == {Role(role)}


async def test_who_invites_cannot_vouch_for_it(night: Night) -> None:
    anna, _ = await night.administrator("Anna"), await night.lead("Lev")
    charlie = await night.stranger("Charlie")
    secret = await secret_of(anna, "duty_lead")
    await anna.writes("/vouch_1")
    anna.sees("или оно ваше")
    await charlie.starts(secret)
    assert roles(night, charlie) == frozenset()


async def test_refused_it_stays_refused(night: Night) -> None:
    anna, lev, ira = await night.administrator("Anna"), await night.lead("Lev"), await night.lead("Ira")
    charlie = await night.stranger("Charlie")
    secret = await secret_of(anna, "administrator")
    await lev.taps("Никого не впускать")
    await ira.writes("/vouch_1")
    ira.sees("уже решено")
    ira.sees("Отказ: Lev")
    await charlie.starts(secret)
    assert roles(night, charlie) == frozenset()


async def test_when_it_is_over_nobody_can_vouch_for_it(night: Night) -> None:
    anna, lev = await night.administrator("Anna"), await night.lead("Lev")
    await secret_of(anna, "duty_lead")
    night.clock.forward(seconds=24 * 3600)
    await lev.writes("/vouch_1")
    lev.sees("срок вышел")


async def test_where_there_is_nobody_else_yet_and_for_other_roles_one_is_enough(night: Night) -> None:
    anna = await night.administrator("Anna")
    lev, olga = await night.stranger("Lev"), await night.stranger("Olga")
    await lev.starts(await secret_of(anna, "duty_lead"))
    assert roles(night, lev) == {Role.DUTY_LEAD}, "the first lead of a house"
    await olga.starts(await secret_of(anna, "operator"))
    assert roles(night, olga) == {Role.OPERATOR}


async def test_a_link_made_on_the_server_itself_needs_nobody(night: Night) -> None:
    await night.lead("Lev")
    charlie = await night.stranger("Charlie")
    await charlie.starts(await invited(night, Role.ADMINISTRATOR))
    assert roles(night, charlie) == {Role.ADMINISTRATOR}
