"""How long a replica is believed to live, and which people are whose."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

TTL = timedelta(seconds=8)
"""Who has not said for so long that they live is dead to the others, by the database's clock."""
RENEW = timedelta(seconds=2)
TRUST = TTL - timedelta(seconds=2)
"""How long a replica believes in itself after it last said so: always shorter than others believe in it."""
SETTLE = timedelta(seconds=3)
"""A newcomer begins so much later: by then everybody knows that some people are theirs now."""


def is_older(version: str, than: str) -> bool:
    """Whether one `bot.schema.VERSION` came before another: "0004.9" before "0004.10"."""
    return _numbers(version) < _numbers(than)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


class Share(NamedTuple):
    """The people of one replica: of `of` replicas it has the place `place`."""

    place: int = 0
    of: int = 1

    def has(self, telegram_id: int | None) -> bool:
        """Whether this person is served here; whoever cannot be named is served by the first."""
        return (telegram_id or 0) % self.of == self.place


ALONE = Share()


def share_in(names: list[str], name: str) -> Share:
    """Of this one among all that have a seat. Only names decide, so everybody comes to the same."""
    return Share(sorted(names).index(name), len(names))
