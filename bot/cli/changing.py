"""Commands that change who is let in and who is on duty."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cli.failing import CannotStart
from bot.cli.house import centre_of, clock_of, opened
from bot.importing.csvfile import decoded
from bot.importing.people import Changes, apply_people, read_people
from bot.importing.rota import apply_rota, kind_of, read_rota
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
    """Import people or the rota, and say what that changed."""
    text = decoded(_bytes_of(wanted), wanted.file.name)
    kind = kind_of(text, wanted.file.name)
    settings = load_settings()
    now = clock_of(settings).now()
    read = _people if kind == "people" else _rota
    changes = read(settings, text, wanted, now)
    print(changes)
    if changes:
        count = len(changes.rows)
        print(f"{count} would change; nothing was written." if wanted.dry_run else f"{count} changed.")
    return 0


def _people(settings: Settings, text: str, wanted: Namespace, now: datetime) -> Changes:
    rows, centre = read_people(text, wanted.file.name), centre_of(settings)
    language, zone = settings.language or centre.language, settings.time_zone or centre.time_zone
    with opened(settings) as db:
        do = db.read_here if wanted.dry_run else db.write_here
        return do(
            apply_people, rows, language=language, time_zone=zone, by=None, now=now, dry_run=wanted.dry_run
        )


def _rota(settings: Settings, text: str, wanted: Namespace, now: datetime) -> Changes:
    rows = read_rota(text, wanted.file.name)
    with opened(settings) as db:
        do = db.read_here if wanted.dry_run else db.write_here
        return do(apply_rota, rows, by=None, now=now, dry_run=wanted.dry_run)


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
