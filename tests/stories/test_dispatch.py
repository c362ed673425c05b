"""The way of an update of somebody who is let in: presses, twins, commands, words."""

from __future__ import annotations

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import revoke
from bot.person.rules import Role
from bot.question.actions import ask
from bot.roles.operator.taps import Cancel, Works
from bot.telegram.screens import Screens, labels
from bot.timeline.rules import Event
from tests.faults.intake_rig import inbox, states
from tests.stories.dispatch_house import LEV, OLGA, SONYA, open_house, pressed


async def test_a_press_reaches_its_handler_and_is_answered_after_the_commit(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(OLGA)
        house.phone(OLGA).taps("Works again")
        await rig.run_dry()
        assert house.heard == [("works", OLGA, Works(incident=17))]
        assert house.phone(OLGA).toast == "works: see /works_17"
    [event] = house.events(Event.LEAD_WROTE)
    [row] = inbox(db).values()
    assert (event.why, row.state) == (f"update {row.update_id}", "applied")


async def test_a_twin_a_shouted_twin_and_the_words_of_a_button_are_the_same_press(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        house.labels["✅ Works again"] = Works(incident=17).pack()
        for words in ("/works_17", "/WORKS_17@night_shift_bot", "✅ Works again"):
            house.phone(OLGA).writes(words)
            await rig.run_dry()
        assert house.heard == [("works", OLGA, Works(incident=17))] * 3
        assert house.phone(OLGA).last.text == "works: see /works_17", "no press: the toast comes as a message"
    assert states(db) == ["applied"] * 3


async def test_a_press_before_its_message_and_one_without_any_are_answered(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        press = pressed(house, OLGA, Cancel(incident=17, sure=0).pack())
        known = {key: press["message"][key] for key in ("chat", "message_id")}
        for gone in (known | {"date": 0}, None):
            house.box.inject({"callback_query": press | {"message": gone}})
        await rig.run_dry()
        assert [post.text for post in house.phone(OLGA).messages][1:] == ["Sure?", "Sure?"]
    assert states(db) == ["ignored", "ignored"]


async def test_a_menu_turns_into_the_next_one_in_its_place(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(OLGA)
        phone = house.phone(OLGA)
        for _ in range(2):
            phone.hand.tap(phone.last.id, Cancel(incident=17, sure=0).pack(), forge=True)
            await rig.run_dry()
        assert [post.text for post in phone.messages] == ["Sure?"], "not modified is as good as modified"
        assert phone.toast == "", "answered, so that the button stops spinning"
    assert states(db) == ["ignored", "ignored"]


async def test_commands_labels_and_their_spelling(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        phone = house.phone(OLGA)
        label = "слишком много сразу подождите несколько секунд и  ПРОДОЛЖАЙТЕ"
        for words in ("/where", "/WHERE@night_shift_bot now", label):
            phone.writes(words)
        await rig.run_dry()
        assert [what for what, *_ in house.heard] == ["where", "where", "where"]
        assert house.heard[1][2] == "now"
        phone.writes("/help")
        await rig.run_dry()
        phone.sees("What now?")
        phone.writes("/nonsense")
        await rig.run_dry()
        phone.sees("Такой команды нет")


async def test_an_open_question_hears_the_next_words_and_commands_go_past_it(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        await db.write(ask, "customer_reference", of=house.ids[OLGA], now=clock.now())
        house.labels["48213"] = Works(incident=17).pack()
        for words in ("48213", "/where", "/etc/hosts is broken"):
            house.phone(OLGA).writes(words)
        await rig.run_dry()
    assert [what for what, *_ in house.heard] == ["reference", "where", "reference"]


async def test_a_question_to_a_role_that_is_gone_is_not_answered(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        await db.write(ask, "customer_reference", of=house.ids[SONYA], now=clock.now())
        await db.write(revoke, house.ids[SONYA], Role.OPERATOR, by=None, now=clock.now())
        house.phone(SONYA).writes("48213")
        await rig.run_dry()
    assert house.heard == [("lead spoke", SONYA, "48213")]


async def test_words_go_to_the_role_that_is_busy_with_something_of_theirs(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        for telegram_id in (OLGA, LEV, SONYA):
            house.phone(telegram_id).writes("hello")
        await rig.run_dry()
        assert sorted(house.heard) == [
            ("lead spoke", LEV, "hello"),
            ("operator spoke", OLGA, "hello"),
            ("operator spoke", SONYA, "hello"),
        ]


async def test_pictures_and_their_captions_are_words_too(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.phone(OLGA).sends_photo(caption="/where is it")
        house.phone(OLGA).sends_voice()
        house.phone(OLGA).sends_album(["error_503", "error_503"])
        await rig.run_dry()
    assert house.heard[0] == ("operator spoke", OLGA, "/where is it")
    assert [what for what, *_ in house.heard] == ["operator spoke"] * 4


async def test_edits_reach_whoever_reads_them_and_others_hear_that_nobody_does(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        for telegram_id in (OLGA, LEV):
            phone = house.phone(telegram_id)
            post = phone.writes("first")
            for n in range(3):
                phone.hand.edit(post.id, f"edit {n}")
        await rig.run_dry()
        assert [heard for heard in house.heard if heard[0] == "edited"] == [
            ("edited", LEV, f"edit {n}") for n in range(3)
        ]
        hints = [post.text for post in house.phone(OLGA).messages if "не перечитываю" in post.text]
        assert len(hints) == 1, "once a minute is enough"


async def test_blocking_and_coming_back_is_heard_and_any_word_makes_them_reachable(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(OLGA)
        house.phone(OLGA).blocks()
        await rig.run_dry()
        assert house.person(OLGA).unreachable_at == clock.now()
        house.phone(OLGA).unblocks()
        house.phone(OLGA).taps("Works again")
        await rig.run_dry()
        assert house.heard[:2] == [("reachable", OLGA, False), ("reachable", OLGA, True)]
        assert house.person(OLGA).unreachable_at is None
    assert len(house.events(Event.PERSON_REACHABLE)) == 1


async def test_a_late_answer_to_a_press_is_harmless(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(OLGA)
        house.phone(OLGA).taps("Works again")
        clock.forward(seconds=140)
        await rig.run_dry()
        assert [error.description for _, error in house.box.refused] != []
    assert states(db) == ["applied"]


async def test_telegram_being_down_undoes_nothing(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(OLGA)
        house.phone(OLGA).taps("Works again")
        house.phone(OLGA).writes("/help")
        await rig.fetch()
        house.box.faults.plan("down")
        await rig.worker.idle()
        house.box.faults.clear()
    assert states(db) == ["applied", "ignored"]
    assert rig.pauses.seconds == [], "nothing was tried again"


def test_two_labels_that_mean_different_commands_are_refused_at_start() -> None:
    screens = [
        Screens(role=None, labels={"intake-stranger": "here"}),
        Screens(role=None, labels={"intake-stranger": "there"}),
    ]
    with pytest.raises(ValueError, match="means both"):
        labels(screens)
