"""What a person says of their way to the internet, once: so that many at once can be seen to share one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.db import wake
from bot.person.models import Person
from bot.person.queries import person as person_of
from bot.person.rules import Connection, checked_connection
from bot.timeline.actions import record
from bot.timeline.rules import Event


def give_connection(
    session: Session, person_id: int, given: Mapping[Connection, str], *, by: int | None, now: datetime
) -> Person:
    """Keep these words; empty ones remove what was there, what is not given stays. NotAConnection.

    Like a phone number they are not written into the history, only that they changed.
    """
    person = person_of(session, person_id)
    wanted = {kind: checked_connection(words) if words else None for kind, words in given.items()}
    changed = {kind: words for kind, words in wanted.items() if getattr(person, kind) != words}
    if not changed:
        return person
    for kind, words in changed.items():
        setattr(person, kind, words)
    session.flush()
    record(session, Event.PERSON_CHANGED, by=by, at=now, person=person_id, changed=sorted(changed))
    wake(session, "people")
    return person
