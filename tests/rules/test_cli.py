"""The command line as somebody types it: what it prints, where, and with which exit code."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.schema import REVISION
from bot.settings import setting_names
from bot.single import hold

CHECKOUT = Path(__file__).parents[2]
PEOPLE = "telegram_id,name,roles,level\n1001,Ольга,operator,\n1002,Лев,duty_lead;administrator,1\n"
ROTA = "telegram_id,role,starts_at,ends_at\n1002,duty_lead,2026-11-22T20:00+02:00,2026-11-23T08:00+02:00\n"
TOKEN = "1234567890:" + "A" * 35

Ran = tuple[int, str, str]
"""Exit code, what was printed, and what was complained of."""


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with settings of its own, and the checkout's runbooks."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def command(*arguments: str) -> Ran:
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(str(left.code))
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return command


@pytest.mark.parametrize(
    "command",
    [
        "", "run", "demo", "check", "migrate", "invite", "import", "rota", "history", "people",
        "runbook list", "runbook draw", "health", "backup", "restore", "release", "verify", "forget",
        "person export", "person erase",
    ],
)  # fmt: skip
def test_every_command_has_help_with_an_example(run: Callable[..., Ran], command: str) -> None:
    code, out, _ = run(*command.split(), "--help")
    assert code == 0
    assert ("example: nightshift" if command else "exit codes: 0") in out
    assert all(len(line) <= 110 for line in out.splitlines())


def test_help_loads_nothing_heavy() -> None:
    loaded = "import sys; from bot.cli.arguments import parser; parser(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert not {"sqlalchemy", "aiogram", "pydantic", "yaml", "alembic"} & {*done.stdout.split()}


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "history"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "one of the arguments N --last is required" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        "", "sing", "history", "history 0", "history ten", "history 3 --last", "history 3 --language de",
        "invite", "invite --role king", "invite --role operator --level 0", "import", "demo --port 70000",
        "runbook", "runbook draw", "runbook draw x --format png",
    ],
)  # fmt: skip
def test_wrong_usage_is_2_and_shows_the_usage(run: Callable[..., Ran], words: str) -> None:
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    assert err.startswith("usage: nightshift")


@pytest.mark.parametrize("words", ["people", "history 1", "history --last", "invite --role operator"])
def test_without_a_database_the_remedy_is_named(run: Callable[..., Ran], words: str) -> None:
    code, _, err = run(*words.split())
    assert code == 3
    assert "there is no database yet. Run: nightshift migrate. Or go to the folder with the bot's .env" in err


def test_a_wrong_setting_is_named_with_an_example(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    for words in ("run", "people", "check"):
        code, _, err = run(words)
        assert code == 1
        assert re.fullmatch(r"error: LOG_LEVEL: .*Example: LOG_LEVEL=DEBUG\n", err)


def test_run_without_a_token_says_where_to_get_one(run: Callable[..., Ran]) -> None:
    code, _, err = run("run")
    assert code == 1
    assert "BotFather" in err


def test_a_second_bot_on_the_same_files_is_refused(
    desk: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    with hold(desk / "data" / "nightshift.sqlite.lock"):
        done = subprocess.run(
            [sys.executable, "-m", "bot", "run"],
            env={"PYTHONPATH": str(CHECKOUT), "DATA_DIR": str(desk / "data"), "BOT_TOKEN": TOKEN},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        code, _, err = run("migrate")
    assert (done.returncode, code) == (3, 3)
    assert "a bot is running here already (process" in done.stderr
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stderr
    assert "a bot is running here already" in err
    assert not (desk / "data" / "nightshift.sqlite").exists()
    assert run("migrate")[0] == 0, "the lock goes with whoever held it"


def test_migrate_makes_the_database_once(desk: Path, run: Callable[..., Ran]) -> None:
    code, out, _ = run("migrate")
    assert (code, out.strip().endswith(f"nothing → {REVISION}.")) == (0, True)
    assert run("migrate")[1].strip().endswith(f"already at {REVISION}.")


def test_migrate_goes_back_with_a_copy_and_refuses_an_unknown_revision(run: Callable[..., Ran]) -> None:
    run("migrate")
    code, out, _ = run("migrate", "--to", "base")
    assert code == 0
    copy = Path(out.rstrip().rsplit(": ", 1)[1])
    assert copy.is_file()
    code, _, err = run("migrate", "--to", "0999")
    assert (code, "there is no revision 0999. There are: base, 0001" in err) == (1, True)


def test_check_names_the_file_with_the_settings(desk: Path, run: Callable[..., Ran]) -> None:
    (desk / ".env").write_text("LOG_LEVEL=INFO\n")
    assert run("check")[1].startswith(f"The settings of {desk}/.env and the ")


def test_check_says_all_is_right_or_every_mistake(desk: Path, run: Callable[..., Ran]) -> None:
    code, out, _ = run("check")
    count = len(list((CHECKOUT / "runbooks").glob("*.yaml")))
    right = f"and the {count} files in {CHECKOUT}/runbooks are right.\n"
    right = f"The settings (there is no {desk}/.env) {right}"
    assert (code, out) == (0, f"{right}BOT_TOKEN is not set yet; `nightshift run` needs it.\n")
    folder = desk / "runbooks"
    folder.mkdir()
    for file in (CHECKOUT / "runbooks").glob("*.yaml"):
        text = file.read_text("utf-8").replace("leads: back_on_line", "leads: back_on_lime", 1)
        (folder / file.name).write_text(text.replace("telephony:", "telephony: :", 1), "utf-8")
    code, out, err = run("check", str(folder))
    assert (code, out) == (1, "")
    assert all(line.startswith("error: runbooks/") for line in err.splitlines())
    assert len(err.splitlines()) >= 2
    assert run("check", "nowhere")[::2] == (3, "error: nowhere: there is no such folder\n")


def test_an_import_is_planned_written_and_then_changes_nothing(desk: Path, run: Callable[..., Ran]) -> None:
    run("migrate")
    (desk / "people.csv").write_text(PEOPLE, "utf-8")
    (desk / "rota.csv").write_text(ROTA, "utf-8")
    assert run("import", "people.csv", "--dry-run")[1].endswith("2 would change; nothing was written.\n")
    assert run("people")[1].startswith("Nobody is let in yet.")
    assert run("import", "people.csv")[1].endswith("2 changed.\n")
    assert run("import", "people.csv") == (0, "nothing to change\n", "")
    _, out, _ = run("people")
    assert re.search(r"1002 +Лев +administrator 1, duty_lead 1 +ru +Europe/Kyiv +never pressed Start", out)
    assert "+ duty_lead 2026-11-22 18:00 UTC" in run("import", "rota.csv")[1]
    assert run("import", "rota.csv")[1] == "nothing to change\n"


def test_mistakes_of_an_import_come_by_line_and_nothing_is_written(
    desk: Path, run: Callable[..., Ran]
) -> None:
    run("migrate")
    (desk / "people.csv").write_text(PEOPLE + "x,Петро,king,\n", "utf-8")
    code, _, err = run("import", "people.csv")
    assert code == 1
    assert [line[:28] for line in err.splitlines()] == [
        "error: people.csv:4: telegra",
        "error: people.csv:4: roles: ",
    ]
    assert run("people")[1].startswith("Nobody")
    (desk / "rota.csv").write_text(ROTA, "utf-8")
    code, _, err = run("import", "rota.csv")
    assert (code, "nobody is known by the Telegram id 1002" in err) == (1, True)
    assert run("import", "missing.csv")[::2] == (3, "error: missing.csv: there is no such file\n")


def test_an_invitation_without_a_token_is_words_to_send(run: Callable[..., Ran]) -> None:
    run("migrate")
    code, out, _ = run("invite", "--role", "duty_lead", "--level", "2", "--name", "Соня")
    assert code == 0
    assert re.search(r"^/start [\w-]{43}$", out, re.MULTILINE)
    assert re.search(r"^duty_lead, level 2\. For one person, once, until .*Europe/Kyiv", out, re.MULTILINE)
    code, _, err = run("invite", "--role", "operator", "--name", "\n")
    assert (code, err) == (1, "error: This name does not fit: one line, at most 64 characters.\n")


def test_history_without_incidents(run: Callable[..., Ran]) -> None:
    run("migrate")
    assert run("history", "7")[::2] == (1, "error: There is no incident No. 7.\n")
    assert run("history", "--last")[::2] == (3, "error: nothing has happened yet: there is no incident\n")


def test_runbooks_are_listed_and_drawn(desk: Path, run: Callable[..., Ran]) -> None:
    _, out, _ = run("runbook", "list")
    assert re.search(r"^office_software +Не работает ПО +\d+ steps$", out, re.MULTILINE)
    _, mermaid, _ = run("runbook", "draw", "office_software", "--language", "en")
    assert mermaid.startswith("flowchart TD\n")
    assert "Try it yourself" in mermaid
    assert run("runbook", "draw", "office_software", "-o", "a.svg")[1] == "drawn: a.svg\n"
    assert (desk / "a.svg").read_text("utf-8").startswith("<svg")
    assert run("runbook", "draw", "x", "-o", "nowhere/a.svg")[0] == 1
    code, _, err = run("runbook", "draw", "office_software", "-o", "nowhere/a.svg")
    assert (code, err) == (3, "error: nowhere/a.svg: No such file or directory\n")
    code, _, err = run("runbook", "draw", "ofice_software")
    assert (code, "Did you mean office_software?" in err) == (1, True)


def test_a_database_of_another_program_is_left_alone(desk: Path, run: Callable[..., Ran]) -> None:
    (desk / "data").mkdir()
    (desk / "data" / "nightshift.sqlite").write_text("notes of somebody else\n" * 100)
    for words in ("people", "migrate", "history 1"):
        code, _, err = run(*words.split())
        assert code == 3
        assert err.startswith("error: ")
