"""Walks of the night that see everything: each message in each of its states, each toast, by scene."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.clock import WoundClock
from bot.db import Database
from bot.sandbox.world import Chat
from tests.stories.night import Hero, Night

Json = dict[str, Any]
_A_BREATH = 3
"""Seconds between two deeds: nobody is told to slow down."""


@dataclass(frozen=True)
class Cast:
    """Who plays, and what they say in their own language."""

    olga: str = "Olha"
    nina: str = "Nina"
    lev: str = "Lev"
    sonya: str = "Sonia"
    petro: str = "Petro"
    taras: str = "Taras"
    ada: str = "Ada"
    reference: str = "48213"
    words: str = "503"
    question: str = "7.4?"
    tame: bool = True
    """These are words of nobody who wants trouble: the card's own rules of length hold."""


@dataclass(frozen=True)
class Frame:
    """One state of one message, or a toast, as it was on a phone."""

    scene: str
    reader: str
    text: str
    entities: tuple[Json, ...] = ()
    buttons: tuple[tuple[Json, ...], ...] = ()
    photo: bool = False
    keyboard: bool = False
    toast: bool = False


@dataclass
class Walk:
    """One night on a database of its own, in one language."""

    language: str
    cast: Cast
    night: Night
    seen: list[Frame] = field(default_factory=list)
    scene: str = ""
    _states: dict[tuple[int, int], int] = field(default_factory=dict)
    _answers: dict[int, int] = field(default_factory=dict)

    async def does(self, scene: str, *deeds: Callable[[], Any]) -> None:
        """Carry them out one after the other and look at every phone after each."""
        self.scene = scene
        for deed in deeds:
            self.night.clock.forward(seconds=_A_BREATH)
            await self.night.after(deed)
            self.look()

    async def presses(self, hero: Hero, *wanted: str) -> None:
        """Press the newest button whose data begins so and, after a blank, ends so: "answer not_helped"."""
        for data in wanted:
            await self.does(f"{self.role(hero)}: {data}", lambda one=data: self._press(hero, one))  # type: ignore[misc]

    async def says(self, hero: Hero, *texts: str) -> None:
        """Write messages."""
        for text in texts:
            shown = text if len(text) < 40 else f"{text[:40]}…"
            await self.does(f"{self.role(hero)}: «{shown}»", lambda one=text: hero.phone.writes(one))  # type: ignore[misc]

    async def later(self, minutes: int) -> None:
        """Time goes by, and the phones are looked at every minute."""
        for minute in range(minutes):
            self.scene = f"+{minute + 1} min"
            await self.night.forward(minutes=1)
            self.look()

    def role(self, hero: Hero) -> str:
        """What the sandbox's caption says of them."""
        return self.night.box.people[hero.phone.user_id].role or str(hero.phone.user_id)

    def has(self, hero: Hero, wanted: str) -> bool:
        """Whether there is such a button now."""
        return self._find(hero, wanted) is not None

    def look(self) -> None:
        """Keep every state that no look has kept yet."""
        for chat in self.night.box.chats.values():
            if chat.kind != "private":
                self._look_at_group(chat)
                continue
            who = self.night.box.people[chat.id]
            for post in chat.posts.values():
                if post.from_bot and post.copy_of is None:
                    self._keep(who.role, chat.id, post.id, [*post.past, post.raw], hard=post.hard_markup)
            for answer in who.answers[self._answers.get(chat.id, 0) :]:
                if answer.text:
                    self.seen.append(Frame(self.scene, who.role, answer.text, toast=True))
            self._answers[chat.id] = len(who.answers)

    def _look_at_group(self, chat: Chat) -> None:
        """What the bot says where many read it, and what it calls its topics."""
        for post in chat.posts.values():
            if post.from_bot and post.text:
                self._keep("group", chat.id, post.id, [*post.past, post.raw], hard=False)
        titles = [Frame(self.scene, "group", one.name, toast=True) for one in chat.topics.values()]
        self.seen += [one for one in titles if one.text not in {frame.text for frame in self.seen}]

    def _keep(self, reader: str, chat: int, post: int, states: list[Json], *, hard: bool) -> None:
        new = states[self._states.get((chat, post), 0) :]
        self._states[chat, post] = len(states)
        for raw in new:
            text = str(raw.get("text") or raw.get("caption") or "")
            rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
            self.seen.append(
                Frame(
                    self.scene,
                    reader,
                    text,
                    tuple(raw.get("entities") or raw.get("caption_entities") or ()),
                    tuple(tuple(row) for row in rows),
                    photo="photo" in raw,
                    keyboard=hard,
                )
            )

    def _find(self, hero: Hero, wanted: str) -> tuple[int, str] | None:
        begins, _, ends = wanted.partition(" ")
        for post in reversed(hero.phone.messages):
            for button in (button for row in post.buttons for button in row):
                data = str(button["callback_data"])
                if data.partition(":")[0] == begins and f":{data}".endswith(f":{ends}" if ends else ""):
                    return post.id, data
        return None

    def _press(self, hero: Hero, wanted: str) -> str:
        found = self._find(hero, wanted)
        if found is None:
            raise AssertionError(f"no button {wanted!r} after {self.scene}\n{hero.phone.screen()}")
        return hero.phone.hand.tap(*found)


Story = Callable[[Walk], Awaitable[None]]


async def walked(story: Story, language: str, cast: Cast, url: str, folder: Path) -> Walk:
    """Play one story on a fresh database to its end. The night is closed, its database still open."""
    clock = WoundClock(datetime(2026, 11, 22, tzinfo=UTC))
    walk = Walk(language, cast, Night(Database(url), clock, folder))
    try:
        await story(walk)
        walk.look()
    finally:
        await walk.night.close()
    return walk
