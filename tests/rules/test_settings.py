"""Settings: what stops the start, in which words, and that .env.example explains every one of them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.errors import FileMistakes, Mistake
from bot.language import LANGUAGES
from bot.settings import CHECKOUT, Settings, SettingsMistake, load_settings, secrets_of, setting_names

Load = Callable[..., Settings]
TOKEN = "1234567890:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bM"
EXAMPLE = (CHECKOUT / ".env.example").read_text()


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Read this text as .env, with no setting in the environment but those given by name."""

    def read(env_file: str | bytes = "", **environment: str) -> Settings:
        for name in setting_names():
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        path = tmp_path / ".env"
        path.write_bytes(env_file.encode() if isinstance(env_file, str) else env_file)
        return load_settings(path)

    return read


def sentence(load: Load, env_file: str | bytes = "", **environment: str) -> str:
    with pytest.raises(Mistake) as caught:
        load(env_file, **environment)
    return str(caught.value)


def test_nothing_needs_to_be_set_but_the_token(load: Load) -> None:
    settings = load()
    assert settings.database_url == f"sqlite:///{CHECKOUT}/data/nightshift.sqlite"
    with pytest.raises(SettingsMistake, match=r"BOT_TOKEN: it is not set.*BotFather"):
        settings.needed_token()


def test_the_database_moves_with_the_data_folder(load: Load, tmp_path: Path) -> None:
    assert load(DATA_DIR=str(tmp_path)).database_url == f"sqlite:///{tmp_path}/nightshift.sqlite"


def test_the_environment_goes_before_the_file(load: Load) -> None:
    assert load("LOG_LEVEL=DEBUG\n", LOG_LEVEL="error").log_level == "ERROR"


def test_a_setting_left_empty_is_not_set(load: Load) -> None:
    assert load("BOT_TOKEN=\nTIME_ZONE=\n").bot_token is None


def test_a_file_with_a_byte_order_mark_is_read(load: Load) -> None:
    assert load(b"\xef\xbb\xbfLOG_LEVEL=DEBUG\n").log_level == "DEBUG"


def test_the_language_of_the_desktop_is_not_the_language_of_the_night(load: Load) -> None:
    assert load(LANGUAGE="de_DE:de").language is None
    assert load(DEFAULT_LANGUAGE="UK").language == "uk"


def test_the_token_is_shown_nowhere(load: Load) -> None:
    settings = load(BOT_TOKEN=TOKEN)
    assert TOKEN not in f"{settings!r}{settings}{settings.model_dump()}"
    assert settings.needed_token() == TOKEN


@pytest.mark.parametrize("broken", [TOKEN.replace(":", ";"), TOKEN[:20], f"'{TOKEN}", f"{TOKEN} x"])
def test_a_broken_token_is_refused_without_being_said(load: Load, broken: str) -> None:
    said = sentence(load, BOT_TOKEN=broken)
    assert said.startswith("BOT_TOKEN: it ")
    assert broken[2:18] not in said


