"""The leads' group on a bad night: thrown out, no rights, topics deleted, moved, told to be silent."""

from __future__ import annotations

from bot.timeline.rules import Event
from tests.stories.boards import crowd
from tests.stories.leads_group import (
    TOPICS,
    a_breath,
    all_work_again,
    group_with_a_board,
    leads_group,
)
from tests.stories.night import Night
from tests.stories.test_leads_group import events


async def test_thrown_out_the_administrators_hear_it_once_and_leads_have_their_cards(
    night: Night,
) -> None:
    boris = await night.administrator("Борис", shift=None)
    group, there = await group_with_a_board(night)
    await night.after(group.hand.removes_the_bot)
    boris.sees("Бота нет в группе")
    boris.sees("вернуть бота в группу")
    assert boris.heard() == []
    calls = len(group.calls())
    await there.lev.taps("Принять")
    await a_breath(night)
    there.lev.sees("Приняли вы")
    await night.forward(minutes=25)
    assert len(group.calls()) == calls, "what was refused is not accepted"
    assert [error.description for _, error in night.box.refused] == [
        "Forbidden: bot was kicked from the supergroup chat"
    ] * 2, "one look every ten minutes"
    assert len(events(night, Event.GROUP_TROUBLE)) == 1
    assert boris.screen().count("Бота нет в группе") == 1
    await night.after(group.hand.adds_the_bot)
    await a_breath(night)
    assert "Лев" in group.board.text
    boris.does_not_see("Бота нет в группе")
    assert len(events(night, Event.GROUP_WELL)) == 1


async def test_without_the_right_to_topics_the_board_stands_in_the_chat_itself(night: Night) -> None:
    group, there = await group_with_a_board(night, rights=None)
    assert group.topics == []
    assert group.board.thread_id is None
    group.anna.sees("не может открывать темы")
    group.anna.sees("«Управление темами»")
    await there.lev.taps("Принять")
    await all_work_again(night, there.many)
    assert "Закончился" in group.board.text
    assert len(events(night, Event.GROUP_TROUBLE)) == 1
    await night.after(lambda: group.hand.makes_the_bot_administrator(TOPICS))
    group.anna.does_not_see("не может открывать темы")
    await crowd(night, 3, acknowledged=False)
    assert len(group.topics) == 1


async def test_where_only_administrators_may_write_it_is_tried_again_and_said_once(night: Night) -> None:
    group = await leads_group(night, forum=False)
    group.hand.lets_only_administrators_write()
    there = await crowd(night, 3)
    there.lev.sees("Приняли вы")
    group.anna.sees("пишут только её администраторы")
    group.anna.sees("назначить бота администратором")
    await night.after(group.hand.makes_the_bot_administrator)
    await a_breath(night)
    assert "Массовый сбой №1" in group.board.text


async def test_a_closed_general_topic_is_told_once_and_not_knocked_at_for_ever(night: Night) -> None:
    group = await leads_group(night, rights=None)
    group.hand.closes_the_general_topic()
    await crowd(night, 3)
    group.anna.sees("пишут только её администраторы")
    await night.forward(minutes=5)
    refused = [error.description for _, error in night.box.refused]
    assert refused.count("Bad Request: TOPIC_CLOSED") == 1
    group.hand.closes_the_general_topic(closed=False)
    await night.forward(minutes=10)
    assert "Массовый сбой №1" in group.board.text


async def test_what_somebody_deletes_comes_back_while_it_lasts(night: Night) -> None:
    group, there = await group_with_a_board(night)
    (topic,) = group.topics
    group.hand.deletes_message(group.board.id)
    await there.lev.taps("Принять")
    await a_breath(night)
    assert group.board.thread_id == topic.id
    group.hand.deletes_topic(topic.id)
    await there.lev.taps("Статус выставлен")
    await a_breath(night)
    (again,) = group.topics
    assert again.id != topic.id
    assert group.board.thread_id == again.id
    await all_work_again(night, there.many)
    await a_breath(night)
    assert again.closed
    group.hand.deletes_topic(again.id)
    await night.forward(minutes=10)
    assert group.topics == [], "what is over is not opened once more"


