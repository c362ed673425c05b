"""What strangers and colleagues try in groups: nothing of it is believed, and nothing is given away."""

from __future__ import annotations

import pytest

from bot.group.queries import bound_group
from bot.person.rules import Role
from bot.sandbox.groups import GroupHand, add_forum
from bot.sandbox.world import Chat
from bot.timeline.rules import Event
from tests.stories.boards import crowd
from tests.stories.leads_group import a_breath, group_with_a_board, leads_group
from tests.stories.night import Hero, Night
from tests.stories.test_leads_group import events

THEIRS = -1_001_000_000_666


def _theirs(night: Night, owner: Hero, title: str = "Casino") -> Chat:
    """A stranger's own forum, without the bot yet."""
    chat = add_forum(night.box, THEIRS, title, [owner.phone.user_id], rights=None)
    chat.bot_inside, chat.left = False, True
    return chat


async def _brings_us(night: Night, who: Hero, chat: Chat) -> None:
    await night.after(GroupHand(night.box, who.phone.user_id, chat.id).adds_the_bot)


async def test_a_strangers_group_is_left_without_a_word(night: Night) -> None:
    charlie = await night.stranger("Charlie")
    theirs = _theirs(night, charlie)
    await _brings_us(night, charlie, theirs)
    assert [call.method for call in night.box.calls if call.chat_id == THEIRS] == ["leaveChat"]
    assert not theirs.bot_inside
    await night.after(lambda: charlie.phone.hand.write("/leads_here", chat_id=THEIRS))
    assert night.db.read_here(bound_group) is None


