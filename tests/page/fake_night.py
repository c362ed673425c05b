"""A night without a bot: the state the page shows, and the events it hears, in the contract's shapes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.page.night import COMMANDS, KEYBOARD, PEOPLE, scenes

START = datetime(2026, 11, 22, 0, 12, 7, tzinfo=UTC)


class FakeNight:
    """What the contract shows; every change is also an event for the pages that listen."""

    def __init__(self) -> None:
        """Six phones at 03:12 in Moscow, nothing said yet."""
        self.lock = threading.RLock()
        self.offset = 0
        self.running = True
        self.playing = False
        self.posts: list[tuple[str, Any]] = []
        self.listeners: list[queue.Queue[dict[str, Any] | None]] = []
        self.history: list[dict[str, Any]] = []
        self.names: dict[str, tuple[int, int]] = {}
        self.answers: dict[str, tuple[str, bool]] = {}
        self.hold_answers = False
        self.last_id = 0
        self.phones = {person[0]: self._phone(*person) for person in PEOPLE}

    @staticmethod
    def _phone(who: int, name: str, role: str, language: str, started: bool) -> dict[str, Any]:
        keyboard = KEYBOARD if role.startswith("operator") else None
        return {
            "user_id": who,
            "name": name,
            "role": role,
            "language_code": language,
            "started": started,
            "blocked": False,
            "typing": False,
            "reply_keyboard": keyboard,
            "commands": COMMANDS,
            "messages": [],
        }

    def now(self) -> str:
        """The night's clock as ISO text: it stands still unless wound."""
        return (START + timedelta(seconds=self.offset + self.last_id)).isoformat()

    def state(self) -> dict[str, Any]:
        """Everything `/sim/state` promises."""
        with self.lock:
            return {
                "clock": self.clock(),
                "bot": self.bot(),
                "playing": self.playing,
                "phones": list(self.phones.values()),
                "history": self.history,
                "calls": self.last_id,
            }

    def clock(self) -> dict[str, Any]:
        """The clock part of the state."""
        return {"now": self.now(), "offset": self.offset}

    def bot(self) -> dict[str, Any]:
        """The bot part of the state."""
        return {"running": self.running, "pid": 4242 if self.running else None}

    def tell(self, kind: str, **event: Any) -> None:
        """Send one event to every page."""
        with self.lock:
            for listener in self.listeners:
                listener.put({"kind": kind, **event})

    def next_id(self) -> int:
        """A fresh identifier; also one second of the night."""
        with self.lock:
            self.last_id += 1
            return self.last_id

    def say(self, who: int, text: str = "", *, mine: bool = False, name: str = "", **more: Any) -> int:
        """Put a message on a phone; returns its id. `more` overrides fields of the contract's Msg."""
        with self.lock:
            message = {
                "id": self.next_id(),
                "from": "me" if mine else "bot",
                "at": self.now(),
                "edited_at": None,
                "text": text,
                "entities": [],
                "photo": None,
                "document": None,
                "other": None,
                "album": None,
                "buttons": [],
                "silent": True,
                "protected": False,
                "reply_to": None,
                **more,
            }
            self.phones[who]["messages"].append(message)
            if name:
                self.names[name] = (who, message["id"])
            self.tell("message", user_id=who, message=message)
            return int(message["id"])

    def edit(self, who: int, message_id: int, **changes: Any) -> None:
        """Change a message in place."""
        with self.lock:
            message = next(one for one in self.phones[who]["messages"] if one["id"] == message_id)
            message.update(changes, edited_at=self.now())
            self.tell("edited", user_id=who, message=message)

    def delete(self, who: int, message_id: int) -> None:
        """Take a message away."""
        with self.lock:
            kept = [one for one in self.phones[who]["messages"] if one["id"] != message_id]
            self.phones[who]["messages"] = kept
            self.tell("deleted", user_id=who, message_id=message_id)

    def record(self, kind: str, *, by: int | None, why: str, data: Any, incident: int | None = 17) -> None:
        """Add a row to the history."""
        name = self.phones[by]["name"] if by else None
        row = {
            "id": self.next_id(),
            "at": self.now(),
            "incident": incident,
            "kind": kind,
            "by": name,
            "why": why,
        }
        with self.lock:
            self.history.append({**row, "data": data})
            self.tell("history", row={**row, "data": data})

    def change_phone(self, who: int, **changes: Any) -> None:
        """Change a phone's own facts and tell the pages."""
        self.phones[who].update(changes)
        bare = {key: value for key, value in self.phones[who].items() if key != "messages"}
        self.tell("phone", user_id=who, phone=bare)

    def forward(self, seconds: int) -> None:
        """Wind the clock."""
        self.offset += seconds
        self.tell("clock", clock=self.clock())

    def play_all(self, *, pace: Callable[[], bool] = lambda: False) -> None:
        """Play the night; `pace` waits between scenes and returns True to stop."""
        self.playing = True
        for scene in scenes():
            self._play(dict(scene))
            if pace():
                break
        self.playing = False
        self.tell("playing", playing=False, caption="That was the night. Scroll the phones, open the rows.")

    def _play(self, scene: dict[str, Any]) -> None:
        if "caption" in scene:
            self.tell("playing", playing=True, caption=scene["caption"])
            self.forward(120)
        elif "row" in scene:
            self.record(scene.pop("row"), **scene)
        elif "typing" in scene:
            self.tell("typing", user_id=scene["typing"])
        elif "answer" in scene:
            self.tell("answer", user_id=scene["answer"], text=scene["text"], alert=False)
        elif "edit" in scene:
            who, message_id = self.names[scene.pop("edit")]
            self.names[scene.pop("name", "")] = (who, message_id)
            self.edit(who, message_id, **scene)
        else:
            photo = scene.pop("photo", None)
            sound = scene.pop("sound", False)
            self.say(scene.pop("say"), photo=photo and f"/sim/file/{photo}", silent=not sound, **scene)

    def posted_to(self, what: str) -> list[Any]:
        """The bodies of the posts whose path ends so, in their order."""
        return [body for path, body in self.posts if path.endswith(what)]
