"""What two nights are compared by."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.outbox.models import Card
from bot.person.models import Person
from bot.sandbox.model import Sandbox
from bot.telegram.texts import texts_for
from bot.timeline.models import TimelineEvent
from bot.timeline.queries import words_of
from bot.timeline.rules import Event, opened

_TIME = re.compile(r"\d{1,2}:\d{2}")
_LENGTH = re.compile(r"\d+ мин")
_NUMBER = re.compile(r"№\d+")
_UNEQUAL = frozenset({"estimate_at", "update"})
"""What an event's data holds that another night has otherwise."""
_NUMBERED = ("ticket", "inquiry")
"""What an event's data names by its number. One may be missing: PostgreSQL gives none of them twice, also not
when the transaction that had it came to nothing."""


@dataclass(frozen=True)
class Trace:
    """A night without what differs from night to night: ids, times, and who was a moment faster.

    What has a number has its place among its like instead: the first ticket, the second.
    """

    history: tuple[tuple[object, ...], ...]
    """(incident, kind, by, cause, data) in order, without deliveries."""
    delivered: Counter[str]
    """Pages that arrived, in any order."""
    phones: tuple[tuple[object, ...], ...]
    """(person, card, subject, what it shows), without times, lengths, numbers and the mark of a repeat."""


def trace_of(session: Session, box: Sandbox) -> Trace:
    """What this night can be compared by."""
    history, delivered, place = [], Counter[str](), _Places()
    for event in session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)):
        said = opened(event.data, words_of(session, event.incident_id))
        data = {key: value for key, value in said.items() if key not in _UNEQUAL}
        data |= {key: place.of(key, data[key]) for key in _NUMBERED if key in data}
        told = json.dumps(data, ensure_ascii=False, sort_keys=True)
        if event.kind == Event.PAGE_DELIVERED:
            delivered[told] += 1
        else:
            cause = event.why.split(" ")[0]
            incident = place.of("incident", event.incident_id)
            history.append((incident, event.kind, event.by_id, cause, told))
    return Trace(tuple(history), delivered, tuple(_phones(session, box)))


class _Places:
    """The first that is named of each kind is 1, the second 2."""

    def __init__(self) -> None:
        self._known = defaultdict[str, dict[int, int]](dict)

    def of(self, kind: str, number: int | None) -> int | None:
        known = self._known[kind]
        return None if number is None else known.setdefault(number, len(known) + 1)


def _phones(session: Session, box: Sandbox) -> Iterator[tuple[object, ...]]:
    place = _Places()
    people = {person.id: person for person in session.scalars(select(Person))}
    for card in session.scalars(select(Card).order_by(Card.person_id, Card.card, Card.subject_id)):
        post = box.chats[people[card.person_id].telegram_id].posts[card.message_id]
        mark = texts_for(people[card.person_id])("sender-repeat")
        text = _LENGTH.sub("# мин", _TIME.sub("##:##", post.text.removeprefix(f"{mark}\n")))
        text = _NUMBER.sub("№#", text)
        labels = tuple(button["text"] for row in post.buttons for button in row)
        subject = place.of(card.card, card.subject_id)
        yield card.person_id, card.card, subject, text, labels, post.photo is not None
