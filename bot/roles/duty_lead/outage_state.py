"""How a mass outage stands: its sign, a fix that was none, the return, who is to be set back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.progress import Progress, progress
from bot.outage.models import Outage
from bot.outage.rules import ReturnPhase
from bot.roles.duty_lead.ending import set_back
from bot.telegram.texts import Texts
from bot.ticket.models import Ticket
from bot.ticket.rules import OPEN, TicketStatus


def state_of(this: Outage, ticket: Ticket | None, *, over: bool) -> str:
    """Red while it is down, yellow while the fix is checked, green when it is over: the sign in front."""
    if over:
        return "joined" if this.joined_id is not None else "over"
    resolved = ticket is not None and ticket.status == TicketStatus.RESOLVED
    return "checking" if resolved or this.return_phase is not None else "broken"


def down_again(ticket: Ticket | None, texts: Texts) -> str | None:
    """A fix was none: why the lead's phone rang, and nobody is asked to check any more."""
    again = ticket is not None and ticket.status in OPEN and ticket.reopened_at
    return texts("outage-down-again", at=texts.at(again)) if again else None


def to_set_back(session: Session, this: Outage, everybody: Sequence[Incident], texts: Texts) -> str | None:
    """For how many the lead has to undo in the work system what they had ticked."""
    count = len(set_back(session, this.id, everybody))
    return texts("outage-set-back", count=count, number=this.id) if count else None


def return_line(session: Session, this: Outage, texts: Texts) -> str | None:
    """How far the return is: who checks first, or which wave it is and how many are back."""
    if this.return_phase is None:
        return None
    so_far = progress(session, this)
    back = texts("outage-back", count=so_far.returned, all=_all(so_far))
    if this.return_phase == ReturnPhase.VOLUNTEERS:
        first = texts("outage-volunteers", count=so_far.checking)
    elif this.return_phase == ReturnPhase.STOPPED:
        first = texts("outage-return-stopped")
    else:
        first = texts("outage-wave", wave=this.wave or 0)
    due = texts("outage-next-wave-at", at=texts.at(this.wave_at)) if this.wave_at else None
    return " · ".join(part for part in (first, back, due) if part)


def _all(so_far: Progress) -> int:
    return so_far.returned + so_far.checking + so_far.waiting
