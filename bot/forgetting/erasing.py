"""A person asks to be forgotten: everything of theirs goes, and the history stays whole without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from bot.errors import Mistake
from bot.handover.models import Handover
from bot.incident.erase_actions import erase_words
from bot.incident.models import Incident, Word
from bot.intake.journal import forget_sender
from bot.outage.models import Outage
from bot.outbox.forget_actions import forget_person
from bot.person.erase_actions import erase_person
from bot.person.models import Person
from bot.person.queries import person as person_of
from bot.question.actions import forget as forget_question
from bot.redirect.erase_actions import erase_promises
from bot.redirect.models import Redirect
from bot.redirect.rules import Status as Asking
from bot.rota.erase_actions import erase_from_rota
from bot.ticket.erase_actions import erase_reports
from bot.ticket.models import ReportPart, Ticket
from bot.ticket.rules import OPEN
from bot.timeline.actions import forget_words, record
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event


class StillAtWork(Mistake):
    """Somebody waits for them, or they wait. Values: `name`, `what`."""

    key = "still-at-work"

    def __str__(self) -> str:
        return "{name} cannot be erased yet: {what}. Close it or pass it on first.".format(**self.values)


class ErasedAlready(Mistake):
    """Values: `person`."""

    key = "erased-already"

    def __str__(self) -> str:
        return "{person} is erased already: there is nothing left to forget.".format(**self.values)


@dataclass(frozen=True)
class Erased:
    """`pictures`: whose bytes have to be dropped after the commit; `named_in`: incidents in whose texts, by
    other people, the name still stands."""

    person: int
    updates: int
    words: int
    pictures: list[str]
    named_in: list[int]


def erase(session: Session, person_id: int, *, by: int | None, now: datetime) -> Erased:
    """Forget them, in one transaction. StillAtWork while anything open is theirs."""
    person = person_of(session, person_id)
    if is_erased(person):
        raise ErasedAlready(person=person.name)
    if what := open_work(session, person_id):
        raise StillAtWork(name=person.name, what=what)
    name, telegram_id = person.name, person.telegram_id
    erase_from_rota(session, person_id, by=by, now=now)
    updates, words = forget_sender(session, telegram_id), forget_words(session, person_id)
    erase_words(session, person_id, name)
    erase_promises(session, person_id)
    pictures = erase_reports(session, person_id)
    forget_question(session, person_id)
    forget_person(session, person_id)
    erase_person(session, person_id, now=now)
    counted = {"updates": updates, "words": words, "pictures": len(pictures)}
    record(session, Event.PERSON_ERASED, by=by, at=now, person=person_id, **counted)
    return Erased(person_id, updates, words, pictures, _named_in(session, name))


def is_erased(person: Person) -> bool:
    return person.telegram_id < 0


def erased_people(session: Session) -> list[int]:
    """Everybody who was ever erased here: whoever puts back an older backup has to erase them again."""
    told = select(TimelineEvent.data).where(TimelineEvent.kind == Event.PERSON_ERASED)
    return [int(data["person"]) for data in session.scalars(told)]


def open_work(session: Session, person_id: int) -> str:
    """What is open and theirs, in words; empty when nothing is."""
    mine = or_(Incident.operator_id == person_id, Incident.lead_id == person_id)
    incidents = session.scalars(select(Incident.id).where(Incident.closed_at.is_(None), mine)).all()
    had = select(Ticket.id).where(Ticket.acknowledged_by == person_id, Ticket.status.in_(OPEN))
    tickets = session.scalars(had).all()
    if incidents:
        return f"open incidents {', '.join(map(str, sorted(incidents)))}"
    if tickets:
        return f"open tickets {', '.join(map(str, sorted(tickets)))}"
    lead = exists().where(Outage.lead_id == person_id, Outage.resolved_at.is_(None))
    unsigned = exists().where(
        Handover.from_id == person_id, Handover.signed_at.is_(None), Handover.dropped_at.is_(None)
    )
    asked = exists().where(Redirect.colleague_id == person_id, Redirect.status == Asking.ASKED)
    theirs = {"an outage that they lead": lead, "a handover that nobody signed": unsigned}
    theirs |= {"a customer whom they are asked to claim": asked}
    return next((what for what, there in theirs.items() if session.scalar(select(there))), "")


def _named_in(session: Session, name: str) -> list[int]:
    """Words by others that speak of them: no program can tell whom else such a sentence is about."""
    found: set[int] = set()
    for table in (Word, ReportPart):
        for incident_id, text in session.execute(select(table.incident_id, table.text)):
            if text and name.casefold() in text.casefold():
                found.add(incident_id)
    return sorted(found)