async def test_a_topic_that_somebody_closed_is_no_trouble(night: Night) -> None:
    group, there = await group_with_a_board(night)
    (topic,) = group.topics
    group.hand.closes_topic(topic.id)
    await there.lev.taps("Принять")
    await all_work_again(night, there.many)
    await a_breath(night)
    assert topic.name.startswith("🟢")
    assert group.topics == [topic]


async def test_a_group_that_becomes_a_supergroup_is_followed(night: Night) -> None:
    group, there = await group_with_a_board(night, forum=False)
    new = night.box.upgrade_group(group.chat.id)
    await night.settle()
    await there.lev.taps("Принять")
    await a_breath(night)
    shown = [post.text for post in night.box.chats[new].posts.values() if post.from_bot]
    assert len(shown) == 1
    assert "Лев" in shown[0]
    assert len(events(night, Event.GROUP_MOVED)) == 1


async def test_a_move_that_no_message_told_is_followed_too(night: Night) -> None:
    group, there = await group_with_a_board(night, forum=False)
    new = night.box.upgrade_group(group.chat.id)
    night.box.updates.drop_all()
    await there.lev.taps("Принять")
    await a_breath(night)
    assert any("Лев" in post.text for post in night.box.chats[new].posts.values())


async def test_topics_switched_off_leave_the_board_where_it_is(night: Night) -> None:
    group, there = await group_with_a_board(night)
    group.hand.switches_topics(on=False)
    await there.lev.taps("Принять")
    await all_work_again(night, there.many)
    await a_breath(night)
    assert "Закончился" in group.board.text
    assert len(group.posts()) == 2, "the answer to the command, and the board"
    assert events(night, Event.GROUP_TROUBLE) == []


async def test_a_topic_whose_opening_nobody_answered_is_opened_once_more_and_says_so(night: Night) -> None:
    group = await leads_group(night)
    night.box.faults.plan("drop_after", "createForumTopic", times=1)
    await crowd(night, 3, acknowledged=False)
    assert [topic.name.endswith("ещё раз") for topic in group.topics] == [False]
    await night.forward(minutes=1)
    orphan, shown = group.topics
    assert group.posts(orphan.id) == []
    assert shown.name.endswith("ещё раз")
    assert group.board.thread_id == shown.id


async def test_a_board_whose_sending_nobody_answered_is_sent_once_more_and_says_so(night: Night) -> None:
    group = await leads_group(night)
    night.box.faults.plan("drop_after", "sendMessage", chat_id=group.chat.id, times=1)
    await crowd(night, 3, acknowledged=False)
    await night.forward(minutes=1)
    (topic,) = group.topics
    first, second = group.posts(topic.id)
    assert "повтор" not in first.text
    assert "повтор" in second.text.splitlines()[0].lower()


async def test_the_silence_telegram_asks_for_is_kept_in_the_group_alone(night: Night) -> None:
    group, there = await group_with_a_board(night)
    calls = len(group.calls())
    night.box.faults.flood(40, now=night.box.now(), chat_id=group.chat.id)
    await there.lev.taps("Принять")
    await night.forward(seconds=30)
    there.lev.sees("Приняли вы")
    assert len(group.calls()) == calls
    assert len(night.box.refused) == 1
    await night.forward(seconds=30)
    assert "Лев" in group.board.text


async def test_a_group_that_is_out_of_reach_is_let_go_from_an_administrators_own_chat(night: Night) -> None:
    group, there = await group_with_a_board(night)
    await night.after(group.hand.removes_the_bot)
    await group.anna.taps("Отвязать группу")
    refused = len(night.box.refused)
    await there.lev.taps("Принять")
    await night.forward(minutes=30)
    assert len(night.box.refused) == refused
    group.anna.sees("Больше не группа руководителей")
