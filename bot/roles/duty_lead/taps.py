"""What a duty lead's buttons carry."""

from __future__ import annotations

from bot.telegram.buttons import Id, Tap


class Acknowledge(Tap, prefix="ack"):
    """I have it."""

    incident: Id
