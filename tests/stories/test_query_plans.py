"""What the bot asks finds its rows by an index, on both databases, among the rows of many years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.burying import BURIALS, FAREWELLS
from bot.db import Database, is_postgresql
from bot.health.monitor import Monitor
from bot.health.pulse import Pulse
from bot.health.queries import standing
from bot.incident.gap_actions import tell_of_gap
from bot.intake.claiming import claim
from bot.intake.poll import Health
from bot.replica.actions import bury_dead
from bot.replica.rules import ALONE
from bot.replica.seat import Seat
from bot.schema import MODELS, VERSION
from tests.shelves.casts import ORDINARY
from tests.shelves.everything import EVERYTHING
from tests.shelves.walking import walked
from tests.stories.beginnings import team
from tests.stories.grown import BOUNDED, GROWING, grow
from tests.stories.night import Night
from tests.stories.plans import Asked, Heard, listened, scans
from tests.templates import Template

pytestmark = pytest.mark.both_databases

HOT: Mapping[str, tuple[str, ...]] = {
    "a tap": ("telegram/who.py", "intake/journal.py settle", "incident/queries.py", "timeline/actions.py"),
    "a report": ("outage/queries.py open_outages", "incident/queries.py open_incidents_of"),
    "a page": ("escalation/queries.py", "escalation/page_actions.py", "rota/queries.py on_duty"),
    "what is due": ("timer/queries.py due", "timer/queries.py next_due_at", "timer/actions.py spend"),
    "the outbox": ("outbox/delivery_actions.py claim", "outbox/delivery_actions.py settle"),
    "the outbox ahead": ("outbox/queries.py",),
    "cards drawn": ("telegram/preparing.py", "incident/beside_queries.py", "incident/reader_queries.py"),
    "a board": ("incident/queries.py duties_of_outage", "outage/queries.py board_view"),
    "a ticket": ("ticket/queries.py", "ticket/stack_queries.py"),
    "customers": ("roles/operator/customer_page.py", "redirect/actions.py", "incident/customers.py"),
    "the leads' group": ("group/queries.py groups_at_work", "group/queries.py boards_of"),
    "the auditor": ("auditor/queries.py findings", "auditor/queries.py repairs_since"),
    "the health page": ("health/queries.py",),
    "who begins, who goes": ("checkin/queries.py", "handover/queries.py", "redirect/queries.py"),
    "the rota": ("rota/queries.py", "rota/gap_jobs.py", "rota/zone_queries.py"),
    "a start": ("intake/journal.py left_over", "outbox/delivery_actions.py release_all"),
    "a gap": ("incident/gap_actions.py",),
    "a mass outage, and the return": ("incident/mass.py", "incident/queries.py how_many_wait"),
    "pictures": ("picture/queries.py looks_of", "picture/queries.py pictures_older_than"),
    "forgetting": ("intake/journal.py forget_settled", "outbox/forget_actions.py forget_messages"),
}
"""Hot paths, and who asks there. That the stories go these ways is looked at as well."""
REPLICAS = ("replica/actions.py", "intake/claiming.py claim", "intake/claiming.py _free")
"""Only a server has several bots."""

ACCEPTED: Mapping[str, str] = {
    "forgetting/erasing.py": "a person leaves and is forgotten: a few times a year",
    "forgetting/exporting.py": "a person asks for all that is kept of them: a few times a year",
    "incident/erase_actions.py": "part of forgetting a person",
    "ticket/erase_actions.py": "part of forgetting a person",
    "outbox/forget_actions.py forget_person": "part of forgetting a person",
    "intake/journal.py forget_sender": "part of forgetting a person",
    "intake/journal.py forget_settled": "once an hour, of what is kept for some weeks",
    "outbox/forget_actions.py forget_messages": "once an hour, of what is kept for some weeks",
    "outbox/hold_actions.py": "once after a restore, before anything runs",
    "health/queries.py _counted": "what the auditor had to put right is all counted, and should be nothing",
}
"""Who may read a growing table from end to end, and why: by the beginning of their name."""
REMEDY = (
    "These read tables from end to end that are longer after every night. Give the question an index with a "
    "condition, or a partial one of what is open, waiting or due (models.py and the newest migration), or a "
    "condition that an index has. Where the table does not grow, BOUNDED says why; where it is hardly ever "
    "asked, ACCEPTED does."
)


async def test_no_statement_of_a_night_reads_a_growing_table_from_end_to_end(
    night: Night, database_url: str, template: Template, tmp_path: Path
) -> None:
    assert MODELS
    with listened() as heard:
        await _a_night(night)
        await _what_stories_do_not_do(night, database_url)
    assert len(heard) > 150
    _all_by_an_index(heard, template, tmp_path)


@pytest.mark.slow
async def test_no_statement_of_any_story_reads_a_growing_table_from_end_to_end(
    night: Night, database_url: str, template: Template, tmp_path: Path
) -> None:
    with listened() as heard:
        await _a_night(night)
        await _what_stories_do_not_do(night, database_url)
        for story in EVERYTHING:
            (folder := tmp_path / story.__name__).mkdir()
            url = template.copy(folder)
            walk = await walked(story, "ru", ORDINARY["ru"], url, folder)
            walk.night.db.close()
            template.remove(url)
    asking = sorted({one.by for one in heard})
    hot = {name: (*those, *(REPLICAS if is_postgresql(database_url) else ())) for name, those in HOT.items()}
    unheard = [f"{name}: {one}" for name, those in hot.items() for one in those if not _among(asking, one)]
    assert unheard == [], "no story goes these ways any more, or they are called otherwise"
    scanning = _all_by_an_index(heard, template, tmp_path)
    needless = [one for one in ACCEPTED if not _among(scanning, one)]
    assert needless == [], "these need not be accepted any more"


def test_a_table_grows_unless_it_is_said_why_not() -> None:
    assert {"incidents", "outbox", "timeline", "shifts"} <= GROWING
    assert not GROWING & set(BOUNDED)


def test_an_index_that_is_missing_is_noticed(template: Template, tmp_path: Path) -> None:
    url = template.copy(tmp_path)
    grow(url)
    asked = Asked("a test", "SELECT text FROM words WHERE incident_id = 7")
    assert scans(url, {asked: ()}) == {}
    with closing(Database(url)) as db:
        db.write_here(lambda session: session.execute(text("DROP INDEX ix_words_incident_id")))
    assert [*scans(url, {asked: ()})] == [asked]
    template.remove(url)


async def _a_night(night: Night) -> None:
    """From the report over the page, the ticket and the rechecks to the way back."""
    olga, lev, semyon = await team(night)
    await olga.writes("/settings")
    await olga.taps("Мой VPN")
    await olga.writes("Office")
    await olga.reports(customer="Звонок")
    await olga.writes("48213")
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await lev.taps("Статус выставлен")
    await olga.sends_photo()
    await olga.writes("Не пускает в софтфон, ошибка 503")
    await semyon.taps("Принять")
    await semyon.taps("30 мин")
    await olga.taps("Да, работает")
    await night.forward(minutes=10)
    await olga.taps("Ещё нет")
    await semyon.taps("Исправлено")
    await olga.taps("Всё работает")
    await night.forward(minutes=2)


async def _what_stories_do_not_do(night: Night, url: str) -> None:
    """The health page, forgetting, a start, what a long gap leaves, and the other bots of a server."""
    db, now = night.db, night.clock.now()
    monitor = Monitor(db, night.clock, Pulse(lambda: 0.0), Health)
    await monitor.look()
    await monitor.write()
    await db.read(standing, now)
    await night.bot.sweeper.once()
    await db.write(tell_of_gap, since=now, now=now)
    if is_postgresql(url):
        seat = Seat(db, url, "a", VERSION, BURIALS, FAREWELLS)
        await seat.sit_down()
        await db.write_beside("claims", claim, seat.token, ALONE, 10, suspects=True, in_hand=[])
        await db.write_from("replica", bury_dead, "b", BURIALS)
        await seat.leave()


def _all_by_an_index(heard: Heard, template: Template, folder: Path) -> list[str]:
    """Who reads from end to end and may."""
    (place := folder / "grown").mkdir()
    url = template.copy(place)
    grow(url)
    found = scans(url, heard)
    template.remove(url)
    bad = {asked: scanned for asked, scanned in found.items() if not asked.by.startswith(tuple(ACCEPTED))}
    assert not bad, "\n\n".join([REMEDY, *_told(bad)])
    return [asked.by for asked in found]


def _among(names: Iterable[str], beginning: str) -> bool:
    return any(name.startswith(beginning) for name in names)


def _told(bad: Mapping[Asked, list[str]]) -> Iterator[str]:
    for asked, scanned in bad.items():
        yield f"bot/{asked.by}: {', '.join(scanned)}\n    {' '.join(asked.statement.split())[-330:]}"
