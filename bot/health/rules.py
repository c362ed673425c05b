"""What was measured, and what of it is wrong: pure, so that every sentence can be tried alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

LOOP_STANDS = 20.0
"""Seconds after which a loop that does not turn is not waited for any more: the process ends itself."""
THREAD_STANDS = 60.0
"""The same for one read or write; the database's own limits end each in a third of it."""

LOOP_LATE = 5.0
INTAKE = 90.0
SETTLES = 10.0
"""Another poller for so long is one; at a take-over both ask for a moment."""
STORAGE = 45.0
INBOX = 60.0
TIMER = 15.0
PAGE = 60.0

INBOX_HOPELESS = 300.0
"""So long no update has ended: each is tried three times, half a minute each, so nobody handles them."""
TIMER_HOPELESS = 120.0
"""So long the alarm clock has not rung: it asks every second."""


class Name(StrEnum):
    """Everything that can be wrong. What to do about each: docs/OPERATIONS.md."""

    STARTING = "starting"
    LOOP = "event_loop"
    THREAD = "database_thread"
    STORAGE = "storage"
    TOKEN = "token"  # noqa: S105  a name, no secret
    INTAKE = "intake"
    INBOX = "inbox"
    TIMERS = "timers"
    PAGES = "pages"
    HOLD = "hold"
    CANARY = "canary"
    HANGS = "hangs"


class Trouble(NamedTuple):
    """`restart`: a new process would not have it. `says`: one sentence for whoever is called at night."""

    name: Name
    says: str
    restart: bool = False


class Queue(NamedTuple):
    """How many wait, and how many seconds the oldest of them has waited."""

    rows: int = 0
    oldest: float = 0.0


NOBODY = Queue()


@dataclass(frozen=True, slots=True)
class Rows:
    """What the database holds at one moment."""

    inbox: Queue = NOBODY
    timers: Queue = NOBODY
    """Only those whose moment has come."""
    outbox: Mapping[str, Queue] = field(default_factory=dict)
    """By priority: page, answer, card, notice."""
    incidents: Mapping[str, int] = field(default_factory=dict)
    """Open ones by status."""
    mass_outages: int = 0
    repairs: Mapping[str, int] = field(default_factory=dict)
    """By finding of the auditor, since the database was made."""
    quarantined: int = 0
    unreachable: int = 0
    on_hold: bool = False
    """A restore waits for a person's word."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One look at everything. Lengths are seconds."""

    started: bool = True
    loop_stands: float = 0.0
    thread_stands: float = 0.0
    read_ago: float = 0.0
    written_ago: float = 0.0
    polls: bool = True
    """Whether it is this process that asks Telegram for updates."""
    intake_ago: float = 0.0
    intake_reason: str | None = None
    intake_reason_for: float = 0.0
    token_refused: bool = False
    handled_ago: float = 0.0
    """Since an update last ended in this process."""
    rang_ago: float = 0.0
    """Since the alarm clock last asked and got an answer."""
    canary_stopped_at: str | None = None
    rows: Rows = field(default_factory=Rows)


_WHY_NO_INTAKE: Mapping[str, str] = {
    "another_poller": "Another program asks for this bot's updates: the same token runs twice (409).",
    "webhook": "A webhook is set for this bot, so nothing may be polled; it is being removed.",
    "webhook_fails": "Telegram cannot bring updates to WEBHOOK_URL: look at the proxy and its certificate.",
    "flood": "Telegram asks for silence (429).",
    "telegram_down": "Telegram answers with errors of its own.",
    "network": "Telegram cannot be reached from this machine.",
    "undecodable": "Telegram, or something in between, answers what cannot be read.",
    "telegram_refuses": "Telegram refuses to give updates.",
    "storage": "What comes in cannot be kept, so it is left with Telegram.",
    "unexpected": "Asking for updates fails for a reason nobody foresaw: see the log.",
}
_AT_ONCE = {"another_poller", "webhook", "webhook_fails"}
_WHERE = {
    "journal": "it could not be kept",
    "inbox": "it was kept and not handled",
    "timer": "it was handled and its timer did not fire",
    "outbox": "it was promised and not sent",
    "refused": "Telegram refused it",
}


