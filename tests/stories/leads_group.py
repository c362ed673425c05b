"""A leads' group for stories: a forum unless told otherwise, bound by an administrator with one command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.groups import GroupHand, add_forum
from bot.sandbox.trouble import Json
from bot.sandbox.world import Chat, Post, Topic
from tests.stories.boards import Crowd, crowd
from tests.stories.night import Hero, Night

FORUM, PLAIN = -1_001_000_000_500, -500
TOPICS = "can_manage_topics"
CALLS = (
    "sendMessage",
    "editMessageText",
    "createForumTopic",
    "editForumTopic",
    "closeForumTopic",
    "reopenForumTopic",
)


@dataclass
class Group:
    """The chat as its members see it, and who bound it."""

    night: Night
    chat: Chat
    anna: Hero

    @property
    def hand(self) -> GroupHand:
        """Its owner's."""
        return GroupHand(self.night.box, self.anna.phone.user_id, self.chat.id)

    @property
    def topics(self) -> list[Topic]:
        return list(self.chat.topics.values())

    def posts(self, thread: int | None = None) -> list[Post]:
        """The bot's messages that are there, but for Telegram's own notes."""
        there = (post for post in self.chat.posts.values() if post.from_bot and not post.gone and post.text)
        return [post for post in there if thread is None or post.thread_id == thread]

    @property
    def board(self) -> Post:
        """The newest message that looks like a board."""
        return next(post for post in reversed(self.posts()) if "Массовый сбой №" in post.text)

    def labels(self) -> list[str]:
        return [button["text"] for row in self.board.buttons for button in row]

    async def writes(self, hero: Hero, text: str, thread: int | None = None) -> None:
        hand = hero.phone.hand
        await self.night.after(lambda: hand.write(text, chat_id=self.chat.id, thread=thread))

    async def taps(self, hero: Hero, label: str) -> None:
        """This member taps a button of the board."""
        button = next(one for row in self.board.buttons for one in row if one["text"].startswith(label))
        await self.taps_data(hero, button["callback_data"])

    async def taps_data(self, hero: Hero, data: str) -> None:
        """Whatever is on the board: as a modified client can."""
        post, hand = self.board, hero.phone.hand
        await self.night.after(lambda: hand.tap(post.id, data, chat_id=self.chat.id, forge=True))

    def joins(self, *heroes: Hero) -> None:
        for hero in heroes:
            self.chat.members.add(hero.phone.user_id)

    def calls(self, *methods: str) -> list[Json]:
        """What was called with this group as its target, as parameters."""
        named = self.night.box.accepted(*(methods or CALLS))
        return [call.params for call in named if call.chat_id == self.chat.id]


async def leads_group(
    night: Night,
    *leads: Hero,
    forum: bool = True,
    rights: tuple[str, ...] | None = (TOPICS,),
    bind: bool = True,
) -> Group:
    """An administrator's group with these leads in it; `rights`: the bot's, None: a plain member."""
    anna = await night.administrator("Анна", shift=None)
    members = [anna.phone.user_id, *(lead.phone.user_id for lead in leads)]
    if forum:
        chat = add_forum(night.box, FORUM, "Руководители", members, rights=rights)
    else:
        chat = night.box.add_group(PLAIN, "Руководители", members)
    group = Group(night, chat, anna)
    if bind:
        await group.writes(anna, "/leads_here")
    return group


async def group_with_a_board(night: Night, count: int = 3, **group: Any) -> tuple[Group, Crowd]:
    """So many report the same; nobody has it yet, and the group shows it."""
    group_ = await leads_group(night, **group)
    there = await crowd(night, count, acknowledged=False)
    group_.joins(there.lev, there.sonya)
    return group_, there


async def all_work_again(night: Night, many: list[Hero]) -> None:
    for one in many:
        await one.writes(f"/works_{many.index(one) + 1}")
    await a_breath(night)


async def a_breath(night: Night) -> None:
    """What a group is told at most every four seconds is told."""
    await night.forward(seconds=5)
