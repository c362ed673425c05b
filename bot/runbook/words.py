"""The closed sets of words a runbook may use; `bot.runbook.rules` hands them on."""

import re
from collections.abc import Mapping
from enum import StrEnum


class WorkStatus(StrEnum):
    """What the operator is doing, as the lead's board shows it."""

    ON_THE_LINE = "on_the_line"
    TRYING_IT_MYSELF = "trying_it_myself"
    OFF_THE_LINE = "off_the_line"
    IN_ANOTHER_CHANNEL = "in_another_channel"
    STUDYING = "studying"
    AWAITING_THE_LEAD = "awaiting_the_lead"
    CHECKING_THE_FIX = "checking_the_fix"
    SHIFT_OVER = "shift_over"


class Effect(StrEnum):
    """What entering a step sets in motion."""

    PAGE_DUTY_LEAD = "page_duty_lead"
    TELL_DUTY_LEAD = "tell_duty_lead"
    ASK_DUTY_LEAD = "ask_duty_lead"
    FILE_TICKET = "file_ticket"
    REOPEN_TICKET = "reopen_ticket"
    START_RECHECKS = "start_rechecks"
    STOP_RECHECKS = "stop_rechecks"


class Ask(StrEnum):
    """What a step asks for instead of buttons: pictures and a description, ticks, or free text."""

    REPORT = "report"
    CHANNELS = "channels"
    WORDS = "words"


class Closing(StrEnum):
    """How an incident ended.

    SELF_HELP: the operator's own attempt helped, nobody else was needed. RETURNED: it works again, the
    operator is back by schedule. REPORTED: those responsible know, the operator went on without it.
    SHIFT_OVER: the shift ended first.
    """

    SELF_HELP = "self_help"
    RETURNED = "returned"
    REPORTED = "reported"
    SHIFT_OVER = "shift_over"


class Event(StrEnum):
    """What can happen at any step.

    The operator says it works, the sysadmin says fixed, the outage is known already so that trying it
    oneself is in vain, the shift ends.
    """

    WORKS = "works"
    FIXED = "fixed"
    KNOWN = "known"
    SHIFT_OVER = "shift_over"


class Outcome(StrEnum):
    """What came of `ask: channels`: the first of these that works decides."""

    CHANNEL = "channel"
    KNOWLEDGE_BASE = "knowledge_base"
    NOTHING = "nothing"


class About(StrEnum):
    """Whether an incident of this runbook is about one of the centre's software."""

    SOFTWARE = "software"
    SITUATION = "situation"


class Style(StrEnum):
    """The colour of a button."""

    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"


class SilenceName(StrEnum):
    """The silences of the centre's `timings`."""

    SELF_HELP = "self_help"
    REPORT = "report"
    FIX_CHECK = "fix_check"


class Placeholder(StrEnum):
    """What the bot can put into a text; written in braces."""

    SOFTWARE = "software"
    UNTIL = "until"
    SHIFT_END = "shift_end"
    LEAD = "lead"
    PHONE = "phone"
    NEXT_RECHECK = "next_recheck"
    CHANNEL = "channel"
    SINCE = "since"
    TICKET = "ticket"
    MINUTES_OFF = "minutes_off"
    KNOWLEDGE_BASE = "knowledge_base"


_IN_BRACES = re.compile(r"\{(\w+)\}")


def fill(text: str, values: Mapping[Placeholder, str]) -> str:
    """Put values into a text of a runbook. A line whose value is unknown or empty is left out."""
    lines = (
        _IN_BRACES.sub(lambda match: values[Placeholder(match[1])], line)
        for line in text.strip().splitlines()
        if all(values.get(Placeholder(name)) for name in _IN_BRACES.findall(line))
    )
    return "\n".join(lines)
