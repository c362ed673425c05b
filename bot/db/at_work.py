"""Since when threads have been at what they do now: what never ends is seen from outside."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count


class AtWork:
    """Threads come and go; a piece of work has limits of its own (locks, statements), so none is long."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._since: dict[int, float] = {}
        self._numbers = count()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Around one piece of work of the calling thread; there may be another inside."""
        piece = next(self._numbers)
        self._since[piece] = self._steady()
        try:
            yield
        finally:
            del self._since[piece]

    def oldest(self) -> int | None:
        """The number of the oldest piece of work, None where nobody works. No other piece ever has it."""
        return min(self._since.copy(), default=None)

    def longest(self) -> float:
        """Seconds that the oldest piece of work has lasted; 0 where nobody works."""
        began = min(self._since.copy().values(), default=None)
        return 0.0 if began is None else self._steady() - began
