"""The ready-made tools are set up to say no: banned calls with their way out, and tests that skip."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BANNED = {
    "from datetime import datetime\ndatetime.now()": "bot.clock",
    "from datetime import UTC, datetime\ndatetime.now(UTC)": "bot.clock",
    "import datetime\ndatetime.datetime.utcnow()": "bot.clock",
    "import datetime\ndatetime.date.today()": "Clock",
    "import time\ntime.time()": "monotonic",
    "import asyncio\nasyncio.create_task(f())": "bot.nursery",
    "import asyncio\nasyncio.ensure_future(f())": "bot.nursery",
    "import requests": "httpx",
    "from unittest.mock import patch": "sandbox",
}


def linted(code: str, path: str) -> str:
    """What ruff says about this code as if it stood in this file."""
    ruff = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename", path, "-"]
    return subprocess.run(ruff, cwd=ROOT, input=code, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(("code", "way_out"), BANNED.items())
def test_a_banned_call_is_refused_with_its_way_out(code: str, way_out: str) -> None:
    said = linted(code, "bot/incident/actions.py")
    assert "TID251" in said
    assert way_out in said


@pytest.mark.parametrize("path", ["bot/clock.py", "bot/nursery.py"])
def test_the_one_place_for_it_may(path: str) -> None:
    assert "All checks passed" in linted("\n".join(BANNED), path)


SKIPS = """
import pytest

def test_says_skip():
    pytest.skip("no browser here")

@pytest.mark.skipif(True, reason="not on this machine")
def test_is_marked(): ...

def test_runs(): ...
"""


def test_a_test_that_skips_fails_and_says_what_it_missed(pytester: pytest.Pytester) -> None:
    pytester.makeconftest((ROOT / "conftest.py").read_text("utf-8"))
    pytester.makepyfile(SKIPS)
    run = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:asyncio")
    run.assert_outcomes(passed=1, failed=1, errors=1)
    said = run.stdout.str()
    assert "no browser here" in said
    assert "not on this machine" in said


def test_a_file_of_tests_that_skips_itself_fails(pytester: pytest.Pytester) -> None:
    pytester.makeconftest((ROOT / "conftest.py").read_text("utf-8"))
    pytester.makepyfile('import pytest\npytest.importorskip("selenium_of_tomorrow")')
    run = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:asyncio")
    run.assert_outcomes(errors=1)
    assert run.ret != 0
