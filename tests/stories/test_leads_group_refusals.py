"""What Telegram refuses about a topic of the leads' group is put right, or tried again and said once."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import TelegramMethod

from bot.timeline.rules import Event
from tests.stories.leads_group import TOPICS, a_breath, all_work_again, group_with_a_board
from tests.stories.night import Night
from tests.stories.test_leads_group import events


class Refusal(BaseRequestMiddleware):
    """Telegram says so to the next calls of this method about the group, so many times."""

    def __init__(self, night: Night, chat_id: int, method: str, says: str, times: int = 1) -> None:
        self.chat_id, self.method, self.says, self.left, self.said = chat_id, method, says, times, 0
        night.wire.session.middleware(self)

    async def __call__(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        here = getattr(method, "chat_id", None) == self.chat_id
        if here and method.__api_method__ == self.method and self.left:
            self.left, self.said = self.left - 1, self.said + 1
            raise TelegramBadRequest(method=method, message=f"Bad Request: {self.says}")
        return await make_request(bot, method)


async def test_a_board_whose_topic_was_closed_is_edited_once_it_is_open_again(night: Night) -> None:
    group, there = await group_with_a_board(night)
    (topic,) = group.topics
    group.hand.closes_topic(topic.id)
    Refusal(night, group.chat.id, "editMessageText", "TOPIC_CLOSED")
    await there.lev.taps("Принять")
    await a_breath(night)
    assert (topic.closed, group.board.thread_id) == (False, topic.id)
    assert "Зову" not in group.board.text
    Refusal(night, group.chat.id, "editMessageText", "TOPIC_CLOSED")
    await all_work_again(night, there.many)
    await a_breath(night)
    assert "Закончился" in group.board.text
    assert (topic.closed, topic.name[0]) == (True, "🟢"), "reopened for its last words, and closed"
    assert events(night, Event.GROUP_TROUBLE) == []


async def test_a_topic_that_will_not_stay_open_is_not_knocked_at_for_ever(night: Night) -> None:
    group, there = await group_with_a_board(night)
    refusal = Refusal(night, group.chat.id, "editMessageText", "TOPIC_CLOSED", times=99)
    await there.lev.taps("Принять")
    await night.forward(minutes=9)
    assert refusal.said == 2
    refusal.left = 0
    await night.forward(minutes=2)
    assert "Зову" not in group.board.text


async def test_a_topic_that_telegram_does_not_know_any_more_is_opened_anew_with_its_board(
    night: Night,
) -> None:
    group, there = await group_with_a_board(night)
    Refusal(night, group.chat.id, "editMessageText", "TOPIC_ID_INVALID")
    await there.lev.taps("Принять")
    await a_breath(night)
    _, second = group.topics
    assert group.board.thread_id == second.id
    assert "Зову" not in group.board.text


async def test_an_edit_for_which_rights_are_lacking_is_said_and_tried_again(night: Night) -> None:
    group, there = await group_with_a_board(night, forum=False)
    Refusal(night, group.chat.id, "editMessageText", "CHAT_ADMIN_REQUIRED")
    await there.lev.taps("Принять")
    await a_breath(night)
    assert "Зову" in group.board.text
    group.anna.sees("пишут только её администраторы")
    await night.forward(minutes=11)
    assert "Зову" not in group.board.text
    group.anna.does_not_see("пишут только её администраторы")


async def test_a_topic_that_may_not_be_renamed_keeps_its_board_and_is_renamed_when_it_may(
    night: Night,
) -> None:
    group, there = await group_with_a_board(night)
    (topic,) = group.topics
    topic.by_bot = False
    group.hand.makes_the_bot_administrator()
    await night.settle()
    await there.lev.taps("Принять")
    await all_work_again(night, there.many)
    await night.forward(minutes=9)
    assert "Закончился" in group.board.text
    assert topic.name[0] == "🔴"
    group.anna.sees("«Управление темами»")
    refused = [error.description for _, error in night.box.refused]
    assert refused == ["Bad Request: not enough rights to edit the topic"]
    await night.after(lambda: group.hand.makes_the_bot_administrator(TOPICS))
    await a_breath(night)
    assert (topic.closed, topic.name[0]) == (True, "🟢")


async def test_a_topic_that_may_not_be_renamed_is_tried_every_ten_minutes(night: Night) -> None:
    group, there = await group_with_a_board(night)
    (topic,) = group.topics
    refusal = Refusal(night, group.chat.id, "editForumTopic", "not enough rights to edit the topic", times=2)
    await all_work_again(night, there.many)
    await night.forward(minutes=9)
    assert (refusal.said, topic.name[0], topic.closed) == (1, "🔴", False)
    await night.forward(minutes=10)
    assert refusal.said == 2
    await night.forward(minutes=10)
    assert (topic.name[0], topic.closed) == ("🟢", True)