async def test_an_operators_group_is_left_and_a_leads_is_not(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    theirs = _theirs(night, olga)
    theirs.members.add(lev.phone.user_id)
    await _brings_us(night, olga, theirs)
    left = [call.method for call in night.box.calls if call.chat_id == THEIRS]
    assert left == ["leaveChat"]
    await _brings_us(night, lev, theirs)
    assert theirs.bot_inside
    assert [post for post in theirs.posts.values() if post.text] == [], "nothing is said before it is bound"


async def test_nobody_but_an_administrator_binds_a_group_or_lets_it_go(night: Night) -> None:
    olga, lev, charlie = (
        await night.operator("Ольга"),
        await night.lead("Лев"),
        await night.stranger("Charlie"),
    )
    former = await night.administrator("Бывший", shift=None)
    await night.fire(former, Role.ADMINISTRATOR)
    group = await leads_group(night, olga, lev, charlie, former, bind=False)
    for one in (olga, lev, charlie, former):
        await group.writes(one, "/leads_here")
    assert night.db.read_here(bound_group) is None
    assert group.posts() == []
    refused = [event.by_id for event in events(night, Event.REFUSED)]
    assert refused == [olga.id, lev.id], "who is let in is told, who is not hears nothing"
    assert "другой роли" in lev.screen()
    assert charlie.phone.messages == []
    await group.writes(group.anna, "/leads_here")
    for one in (olga, lev, charlie, former):
        await group.writes(one, "/leads_away")
    await lev.writes("/leadsaway_1")
    assert night.db.read_here(bound_group) is not None


async def test_forged_presses_in_the_group_are_the_pressers_own(night: Night) -> None:
    group, there = await group_with_a_board(night)
    olga, charlie = there.many[0], await night.stranger("Charlie")
    group.joins(olga, charlie)
    for data in (
        "ackall:1",
        "allstatus:1:99",
        "allreturn:1",
        "leadsaway:1",
        "invite:1:administrator",
        "x",
        "",
    ):
        await group.taps_data(olga, data or "x:1")
        await group.taps_data(charlie, data or "x:1")
        night.clock.forward(seconds=1)
    await a_breath(night)
    assert night.db.read_here(bound_group) is not None
    assert "lead_acknowledged" not in night.kinds(1)
    assert "duty_ticked" not in night.kinds(1)
    assert charlie.toast == "Это рабочий бот смены. Войти можно по личной ссылке от администратора."
    assert "Ничего не изменилось" in olga.toast or "больше не действует" in olga.toast
    await there.lev.taps("Принять")
    await night.fire(there.lev, Role.DUTY_LEAD)
    await group.taps_data(there.lev, "allstatus:1:99")
    assert "duty_ticked" not in night.kinds(1)


async def test_two_hundred_members_who_tap_do_nothing_and_cost_no_silence(night: Night) -> None:
    group, there = await group_with_a_board(night)
    crowd_of_strangers = [await night.stranger(f"Член {number}") for number in range(200)]
    group.joins(*crowd_of_strangers)
    night.box.limits.rates_on = True
    sent = len(group.calls())
    post = group.board
    for one in crowd_of_strangers:
        for _ in range(2):
            one.phone.hand.tap(post.id, "ackall:1", chat_id=group.chat.id)
    await night.settle()
    assert night.box.floods == 0
    assert len(group.calls()) == sent
    assert "lead_acknowledged" not in night.kinds(1)
    assert {one.toast for one in crowd_of_strangers} == {
        "Это рабочий бот смены. Войти можно по личной ссылке от администратора."
    }
    night.box.limits.rates_on = False
    await group.taps(there.lev, "Принять")
    there.lev.sees("Приняли вы")


async def test_what_happens_in_other_groups_does_not_touch_ours(night: Night) -> None:
    group = await leads_group(night)
    charlie = await night.stranger("Charlie")
    night.box.add_group(-666, "Их", [charlie.phone.user_id])
    night.box.upgrade_group(-666)
    theirs = _theirs(night, charlie)
    await _brings_us(night, charlie, theirs)
    await night.after(GroupHand(night.box, charlie.phone.user_id, THEIRS).removes_the_bot)
    found = night.db.read_here(bound_group)
    assert found is not None
    assert (found.chat_id, found.trouble) == (group.chat.id, None)


async def test_a_groups_name_is_words_and_nothing_else(night: Night) -> None:
    group = await leads_group(night, bind=False)
    group.chat.title = "<b>/ack_1 @all</b> \u202etfel " + "x" * 300
    await group.writes(group.anna, "/leads_here")
    post = group.anna.phone.sees("Группа руководителей")
    kinds = {entity["type"] for entity in post.raw["entities"]}
    assert kinds == {"bold"}
    assert "\u202e" not in post.text
    assert len(post.text.splitlines()[0]) < 100


@pytest.mark.parametrize("said", ["/ack_1", "/board", "/report", "/start secret", "Привет", "/noise"])
async def test_nothing_else_is_heard_in_a_group(night: Night, said: str) -> None:
    group = await leads_group(night)
    calls = len(night.box.calls)
    await group.writes(group.anna, f"{said}")
    assert len(night.box.calls) == calls


async def test_a_bot_that_was_brought_into_a_channel_leaves_it(night: Night) -> None:
    anna = await night.administrator("Анна", shift=None)
    theirs = _theirs(night, anna)
    raw_before, raw_after = theirs.bot_member(night.box.bot), {"user": night.box.bot, "status": "member"}
    channel = {"id": THEIRS, "type": "channel", "title": "News"}
    theirs.bot_inside = True
    change = {"chat": channel, "from": anna.phone.hand.person.user(), "date": int(night.box.now())}
    night.box.put_update(
        "my_chat_member", change | {"old_chat_member": raw_before, "new_chat_member": raw_after}
    )
    await night.settle()
    assert [call.method for call in night.box.calls if call.chat_id == THEIRS] == ["leaveChat"]


async def test_the_group_has_no_word_of_what_operators_write(night: Night) -> None:
    group = await leads_group(night)
    there = await crowd(night, 3)
    await there.many[0].sends_photo(caption="Пароль клиента qwerty")
    await there.lev.writes("/writeall_1")
    await there.lev.writes("Держитесь, скоро починят")
    await a_breath(night)
    everything = " ".join(text for post in group.chat.posts.values() for text in [post.text, str(post.past)])
    assert "qwerty" not in everything
    assert "Держитесь" not in everything
