"""What a bot had in its hands is given back when it dies, stops in order, or is ended by a newer version."""

from __future__ import annotations

from collections.abc import Sequence

from bot.intake import claiming
from bot.outbox import delivery_actions
from bot.replica.actions import Burial

BURIALS: Sequence[Burial] = (claiming.give_back, delivery_actions.give_back)
"""Of a dead one."""
FAREWELLS: Sequence[Burial] = (claiming.put_back, delivery_actions.give_back)
"""Of one that stops in order: nothing that it had is suspect of having killed it."""
