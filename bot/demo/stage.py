"""What a played night is made of: somebody taps, writes, sees, hears, and a caption says what goes on.

People act through the same hands as on the page. Nothing is waited for blindly: an actor goes on when what
they wait for is on their phone, and the caption says so when it takes long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.demo.cast import EVERYBODY, Member
from bot.sandbox.hand import Hand
from bot.sandbox.model import Sandbox
from bot.sandbox.samples import sample
from bot.sandbox.trouble import CannotDo
from bot.sandbox.world import Post

T = TypeVar("T")

LOOK_EVERY_S = 0.05
MOMENT_LOOKS = 30
PATIENCE_S = 6.0
"""So long nothing is said about waiting."""
PRESS_AGAIN_S = 8.0
BEAT_S, LETTER_S = 1.1, 0.02
"""The reading pace: between two acts, and for each letter of a caption."""


class Stage:
    """The phones of the cast, the clock, and the line of words above them."""

    def __init__(
        self,
        box: Sandbox,
        *,
        wind: Callable[[float], None],
        show: Callable[[str], None],
        pace: float,
    ) -> None:
        """`wind` takes minutes, `show` a caption; pace 1 is readable, 0 waits for no reader."""
        self._box, self._wind, self._show, self._pace = box, wind, show, pace
        self._hands = {member: Hand(box, member.telegram_id) for member in EVERYBODY}
        self._begins = max((post.id for member in EVERYBODY for post in self._posts(member, 0)), default=0)
        self._heard = dict.fromkeys(EVERYBODY, self._begins)
        self._caption = ""

    def unwatched(self) -> Stage:
        """The same phones for those whom nobody watches: no pause, and no word above."""
        aside = Stage(self._box, wind=self._wind, show=_not_shown, pace=0)
        aside._begins = self._begins
        return aside

    async def tells(self, caption: str) -> None:
        """Say above the phones what happens now, and leave time to read it."""
        self._caption = caption
        self._show(caption)
        await self._pause(BEAT_S + LETTER_S * len(caption))

    async def winds(self, minutes: float) -> None:
        self._wind(minutes)
        await self._pause(BEAT_S)

    async def opens_chat(self, member: Member) -> None:
        """Whoever never pressed Start, or blocked the bot meanwhile, is back."""
        person = self._box.people[member.telegram_id]
        if person.blocked or not person.started:
            await self._does(member, Hand.start)
        await self._until(lambda: self._answer(member), f"an answer to {member.name}, who pressed Start")

    async def blocks(self, member: Member) -> None:
        """Block the bot, as the menu of the chat offers it."""
        await self._does(member, Hand.block)
        await self._pause(BEAT_S)

    async def starts(self, member: Member) -> None:
        """Press Start; whoever blocked the bot unblocks it by that."""
        await self._does(member, Hand.start)
        await self._pause(BEAT_S)

    async def taps(self, member: Member, label: str) -> None:
        """Press the newest button with this label, and see that something changed."""
        while not await self._pressed(member, label):
            """The press got lost with a process that died, or the card changed under the finger."""
        await self._pause(BEAT_S)

    async def writes(self, member: Member, text: str) -> None:
        await self._does(member, lambda hand: hand.write(text))
        await self._pause(BEAT_S)

    async def sends_photo(self, member: Member, name: str, caption: str = "") -> None:
        """One of the sandbox's sample pictures."""
        await self._does(member, lambda hand: hand.photo(sample(name), caption))
        await self._pause(BEAT_S)

    async def sees(self, member: Member, text: str) -> Post:
        """A message of tonight that shows the text now."""
        wanted = f"“{text}” on the phone of {member.name}"
        return await self._until(lambda: self._showing(member, text), wanted)

    async def hears(self, member: Member) -> Post:
        """A message with sound that they have not heard yet."""
        post = await self._until(lambda: self._ringing(member), f"the phone of {member.name} to ring")
        self._heard[member] = post.id
        return post

    def has_button(self, member: Member, label: str) -> bool:
        return self._button(member, label) is not None

    async def those_with(self, label: str, members: Sequence[Member]) -> list[Member]:
        """Who has this button now; a moment is waited for the first one. Nobody: none of them had it."""
        for _ in range(MOMENT_LOOKS):
            found = [member for member in members if self.has_button(member, label)]
            if found:
                return found
            await asyncio.sleep(LOOK_EVERY_S)
        return []

    async def _pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds * self._pace)

    async def _pressed(self, member: Member, label: str) -> bool:
        wanted = f"the button “{label}” on the phone of {member.name}"
        post, data = await self._until(lambda: self._button(member, label), wanted)
        before = _look(post)
        await self._does(member, lambda hand: hand.tap(post.id, data))
        return await self._answered(member, post, before)

    async def _does(self, member: Member, act: Callable[[Hand], object]) -> None:
        def attempt() -> bool | None:
            try:
                act(self._hands[member])
            except CannotDo:
                return None
            return True

        await self._until(attempt, f"{member.name}, whose phone cannot do it now")

    async def _answered(self, member: Member, post: Post, before: str) -> bool:
        """Whether the press showed: the message looks otherwise, or something new came."""

        def changed() -> bool | None:
            newer = any(one.from_bot for one in self._posts(member, post.id))
            return True if newer or _look(post) != before else None

        try:
            async with asyncio.timeout(PRESS_AGAIN_S):
                await self._until(changed, f"an answer to {member.name}")
        except TimeoutError:
            return False
        return True

    async def _until(self, attempt: Callable[[], T | None], wanted: str) -> T:
        loop = asyncio.get_running_loop()
        patient_until, told = loop.time() + PATIENCE_S, False
        while (found := attempt()) is None:
            if loop.time() > patient_until and not told:
                told = True
                self._show(f"{self._caption} (Waiting for {wanted}.)")
            await asyncio.sleep(LOOK_EVERY_S)
        if told:
            self._show(self._caption)
        return found

    def _posts(self, member: Member, after: int) -> list[Post]:
        """Their messages after this one, the newest first."""
        posts = self._box.chats[member.telegram_id].posts.values()
        return [post for post in reversed(posts) if post.id > after]

    def _answer(self, member: Member) -> Post | None:
        return next((post for post in self._posts(member, 0) if post.from_bot), None)

    def _showing(self, member: Member, text: str) -> Post | None:
        posts = self._posts(member, self._begins)
        return next((post for post in posts if post.from_bot and not post.gone and text in post.text), None)

    def _ringing(self, member: Member) -> Post | None:
        posts = self._posts(member, self._heard[member])
        return next((post for post in posts if post.from_bot and not post.silent), None)

    def _button(self, member: Member, label: str) -> tuple[Post, str] | None:
        """The newest living button with this label, or with a label that begins so."""
        for post in self._posts(member, self._begins):
            for row in post.buttons if post.from_bot and not post.gone else ():
                for button in row:
                    data = button.get("callback_data")
                    if data and "disabled" not in button and str(button["text"]).startswith(label):
                        return post, str(data)
        return None


def _not_shown(_: str) -> None:
    """For those who are unwatched."""


def _look(post: Post) -> str:
    return f"{post.gone} {post.text} {post.buttons}"
