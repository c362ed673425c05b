"""Stories that show everybody's screens: coming in, home, help, settings, people, and every friendly no."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.outbox.actions import put
from bot.outbox.rules import Why
from bot.person.actions import invite, mark_unreachable
from bot.person.rules import Role
from bot.roles.everybody.doors import UNREACHABLE_CARD
from tests.shelves.crew import files, joins, nothing_works, photo, reports, team
from tests.shelves.walking import Story, Walk

_SECRET = re.compile(r"start=([\w-]{43})")


async def coming_in(walk: Walk) -> None:
    ada = await joins(walk, "administrator", walk.cast.ada, Role.ADMINISTRATOR, shift=None)
    await walk.says(ada, "/start", "/invite")
    await walk.presses(ada, "invite 0:operator")
    guest = await walk.night.stranger(walk.cast.olga)
    walk.night.box.people[guest.phone.user_id].role = "guest"
    walk.night.box.people[guest.phone.user_id].language_code = walk.language
    await walk.says(guest, "?", "/start wrong")
    secret = _SECRET.search(ada.phone.last.text)
    assert secret is not None
    await walk.says(guest, f"/start {secret[1]}", f"/start {secret[1]}")
    for role in (Role.DUTY_LEAD, Role.SYSADMIN):
        await walk.says(ada, "/invite")
        await walk.presses(ada, f"invite 0:{role}", f"invite 2:{role}")
        more = _SECRET.search(ada.phone.last.text)
        assert more is not None
        await walk.says(guest, f"/start {more[1]}")
    await walk.says(ada, "/invite")
    await walk.presses(ada, "invite 0:administrator")
    await walk.presses(guest, "vouch")
    await walk.says(ada, "/invite")
    await walk.presses(ada, "invite 0:administrator")
    await walk.presses(guest, "novouch")
    await walk.says(guest, "/status", "/help")
    expired = await walk.night.db.write(
        invite, role=Role.SYSADMIN, by=None, now=walk.night.clock.now(), lifetime=timedelta(seconds=1)
    )
    await walk.later(1)
    await walk.says(guest, f"/start {expired}")
    await walk.says(ada, "/board", "/help", "/people")


async def settings(walk: Walk) -> None:
    olga = await joins(walk, "operator", walk.cast.olga, Role.OPERATOR)
    await reports(walk, olga)
    await walk.says(olga, "/settings")
    await walk.presses(olga, "settings recheck", "every 20", "settings zone", "zone almaty")
    await walk.presses(olga, "settings language", "settings all", "settings zone", "settings city")
    await walk.says(olga, "Varsh", "?", walk.cast.olga, "Warsaw", "/every_7", "/cancel")
    await walk.says(olga, "/settings")
    await walk.presses(olga, "settings zone", "settings city")
    await walk.says(olga, "/cancel")
    await walk.says(olga, "/settings")
    await walk.presses(olga, "settings provider")
    await walk.says(olga, "?" * 41, walk.cast.olga, "/settings")
    await walk.presses(olga, "settings vpn")
    await walk.says(olga, "VPN", "/settings")
    await walk.presses(olga, "settings vpn", "clear vpn")
    await walk.presses(olga, "settings language", f"language {walk.language}")


async def who_can_be_reached(walk: Walk) -> None:
    all_ = await team(walk)
    ada = all_.ada
    await joins(walk, "lead 3", walk.cast.sonya, Role.DUTY_LEAD, has_started=False)
    await joins(walk, "lead 4", walk.cast.sonya, Role.DUTY_LEAD, shift=None, has_started=False)
    gone = await joins(walk, "lead 5", walk.cast.taras, Role.DUTY_LEAD)
    await joins(walk, "operator 9", walk.cast.nina, Role.OPERATOR, shift=None)
    await walk.says(gone, "/start")
    gone.phone.hand.deactivate()
    await walk.says(all_.lev, "/start")
    await walk.does("lead blocks the bot", all_.lev.phone.blocks)
    await files(walk, all_.olga)
    await walk.says(all_.olga, "/start")
    sender = {"id": all_.olga.phone.user_id, "nonsense": True}
    await walk.does("nobody can read it", lambda: walk.night.box.inject({"message": {"from": sender}}))
    await walk.night.db.write(_lost, all_.sonya.id, all_.ada.id, now=walk.night.clock.now())
    await walk.later(1)
    await walk.says(ada, "/people")
    await walk.presses(ada, "people 1", "people 0")
    await walk.does("lead lets the bot in", all_.lev.phone.unblocks)
    await walk.says(ada, "/people", "/board")


async def friendly_noes(walk: Walk) -> None:
    all_ = await team(walk)
    olga, lev, sonya, petro, taras = all_.olga, all_.lev, all_.sonya, all_.petro, all_.taras
    await walk.says(olga, "/start", "/help", "/cancel", "/nonsense", "/ack_1", "/with_none_s_nothing", "?")
    await walk.says(lev, "/start", "/help", "?", "/ack_99", "/board")
    await walk.says(petro, "/start", "/help", "/tickets", "/resolve_99", "/ackticket_99")
    await reports(walk, olga)
    card = olga.phone.last
    await walk.presses(olga, "answer not_helped")
    await walk.does("operator: an old card", lambda: olga.phone.hand.tap(card.id, "junk", forge=True))
    await walk.says(olga, "/answer_1_1_more_time", "/answer_1_9_nonsense", "/cancel")
    turn = next(data.split(":")[2] for data in _data(walk) if data.startswith("answer:1:"))
    await walk.says(olga, f"/answer_1_{int(turn) + 1}_nonsense", "/help")
    await walk.does("operator edits", lambda: lev.phone.hand.edit(lev.phone.writes("?").id, "??"))
    await photo(walk, olga, caption=walk.cast.words)
    await walk.says(petro, "/resolve_1")
    await walk.presses(petro, "ackticket", "eta")
    await photo(walk, petro)
    await walk.presses(petro, "details")
    await photo(walk, petro)
    await walk.says(petro, "/cannot_1")
    await photo(walk, petro)
    await walk.says(petro, "/cancel", "/help")
    await walk.says(taras, "/resolve_1", "/ackticket_1")
    off = await joins(walk, "lead off duty", walk.cast.sonya, Role.DUTY_LEAD, shift=None)
    await walk.says(off, "/start", "/ack_1")
    await walk.presses(lev, "ack", "redirected")
    await photo(walk, lev)
    await walk.presses(lev, "nobody", "writeop")
    await photo(walk, lev)
    await walk.says(sonya, "/ack_1", "/statusset_1")
    await nothing_works(walk, olga)
    await walk.presses(petro, "cannot")
    await walk.says(petro, walk.cast.words, "/eta_1", "/status")
    await walk.presses(petro, "resolve")
    await walk.says(petro, "/resolve_1", "/estimate_1_30")
    await walk.presses(olga, "answer works")
    await walk.says(olga, "/works_1")
    await files(walk, olga)
    await walk.presses(petro, "ackticket", "cannot")
    await walk.presses(olga, "works")
    await walk.says(petro, walk.cast.words, "/resolve_2")
    await walk.does("a flood", *[lambda: [olga.phone.writes("?") for _ in range(60)]])


def _lost(session: Session, person_id: int, reader_id: int, *, now: datetime) -> None:
    """Telegram does not know their chat any more."""
    mark_unreachable(session, person_id, why=str(Why.CHAT_NOT_FOUND), now=now)
    put(session, UNREACHABLE_CARD, person_id, to=reader_id, now=now, fresh=True)


def _data(walk: Walk) -> list[str]:
    """What every button of the walk carried."""
    return [button["callback_data"] for one in walk.seen for row in one.buttons for button in row]


PEOPLE: tuple[Story, ...] = (coming_in, settings, who_can_be_reached, friendly_noes)
