"""Coming in with an invitation, going away by blocking the bot, and coming back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.outbox.actions import put
from bot.outbox.queries import live_card
from bot.outbox.rules import Why
from bot.person.actions import mark_reachable, mark_unreachable, started, use_invitation
from bot.person.models import Person
from bot.person.queries import people_with, roles_of
from bot.person.rules import InvitationNotValid, Role, fitting_language
from bot.roles.everybody.cards import post
from bot.roles.everybody.home import home
from bot.rota.queries import shift_of
from bot.runbook.library import Library
from bot.telegram.visit import Caller, Visit

UNREACHABLE_CARD = "unreachable"


async def invited(library: Library, caller: Caller, secret: str) -> None:
    """Let them in. A stranger's wrong secret raises InvitationNotValid; who is in already is shown home."""
    centre = library.centre
    try:
        person = await caller.write(
            _enter,
            secret,
            telegram_id=caller.user.id,
            name=caller.user.full_name,
            language=fitting_language(caller.user.language_code, centre.language),
            time_zone=centre.time_zone,
            now=caller.now,
        )
    except InvitationNotValid as mistake:
        if not isinstance(caller, Visit):
            raise
        await caller.refuse()
        await caller.toast(caller.texts(mistake.key))
        await caller.reply(await caller.read(home, caller.person.id, now=caller.now))
    else:
        await caller.reply(await caller.read(home, person.id, now=caller.now, welcome=True))


async def reachability_changed(visit: Visit, reachable: bool) -> None:
    """They blocked the bot or let it in again; administrators hear it of whoever is on duty."""
    if reachable:
        await visit.write(come_back, visit.person.id, now=visit.now)
    elif visit.person.unreachable_at is None:
        await visit.write(_go_away, visit.person.id, now=visit.now)


def arrive(session: Session, person_id: int, *, now: datetime) -> int:
    """They are here: known to have started, reachable, their cards anew. How many cards are open."""
    come_back(session, person_id, now=now)
    started(session, person_id, now=now)
    return post(session, person_id, now=now)


def come_back(session: Session, person_id: int, *, now: datetime) -> None:
    """They can be reached; administrators who were told the opposite see it on the same card."""
    mark_reachable(session, person_id, now=now)
    for administrator in people_with(session, Role.ADMINISTRATOR):
        if live_card(session, administrator.id, UNREACHABLE_CARD, person_id) is not None:
            put(session, UNREACHABLE_CARD, person_id, to=administrator.id, now=now)


def _enter(
    session: Session,
    secret: str,
    *,
    telegram_id: int,
    name: str,
    language: str,
    time_zone: str,
    now: datetime,
) -> Person:
    person = use_invitation(
        session, secret, telegram_id=telegram_id, name=name, language=language, time_zone=time_zone, now=now
    )
    started(session, person.id, now=now)
    return person


def _go_away(session: Session, person_id: int, *, now: datetime) -> None:
    mark_unreachable(session, person_id, why=str(Why.BLOCKED), now=now)
    if not any(shift_of(session, person_id, role, now) for role in roles_of(session, person_id)):
        return
    for administrator in people_with(session, Role.ADMINISTRATOR):
        if administrator.id != person_id:
            put(session, UNREACHABLE_CARD, person_id, to=administrator.id, now=now, fresh=True)
