"""What no night may end with: a sound nobody can explain, a sound about what is over, time that failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.outbox.models import SoundMade
from bot.outbox.rules import SOUND_OF, SoundWhy
from bot.person.models import Person
from bot.runbook.library import Library
from tests.stories.night import Night

Sounds = list[tuple[SoundMade, Person, Incident | None]]


def unexplained(night: Night) -> list[str]:
    """Empty for a good night."""
    sounds = night.db.read_here(_sounds)
    return [*_not_written_down(night, sounds), *_not_allowed(night, sounds), *_too_late(sounds)]


def _not_written_down(night: Night, sounds: Sounds) -> Iterator[str]:
    """What rang on the phones is what `/noise` would say, but for what only Telegram knows."""
    written = Counter(person.telegram_id for _, person, _ in sounds)
    for telegram_id, person in night.box.people.items():
        posts = night.box.chats[telegram_id].posts.values()
        heard = sum(post.from_bot and not post.silent for post in posts)
        if heard - night.answers_lost.get(telegram_id, 0) != written[telegram_id]:
            yield f"{person.name} heard {heard} sounds, {written[telegram_id]} are written down"


def _not_allowed(night: Night, sounds: Sounds) -> Iterator[str]:
    allowed = Library(night.runbooks).centre.sound
    for sound, person, _ in sounds:
        if SOUND_OF[SoundWhy(sound.why)] not in allowed:
            yield f"{person.name} heard {sound.why}, which the centre's file does not allow"


def _too_late(sounds: Sounds) -> Iterator[str]:
    for sound, person, incident in sounds:
        if incident is not None and incident.closed_at is not None and sound.at > incident.closed_at:
            yield f"{person.name} heard {sound.why} of incident {incident.id}, which was closed before"


def _sounds(session: Session) -> Sounds:
    query = (
        select(SoundMade, Person, Incident)
        .join(Person, Person.id == SoundMade.person_id)
        .outerjoin(Incident, Incident.id == SoundMade.incident_id)
    )
    return [(sound, person, incident) for sound, person, incident in session.execute(query)]
