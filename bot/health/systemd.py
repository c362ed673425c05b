"""What systemd is told (Type=notify): that we are ready, how we are, that we live. Else nobody is told."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping

log = logging.getLogger(__name__)


class Systemd:
    """Reads NOTIFY_SOCKET and WATCHDOG_USEC as sd_notify(3) and sd_watchdog_enabled(3) describe them."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        found = os.environ if environment is None else environment
        address = found.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._said = ""

    @property
    def listens(self) -> bool:
        return bool(self._address)

    def ready(self) -> None:
        self._say("READY=1")

    def stopping(self) -> None:
        self._say("STOPPING=1")

    def lives(self, says: str) -> None:
        """Fed once more; `says` is what `systemctl status` shows, told when it changes."""
        status = f"\nSTATUS={says}" if says != self._said else ""
        self._said = says
        self._say(f"WATCHDOG=1{status}")

    def ails(self, says: str) -> None:
        """Not fed: systemd starts us again when that lasts."""
        if says != self._said:
            self._said = says
            self._say(f"STATUS={says}")

    def _say(self, what: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as speaker:
                speaker.settimeout(1.0)
                speaker.sendto(what.encode(), self._address)
        except OSError as error:
            log.warning("action=systemd_not_told why=%s", error)
