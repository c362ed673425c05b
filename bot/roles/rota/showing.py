"""/rota: a role's month as a picture, and the way to other months and roles."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

from aiogram.utils.formatting import Bold
from sqlalchemy.orm import Session

from bot.person.rules import Role
from bot.roles.lines import Line, lines
from bot.roles.rota import taps
from bot.roles.rota.month import Day, Month, month_name, month_of, role_title
from bot.roles.rota.painting import painted
from bot.roles.rota.words import SHOWN, day, key_of, when
from bot.rota.rules import Gap
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts, texts_for
from bot.telegram.visit import Visit

DECIDE = frozenset({Role.DUTY_LEAD, Role.ADMINISTRATOR})
_MOST_GAPS = 3


async def this_month(visit: Visit) -> None:
    """/rota: the month of today, of the role that this person has shifts in."""
    role = next((one for one in SHOWN if one in visit.roles), SHOWN[0])
    today = visit.now.astimezone(visit.texts.zone).date()
    await visit.reply(await _drawing(visit, role, today.replace(day=1), 0))


async def month_wanted(visit: Visit, tap: taps.ShowMonth) -> None:
    first = date(tap.month // 100, tap.month % 100, 1)
    await visit.turn_into(await _drawing(visit, Role(tap.role), first, tap.page))


async def _drawing(visit: Visit, role: Role, first: date, page: int) -> Drawing:
    month = await visit.read(_month, role, first, visit, page)
    picture = await asyncio.to_thread(painted, month)
    text = lines(*_told(month, visit.texts, visit))
    return Drawing(text, _buttons(month, role, first, visit), painted=picture)


def _month(session: Session, role: Role, first: date, visit: Visit, page: int) -> Month:
    return month_of(
        session, role, first, texts_for(visit.person), reader=visit.person.id, now=visit.now, page=page
    )


def _told(month: Month, texts: Texts, visit: Visit) -> Sequence[Line | None]:
    """Under the picture: where nobody is, when clocks are turned, what the signs mean."""
    turned = [turned_line(one, texts, visit) for one in month.turned()]
    if not month.rows:
        return [Bold(month.title), texts("rota-empty"), texts("rota-how-to-fill"), *turned]
    coming = [gap for gap in month.gaps if gap.ends_at > visit.now]
    told: list[Line | None] = [Bold(month.title)]
    told += [gap_line(gap, texts, visit) for gap in coming[:_MOST_GAPS]]
    if len(coming) > _MOST_GAPS:
        told.append(texts("rota-more-gaps", count=len(coming) - _MOST_GAPS))
    told += [*turned, texts("rota-signs")]
    return told


def gap_line(gap: Gap, texts: Texts, visit: Visit) -> str:
    """ "🔴 завтра 02:00–06:00: никого"."""
    time = when(gap.starts_at, gap.ends_at, texts, now=visit.now)
    return texts("rota-gap-nobody", when=time) if gap.level is None else texts("rota-gap-first", when=time)


def turned_line(one: Day, texts: Texts, visit: Visit) -> str:
    """The clocks change on this day."""
    way = "forward" if one.turned > timedelta() else "back"
    minutes = round(abs(one.turned).total_seconds() / 60)
    return texts(f"rota-clocks-{way}", day=day(one.starts_at, texts, now=visit.now), minutes=minutes)


def _buttons(month: Month, role: Role, first: date, visit: Visit) -> tuple[tuple[Button, ...], ...]:
    before, after = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)
    another = SHOWN[(SHOWN.index(role) + 1) % len(SHOWN)]
    texts = visit.texts
    rows: list[tuple[Button, ...]] = [
        (
            Button(f"◂ {_short(before, texts)}", _tap(before, 0, role)),
            Button(f"{_short(after, texts)} ▸", _tap(after, 0, role)),
        ),
        (Button(role_title(another, texts), _tap(first, 0, another)),),
    ]
    if month.pages > 1:
        label = texts("rota-page", page=month.page + 1, pages=month.pages)
        rows.append((Button(label, _tap(first, (month.page + 1) % month.pages, role)),))
    if visit.roles & DECIDE:
        label = texts(f"rota-replace-{key_of(role)}")
        rows.append((Button(label, taps.Replace(page=0, role=role).pack()),))
    return tuple(rows)


def _short(first: date, texts: Texts) -> str:
    return month_name(first, texts)


def _tap(first: date, page: int, role: Role) -> str:
    return taps.ShowMonth(month=first.year * 100 + first.month, page=page, role=role).pack()
