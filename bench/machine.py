"""Whether the machine had time for us: what others did meanwhile, and how fast one core counts."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
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


def noise_of(parts: Mapping[str, float]) -> str:
    """A sentence that names the parts, by cores busy meanwhile, where it was too loud; or nothing."""
    loud = [f"{name} ({cores:.1f})" for name, cores in parts.items() if cores > QUIET_CORES]
    return "machine too noisy, cores busy with something else: " + ", ".join(loud) if loud else ""


def in_memory(folder: Path) -> bool:
    """Whether what lies in this folder never reaches a disk: a COMMIT waits for nothing there."""
    kinds = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    above = [(point, kind) for point, kind in kinds if folder.resolve().is_relative_to(point)]
    return max(above, key=lambda one: len(one[0]))[1] in {"tmpfs", "ramfs"}


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
    """Seconds of CPU spent on this machine, or kept from it by its host; not counting what waited."""
    user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / _TICKS


def _ours() -> float:
    """Ours, and that of children which have ended. Whoever has living ones counts them as others."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
