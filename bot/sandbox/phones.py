"""Phones for story tests: what a person sees, and what they do, in a test's own words."""

import re
import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from bot.sandbox import samples
from bot.sandbox.files import Upload
from bot.sandbox.hand import Hand
from bot.sandbox.model import Sandbox
from bot.sandbox.trouble import Json
from bot.sandbox.world import Post, rows_of

T = TypeVar("T")


class Phone:
    """One person's phone with the bot's chat open. Failures are AssertionErrors that show the phone."""

    def __init__(self, box: Sandbox, user_id: int) -> None:
        self.box = box
        self.user_id = user_id
        self.hand = Hand(box, user_id)
        self._heard_up_to = 0

    @property
    def messages(self) -> list[Post]:
        """Everything on the screen, oldest first, as it is now."""
        return [post for post in self.box.chats[self.user_id].posts.values() if not post.gone]

    @property
    def last(self) -> Post:
        """The bot's newest message."""
        return self._require(
            next((post for post in reversed(self.messages) if _came(post)), None), "a message"
        )

    @property
    def toast(self) -> str | None:
        """What the last answered tap showed; None before the first answer, "" for a silent one."""
        answers = self.hand.person.answers
        return answers[-1].text if answers else None

    def buttons(self, message: Post | None = None) -> list[str]:
        """Labels of one message, by default of the newest that has any."""
        shown = [message] if message else list(reversed(self.messages))
        rows = next((post.buttons for post in shown if post.buttons), [])
        return [button["text"] for row in rows for button in row]

    def taps(self, label: str) -> str:
        """Tap the button on the newest message that has it; returns the query id.

        Emoji, case and spaces don't matter and the beginning of a label is enough. Falls back to the
        reply keyboard, whose buttons write their text.
        """
        for post in reversed(self.messages):
            button = _find(post.buttons, label)
            if button:
                return self._press(post, button)
        on_keyboard = _find(self.box.chats[self.user_id].reply_keyboard or [], label)
        button = self._require(on_keyboard, f"a button {label!r}")
        self.hand.write(button["text"])
        return ""

    def taps_old(self, message: Post, label: str) -> str:
        """Tap a button the message once had, as a phone does that has not seen the edit yet."""
        states = [message.raw, *reversed(message.past)]
        found = next((button for raw in states if (button := _find(rows_of(raw), label))), None)
        button = self._require(found, f"a button {label!r}, now or earlier, on message {message.id}")
        return self.hand.tap(message.id, button["callback_data"], forge=True)

    def writes(self, text: str) -> Post:
        return self.hand.write(text)

    def starts(self, payload: str = "") -> Post:
        return self.hand.start(payload)

    def sends_photo(self, picture: bytes | str = "error_503", caption: str = "") -> Post:
        """A picture by its bytes or by the name of a sample."""
        return self.hand.photo(_upload(picture), caption)

    def sends_document(self, picture: bytes | str = "error_503", caption: str = "", name: str = "") -> Post:
        """The same "as a file": it arrives as a document with its name and type."""
        upload = _upload(picture)
        return self.hand.document(Upload(upload.data, name or upload.name), caption)

    def sends_album(self, pictures: Sequence[bytes | str], caption: str = "") -> list[Post]:
        return self.hand.album([_upload(picture) for picture in pictures], caption)

    def sends_voice(self) -> Post:
        return self.hand.voice()

    def sends_video(self) -> Post:
        return self.hand.video()

    def blocks(self) -> None:
        self.hand.block()

    def unblocks(self) -> None:
        self.hand.unblock()

    def forwards(self, message: Post, to: "Phone") -> Post:
        """Put the bot's message with its buttons on another phone; returns it as it lies there."""
        return self.hand.forward(message.id, to.user_id)

    def sees(self, text: str) -> Post:
        """The newest of the bot's messages that shows `text` now."""
        return self._require(self._find(text), f"{text!r}")

    def does_not_see(self, text: str) -> None:
        if self._find(text):
            raise AssertionError(f"{self.hand.person.name} should not see {text!r}\n{self.screen()}")

    def heard(self) -> list[Post]:
        """The bot's messages that came with sound since the last call, also those deleted meanwhile."""
        posts = [post for post in self.box.chats[self.user_id].posts.values() if post.id > self._heard_up_to]
        self._heard_up_to = max((post.id for post in posts), default=self._heard_up_to)
        return [post for post in posts if post.from_bot and not post.silent]

    def screen(self) -> str:
        """The phone as plain text."""
        lines = [f"── {self.hand.person.name} ({self.user_id}) ──"]
        for post in self.messages:
            lines += _drawn(post)
        keyboard = self.box.chats[self.user_id].reply_keyboard
        if keyboard:
            lines.append("keyboard: " + _row([button for row in keyboard for button in row]))
        if self.toast:
            lines.append(f"toast: {self.toast}")
        return "\n".join(lines if self.messages else [*lines, "(empty)"])

    def _find(self, text: str) -> Post | None:
        return next((post for post in reversed(self.messages) if _came(post) and text in post.text), None)

    def _press(self, post: Post, button: Json) -> str:
        self._require(button.get("callback_data"), f"a living button {button['text']!r}")
        return self.hand.tap(post.id, button["callback_data"])

    def _require(self, found: T | None, what: str) -> T:
        if found is None:
            raise AssertionError(f"{self.hand.person.name} should see {what}\n{self.screen()}")
        return found


def _came(post: Post) -> bool:
    """From the bot, directly or forwarded."""
    return post.from_bot or post.copy_of is not None


def _upload(picture: bytes | str) -> Upload:
    if isinstance(picture, str):
        return samples.sample(picture)
    return Upload(picture, "photo.jpg" if picture.startswith(b"\xff\xd8") else "photo.png")


def _plain(label: str) -> str:
    """A label without emoji, variation selectors, double spaces and case."""
    kept = (" " if unicodedata.category(char) in ("So", "Sk", "Mn", "Cf", "Me") else char for char in label)
    return re.sub(r"\s+", " ", "".join(kept)).strip().casefold() or label


def _find(rows: list[list[Json]], label: str) -> Json | None:
    """The button with this label, else the first whose label begins so."""
    buttons = [button for row in rows for button in row]
    wanted = _plain(label)
    exact = next((button for button in buttons if _plain(button["text"]) == wanted), None)
    return exact or next((button for button in buttons if _plain(button["text"]).startswith(wanted)), None)


def _drawn(post: Post) -> list[str]:
    who = "bot" if _came(post) else "me "
    marks = [
        word
        for word, there in (
            ("silent", post.silent),
            ("edited", post.edited),
            ("photo", post.photo),
            (f"document {post.document['file_name']}" if post.document else "", post.document),
            (post.other or "", post.other),
            ("forwarded", post.copy_of),
        )
        if there
    ]
    first, *rest = post.text.split("\n")
    head = f"{post.id:>4} {who} {first}" + (f"  [{', '.join(marks)}]" if marks else "")
    return [head, *(f"         {line}" for line in rest), *(f"         {_row(row)}" for row in post.buttons)]


def _row(row: list[Json]) -> str:
    return " ".join(f"[{button['text']}]" for button in row)
