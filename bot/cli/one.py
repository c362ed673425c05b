"""How one command is declared: its words, its example, and the function that is looked up when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module

Command = Callable[[argparse.Namespace], int]
Commands = argparse._SubParsersAction
"""What `add_subparsers` returns; argparse has no public name for it."""


def command(
    commands: Commands[argparse.ArgumentParser],
    name: str,
    summary: str,
    function: str,
    about: str,
    example: str,
) -> argparse.ArgumentParser:
    """One command; `function` is "module.name" inside this package."""
    made = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.\n{about}".rstrip(),
        epilog=f"example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(run=_later(function))
    return made


def _later(function: str) -> Command:
    module, _, name = function.partition(".")

    def run(wanted: argparse.Namespace) -> int:
        code: int = getattr(import_module(f"bot.cli.{module}"), name)(wanted)
        return code

    return run
