"""Who lives the nights of the kill tests, and the database in which everybody is on duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.db import Database
from bot.migrating import migrate
from bot.person.actions import grant, join, started
from bot.person.rules import Role
from bot.rota.actions import put_shift
from tests.postgresql import Server
from tests.templates import FileTemplate, Template, template_at


@dataclass(frozen=True)
class Member:
    """Somebody of this night; ids in the database count from 1 in the order of `CAST`."""

    telegram_id: int
    name: str
    role: Role
    level: int = 1


OLGA = Member(101, "Ольга", Role.OPERATOR)
PETRO = Member(102, "Петро", Role.OPERATOR)
LEV = Member(201, "Лев", Role.DUTY_LEAD)
DARYNA = Member(202, "Дарина", Role.DUTY_LEAD, 2)
TIMUR = Member(301, "Тимур", Role.SYSADMIN)
CAST = (OLGA, PETRO, LEV, DARYNA, TIMUR)


def make_template(place: Path | Server, *, operators: Sequence[Member] = ()) -> Template:
    """A database, in this file or on this server, with everybody on duty around this moment."""
    url = place.new() if isinstance(place, Server) else f"sqlite:///{place}"
    migrate(url)
    db, now = Database(url), SystemClock().now()
    for member in (*CAST, *operators):
        person = db.write_here(
            join,
            telegram_id=member.telegram_id,
            name=member.name,
            language="ru",
            time_zone="Europe/Kyiv",
            now=now,
        )
        db.write_here(grant, person.id, member.role, level=member.level, by=None, now=now)
        db.write_here(
            put_shift,
            person_id=person.id,
            role=member.role,
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=12),
            level=member.level,
            by=None,
            now=now,
        )
        db.write_here(started, person.id, now=now)
    db.close()
    return template_at(url, place) if isinstance(place, Server) else FileTemplate(place)
