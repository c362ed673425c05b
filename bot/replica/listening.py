"""Hears at once what the commits of other replicas have woken. Who hears nothing finds it within a second.

The connection also holds the database for the bots: the one of `bot.single` is gone for good when the server
was started anew under us, and a restore would take a night in which people tap for one that nobody works on.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
from datetime import datetime

import psycopg
from psycopg import Notify
from sqlalchemy.engine import make_url

from bot.db import Database, Woken
from bot.db.postgresql import CHANNEL, LOCKS, THE_BOT

log = logging.getLogger(__name__)

_AGAIN = 1.0
_HOLD = "SELECT pg_try_advisory_lock_shared(%s, %s)"
_ALL = ("outbox", "timer", "inbox", "people", "replicas")


class Listening:
    """A connection of its own that only listens; `after_commit` of our database hears what others did."""

    def __init__(self, db: Database, url: str, token: str) -> None:
        plain = make_url(url).set(drivername="postgresql")
        self._address = plain.render_as_string(hide_password=False)
        self._db, self._token = db, token

    async def run(self) -> None:
        """Until cancelled. While the server is away there is nothing to hear; afterwards, all may be new."""
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.info("action=listening_interrupted why=%s", type(error).__name__)
            await asyncio.sleep(_AGAIN)

    async def _listen(self) -> None:
        me = f"nightshift {os.getpid()} on {socket.gethostname()}"[:63]
        connection = await psycopg.AsyncConnection.connect(
            self._address, autocommit=True, connect_timeout=3, application_name=me
        )
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            held = await connection.execute(_HOLD, (LOCKS, THE_BOT))
            if await held.fetchone() != (True,):
                log.info("action=listening_interrupted why=restore")
                return
            self._tell(dict.fromkeys(_ALL))
            async for heard in connection.notifies():
                self._hear(heard)

    def _hear(self, heard: Notify) -> None:
        try:
            said = json.loads(heard.payload)
            if said["by"] == self._token:
                return
            woken = {what: at and datetime.fromisoformat(at) for what, at in said["woken"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("action=strange_notification")
            return
        self._tell(woken)

    def _tell(self, woken: Woken) -> None:
        for listener in list(self._db.after_commit):
            listener(woken)
