"""/health, /health/live, /health/ready and /metrics, from own threads: they answer while the loop stands.

For machines beside this one: no names, no words, no numbers of incidents. Loopback unless told otherwise.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.health.rules import Name, Trouble, is_alive

log = logging.getLogger(__name__)

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_MOST_AT_ONCE = 16
_TO_ANSWER = 2.0
"""Seconds for an answer to be found; then it is said that the process hangs."""
_WHOLE = 5.0
"""Seconds from a caller's first byte to our last one; then they are hung up on."""

_HANGS = Trouble(Name.HANGS, f"The process could not say within {_TO_ANSWER:.0f} s how it is.", restart=True)

Wrong = Callable[[], tuple[Trouble, ...]]
Said = tuple[bool, bytes, str]
"""Whether all is well, the body, and its type."""


def spoken(wrong: tuple[Trouble, ...], about: Mapping[str, Any]) -> dict[str, Any]:
    """What /health says: whether it lives, whether it is ready, and why not, in sentences."""
    return {
        "live": is_alive(wrong),
        "ready": not wrong,
        "says": "All is well." if not wrong else " ".join(one.says for one in wrong),
        "why": [{"name": str(one.name), "says": one.says, "restart": one.restart} for one in wrong],
        **about,
    }


class Page:
    """Listens from `start` to `stop`. Where it cannot, the bot goes on without it and the log says so."""

    def __init__(
        self, host: str, port: int, wrong: Wrong, metrics: Callable[[], bytes], about: Mapping[str, Any]
    ) -> None:
        self._host, self._port = host, port
        hangs, none = _as_json(spoken((_HANGS,), about), "live"), (False, b"", METRICS_TYPE)
        self._answers = {
            "/health": _Answer(lambda: _as_json(spoken(wrong(), about), "ready"), hangs),
            "/health/ready": _Answer(lambda: _as_json(spoken(wrong(), about), "ready"), hangs),
            "/health/live": _Answer(lambda: _as_json(spoken(wrong(), about), "live"), hangs),
            "/metrics": _Answer(lambda: (True, metrics(), METRICS_TYPE), none),
        }
        self._server: _Server | None = None

    def start(self) -> str | None:
        """The address it listens on; None where it is taken or not ours."""
        try:
            self._server = _Server((self._host, self._port), self._answers)
        except OSError as error:
            log.warning("action=health_page_failed host=%s port=%s why=%s", self._host, self._port, error)
            return None
        threading.Thread(target=self._server.serve_forever, name="health page", daemon=True).start()
        return self.address

    @property
    def address(self) -> str:
        """Where it listens; empty: nowhere."""
        if self._server is None:
            return ""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()


class _Answer:
    """Found in its own thread, one at a time: whoever asks meanwhile hears the same, or that it hangs."""

    def __init__(self, find: Callable[[], Said], hangs: Said) -> None:
        self._find, self._hangs = find, hangs
        self._lock = threading.Lock()
        self._found: Future[Said] | None = None

    def __call__(self) -> Said:
        with self._lock:
            if self._found is None or self._found.done():
                self._found = Future()
                threading.Thread(target=self._look, args=(self._found,), name="health", daemon=True).start()
            found = self._found
        try:
            return found.result(_TO_ANSWER)
        except TimeoutError:
            return self._hangs

    def _look(self, found: Future[Said]) -> None:
        try:
            found.set_result(self._find())
        except Exception as error:  # noqa: BLE001  raised again where it is waited for
            found.set_exception(error)


def _as_json(said: dict[str, Any], which: str) -> Said:
    body = json.dumps(said, indent=2, ensure_ascii=False).encode() + b"\n"
    return bool(said[which]), body, "application/json; charset=utf-8"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = _MOST_AT_ONCE

    def __init__(self, place: tuple[str, int], answers: Mapping[str, _Answer]) -> None:
        self.answers = answers
        self._room = threading.BoundedSemaphore(_MOST_AT_ONCE)
        self._since: dict[socket.socket, float] = {}
        super().__init__(place, _Caller)

    def process_request(self, request: Any, client_address: Any) -> None:
        """So many at once and no more: whoever comes on top is hung up on."""
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        self._since[request] = time.monotonic()
        super().process_request(request, client_address)

    def service_actions(self) -> None:
        """Twice a second: whoever takes too long, byte by byte or not at all, is hung up on."""
        for request, since in self._since.copy().items():
            if time.monotonic() - since > _WHOLE:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._since.pop(request, None)
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.debug("action=health_caller_lost")


class _Caller(BaseHTTPRequestHandler):
    server_version, sys_version = "nightshift", ""
    timeout = _WHOLE
    server: _Server

    def do_GET(self) -> None:
        answer = self.server.answers.get(self.path.partition("?")[0])
        if answer is None:
            self._reply(HTTPStatus.NOT_FOUND, b"There are /health and /metrics.\n", "text/plain")
            return
        well, body, kind = answer()
        self._reply(HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE, body, kind)

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is http.server's
        """Nothing: whoever asks every few seconds would fill the log."""

    def _reply(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
