"""Operators of a long night: they answer whatever is asked of them in any way that a person might."""

from __future__ import annotations

import asyncio
from random import Random

from bot.sandbox.trouble import CannotDo
from bot.sandbox.world import Post
from tests.faults.cast import Member
from tests.faults.rig import Rig, Stuck
from tests.faults.seeing import labels, offered, plain
from tests.faults.words import software, text

SOFTWARE = ("telephony", "chat_desk", "crm", "knowledge_base", "vpn")
WORDS = ("Не открывается совсем.", "Пишет «ошибка 503» и закрывается.", "Всё висит, даже мышь.")
SOON = 6.0
"""Seconds until a button is missed."""
MOST_TAPS = 6


async def wanders(rig: Rig, member: Member, number: int, random: Random) -> None:
    """One incident from its report to its end; `number`: their id in the database."""
    while not await _reported(rig, member, number, random):
        continue  # each try has its own patience
    for _ in range(random.randrange(MOST_TAPS)):
        await asyncio.sleep(random.uniform(0.3, 2))
        _does_something(rig, member, random)
    while _open(rig, number):
        _ends_it(rig, member)
        await asyncio.sleep(random.uniform(1.5, 2.5))


def _open(rig: Rig, number: int) -> bool:
    """True too while nobody can look: a person would not know either."""
    rows = rig.night.rows_or_none(
        f"SELECT 1 FROM incidents WHERE operator_id = {number} AND closed_at IS NULL"  # noqa: S608
    )
    return rows is None or bool(rows)


async def _reported(rig: Rig, member: Member, number: int, random: Random) -> bool:
    rig.since[member] = rig.phones[member].writes("/report").id
    for label in (software(random.choice(SOFTWARE)), text("report-customer-none")):
        if not await _taps(rig, member, text("known-different"), 0.3) and not await _taps(rig, member, label):
            return False
    await _taps(rig, member, text("report-customer-none"), 1)
    try:
        await rig.until(lambda: _open(rig, number), "it should be open", patience=SOON)
    except Stuck:
        return False
    return True


async def _taps(rig: Rig, member: Member, label: str, patience: float = SOON) -> bool:
    phone = rig.phones[member]
    try:
        await rig.until(lambda: offered(phone, label, rig.since[member]), label, patience=patience)
    except Stuck:
        return False
    phone.taps(label)
    return True


def _does_something(rig: Rig, member: Member, random: Random) -> None:
    """A tap anywhere on the newest card, or words; two or three times if the finger trembles."""
    phone = rig.phones[member]
    if random.random() < 0.3:
        phone.writes(random.choice(WORDS))
        return
    if card := _card(rig, member):
        buttons = [button for row in card.buttons for button in row]
        chosen = random.choice(buttons)
        for _ in range(rig.trembles()):
            phone.hand.tap(card.id, str(chosen["callback_data"]))


def _ends_it(rig: Rig, member: Member) -> None:
    """It works again: on whichever card says so, or by the command that means the same."""
    card = _card(rig, member)
    ends = [label for label in labels(card) if _means_it_works(label)] if card else []
    try:
        if ends:
            rig.phones[member].taps(ends[0])
        else:
            rig.phones[member].writes("/status")
    except (AssertionError, CannotDo):
        return  # the card has changed under the finger


def _means_it_works(label: str) -> bool:
    return label.startswith((plain(text("operator-works-again")), "заработало", "работает", "уже работает"))


def _card(rig: Rig, member: Member) -> Post | None:
    """The newest message with buttons of theirs since they reported."""
    since = rig.since[member]
    posts = [post for post in rig.phones[member].messages if post.id >= since and post.buttons]
    return posts[-1] if posts else None
