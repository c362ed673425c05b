"""What an operator does on their walk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from sqlalchemy.orm import Session

from bot.centre.rules import other_channels
from bot.incident.effects import plan_recheck
from bot.incident.models import Incident, Word
from bot.incident.queries import moved_to
from bot.incident.rules import CANCELLED, Late, Way
from bot.incident.telling import LEAD_CARD, book, facts, note, own, show, tell
from bot.incident.walk import close, expect, make, set_work_status
from bot.question.actions import ask, forget
from bot.runbook.rules import Ask, Outcome, Pause, WorkStatus, answered, asked, found, happened, step_of
from bot.runbook.rules import Event as Happening
from bot.timeline.rules import Event

KNOWLEDGE_BASE = "knowledge_base"


def answer_step(
    session: Session, incident_id: int, turn: int, answer: str, *, by: int, now: datetime
) -> Incident:
    """A button of the step: it leads on, or asks for more time."""
    incident = at_turn(session, incident_id, turn, by=by)
    move = answered(book(session, incident), incident.step, answer)
    note(session, incident, Event.STEP_ANSWERED, by=by, at=now, step=incident.step, answer=answer)
    _heard_of(session, incident, now=now)
    if isinstance(move, Pause):
        incident.turn += 1
        minutes = int(move.length.total_seconds() // 60)
        note(session, incident, Event.MORE_TIME, by=by, at=now, minutes=minutes)
        expect(session, incident, now=now, window=move.length)
        tell(session, incident, now=now)
    else:
        make(session, incident, move, by=by, now=now)
    return incident


def check_channel(
    session: Session, incident_id: int, turn: int, channel: str, *, works: bool, by: int, now: datetime
) -> Incident:
    """One channel, or the knowledge base, was tried. The first channel that works decides the move.

    A channel that filled up meanwhile counts as not tried: the next one is offered.
    """
    incident = at_turn(session, incident_id, turn, by=by)
    if step_of(book(session, incident), incident.step).ask is not Ask.CHANNELS:
        raise Late(incident=incident.id)
    if next_to_check(session, incident) == channel:
        incident.channels = {**incident.channels, channel: works}
        note(session, incident, Event.CHANNEL_CHECKED, by=by, at=now, channel=channel, works=works)
    elif not _is_full(session, incident, channel):
        raise Late(incident=incident.id)
    _heard_of(session, incident, now=now)
    if next_to_check(session, incident) is not None:
        incident.turn += 1
        expect(session, incident, now=now)
        tell(session, incident, now=now)
        return incident
    outcome = _outcome(incident)
    incident.channel = channel if outcome is Outcome.CHANNEL else None
    make(session, incident, asked(book(session, incident), incident.step, outcome), by=by, now=now)
    return incident


def next_to_check(session: Session, incident: Incident) -> str | None:
    """What the operator should try next; None once something decides where they go."""
    if any(works for works in incident.channels.values()):
        return None
    return next((key for key in _untried(session, incident) if not _is_full(session, incident, key)), None)


def full_before(session: Session, incident: Incident) -> Sequence[str]:
    """Channels passed over because as many have moved there as the centre lets; in order, until the next."""
    return tuple(takewhile(lambda key: _is_full(session, incident, key), _untried(session, incident)))


def _untried(session: Session, incident: Incident) -> Sequence[str]:
    broken = [key for key in (incident.software, *incident.also) if key]
    to_try = [*other_channels(facts(session, incident), *broken), KNOWLEDGE_BASE]
    return [key for key in to_try if key not in incident.channels]


def _is_full(session: Session, incident: Incident, key: str) -> bool:
    """Whether nobody more may move there. Whoever works there already has their place."""
    channel = facts(session, incident).channels.get(key)
    if channel is None or channel.most is None or incident.channel == key:
        return False
    return moved_to(session, key) >= channel.most


def works_again(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """It works, at whatever step: the runbook says where that leads."""
    incident = own(session, incident_id, by)
    move = happened(book(session, incident), Happening.WORKS, incident.step)
    if move is None:
        raise Late(incident=incident.id)
    note(session, incident, Event.WORKS_AGAIN, by=by, at=now, step=incident.step)
    make(session, incident, move, by=by, now=now)
    return incident


def answer_recheck(session: Session, incident_id: int, *, later: bool, by: int, now: datetime) -> Incident:
    """Not yet, or not now: the next recheck is planned. (It works: `works_again`.)"""
    incident = own(session, incident_id, by)
    if incident.recheck_at is None and incident.recheck_asked_at is None:
        raise Late(incident=incident.id)
    incident.recheck_asked_at = None
    note_seen(session, incident, now=now)
    answer = "later" if later else "not_yet"
    note(session, incident, Event.RECHECK_ANSWERED, by=by, at=now, answer=answer)
    plan_recheck(session, incident, now=now)
    tell(session, incident, now=now)
    return incident


def choose_recheck_interval(
    session: Session, incident_id: int, minutes: int, *, by: int, now: datetime
) -> Incident:
    """How often this operator is asked."""
    incident = own(session, incident_id, by)
    choices = [
        int(choice.total_seconds() // 60) for choice in facts(session, incident).timings.recheck.choices
    ]
    if minutes not in choices:
        raise Late(incident=incident.id)
    incident.recheck_minutes = minutes
    note(session, incident, Event.RECHECK_INTERVAL_CHOSEN, by=by, at=now, minutes=minutes)
    if incident.recheck_at is not None:
        plan_recheck(session, incident, now=now)
    tell(session, incident, now=now)
    return incident


def cancel(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """Reported by mistake: whoever was paged hears it."""
    incident = own(session, incident_id, by)
    note(session, incident, Event.CANCELLED, by=by, at=now, step=incident.step)
    set_work_status(session, incident, WorkStatus.ON_THE_LINE, by=by, now=now)
    close(session, incident, CANCELLED, by=by, now=now)
    return incident


def ask_for_words_to_lead(session: Session, incident_id: int, *, by: int, now: datetime) -> Incident:
    """The operator's next message goes to the lead."""
    incident = own(session, incident_id, by)
    ask(session, "write_to_lead", of=by, now=now, subject_id=incident.id)
    tell(session, incident, now=now)
    return incident


