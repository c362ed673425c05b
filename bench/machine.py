"""Whether the machine had time for us: what others did meanwhile, and how fast one core counts."""

from __future__ import annotations

import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
QUIET_CORES = 0.35
"""So much of one core may be busy with something else; with more, read nothing into a missed goal."""


class Others:
    """From its making on: how many cores were busy with what neither we nor our children did."""

    def __init__(self) -> None:
        self._busy, self._ours, self._at = _busy(), _ours(), time.monotonic()

    def cores(self) -> float:
        passed = time.monotonic() - self._at
        if passed <= 0:
            return 0.0
        return max(0.0, (_busy() - self._busy) - (_ours() - self._ours)) / passed


def noise_of(cores: float) -> str:
    """A sentence where it was too loud; empty where it was not."""
    if cores <= QUIET_CORES:
        return ""
    return f"machine too noisy: {cores:.1f} cores were busy with something else"


def memory_mb(pid: int | str = "self") -> float:
    """Megabytes that this process holds and shares with nobody, and its part of what it shares."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"/proc/{pid}/smaps_rollup names no Pss")


def cpu_seconds(pid: int) -> float:
    """Seconds of CPU that this process has used in its life."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _busy() -> float:
    """Seconds of CPU spent on this machine, not counting what waited."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq) / _TICKS


def _ours() -> float:
    """Ours, and that of children which have ended. Whoever has living ones counts them as others."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
