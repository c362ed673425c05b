"""Rules of zones that change by decree, with both editions of the zone's file, and no zone files at all."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.clock import WoundClock
from bot.person.rules import Role
from bot.rota.actions import put_shift
from bot.rota.jobs import catch_up, is_behind
from bot.rota.queries import gaps, shifts_between
from tests.faults.machine.desk import Desk
from tests.rules.rota_house import House

Learn = Callable[[str, int, datetime | None, int], None]
DECREES = {
    "Asia/Almaty": (6, datetime(2024, 2, 29, 18, tzinfo=UTC), 5),
    "Europe/Moscow": (4, datetime(2014, 10, 25, 22, tzinfo=UTC), 3),
}
"""Hours from UTC before, the moment of the change, hours after it."""


@pytest.fixture
def learn(tmp_path: Path) -> Iterator[Learn]:
    """Write an edition of a zone's file, and go by it from now on."""

    def write(zone: str, before: int, at: datetime | None, after: int) -> None:
        file = tmp_path / zone
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(zone_file(before, at, after))
        zoneinfo.reset_tzpath(to=[str(tmp_path)])
        ZoneInfo.clear_cache()

    yield write
    zoneinfo.reset_tzpath()
    ZoneInfo.clear_cache()


def zone_file(before: int, at: datetime | None, after: int) -> bytes:
    """A TZif file (RFC 9636, version 2) of a zone that changes once, or never."""
    blocks = b""
    for size in ("i", "q"):
        times = [] if at is None else [int(at.timestamp())]
        header = struct.pack(">4sc15x6I", b"TZif", b"2", 0, 0, 0, len(times), 2, 8)
        body = b"".join(struct.pack(f">{size}", one) for one in times) + b"\x01" * len(times)
        kinds = b"".join(
            struct.pack(">ibB", hours * 3600, 0, 4 * number) for number, hours in enumerate((before, after))
        )
        blocks += header + body + kinds + b"OLD\0NEW\0"
    last = before if at is None else after
    return blocks + f"\n<+{last:02}>-{last}\n".encode()


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


@pytest.mark.parametrize("zone", DECREES)
def test_shifts_follow_a_decree(zone: str, desk: Desk, clock: WoundClock, learn: Learn) -> None:
    """Planned a week ahead by the old edition; then the machine is updated, and the wall stays as it was."""
    before, at, after = DECREES[zone]
    learn(zone, before, None, before)
    clock.set(at - timedelta(days=7))
    house, there = House(desk, clock), ZoneInfo(zone)
    evening = (at + timedelta(days=1)).astimezone(there).replace(hour=20, minute=0)
    for number, name in enumerate(("Lev", "Sonya")):
        planned: dict[str, Any] = {"person_id": house.ids[name], "role": Role.DUTY_LEAD, "time_zone": zone}
        starts_at = evening + timedelta(hours=12 * number)
        house.do(put_shift, **planned, starts_at=starts_at, ends_at=starts_at + timedelta(hours=12))
    walls = wall_times(desk, at, zone)
    assert not desk.read_here(is_behind, clock.now())

    learn(zone, before, at, after)
    assert at.astimezone(ZoneInfo(zone)).utcoffset() == timedelta(hours=after)
    assert desk.read_here(is_behind, clock.now())
    desk.change("beat", catch_up, now=clock.now())
    assert wall_times(desk, at, zone) == walls
    first, last = (evening.astimezone(UTC) + timedelta(hours=before - after + more) for more in (0, 24))
    moved = desk.read_here(shifts_between, first, last)
    assert [(one.starts_at, one.ends_at) for one in moved] == [
        (first, first + timedelta(hours=12)), (first + timedelta(hours=12), last)
    ]  # fmt: skip
    assert desk.read_here(gaps, Role.DUTY_LEAD, first, last) == []
    assert house.kinds().count("shift_moved") == 2
    assert not desk.read_here(is_behind, clock.now())


def wall_times(desk: Desk, at: datetime, zone: str) -> list[str]:
    rows = desk.read_here(shifts_between, at - timedelta(days=30), at + timedelta(days=30))
    moments = [moment.astimezone(ZoneInfo(zone)) for one in rows for moment in (one.starts_at, one.ends_at)]
    return [f"{moment:%d %H:%M}" for moment in moments]


@pytest.mark.slow
def test_a_machine_without_zone_files_starts_nothing(tmp_path: Path) -> None:
    """A process of its own, without the package tzdata and without the system's files."""
    (tmp_path / "tzdata.py").write_text("raise ImportError('not here')\n")
    here = {
        "PYTHONTZPATH": "",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])]),
    }
    asked = [sys.executable, "-m", "bot", "run"]
    ended = subprocess.run(
        asked, cwd=tmp_path, env={"PATH": os.environ["PATH"], "BOT_TOKEN": f"1234567:{'a' * 35}", **here},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    said = ended.stdout + ended.stderr
    assert ended.returncode != 0
    assert "no time zone data" in said
    assert "Traceback" not in said
    assert not list(tmp_path.rglob("*.sqlite*"))
