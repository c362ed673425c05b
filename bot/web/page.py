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
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.health.rules import Trouble, is_alive

log = logging.getLogger(__name__)

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_MOST_AT_ONCE = 16
_PATIENCE = 5.0
"""Seconds for a caller to say what they want and to be answered, however slowly they speak."""

Wrong = Callable[[], tuple[Trouble, ...]]


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
        self,
        host: str,
        port: int,
        wrong: Wrong,
        metrics: Callable[[], bytes],
        about: Mapping[str, Any],
        *,
        patience: float = _PATIENCE,
    ) -> None:
        self._host, self._port, self._patience = host, port, patience
        self._answers: Mapping[str, Callable[[], tuple[bool, bytes, str]]] = {
            "/health": lambda: _as_json(spoken(wrong(), about), "ready"),
            "/health/ready": lambda: _as_json(spoken(wrong(), about), "ready"),
            "/health/live": lambda: _as_json(spoken(wrong(), about), "live"),
            "/metrics": lambda: (True, metrics(), METRICS_TYPE),
        }
        self._server: _Server | None = None

    def start(self) -> str | None:
        """The address it listens on; None where it is taken or not ours."""
        try:
            self._server = _Server((self._host, self._port), self._answers, self._patience)
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


def _as_json(said: dict[str, Any], which: str) -> tuple[bool, bytes, str]:
    body = json.dumps(said, indent=2, ensure_ascii=False).encode() + b"\n"
    return bool(said[which]), body, "application/json; charset=utf-8"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = _MOST_AT_ONCE

    def __init__(
        self,
        place: tuple[str, int],
        answers: Mapping[str, Callable[[], tuple[bool, bytes, str]]],
        patience: float,
    ) -> None:
        self.answers, self._patience = answers, patience
        self._room = threading.BoundedSemaphore(_MOST_AT_ONCE)
        self._since: dict[Any, float] = {}
        super().__init__(place, _Caller)

    def process_request(self, request: Any, client_address: Any) -> None:
        """So many at once and no more: whoever comes on top is hung up on."""
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        self._since[request] = time.monotonic()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._since.pop(request, None)
            self._room.release()

    def service_actions(self) -> None:
        """Every half second: whoever says a byte now and then is hung up on like who says nothing."""
        late = time.monotonic() - self._patience
        for request, since in self._since.copy().items():
            if since < late:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.debug("action=health_caller_lost")


class _Caller(BaseHTTPRequestHandler):
    server_version, sys_version = "nightshift", ""
    timeout = _PATIENCE
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
