"""Thirty operators report within a minute: one outage, one board, one ticket, and the return in waves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.demo.cast import CROWD, LEV, OLGA, PETRO, TIMUR, Member
from bot.demo.scenes import DESCRIPTION, Scenes, words

MANY = (OLGA, PETRO, *CROWD)
"""In the order in which they report."""
WITH_CUSTOMER = CROWD[::9]

ALL_REPORT = "Within a minute Petro and 28 others tap “Me too”. Nobody of them has to restart anything."
THE_BOARD = (
    "One message for Lev, edited as they come: how many, who has a customer, what is not ticked yet. The"
    " leads' group has the same, in a topic of its own."
)
ONE_TICKET = "One ticket for Timur: how many cannot work, what they say, each different screenshot once."
VOLUNTEERS = "Fixed. Everybody at once would bring it down again, so two who want to check first."
IN_WAVES = "It works for both. Now ten a minute, and each says whether it works."


class Flood(Scenes):
    """Night 19 by the numbers of runbooks/centre.yaml."""

    end = "Thirty are back, with a row in the history for each. Scroll Lev's board, or play again."

    def in_order(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        return (
            self.olga_reports,
            self.all_report,
            self.lead_has_it,
            self.ticks_for_all,
            self.one_ticket,
            self.volunteers,
            self.waves,
        )

    async def olga_reports(self) -> None:
        stage = self._stage
        await stage.tells("Olga's telephony is gone. A restart does not help; Lev is called, Timur too.")
        await stage.writes(OLGA, words(OLGA, "keyboard-report"))
        await stage.taps(OLGA, self._software("telephony", OLGA))
        await stage.taps(OLGA, words(OLGA, "report-customer-none"))
        await stage.taps(OLGA, self._answer("reboot", "not_helped", OLGA))
        await stage.hears(LEV)
        await stage.sends_photo(OLGA, "error_503", DESCRIPTION)
        await stage.hears(TIMUR)

    async def all_report(self) -> None:
        stage = self._stage
        await stage.tells(ALL_REPORT)
        await self._joins(PETRO)
        await _by_all(CROWD, self._joins)

    async def lead_has_it(self) -> None:
        stage = self._stage
        await stage.winds(0.1)
        await stage.sees(LEV, self._how_many())
        await stage.tells(THE_BOARD)
        await stage.taps(LEV, words(LEV, "lead-acknowledge"))
        await stage.sees(PETRO, words(PETRO, "operator-lead-has-it", name=LEV.name, at="").strip())

    async def ticks_for_all(self) -> None:
        stage, count = self._stage, len(MANY)
        await stage.tells(
            "Three taps for thirty people: nobody to redirect to, the statuses set, all off the line. Each"
            " could be undone for a minute."
        )
        await stage.taps(LEV, words(LEV, "outage-all-redirected", count=len(WITH_CUSTOMER)))
        await stage.taps(LEV, words(LEV, "lead-nobody"))
        await stage.taps(LEV, words(LEV, "outage-all-status-set", count=count))
        await stage.taps(LEV, words(LEV, "outage-all-off-the-line", count=count))
        await stage.sees(PETRO, words(PETRO, "ticked-off-the-line"))

    async def one_ticket(self) -> None:
        stage = self._stage
        await stage.tells(ONE_TICKET)
        await stage.taps(TIMUR, words(TIMUR, "ticket-acknowledge"))
        await stage.taps(TIMUR, words(TIMUR, "ticket-in-30"))
        await stage.sees(OLGA, TIMUR.name)
        await stage.sees(PETRO, TIMUR.name)

    async def volunteers(self) -> None:
        stage = self._stage
        await stage.winds(9)
        await stage.taps(TIMUR, words(TIMUR, "ticket-resolve"))
        await stage.tells(VOLUNTEERS)
        for member in (OLGA, PETRO):
            await stage.taps(member, words(member, "volunteer-yes"))
            await stage.taps(member, self._answer("check_fix", "works", member))
            await stage.sees(member, self._says("back_on_line", member, shift_end="").rstrip("."))

    async def waves(self) -> None:
        """Whoever is asked answers; once nobody is, the clock is wound to the next wave."""
        stage, plan = self._stage, self._centre.timings.mass_return
        await stage.tells(IN_WAVES)
        left, works = list(CROWD), self._answer("check_fix", "works", OLGA)
        while left:
            asked = await stage.those_with(works, left)
            if asked:
                await _by_all(asked, self._returns)
                left = [member for member in left if member not in asked]
            else:
                await stage.winds(plan.wave_every / timedelta(minutes=1))
        await stage.sees(LEV, words(LEV, "outage-over-since", at="", count=len(MANY)).split()[1])

    async def _joins(self, member: Member) -> None:
        hands = self._stage.unwatched()
        customer = "chat" if member in WITH_CUSTOMER else "none"
        await hands.writes(member, words(member, "keyboard-report"))
        await hands.taps(member, self._software("telephony", member))
        await hands.taps(member, words(member, "known-me-too"))
        await hands.taps(member, words(member, f"report-customer-{customer}"))
        if customer != "none":
            await hands.taps(member, words(member, "operator-skip"))

    async def _returns(self, member: Member) -> None:
        await self._stage.unwatched().taps(member, self._answer("check_fix", "works", member))

    def _how_many(self) -> str:
        """ "30 operators", as the board's second line says it."""
        return words(LEV, "outage-size", at="", count=len(MANY)).split("·")[-1].strip()


async def _by_all(members: Sequence[Member], act: Callable[[Member], Awaitable[None]]) -> None:
    """All of them at the same time, each on their own phone."""
    await asyncio.gather(*(act(member) for member in members))
