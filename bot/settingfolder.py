"""What a setting that names a folder or a file may be: the path, or a ValueError that says why not."""

from __future__ import annotations

import os
from pathlib import Path

from bot.setting import shown


def a_folder_to_be(value: object) -> object:
    """A folder, there or to be made."""
    if value is None:
        return None
    folder = _path(value)
    try:
        there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    except OSError as error:
        raise ValueError(f"{shown(folder)} cannot be looked at ({error.strerror})") from None
    if there.exists() and not there.is_dir():
        raise ValueError(f"{shown(there)} is a file, and a folder is needed")
    return folder


def a_folder_that_is_there(value: object) -> object:
    """A folder that can be read."""
    folder = _path(value)
    if not folder.is_dir():
        raise ValueError(f"there is no folder {shown(folder)}")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise ValueError(f"the folder {shown(folder)} must not be read by whoever runs this")
    return folder


def a_path(value: object) -> object:
    return None if value is None else _path(value)


def _path(value: object) -> Path:
    written = str(value)
    if "\x00" in written:
        raise ValueError("a path has no invisible characters")
    try:
        return Path(written).expanduser()
    except RuntimeError:
        raise ValueError(f"{shown(written)} begins with ~ and names nobody on this machine") from None
