"""What is deployed: units, image and compose file name what is there, and give away no more than needed."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.arguments import parser
from bot.secretfile import ENDING
from bot.settings import setting_names

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
HARDENED = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictNamespaces": "yes",
    "LockPersonality": "yes",
    "SystemCallFilter": "@system-service",
    "UMask": "0077",
}


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=True)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_the_bot_is_started_again_however_often_it_ends() -> None:
    found = unit("nightshift.service")
    told = {key: found["Service"][key] for key in ("Type", "Restart", "RestartSec", "WatchdogSec")}
    assert told == {"Type": "notify", "Restart": "always", "RestartSec": "1", "WatchdogSec": "30"}
    assert found["Unit"]["StartLimitIntervalSec"] == "0"
    assert int(found["Service"]["TimeoutStopSec"]) >= 20, "a stop may take as long as a graceful one does"


@pytest.mark.parametrize("name", ["nightshift.service", "nightshift-backup.service"])
def test_a_unit_gives_away_nothing_that_is_not_needed(name: str) -> None:
    found = unit(name)["Service"]
    assert {key: found.get(key) for key in HARDENED} == HARDENED
    assert found["User"] == "nightshift"
    assert "BOT_TOKEN" not in str(dict(found))


@pytest.mark.parametrize(
    ("name", "words"), [("nightshift.service", ["run"]), ("nightshift-backup.service", ["backup"])]
)
def test_a_unit_runs_a_command_that_there_is(name: str, words: list[str]) -> None:
    program, *arguments = shlex.split(unit(name)["Service"]["ExecStart"])
    assert (program, arguments) == ("/opt/nightshift/.venv/bin/nightshift", words)
    parser().parse_args(arguments)


def test_the_timer_asks_for_a_backup_every_quarter_of_an_hour_also_after_a_night_off() -> None:
    found = unit("nightshift-backup.timer")["Timer"]
    assert (found["OnCalendar"], found["Persistent"]) == ("*:0/15", "yes")


def test_every_container_is_locked_down(compose: Any) -> None:
    for name, one in compose["services"].items():
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert str(one["user"]).partition(":")[0] not in {"0", "root"}, name
        assert "ports" not in one, f"{name}: nothing is open to the outside"


def test_two_bots_work_beside_each_other_each_in_a_folder_of_its_own(compose: Any) -> None:
    bots = [one for name, one in compose["services"].items() if name.startswith("bot-")]
    assert len(bots) == 2
    places = [dict(reversed(volume.split(":")[:2]) for volume in one["volumes"]) for one in bots]
    assert places[0]["/var/lib/nightshift"] != places[1]["/var/lib/nightshift"]
    assert places[0]["/var/lib/nightshift-pictures"] == places[1]["/var/lib/nightshift-pictures"]
    assert all(one["restart"] == "always" for one in compose["services"].values())


def test_containers_are_given_settings_that_there_are_and_secrets_as_files(compose: Any) -> None:
    for name in ("bot-a", "bot-b", "backup"):
        given = compose["services"][name]["environment"]
        assert {key.removesuffix(ENDING) for key in given} <= {*setting_names()}
        files = {value.removeprefix("/run/secrets/") for key, value in given.items() if key.endswith(ENDING)}
        assert files == {*compose["services"][name]["secrets"]} <= {*compose["secrets"]}


def test_what_is_mounted_is_declared_and_the_database_has_no_way_out(compose: Any) -> None:
    named = {volume.split(":")[0] for one in compose["services"].values() for volume in one["volumes"]}
    assert {one for one in named if not one.startswith("..")} == {*compose["volumes"]}
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose["services"]["database"]["networks"] == ["inside"]


def lines_of_image() -> list[str]:
    whole = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in whole.splitlines() if line and not line.startswith("#")]


def test_the_image_copies_what_there_is_and_what_its_context_lets_in() -> None:
    let_in = {
        line[1:].partition("/")[0]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    copied = [
        line.split()[1:-1] for line in lines_of_image() if line.startswith("COPY ") and "--from" not in line
    ]
    for source in (one for line in copied for one in line):
        assert (ROOT / source).exists(), source
        assert source.partition("/")[0] in let_in, source
    assert {"bot", "migrations", "runbooks"} <= let_in
    assert ".env" not in let_in


def test_the_image_runs_as_nobody_in_particular_and_asks_the_bot_how_it_is() -> None:
    said = dict(line.split(maxsplit=1) for line in lines_of_image())
    assert said["USER"] == "10001:10001"
    assert '"nightshift", "health", "--live"' in said["HEALTHCHECK"]
    assert (said["ENTRYPOINT"], said["CMD"]) == ('["nightshift"]', '["run"]')
    parser().parse_args(["health", "--live"])
    installs = [line for line in lines_of_image() if "pip install" in line]
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)
    assert {line.split()[1].partition("/")[0] for line in lines_of_image() if line.startswith("FROM")} == {
        "python:3.12-slim"
    }, "a short name: where images come from is each machine's own affair"


def test_operations_speaks_of_files_and_commands_that_there_are() -> None:
    told = (ROOT / "docs" / "OPERATIONS.md").read_text(encoding="utf-8")
    for name in re.findall(r"/opt/nightshift/(deploy/[\w.-]+\.(?:service|timer))", told):
        assert (ROOT / name).is_file(), name
    for word in {*re.findall(r"(?:`|bin/|bot-a )nightshift ([a-z]+)", told)}:
        with pytest.raises(SystemExit) as left:
            parser().parse_args([word, "--help"])
        assert left.value.code == 0, word
