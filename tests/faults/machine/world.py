"""The half of the state machine that is nobody's wish: Telegram, phones, roles, the rota, time."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import select

from bot.person.actions import grant, mark_reachable, revoke
from bot.person.queries import roles_of
from bot.rota.actions import put_shift, remove_shift
from bot.rota.models import Shift
from tests.faults.machine.hands import Hands
from tests.faults.machine.house import CAST, Telegram

everybody = st.sampled_from(sorted(CAST))
seconds = st.sampled_from([1, 30, 61, 120, 180, 300, 301, 600, 600, 660, 960, 1200, 1800, 3600, 9 * 3600])


class World(RuleBasedStateMachine):
    """What people cannot help. The other half: `NightMachine`."""

    def __init__(self) -> None:
        super().__init__()
        self.hands = Hands()
        self.house = self.hands.house
        self.ids = self.house.ids

    @rule(how=st.sampled_from([Telegram.OK, Telegram.OK, *Telegram]))
    def telegram_becomes(self, how: Telegram) -> None:
        self.house.telegram = how

    @rule(who=everybody, blocked=st.booleans())
    def blocks_the_bot(self, who: str, blocked: bool) -> None:
        """Nobody tells us of a block: the next delivery is refused. Who lets the bot in again tells us."""
        if blocked:
            self.house.blocked.add(self.ids[who])
        elif self.ids[who] in self.house.blocked:
            self.house.blocked.discard(self.ids[who])
            self.house.do(mark_reachable, self.ids[who], now=self.house.now)

    @rule(who=everybody, back=st.booleans())
    def role_changes(self, who: str, back: bool) -> None:
        role, level = CAST[who]
        if back:
            self.house.do(grant, self.ids[who], role, level=level, by=None, now=self.house.now)
        else:
            self.house.do(revoke, self.ids[who], role, by=None, now=self.house.now)

    @rule(who=everybody, what=st.sampled_from(["longer", "shorter", "none"]))
    def shift_changes(self, who: str, what: str) -> None:
        now, role = self.house.now, CAST[who][0]
        query = select(Shift).where(Shift.person_id == self.ids[who], Shift.ends_at > now)
        for shift in self.house.read(lambda session: session.scalars(query).all()):
            named = {"person_id": self.ids[who], "role": role, "starts_at": shift.starts_at, "now": now}
            if what == "none":
                self.house.do(remove_shift, **named, by=None)
            elif role in self.house.read(roles_of, self.ids[who]):
                hours = 3 if what == "longer" else -1
                ends = max(shift.ends_at + timedelta(hours=hours), shift.starts_at + timedelta(minutes=1))
                self.house.do(put_shift, **named, ends_at=ends, level=shift.level, by=None)

    @rule(length=seconds)
    def time_passes(self, length: int) -> None:
        self.house.passes(timedelta(seconds=length))

    @rule()
    def settles(self) -> None:
        """Deliveries and what is due now."""
        self.house.settle()
