"""What can be asked for on the command line. Each command's function is looked up when it runs."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from bot.cli.care_arguments import CARE
from bot.cli.one import Commands, command
from bot.language import LANGUAGES
from bot.person.rules import LEVELS, Role

_EPILOG = """exit codes: 0 well; 1 a mistake in what you gave; 2 wrong usage; 3 it cannot start.
Settings come from the environment and from the file .env in this folder; .env.example explains them.
Each command has its own --help with an example."""

_WITH_SHIFTS = tuple(role.value for role in Role if role is not Role.ADMINISTRATOR)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = argparse.ArgumentParser(
        prog="nightshift",
        description="The bot that walks a contact centre's operators through an outage at night.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(metavar="COMMAND", required=True)
    for add in (_run, _demo, _check, _migrate, _invite, _import, _rota, _history, _people, _runbook, *CARE):
        add(commands)
    return whole


def _run(commands: Commands[argparse.ArgumentParser]) -> None:
    command(
        commands,
        "run",
        "run the bot until Ctrl-C or SIGTERM",
        "starting.run",
        "It brings the database up to date first, and is refused while another bot holds the same DATA_DIR.",
        "nightshift run",
    )


def _demo(commands: Commands[argparse.ArgumentParser]) -> None:
    demo = command(
        commands,
        "demo",
        "play a night in a browser: no token, no internet",
        "starting.demo",
        "Prints the address of a page with six phones. Ctrl-C ends it and forgets the night.",
        "nightshift demo --port 8080 --no-browser",
    )
    demo.add_argument("--port", type=_port, default=0, help="the port of the page (default: any free one)")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")


def _check(commands: Commands[argparse.ArgumentParser]) -> None:
    check = command(
        commands,
        "check",
        "say what is wrong with the settings, the centre's file and the runbooks",
        "starting.check",
        "Names file, line, key and remedy of every mistake at once. Changes nothing.",
        "nightshift check runbooks/",
    )
    check.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="default: RUNBOOKS_DIR")


def _migrate(commands: Commands[argparse.ArgumentParser]) -> None:
    migrate = command(
        commands,
        "migrate",
        "make the database, or bring it up to date",
        "starting.migrate",
        "`nightshift run` does it by itself. An existing database is copied first, beside itself.",
        "nightshift migrate",
    )
    migrate.add_argument(
        "--to", metavar="REV", help="go to this revision, also back; `base` drops everything"
    )


def _invite(commands: Commands[argparse.ArgumentParser]) -> None:
    invite = command(
        commands,
        "invite",
        "print a link that lets one person in",
        "changing.invite",
        "It works once, for the time that the centre's file gives it. Works beside a running bot.",
        "nightshift invite --role duty_lead --level 2 --name Sonya",
    )
    invite.add_argument("--role", required=True, choices=[role.value for role in Role])
    invite.add_argument("--level", type=int, choices=LEVELS, default=1, help="1 is paged first (default: 1)")
    invite.add_argument("--name", help="what to call them (default: their name in Telegram)")


def _import(commands: Commands[argparse.ArgumentParser]) -> None:
    importing = command(
        commands,
        "import",
        "take people, the rota or patterns of shifts from a file",
        "changing.bring_in",
        "Which of them it is, the file itself says: iCalendar, or by the first line of a CSV file\n"
        "  people    telegram_id,name,roles[,language,time_zone,level,phone]   roles separated by ;\n"
        "  rota      telegram_id,role,starts_at,ends_at[,level,time_zone]   ISO 8601 with offset, or a zone\n"
        "  patterns  telegram_id,role,days,starts,ends,first_day[,last_day,time_zone,level]\n"
        "            days: 2/2 for two on and two off, or mon-fri, sat;sun\n"
        "  .ics      events: X-NIGHTSHIFT-PERSON, else the attendee or the summary says whose they are\n"
        "All or nothing; importing the same file again changes nothing. Works beside a running bot.",
        "nightshift import people.csv --dry-run",
    )
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--dry-run", action="store_true", help="only say what would change")
    importing.add_argument(
        "--role", choices=[role.value for role in Role], help="of events that name no role (.ics)"
    )


def _rota(commands: Commands[argparse.ArgumentParser]) -> None:
    rota = command(
        commands,
        "rota",
        "say who is on duty now and next, and where nobody is",
        "rota.rota",
        "By the centre's clock. With --ics the shifts as an iCalendar file, which `import` reads back.",
        "nightshift rota --ics --days 31 -o rota.ics",
    )
    rota.add_argument("--days", type=_days, default=7, metavar="N", help="how far to look (default: 7)")
    rota.add_argument("--ics", action="store_true", help="every shift of these days, for a calendar")
    rota.add_argument("--person", metavar="NAME", help="with --ics: one person's, by name or Telegram id")
    rota.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: print it")
    rota.add_argument("--picture", type=Path, metavar="FILE", help="instead: a month of one role as a PNG")
    rota.add_argument("--role", choices=_WITH_SHIFTS, default="duty_lead", help="with --picture")
    rota.add_argument(
        "--month", type=_month, metavar="YYYY-MM", help="with --picture (default: the present one)"
    )


def _history(commands: Commands[argparse.ArgumentParser]) -> None:
    history = command(
        commands,
        "history",
        "tell one incident from beginning to end",
        "asking.history",
        "Who did what and when, by the centre's clock.",
        "nightshift history 17 --language en",
    )
    which = history.add_mutually_exclusive_group(required=True)
    which.add_argument("incident", nargs="?", type=_number, metavar="N", help="the incident's number")
    which.add_argument("--last", action="store_true", help="the newest incident")
    history.add_argument("--json", action="store_true", help="as data, with the chain of hashes")
    history.add_argument("--language", choices=LANGUAGES, help="default: DEFAULT_LANGUAGE, or the centre's")


def _people(commands: Commands[argparse.ArgumentParser]) -> None:
    command(
        commands,
        "people",
        "list who is let in",
        "asking.people_let_in",
        "Their roles, language, clock, and whether messages reach them.",
        "nightshift people",
    )


def _runbook(commands: Commands[argparse.ArgumentParser]) -> None:
    runbook = commands.add_parser("runbook", help="list runbooks, or draw one")
    what = runbook.add_subparsers(metavar="COMMAND", required=True)
    command(what, "list", "list the runbooks", "asking.runbook_list", "", "nightshift runbook list")
    draw = command(
        what,
        "draw",
        "draw a runbook as a picture",
        "asking.runbook_draw",
        "Mermaid text or SVG; neither needs another program.",
        "nightshift runbook draw office_software -o office_software.svg",
    )
    draw.add_argument("name", metavar="NAME", help="the file's name without .yaml")
    draw.add_argument("--language", choices=LANGUAGES, help="default: DEFAULT_LANGUAGE, or the centre's")
    draw.add_argument(
        "--format", choices=("mermaid", "svg"), help="default: by the name after -o, or mermaid"
    )
    draw.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: print it")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 2**31:
        raise argparse.ArgumentTypeError(f"an incident's number is 1 or more, not {text!r}")
    return int(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= 400:
        raise argparse.ArgumentTypeError(f"days are 1 to 400, not {text!r}")
    return int(text)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"a month is written 2026-11, not {text!r}") from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a number up to 65535, not {text!r}")
    return int(text)
