"""What must hold after every night, whatever went wrong in it: one checker for all fault tests.

`judge` names each invariant that does not hold. CHECKS is the list; test_invariants.py shows of each that
it can fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from tests.faults.evidence import Evidence
from tests.faults.invariants import arrived, histories, left_over, paged, processes, wires
from tests.faults.trace import Trace, trace_of

if TYPE_CHECKING:
    from tests.faults.rig import Rig

Check = Callable[[Session, Evidence], Iterator[str]]

CHECKS: Mapping[str, tuple[str, Check]] = {
    "V1": ("each update that Telegram may forget is in the inbox once", arrived.confirmed),
    "V2": ("each of them ends, and in one way", arrived.settled),
    "V3": ("an accepted tap is one event, and no cause is written twice", histories.once),
    "V4": ("the history only grows, and its chain holds", histories.chained),
    "V5": ("each incident's row is what its history tells", histories.told),
    "V6": ("each page arrived, or was refused and the next one rang; repeats say so", paged.reached),
    "V7": ("what time does is done on time, and never to what is over", paged.on_time),
    "V8": ("nothing rings after closing", paged.quiet_after_closing),
    "V9": ("one ticket an outage, and its pictures byte for byte", left_over.tickets),
    "V10": ("healed, nothing waits any more", left_over.drained),
    "V11": ("nobody did or heard what is not theirs", left_over.outsiders),
    "V12": ("no call into a silence Telegram asked for; pages overtake notices", wires.patient),
    "V13": ("no secret is written down anywhere", wires.secrets),
    "V14": ("memory, files and threads stay bounded", processes.bounded),
    "V15": ("one poller, soon after whatever changed", processes.one_poller),
    "V16": ("asked to stop it ends in order within twenty seconds", processes.stopped),
    "V17": ("who watches from outside hears of a real stall within three minutes, else nothing",
            processes.heard_outside),
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """How one night ended."""

    broken: tuple[str, ...]
    """Each begins with the invariant's number."""
    trace: Trace
    repeats: int
    """Messages that were sent once more and say so."""
    unmarked: int
    """Messages that were sent once more and do not."""

    @property
    def lost(self) -> int:
        """Findings that mean: something somebody did or should have heard is not there."""
        meant = [one for one in self.broken if "twice" not in one and "repeated" not in one]
        return sum(one.split(" ")[0] in {"V1", "V2", "V6", "V9", "V10"} for one in meant)


def judge(rig: Rig) -> Verdict:
    """Look at everything the night left behind. To be called when nothing moves any more."""
    return examine(rig.night)


def examine(night: Evidence) -> Verdict:
    """The same of a night that is no rig's."""
    with Session(night.engine, expire_on_commit=False) as session:
        broken = tuple(
            f"{number} {found}" for number, (_, check) in CHECKS.items() for found in check(session, night)
        )
        marked, unmarked = paged.repeats(session, night.box)
        return Verdict(broken, trace_of(session, night.box), len(marked), len(unmarked))
