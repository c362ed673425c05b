"""From claimed rows to what goes on the wire: drawn from the state of this moment, in one snapshot."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiogram.utils.formatting import Text
from sqlalchemy import bindparam, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.outbox.delivery_actions import Claimed
from bot.outbox.models import Card
from bot.outbox.queries import live_card
from bot.outbox.rules import RETIRED
from bot.person.models import Person
from bot.picture.models import Picture
from bot.telegram.drawing import Drawer, Drawing
from bot.telegram.texts import Texts, texts_for
from bot.telegram.wire import Photo

log = logging.getLogger(__name__)

PathOf = Callable[[str, str], Path]
"""(sha256, mime) to where the picture lies: `Shelf.path`."""


_PEOPLE = select(Person).where(Person.id.in_(bindparam("people", expanding=True)))


@dataclass(frozen=True, slots=True)
class Ready:
    """A row and its message. No `drawing`: it is no longer true. `edits`: the message to change, if any."""

    claimed: Claimed
    chat_id: int
    drawing: Drawing | None
    plain: Drawing
    drawn_hash: str = ""
    edits: int | None = None
    captioned: bool = False
    unchanged: bool = False
    photo: Photo | None = None


def prepared(
    session: Session, claims: Sequence[Claimed], drawers: Mapping[str, Drawer], path_of: PathOf
) -> list[Ready]:
    """Draw them all. A drawer that fails costs its own card only: a plain line goes instead.

    What several of them show is read once: it is one snapshot, and what was loaded stays.
    """
    loaded: list[object] = []
    event.listen(session, "loaded_as_persistent", lambda _, one: loaded.append(one))
    loaded += session.scalars(_PEOPLE, {"people": [claimed.person_id for claimed in claims]})
    return [_one(session, claimed, drawers, path_of) for claimed in claims]


def photo_of(session: Session, sha256: str, path_of: PathOf) -> Photo | None:
    """The picture with this hash; None when its bytes are gone."""
    picture = session.get(Picture, sha256)
    if picture is None or picture.dropped_at is not None:
        return None
    return Photo(path_of(picture.sha256, picture.mime), picture.telegram_file_id)


def plain_drawing(texts: Texts, number: int | None) -> Drawing:
    """What is shown instead of what cannot be shown. `number`: of the incident, where it is known."""
    if number is None:
        return Drawing(Text(texts("sender-plain-nameless")))
    return Drawing(Text(texts("sender-plain", number=number)))


def _one(session: Session, claimed: Claimed, drawers: Mapping[str, Drawer], path_of: PathOf) -> Ready:
    person = session.get_one(Person, claimed.person_id)
    texts = texts_for(person)
    plain = plain_drawing(texts, claimed.data.get("incident"))
    if claimed.card == RETIRED:
        return _retired(claimed, person, texts, plain)
    try:
        drawing = _drawn(session, claimed, person, drawers)
        drawn_hash = drawing.hash() if drawing else ""
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise  # the server is gone, and the card is as it was
        log.exception("action=draw_failed outgoing=%s card=%s", claimed.id, claimed.card)
        drawing, drawn_hash = plain, ""
    card = None if claimed.fresh else live_card(session, person.id, claimed.card, claimed.subject_id)
    if drawing and card:
        return _edit(claimed, person, drawing, plain, drawn_hash, card)
    if drawing and claimed.repeat:
        drawing = drawing.marked(texts("sender-repeat"))
    photo = photo_of(session, drawing.picture, path_of) if drawing and drawing.picture else None
    return Ready(claimed, person.telegram_id, drawing, plain, drawn_hash, photo=photo)


def _drawn(
    session: Session, claimed: Claimed, person: Person, drawers: Mapping[str, Drawer]
) -> Drawing | None:
    """Nothing goes to somebody who has left."""
    if person.left_at is not None:
        return None
    return drawers[claimed.card](session, claimed.subject_id, person, claimed.data)


def _edit(
    claimed: Claimed, person: Person, drawing: Drawing, plain: Drawing, drawn_hash: str, card: Card
) -> Ready:
    return Ready(
        claimed,
        person.telegram_id,
        drawing,
        plain,
        drawn_hash,
        edits=card.message_id,
        captioned=card.has_picture,
        unchanged=bool(drawn_hash) and card.drawn_hash == drawn_hash,
    )


def _retired(claimed: Claimed, person: Person, texts: Texts, plain: Drawing) -> Ready:
    """The card that has a newer one below it: no buttons, and where to look."""
    return Ready(
        claimed,
        person.telegram_id,
        Drawing(Text(texts("sender-retired"))),
        plain,
        edits=claimed.data["message_id"],
        captioned=bool(claimed.data["has_picture"]),
    )
