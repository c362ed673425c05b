"""Who plays in the demo: six people and a crowd, tonight's rota, and the hour at which it begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.person.actions import grant, join
from bot.person.rules import Role
from bot.rota.actions import put_shift

BEGINS = time(2, 10)
"""The hour of the centre at which the demo begins, whatever the real one is."""
SHIFT_BEGINS, SHIFT_ENDS = time(20), time(8)


@dataclass(frozen=True)
class Member:
    """One of the cast. `caption` says on the page who they are, `alias` is the name in English."""

    telegram_id: int
    alias: str
    name: str
    language: str
    role: Role
    caption: str
    level: int = 1
    phone: str | None = None


OLGA = Member(101, "Olga", "Ольга Савченко", "ru", Role.OPERATOR, "operator")
PETRO = Member(102, "Petro", "Петро Коваль", "uk", Role.OPERATOR, "operator")
LEV = Member(201, "Lev", "Лев Гордеев", "ru", Role.DUTY_LEAD, "duty lead", phone="+380 00 000 02 01")
DARYNA = Member(
    202, "Daryna", "Дарина Мельник", "uk", Role.DUTY_LEAD, "second duty lead", 2, "+380 00 000 02 02"
)
TIMUR = Member(301, "Timur", "Тимур Асанов", "ru", Role.SYSADMIN, "sysadmin")
VERA = Member(401, "Vera", "Vera Lindqvist", "en", Role.ADMINISTRATOR, "administrator")

CAST = (OLGA, PETRO, LEV, DARYNA, TIMUR, VERA)

_FIRST = ("Анна", "Борис", "Вика", "Глеб", "Дина", "Егор", "Жанна")
_LAST = ("Бондарь", "Ващенко", "Гнатюк", "Дорош")
CROWD = tuple(
    Member(501 + number, f"operator {number + 3}", f"{first} {last}", "ru", Role.OPERATOR, "operator")
    for number, (last, first) in enumerate((last, first) for last in _LAST for first in _FIRST)
)
"""Further operators, whose phones the page does not show: they report when everybody does."""
EVERYBODY = (*CAST, *CROWD)
LEADS_GROUP, LEADS_GROUP_TITLE = -1_001_000_000_201, "Night leads"
"""A forum of the leads, with a topic for each mass outage. Its language is that of whoever binds it."""
IN_THE_GROUP = (LEV, DARYNA, VERA)


def first_moment(now: datetime, zone: str) -> datetime:
    """The next time it is ten past two at night in this zone."""
    local = now.astimezone(ZoneInfo(zone))
    at = local.replace(hour=BEGINS.hour, minute=BEGINS.minute, second=0, microsecond=0)
    return (at if at >= local else at + timedelta(days=1)).astimezone(now.tzinfo)


def gather(session: Session, *, zone: str, now: datetime) -> None:
    """Everybody with their role, on the rota of this night and the next.

    The administrator has no shift. The crowd has none either, so that nobody waits for them at its start.
    """
    for member in EVERYBODY:
        person = join(
            session,
            telegram_id=member.telegram_id,
            name=member.name,
            language=member.language,
            time_zone=zone,
            phone=member.phone,
            now=now,
        )
        grant(session, person.id, member.role, level=member.level, by=None, now=now)
        if member in CAST and member.role is not Role.ADMINISTRATOR:
            for starts_at, ends_at in _shifts(now, zone):
                put_shift(
                    session,
                    person_id=person.id,
                    role=member.role,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    by=None,
                    now=now,
                )


def _shifts(now: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """From the evening before until the morning after `now`, which is past midnight; and a day later."""
    today = now.astimezone(ZoneInfo(zone)).date()
    for night in range(2):
        morning = today + timedelta(days=night)
        starts_at = datetime.combine(morning - timedelta(days=1), SHIFT_BEGINS, ZoneInfo(zone))
        yield starts_at, datetime.combine(morning, SHIFT_ENDS, ZoneInfo(zone))
