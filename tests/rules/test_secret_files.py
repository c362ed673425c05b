"""Secrets from files of their own: what is read, and what is said when it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SettingsMistake, load_settings, setting_names

TOKEN = "1234567890:" + "A" * 35


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_token_and_the_database_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    (tmp_path / "url").write_text("postgresql://night:secret@database/night")
    monkeypatch.setenv("BOT_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
    settings = load_settings()
    assert settings.needed_token() == TOKEN
    assert settings.database_url == "postgresql+psycopg://night:secret@database/night"


def test_a_setting_with_another_name_inside_can_be_in_a_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "language").write_text("uk")
    monkeypatch.setenv("DEFAULT_LANGUAGE_FILE", str(tmp_path / "language"))
    assert load_settings().language == "uk"


def test_the_file_goes_before_what_stands_in_the_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=1:old\n")
    (tmp_path / "token").write_text(TOKEN)
    monkeypatch.setenv("BOT_TOKEN_FILE", str(tmp_path / "token"))
    assert load_settings().needed_token() == TOKEN


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "the file cannot be read (No such file or directory)"),
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (b"\xff\xfe", "the file is not text"),
    ],
)
def test_a_file_that_has_no_secret_is_named_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "token").write_bytes(content)
    monkeypatch.setenv("BOT_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(SettingsMistake) as raised:
        load_settings()
    assert str(raised.value).startswith(f"BOT_TOKEN_FILE: {said}")


def test_two_ways_at_once_are_refused_and_a_wrong_secret_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text("not a token at all")
    monkeypatch.setenv("BOT_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(SettingsMistake) as raised:
        load_settings()
    assert "not a token at all" not in str(raised.value)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    with pytest.raises(SettingsMistake, match="BOT_TOKEN is set too, and only one of them can be meant"):
        load_settings()