def test_a_server_of_ones_own_may_give_short_tokens(load: Load) -> None:
    assert load(BOT_TOKEN="1:demo", BOT_API_URL="http://127.0.0.1:8081/").needed_token() == "1:demo"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BOT_API_URL", "api.telegram.org", "https://"),
        ("BOT_API_URL", "http://api.telegram.org", "without https"),
        ("BOT_API_URL", "https://me:secret@host", "no password"),
        ("BOT_API_URL", "http://[::1", "names a server"),
        ("BOT_API_URL", "http://host:99999", "names a server"),
        ("DATABASE_URL", "mysql://night:secret@host/night", "'mysql' is not served"),
        ("DATABASE_URL", "postgresql://night:secret@host", "names no database"),
        ("DATABASE_URL", "postgresql://night:sec@secret@host/night", "written %40 there"),
        ("DATABASE_URL", "postgresql://night:secret@host:x/night", "it is not written as postgresql://"),
        ("DATABASE_URL", "sqlite+aiosqlite:///night.db", "'sqlite+aiosqlite' is not served"),
        ("DATABASE_URL", "sqlite://", "names no file"),
        ("DATABASE_URL", "sqlite:///:memory:", "names no file"),
        ("DATABASE_URL", "night.sqlite", "sqlite:///"),
        ("DATA_DIR", __file__, "is a file"),
        ("DATA_DIR", f"{__file__}/data", "test_settings.py' is a file"),
        ("RUNBOOKS_DIR", "/nowhere/at/all", "no folder '/nowhere/at/all'"),
        ("TIME_ZONE", "Kiev", "the nearest name is Europe/Kiev"),
        ("TIME_ZONE", "Europe", "no time zone 'Europe'"),
        ("TIME_ZONE", "../../etc/passwd", "no time zone"),
        ("DEFAULT_LANGUAGE", "russian", f"none of {', '.join(LANGUAGES)}"),
        ("LOG_LEVEL", "loud", "'LOUD' is none of DEBUG"),
        ("LOG_FORMAT", "xml", "'xml' is none of text, json"),
        ("HEALTH_LISTEN", "8787", "is not an address, a colon and a port"),
        ("HEALTH_LISTEN", "127.0.0.1:99999", "nor `off`"),
        ("HEALTH_LISTEN", "localhost:8787", "'localhost' is no address of a machine"),
        ("WEBHOOK_LISTEN", "off", "'off' is not an address, a colon and a port."),
        ("SIGN_OF_LIFE_URL", "hc.example.org/secret", "names a server"),
        ("SIGN_OF_LIFE_URL", "https://me:secret@host/x", "no password"),
        ("CANARY_CHAT", "@night", "'@night' is not the number of a chat"),
        ("CANARY_EVERY", "often", "not a length of time"),
        ("MESSAGES_PER_SECOND", "0", "from 1 to 30"),
        ("MESSAGES_PER_SECOND", "many", "'many' is not a whole number"),
        ("REHEARSAL_CLOCK", "data/clock", "Telegram's own"),
        ("REHEARSAL_DIE_AT", "0", "'0' is not a whole number from 1 on"),
    ],
)
def test_a_wrong_setting_is_named_with_its_problem_and_an_example(
    load: Load, name: str, value: str, words: str
) -> None:
    said = sentence(load, **{name: value})
    assert said.startswith(f"{name}: ")
    assert words in said
    assert f"Example: {name}=" in said
    assert "secret" not in said
    assert "\n" not in said


def test_what_watches_can_be_switched_off_and_secrets_are_in_no_picture_of_the_settings(load: Load) -> None:
    settings = load(
        HEALTH_LISTEN="off",
        CANARY_EVERY="off",
        BOT_TOKEN=TOKEN,
        SIGN_OF_LIFE_URL="https://hc.example.org/5a1c",
    )
    assert settings.health_listen is None
    assert settings.canary_every is None
    assert secrets_of(settings) == [TOKEN, "https://hc.example.org/5a1c"]
    for picture in (repr(settings), str(settings), settings.model_dump_json(), f"{settings.__dict__}"):
        assert TOKEN not in picture
        assert "5a1c" not in picture


def test_the_databases_password_is_in_no_log_as_it_is_written_or_meant(load: Load) -> None:
    settings = load(BOT_TOKEN=TOKEN, DATABASE_URL="postgresql://night:made%40up-abcdefgh@db/night")
    assert secrets_of(settings) == [TOKEN, "made%40up-abcdefgh", "made@up-abcdefgh"]
    assert "abcdefgh" not in repr(settings) + str(settings)
    short = load(BOT_TOKEN=TOKEN, DATABASE_URL="postgresql://night:night@db/night")
    assert secrets_of(short) == [TOKEN], "a word that a log is full of hides nothing but the log"


