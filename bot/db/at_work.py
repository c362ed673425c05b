"""Since when each thread has been at what it does now: one that never ends is seen from outside."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class AtWork:
    """Threads come and go; a piece of work has limits of its own (locks, statements), so none is long."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}

    @contextmanager
    def one(self) -> Iterator[None]:
        """Around one piece of work of the calling thread."""
        me = threading.get_ident()
        self._since[me] = time.monotonic()
        try:
            yield
        finally:
            del self._since[me]

    def longest(self) -> float:
        """Seconds that the oldest piece of work has lasted; 0 where nobody works."""
        began = min(self._since.copy().values(), default=None)
        return 0.0 if began is None else time.monotonic() - began
