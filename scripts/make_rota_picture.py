"""Paint the documentation's picture of a month: sysadmins of an invented centre, in October, by Kyiv's clock.

Run from the folder of the repository: .venv/bin/python -m scripts.make_rota_picture
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.db import Database
from bot.migrating import migrate
from bot.person.actions import grant, join
from bot.person.rules import Role
from bot.roles.rota.month import Month, month_of
from bot.roles.rota.painting import painted
from bot.rota.actions import put_shift
from bot.telegram.texts import Texts
from bot.zone import moment_of

FILE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "rota.png"
FIRST = date(2026, 10, 1)
NOW = datetime(2026, 10, 21, 23, 16, tzinfo=UTC)
TEXTS = Texts("en", ZoneInfo("Europe/Kyiv"))
PEOPLE = (("Sonia", 1), ("Timur", 1), ("Petro", 1), ("Halyna", 1), ("Ada", 2))
_NIGHTS, _DAYS = (20, 8), (8, 20)


def main() -> None:
    """Write the picture and say where."""
    with TemporaryDirectory(prefix="rota-picture-") as folder:
        url = f"sqlite:///{folder}/rota.sqlite"
        migrate(url)
        db = Database(url)
        month = db.write_here(_month)
        db.close()
    FILE.write_bytes(painted(month))
    print(FILE.relative_to(FILE.parents[2]))


def _month(session: Session) -> Month:
    """Two on, two off; Ada is the second level at weekends. One night is nobody's, one day only Ada's."""
    names = {
        name: join(session, telegram_id=number, name=name, language="en", time_zone="Europe/Kyiv", now=NOW).id
        for number, (name, _) in enumerate(PEOPLE, 1)
    }
    for name, level in PEOPLE:
        grant(session, names[name], Role.SYSADMIN, level=level, by=None, now=NOW)
    for number in range(32):
        for name, level, hours in _on_duty(number):
            begins, ends = (
                datetime.combine(FIRST, time(hour)) + timedelta(days=number - 1) for hour in hours
            )
            put_shift(
                session,
                person_id=names[name],
                role=Role.SYSADMIN,
                starts_at=moment_of(begins, TEXTS.zone),
                ends_at=moment_of(ends if ends > begins else ends + timedelta(days=1), TEXTS.zone),
                level=level,
                by=None,
                now=NOW,
            )
    return month_of(session, Role.SYSADMIN, FIRST, TEXTS, reader=names["Sonia"], now=NOW)


def _on_duty(day: int) -> list[tuple[str, int, tuple[int, int]]]:
    even = day // 2 % 2
    nights, days = ("Sonia", "Halyna") if even else ("Timur", "Petro")
    on_duty = [(nights, 1, _NIGHTS), (days, 1, _DAYS)]
    if day % 7 in {3, 4}:
        on_duty.append(("Ada", 2, _DAYS))
    return [one for one in on_duty if (day, one[2], one[1]) not in {(9, _NIGHTS, 1), (24, _DAYS, 1)}]


if __name__ == "__main__":
    main()
