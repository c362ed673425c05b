"""What the page posts, done to a FakeNight."""

from __future__ import annotations

import threading
from typing import Any

from tests.page.fake_night import FakeNight

SCENE_S = 1.1


class FakeHands:
    """People's hands and the desk's buttons."""

    def __init__(self, night: FakeNight) -> None:
        """For this night."""
        self.night = night
        self.stop = threading.Event()

    def posted(self, path: str, body: Any) -> dict[str, Any]:
        """One post of the page; LookupError means 404."""
        self.night.posts.append((path, body))
        parts = path.removeprefix("/sim/").split("/")
        if parts[0] == "clock":
            self.night.forward(int(body["forward"]))
        elif parts[0] == "bot":
            self.night.running = body["action"] == "start"
            self.night.tell("bot", bot=self.night.bot())
        elif parts[0] == "play":
            self._posted_play(start=bool(body["start"]))
        else:
            return self._posted_by(int(parts[0]), parts[1], body)
        return {}

    def _posted_play(self, *, start: bool) -> None:
        self.stop.set()
        if start:
            self.stop = stop = threading.Event()
            threading.Thread(
                target=self.night.play_all, kwargs={"pace": lambda: stop.wait(SCENE_S)}, daemon=True
            ).start()

    def _posted_by(self, who: int, what: str, body: Any) -> dict[str, Any]:
        if what == "tap":
            return self._tapped(who, body["data"])
        if what == "text":
            self.night.say(who, body["text"], mine=True)
        elif what == "start":
            self.night.change_phone(who, started=True)
            self.night.say(
                who, "/start", mine=True, entities=[{"type": "bot_command", "offset": 0, "length": 6}]
            )
        elif what in {"block", "unblock"}:
            self.night.change_phone(who, blocked=what == "block")
        elif what == "photo" and "sample" in body:
            self.night.say(who, body.get("caption", ""), mine=True, photo=f"/sim/file/{body['sample']}")
        elif what == "album":
            self._album(who, body["samples"], body.get("caption", ""))
        elif what == "forward":
            source = next(
                m
                for m in self.night.phones[body["from_user_id"]]["messages"]
                if m["id"] == body["message_id"]
            )
            self.night.say(
                who, **{key: value for key, value in source.items() if key not in {"id", "from", "at"}}
            )
        else:
            self._file(who, what, body)
        return {}

    def _tapped(self, who: int, data: str) -> dict[str, Any]:
        if not self.night.hold_answers:
            text, alert = self.night.answers.get(data, ("Принято", False))
            self.night.tell("answer", user_id=who, text=text, alert=alert)
        return {"query_id": f"query-{self.night.next_id()}"}

    def _album(self, who: int, samples: list[str], caption: str) -> None:
        album = f"album-{self.night.next_id()}"
        for at, sample in enumerate(samples):
            self.night.say(who, "" if at else caption, mine=True, photo=f"/sim/file/{sample}", album=album)

    def _file(self, who: int, what: str, body: Any) -> None:
        if what == "voice":
            self.night.say(who, mine=True, other="voice")
            return
        document = {
            "name": body.get("name", "error_503.png"),
            "size": body.get("size", 20480),
            "mime": "image/png",
        }
        self.night.say(
            who, body.get("caption", ""), mine=True, document={**document, "url": "/sim/file/error_503"}
        )
