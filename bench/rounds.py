"""Rounds: each contestant once in each, another first every time, so that a busy minute hits all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """Taps of one round: how long all took, and each from being handed out to its answer, in seconds."""

    seconds: float
    latencies: Sequence[float]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def p99(self) -> float:
        """Milliseconds."""
        return percentile(self.latencies, 0.99) * 1000


def percentile(numbers: Sequence[float], part: float) -> float:
    """The number below which this part of them lies; the greatest of few."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def interleaved(
    contestants: Mapping[str, Callable[[], T]], rounds: int, say: Say, told: Callable[[T], str]
) -> dict[str, list[T]]:
    """Every contestant's results in the order of the rounds. `told`: one of them in a word, for progress."""
    results: dict[str, list[T]] = {name: [] for name in contestants}
    names = list(contestants)
    for number in range(rounds):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            gc.collect()
            gc.freeze()  # what the others have loaded is nobody's rubbish to look through
            began = time.monotonic()
            result = contestants[name]()
            gc.unfreeze()
            results[name].append(result)
            say(f"round {number + 1}/{rounds} {name}: {told(result)} ({time.monotonic() - began:.1f} s)")
    return results
