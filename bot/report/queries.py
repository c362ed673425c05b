"""One incident's history: as a story for people, and as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.rules import Duty
from bot.incident.telling import book, facts
from bot.person.models import Person
from bot.report.rules import BLANKS, Teller, UnknownIncident, by_time, hyphened, printable
from bot.runbook.rules import fill
from bot.timeline.models import TimelineEvent
from bot.timeline.queries import first_broken, history, words_of
from bot.timeline.rules import Event, opened

Names = Mapping[int, str]
"""People's names by id."""


def names_of_all(session: Session) -> Names:
    """Everybody's name, also of those who left: the history still speaks of them."""
    return {id_: printable(name) for id_, name in session.execute(select(Person.id, Person.name))}


def last_incident(session: Session) -> int | None:
    """The number of the newest incident."""
    return session.scalar(select(func.max(Incident.id)))


def story(session: Session, incident_id: int, texts: Teller, names: Names) -> list[str]:
    """The incident in lines: a heading, then each event with its local time, who, and what in words.

    A line with the day stands where a new one begins. UnknownIncident when there is none of this number.
    """
    incident = _incident(session, incident_id)
    told = _Told(session, incident, texts, names)
    lines = [told.heading()]
    day = None
    for event in history(session, incident_id):
        if (today := texts.day(event.at)) != day:
            day = today
            lines.append(today)
        lines.append(told.line(event))
    return lines


def in_words(session: Session, event: TimelineEvent, texts: Teller, names: Names) -> str | None:
    """What one event of an incident says, without when and who; None for what belongs to no incident."""
    if event.incident_id is None:
        return None
    return _Told(session, _incident(session, event.incident_id), texts, names).words(event)


def as_json(session: Session, incident_id: int) -> dict[str, Any]:
    """The incident and its events as plain data; `whole` is false when a row was changed afterwards."""
    incident = _incident(session, incident_id)
    names, events = names_of_all(session), history(session, incident_id)
    said = words_of(session, incident_id)
    return {
        "incident": incident.id,
        "operator": _person(incident.operator_id, names),
        "lead": _person(incident.lead_id, names),
        "software": incident.software or incident.software_words,
        "opened_at": incident.opened_at.isoformat(),
        "closed_at": incident.closed_at.isoformat() if incident.closed_at else None,
        "closed_as": incident.closed_as,
        "whole": first_broken(events) is None,
        "events": [_row(event, names, said) for event in events],
    }


def _incident(session: Session, incident_id: int) -> Incident:
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise UnknownIncident(incident=incident_id)
    return incident


def _row(event: TimelineEvent, names: Names, said: Mapping[str, str]) -> dict[str, Any]:
    """`data` as it is chained; `said`: the same with people's words in place of their seals."""
    return {
        "id": event.id,
        "at": event.at.isoformat(),
        "kind": event.kind,
        "by": _person(event.by_id, names),
        "why": event.why,
        "data": event.data,
        "said": opened(event.data, said),
        "hash": event.hash,
    }


def _person(person_id: int | None, names: Names) -> dict[str, Any] | None:
    return None if person_id is None else {"id": person_id, "name": names.get(person_id, "?")}


class _Told:
    """The words of one incident's events, for one reader."""

    def __init__(self, session: Session, incident: Incident, texts: Teller, names: Names) -> None:
        self._incident, self._texts, self._names = incident, texts, names
        self._book, self._centre = book(session, incident), facts(session, incident)
        self._said = words_of(session, incident.id)

    def heading(self) -> str:
        incident = self._incident
        subject = self._subject(incident.software, incident.software_words, incident.also)
        operator = self._name(incident.operator_id)
        return self._texts("story-heading", number=incident.id, subject=subject, operator=operator)

    def line(self, event: TimelineEvent) -> str:
        """ "03:16  Лев: принял обращение"; of what time did by itself, also that it was time."""
        who = self._name(event.by_id) if event.by_id else self._texts("story-night")
        what = self.words(event)
        said = self._texts("story-by-time", what=what) if by_time(event.why) else what
        return f"{self._texts.at(event.at)}  {who}: {said}"

    def words(self, event: TimelineEvent) -> str:
        """What happened, without when and who."""
        return self._texts(f"event-{hyphened(event.kind)}", **{**BLANKS, **self._values(event)})

    def _values(self, event: TimelineEvent) -> dict[str, Any]:
        """The event's data as words; what is neither a key nor a person's id stays as it is."""
        data = opened(event.data, self._said)
        words = {key: printable(value) if isinstance(value, str) else value for key, value in data.items()}
        words |= {name: make(data[name]) for name, make in self._makers().items() if name in words}
        match event.kind:
            case Event.OPENED:
                words["subject"] = self._subject(*(data.get(key) for key in ("software", "words", "also")))
                words["customer"] = data.get("customer") or "none"
            case Event.SOFTWARE_ADDED:
                words["subject"] = self._software(data["software"])
            case Event.STEP_ANSWERED:
                words["answer"] = self._answer(data["step"], data["answer"])
            case Event.WORK_STATUS_CHANGED:
                status = self._texts(f"work-status-{hyphened(data['new'])}")
                words["status"] = ": ".join(filter(None, (status, words.get("channel"))))
            case Event.CLOSED:
                words["closed"] = self._texts(f"closed-{hyphened(data['closed_as'])}")
            case Event.ESTIMATE_GIVEN:
                words["estimate"] = self._texts.at(datetime.fromisoformat(data["estimate_at"]))
            case Event.DUTY_TICKED if data["duty"] == Duty.REDIRECTED and not data.get("to"):
                words["duty"] = "nobody"
            case Event.PAGE_REFUSED | Event.REDIRECT_LAPSED:
                words["reason"] = data["refused"]
        return {key: "" if value is None else value for key, value in words.items()}

    def _makers(self) -> dict[str, Any]:
        """How a value of this name becomes a word, wherever it stands."""
        return {
            "step": self._step,
            "channel": self._channel,
            "works": lambda works: "yes" if works else "no",
            "to": lambda to: self._name(to) if isinstance(to, int) else printable(to or ""),
            "person": self._name,
            "finding": lambda finding: self._texts(f"finding-{hyphened(finding)}"),
            "role": lambda role: self._texts(f"role-{hyphened(role)}"),
        }

    def _name(self, person_id: int) -> str:
        return self._names.get(person_id, "?")

    def _subject(self, software: str | None, words: str | None, also: list[str] | None) -> str:
        if words:
            return printable(words)
        titles = [self._software(key) for key in (software, *(also or ())) if key]
        return ", ".join(dict.fromkeys(titles)) or self._book.title.to(self._texts.language)

    def _software(self, key: str) -> str:
        known = self._centre.software.get(key)
        return known.title.to(self._texts.language) if known else key

    def _channel(self, key: str | None) -> str:
        known = self._centre.channels.get(key or "")
        if known is None:
            return self._texts("knowledge-base") if key else ""
        return known.title.to(self._texts.language)

    def _answer(self, step: str, answer: str) -> str:
        known = self._book.steps.get(step)
        button = known.answers.get(answer) if known else None
        return button.label.to(self._texts.language) if button else answer

    def _step(self, key: str) -> str:
        """A step has no title: the first line that it says, or its key."""
        known = self._book.steps.get(key)
        said = fill(known.say.to(self._texts.language), {}).strip() if known and known.say else ""
        return printable(said.split("\n")[0].rstrip(" .:"), most=50) or key
