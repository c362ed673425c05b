"""How shifts, roles and days are told on the rota's screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.rules import Role
from bot.roles.everybody.home import role_name
from bot.rota.models import Shift
from bot.telegram.buttons import Tap
from bot.telegram.drawing import Button
from bot.telegram.texts import Texts

SHOWN = (Role.DUTY_LEAD, Role.SYSADMIN, Role.OPERATOR)
"""Roles with shifts, as they are listed."""
MOST_BUTTONS = 5
_A_DAY = timedelta(days=1)


def when(
    starts_at: datetime, ends_at: datetime, texts: Texts, *, now: datetime | None, zone: str | None = None
) -> str:
    """A time with its day: "завтра 22:00–08:00, Алматы 01:00–11:00".

    Without `now` the day has its date: what stays on a phone is still read tomorrow.
    """
    if ends_at - starts_at >= _A_DAY:
        begins, ends = (f"{day(one, texts, now=now)} {texts.at(one)}" for one in (starts_at, ends_at))
        return f"{begins} – {ends}"
    return f"{day(starts_at, texts, now=now)} {texts.span(starts_at, ends_at, zone)}"


def day(moment: datetime, texts: Texts, *, now: datetime | None) -> str:
    """The day where the reader is: "сегодня", "завтра", "23 ноября"."""
    if now is None:
        return texts.day(moment)
    today, wanted = (one.astimezone(texts.zone).date() for one in (now, moment))
    if wanted == today:
        return texts("rota-today")
    return texts("rota-tomorrow") if wanted == today + _A_DAY else texts.day(moment)


def capital(words: str) -> str:
    """The same at the beginning of a line: "Завтра 22:00–08:00"."""
    return words[:1].upper() + words[1:]


def short(starts_at: datetime, ends_at: datetime, texts: Texts) -> str:
    """A time as a button says it: "23.11 22:00–08:00"."""
    return f"{starts_at.astimezone(texts.zone):%d.%m} {texts.span(starts_at, ends_at)}"


def zone_of(session: Session, shift: Shift) -> str:
    """Whose clock the shift goes by: the zone it was planned in, else its person's."""
    return shift.time_zone or session.get_one(Person, shift.person_id).time_zone


def shift_when(session: Session, shift: Shift, texts: Texts, *, now: datetime) -> str:
    """A shift's time with its day, in the zones that matter."""
    return when(shift.starts_at, shift.ends_at, texts, now=now, zone=zone_of(session, shift))


def role_level(role: Role, level: int, texts: Texts) -> str:
    """ "Сисадмин, ступень 1"; operators have no ladder."""
    name = role_name(role, texts)
    return name if role is Role.OPERATOR else texts("rota-role-level", role=name, level=level)


def key_of(role: Role) -> str:
    """The role as keys of texts name it."""
    return role.replace("_", "-")


def minutes(moment: datetime) -> int:
    """The moment as buttons carry it."""
    return round(moment.timestamp()) // 60


def moment_of_minutes(number: int) -> datetime:
    """The moment that a button carried."""
    return datetime.fromtimestamp(number * 60, UTC)


def in_pages(
    buttons: Sequence[Button],
    page: int,
    to_page: Callable[[int], Tap],
    texts: Texts,
    *,
    most: int = MOST_BUTTONS,
) -> tuple[tuple[Button, ...], ...]:
    """One under the other, `most` at a time; with more of them the last one turns the page."""
    if len(buttons) <= most:
        return tuple((button,) for button in buttons)
    size = most - 1
    pages = -(-len(buttons) // size)
    page = min(page, pages - 1)
    shown = [(button,) for button in buttons[page * size : (page + 1) * size]]
    following = (page + 1) % pages
    label = texts("page-next") if following else texts("page-first")
    return (*shown, (Button(label, to_page(following).pack()),))
