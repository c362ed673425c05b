"""Secrets in files of their own, as systemd and containers hand them over: NAME_FILE instead of NAME."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

ENDING = "_FILE"


class SecretFileMistake(ValueError):
    """A sentence about one of these settings; what stands in the file is in none of them."""


def read_secret_files(
    names: Mapping[str, str], environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """What the files say, by the settings' names. SecretFileMistake names the setting and the remedy."""
    wanted = {name: environment.get(name + ENDING, "") for name in names}
    return {name: _read(name, file, environment) for name, file in wanted.items() if file}


def _read(name: str, file: str, environment: Mapping[str, str]) -> str:
    setting = name + ENDING
    if environment.get(name):
        raise SecretFileMistake(
            f"{setting}: {name} is set too, and only one of them can be meant. Remove one."
        )
    try:
        said = Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        remedy = "Let whoever runs the bot read it, or name another file."
        raise SecretFileMistake(f"{setting}: the file cannot be read ({error.strerror}). {remedy}") from None
    except UnicodeDecodeError:
        raise SecretFileMistake(f"{setting}: the file is not text. It has the secret alone in it.") from None
    if not said:
        raise SecretFileMistake(f"{setting}: the file is empty. It has the secret alone in it.")
    return said
