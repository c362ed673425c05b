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
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from tests.page.fake_hands import FakeHands
from tests.page.fake_night import FakeNight

PAGE = Path(__file__).parents[2] / "bot" / "sandbox" / "page"
TYPES = {".js": "text/javascript", ".svg": "image/svg+xml"}


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
            self._json(200, self.server.hands.posted(self.path, self._body(raw)))
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
        self.hands = FakeHands(night)
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