def troubles(facts: Facts) -> tuple[Trouble, ...]:
    """Everything that is wrong, what explains the rest first. Empty: all is well."""
    return tuple(_troubles(facts))


def is_alive(wrong: tuple[Trouble, ...]) -> bool:
    """Whether this process is worth keeping: nothing is wrong that a new one would not have.

    While the database takes nothing, all that waits behind it is its doing: a restart would help nobody.
    """
    names = {one.name for one in wrong}
    held_up = {Name.INBOX, Name.TIMERS} if Name.STORAGE in names else set[Name]()
    return not any(one.restart and one.name not in held_up for one in wrong)


def _troubles(facts: Facts) -> Iterator[Trouble]:
    if not facts.started:
        yield Trouble(Name.STARTING, "The bot is starting.")
        return
    if facts.loop_stands >= LOOP_LATE:
        says = f"The event loop has not turned for {facts.loop_stands:.0f} s: something blocks it."
        yield Trouble(Name.LOOP, says, restart=facts.loop_stands >= LOOP_STANDS)
    if facts.thread_stands >= THREAD_STANDS:
        says = f"One read or write of the database has lasted {facts.thread_stands:.0f} s: its thread stands."
        yield Trouble(Name.THREAD, says, restart=True)
    yield from _of_storage(facts)
    yield from _of_intake(facts)
    yield from _of_rows(facts.rows, facts)
    if facts.canary_stopped_at is not None:
        where = _WHERE.get(facts.canary_stopped_at, facts.canary_stopped_at)
        yield Trouble(Name.CANARY, f"The canary's last trip did not reach its end: {where}.")


def _of_storage(facts: Facts) -> Iterator[Trouble]:
    late = max(facts.written_ago, facts.read_ago)
    if late >= STORAGE:
        what = "taken a write" if facts.written_ago >= facts.read_ago else "answered a read"
        why = "its disk is full or read-only, another program locks it, or its server is away"
        yield Trouble(Name.STORAGE, f"The database has not {what} for {late:.0f} s: {why}.")


def _of_intake(facts: Facts) -> Iterator[Trouble]:
    reason = facts.intake_reason
    if facts.token_refused or (facts.polls and reason == "token"):
        says = "Telegram does not know the token any more (401): nothing comes in, nothing is sent."
        yield Trouble(Name.TOKEN, f"{says} A new one is needed: @BotFather, /token.")
        return
    if not facts.polls:
        return
    why = _WHY_NO_INTAKE.get(reason or "", "")
    if facts.intake_ago >= INTAKE:
        says = f"Nothing has come from Telegram for {facts.intake_ago:.0f} s, not even an empty answer."
        yield Trouble(Name.INTAKE, f"{says} {why}".rstrip(), restart=reason is None)
    elif reason in _AT_ONCE and facts.intake_reason_for >= SETTLES:
        yield Trouble(Name.INTAKE, why)


def _of_rows(rows: Rows, facts: Facts) -> Iterator[Trouble]:
    if rows.inbox.oldest >= INBOX:
        says = f"An update has waited {rows.inbox.oldest:.0f} s to be handled, {rows.inbox.rows} in all."
        yield Trouble(Name.INBOX, says, restart=min(rows.inbox.oldest, facts.handled_ago) >= INBOX_HOPELESS)
    if rows.timers.oldest >= TIMER:
        says = f"A timer is {rows.timers.oldest:.0f} s late, {rows.timers.rows} in all."
        yield Trouble(Name.TIMERS, says, restart=min(rows.timers.oldest, facts.rang_ago) >= TIMER_HOPELESS)
    pages = rows.outbox.get("page", Queue())
    if pages.oldest >= PAGE:
        says = f"A page has not reached its phone for {pages.oldest:.0f} s, {pages.rows} in all."
        yield Trouble(Name.PAGES, says)
    if rows.on_hold:
        says = "This database was restored: what was promised before waits for a word (nightshift release)."
        yield Trouble(Name.HOLD, says)
