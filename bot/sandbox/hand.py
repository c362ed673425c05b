"""What a person can do with their phone."""

import re
from collections.abc import Sequence

from bot.sandbox.entities import commands_in
from bot.sandbox.files import Upload
from bot.sandbox.model import Query, Sandbox
from bot.sandbox.sending import document_body
from bot.sandbox.trouble import CannotDo, Json
from bot.sandbox.world import Chat, Person, Post, rows_of

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Hand:
    """One person's hand on their phone; `chat_id` of a group makes them act there instead."""

    def __init__(self, box: Sandbox, user_id: int) -> None:
        self.box = box
        self.person: Person = box.people[user_id]

    def write(
        self, text: str, *, chat_id: int | None = None, reply_to: int | None = None, thread: int | None = None
    ) -> Post:
        """A text; longer ones leave in pieces, as every Telegram client does it. Returns the last piece."""
        text = text.strip()
        if not text:
            raise CannotDo("an empty message can't be sent")
        chat = self._chat(chat_id)
        size = self.box.limits.text
        posts = [self._text(chat, text[at : at + size], reply_to, thread) for at in range(0, len(text), size)]
        if chat.one_time and chat.reply_keyboard:
            chat.reply_keyboard = None
            self.box.tell("phone", chat.id)
        return posts[-1]

    def start(self, payload: str = "") -> Post:
        """Press Start or open a deep link; a blocked bot is unblocked by it."""
        if payload and not PAYLOAD.fullmatch(payload):
            raise CannotDo("a start payload is 1-64 of A-Z a-z 0-9 _ -")
        self.unblock()
        return self.write(f"/start {payload}".strip())

    def photo(self, upload: Upload, caption: str = "", **extra: str) -> Post:
        return self._send({"photo": self.box.files.keep_photo(upload)}, caption, extra)

    def document(self, upload: Upload, caption: str = "", **extra: str) -> Post:
        return self._send(document_body(self.box, "attach://it", {"it": upload}), caption, extra)

    def album(self, uploads: Sequence[Upload], caption: str = "", *, documents: bool = False) -> list[Post]:
        """2-10 pictures (or documents): messages sharing a media_group_id, the caption on the first."""
        if not 2 <= len(uploads) <= 10:
            raise CannotDo("an album has 2-10 items")
        group = str(self.box.random.randrange(10**16, 10**17))
        send = self.document if documents else self.photo
        return [send(upload, "" if n else caption, media_group_id=group) for n, upload in enumerate(uploads)]

    def voice(self, upload: Upload | None = None, seconds: int = 5) -> Post:
        upload = upload or Upload(b"OggS" + bytes(200), "voice.ogg", "audio/ogg")
        about = {"duration": seconds, "mime_type": "audio/ogg"}
        return self._send({"voice": self.box.files.keep("voice", upload, about).shown()})

    def video(self, upload: Upload | None = None, caption: str = "", seconds: int = 5) -> Post:
        upload = upload or Upload(bytes(4) + b"ftypmp42" + bytes(200), "video.mp4", "video/mp4")
        about = {"duration": seconds, "width": 1280, "height": 720, "mime_type": "video/mp4"}
        return self._send({"video": self.box.files.keep("video", upload, about).shown()}, caption)

    def sticker(self, emoji: str = "👍") -> Post:
        about = {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        upload = Upload(b"RIFF" + bytes(50), "sticker.webp", "image/webp")
        return self._send({"sticker": self.box.files.keep("sticker", upload, about).shown()})

    def contact(self, phone_number: str, name: str = "") -> Post:
        own = {
            "phone_number": phone_number,
            "first_name": name or self.person.name,
            "user_id": self.person.user_id,
        }
        return self._send({"contact": own})

    def location(self, latitude: float, longitude: float) -> Post:
        return self._send({"location": {"latitude": latitude, "longitude": longitude}})

    def tap(self, message_id: int, data: str, *, chat_id: int | None = None, forge: bool = False) -> str:
        """Press an inline button; returns the query id.

        CannotDo unless the button is there and alive; `forge` sends any data, as a modified client can.
        """
        chat = self._chat(chat_id)
        post = chat.posts.get(message_id)
        if post is None or (post.gone and not forge):
            raise CannotDo("this message is not on the phone")
        if not forge:
            self._must_have_button(post, data)
        target = post.copy_of or post
        query_id = str(self.box.random.randrange(10**17, 10**18))
        self.box.queries[query_id] = Query(self.person, self.box.now() + self.box.limits.answer_within)
        query = {
            "id": query_id,
            "from": self.person.user(),
            "message": target.raw,
            "chat_instance": str(1_000_003 * target.chat_id),
            "data": data,
        }
        self.box.put_update("callback_query", query, self.box.limits.callback_life)
        return query_id

    def edit(self, message_id: int, text: str) -> Post:
        """Change an own text; the bot gets edited_message."""
        post = self._chat(None).posts.get(message_id)
        if post is None or post.user_id != self.person.user_id or "text" not in post.raw or post.copy_of:
            raise CannotDo("only own texts can be edited")
        post.past.append(post.raw)
        kept = {key: value for key, value in post.raw.items() if key not in ("text", "entities")}
        post.raw = kept | _text_parts(text.strip()) | {"edit_date": int(self.box.now())}
        post.edited = self.box.moment()
        self.box.put_update("edited_message", post.raw)
        self.box.tell("edited", post.chat_id, post)
        return post

    def forward(self, message_id: int, to_user_id: int) -> Post:
        """Show the bot's message with its buttons on somebody else's phone; protected ones can't be."""
        post = self._chat(None).posts.get(message_id)
        if post is None or post.gone:
            raise CannotDo("this message is not on the phone")
        if post.protected:
            raise CannotDo("this message is protected from forwarding")
        body = {
            key: value for key, value in post.raw.items() if key not in ("message_id", "from", "chat", "date")
        }
        target = self.box.chats[to_user_id]
        return self.box.post(target, self.person, body, update=False, copy_of=post.copy_of or post)

    def block(self) -> None:
        if not self.person.blocked:
            self.person.blocked = True
            self._membership("member", "kicked")

    def unblock(self) -> None:
        if self.person.blocked:
            self.person.blocked = False
            self._membership("kicked", "member")

    def deactivate(self) -> None:
        """The account is deleted: every send to it is a 403 from now on."""
        self.person.deactivated = True
        self.box.tell("phone", self.person.user_id)

    def kick_bot(self, chat_id: int) -> None:
        """Throw the bot out of a group this person is in."""
        chat = self._chat(chat_id)
        chat.bot_inside = False
        self._membership("member", "kicked", chat)

    def _chat(self, chat_id: int | None) -> Chat:
        chat = self.box.chats[self.person.user_id if chat_id is None else chat_id]
        if self.person.deactivated:
            raise CannotDo("a deleted account does nothing")
        if self.person.user_id not in chat.members:
            raise CannotDo("not a member of this group")
        return chat

    def _text(self, chat: Chat, text: str, reply_to: int | None, thread: int | None) -> Post:
        inside = chat.topics[thread].inside() if thread is not None else {}
        target = chat.posts.get(reply_to) if reply_to else None
        reply = {"reply_to_message": _without_reply(target.raw)} if target else {}
        return self._put(chat, _text_parts(text) | reply | inside)

    def _send(self, body: Json, caption: str = "", extra: Json | None = None) -> Post:
        if len(caption) > self.box.limits.caption:
            raise CannotDo("a caption has at most 1024 characters")
        return self._put(self._chat(None), body | ({"caption": caption} if caption else {}) | (extra or {}))

    def _put(self, chat: Chat, body: Json) -> Post:
        if chat.kind == "private":
            if self.person.blocked:
                raise CannotDo("the bot is blocked on this phone")
            first, self.person.started = not self.person.started, True
            if first:
                self.box.tell("phone", chat.id)
            return self.box.post(chat, self.person, body)
        return self.box.post(chat, self.person, body, update=chat.bot_inside and self._bot_may_read(body))

    def _bot_may_read(self, body: Json) -> bool:
        """Privacy mode: in groups the bot sees commands, mentions and replies to itself."""
        username = self.box.bot["username"]
        text = body.get("text", "")
        command = text.startswith("/") and (
            "@" not in text.split()[0] or text.split()[0].endswith(f"@{username}")
        )
        to_bot = body.get("reply_to_message", {}).get("from", {}).get("id") == self.box.bot["id"]
        return command or to_bot or f"@{username}" in text

    def _must_have_button(self, post: Post, data: str) -> None:
        button = next((b for row in rows_of(post.raw) for b in row if b.get("callback_data") == data), None)
        if button is None:
            raise CannotDo("this button is not on the message")
        if "disabled" in button:
            raise CannotDo("this button is disabled")

    def _membership(self, old: str, new: str, chat: Chat | None = None) -> None:
        chat = chat or self.box.chats[self.person.user_id]
        change = {
            "chat": self.box.shown(chat),
            "from": self.person.user(),
            "date": int(self.box.now()),
            "old_chat_member": self._member(old),
            "new_chat_member": self._member(new),
        }
        self.box.put_update("my_chat_member", change)
        self.box.tell("phone", chat.id)

    def _member(self, status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.box.bot, "status": status, **until}


def _text_parts(text: str) -> Json:
    entities = commands_in(text)
    return {"text": text} | ({"entities": entities} if entities else {})


def _without_reply(raw: Json) -> Json:
    return {key: value for key, value in raw.items() if key != "reply_to_message"}
