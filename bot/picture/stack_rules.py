"""Which pictures show the same: the very same bytes, or a screen that was only scaled or compressed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.picture.rules import ALIKE


def stacked(pictures: Sequence[str], looks: Mapping[str, str | None]) -> list[list[int]]:
    """Fold pictures, named by hash, in the order they came: places of what looks like a stack's first.

    `looks`: their perceptual hashes; one without is only like itself. A stack keeps its first picture
    whatever comes later.
    """
    stacks: list[list[int]] = []
    leaders: list[int | None] = []
    known: dict[str, int] = {}
    for place, sha256 in enumerate(pictures):
        if sha256 not in known:
            bits = _bits(looks.get(sha256))
            known[sha256] = _found(bits, leaders)
            if known[sha256] == len(stacks):
                stacks.append([])
                leaders.append(bits)
        stacks[known[sha256]].append(place)
    return stacks


def _found(bits: int | None, leaders: Sequence[int | None]) -> int:
    """The stack whose first picture it looks most like; the next new one where it looks like none."""
    near = [
        ((bits ^ leader).bit_count(), number)
        for number, leader in enumerate(leaders)
        if bits is not None and leader is not None
    ]
    least, number = min(near, default=(ALIKE + 1, 0))
    return number if least <= ALIKE else len(leaders)


def _bits(looks: str | None) -> int | None:
    return int(looks, 16) if looks else None
