"""What the buttons of a handover carry."""

from __future__ import annotations

from bot.telegram.buttons import Id, Tap, Turn, Word


class SignHandover(Tap, prefix="sign"):
    """Everything of it is mine from now on."""

    handover: Id


class HandoverPage(Tap, prefix="handpage"):
    """Turn to this page of what is handed over; the first is 0."""

    handover: Id
    page: Turn


class HandOverTo(Tap, prefix="handto"):
    """Hand over all my `incidents`, or all my `tickets`, to this colleague."""

    what: Word
    colleague: Id


class KeepHere(Tap, prefix="keep"):
    """Call off the handover that I began."""

    handover: Id
