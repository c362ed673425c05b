"""What two nights are compared by does not see what a transaction that came to nothing leaves behind."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.db.postgresql import postgresql_engine
from tests.faults.cast import make_template
from tests.faults.lives import Zygote
from tests.faults.nights import Order, one_night
from tests.postgresql import Server
from tests.templates import template_at

_SKIP_THREE = """
SELECT setval(seqrelid::regclass, coalesce(pg_sequence_last_value(seqrelid), 0) + 3) FROM pg_sequence
"""


@pytest.mark.slow
async def test_numbers_that_nobody_got_make_no_other_night_on_postgresql(
    server: Server, tmp_path: Path
) -> None:
    plain = await asyncio.to_thread(make_template, server)
    (tmp_path / "skipped").mkdir()
    url = plain.copy(tmp_path / "skipped")
    engine = postgresql_engine(url, size=1)
    with engine.begin() as connection:
        connection.execute(text(_SKIP_THREE))
    engine.dispose()
    zygote = Zygote()
    await zygote.start()
    one = await one_night(Order(1, plain, tmp_path), zygote)
    other = await one_night(Order(2, template_at(url, server), tmp_path), zygote)
    await zygote.stop()
    assert one.verdict is not None
    assert one.verdict.broken == ()
    assert other.wrong(one.verdict.trace) == []
