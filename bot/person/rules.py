"""Who may do what: roles, the ladder's levels, what a person may choose, and what an invitation is."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from bot.errors import Mistake
from bot.language import LANGUAGES
from bot.zone import nearest_zone, zone_named


class Role(StrEnum):
    OPERATOR = "operator"
    DUTY_LEAD = "duty_lead"
    SYSADMIN = "sysadmin"
    ADMINISTRATOR = "administrator"


class Connection(StrEnum):
    """What a person may say of their way to the internet; the names are Person's columns."""

    PROVIDER = "provider"
    VPN = "vpn"


LEVELS = range(1, 10)
"""Places on the ladder of pages; 1 is paged first."""

RECHECK_MINUTES = range(1, 241)
LONGEST_NAME = 64
LONGEST_PHONE = 32
LONGEST_CONNECTION = 40

INVITATION_TRIES = 5
INVITATION_TRIES_WITHIN = timedelta(minutes=1)

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc")
"""Letters and signs by their category, and nothing to the eye."""
_PHONE = re.compile(r"[+0-9][0-9 ()./#*,-]*")


class UnknownPerson(Mistake):
    """Nobody is known under this id. Values: `person`."""

    key = "unknown-person"


class UnknownLanguage(Mistake):
    """Values: `language`, `known` (the languages, separated by commas)."""

    key = "unknown-language"


class UnknownTimeZone(Mistake):
    """Values: `zone`, `nearest` (a known name that looks like it, or an empty text)."""

    key = "unknown-time-zone"


class NotAName(Mistake):
    """Empty, too long, or with invisible characters. Values: `longest` (characters)."""

    key = "not-a-name"


class NotAPhone(Mistake):
    """Not what can be dialled. Values: `longest` (characters)."""

    key = "not-a-phone"


class NotAConnection(Mistake):
    """Empty, too long, or with invisible characters. Values: `longest` (characters)."""

    key = "not-a-connection"


class NotALevel(Mistake):
    """Values: `level`, `lowest`, `highest`."""

    key = "not-a-level"


class NotARecheckInterval(Mistake):
    """Values: `minutes`, `shortest`, `longest`."""

    key = "not-a-recheck-interval"


class InvitationNotValid(Mistake):
    """Unknown, expired, or used: which of them is not told, so that nothing can be learned by trying."""

    key = "invitation-not-valid"


class NothingToVouch(Mistake):
    """The invitation is decided, expired, or their own. No values."""

    key = "nothing-to-vouch"


def hash_of(secret: str) -> str:
    """What is kept of an invitation's secret: its sha256, in hex."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def may_try_invitation(tries: Sequence[datetime], now: datetime) -> bool:
    """Whether somebody who tried at these moments may try again: five times a minute and no more."""
    return sum(now - INVITATION_TRIES_WITHIN < at for at in tries) < INVITATION_TRIES


def checked_language(language: str) -> str:
    """The language as it is stored, or UnknownLanguage."""
    code = language.strip().lower()
    if code not in LANGUAGES:
        raise UnknownLanguage(language=language, known=", ".join(LANGUAGES))
    return code


def fitting_language(code: str | None, default: str) -> str:
    """The language of screens for somebody whose Telegram speaks `code` ("de", "uk-UA", or nothing)."""
    short = (code or "").partition("-")[0].lower()
    return short if short in LANGUAGES else default


def checked_zone(name: str) -> str:
    """The zone's name as it is stored, or UnknownTimeZone."""
    zone = zone_named(name.strip())
    if zone is None:
        raise UnknownTimeZone(zone=name, nearest=nearest_zone(name) or "")
    return zone.key


def checked_name(name: str) -> str:
    """The name as it is stored: without spaces around it, one line, or NotAName."""
    plain = name.strip()
    if not is_visible(plain) or len(plain) > LONGEST_NAME or _UNPRINTABLE.search(plain):
        raise NotAName(longest=LONGEST_NAME)
    return plain


def fitting_name(name: str) -> str:
    """What of a name that somebody else's program gave can be stored; never a mistake, perhaps `?`."""
    plain = _UNPRINTABLE.sub("", name).strip()[:LONGEST_NAME].strip()
    return plain if is_visible(plain) else "?"


def is_visible(name: str) -> bool:
    """Whether anything of it can be seen: an invisible button is refused, and its card with it."""
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK for sign in name)


def checked_phone(phone: str) -> str:
    """The number as it is stored, or NotAPhone."""
    number = phone.strip()
    if len(number) > LONGEST_PHONE or not _PHONE.fullmatch(number):
        raise NotAPhone(longest=LONGEST_PHONE)
    return number


def checked_connection(words: str) -> str:
    """A provider or a VPN as it is stored: one line, single spaces, or NotAConnection."""
    plain = " ".join(words.split())
    if not is_visible(plain) or len(plain) > LONGEST_CONNECTION or _UNPRINTABLE.search(plain):
        raise NotAConnection(longest=LONGEST_CONNECTION)
    return plain


def same_as(mine: str, given: Iterable[tuple[str | None, int]]) -> tuple[int, int]:
    """Of those who gave theirs, how many have the same as I, whatever the case: (same, gave)."""
    there = [(words.casefold(), count) for words, count in given if words]
    same = sum(count for words, count in there if words == mine.casefold())
    return same, sum(count for _, count in there)


def checked_level(level: int) -> int:
    """The level, or NotALevel."""
    if level not in LEVELS:
        raise NotALevel(level=level, lowest=LEVELS[0], highest=LEVELS[-1])
    return level


def checked_recheck_minutes(minutes: int) -> int:
    """The interval in minutes, or NotARecheckInterval. Which ones a screen offers is the centre's choice."""
    if minutes not in RECHECK_MINUTES:
        raise NotARecheckInterval(minutes=minutes, shortest=RECHECK_MINUTES[0], longest=RECHECK_MINUTES[-1])
    return minutes
