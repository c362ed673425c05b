"""Stories that lead operators, leads and sysadmins through every state of their cards."""

from __future__ import annotations

from datetime import timedelta
from zlib import crc32

from bot.person.rules import Role
from bot.sandbox.samples import sample
from tests.shelves.crew import PHONE, TRIES, files, joins, nothing_works, photo, reports, team
from tests.shelves.walking import Story, Walk


async def the_whole_regulation(walk: Walk) -> None:
    all_ = await team(walk)
    olga, lev, petro = all_.olga, all_.lev, all_.petro
    await reports(walk, olga, customer="call")
    await walk.says(olga, walk.cast.reference)
    await walk.later(11)
    await walk.presses(olga, "answer more_time", "answer not_helped")
    await walk.later(3)
    await walk.presses(lev, "ack", "redirected", "redirectto", "statusset", "offline", "writeop")
    await walk.says(lev, walk.cast.words)
    await photo(walk, olga)
    await walk.presses(olga, "writelead")
    await walk.says(olga, walk.cast.words, walk.cast.words)
    await walk.later(3)
    await walk.says(petro, "/tickets")
    await walk.presses(petro, "ackticket", "details", "inquire see")
    await walk.says(olga, walk.cast.words)
    await walk.presses(petro, "details")
    await walk.says(petro, walk.cast.question)
    await photo(walk, olga, "frozen_softphone")
    await walk.presses(petro, "eta")
    await walk.says(petro, "?", "3:40", "/tickets")
    await walk.presses(olga, "channel 1:chats")
    await walk.says(lev, "/board")
    await walk.later(10)
    await walk.presses(olga, "notyet")
    await walk.later(10)
    await walk.presses(olga, "later")
    await walk.later(5)
    await walk.presses(petro, "resolve")
    await walk.later(7)
    await walk.presses(olga, "answer broken")
    await walk.says(olga, walk.cast.words)
    await walk.presses(petro, "resolve")
    await walk.presses(olga, "answer works")
    await walk.later(2)


async def nobody_answers(walk: Walk) -> None:
    all_ = await team(walk)
    await reports(walk, all_.olga, customer="chat")
    await walk.presses(all_.olga, "skipref", "answer not_helped")
    await walk.says(all_.lev, "/board")
    await walk.later(11)
    looks_on = await joins(walk, "lead 3", walk.cast.nina, Role.DUTY_LEAD, shift=None)
    await walk.says(looks_on, "/incident_1")
    await walk.presses(all_.sonya, "ack", "redirected", "nobody", "statusset")
    await walk.presses(all_.olga, "nopicture")
    await walk.says(all_.olga, walk.cast.words)
    await walk.later(21)
    await walk.presses(all_.taras, "ackticket", "estimate 30", "cannot", "cannotatall")
    await walk.says(all_.petro, "/tickets")
    await walk.presses(all_.taras, "resolve")
    await walk.presses(all_.olga, "answer works")
    await walk.says(all_.petro, "/tickets")


async def nothing_opens(walk: Walk) -> None:
    all_ = await team(walk)
    olga, lev, petro = all_.olga, all_.lev, all_.petro
    await reports(walk, olga)
    await walk.presses(olga, "answer not_helped")
    await walk.says(olga, walk.cast.words)
    await photo(walk, olga)
    await walk.presses(lev, "ack", "statusset", "offline")
    while not walk.has(olga, "channel 1:knowledge_base"):
        await walk.presses(olga, next(one for one in TRIES if walk.has(olga, one)))
    await walk.presses(olga, "channel 1:knowledge_base", "answer check_again")
    await nothing_works(walk, olga)
    await walk.presses(lev, "tellop wait")
    await walk.presses(olga, "answer check_again")
    await nothing_works(walk, olga)
    await walk.presses(lev, "tellop study")
    await walk.presses(olga, "answer check_again")
    await nothing_works(walk, olga)
    await walk.presses(lev, "writeop")
    await walk.says(lev, walk.cast.words)
    await walk.presses(petro, "ackticket", "inquire since" if walk.has(petro, "inquire") else "details")
    await walk.presses(petro, "inquire since")
    await walk.presses(petro, "details", "inquire earlier", "details", "inquire colleague", "cannot")
    await walk.says(petro, walk.cast.words)
    await walk.later(32)
    await walk.presses(olga, "works")


async def silence_and_the_end_of_the_shift(walk: Walk) -> None:
    all_ = await team(walk)
    now = walk.night.clock.now()
    kate = await joins(
        walk, "operator 3", walk.cast.nina, Role.OPERATOR, shift=(now, now + timedelta(minutes=100))
    )
    await reports(walk, all_.olga)
    await reports(walk, kate, customer="call")
    await walk.later(17)
    await walk.presses(all_.lev, "ack")
    await walk.presses(kate, "skipref", "answer not_helped")
    await photo(walk, kate, caption=walk.cast.words)
    await walk.presses(all_.lev, "ack")
    await walk.presses(all_.petro, "ackticket")
    await walk.presses(kate, "channel 1:chats")
    await walk.later(83)
    await walk.says(all_.petro, "/tickets")
    await walk.presses(all_.olga, "answer helped")
    await walk.later(1)
    await walk.says(all_.petro, "/status")


