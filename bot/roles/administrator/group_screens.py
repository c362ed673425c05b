"""An administrator binds the leads' group by a command in it; a group in which we are not wanted is left."""

from __future__ import annotations

from datetime import datetime

from aiogram.exceptions import AiogramError
from aiogram.methods import LeaveChat
from aiogram.types import ChatMemberUpdated
from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.group import actions
from bot.group.queries import group_of_chat
from bot.group.rules import Trouble
from bot.person.queries import person_by_telegram_id, roles_of
from bot.person.rules import Role
from bot.roles.acting import act
from bot.roles.administrator import taps
from bot.roles.administrator.group_page import leads_group_now
from bot.telegram.drawing import Drawing
from bot.telegram.visit import Caller, Visit

_OUT = frozenset({"left", "kicked"})
_MAY_BRING_US = frozenset({Role.DUTY_LEAD, Role.ADMINISTRATOR})


async def asked(visit: Visit) -> None:
    """In their own chat: which group it is, or how to bind one."""
    await visit.reply(await visit.read(leads_group_now, visit.person))


async def bound_here(visit: Visit) -> None:
    """In a group: this one. Once more: look again what may be done here."""
    if visit.message is None:
        return
    chat = visit.message.chat
    topics = bool(chat.is_forum)
    await act(visit, actions.bind, chat.id, chat.title or "", topics=topics)
    key = "leads-bound-here-topics" if topics else "leads-bound-here"
    await visit.reply_here(Drawing(Text(visit.texts(key))))


async def unbound_here(visit: Visit) -> None:
    """In the group: no more."""
    if visit.message is None:
        return
    await act(visit, actions.unbind_chat, visit.message.chat.id)
    await visit.reply_here(Drawing(Text(visit.texts("leads-unbound-here"))))


async def unbound(visit: Visit, tap: taps.LeadsAway) -> None:
    """From their own chat, also when the bot is out of the group."""
    await act(visit, actions.unbind, tap.group)
    await visit.toast(visit.texts("leads-unbound-now"))


async def group_changed(caller: Caller) -> None:
    """A group took us in or threw us out, gave us rights, or moved. Nobody needs to be known for that."""
    if caller.membership is not None:
        if not await caller.write(_noted, caller.membership, now=caller.now):
            await _leave(caller, caller.membership.chat.id)
    elif caller.message is not None and caller.message.migrate_to_chat_id is not None:
        to = caller.message.migrate_to_chat_id
        await caller.write(_followed, caller.message.chat.id, to, now=caller.now)


async def _leave(caller: Caller, chat_id: int) -> None:
    """Best effort: nothing is ever said in a group that is not bound."""
    try:
        await caller.say(LeaveChat(chat_id=chat_id))
    except AiogramError:
        return


def _noted(session: Session, change: ChatMemberUpdated, *, now: datetime) -> bool:
    """False: somebody who has no say brought us into a chat that is none of ours."""
    group, out = group_of_chat(session, change.chat.id), change.new_chat_member.status in _OUT
    if group is not None and out:
        actions.troubled(session, group, Trouble.OUT, now=now)
    elif group is not None:
        actions.welcome(session, group, topics=bool(change.chat.is_forum), now=now)
    if group is not None or out or change.old_chat_member.status not in _OUT:
        return True
    bringer = person_by_telegram_id(session, change.from_user.id)
    trusted = bringer is not None and not roles_of(session, bringer.id).isdisjoint(_MAY_BRING_US)
    return trusted and change.chat.type != "channel"


def _followed(session: Session, chat_id: int, to: int, *, now: datetime) -> None:
    group = group_of_chat(session, chat_id)
    if group is not None:
        actions.moved(session, group, to, now=now)
