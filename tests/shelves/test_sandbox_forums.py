"""Groups with topics in the stand-in of Telegram: what the bot may do there, and how it is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import WoundClock
from bot.sandbox.groups import GroupHand, add_forum
from bot.sandbox.hand import Hand
from bot.sandbox.limits import Limits
from bot.sandbox.model import Sandbox
from bot.sandbox.trouble import BotApiError, CannotDo

OLGA, LEV = 1, 2
FORUM, GROUP = -1_001_000_000_500, -500


@pytest.fixture
def box() -> Sandbox:
    box = Sandbox(WoundClock(datetime(2026, 11, 22, 22, tzinfo=UTC)), limits=Limits(rates_on=True))
    box.add_person(OLGA, "Olga Petrova", started=True)
    box.add_person(LEV, "Lev", started=True)
    add_forum(box, FORUM, "Leads", [OLGA, LEV], rights=["can_manage_topics"])
    return box


def refused(box: Sandbox, method: str, **params: Any) -> str:
    with pytest.raises(BotApiError) as caught:
        box.call(method, {"chat_id": FORUM} | params)
    return caught.value.description


def opened(box: Sandbox, name: str = "Telephony") -> int:
    number: int = box.call("createForumTopic", {"chat_id": FORUM, "name": name})["message_thread_id"]
    return number


def test_a_topic_is_opened_renamed_closed_and_reopened(box: Sandbox) -> None:
    thread = opened(box)
    where = {"chat_id": FORUM, "message_thread_id": thread}
    for method, more in (("editForumTopic", {"name": "Chats"}), ("closeForumTopic", {})):
        assert box.call(method, where | more) is True
    topic = box.chats[FORUM].topics[thread]
    assert (topic.name, topic.closed) == ("Chats", True)
    assert box.call("reopenForumTopic", where) is True
    assert not box.chats[FORUM].topics[thread].closed
    notes = [key for post in box.chats[FORUM].posts.values() for key in post.raw if key.startswith("forum_")]
    assert notes == [
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
    ]


def test_what_changes_nothing_and_what_is_not_there_is_refused(box: Sandbox) -> None:
    thread = opened(box)
    same = {"message_thread_id": thread}
    assert refused(box, "editForumTopic", **same, name="Telephony") == "Bad Request: TOPIC_NOT_MODIFIED"
    assert refused(box, "reopenForumTopic", **same) == "Bad Request: TOPIC_NOT_MODIFIED"
    assert refused(box, "closeForumTopic", message_thread_id=7777) == "Bad Request: TOPIC_ID_INVALID"
    assert "invalid forum topic" in refused(box, "closeForumTopic", message_thread_id=-1)
    assert refused(box, "createForumTopic", name="  ") == "Bad Request: title must be non-empty"
    gone = refused(box, "sendMessage", text="x", message_thread_id=7777)
    assert gone == "Bad Request: message thread not found"


def test_without_the_right_only_its_own_topics_obey_the_bot(box: Sandbox) -> None:
    mine, hand = opened(box), GroupHand(box, OLGA, FORUM)
    theirs = hand.opens_topic("Coffee").id
    hand.makes_the_bot_a_member()
    assert refused(box, "createForumTopic", name="x") == "Bad Request: not enough rights to create a topic"
    assert "rights to edit the topic" in refused(box, "editForumTopic", message_thread_id=theirs, name="x")
    assert "close or open the topic" in refused(box, "closeForumTopic", message_thread_id=theirs)
    assert box.call("closeForumTopic", {"chat_id": FORUM, "message_thread_id": mine})
    hand.closes_topic(theirs)
    closed = refused(box, "sendMessage", text="x", message_thread_id=theirs)
    assert closed == "Bad Request: TOPIC_CLOSED"
    assert box.call("sendMessage", {"chat_id": FORUM, "message_thread_id": mine, "text": "x"})


def test_a_closed_general_topic_takes_messages_of_whoever_manages_topics(box: Sandbox) -> None:
    hand = GroupHand(box, OLGA, FORUM)
    hand.closes_the_general_topic()
    assert box.call("sendMessage", {"chat_id": FORUM, "text": "x"})
    hand.makes_the_bot_a_member()
    assert refused(box, "sendMessage", text="x") == "Bad Request: TOPIC_CLOSED"


def test_a_deleted_topic_takes_its_messages_with_it_and_tells_nobody(box: Sandbox) -> None:
    thread = opened(box)
    sent = box.call("sendMessage", {"chat_id": FORUM, "message_thread_id": thread, "text": "x"})
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    waiting = len(box.updates.waiting)
    GroupHand(box, OLGA, FORUM).deletes_topic(thread)
    assert len(box.updates.waiting) == waiting
    edit = refused(box, "editMessageText", message_id=sent["message_id"], text="y")
    assert edit == "Bad Request: message to edit not found"
    assert (
        refused(box, "editForumTopic", message_thread_id=thread, name="y") == "Bad Request: TOPIC_ID_INVALID"
    )


def test_a_group_without_topics_says_that_it_is_no_forum(box: Sandbox) -> None:
    box.add_group(GROUP, "Night", [OLGA])
    with pytest.raises(BotApiError, match="the chat is not a forum"):
        box.call("createForumTopic", {"chat_id": GROUP, "name": "x"})
    GroupHand(box, OLGA, FORUM).switches_topics(on=False)
    assert refused(box, "createForumTopic", name="x") == "Bad Request: the chat is not a forum"


def test_where_only_administrators_write_a_member_is_refused(box: Sandbox) -> None:
    hand = GroupHand(box, OLGA, FORUM)
    hand.lets_only_administrators_write()
    assert box.call("sendMessage", {"chat_id": FORUM, "text": "x"})
    hand.makes_the_bot_a_member()
    assert "not enough rights to send" in refused(box, "sendMessage", text="x")


def test_the_bot_hears_what_becomes_of_itself_and_may_leave(box: Sandbox) -> None:
    hand = GroupHand(box, OLGA, FORUM)
    hand.makes_the_bot_administrator("can_manage_topics", "can_pin_messages")
    box.call("leaveChat", {"chat_id": FORUM})
    assert refused(box, "sendMessage", text="x") == "Forbidden: bot is not a member of the supergroup chat"
    hand.adds_the_bot()
    with pytest.raises(CannotDo):
        hand.adds_the_bot()
    hand.removes_the_bot()
    assert refused(box, "sendMessage", text="x") == "Forbidden: bot was kicked from the supergroup chat"
    changes = [one.update["my_chat_member"] for one in box.updates.waiting]
    became = [one["new_chat_member"]["status"] for one in changes]
    assert became == ["administrator", "left", "member", "kicked"]
    assert changes[1]["from"]["is_bot"]
    assert changes[0]["new_chat_member"]["can_manage_topics"]


def test_each_change_of_a_topic_counts_as_a_message_to_the_group(box: Sandbox) -> None:
    for number in range(20):
        opened(box, f"Topic {number}")
    assert refused(box, "createForumTopic", name="x").startswith("Too Many Requests")
    assert refused(box, "sendMessage", text="x").startswith("Too Many Requests")
    assert box.call("sendMessage", {"chat_id": OLGA, "text": "to others it is still open"})


def test_people_write_in_topics(box: Sandbox) -> None:
    thread = opened(box)
    post = Hand(box, OLGA).write("/leads_here", chat_id=FORUM, thread=thread)
    assert post.thread_id == thread
    assert box.updates.waiting[-1].update["message"]["is_topic_message"]


def test_a_strangers_hand_does_nothing_in_a_group(box: Sandbox) -> None:
    box.add_person(99, "Charlie", started=True)
    with pytest.raises(CannotDo, match="not a member"):
        GroupHand(box, 99, FORUM)
