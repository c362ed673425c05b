"""What the buttons of the settings carry."""

from __future__ import annotations

from bot.telegram.buttons import Tap, Turn, Word


class Open(Tap, prefix="settings"):
    """Show one page of the settings: `all`, `language`, `zone`, `city`, `recheck`, `provider` or `vpn`."""

    page: Word


class Language(Tap, prefix="language"):
    """Speak this language to me."""

    language: Word


class Zone(Tap, prefix="zone"):
    """My clock is this city's; the names are in zones.py."""

    city: Word


class Recheck(Tap, prefix="every"):
    """Ask me so often whether it works again."""

    minutes: Turn


class Clear(Tap, prefix="clear"):
    """Forget my provider (`provider`) or my VPN (`vpn`)."""

    connection: Word


class Noise(Tap, prefix="noise"):
    """Show another page of tonight's sounds; 0 is the newest."""

    page: Turn


class CheckIn(Tap, prefix="here"):
    """I am here, and my sound is on."""
