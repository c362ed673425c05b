"""Every kind of message Telegram knows, hostile words to every question, floods: nobody is confused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.intake.models import Inbox
from bot.intake.rules import FLOOD_MOST
from tests.rules.hostile_words import WORDS
from tests.stories.night import Hero, Night
from tests.stories.test_authorisation import cast, everything, play_up_to

_USER = {"id": 77, "is_bot": False, "first_name": "X"}
_FILE = {"file_id": "f", "file_unique_id": "u"}
_PLACE = {"latitude": 1.0, "longitude": 2.0}
_FRAME = {"width": 1, "height": 1}
KINDS: Mapping[str, Mapping[str, Any]] = {
    "voice": {"voice": {**_FILE, "duration": 1}},
    "audio": {"audio": {**_FILE, "duration": 1}},
    "video": {"video": {**_FILE, **_FRAME, "duration": 1}},
    "video note": {"video_note": {**_FILE, "length": 1, "duration": 1}},
    "animation": {"animation": {**_FILE, **_FRAME, "duration": 1}},
    "sticker": {"sticker": {**_FILE, **_FRAME, "type": "regular", "is_animated": False, "is_video": False}},
    "contact": {"contact": {"phone_number": "+1", "first_name": "X"}},
    "location": {"location": _PLACE},
    "live location": {"location": {**_PLACE, "live_period": 60}},
    "venue": {"venue": {"location": _PLACE, "title": "x", "address": "y"}, "location": _PLACE},
    "dice": {"dice": {"emoji": "🎲", "value": 6}},
    "game": {"game": {"title": "x", "description": "y", "photo": []}},
    "poll": {
        "poll": {
            "id": "1", "question": "/ack_1", "options": [], "total_voter_count": 0, "is_closed": False,
            "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
            "allows_revoting": False, "members_only": False,
        }
    },
    "story": {"story": {"id": 1, "chat": {"id": 77, "type": "private"}}},
    "invoice": {
        "invoice": {
            "title": "x", "description": "y", "start_parameter": "z", "currency": "XTR", "total_amount": 1
        }
    },
    "people shared": {"users_shared": {"request_id": 1, "users": [{"user_id": 77}]}},
    "a chat shared": {"chat_shared": {"request_id": 1, "chat_id": -100}},
    "a website": {"connected_website": "example.com"},
    "a pinned message": {
        "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 77, "type": "private"}}
    },
    "a timer": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
    "a background": {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}}},
    "a giveaway": {"giveaway_created": {}},
    "a boost": {"boost_added": {"boost_count": 1}},
    "data of a web app": {"web_app_data": {"data": "ack:1", "button_text": "x"}},
    "nothing at all": {},
    "an unknown kind": {"hologram": {"x": 1}},
    "an empty picture": {"photo": []},
    "a picture that is not there": {"photo": [{**_FILE, **_FRAME}]},
    "a file that is not there": {
        "document": {**_FILE, "file_name": "../../etc/passwd", "mime_type": "image/png"}
    },
    "a file of a lie": {"document": {**_FILE, "file_size": -1, "mime_type": "x" * 500}},
    "by another bot": {"text": "hello", "via_bot": {"id": 9, "is_bot": True, "first_name": "B"}},
    "forwarded": {"text": "hello", "forward_origin": {"type": "user", "sender_user": _USER, "date": 1}},
    "a quote": {"text": "hello", "quote": {"text": "x", "position": 0}},
    "id 0": {"text": "hello", "message_id": 0},
}  # fmt: skip
"""What stands in a message beside who sent it."""
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "a city": ("owner", "/settings_city"),
    "a provider": ("owner", "/settings_provider"),
    "a VPN": ("owner", "/settings_vpn"),
    "words to the lead": ("owner", "/writelead_1"),
    "a colleague": ("owner", "/colleague_1"),
    "other software": ("operator", "/report_o_other"),
    "words to the operator": ("lead", "/writeop_1"),
    "whom to redirect to": ("lead", "/redirected_1"),
    "when it will be mended": ("sysadmin", "/eta_1"),
    "details": ("sysadmin", "/details_1"),
    "nothing asked": ("owner", "/status"),
    "nothing open": ("other sysadmin", "/status"),
}
"""Who is asked, and by what they are."""


SENDERS = ("operator", "lead", "sysadmin", "stranger")


def unread(session: Session) -> list[str | None]:
    return list(session.scalars(select(Inbox.error).where(Inbox.state == "quarantined")))


def sends(night: Night, hero: Hero, body: Mapping[str, Any], *, edited: bool = False) -> None:
    user = hero.phone.hand.person.user()
    message = {
        "message_id": 900_000, "date": int(night.box.now()), "from": user, "chat": {**user, "type": "private"}
    }  # fmt: skip
    night.box.inject({"edited_message" if edited else "message": {**message, **body}})


@pytest.mark.parametrize("edited", [False, True], ids=["new", "edited"])
async def test_a_message_of_any_kind_changes_nothing_and_troubles_nobody(night: Night, edited: bool) -> None:
    """Of whoever has nothing open, and of a stranger: all kinds one after the other."""
    heroes = await cast(night)
    wrong: dict[tuple[str, str], object] = {}
    for kind, body in KINDS.items():
        for who in SENDERS:
            before = night.db.read_here(everything)
            sends(night, heroes[who], body, edited=edited)
            await night.settle()
            night.clock.forward(seconds=3)
            aside, after = night.db.read_here(unread), night.db.read_here(everything)
            if aside or after != before:
                wrong[kind, who] = aside or [name for name in after if after[name] != before[name]]
                break
    assert wrong == {}


async def test_a_message_of_any_kind_to_an_open_report_is_answered(night: Night) -> None:
    heroes = await cast(night)
    await play_up_to("reporting", heroes)
    for kind, body in KINDS.items():
        sends(night, heroes["owner"], body)
        await night.settle()
        night.clock.forward(seconds=3)
        assert night.db.read_here(unread) == [], kind


@pytest.mark.parametrize("question", QUESTIONS)
async def test_hostile_words_to_a_question_are_words(night: Night, question: str) -> None:
    """Each question gets other words of the list, so that all together get all of them."""
    who, command = QUESTIONS[question]
    heroes = await cast(night)
    await play_up_to("held", heroes)
    turn = list(QUESTIONS).index(question)
    words = [word for word in WORDS[turn :: len(QUESTIONS)] if word.strip()]
    for word in words:
        await heroes[who].writes(command)
        sends(night, heroes[who], {"text": word})
        await night.settle()
        night.clock.forward(seconds=8)
        assert night.db.read_here(unread) == [], ascii(word[:60])


async def test_a_thousand_taps_of_one_cost_another_nothing(night: Night) -> None:
    """What comes on top is settled without a handler and without a word; whoever comes behind it is not."""
    olga, petro = await night.operator("Olga"), await night.operator("Petro")
    await olga.reports()
    night.clock.forward(seconds=10)
    before = len(night.box.calls)
    for number in range(1000):
        olga.phone.hand.tap(olga.phone.last.id, f"cancelit:1:{number % 3}", forge=True)
    petro.phone.writes("/report")
    await night.settle()
    petro.sees("Что не работает")
    calls = night.box.calls[before:]
    assert len([call for call in calls if call.chat_id == olga.phone.user_id]) <= 2 * FLOOD_MOST
    assert sum("Слишком много" in answer.text for answer in olga.phone.hand.person.answers) == 1
    ended = night.bot.worker.ended
    assert (ended["turned_away"], ended["quarantined"]) == (1000 - FLOOD_MOST, 0)


async def test_five_hundred_pictures_of_one_are_looked_at_thirty_times_and_anothers_at_once(
    night: Night,
) -> None:
    olga, petro = await night.operator("Olga"), await night.operator("Petro")
    for one in (olga, petro):
        await one.reports()
        await one.taps("Не помогло")
    night.clock.forward(seconds=10)
    before = len(night.box.calls)
    for _ in range(500):
        sends(night, olga, KINDS["a picture that is not there"])
    petro.phone.sends_photo(caption="error 503")
    await night.settle()
    asked = [call for call in night.box.calls[before:] if call.method == "getFile"]
    assert len(asked) <= 3 * FLOOD_MOST + 1
    assert "report_added" in night.kinds(2)
    assert "report_added" not in night.kinds(1)