def write_to_lead(session: Session, incident_id: int, text: str, *, by: int, now: datetime) -> Incident:
    """Words for the lead, shown on their card."""
    incident = own(session, incident_id, by)
    forget(session, by)
    session.add(Word(incident_id=incident.id, by_id=by, text=text, at=now))
    note(session, incident, Event.OPERATOR_WROTE, by=by, at=now)
    note_seen(session, incident, now=now)
    tell(session, incident, now=now)
    if incident.lead_id is not None:
        show(session, LEAD_CARD, incident.id, to=incident.lead_id, way=Way.FRESH, now=now)
    return incident


def _outcome(incident: Incident) -> Outcome:
    channel = any(works for key, works in incident.channels.items() if key != KNOWLEDGE_BASE)
    return found(channel=channel, knowledge_base=bool(incident.channels.get(KNOWLEDGE_BASE)))


def at_turn(session: Session, incident_id: int, turn: int, *, by: int) -> Incident:
    incident = own(session, incident_id, by)
    if incident.turn != turn:
        raise Late(incident=incident.id)
    return incident


def note_seen(session: Session, incident: Incident, *, now: datetime) -> None:
    """Any sign of life: silence and the count of unanswered rechecks begin anew, also after the last one."""
    _heard_of(session, incident, now=now)
    expect(session, incident, now=now)


def _heard_of(session: Session, incident: Incident, *, now: datetime) -> None:
    """`note_seen` where what follows says anew what is expected next."""
    incident.silent_at = None
    incident.rechecks_unanswered = 0
    if incident.recheck_asked_at is not None and incident.recheck_at is None:
        plan_recheck(session, incident, now=now)
