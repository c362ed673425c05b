"""A second person says whether they know of an invitation to a role that nobody gives alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.outbox.actions import put
from bot.outbox.queries import live_card
from bot.person.models import Invitation, Person, Vouching
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.person.vouching_actions import NEED_A_SECOND, decide, hold_back, seconds
from bot.roles.acting import act
from bot.roles.administrator import taps
from bot.roles.everybody.home import moment, role_name
from bot.roles.lines import lines, name_of
from bot.telegram.buttons import Tap
from bot.telegram.drawing import Button, Drawing
from bot.telegram.screens import Screens, TapHandler
from bot.telegram.texts import texts_for
from bot.telegram.visit import Visit

CARD = "vouching"


def ask_seconds(session: Session, secret: str, *, by: int, now: datetime) -> bool:
    """Whoever could vouch for it gets a card. False: nobody has to."""
    vouching = hold_back(session, secret, by=by, now=now)
    if vouching is None:
        return False
    for person in seconds(session, by=by):
        put(session, CARD, vouching.id, to=person.id, now=now, fresh=True)
    return True


async def vouched(visit: Visit, tap: taps.Vouch) -> None:
    await act(visit, _decided, tap.vouching, granted=True)


async def not_mine(visit: Visit, tap: taps.NotMine) -> None:
    await act(visit, _decided, tap.vouching, granted=False)


def _decided(session: Session, vouching_id: int, *, granted: bool, by: int, now: datetime) -> None:
    vouching = decide(session, vouching_id, granted=granted, by=by, now=now)
    inviter = session.get_one(Invitation, vouching.secret_hash).made_by
    if inviter is None:
        return
    for person in seconds(session, by=inviter):
        if live_card(session, person.id, CARD, vouching.id) is not None:
            put(session, CARD, vouching.id, to=person.id, now=now)
    put(session, CARD, vouching.id, to=inviter, now=now, fresh=True)


def vouching(session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]) -> Drawing | None:
    """What is asked of whoever could vouch; afterwards, for whoever invited too, what was said."""
    this, texts = session.get_one(Vouching, subject_id), texts_for(reader)
    if roles_of(session, reader.id).isdisjoint(NEED_A_SECOND):
        return None
    invitation = session.get_one(Invitation, this.secret_hash)
    title = Bold(texts("vouch-title", role=role_name(Role(invitation.role), texts)))
    if this.decided_at is not None:
        said = {"name": name_of(session, this.decided_by), "at": texts.at(this.decided_at)}
        return Drawing(lines(title, texts("vouch-granted" if this.granted else "vouch-denied", **said)))
    until = moment(invitation.expires_at, texts, now=this.asked_at)
    words = texts("vouch-who", name=name_of(session, invitation.made_by), until=until)
    yes = Button(texts("vouch-yes"), taps.Vouch(vouching=this.id).pack(), "primary")
    no = Button(texts("vouch-no"), taps.NotMine(vouching=this.id).pack())
    return Drawing(lines(title, words, texts("vouch-why")), ((yes,), (no,)))


def setup() -> tuple[Screens, ...]:
    """For each role that may vouch."""
    table: dict[type[Tap], TapHandler] = {taps.Vouch: vouched, taps.NotMine: not_mine}
    return tuple(Screens(role=role, taps=table) for role in NEED_A_SECOND)
