"""Which channel an operator is to try next, and which ones before it have no place left."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.operator_actions import full_before, next_to_check
from bot.roles.lines import channel_title
from bot.roles.operator import taps
from bot.telegram.drawing import Button
from bot.telegram.texts import Texts


def try_next(session: Session, incident: Incident, texts: Texts) -> str | None:
    """ "Open: mail. Does it work?", under the channels that are full; None when nothing is left to try."""
    key = next_to_check(session, incident)
    if key is None:
        return None
    asks = texts("operator-try-channel", channel=channel_title(session, incident, key, texts))
    full = [channel_title(session, incident, one, texts) for one in full_before(session, incident)]
    return f"{texts('operator-channels-full', channels=', '.join(full))}\n{asks}" if full else asks


def answers(session: Session, incident: Incident, texts: Texts) -> list[Button]:
    """Whether it works there."""
    key = next_to_check(session, incident)
    if key is None:
        return []
    this = {"incident": incident.id, "turn": incident.turn, "channel": key}
    yes = Button(texts("operator-channel-opens"), taps.Channel(**this, works=1).pack(), "primary")
    return [yes, Button(texts("operator-channel-does-not"), taps.Channel(**this, works=0).pack())]
