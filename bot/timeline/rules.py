"""What is written in the history, and the chain that shows whether a row was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

CHAIN_START = "0" * 64


class Event(StrEnum):
    """Every kind of timeline event. Its words for people: `event-<kind>` in bot/locales."""

    # an operator's walk
    OPENED = "opened"
    CUSTOMER_NOTED = "customer_noted"
    STEP_ANSWERED = "step_answered"
    STEP_ENTERED = "step_entered"
    MORE_TIME = "more_time"
    ASKED_AGAIN = "asked_again"
    WENT_SILENT = "went_silent"
    WORK_STATUS_CHANGED = "work_status_changed"
    SOFTWARE_ADDED = "software_added"
    CHANNEL_CHECKED = "channel_checked"
    WORKS_AGAIN = "works_again"
    CANCELLED = "cancelled"
    SHIFT_ENDED = "shift_ended"
    CLOSED = "closed"
    # the duty lead
    LEAD_PAGED = "lead_paged"
    LEAD_TOLD = "lead_told"
    SYSADMIN_PAGED = "sysadmin_paged"
    LEAD_ACKNOWLEDGED = "lead_acknowledged"
    DUTY_TICKED = "duty_ticked"
    DUTIES_REMINDED = "duties_reminded"
    LEAD_TOOK_OVER = "lead_took_over"
    LEAD_PASSED_ON = "lead_passed_on"
    LEAD_CALLED_NEXT = "lead_called_next"
    LEAD_SNOOZED = "lead_snoozed"
    LEAD_LET_GO = "lead_let_go"
    LEAD_ASKED = "lead_asked"
    LEAD_WROTE = "lead_wrote"
    OPERATOR_WROTE = "operator_wrote"
    # a customer in hand
    REDIRECT_ASKED = "redirect_asked"
    CUSTOMER_CLAIMED = "customer_claimed"
    REDIRECT_DECLINED = "redirect_declined"
    CUSTOMER_UNCLAIMED = "customer_unclaimed"
    REDIRECT_LAPSED = "redirect_lapsed"
    PROMISE_NOTED = "promise_noted"
    # the ladder
    LADDER_CLIMBED = "ladder_climbed"
    PAGE_DELIVERED = "page_delivered"
    PAGE_REFUSED = "page_refused"
    NOBODY_TO_PAGE = "nobody_to_page"
    LADDER_RESTED = "ladder_rested"
    # the ticket
    REPORT_ADDED = "report_added"
    TICKET_FILED = "ticket_filed"
    TICKET_ACKNOWLEDGED = "ticket_acknowledged"
    DETAILS_ASKED = "details_asked"
    DETAILS_GIVEN = "details_given"
    ESTIMATE_GIVEN = "estimate_given"
    TICKET_RESOLVED = "ticket_resolved"
    TICKET_CANNOT_BE_RESOLVED = "ticket_cannot_be_resolved"
    TICKET_REOPENED = "ticket_reopened"
    TICKET_WITHDRAWN = "ticket_withdrawn"
    NEWS_ASKED = "news_asked"
    NEWS_GIVEN = "news_given"
    SYSADMIN_TOOK_OVER = "sysadmin_took_over"
    SYSADMIN_PASSED_ON = "sysadmin_passed_on"
    SYSADMIN_CALLED_NEXT = "sysadmin_called_next"
    SYSADMIN_SNOOZED = "sysadmin_snoozed"
    SYSADMIN_LET_GO = "sysadmin_let_go"
    # mass outages
    OUTAGE_JOINED = "outage_joined"
    OUTAGE_MASS = "outage_mass"
    OUTAGE_SPLIT = "outage_split"
    LEAD_GIVEN = "lead_given"
    TICKET_JOINED = "ticket_joined"
    DUTY_UNTICKED = "duty_unticked"
    WORDS_WITHDRAWN = "words_withdrawn"
    REDIRECT_WITHDRAWN = "redirect_withdrawn"
    VOLUNTEER_ASKED = "volunteer_asked"
    VOLUNTEERED = "volunteered"
    VOLUNTEER_DECLINED = "volunteer_declined"
    WAVE_ASKED = "wave_asked"
    RETURN_STOPPED = "return_stopped"
    NEWS_REPEATED = "news_repeated"
    NEWS_ENDED = "news_ended"
    # rechecks
    PROBED = "probed"
    RECHECK_ASKED = "recheck_asked"
    RECHECK_ANSWERED = "recheck_answered"
    RECHECKS_UNANSWERED = "rechecks_unanswered"
    RECHECK_INTERVAL_CHOSEN = "recheck_interval_chosen"
    # people and the house
    PERSON_INVITED = "person_invited"
    PERSON_JOINED = "person_joined"
    PERSON_CHANGED = "person_changed"
    PERSON_UNREACHABLE = "person_unreachable"
    PERSON_REACHABLE = "person_reachable"
    ROTA_CHANGED = "rota_changed"
    ROTA_GAP_FOUND = "rota_gap_found"
    ROTA_OVERLAP_FOUND = "rota_overlap_found"
    ROTA_GAPS_CLOSED = "rota_gaps_closed"
    SHIFT_MOVED = "shift_moved"
    SHIFT_COVERED = "shift_covered"
    SWAP_ASKED = "swap_asked"
    SWAP_AGREED = "swap_agreed"
    SWAP_REFUSED = "swap_refused"
    SWAP_WITHDRAWN = "swap_withdrawn"
    SWAP_EXPIRED = "swap_expired"
    SWAP_VOID = "swap_void"
    PATTERN_MADE = "pattern_made"
    PATTERN_ENDED = "pattern_ended"
    CHECKED_IN = "checked_in"
    NOT_CHECKED_IN = "not_checked_in"
    HANDOVER_BEGUN = "handover_begun"
    HANDOVER_SIGNED = "handover_signed"
    HANDOVER_DROPPED = "handover_dropped"
    GROUP_BOUND = "group_bound"
    GROUP_UNBOUND = "group_unbound"
    GROUP_TROUBLE = "group_trouble"
    GROUP_WELL = "group_well"
    GROUP_MOVED = "group_moved"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    AUDITOR_REPAIRED = "auditor_repaired"
    RESTORED = "restored"
    RELEASED = "released"
    PERSON_EXPORTED = "person_exported"
    PERSON_ERASED = "person_erased"


@dataclass(frozen=True, slots=True)
class Words:
    """What a person said, or is called. The history only keeps a seal of it: the words can be forgotten."""

    text: str
    of: int | None = None
    """Whose they are. Empty: of whoever did it."""


FORGOTTEN = "…"
"""What stands where a person's words were, once they are erased."""

_SEALED = "sealed"


def words(text: str | None, *, of: int | None = None) -> Words | None:
    """`Words`, or nothing where nothing was said."""
    return Words(text, of) if text else None


def seal(text: str, salt: str) -> str:
    """Proves the words to whoever has them with their salt, and tells nothing to anybody else."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def sealed(digest: str) -> dict[str, str]:
    """What stands in an event's data in place of words."""
    return {_SEALED: digest}


def opened(data: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """An event's data with the words in it again; `said`: words by their seal, without forgotten ones."""
    return {key: _opened(value, said) for key, value in data.items()}


def _opened(value: Any, said: Mapping[str, str]) -> Any:
    is_seal = isinstance(value, dict) and value.keys() == {_SEALED}
    return said.get(value[_SEALED], FORGOTTEN) if is_seal else value


def link(previous: str, row: dict[str, Any]) -> str:
    """The hash of a row: sha256 over the hash before it and the row's canonical JSON."""
    return hashlib.sha256(f"{previous}{_CANONICAL.encode(row)}".encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    return str(value)


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