def test_all_wrong_settings_are_named_at_once_and_those_of_the_file_by_line(load: Load) -> None:
    said = sentence(load, "# ours\n\nLOG_LEVEL=loud\n", MESSAGES_PER_SECOND="99").splitlines()
    assert sorted(line.rpartition("/")[2][:20] for line in said) == [
        ".env:3: LOG_LEVEL: '",
        "MESSAGES_PER_SECOND:",
    ]


def test_a_rehearsal_clock_goes_with_a_server_of_ones_own(load: Load) -> None:
    settings = load(REHEARSAL_CLOCK="data/clock", BOT_API_URL="http://127.0.0.1:8081")
    assert settings.rehearsal_clock == Path("data/clock")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("BOT_TOKEN=\n\nBOT_TOKN=1\n", ".env:3: BOT_TOKN:", "Did you mean BOT_TOKEN?"),
        ("messages_per_sec=3", ".env:1: messages_per_sec:", "Did you mean MESSAGES_PER_SECOND?"),
        ("BOT_TOKEN_FILE=/run/x", ".env:1: BOT_TOKEN_FILE:", "in the environment, or here BOT_TOKEN"),
        ("XYZZY=1", ".env:1: XYZZY:", "Remove it"),
        ("LOG_LEVEL=INFO\nLOG_LEVEL=DEBUG", ".env:2: LOG_LEVEL:", "it stands already in line 1"),
        ("# words\n\nLOG_LEVEL\n", ".env:3:", "NAME=value"),
        ("LOG_LEVEL='INFO\n", ".env:1:", "quotes"),
        ("=1\n", ".env:1:", "NAME=value"),
        (b"LOG_LEVEL=INFO\n# \xcf\xf0\n", ".env:2:", "not UTF-8"),
    ],
)
def test_a_mistake_in_the_file_is_named_by_line(
    load: Load, text: str | bytes, place: str, words: str
) -> None:
    said = sentence(load, text)
    assert place in said
    assert words in said


def test_the_file_may_be_missing_but_not_be_a_folder(load: Load, tmp_path: Path) -> None:
    assert load_settings(tmp_path / "nowhere").log_level == "INFO"
    with pytest.raises(FileMistakes, match="cannot be read"):
        load_settings(tmp_path)


def blocks() -> dict[str, str]:
    """The explanation above each setting of .env.example."""
    found = re.findall(r"((?:^#.*\n)+?)^#?([A-Z_]+)=$", EXAMPLE, flags=re.MULTILINE)
    return {name: words for words, name in found}


def test_every_setting_is_explained_in_the_example_file_and_nothing_else_is() -> None:
    assert set(blocks()) == set(setting_names())


@pytest.mark.parametrize("name", setting_names())
def test_each_explanation_says_what_it_does_its_default_and_an_example(name: str) -> None:
    *what, default, example = blocks()[name].splitlines()
    assert what
    assert default.startswith("# Default: ")
    examples = Settings.model_fields[setting_names()[name]].examples
    assert examples is not None
    assert example == f"# Example: {name}={examples[0]}"


def test_the_example_file_can_be_used_as_it_is(load: Load) -> None:
    assert load(EXAMPLE) == load("")


def test_every_example_is_a_good_value(load: Load, tmp_path: Path) -> None:
    lines = [line.removeprefix("# Example: ") for line in EXAMPLE.splitlines() if "# Example: " in line]
    assert len(lines) == len(setting_names())
    usable = "\n".join(lines).replace("/etc/nightshift/runbooks", str(tmp_path))
    assert load(usable).language == "uk"


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")))
def test_whatever_the_file_holds_only_mistakes_come_of_it(load: Load, content: bytes) -> None:
    with contextlib.suppress(Mistake):
        load(content)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(name=st.sampled_from(sorted(setting_names())), value=st.text(max_size=60))
def test_whatever_a_value_is_only_mistakes_come_of_it(load: Load, name: str, value: str) -> None:
    clean = value.encode("utf-8", "replace").decode().replace("\x00", "")
    with contextlib.suppress(SettingsMistake):
        load(**{name: clean})
