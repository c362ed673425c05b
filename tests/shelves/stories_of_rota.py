"""Stories that show every screen of the rota: who is on duty, months, shifts that change hands, holes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.person.models import Person
from bot.person.rules import Role
from bot.rota.pattern_actions import end_pattern, put_pattern
from bot.rota.queries import shifts_of_person
from bot.telegram.buttons import twin
from tests.shelves.crew import joins
from tests.shelves.walking import Story, Walk
from tests.stories.night import Hero

Span = tuple[datetime, datetime]
_MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)


def at(begins: float, ends: float) -> Span:
    """From so many to so many hours after midnight UTC, when a walk begins."""
    return _MIDNIGHT + timedelta(hours=begins), _MIDNIGHT + timedelta(hours=ends)


async def who_is_on_duty(walk: Walk) -> None:
    cast = walk.cast
    olga = await joins(walk, "operator", cast.olga, Role.OPERATOR, shift=None)
    await walk.says(olga, "/duty")
    await walk.night.on_duty(olga, Role.OPERATOR, *at(4, 12))
    await walk.says(olga, "/duty", "/rota")
    lev = await joins(walk, "lead", cast.lev, Role.DUTY_LEAD, shift=None)
    petro = await joins(walk, "sysadmin", cast.petro, Role.SYSADMIN, shift=None)
    await walk.says(lev, "/duty", "/rota")
    await walk.presses(lev, "rota sysadmin", "rota operator", "replace operator")
    await walk.says(
        lev, "/replace_0_sysadmin", "/shifts", "/rota_202603_0_sysadmin", "/rota_202610_0_sysadmin"
    )
    for hero, role in ((lev, Role.DUTY_LEAD), (petro, Role.SYSADMIN)):
        await walk.night.on_duty(hero, role, *at(10, 12))
    await walk.says(lev, "/duty")
    await walk.night.on_duty(lev, Role.DUTY_LEAD, *at(-1, 8), level=2)
    await walk.says(olga, "/duty")
    for number, level in enumerate((2, 2, 3, 2)):
        await joins(walk, f"lead {number + 2}", cast.sonya, Role.DUTY_LEAD, level=level, shift=at(-1, 30))
    taras = await joins(
        walk, "sysadmin 2", cast.taras, Role.SYSADMIN, shift=at(-1, 3), time_zone="Asia/Almaty"
    )
    for begins in range(14, 34, 4):
        await walk.night.on_duty(petro, Role.SYSADMIN, *at(begins, begins + 2), level=1 + begins % 3)
    await walk.says(olga, "/duty")
    await walk.says(petro, "/rota", "/duty")
    await walk.night.on_duty(olga, Role.OPERATOR, *at(-1, 2))
    await walk.says(taras, "/duty")
    for number in range(41):
        await joins(walk, f"operator {number + 2}", cast.nina, Role.OPERATOR)
    await walk.says(lev, "/duty", "/rota_202611_0_operator")
    await walk.presses(lev, "rota 1:operator")


async def shifts_change_hands(walk: Walk) -> None:
    cast = walk.cast
    olga = await joins(walk, "operator", cast.olga, Role.OPERATOR)
    await walk.says(olga, "/shifts")
    await walk.presses(olga, "shift", "give", "shift")
    await walk.says(olga, "/exchange_1_0")
    nina = await joins(
        walk, "operator 2", cast.nina, Role.OPERATOR, shift=at(20, 30), time_zone="Asia/Almaty"
    )
    for day in range(1, 8):
        await walk.night.on_duty(olga, Role.OPERATOR, *at(day * 24 + 14, day * 24 + 23))
    await walk.says(olga, "/shifts")
    await walk.presses(olga, "myshifts", "myshifts", "shift", "myshifts", "shift 1", "givepart")
    await walk.says(olga, "23-24", cast.words, "5-8")
    await _asked(walk, olga, nina, "askcover", "agree")
    for answer in ("refuse", "agree"):
        await _opens(walk, olga, "38")
        await walk.presses(olga, "exchange", "exchangefor")
        await _asked(walk, olga, nina, "askswap", answer)
    await _opens(walk, olga, "62")
    await walk.presses(olga, "give")
    await _asked(walk, olga, nina, "askcover", "refuse")
    await walk.presses(olga, "shift", "give", "askcover")
    await walk.says(olga, "/shifts", "/shift_2")
    await walk.presses(olga, "withdraw")
    await _opens(walk, olga, "86")
    await walk.presses(olga, "give", "askcover")
    await walk.says(olga, "/give_99_0", "/agree_4", "/shift_99")
    await walk.later(1)
    walk.night.clock.forward(hours=25)
    await walk.later(1)
    await _opens(walk, olga, "110")
    await walk.presses(olga, "give", "askcover")
    await _gone(walk, nina, olga)


async def _opens(walk: Walk, olga: Hero, hour: str) -> None:
    """The shift that begins so many hours after midnight."""
    shift = walk.night.db.read_here(_shift_at, olga.id, at(float(hour), 0)[0])
    await walk.says(olga, f"/shift_{shift}")


async def _asked(walk: Walk, asks: Hero, answers: Hero, how: str, answer: str) -> None:
    await walk.presses(asks, how)
    await walk.presses(answers, answer)
    walk.look()


async def _gone(walk: Walk, nina: Hero, olga: Hero) -> None:
    """The shift goes to somebody else before the colleague agrees."""
    shift = walk.night.db.read_here(_shift_at, olga.id, at(110, 0)[0])
    ada = await joins(walk, "administrator", walk.cast.ada, Role.ADMINISTRATOR, shift=None)
    taras = await joins(walk, "operator 3", walk.cast.taras, Role.OPERATOR, shift=None)
    await walk.says(ada, f"/cover_{shift}_{taras.id}")
    await walk.presses(nina, "agree")


async def leads_decide(walk: Walk) -> None:
    cast = walk.cast
    lev = await joins(walk, "lead", cast.lev, Role.DUTY_LEAD)
    petro = await joins(walk, "sysadmin", cast.petro, Role.SYSADMIN, shift=at(-1, 5))
    second = await joins(walk, "sysadmin 2", cast.nina, Role.SYSADMIN, shift=at(9, 12))
    await walk.says(lev, "/duty")
    await walk.presses(lev, "replace sysadmin", "substitute", "cover")
    await walk.says(lev, "/duty")
    await walk.presses(lev, "replace duty_lead", "substitute", "replace duty_lead")
    await walk.says(lev, "/cover_1_1", f"/cover_1_{petro.id}", "/substitute_99_0")
    walk.night.clock.forward(hours=6)
    await walk.says(lev, "/replace_0_sysadmin")
    await walk.presses(lev, "fill")
    place = lev.phone.last
    await walk.presses(lev, "puton")
    keys = place.past[-1]["reply_markup"]["inline_keyboard"]
    await walk.says(lev, twin(str(keys[0][0]["callback_data"])))
    await walk.says(second, "/shifts")


async def holes(walk: Walk) -> None:
    cast = walk.cast
    lev = await joins(walk, "lead", cast.lev, Role.DUTY_LEAD, shift=at(-1, 18))
    petro = await joins(walk, "sysadmin", cast.petro, Role.SYSADMIN, shift=at(-1, 18))
    second = await joins(walk, "sysadmin 2", cast.nina, Role.SYSADMIN, shift=None)
    await _now_and_then(walk, lev, petro, 20, 24)
    await walk.night.db.write(_joined_long_ago)
    walk.night.clock.forward(hours=17)
    await walk.later(1)
    await _now_and_then(walk, lev, petro, 28, 32, 36)
    await walk.later(2)
    await walk.presses(lev, "fill sysadmin", "puton")
    await walk.later(2)
    for hero, role in ((lev, Role.DUTY_LEAD), (petro, Role.SYSADMIN)):
        await walk.night.on_duty(hero, role, *at(17, 48))
        await walk.later(2)
    await walk.night.on_duty(second, Role.SYSADMIN, *at(20, 22))
    await joins(walk, "lead 2", cast.sonya, Role.DUTY_LEAD, shift=at(20, 22))
    await walk.later(2)


async def patterns_come_and_go(walk: Walk) -> None:
    lev = await joins(walk, "lead", walk.cast.lev, Role.DUTY_LEAD, shift=None)
    night, now = walk.night, walk.night.clock.now()
    pattern = await night.db.write(
        put_pattern, person_id=lev.id, role=Role.DUTY_LEAD, starts=time(20), ends=time(8),
        time_zone="Europe/Kyiv", first_day=date(2026, 11, 22), days_on=2, days_off=2, by=None, now=now,
    )  # fmt: skip
    await night.db.write(_rules_change, lev.id)
    night.clock.forward(hours=1)
    await walk.later(1)
    await night.db.write(end_pattern, pattern.id, last_day=date(2026, 11, 27), by=None, now=now)
    await walk.says(lev, "/shifts", "/duty")


def _rules_change(session: Session, person_id: int) -> None:
    """As if the zone had had other rules when the shifts were planned."""
    for shift in shifts_of_person(session, person_id, *at(0, 100)):
        shift.starts_at -= timedelta(hours=1)


async def _now_and_then(walk: Walk, lev: Hero, petro: Hero, *hours: int) -> None:
    """Both are on duty for two hours from these on, every other time on level 2."""
    for begins in hours:
        level = 1 + begins // 4 % 2
        await walk.night.on_duty(lev, Role.DUTY_LEAD, *at(begins, begins + 2), level=level)
        await walk.night.on_duty(petro, Role.SYSADMIN, *at(begins, begins + 2), level=level)


def _shift_at(session: Session, person_id: int, starts_at: datetime) -> int:
    return shifts_of_person(session, person_id, starts_at, starts_at + timedelta(hours=1))[0].id


def _joined_long_ago(session: Session) -> None:
    for person in session.query(Person):
        person.joined_at -= timedelta(days=30)


ROTA: tuple[Story, ...] = (who_is_on_duty, shifts_change_hands, leads_decide, holes, patterns_come_and_go)
