"""What can be asked for so that nothing is lost, and nothing kept too long."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.cli.one import Commands, command


def _backup(commands: Commands[argparse.ArgumentParser]) -> None:
    command(
        commands,
        "backup",
        "copy the night into one file, with its pictures, and prove the copy",
        "backups.backup",
        "Into BACKUP_DIR. Kept: all of the last hour, then one of each of 24 hours, 14 days and 3 months.\n"
        "Works beside a running bot, on SQLite and on PostgreSQL; have a timer call it every 15 minutes.",
        "nightshift backup",
    )


def _restore(commands: Commands[argparse.ArgumentParser]) -> None:
    restore = command(
        commands,
        "restore",
        "put a backup in the database's place, on hold",
        "backups.restore",
        "Not under a running bot. What was there before is set aside, not removed. Whatever was promised\n"
        "before waits for one word of yours, so that no old page rings: nightshift release",
        "nightshift restore backups/nightshift-20261122T031600Z.sqlite",
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="what `nightshift backup` has made")


def _release(commands: Commands[argparse.ArgumentParser]) -> None:
    command(
        commands,
        "release",
        "say go after a restore: what is held is sent and fires",
        "backups.release",
        "What is no longer true is dropped instead. Works beside a running bot.",
        "nightshift release",
    )


def _verify(commands: Commands[argparse.ArgumentParser]) -> None:
    verify = command(
        commands,
        "verify",
        "prove the history: no event was changed, added or removed",
        "backups.verify",
        "Says where a chain of hashes breaks: incident, event, what is there and what was expected. Of a\n"
        "backup also its bytes, pages and rows. Exit code 1: broken. Works beside a running bot.",
        "nightshift verify backups/nightshift-20261122T031600Z.sqlite",
    )
    verify.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a backup (default: the database)")


def _forget(commands: Commands[argparse.ArgumentParser]) -> None:
    forget = command(
        commands,
        "forget",
        "remove now what has been kept long enough",
        "forgetting.forget",
        "Pictures, raw updates, settled messages: centre.yaml says how long they stay. The bot does it\n"
        "by itself every hour. Works beside a running bot.",
        "nightshift forget --dry-run",
    )
    forget.add_argument("--dry-run", action="store_true", help="only say what would go")


def _person(commands: Commands[argparse.ArgumentParser]) -> None:
    person = commands.add_parser("person", help="hand out what is known of a person, or erase it")
    what = person.add_subparsers(metavar="COMMAND", required=True)
    export = command(
        what,
        "export",
        "hand out everything the database holds of one person",
        "forgetting.person_export",
        "As JSON; a file whose name ends in .zip gets their pictures too. Noted in the history.",
        "nightshift person export Olga -o olga.zip",
    )
    erase = command(
        what,
        "erase",
        "forget one person for ever",
        "forgetting.person_erase",
        "Name, phone, account, words and pictures go; the history stays whole and says that it was done.\n"
        "Refused while they have something open. Works beside a running bot.",
        "nightshift person erase Olga",
    )
    for one in (export, erase):
        one.add_argument("person", metavar="NAME", help="the name, the Telegram id, or the number as #17")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: print it")
    erase.add_argument("--yes", action="store_true", help="do not ask whether it is meant")


def _health(commands: Commands[argparse.ArgumentParser]) -> None:
    health = command(
        commands,
        "health",
        "ask the running bot how it is",
        "health.health",
        "A sentence for each thing that is wrong; docs/OPERATIONS.md says what to do about it.\n"
        "Exit code 0: all is well; 1: something is wrong; 3: no bot answers at HEALTH_LISTEN.",
        "nightshift health",
    )
    health.add_argument(
        "--live", action="store_true", help="fail only for what a new process would cure (containers)"
    )


CARE: Sequence[Callable[[Commands[argparse.ArgumentParser]], None]] = (
    _health, _backup, _restore, _release, _verify, _forget, _person,
)  # fmt: skip
