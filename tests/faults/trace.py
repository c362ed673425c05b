"""What two nights are compared by."""

from __future__ import annotations

import json
import re
from collections import Counter
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
_UNEQUAL = frozenset({"estimate_at", "update"})
"""What an event's data holds that another night has otherwise."""


@dataclass(frozen=True)
class Trace:
    """A night without what differs from night to night: ids, times, and who was a moment faster."""

    history: tuple[tuple[object, ...], ...]
    """(incident, kind, by, cause, data) in order, without deliveries."""
    delivered: Counter[str]
    """Pages that arrived, in any order."""
    phones: tuple[tuple[object, ...], ...]
    """(person, card, subject, what it shows), times, lengths and the mark of a repeat blotted out."""


def trace_of(session: Session, box: Sandbox) -> Trace:
    """What this night can be compared by."""
    history, delivered = [], Counter[str]()
    for event in session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)):
        said = opened(event.data, words_of(session, event.incident_id))
        data = {key: value for key, value in said.items() if key not in _UNEQUAL}
        told = json.dumps(data, ensure_ascii=False, sort_keys=True)
        if event.kind == Event.PAGE_DELIVERED:
            delivered[told] += 1
        else:
            cause = event.why.split(" ")[0]
            history.append((event.incident_id, event.kind, event.by_id, cause, told))
    return Trace(tuple(history), delivered, tuple(_phones(session, box)))


def _phones(session: Session, box: Sandbox) -> Iterator[tuple[object, ...]]:
    people = {person.id: person for person in session.scalars(select(Person))}
    for card in session.scalars(select(Card).order_by(Card.person_id, Card.card, Card.subject_id)):
        post = box.chats[people[card.person_id].telegram_id].posts[card.message_id]
        mark = texts_for(people[card.person_id])("sender-repeat")
        text = _LENGTH.sub("# мин", _TIME.sub("##:##", post.text.removeprefix(f"{mark}\n")))
        labels = tuple(button["text"] for row in post.buttons for button in row)
        yield card.person_id, card.card, card.subject_id, text, labels, post.photo is not None
