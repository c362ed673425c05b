"""Nobody answers: one lead cannot be reached, the other is silent, and the ladder goes on to its top."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.demo.cast import DARYNA, LEV, OLGA, VERA
from bot.demo.scenes import Scenes, words

BLOCKED = "Lev, the duty lead, has blocked the bot: by mistake, days ago. Nobody knows it yet."
REFUSED = "Telegram refuses to bring it to Lev. Not delivered is not notified: Daryna is called at once."
ALL_ARE_CALLED = "Still nobody. Now everybody who leads is called, and Vera, the administrator."
SILENT = (
    "The first answer silences it all. Five minutes on, no phone rings; what is unsent comes without sound."
)


class Unanswered(Scenes):
    """The ladder of the duty leads by the numbers of runbooks/centre.yaml."""

    end = (
        "The page reached somebody who can act, and the history has every call. Go on by hand, or play again."
    )

    def in_order(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        return (
            self.lead_has_blocked_the_bot,
            self.report,
            self.next_at_once,
            self.second_is_silent,
            self.everybody_is_called,
            self.top_repeats,
            self.lead_is_back,
            self.acknowledged,
            self.all_silent,
        )

    async def lead_has_blocked_the_bot(self) -> None:
        await self._stage.tells(BLOCKED)
        await self._stage.blocks(LEV)

    async def report(self) -> None:
        stage = self._stage
        await stage.tells("Olga's telephony goes silent in the middle of a call. A restart does not help.")
        await stage.writes(OLGA, words(OLGA, "keyboard-report"))
        await stage.taps(OLGA, self._software("telephony", OLGA))
        await stage.taps(OLGA, words(OLGA, "report-customer-call"))
        await stage.taps(OLGA, words(OLGA, "operator-skip"))
        await stage.sees(OLGA, self._says("reboot", OLGA))
        await stage.taps(OLGA, self._answer("reboot", "not_helped", OLGA))

    async def next_at_once(self) -> None:
        stage = self._stage
        await stage.hears(DARYNA)
        await stage.tells(REFUSED)
        await stage.sees(VERA, words(VERA, "unreachable-title", name=LEV.name))
        await stage.tells(
            "Vera, the administrator, reads whom messages do not reach, and the number to call."
        )

    async def second_is_silent(self) -> None:
        stage, ladder = self._stage, self._centre.ladder.lead
        again = ladder.repeat_after or ladder.next_level_after
        await stage.tells(f"Daryna sleeps. After {_minutes(again):g} minutes her phone rings once more.")
        await stage.winds(_minutes(again))
        await stage.hears(DARYNA)

    async def everybody_is_called(self) -> None:
        stage, ladder = self._stage, self._centre.ladder.lead
        rest = ladder.next_level_after - (ladder.repeat_after or timedelta())
        await stage.winds(_minutes(rest) or _minutes(ladder.next_level_after))
        await stage.hears(VERA)
        await stage.hears(DARYNA)
        await stage.tells(ALL_ARE_CALLED)

    async def top_repeats(self) -> None:
        stage, every = self._stage, _minutes(self._centre.ladder.lead.top_repeats_every)
        await stage.tells(
            f"The top of the ladder is never silent: every {every:g} minutes all are called anew."
        )
        for _ in range(2):
            await stage.winds(every)
            await stage.hears(VERA)
            await stage.hears(DARYNA)

    async def lead_is_back(self) -> None:
        stage = self._stage
        await stage.tells("Vera has called Lev's own phone. He opens the bot and presses Start.")
        await stage.starts(LEV)
        await stage.sees(VERA, words(VERA, "reachable-again", name=LEV.name))
        await stage.tells("The next call of the ladder rings at him too.")
        await stage.winds(_minutes(self._centre.ladder.lead.top_repeats_every))
        await stage.hears(LEV)

    async def acknowledged(self) -> None:
        stage = self._stage
        await stage.tells("Lev acknowledges. Everybody else reads who has it, and since when.")
        await stage.taps(LEV, words(LEV, "lead-acknowledge"))
        for other in (DARYNA, VERA):
            await stage.sees(other, words(other, "lead-taken", name=LEV.name, at="").split(",")[0])
        await stage.sees(OLGA, words(OLGA, "operator-lead-has-it", name=LEV.name, at="").strip())

    async def all_silent(self) -> None:
        stage = self._stage
        await stage.winds(_minutes(self._centre.ladder.lead.top_repeats_every))
        await stage.tells(SILENT)
        await stage.tells("Olga's telephony is back. One tap, and Lev knows.")
        await stage.taps(OLGA, words(OLGA, "operator-works-again"))
        await stage.sees(LEV, words(LEV, "lead-closed-returned"))


def _minutes(length: timedelta) -> float:
    return length / timedelta(minutes=1)
