"""backup, restore, release and verify as somebody types them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import setting_names
from bot.single import hold

Ran = tuple[int, str, str]
PEOPLE = "telegram_id,name,roles\n1001,Ольга,operator\n1002,Лев,duty_lead\n"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def command(*arguments: str) -> Ran:
        code = main(arguments)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return command


@pytest.fixture
def file(desk: Path, run: Callable[..., Ran]) -> str:
    """A backup of two people."""
    (desk / "people.csv").write_text(PEOPLE)
    assert run("migrate")[0] == run("import", "people.csv")[0] == 0
    code, out, err = run("backup")
    made = re.match(
        r"backup: (\S+\.sqlite) \(\d+ rows, 4 events, 0 pictures\)\nhead of the history: \w{64}\n", out
    )
    assert made is not None
    assert (code, err) == (0, "")
    return made[1]


def test_a_backup_is_put_back_and_released(file: str, desk: Path, run: Callable[..., Ran]) -> None:
    (desk / "people.csv").write_text(PEOPLE + "1003,Соня,sysadmin\n")
    run("import", "people.csv")
    assert "Соня" in run("people")[1]
    code, out, err = run("restore", file)
    assert (code, err) == (0, "")
    assert "What was there before: " in out
    assert out.endswith("close what is over; then: nightshift release\n")
    assert "Соня" not in run("people")[1]
    assert run("release") == (
        0,
        "Released: 0 messages and 0 timers. What is no longer true is dropped.\n",
        "",
    )
    assert run("release") == (0, "Nothing is on hold.\n", "")
    (aside,) = desk.glob("data/*.before-restore-*")
    with closing(sqlite3.connect(aside)) as opened:
        assert opened.execute("SELECT count(*) FROM people").fetchone() == (3,)


def test_restore_is_refused_under_a_running_bot_and_changes_nothing(
    file: str, desk: Path, run: Callable[..., Ran]
) -> None:
    before = (desk / "data/nightshift.sqlite").read_bytes()
    with hold(desk / "data/nightshift.sqlite.lock"):
        code, _, err = run("restore", file)
    assert code == 3
    assert "a bot is running here already" in err
    assert (desk / "data/nightshift.sqlite").read_bytes() == before


def test_a_lost_database_comes_back(file: str, desk: Path, run: Callable[..., Ran]) -> None:
    for lost in desk.glob("data/nightshift.sqlite*"):
        lost.unlink()
    assert run("restore", file)[0] == 0
    assert "Ольга" in run("people")[1]
    assert (desk / "data/nightshift.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_database_that_is_too_ill_to_open_is_set_aside_as_it_is(
    file: str, desk: Path, run: Callable[..., Ran]
) -> None:
    (desk / "data/nightshift.sqlite").write_bytes(b"not a database at all")
    (desk / "data/nightshift.sqlite-wal").write_bytes(b"nor its log")
    assert run("restore", file)[0] == 0
    (aside,) = desk.glob("data/*.before-restore-*Z")
    assert aside.read_bytes() == b"not a database at all"
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"nor its log"
    assert run("verify")[0] == 0


@pytest.mark.parametrize("other", ["nothing.sqlite", "people.csv", "data/nightshift.sqlite", "data"])
@pytest.mark.parametrize("command", ["restore", "verify"])
def test_what_is_no_backup_is_refused_with_a_remedy(
    file: str, run: Callable[..., Ran], command: str, other: str
) -> None:
    code, out, err = run(command, other)
    assert (code, out) == (3, "")
    assert re.fullmatch(rf"error: {other}: .*`nightshift backup`.*\n", err)


def test_verify_says_where_the_history_breaks(file: str, desk: Path, run: Callable[..., Ran]) -> None:
    assert run("verify")[1].startswith(
        f"{desk}/data/nightshift.sqlite: the history is whole (4 events in 1 chains)."
    )
    assert run("verify", file)[1].startswith(f"{file}, made 20")
    for place in ("data/nightshift.sqlite", file):
        with closing(sqlite3.connect(place)) as opened, opened:
            opened.execute("DROP TRIGGER timeline_refuses_update")
            opened.execute("UPDATE timeline SET by_id = 2 WHERE id = 2")
    Path(f"{file}.sha256").unlink()
    for arguments in ((), (file,)):
        code, out, err = run("verify", *arguments)
        assert (code, out) == (1, "")
        assert re.match(r"error: the house's history, event 2: hash is \w{64}, expected \w{64}\n", err)
        assert "the history was changed after it was written, in 1 place. " in err
    code, _, err = run("backup")
    assert code == 1
    assert "event 2: hash is" in err
    code, _, err = run("restore", file)
    assert code == 3
    assert "its history was changed after it was written" in err


def test_a_backup_by_a_newer_program_is_refused(file: str, run: Callable[..., Ran]) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute('UPDATE backup_facts SET told = replace(told, \'"revision": "0\', \'"revision": "9\')')
    Path(f"{file}.sha256").unlink()
    code, _, err = run("restore", file)
    assert code == 3
    assert "made by a newer version of the program" in err


def test_another_folder_is_a_setting(
    file: str, desk: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKUP_DIR", str(desk / "elsewhere"))
    assert run("backup")[1].startswith(f"backup: {desk}/elsewhere/nightshift-")
    (desk / "file").touch()
    monkeypatch.setenv("BACKUP_DIR", str(desk / "file"))
    code, _, err = run("backup")
    assert code == 1
    assert "BACKUP_DIR" in err
