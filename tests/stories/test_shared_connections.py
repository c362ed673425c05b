"""Do those who complain share a provider or a VPN? Said where they gave it, in numbers only."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.db import Database
from bot.forgetting.erasing import erase
from bot.forgetting.exporting import export
from bot.person.connection_actions import give_connection
from bot.person.models import Person
from bot.person.rules import Connection
from bot.question.queries import open_question
from tests.stories.looking import person
from tests.stories.night import Hero, Night
from tests.stories.test_many_cost_what_one_costs import statements

PROVIDER, VPN = Connection.PROVIDER, Connection.VPN
SAME = "Провайдер тот же, что у вас"


async def given(night: Night, name: str, words: Mapping[Connection, str] | None = None) -> Hero:
    one = await night.operator(name)
    await night.db.write(give_connection, one.id, words or {}, by=one.id, now=night.clock.now())
    return one


@pytest.mark.both_databases
async def test_the_card_counts_who_has_my_provider_and_my_vpn_among_those_who_gave_theirs(
    night: Night,
) -> None:
    vera = await given(night, "Вера", {PROVIDER: "КИЕВСТАР", VPN: "Office"})
    ira = await given(night, "Ира", {PROVIDER: "Воля", VPN: "Home"})
    olga = await given(night, "Ольга", {PROVIDER: "Киевстар", VPN: "office"})
    await vera.reports()
    await ira.reports()
    ira.sees(f"{SAME}: у 0 из 1, кто его указал")
    await night.forward(minutes=11)
    await olga.reports(known="У меня другое")
    olga.sees(f"{SAME}: у 1 из 2, кто его указал")
    olga.sees("VPN тот же, что у вас: у 1 из 2, кто его указал")
    olga.does_not_see("КИЕВСТАР")
    olga.does_not_see("Воля")


async def test_a_known_outage_says_so_before_one_joins(night: Night) -> None:
    first = await given(night, "Вера", {PROVIDER: "Воля"})
    await first.reports()
    await first.taps("Не помогло")
    for name in ("Ира", "Аня"):
        one = await given(night, name, {PROVIDER: "воля" if name == "Ира" else "Датагруп"})
        await one.reports(known="У меня то же самое")
    olga = await given(night, "Ольга", {PROVIDER: "ВОЛЯ"})
    await olga.writes("/report")
    await olga.taps("Телефония")
    olga.sees(f"{SAME}: у 2 из 3, кто его указал")
    olga.does_not_see("VPN тот же")


async def test_who_gave_nothing_reads_nothing_and_where_nobody_else_did_neither(night: Night) -> None:
    vera, olga = await given(night, "Вера"), await given(night, "Ольга", {PROVIDER: "Воля", VPN: "Office"})
    await vera.reports()
    await olga.reports()
    for one in (vera, olga):
        one.sees("Попробуйте сами")
        one.does_not_see("тот же, что у вас")


async def test_of_a_known_outage_in_which_one_alone_gave_theirs_nothing_is_said(night: Night) -> None:
    vera = await given(night, "Вера", {PROVIDER: "Воля"})
    await vera.reports()
    await vera.taps("Не помогло")
    olga = await given(night, "Ольга", {PROVIDER: "Воля"})
    await olga.writes("/report")
    await olga.taps("Телефония")
    assert "У меня то же самое" in olga.buttons()
    olga.does_not_see("тот же, что у вас")


async def test_it_is_given_in_the_settings_cleaned_changed_and_removed(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.writes("/settings")
    await olga.taps("Мой интернет")
    assert "Убрать" not in olga.buttons()
    await olga.writes("  Киев\n  стар  ")
    olga.sees("Мой интернет: Киев стар")
    found = person(night, olga)
    assert found is not None
    assert (found.provider, found.vpn) == ("Киев стар", None)
    assert night.db.read_here(open_question, olga.id) is None
    await olga.writes("/settings")
    await olga.taps("Мой интернет")
    await olga.taps("Убрать")
    assert "Мой интернет:" not in olga.phone.last.text
    found = person(night, olga)
    assert found is not None
    assert found.provider is None
    assert night.db.read_here(open_question, olga.id) is None, "nothing is asked any more"


@pytest.mark.parametrize("words", ["x" * 41, "\u200b \u2060", "a\u0007b"])
async def test_what_does_not_fit_is_refused_and_may_be_written_again(night: Night, words: str) -> None:
    olga = await night.operator("Ольга")
    await olga.writes("/settings")
    await olga.taps("Мой VPN")
    await olga.writes(words)
    olga.sees("не длиннее 40 знаков")
    await olga.writes("x" * 40)
    olga.sees(f"Мой VPN: {'x' * 40}")


async def test_a_lead_is_not_offered_it_and_an_unknown_kind_removes_nothing(night: Night) -> None:
    olga, lev = await given(night, "Ольга", {VPN: "Office"}), await night.lead("Лев")
    await lev.writes("/settings")
    assert not [label for label in lev.buttons() if "VPN" in label]
    await olga.writes("/clear_name")
    found = person(night, olga)
    assert found is not None
    assert (found.vpn, found.name) == ("Office", "Ольга")


async def test_it_is_exported_and_forgotten_with_the_person_and_never_in_the_history(night: Night) -> None:
    olga = await given(night, "Ольга", {PROVIDER: "Воля-7781", VPN: "Сигма-7781"})
    now = night.clock.now()
    taken = await night.db.write(export, olga.id, by=None, now=now)
    assert (taken["people"][0]["provider"], taken["people"][0]["vpn"]) == ("Воля-7781", "Сигма-7781")
    assert "7781" not in str(taken["timeline"])
    await night.db.write(erase, olga.id, by=None, now=now)
    left = night.db.read_here(lambda session: session.get_one(Person, olga.id))
    assert (left.provider, left.vpn) == (None, None)


@pytest.mark.parametrize("many", [3, 40])
async def test_many_cost_one_statement(night: Night, db: Database, many: int) -> None:
    olga = await given(night, "Ольга", {PROVIDER: "Воля"})
    for number in range(many):
        one = await given(night, f"Оператор {number}", {PROVIDER: "Воля"})
        await one.reports(known="У меня то же самое")
    with statements() as asked:
        await olga.writes("/report")
        await olga.taps("Телефония")
    olga.sees(f"{SAME}: у {many} из {many}")
    looks = [one for one in asked if "people.provider, people.vpn, count" in " ".join(one.split())]
    assert len(looks) == 1
