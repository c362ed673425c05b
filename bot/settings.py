"""What differs between two machines: read from the environment, and from the file .env where that is silent.

A wrong setting stops the start with a sentence and an example. What a value was is never said of a secret.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_core.core_schema import ValidationInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import zone
from bot.envfile import read_env_file
from bot.errors import Mistake
from bot.secretfile import SecretFileMistake, read_secret_files
from bot.setting import (
    TELEGRAM,
    a_chat,
    a_database_url,
    a_language,
    a_listening_place,
    a_listening_place_or_off,
    a_log_format,
    a_log_level,
    a_number,
    a_pace,
    a_pause,
    a_sign_of_life_url,
    a_time_zone,
    a_token,
    a_webhook_secret,
    a_webhook_url,
    an_api_url,
)
from bot.settingfolder import a_folder_that_is_there, a_folder_to_be, a_path

CHECKOUT = Path(__file__).resolve().parent.parent
"""Where runbooks/, migrations/ and, without another wish, data/ are."""


_NO_ZONES = (
    "There is no time zone data on this machine, so nobody can say who is on duty when. "
    "Install it: pip install tzdata, or Debian, Ubuntu: apt install tzdata. Then start again."
)


class SettingsMistake(Mistake):
    """One or more settings cannot be used; the text has one line for each."""

    key = "settings-mistake"

    def __init__(self, lines: list[str]) -> None:
        self.lines = tuple(lines)
        super().__init__(count=len(lines), list="\n".join(lines))

    def __str__(self) -> str:
        return "\n".join(self.lines)


def _default_url(settled: dict[str, Any]) -> str:
    return f"sqlite:///{settled['data_dir'] / 'nightshift.sqlite'}"


def _default_pictures(settled: dict[str, Any]) -> Path:
    return Path(settled["data_dir"]) / "pictures"


_WORTH_HIDING = 8
"""Signs of a database's password. A shorter one stands in half the words of a log."""


