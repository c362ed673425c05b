"""One line of the table: what was measured, beside what, and whether that is good enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

NOISY = 0.35
"""Rounds that lie further apart than this, as a part of their median, say more of the machine than of us."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound for `ratio` (ours / other), for `ours` alone in its unit, or for `more` (ours - other)."""

    sign: Literal["≥", "≤"]
    bound: float
    of: Literal["ratio", "ours", "more"] = "ratio"

    def __str__(self) -> str:
        shown = f"{self.bound:g}"
        return f"{self.sign} " + {"ratio": f"{shown}×", "ours": shown, "more": f"+{shown}"}[self.of]

    def is_met(self, number: float) -> bool:
        return number >= self.bound if self.sign == "≥" else number <= self.bound


def at_least(times: float) -> Goal:
    """Ours is at least so many times the other: for rates."""
    return Goal("≥", times)


def at_most(times: float) -> Goal:
    """Ours is at most so many times the other: for lengths of time and memory."""
    return Goal("≤", times)


def no_more_than(amount: float) -> Goal:
    """Ours, in its own unit, whatever the other does."""
    return Goal("≤", amount, "ours")


def at_most_more(amount: float) -> Goal:
    """Ours is the other and at most so much on top, in the line's unit."""
    return Goal("≤", amount, "more")


@dataclass(frozen=True, slots=True)
class Line:
    """`ours` and `other` are in `unit`; `beside` says who or what the other is (a peer, or a limit).

    `noise`: how far apart the rounds' own ratios were, as a part of their median; nothing where it was
    measured in one round only. `why`: for a goal that is missed, or one that needs a word.
    """

    what: str
    ours: float
    other: float
    unit: str
    beside: str
    goal: Goal
    noise: float = 0.0
    why: str = ""
    rounds: int = 1

    @property
    def ratio(self) -> float:
        return self.ours / self.other if self.other else math.inf

    @property
    def judged(self) -> float:
        """The number that the goal is about."""
        return {"ratio": self.ratio, "ours": self.ours, "more": self.ours - self.other}[self.goal.of]

    @property
    def met(self) -> bool:
        return self.goal.is_met(self.judged)

    @property
    def verdict(self) -> str:
        """met | missed, and whether the rounds were too far apart for either to mean much, or only one."""
        said = "met" if self.met else "missed"
        return said + (", once" if self.rounds < 2 else ", noisy" if self.noise > NOISY else "")

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "ours": round(self.ours, 4),
            "other": round(self.other, 4),
            "unit": self.unit,
            "beside": self.beside,
            "ratio": round(self.ratio, 4) if math.isfinite(self.ratio) else None,
            "goal": str(self.goal),
            "verdict": self.verdict,
            "noise": round(self.noise, 3),
            "rounds": self.rounds,
            "why": self.why,
        }


def line_of(
    what: str,
    ours: Sequence[float],
    other: Sequence[float],
    unit: str,
    beside: str,
    goal: Goal,
    why: str = "",
) -> Line:
    """A line from interleaved rounds: medians, and how far the rounds' own ratios were apart."""
    ratios = [one / two for one, two in zip(ours, other, strict=True) if two]
    return Line(what, median(ours), median(other), unit, beside, goal, spread(ratios), why, len(ours))


def spread(numbers: Sequence[float]) -> float:
    """How far apart the middle half of them is, as a part of their median; 0 for fewer than two."""
    if len(numbers) < 2 or not median(numbers):
        return 0.0
    ordered, quarter = sorted(numbers), len(numbers) // 4
    middle = ordered[quarter : len(ordered) - quarter]
    return (middle[-1] - middle[0]) / median(numbers)
