"""Several bots on one server act at the same moment on one mass outage: as if there were one of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.db import Database
from bot.db.postgresql import THE_NIGHT
from bot.errors import Mistake
from tests.postgresql import Server
from tests.rules.mass_outcomes import found, outcome, wanted
from tests.rules.on_server import somebody_else, take
from tests.rules.one_mass_outage import FIRST, LED, OPERATORS, UNLED, Deed, orders, reports, template_of
from tests.templates import ServerTemplate

WAIT = (
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
    " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
)
TURN = text("SELECT 1")
"""An action's first statement waits until it is its turn: only by then anybody knows the order."""
PATIENCE = 30.0
DEEDS = {False: UNLED, True: LED}


@pytest.fixture(scope="module")
def templates(server: Server) -> dict[bool, ServerTemplate]:
    """By whether Lev has it."""
    return {led: template_of(server, led=led) for led in (False, True)}


class Bots:
    """So many on one database. `acted`: whose turn came when; `refused`: whose deed came too late."""

    def __init__(self, url: str, count: int) -> None:
        self.url, self.all = url, [Database(url) for _ in range(count)]
        self.acted: dict[str, None] = {}
        self.refused: set[str] = set()

    async def does(self, bot: Database, name: str, deed: Deed) -> None:
        try:
            await bot.write_from(f"update {name}", partial(self._noted, name, deed))
        except Mistake:
            self.refused.add(name)

    def _noted(self, name: str, deed: Deed, session: Session) -> None:
        session.execute(TURN)
        self.acted.pop(name, None)  # whoever tries again has another turn
        self.acted[name] = None
        deed(session)

    async def at_once(self, names: Sequence[str], deeds: Mapping[str, Deed]) -> None:
        """All of them have begun, each in a session of its own, before the first one's turn comes."""
        with somebody_else(self.url) as other:
            take(other, THE_NIGHT)
            async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as together:
                for number, name in enumerate(names):
                    together.create_task(self.does(self.all[number % len(self.all)], name, deeds[name]))
                    await _until(other, min(number + 1, len(self.all)))
                other.commit()

    def judge(self, names: Sequence[str], *, led: bool) -> None:
        """As one bot would have done it in the order of their turns."""
        so = outcome(self.acted, led=led)
        assert {*self.acted} == {*names}
        assert self.refused == so.refused, [*self.acted]
        assert self.all[0].read_here(found) == wanted(so), [*self.acted]


async def _until(other: psycopg.Connection[Any], count: int) -> None:
    """So many sessions wait for their turn."""
    while other.execute(WAIT).fetchone() != (count,):  # noqa: ASYNC110  the server tells nobody
        await asyncio.sleep(0.001)


@asynccontextmanager
async def bots(template: ServerTemplate, folder: Path, count: int) -> AsyncIterator[Bots]:
    url = template.copy(folder)
    some = Bots(url, count)
    yield some
    for one in some.all:
        one.close()
    template.remove(url)


async def test_many_report_while_two_leads_and_a_sysadmin_tap_and_two_bots_make_one_outage_of_it(
    templates: dict[bool, ServerTemplate], tmp_path: Path
) -> None:
    many = {f"reports {number}": reports(number) for number in OPERATORS if number not in FIRST}
    deeds = many | {name: UNLED[name] for name in ("leads Lev", "leads Sonya", "mends")}
    names = [*deeds]
    Random(19).shuffle(names)
    async with bots(templates[False], tmp_path, 2) as two:
        await two.at_once(names, deeds)
        two.judge(names, led=False)


@pytest.mark.slow
@pytest.mark.parametrize("led", [False, True], ids=["nobody has it", "Lev has it"])
async def test_five_deeds_at_once_come_to_the_same_in_every_order(
    templates: dict[bool, ServerTemplate], tmp_path: Path, led: bool
) -> None:
    for names in orders(DEEDS[led]):
        async with bots(templates[led], tmp_path, len(names)) as five:
            await five.at_once(names, DEEDS[led])
            five.judge(names, led=led)