class Settings(BaseSettings):
    """Every setting; what each does is explained in .env.example."""

    model_config = SettingsConfigDict(
        extra="ignore",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_api_url: Annotated[str, BeforeValidator(an_api_url)] = Field(
        TELEGRAM, examples=["http://127.0.0.1:8081"]
    )
    bot_token: SecretStr | None = Field(None, examples=["1234567890:AAE-the-35-characters-from-BotFather"])
    data_dir: Annotated[Path, BeforeValidator(a_folder_to_be)] = Field(
        CHECKOUT / "data", examples=["/var/lib/nightshift"]
    )
    database_url: Annotated[str, BeforeValidator(a_database_url)] = Field(
        repr=False,
        default_factory=_default_url,
        examples=["postgresql://nightshift:password@db.example.org/nightshift"],
    )
    pictures_dir: Annotated[Path, BeforeValidator(a_folder_to_be)] = Field(
        default_factory=_default_pictures, examples=["/srv/nightshift/pictures"]
    )
    backup_dir: Annotated[Path | None, BeforeValidator(a_folder_to_be)] = Field(
        None, examples=["/srv/backups/nightshift"]
    )
    runbooks_dir: Annotated[Path, BeforeValidator(a_folder_that_is_there)] = Field(
        CHECKOUT / "runbooks", examples=["/etc/nightshift/runbooks"]
    )
    time_zone: Annotated[str | None, BeforeValidator(a_time_zone)] = Field(None, examples=["Europe/Kyiv"])
    language: Annotated[str | None, BeforeValidator(a_language)] = Field(
        None, validation_alias="DEFAULT_LANGUAGE", examples=["uk"]
    )
    log_level: Annotated[str, BeforeValidator(a_log_level)] = Field("INFO", examples=["DEBUG"])
    log_format: Annotated[str, BeforeValidator(a_log_format)] = Field("text", examples=["json"])
    health_listen: Annotated[str | None, BeforeValidator(a_listening_place_or_off)] = Field(
        "127.0.0.1:8787", examples=["0.0.0.0:8787"]
    )
    webhook_url: Annotated[str | None, BeforeValidator(a_webhook_url)] = Field(
        None, examples=["https://bot.example.org/telegram"]
    )
    webhook_secret: Annotated[SecretStr | None, BeforeValidator(a_webhook_secret)] = Field(
        None, validate_default=True, examples=["32-or-more-of-A-Z-a-z-0-9-_-and--"]
    )
    webhook_listen: Annotated[str, BeforeValidator(a_listening_place)] = Field(
        "127.0.0.1:8788", examples=["0.0.0.0:8788"]
    )
    sign_of_life_url: Annotated[SecretStr | None, BeforeValidator(a_sign_of_life_url)] = Field(
        None, examples=["https://hc.example.org/ping/5a1c0b1e"]
    )
    canary_chat: Annotated[int | None, BeforeValidator(a_chat)] = Field(None, examples=["-1001234567890"])
    canary_every: Annotated[timedelta | None, BeforeValidator(a_pause)] = Field(
        timedelta(minutes=15), examples=["15 min"]
    )
    messages_per_second: Annotated[int, BeforeValidator(a_pace)] = Field(25, examples=["20"])
    rehearsal_clock: Annotated[Path | None, BeforeValidator(a_path)] = Field(None, examples=["data/clock"])
    rehearsal_die_at: Annotated[int | None, BeforeValidator(a_number)] = Field(None, examples=["17"])
    rehearsal_boundaries: Annotated[Path | None, BeforeValidator(a_path)] = Field(
        None, examples=["data/boundaries"]
    )

    @field_validator("bot_token", mode="before")
    @classmethod
    def _whole_token(cls, value: object, info: ValidationInfo) -> object:
        return a_token(value, own_server=info.data.get("bot_api_url") != TELEGRAM)

    @field_validator("webhook_secret")
    @classmethod
    def _door_with_a_lock(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None and info.data.get("webhook_url") is not None:
            raise ValueError("it is not set, and without it anybody could bring updates to WEBHOOK_URL")
        return value

    @field_validator("rehearsal_clock", "rehearsal_die_at", "rehearsal_boundaries")
    @classmethod
    def _only_in_rehearsals(cls, value: object, info: ValidationInfo) -> object:
        if value is not None and info.data.get("bot_api_url") == TELEGRAM:
            raise ValueError("this is for rehearsals, and BOT_API_URL is Telegram's own")
        return value

    def needed_token(self) -> str:
        """The token for whoever speaks to Telegram; without one a SettingsMistake says where to get it."""
        if self.bot_token is None:
            example = _example("BOT_TOKEN", "bot_token")
            raise SettingsMistake(
                [f"BOT_TOKEN: it is not set, and BotFather in Telegram gives one. {example}"]
            )
        return self.bot_token.get_secret_value()


def secrets_of(settings: Settings) -> list[str]:
    """What must not be seen in any log."""
    found = (settings.bot_token, settings.sign_of_life_url, settings.webhook_secret)
    password = urlsplit(settings.database_url).password or ""
    spoken = {one for one in (password, unquote(password)) if len(one) >= _WORTH_HIDING}
    return [*(secret.get_secret_value() for secret in found if secret is not None), *sorted(spoken)]


def setting_names() -> dict[str, str]:
    """The name in the environment → the field, of every setting."""
    fields = Settings.model_fields.items()
    return {str(field.validation_alias or name).upper(): name for name, field in fields}


ENV_FILE = Path(".env")
"""In the folder in which the command is given."""


def load_settings(env_file: Path = ENV_FILE) -> Settings:
    """Read the environment and this file; SettingsMistake or FileMistakes say what is wrong with them."""
    if not zone.are_there():
        raise SettingsMistake([_NO_ZONES])
    names = setting_names()
    lines = read_env_file(env_file, known=names)
    try:
        kept = read_secret_files(names)
    except SecretFileMistake as mistake:
        raise SettingsMistake([str(mistake)]) from None
    try:
        return Settings(_env_file=env_file if lines else None, **_for_pydantic(kept))
    except ValidationError as error:
        wrong = [one for one in error.errors() if one["type"] != "default_factory_not_called"]
        raise SettingsMistake([_sentence(one, env_file, lines, names) for one in wrong]) from None


def _for_pydantic(kept: dict[str, str]) -> dict[str, Any]:
    """By the names under which the class itself takes values: a field's alias, or its own name."""
    fields = Settings.model_fields
    names = setting_names()
    return {str(fields[names[env]].validation_alias or names[env]): value for env, value in kept.items()}


def _sentence(error: Any, env_file: Path, lines: dict[str, int], names: dict[str, str]) -> str:
    place = str(error["loc"][0])
    name = next(env for env, field in names.items() if place in {env, field})
    cause = error.get("ctx", {}).get("error", error["msg"])
    given_here = name in lines and not os.environ.get(name)
    where = f"{env_file}:{lines[name]}: " if given_here else ""
    return f"{where}{name}: {cause}. {_example(name, names[name])}"


def _example(name: str, field: str) -> str:
    examples = Settings.model_fields[field].examples or [""]
    return f"Example: {name}={examples[0]}"
