"""Everything people may hear when it cannot be done."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.checkin.rules import NothingToCheckIn
from bot.errors import Mistake
from bot.group.rules import NoGroup
from bot.handover.rules import HandoverOver, NotAColleague, NothingToHandOver, NotOffered, SignedBy
from bot.hold.actions import NothingHeld
from bot.incident.rules import CannotPass, Closed, Late, NotYours, TakenBy, TooManyOpen
from bot.outage.rules import NothingToDo, NothingToSplit, OutageOver, TooLateToUndo
from bot.person.rules import (
    InvitationNotValid,
    NotAConnection,
    NotALevel,
    NotAName,
    NotAPhone,
    NotARecheckInterval,
    NothingToVouch,
    UnknownLanguage,
    UnknownPerson,
    UnknownTimeZone,
)
from bot.picture.keeping import PictureRefused
from bot.picture.rules import Refusal
from bot.redirect.rules import CustomerTaken, CustomerYours, NotWaiting
from bot.report.rules import UnknownIncident
from bot.roles.rota.covering import HoleFilled
from bot.rota.pattern_rules import NoSuchPattern, NotAPattern
from bot.rota.rules import (
    NoEffect,
    NoSuchShift,
    NotAPart,
    NotAShift,
    NotYourShift,
    NotYourSwap,
    OverlapsOwnShift,
    RoleNotHeld,
    ShiftOver,
    SwapSettled,
    SwapState,
)
from bot.runbook.rules import UnknownAnswer, UnknownStep
from bot.ticket.actions import TicketMoved
from bot.ticket.rules import NoMorePictures, TicketStatus

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MISTAKES: tuple[Mistake, ...] = (
    Late(incident=17),
    Closed(incident=17),
    TooManyOpen(most=12),
    CustomerTaken(name="+380", at=NOON),
    CustomerYours(at=NOON),
    NotWaiting(incident=17),
    NotYours(),
    NothingToVouch(),
    TakenBy(name="+380", at=NOON),
    CannotPass(name="+380"),
    NoGroup(),
    NothingToDo(),
    OutageOver(),
    TooLateToUndo(),
    *(TicketMoved(by="+380", ticket=9, status=status) for status in (*TicketStatus, "unknown")),
    UnknownAnswer(step="+", answer="+"),
    UnknownStep(step="+"),
    UnknownPerson(person=7),
    UnknownLanguage(language="xx", known="ru, uk, en"),
    UnknownTimeZone(zone="+380", nearest=""),
    NotAName(longest=64),
    NotAPhone(longest=20),
    NotAConnection(longest=40),
    NotALevel(level=9, lowest=1, highest=5),
    NotARecheckInterval(minutes=7, shortest=5, longest=30),
    InvitationNotValid(),
    NotAShift(longest=7),
    RoleNotHeld(person="+380", role="+"),
    HoleFilled(),
    NoSuchShift(),
    NotYourShift(),
    ShiftOver(ends_at=NOON),
    NoEffect(person="+380"),
    NotAPart(starts_at=NOON, ends_at=NOON),
    OverlapsOwnShift(person="+380", starts_at=NOON, ends_at=NOON),
    *(SwapSettled(state=state) for state in SwapState if state is not SwapState.ASKED),
    NotYourSwap(),
    NotAPattern(),
    NoSuchPattern(),
    UnknownIncident(incident=99),
    NothingHeld(),
    NothingToCheckIn(),
    NothingToHandOver(),
    NotOffered(),
    SignedBy(name="+380", at=NOON),
    HandoverOver(),
    NothingToSplit(),
    NoMorePictures(),
    NotAColleague(),
    *(PictureRefused(refusal) for refusal in Refusal),
)
"""What people hear when it cannot be done, with the variables of the code that raises it."""
