"""Why the phone rang tonight: each sound, what it was about, and its reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.escalation.models import Escalation, Page
from bot.escalation.rules import CARD
from bot.incident.telling import TICKET_CARD
from bot.outbox.models import SoundMade
from bot.outbox.queries import sounds_since
from bot.outbox.rules import SoundWhy
from bot.person.models import Person
from bot.person.queries import roles_of
from bot.roles.everybody import taps
from bot.roles.lines import Line, lines, name_of
from bot.rota.queries import shift_of
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts, texts_for
from bot.telegram.visit import Visit

A_PAGE = 10
_A_NIGHT = timedelta(hours=12)
_MOST_NAMES = 2
_LADDER_OF = {card: ladder for ladder, card in CARD.items()}


async def noise_asked(visit: Visit) -> None:
    await visit.reply(await visit.read(noise_page, visit.person, 0, now=visit.now))


async def noise_turned(visit: Visit, tap: taps.Noise) -> None:
    await visit.turn_into(await visit.read(noise_page, visit.person, tap.page, now=visit.now))


def noise_page(session: Session, reader: Person, page: int, *, now: datetime) -> Drawing:
    """Every sound of the reader's phone tonight, the newest last; page 0 ends with the newest."""
    texts = texts_for(reader)
    since = night_began(session, reader, now)
    sounds = sounds_since(session, reader.id, since)
    if not sounds:
        return Drawing(lines(texts("noise-none", since=texts.at(since))))
    last = (len(sounds) - 1) // A_PAGE
    page = min(page, last)
    end = len(sounds) - page * A_PAGE
    text = lines(
        Bold(texts("noise-title", since=texts.at(since), count=len(sounds))),
        *(_line(session, sound, texts) for sound in sounds[max(end - A_PAGE, 0) : end]),
    )
    turns = [(page + 1, "noise-earlier"), (page - 1, "noise-later")]
    buttons = [Button(texts(key), taps.Noise(page=to).pack()) for to, key in turns if 0 <= to <= last]
    return Drawing(text, (tuple(buttons),) if buttons else ())


def night_began(session: Session, person: Person, now: datetime) -> datetime:
    """When their shift did; without one, twelve hours ago."""
    shifts = [shift_of(session, person.id, role, now) for role in roles_of(session, person.id)]
    return min((shift.starts_at for shift in shifts if shift), default=now - _A_NIGHT)


def _line(session: Session, sound: SoundMade, texts: Texts) -> Line:
    kind = "ticket" if sound.card == TICKET_CARD else "incident" if sound.incident_id else "other"
    number = sound.subject_id if kind == "ticket" else sound.incident_id or 0
    why = texts(f"sound-why-{SoundWhy(sound.why).replace('_', '-')}", **_reason(session, sound))
    return texts("noise-line", at=texts.at(sound.at), kind=kind, number=number, why=why)


def _reason(session: Session, sound: SoundMade) -> dict[str, Any]:
    """Which level was paged, and what became of the one before it."""
    nothing = {"level": 0, "because": "first", "names": "", "minutes": 0}
    page = _page_of(session, sound)
    if page is None:
        return nothing
    before = _level_before(session, page)
    if not before:
        return nothing | {"level": page.level}
    refused = all(one.refused_at is not None for one in before)
    few = len(before) <= _MOST_NAMES and page.person_id not in {one.person_id for one in before}
    minutes = round((page.paged_at - before[0].paged_at).total_seconds() / 60)
    because = ("unreachable" if refused else "silent") if few else "nobody"
    names = ", ".join(name_of(session, one.person_id) for one in before) if few else ""
    return {"level": page.level, "because": because, "names": names, "minutes": minutes}


def _page_of(session: Session, sound: SoundMade) -> Page | None:
    """The page that the sound belongs to: the person's last one about it before the sound."""
    query = (
        select(Page)
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(Page.person_id == sound.person_id, Page.paged_at <= sound.at)
        .where(Escalation.ladder == _LADDER_OF.get(sound.card), Escalation.subject_id == sound.subject_id)
        .order_by(Page.id.desc())
    )
    return session.scalar(query.limit(1))


def _level_before(session: Session, page: Page) -> Sequence[Page]:
    """Who was paged right before this level, in the same climb."""
    earlier = select(Page).where(Page.escalation_id == page.escalation_id, Page.id < page.id)
    earlier = earlier.where((Page.level != page.level) | (Page.round != page.round))
    last = session.scalar(earlier.order_by(Page.id.desc()).limit(1))
    if last is None:
        return ()
    same = earlier.where(Page.level == last.level, Page.round == last.round)
    return session.scalars(same.order_by(Page.id)).all()
