"""Commands that start something, or say why it would not start."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from bot import lean
from bot.cli.failing import WRONG, CannotStart
from bot.errors import FileMistakes, Mistake
from bot.settings import CHECKOUT, ENV_FILE, Settings, SettingsMistake, load_settings


def run(_: Namespace) -> int:
    """Run the bot."""
    settings = load_settings()
    settings.needed_token()
    lean.import_aiogram()
    from bot.running import run as run_bot

    return run_bot(settings)


def demo(wanted: Namespace) -> int:
    """Play a night in a browser."""
    from bot.demo.run import DemoMistake, main

    try:
        return main(port=wanted.port, open_browser=not wanted.no_browser and _has_screen())
    except DemoMistake as mistake:
        raise CannotStart(str(mistake)) from None


def check(wanted: Namespace) -> int:
    """Every mistake of the settings, the centre's file and the runbooks."""
    from bot.runbook.reading import check as check_folder

    folder, wrong, settings = CHECKOUT / "runbooks", list[Mistake](), None
    try:
        settings = load_settings()
        folder = settings.runbooks_dir
    except (SettingsMistake, FileMistakes) as mistake:
        wrong.append(mistake)
    folder = wanted.folder or folder
    if not folder.is_dir():
        raise CannotStart(f"{folder}: there is no such folder")
    wrong += check_folder(folder)
    for line in "\n".join(map(str, wrong)).splitlines():
        print(f"error: {line}", file=sys.stderr)
    if not wrong:
        count = len(list(folder.glob("*.yaml")))
        print(f"{_settings_from(settings)} and the {count} files in {folder.resolve()} are right.")
    if not wrong and settings is not None and settings.bot_token is None:
        print("BOT_TOKEN is not set yet; `nightshift run` needs it.")
    return WRONG if wrong else 0


def migrate(wanted: Namespace) -> int:
    """Bring the database up to date, or to one revision. Not under a running bot."""
    from bot.db import place_of
    from bot.migrating import current_revision
    from bot.schema import REVISION
    from bot.single import only_here

    settings = load_settings()
    url = settings.database_url
    if current_revision(url) == (wanted.to or REVISION):
        print(f"{place_of(url)}: already at {wanted.to or REVISION}.")
        return 0
    with only_here(url):
        before, after, copy = _move(url, wanted.to)
    print(f"{place_of(url)}: {before or 'nothing'} → {after or 'nothing'}.")
    if copy is not None:
        print(f"The database as it was before: {copy}")
    return 0


def _move(url: str, to: str | None) -> tuple[str | None, str | None, Path | None]:
    """Revision before and after, and the copy that was made."""
    if to is not None:
        from bot.cli.revisions import go_to

        return go_to(url, to)
    from bot.migrating import migrate as bring_up_to_date

    migration = bring_up_to_date(url)
    return migration.before, migration.after, migration.copy


def _has_screen() -> bool:
    """Whether a browser can open here; on a server it would take over the terminal instead."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _settings_from(settings: Settings | None) -> str:
    """Which file they are from: whoever is in another folder than the bot reads others than the bot does."""
    file = ENV_FILE.absolute()
    if settings is None or file.is_file():
        return f"The settings of {file}"
    return f"The settings (there is no {file})"
