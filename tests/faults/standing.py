"""`python -m tests.faults.standing`: the bot as anybody runs it, with two ways to stand still on a signal.

SIGUSR1: the event loop waits for ever. SIGUSR2: the thread that writes does, inside a transaction.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import threading
from typing import Any

from sqlalchemy.orm import Session

from bot.db import Database
from bot.db.promise import Promise
from bot.health.pulse import Patience
from bot.running import run
from bot.settings import load_settings
from bot.telegram.pacing import Pace

_FREELY = 10_000


def _stands(*_: Any) -> None:
    threading.Event().wait()


def _writer_stands(*_: Any) -> None:
    loop = asyncio.get_running_loop()
    gc.unfreeze()
    (db,) = [one for one in gc.get_objects() if isinstance(one, Database)]
    db._keeper.submit(Promise(_for_ever, "a deadlock", loop, loop.create_future()))


def _for_ever(_: Session) -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, _stands)
    signal.signal(signal.SIGUSR2, _writer_stands)
    pace = Pace(overall=_FREELY, chat=_FREELY, group=_FREELY)
    sys.exit(run(load_settings(), pace=pace, patience=Patience(loop=3.0, thread=3.0, look_every=0.25)))