async def taken_back(walk: Walk) -> None:
    all_ = await team(walk)
    await files(walk, all_.olga)
    await walk.presses(all_.lev, "ack", "statusset")
    await walk.presses(all_.olga, "cancelit 0", "cancelit 2", "cancelit 0", "cancelit 1")
    await walk.says(all_.lev, "/board")
    await files(walk, all_.olga)
    await walk.presses(all_.petro, "ackticket")
    await walk.presses(all_.lev, "ack", "offline")
    await walk.presses(all_.olga, "works")
    await reports(walk, all_.olga)
    await walk.presses(all_.olga, "answer helped")


async def several_at_once(walk: Walk) -> None:
    all_ = await team(walk)
    await files(walk, all_.olga)
    await walk.says(all_.olga, "/report")
    await walk.presses(all_.olga, "report s:crm", "join")
    await walk.says(all_.olga, "/report")
    await walk.presses(all_.olga, "report s:vpn", "apart", "with none:s:vpn")
    await walk.says(all_.olga, "/cancel", "/status", "/help")
    await walk.says(all_.nina, "/report")
    await walk.presses(all_.nina, "report o:other")
    await photo(walk, all_.nina)
    await walk.says(all_.nina, walk.cast.words, walk.cast.words)
    await walk.presses(all_.nina, "with chat:o:other")
    await photo(walk, all_.nina)
    await walk.says(all_.nina, walk.cast.reference)
    await reports(walk, all_.nina, "a:all", customer="call")
    await walk.says(all_.nina, "/cancel")
    await walk.says(all_.lev, "/board", "/help")
    for number in range(3):
        one = await joins(walk, f"operator {number + 4}", walk.cast.nina, Role.OPERATOR)
        await files(walk, one, ("s:chat_desk", "s:crm", "s:knowledge_base")[number])
    await walk.says(all_.lev, "/board")
    await walk.presses(all_.lev, "boardpage")
    await walk.says(all_.petro, "/tickets")


async def other_runbooks(walk: Walk) -> None:
    all_ = await team(walk)
    olga, lev = all_.olga, all_.lev
    await reports(walk, olga, "r:assistant_misleads")
    await walk.presses(olga, "answer later", "answer describe")
    await photo(walk, olga, caption=walk.cast.words)
    await walk.says(lev, "/status")
    await reports(walk, olga, "r:bot_misled_customer")
    await walk.presses(olga, "answer later", "answer need_decision")
    await walk.presses(lev, "ack", "writeop")
    await walk.says(lev, walk.cast.words)
    await walk.presses(olga, "answer helped", "nopicture")
    await walk.says(olga, walk.cast.words)
    await reports(walk, olga, "r:promo_code")
    await walk.presses(olga, "answer solved")
    await reports(walk, olga, "r:promo_code")
    await walk.presses(olga, "answer valid", "answer series")
    await walk.says(olga, walk.cast.words)
    await walk.presses(olga, "nopicture")
    await reports(walk, olga, "r:home_internet", customer="call")
    await walk.presses(olga, "skipref", "answer more_time", "answer helped")
    await reports(walk, olga, "r:home_internet")
    await walk.presses(olga, "answer not_helped", "answer leaving")
    await walk.later(10)
    await walk.presses(olga, "works")
    await reports(walk, olga, "r:home_internet")
    await walk.presses(olga, "answer leaving", "answer back")


async def nobody_is_on_duty(walk: Walk) -> None:
    olga = await joins(walk, "operator", walk.cast.olga, Role.OPERATOR)
    await files(walk, olga)
    await nothing_works(walk, olga)
    await walk.presses(olga, "works")


async def what_is_sent(walk: Walk) -> None:
    all_ = await team(walk)
    olga = all_.olga
    await walk.says(olga, walk.cast.words)
    await reports(walk, olga, customer="call")
    await photo(walk, olga)
    await walk.presses(olga, "skipref", "answer not_helped")
    await walk.does("operator: voice", olga.phone.sends_voice)
    await walk.does("operator: video", olga.phone.sends_video)
    await walk.does("operator: contact", lambda: olga.phone.hand.contact(PHONE))
    large = b"\x89PNG\r\n\x1a\n" + bytes(25 * 1024 * 1024)
    await walk.does("operator: 25 MB", lambda: olga.phone.sends_document(large, name="x.png"))
    await walk.does("operator: an MP3", lambda: olga.phone.sends_document(b"ID3 no picture", name="x.png"))
    await walk.does("operator: a GIF", lambda: olga.phone.sends_document(b"GIF89a" + bytes(99), name="x.png"))
    whole = sample("error_503").data
    await walk.does("operator: half a PNG", lambda: olga.phone.sends_document(whole[:3000], name="x.png"))
    header = b"IHDR" + (30_000).to_bytes(4, "big") * 2 + whole[24:29]
    vast = whole[:12] + header + crc32(header).to_bytes(4, "big") + whole[33:]
    await walk.does("operator: a vast PNG", lambda: olga.phone.sends_document(vast, name="x.png"))
    walk.night.box.faults.plan("server_error", "getFile")
    await photo(walk, olga)
    walk.night.box.faults.clear()
    await photo(walk, olga, caption=walk.cast.words)


WORK: tuple[Story, ...] = (
    the_whole_regulation,
    nobody_answers,
    nothing_opens,
    silence_and_the_end_of_the_shift,
    taken_back,
    several_at_once,
    other_runbooks,
    nobody_is_on_duty,
    what_is_sent,
)
