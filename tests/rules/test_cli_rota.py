"""`nightshift rota`: who is on duty now and next, where nobody is, and the same as a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.settings import setting_names

Ran = tuple[int, str, str]
PEOPLE = "telegram_id,name,roles,level\n1002,Lev,duty_lead,1\n1003,Sonya,duty_lead,1\n1004,Timur,sysadmin,1\n"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with settings of its own: Lev is on duty until in an hour, Sonya then."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TIME_ZONE", "Europe/Kyiv")
    monkeypatch.chdir(tmp_path)
    now = SystemClock().now().replace(microsecond=0)
    hours = {number: (now + timedelta(hours=number)).isoformat() for number in (-1, 1, 2, 100)}
    rota = [
        "telegram_id,role,starts_at,ends_at",
        f"1002,duty_lead,{hours[-1]},{hours[1]}",
        f"1003,duty_lead,{hours[1]},{hours[100]}",
        f"1004,sysadmin,{hours[-1]},{hours[2]}",
        "",
    ]
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "rota.csv").write_text("\n".join(rota))
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], desk: Path) -> Callable[..., Ran]:
    def command(*arguments: str) -> Ran:
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    for arguments in (("migrate",), ("import", "people.csv"), ("import", "rota.csv")):
        assert command(*arguments)[0] == 0
    return command


def test_who_is_on_duty_now_and_next_and_where_nobody_is(run: Callable[..., Ran]) -> None:
    code, out, _ = run("rota", "--days", "3")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].endswith("(Europe/Kyiv)")
    assert lines[1] == "duty_lead: Lev (level 1)"
    assert lines[2].startswith("  Lev until ")
    assert lines[3].startswith("  next: Sonya (level 1) at ")
    assert lines[4] == "sysadmin: Timur (level 1)"
    assert lines[6].startswith("gaps until ")
    assert lines[7].startswith("  sysadmin: nobody at all ")
    assert len(lines) == 8


def test_a_role_that_nobody_has_is_said_aloud(run: Callable[..., Ran], desk: Path) -> None:
    (desk / "people.csv").write_text("telegram_id,name,roles\n1004,Timur,operator\n")
    assert run("import", "people.csv")[0] == 0
    (desk / "rota.csv").write_text("telegram_id,role,starts_at,ends_at\n")
    assert "\nsysadmin: nobody has this role\n" in run("rota")[1]


def test_several_on_one_level_are_listed(run: Callable[..., Ran], desk: Path) -> None:
    rota = (desk / "rota.csv").read_text().splitlines()
    both = [rota[0], rota[1].replace("1002", "1003"), ""]
    (desk / "both.csv").write_text("\n".join(both))
    assert run("import", "both.csv")[0] == 0
    assert run("rota", "--days", "1")[1].splitlines()[-1].endswith(": Lev, Sonya")


def test_a_calendar_is_written_and_read_back(run: Callable[..., Ran], desk: Path) -> None:
    assert run("rota", "--ics", "-o", "rota.ics") == (0, "written: rota.ics\n", "")
    assert (desk / "rota.ics").read_bytes().count(b"BEGIN:VEVENT\r\n") == 3
    assert run("import", "rota.ics") == (0, "nothing to change\n", "")
    code, out, _ = run("rota", "--ics", "--person", "sonya")
    assert (code, out.count("BEGIN:VEVENT"), "Sonya: duty lead" in out) == (0, 1, True)
    code, _, err = run("rota", "--ics", "--person", "Nobody")
    assert (code, err) == (3, "error: no people are called 'Nobody'. `nightshift people` lists them.\n")


def test_events_without_a_role_need_one(run: Callable[..., Ran], desk: Path) -> None:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "SUMMARY:Timur",
        "DTSTART;TZID=Europe/Kyiv:20380101T200000", "DTEND;TZID=Europe/Kyiv:20380102T080000", "END:VEVENT",
        "END:VCALENDAR", "",
    ]  # fmt: skip
    (desk / "night.ics").write_text("\r\n".join(lines))
    code, _, err = run("import", "night.ics", "--dry-run")
    assert (code, "night.ics:4: X-NIGHTSHIFT-ROLE: no role is named" in err) == (1, True)
    code, out, _ = run("import", "night.ics", "--role", "sysadmin", "--dry-run")
    assert code == 0
    assert out.endswith("1 would change; nothing was written.\n")


def test_patterns_are_imported_by_the_centres_clock(run: Callable[..., Ran], desk: Path) -> None:
    (desk / "patterns.csv").write_text(
        "telegram_id,role,days,starts,ends,first_day\n1004,sysadmin,mon-sun,20:00,08:00,2026-01-01\n"
    )
    code, out, _ = run("import", "patterns.csv")
    assert (code, "+ sysadmin mon-sun 20:00-08:00 Europe/Kyiv from 2026-01-01, open" in out) == (0, True)
    assert run("import", "patterns.csv")[1] == "nothing to change\n"
