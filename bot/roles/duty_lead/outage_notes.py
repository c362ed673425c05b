"""What a lead reads right after a press on the board, below a menu, or in the group."""

from __future__ import annotations

from aiogram.utils.formatting import Text

from bot.incident.telling import OUTAGE_CARD
from bot.outbox.queries import shown_on
from bot.telegram.drawing import Drawing
from bot.telegram.visit import Visit


async def privately(visit: Visit) -> None:
    """Whoever tapped below the group's board finds what is theirs alone in their own chat."""
    if visit.in_group:
        await visit.toast(visit.texts("group-look-privately"))


async def settled(visit: Visit, key: str) -> None:
    """A note on the board; a menu that has done its work says so itself, and has no buttons any more."""
    message, said = visit.own_message.message_id if visit.own_message else 0, visit.texts(key)
    board = await visit.read(shown_on, visit.person.id, OUTAGE_CARD, message)
    await (visit.turn_into(Drawing(Text(said))) if message and board is None else visit.toast(said))
