"""The sandbox's contract with its page, kept by a tiny server: only what the page itself needs.

Run it to work on the page alone: ``python -m tests.page.fake_server [port]``.
"""

from __future__ import annotations

import io
import json
import mimetypes
import queue
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from tests.page.night import COMMANDS, KEYBOARD, PEOPLE, scenes

PAGE = Path(__file__).parents[2] / "bot" / "sandbox" / "page"
START = datetime(2026, 11, 22, 0, 12, 7, tzinfo=UTC)
SCENE_S = 1.1
TYPES = {".js": "text/javascript", ".svg": "image/svg+xml"}


class FakeNight:
    """State, events and the scripted night; every change is also an event for the pages that listen."""

    def __init__(self) -> None:
        """Six phones at 03:12 in Moscow, nothing said yet."""
        self.lock = threading.RLock()
        self.offset = 0
        self.running = True
        self.playing = False
        self.stop = threading.Event()
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

    # ---- what the page posts ----

    def posted(self, path: str, body: Any) -> dict[str, Any]:
        """One post of the page; LookupError means 404."""
        self.posts.append((path, body))
        parts = path.removeprefix("/sim/").split("/")
        if parts[0] == "clock":
            self.forward(int(body["forward"]))
        elif parts[0] == "bot":
            self.running = body["action"] == "start"
            self.tell("bot", bot=self.bot())
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
                target=self.play_all, kwargs={"pace": lambda: stop.wait(SCENE_S)}, daemon=True
            ).start()

    def _posted_by(self, who: int, what: str, body: Any) -> dict[str, Any]:
        if what == "tap":
            return self._tapped(who, body["data"])
        if what == "text":
            self.say(who, body["text"], mine=True)
        elif what == "start":
            self.change_phone(who, started=True)
            self.say(who, "/start", mine=True, entities=[{"type": "bot_command", "offset": 0, "length": 6}])
        elif what in {"block", "unblock"}:
            self.change_phone(who, blocked=what == "block")
        elif what == "photo" and "sample" in body:
            self.say(who, body.get("caption", ""), mine=True, photo=f"/sim/file/{body['sample']}")
        elif what == "album":
            self._album(who, body["samples"], body.get("caption", ""))
        elif what == "forward":
            source = next(
                m for m in self.phones[body["from_user_id"]]["messages"] if m["id"] == body["message_id"]
            )
            self.say(who, **{key: value for key, value in source.items() if key not in {"id", "from", "at"}})
        else:
            self._file(who, what, body)
        return {}

    def _tapped(self, who: int, data: str) -> dict[str, Any]:
        if not self.hold_answers:
            text, alert = self.answers.get(data, ("Принято", False))
            self.tell("answer", user_id=who, text=text, alert=alert)
        return {"query_id": f"query-{self.next_id()}"}

    def _album(self, who: int, samples: list[str], caption: str) -> None:
        album = f"album-{self.next_id()}"
        for at, sample in enumerate(samples):
            self.say(who, "" if at else caption, mine=True, photo=f"/sim/file/{sample}", album=album)

    def _file(self, who: int, what: str, body: Any) -> None:
        if what == "voice":
            self.say(who, mine=True, other="voice")
            return
        document = {
            "name": body.get("name", "error_503.png"),
            "size": body.get("size", 20480),
            "mime": "image/png",
        }
        self.say(who, body.get("caption", ""), mine=True, document={**document, "url": "/sim/file/error_503"})


def sample(name: str) -> bytes:
    """A drawn stand-in for a screenshot, as PNG."""
    picture = Image.new("RGB", (640, 420), "#e8edf4" if name != "monitor_photo" else "#2a2118")
    draw = ImageDraw.Draw(picture)
    left, top = (0, 0) if name != "monitor_photo" else (60, 40)
    draw.rectangle((left, top, 640 - left, 420 - top), fill="#f6f8fb")
    draw.rectangle((left, top, 640 - left, top + 44), fill="#28476e")
    draw.text((left + 18, top + 12), f"Softphone 4.2: {name}", fill="white", font_size=18)
    draw.rounded_rectangle((170, 130, 470, 300), 12, fill="white", outline="#c23b45", width=3)
    draw.text((258, 158), "503", fill="#c23b45", font_size=64)
    draw.text((214, 246), "Service unavailable", fill="#444c5a", font_size=22)
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


class Handler(BaseHTTPRequestHandler):
    """HTTP around one FakeNight, held by the server."""

    protocol_version = "HTTP/1.1"
    server: FakeServer

    def do_GET(self) -> None:
        """The page, the state, the events and the pictures."""
        path = self.path.partition("?")[0]
        if path == "/sim/state":
            self._json(200, self.server.night.state())
        elif path == "/sim/events":
            self._events()
        elif path.startswith("/sim/file/"):
            self._bytes(200, sample(path.rsplit("/", 1)[-1]), "image/png")
        else:
            self._file(PAGE / (path.removeprefix("/page/").lstrip("/") or "index.html"))

    def do_POST(self) -> None:
        """What the page does; the answer is JSON, an error is 4xx with `error`."""
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self._json(200, self.server.night.posted(self.path, self._body(raw)))
        except (LookupError, ValueError) as error:
            self._json(404, {"error": f"Not here: {error}"})

    def _body(self, raw: bytes) -> Any:
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/"):
            return json.loads(raw or b"{}")
        whole = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
        body: dict[str, Any] = {}
        for part in whole.walk():
            content = part.get_payload(decode=True)
            if part.get_filename() and isinstance(content, bytes):
                body |= {"name": part.get_filename(), "size": len(content)}
        return body

    def _file(self, place: Path) -> None:
        if not place.is_file():
            self._json(404, {"error": "no such file"})
            return
        kind = TYPES.get(place.suffix) or mimetypes.guess_type(place.name)[0] or "text/plain"
        self._bytes(200, place.read_bytes(), f"{kind}; charset=utf-8" if "text" in kind else kind)

    def _json(self, status: int, content: Any) -> None:
        self._bytes(status, json.dumps(content, ensure_ascii=False).encode(), "application/json")

    def _bytes(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _events(self) -> None:
        mine: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.flush()
        self.close_connection = True
        with self.server.night.lock:
            self.server.night.listeners.append(mine)
        try:
            while (event := mine.get()) is not None:
                self.wfile.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
                self.wfile.flush()
        except OSError:
            return
        finally:
            with self.server.night.lock:
                self.server.night.listeners.remove(mine)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: tests read the posts instead."""


class FakeServer(ThreadingHTTPServer):
    """Serves one FakeNight on 127.0.0.1; `away` and `back` take it off the line and return it."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, night: FakeNight, port: int = 0) -> None:
        """Bind at once; port 0 picks a free one."""
        super().__init__(("127.0.0.1", port), Handler)
        self.night = night
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no error."""

    def away(self) -> int:
        """Close the door and every open stream; returns the port to come back to."""
        port = self.server_port
        self.shutdown()
        self.server_close()
        with self.night.lock:
            for listener in self.night.listeners:
                listener.put(None)
        return port


def main() -> None:
    """Serve until interrupted."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8765
    server = FakeServer(FakeNight(), port)
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
