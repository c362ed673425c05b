"""The command line: `nightshift`, and `python -m bot`. docs/COMMANDS.md lists it.

What a command needs is imported when it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from bot.cli.arguments import parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: see `bot.cli.failing`; wrong usage leaves with SystemExit(2)."""
    _say_any_sign()
    wanted = parser().parse_args(argv)
    try:
        code: int = wanted.run(wanted)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _nobody_reads()
    except Exception as error:
        from bot.cli.failing import exit_code, sentences

        code = exit_code(error)
        if not code:
            raise
        for sentence in sentences(error):
            print(f"error: {sentence}", file=sys.stderr)
    return code


def _say_any_sign() -> None:
    """A terminal that cannot show a letter shows its number instead; the command goes on."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _nobody_reads() -> int:
    """`nightshift people | head`: whoever read has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
