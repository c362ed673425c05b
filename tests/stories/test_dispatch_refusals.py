"""What is not theirs to press, what nobody ever drew, and too much at once: refused, noted, kindly said."""

from __future__ import annotations

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.person.actions import revoke
from bot.person.rules import Role
from bot.roles.duty_lead.taps import Acknowledge
from bot.roles.operator.taps import Answer
from bot.timeline.rules import Event
from tests.faults.intake_rig import states
from tests.rules.hostile_taps import HOSTILE
from tests.stories.dispatch_house import LEV, OLGA, SONYA, STRANGER, open_house, pressed


async def test_a_role_is_asked_at_every_press_and_the_refusal_is_in_the_history(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(LEV)
        card = house.phone(LEV).last
        house.phone(LEV).forwards(card, house.phone(OLGA))
        house.phone(OLGA).taps("I have it")
        house.phone(OLGA).writes("/ack_17")
        house.phone(OLGA).writes("/board")
        await rig.run_dry()
        assert house.heard == []
        assert "прав" in str(house.phone(OLGA).toast)
    assert [event.data for event in house.events(Event.REFUSED)] == [
        {"wanted": "ack:17"},
        {"wanted": "ack:17"},
        {"wanted": "/board"},
    ]
    assert {event.by_id for event in house.events(Event.REFUSED)} == {house.ids[OLGA]}
    assert states(db) == ["refused"] * 3


async def test_a_role_lost_between_the_look_and_the_write_is_lost(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(SONYA)
        house.revoked_before_the_write = Role.DUTY_LEAD
        house.phone(SONYA).taps("I have it")
        await rig.run_dry()
    assert house.events(Event.LEAD_WROTE) == []
    assert [event.data for event in house.events(Event.REFUSED)] == [{"wanted": "ack:17"}]
    assert states(db) == ["refused"]


async def test_a_lead_who_was_removed_and_presses_an_old_button_is_refused(
    db: Database, clock: WoundClock
) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(SONYA)
        await db.write(revoke, house.ids[SONYA], Role.DUTY_LEAD, by=None, now=clock.now())
        house.phone(SONYA).taps("I have it")
        await rig.run_dry()
    assert house.heard == []
    assert len(house.events(Event.REFUSED)) == 1


async def test_whoever_lost_the_last_role_is_a_stranger(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        await db.write(revoke, house.ids[LEV], Role.DUTY_LEAD, by=None, now=clock.now())
        house.phone(LEV).writes("/board")
        await rig.run_dry()
        house.phone(LEV).sees("рабочий бот")
    assert house.heard == []


async def test_a_mistake_undoes_the_action_and_is_said(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(OLGA)
        phone = house.phone(OLGA)
        phone.hand.tap(phone.last.id, Answer(incident=17, turn=4, answer="helped").pack(), forge=True)
        await rig.run_dry()
        assert phone.toast
        assert house.box.accepted("answerCallbackQuery")[-1].params["show_alert"]
    assert house.events(Event.LEAD_WROTE) == []
    assert states(db) == ["refused"]


@pytest.mark.parametrize("data", [one for one in HOSTILE if one], ids=ascii)
async def test_hostile_data_is_refused_once_with_a_friendly_word(
    db: Database, clock: WoundClock, data: str
) -> None:
    async with open_house(db, clock) as (house, rig):
        house.box.inject({"callback_query": pressed(house, LEV, data)})
        await rig.run_dry()
        assert "не действует" in str(house.phone(LEV).toast)
    assert house.heard == []
    [event] = house.events(Event.REFUSED)
    assert event.data["wanted"].isascii()
    assert states(db) == ["refused"]


async def test_in_a_group_only_presses_are_answered(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        group = house.box.add_group(-500, "Shift", [OLGA, LEV, STRANGER])
        house.phone(OLGA).hand.write("/where", chat_id=group.id)
        house.phone(STRANGER).hand.write("/start", chat_id=group.id)
        await rig.run_dry()
        house.menu_on(OLGA)
        shown = house.box.post(group, None, {"text": "x"}).id
        data = Acknowledge(incident=17).pack()
        house.phone(LEV).hand.tap(shown, data, chat_id=group.id, forge=True)
        await rig.run_dry()
    assert [what for what, *_ in house.heard] == ["acknowledged"]
    assert house.box.accepted("sendMessage") == []


async def test_a_flood_is_turned_away_with_one_polite_word(db: Database, clock: WoundClock) -> None:
    async with open_house(db, clock) as (house, rig):
        house.menu_on(OLGA)
        house.menu_on(STRANGER)
        for _ in range(60):
            house.phone(OLGA).taps("Works again")
            house.phone(STRANGER).taps("Works again")
        await rig.run_dry()
        toasts = [answer.text for answer in house.phone(OLGA).hand.person.answers]
        assert sum("Слишком много" in text for text in toasts) == 1
        assert [answer.text for answer in house.phone(STRANGER).hand.person.answers] == [
            "Это рабочий бот смены. Войти можно по личной ссылке от администратора."
        ]
    assert len(house.heard) == 30
