"""What the buttons under a ticket's pictures carry."""

from __future__ import annotations

from bot.telegram.buttons import Id, Tap, Turn


class Pictures(Tap, prefix="pictures"):
    """Show me which pictures there are."""

    ticket: Id


class PicturesPage(Tap, prefix="picturespage"):
    """Turn to this page of them; the first is 0."""

    ticket: Id
    page: Turn


class ShowPicture(Tap, prefix="picture"):
    """Show me this picture, here below."""

    part: Id


class ShowAlike(Tap, prefix="alike"):
    """Show me the next few that look like this one."""

    part: Id


class SplitPictures(Tap, prefix="splitpics"):
    """Whoever sent a picture like this one has another trouble."""

    part: Id


class UndoSplit(Tap, prefix="undosplit"):
    """No, it is the same after all."""

    deed: Id
