"""The whole regulation in scenes: an outage from the first tap to the return to the line.

What people read and tap is looked up where the bot has it, in bot/locales and the runbook.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from bot.demo.cast import DARYNA, LEV, OLGA, PETRO, TIMUR, Member
from bot.demo.stage import Stage
from bot.localised import Localised
from bot.runbook.library import Library
from bot.telegram.texts import Texts

REFERENCE = "48213"
DESCRIPTION = "Перезагрузила, всё равно ошибка 503. Звонок оборвался на полуслове."
QUESTION = "Ошибка сразу при входе или после пароля?"
DETAILS = "Сразу, до пароля. Интернет по проводу, остальное открывается."
STILL_BROKEN = "Войти получилось, но звонки не приходят: «линия не зарегистрирована»."

TRY_IT_YOURSELF = "Step 1, try it yourself. She restarts the device; it does not help."
LEAD_RINGS = "Step 2. The phone of Lev, the duty lead, rings: a customer waits. He does not answer."
SYSADMIN_ASKS = "He wants to know more. The question comes to Olga, her answer goes into the ticket."


class Scenes(ABC):
    """What every play is made of; each scene ends when what it leads to is on a phone."""

    end: str
    """The last caption."""

    def __init__(self, stage: Stage, library: Library) -> None:
        self._stage, self._centre = stage, library.centre
        self._steps = library.runbooks[library.main].steps

    @abstractmethod
    def in_order(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        """Scene after scene."""

    def _software(self, key: str, member: Member) -> str:
        return self._centre.software[key].title.to(member.language)

    def _channel(self, key: str, member: Member) -> str:
        return self._centre.channels[key].title.to(member.language)

    def _answer(self, step: str, key: str, member: Member) -> str:
        return self._steps[step].answers[key].label.to(member.language)

    def _says(self, step: str, member: Member, **values: str) -> str:
        """The first line that the runbook says at this step; {placeholders} filled with these values."""
        said: Localised | None = self._steps[step].say
        if said is None:
            raise KeyError(f"the runbook's step {step!r} says nothing that could be waited for")
        first = said.to(member.language).strip().split("\n")[0]
        for name, value in values.items():
            first = first.replace(f"{{{name}}}", value)
        return first.strip()


class Regulation(Scenes):
    """The whole regulation, step by step."""

    end = "That was the night. All phones are alive: scroll, open rows of the history, go on by hand."

    def in_order(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        return (
            self.report,
            self.reboot,
            self.nobody_answers,
            self.lead_acknowledges,
            self.lead_ticks,
            self.screenshot_and_words,
            self.sysadmin_acknowledges,
            self.sysadmin_asks,
            self.another_channel,
            self.petro,
            self.recheck,
            self.fixed_but_not_for_olga,
            self.fixed,
        )

    async def report(self) -> None:
        stage = self._stage
        await stage.tells("Olga is on a call when her telephony goes silent. She opens the bot.")
        await stage.writes(OLGA, words(OLGA, "keyboard-report"))
        await stage.taps(OLGA, self._software("telephony", OLGA))
        await stage.tells("Is a customer with her now? It is asked first, and the lead will read it first.")
        await stage.taps(OLGA, words(OLGA, "report-customer-call"))
        await stage.sees(OLGA, words(OLGA, "operator-customer-call"))
        await stage.writes(OLGA, REFERENCE)

    async def reboot(self) -> None:
        stage = self._stage
        await stage.sees(OLGA, self._says("reboot", OLGA))
        await stage.tells(TRY_IT_YOURSELF)
        await stage.taps(OLGA, self._answer("reboot", "not_helped", OLGA))

    async def nobody_answers(self) -> None:
        stage = self._stage
        await stage.hears(LEV)
        await stage.tells(LEAD_RINGS)
        await stage.winds(2)
        await stage.hears(LEV)
        await stage.tells(
            "Two minutes later it rings again. Three more, and Daryna, the second lead, is paged."
        )
        await stage.winds(3)
        await stage.hears(DARYNA)

    async def lead_acknowledges(self) -> None:
        stage = self._stage
        await stage.tells("Lev acknowledges. The ladder stops; Daryna and Olga see who has it.")
        await stage.taps(LEV, words(LEV, "lead-acknowledge"))
        await stage.sees(OLGA, words(OLGA, "operator-lead-has-it", name=LEV.name, at="").strip())
        await stage.sees(DARYNA, words(DARYNA, "lead-taken", name=LEV.name, at="").split(",")[0])

    async def lead_ticks(self) -> None:
        stage = self._stage
        await stage.tells(
            "His three duties: the customer goes to Petro, who has the call at once and will ring back; the"
            " status is set, Olga is off the line."
        )
        await stage.taps(LEV, words(LEV, "lead-redirected"))
        await stage.taps(LEV, PETRO.name)
        await stage.taps(PETRO, words(PETRO, "customer-claim"))
        await stage.taps(PETRO, words(PETRO, "promise-button-call-back"))
        await stage.taps(LEV, words(LEV, "lead-status-set"))
        await stage.taps(LEV, words(LEV, "lead-off-the-line"))
        await stage.sees(OLGA, words(OLGA, "ticked-off-the-line"))

    async def screenshot_and_words(self) -> None:
        stage = self._stage
        await stage.tells("Step 3. Olga sends a screenshot, then a phrase: separately, as it comes at night.")
        await stage.sends_photo(OLGA, "error_503")
        await stage.sees(OLGA, words(OLGA, "operator-picture-there"))
        await stage.writes(OLGA, DESCRIPTION)
        await stage.hears(TIMUR)

    async def sysadmin_acknowledges(self) -> None:
        stage = self._stage
        await stage.tells(
            "The sysadmin's phone rings: her ticket, her picture. Timur acknowledges; he needs 30 minutes."
        )
        await stage.taps(TIMUR, words(TIMUR, "ticket-acknowledge"))
        await stage.taps(TIMUR, words(TIMUR, "ticket-in-30"))
        await stage.sees(OLGA, TIMUR.name)

    async def sysadmin_asks(self) -> None:
        stage = self._stage
        await stage.tells(SYSADMIN_ASKS)
        await stage.taps(TIMUR, words(TIMUR, "ticket-details"))
        await stage.writes(TIMUR, QUESTION)
        await stage.sees(OLGA, QUESTION)
        await stage.writes(OLGA, DETAILS)
        await stage.sees(TIMUR, DETAILS)

    async def another_channel(self) -> None:
        stage = self._stage
        await stage.tells(
            "Step 4. While she waits she tries the other channels, one by one. Chats work: she moves."
        )
        await stage.taps(OLGA, words(OLGA, "operator-channel-opens"))
        await stage.sees(OLGA, self._says("elsewhere", OLGA, channel=self._channel("chats", OLGA)))

    async def petro(self) -> None:
        stage = self._stage
        await stage.tells(
            "Meanwhile Petro's CRM hangs. He reads Ukrainian; a restart helps, nobody is woken."
        )
        await stage.writes(PETRO, words(PETRO, "keyboard-report"))
        await stage.taps(PETRO, self._software("crm", PETRO))
        await stage.taps(PETRO, words(PETRO, "report-customer-none"))
        await stage.taps(PETRO, self._answer("reboot", "helped", PETRO))
        await stage.sees(PETRO, self._says("helped_myself", PETRO))

    async def recheck(self) -> None:
        stage = self._stage
        await stage.tells("Ten minutes on, the bot asks Olga whether it works, without sound. Not yet.")
        await stage.winds(self._centre.timings.recheck.every.total_seconds() / 60)
        await stage.taps(OLGA, words(OLGA, "operator-not-yet"))

    async def fixed_but_not_for_olga(self) -> None:
        stage = self._stage
        await stage.tells(
            "Timur says it is fixed. Olga checks: not for her. She says what she sees, and returns to chats."
        )
        await stage.taps(TIMUR, words(TIMUR, "ticket-resolve"))
        await stage.taps(OLGA, self._answer("check_fix", "broken", OLGA))
        await stage.sees(OLGA, self._says("not_fixed", OLGA))
        await stage.writes(OLGA, STILL_BROKEN)
        await stage.sees(TIMUR, STILL_BROKEN)
        await stage.taps(OLGA, words(OLGA, "operator-channel-opens"))

    async def fixed(self) -> None:
        stage = self._stage
        await stage.tells("The ticket is open again, with her words. Timur looks once more, and resolves it.")
        await stage.winds(8)
        await stage.taps(TIMUR, words(TIMUR, "ticket-resolve"))
        await stage.tells("Step 5. It works for Olga too. She is back by schedule, and the lead knows.")
        await stage.taps(OLGA, self._answer("check_fix", "works", OLGA))
        await stage.sees(OLGA, self._says("back_on_line", OLGA, shift_end="").rstrip("."))
        await stage.sees(LEV, words(LEV, "lead-closed-returned"))


def words(member: Member, key: str, **values: object) -> str:
    """What the bot says to them under this key."""
    return Texts(member.language, ZoneInfo("UTC"))(key, **values)
