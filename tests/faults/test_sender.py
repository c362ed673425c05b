"""What is promised is on the phone: the newest state, once, loud only when asked, the urgent first."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.outbox.actions import adopt, hush
from bot.outbox.delivery_actions import claim, settle
from bot.outbox.queries import live_card, waiting
from bot.outbox.rules import Priority, Sent, Stale, State, Transient
from bot.person.models import Person
from bot.sandbox.limits import Limits
from bot.telegram.pacing import Pace
from tests.faults.sender_rig import CARD, Rig


@pytest.fixture
def rig(db: Database, clock: WoundClock) -> Rig:
    return Rig(db, clock)


async def test_a_card_shows_what_is_true_when_it_is_sent(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    rig.words[17] = "changed meanwhile"
    await rig.sender.deliver_due()
    assert [post.text for post in olga.messages] == ["changed meanwhile"]
    assert olga.buttons() == ["Принять"]


async def test_a_storm_of_changes_is_one_edit(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    for number in range(200):
        rig.words[17] = f"change {number}"
        await rig.promise()
    await rig.sender.deliver_due()
    assert [post.text for post in olga.messages] == ["change 199"]
    assert len(rig.box.accepted("editMessageText")) == 1


async def test_what_looks_the_same_is_not_sent_again(rig: Rig) -> None:
    await rig.person()
    for _ in range(3):
        await rig.promise()
        await rig.sender.deliver_due()
    assert len(rig.box.calls) == 1
    assert [row.state for row in await rig.rows()] == [State.SENT] * 3


async def test_what_is_no_longer_true_is_dropped_and_whoever_counts_on_it_hears_so(rig: Rig) -> None:
    olga = await rig.person()
    rig.words[17] = None
    await rig.promise(sound=True, receipt="page:55")
    await rig.sender.deliver_due()
    assert olga.messages == []
    assert [row.state for row in await rig.rows()] == [State.OBSOLETE]
    assert rig.told == [("page", 55, Stale())]


async def test_a_fresh_card_takes_the_place_of_the_old_one_which_points_down(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    rig.words[17] = "now act"
    await rig.promise(fresh=True, sound=True)
    await rig.sender.deliver_due()
    old, new = olga.messages
    assert (old.text, old.buttons) == ("↓ Ниже есть новее", [])
    assert new.text == "now act"
    assert new.buttons
    assert olga.heard() == [new]


async def test_only_what_asks_for_sound_makes_one(rig: Rig) -> None:
    olga, lev = await rig.person(), await rig.person("Lev")
    await rig.promise(to=1)
    await rig.promise(to=2, sound=True)
    await rig.sender.deliver_due()
    assert olga.heard() == []
    assert len(lev.heard()) == 1


async def test_promises_of_one_card_lose_nothing_that_either_asked_for(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise(sound=True, fresh=True, priority=Priority.PAGE, receipt="page:55", level=2)
    await rig.promise(priority=Priority.NOTICE, late=True)
    (row,) = await rig.rows()
    assert (row.sound, row.fresh, row.priority, row.receipt) == (True, True, Priority.PAGE, "page:55")
    assert row.data == {"level": 2, "late": True}
    await rig.sender.deliver_due()
    assert len(olga.heard()) == 1


async def test_whoever_paged_is_told_that_it_arrived(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise(fresh=True, receipt="page:55")
    await rig.sender.deliver_due()
    assert rig.told == [("page", 55, Sent(olga.last.id))]


async def test_one_chat_gets_its_cards_no_faster_than_it_may(db: Database, clock: WoundClock) -> None:
    rig = Rig(db, clock, pace=Pace(), limits=Limits(rates_on=True), leaping=True)
    olga = await rig.person()
    for subject in range(12):
        await rig.promise(subject=subject)
    await rig.sender.deliver_due()
    assert len(olga.messages) == 12
    assert rig.box.floods == 0


async def test_a_menu_becomes_the_card_and_is_edited_from_then_on(rig: Rig) -> None:
    olga = await rig.person()
    menu = rig.box.call("sendMessage", {"chat_id": olga.user_id, "text": "what is down?"})
    await rig.db.write(adopt, 1, CARD, 17, menu["message_id"], now=rig.clock.now())
    await rig.promise()
    await rig.sender.deliver_due()
    assert [post.text for post in olga.messages] == ["state 17"]


async def test_a_menu_that_becomes_the_card_retires_the_one_before(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.sender.deliver_due()
    menu = rig.box.call("sendMessage", {"chat_id": olga.user_id, "text": "again"})
    await rig.db.write(adopt, 1, CARD, 17, menu["message_id"], now=rig.clock.now())
    await rig.sender.deliver_due()
    assert [post.text for post in olga.messages] == ["↓ Ниже есть новее", "again"]


async def test_a_hushed_page_is_a_silent_edit_or_nothing(rig: Rig) -> None:
    seen, unseen = await rig.person("Lev"), await rig.person("Sonya")
    await rig.promise(to=1)
    await rig.sender.deliver_due()
    rig.words[17] = "Lev has it"
    for person in (1, 2):
        await rig.promise(to=person, fresh=True, sound=True, priority=Priority.PAGE)
    await rig.db.write(hush, CARD, 17)
    await rig.sender.deliver_due()
    assert [post.text for post in seen.messages] == ["Lev has it"]
    assert seen.heard() == []
    assert unseen.messages == []


async def test_a_page_on_its_way_that_is_hushed_and_has_to_go_again_does_not_ring(rig: Rig) -> None:
    lev = await rig.person("Lev")
    await rig.promise(fresh=True, sound=True, priority=Priority.PAGE)
    now = rig.clock.now()
    row = (await rig.db.write(claim, "dead", (), 1, now=now))[0]
    await rig.db.write(hush, CARD, 17)
    await rig.db.write(settle, row.id, "dead", Transient("the wire is cut"), now=now)
    rig.clock.forward(minutes=1)
    await rig.sender.deliver_due()
    assert len(lev.messages) == 1
    assert lev.heard() == []


async def test_nothing_goes_to_somebody_who_has_left(rig: Rig) -> None:
    olga = await rig.person()
    await rig.promise()
    await rig.db.write(_leave, rig.clock.now())
    await rig.sender.deliver_due()
    assert olga.messages == []


async def test_the_health_page_sees_what_waits_and_since_when(rig: Rig) -> None:
    await rig.person()
    await rig.promise(priority=Priority.PAGE)
    seen = await rig.db.read(waiting)
    assert seen[Priority.PAGE] == (1, rig.clock.now())
    await rig.sender.deliver_due()
    assert await rig.db.read(waiting) == {}


async def test_a_running_sender_is_woken_by_the_commit_and_ends_when_stopped(rig: Rig) -> None:
    olga = await rig.person()
    arrived = asyncio.Event()
    rig.box.listeners.append(lambda _: arrived.set())
    async with asyncio.TaskGroup() as group:
        group.create_task(rig.sender.run())
        await rig.promise()
        await arrived.wait()
        rig.sender.stop()
    assert olga.last.text == "state 17"
    assert [row.state for row in await rig.rows()] == [State.SENT]
    assert await rig.db.read(live_card, 1, CARD, 17)


def _leave(session: Session, now: datetime) -> None:
    session.get_one(Person, 1).left_at = now
