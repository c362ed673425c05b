"""Commands that change who is let in and who is on duty."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.cli.failing import CannotStart
from bot.cli.house import centre_of, clock_of, opened
from bot.importing.csvfile import decoded
from bot.importing.ics import is_calendar
from bot.importing.kinds import kind_of
from bot.importing.patterns import apply_patterns, read_patterns
from bot.importing.people import Changes, apply_people, read_people
from bot.importing.rota import apply_rota, read_rota
from bot.person.actions import invite as make_invitation
from bot.person.rules import Role
from bot.settings import Settings, load_settings


def invite(wanted: Namespace) -> int:
    """Print a one-time deep link; without the bot's name what to send to the bot instead."""
    settings = load_settings()
    centre, now, role = centre_of(settings), clock_of(settings).now(), Role(wanted.role)
    lifetime = centre.timings.invitation
    with opened(settings) as db:
        secret = db.write_here(
            make_invitation,
            role=role,
            level=wanted.level,
            name=wanted.name,
            by=None,
            now=now,
            lifetime=lifetime,
        )
    print(_way_in(settings, secret))
    until = (now + lifetime).astimezone(ZoneInfo(settings.time_zone or centre.time_zone))
    print(
        f"{role}, level {wanted.level}. For one person, once, until {until:%Y-%m-%d %H:%M} ({until.tzinfo})."
    )
    return 0


def bring_in(wanted: Namespace) -> int:
    """Import people, the rota or patterns, and say what that changed."""
    raw, name = _bytes_of(wanted), wanted.file.name
    read = _calendar if is_calendar(raw) else _READ[kind_of(decoded(raw, name), name)]
    settings = load_settings()
    changes = read(settings, raw, wanted, clock_of(settings).now())
    print(changes)
    if changes:
        count = len(changes.rows)
        print(f"{count} would change; nothing was written." if wanted.dry_run else f"{count} changed.")
    return 0


def _people(settings: Settings, raw: bytes, wanted: Namespace, now: datetime) -> Changes:
    rows, centre = read_people(decoded(raw, wanted.file.name), wanted.file.name), centre_of(settings)
    language, zone = settings.language or centre.language, settings.time_zone or centre.time_zone
    return _carry_out(settings, wanted, apply_people, rows, language=language, time_zone=zone, now=now)


def _rota(settings: Settings, raw: bytes, wanted: Namespace, now: datetime) -> Changes:
    rows = read_rota(decoded(raw, wanted.file.name), wanted.file.name)
    return _carry_out(settings, wanted, apply_rota, rows, now=now)


def _patterns(settings: Settings, raw: bytes, wanted: Namespace, now: datetime) -> Changes:
    rows = read_patterns(decoded(raw, wanted.file.name), wanted.file.name)
    zone = settings.time_zone or centre_of(settings).time_zone
    return _carry_out(settings, wanted, apply_patterns, rows, time_zone=zone, now=now)


def _calendar(settings: Settings, raw: bytes, wanted: Namespace, now: datetime) -> Changes:
    from bot.importing.ics_in import read_ics
    from bot.importing.ics_rota import apply_ics

    name, role = wanted.file.name, Role(wanted.role) if wanted.role else None
    return _carry_out(settings, wanted, apply_ics, read_ics(raw, name, role=role, now=now), name, now=now)


def _carry_out(
    settings: Settings, wanted: Namespace, apply: Callable[..., Changes], *rows: Any, **more: Any
) -> Changes:
    with opened(settings) as db:
        do = db.read_here if wanted.dry_run else db.write_here
        return do(apply, *rows, by=None, dry_run=wanted.dry_run, **more)


_READ: Mapping[str, Callable[[Settings, bytes, Namespace, datetime], Changes]] = {
    "people": _people,
    "rota": _rota,
    "patterns": _patterns,
}


def _bytes_of(wanted: Namespace) -> bytes:
    if not wanted.file.is_file():
        raise CannotStart(f"{wanted.file}: there is no such file")
    raw: bytes = wanted.file.read_bytes()
    return raw


def _way_in(settings: Settings, secret: str) -> str:
    if settings.bot_token is None:
        return _in_words(secret, "BOT_TOKEN is not set")
    from aiogram.exceptions import AiogramError
    from aiogram.utils.link import create_telegram_link

    try:
        username = asyncio.run(_username(settings))
    except (AiogramError, OSError) as error:
        return _in_words(secret, f"Telegram does not say it ({type(error).__name__})")
    return create_telegram_link(username, start=secret)


def _in_words(secret: str, why: str) -> str:
    return f"The bot's name is not known: {why}. Have them open your bot and send it:\n/start {secret}"


async def _username(settings: Settings) -> str:
    from bot.telegram.wire import make_bot

    bot = make_bot(settings.needed_token(), api_url=settings.bot_api_url, timeout=5.0)
    async with bot:
        return (await bot.me()).username or ""
