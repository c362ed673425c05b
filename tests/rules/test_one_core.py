"""All threads of the bot stay on one core, and leave it where others crowd in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bot.one_core import Cores, Spent, better, idlest, quiet, spent_of, too_much

BEFORE: Cores = {core: Spent(5.0, 100.0) for core in range(4)}


def ten_seconds_later(*busy: float) -> Cores:
    """So many seconds of each core were somebody's."""
    return {core: Spent(5.0 + seconds, 110.0) for core, seconds in enumerate(busy)}


def test_what_the_kernel_says_of_each_core_is_read() -> None:
    said = (
        "cpu  400 0 200 1800 0 0 0 0 0 0\ncpu0 100 50 50 700 100 0 0 0 9 9\n"
        "cpu11 0 0 0 0 0 100 200 700 0 0\nintr 5\n"
    )
    assert spent_of(said) == {0: Spent(2.0, 10.0), 11: Spent(10.0, 10.0)}


def test_a_core_is_chosen_of_which_others_have_little() -> None:
    assert idlest(BEFORE, ten_seconds_later(0.3, 9.0, 4.0, 0.1), {0, 1, 2, 3}) == [0, 3]


def test_a_core_that_we_were_not_given_is_none_to_go_to() -> None:
    assert idlest(BEFORE, ten_seconds_later(0.0, 9.0, 4.0, 0.0), {1, 2}) == [2]


def test_one_that_only_we_keep_busy_is_not_left() -> None:
    assert better(1, BEFORE, ten_seconds_later(0.0, 9.9, 0.0, 0.0), {0, 1, 2, 3}, own=9.5) == ()


def test_one_of_which_others_have_much_is_left_for_one_of_which_they_have_less() -> None:
    assert better(1, BEFORE, ten_seconds_later(8.0, 9.9, 0.2, 7.0), {0, 1, 2, 3}, own=5.0) == [2]


def test_where_all_are_as_crowded_nobody_moves() -> None:
    assert better(1, BEFORE, ten_seconds_later(9.0, 9.9, 8.8, 9.0), {0, 1, 2, 3}, own=0.5) == []


def test_where_the_kernel_says_nothing_nobody_moves() -> None:
    assert better(1, {}, {}, {0, 1}, own=0.5) == ()
    assert better(1, BEFORE, BEFORE, {0, 1, 2, 3}, own=0.5) == ()


def test_only_where_others_have_more_than_half_of_it_a_core_is_too_much_shared() -> None:
    assert too_much(1, BEFORE, ten_seconds_later(9.0, 9.9, 9.0, 9.0), own=0.5)
    assert not too_much(1, BEFORE, ten_seconds_later(9.0, 9.9, 9.0, 9.0), own=6.0)


def test_a_core_is_quiet_of_which_others_have_less_than_a_quarter() -> None:
    assert quiet(BEFORE, ten_seconds_later(2.4, 9.0, 2.6, 9.0), {0, 1, 2, 3}) == [0]
    assert quiet(BEFORE, ten_seconds_later(2.6, 9.0, 2.6, 9.0), {0, 1, 2, 3}) == []


PROCESS = """
import json, os, sys, threading
from pathlib import Path
from bot.one_core import OneCore, set_free

def where():
    return sorted({tuple(os.sched_getaffinity(int(one.name))) for one in Path("/proc/self/task").iterdir()})

def busy(last, others, in_all):
    spent = {core: last if core == cores[-1] else others for core in cores}
    lines = (f"cpu{core} {one} 0 0 {in_all - one} 0 0 0 0" for core, one in spent.items())
    kernel.write_text("\\n".join(lines))

kernel, cores, go = Path(sys.argv[1]), sorted(os.sched_getaffinity(0)), threading.Event()
earlier = threading.Thread(target=go.wait)
earlier.start()
busy(last=0, others=0, in_all=0)
one = OneCore(kernel)
busy(last=0, others=900, in_all=1000)
one.settle()
later = threading.Thread(target=go.wait)
later.start()
settled = where()
busy(last=9000, others=900, in_all=19000)
one.look()
moved = where()
busy(last=18000, others=9900, in_all=28000)
one.look()
crowded = where()
busy(last=27000, others=10000, in_all=37000)
one.look()
calm = where()
os.sched_setaffinity(0, {cores[0]})
set_free(os.getpid())
free = sorted(os.sched_getaffinity(0))
go.set()
found = {"cores": cores, "settled": settled, "moved": moved, "free": free, "crowded": crowded, "calm": calm}
print(json.dumps(found))
"""


def test_every_thread_goes_there_and_elsewhere_when_it_is_crowded_and_a_child_is_set_free(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROCESS, str(tmp_path / "stat")], capture_output=True, check=True, timeout=60
    )
    found = json.loads(done.stdout)
    *others, last = found["cores"]
    assert found["free"] == found["cores"]
    if others:
        assert found["settled"] == [[last]]
        assert len(found["moved"]) == 1
        assert found["moved"][0][0] in others
        assert found["crowded"] == [found["cores"]]
        assert len(found["calm"]) == 1
        assert found["calm"][0][0] in others
    else:
        assert found["settled"] == found["moved"] == found["crowded"] == [[last]]
