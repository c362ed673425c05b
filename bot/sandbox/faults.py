"""Faults that tests and the demo switch on: what Telegram does on a bad night."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from bot.sandbox.trouble import BadAnswer, BotApiError, ConnectionLost, Json, conflict, too_many

Kind = Literal[
    "down",
    "drop_after",
    "delay",
    "flood",
    "server_error",
    "bad_json",
    "not_ok",
    "unauthorized",
    "foreign_poller",
]
KINDS: tuple[str, ...] = get_args(Kind)
BEFORE = frozenset(KINDS) - {"drop_after", "delay", "bad_json"}
PAGE = "<html>\r\n<head><title>{0} Bad Gateway</title></head>\r\n<body><h1>{0}</h1><hr>nginx</body></html>"
NOT_OK = '{"ok":false,"error_code":500,"description":"Internal Server Error"}'
FOREIGN = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass
class Fault:
    """One planned fault; `times` None means until cleared, `seconds` is a delay or a retry_after."""

    kind: Kind
    methods: frozenset[str] = frozenset()
    chat_id: int | None = None
    times: int | None = None
    seconds: float = 0
    status: int = 502
    until: float | None = None

    def meets(self, method: str, chat_id: int | None, now: float) -> bool:
        return (
            self.times != 0
            and (not self.methods or method.lower() in self.methods)
            and (self.chat_id is None or self.chat_id == chat_id)
            and (self.until is None or now < self.until)
            and (self.kind != "foreign_poller" or method.lower() == "getupdates")
        )


@dataclass
class Faults:
    """What is wrong with Telegram just now. Empty by default."""

    planned: list[Fault] = field(default_factory=list)
    deliver_times: int = 1
    """Each update is handed out this many times in one answer."""
    reorder: bool = False
    """Updates of one answer come newest first."""

    def plan(
        self,
        kind: Kind,
        *methods: str,
        chat_id: int | None = None,
        times: int | None = None,
        seconds: float = 0,
        status: int = 502,
        until: float | None = None,
    ) -> Fault:
        """Switch a fault on for the named methods (none = all) and the chat (None = all).

        `until`: timestamp at which it ends by itself. Unknown kinds are a ValueError.
        """
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}; there are {', '.join(KINDS)}")
        names = frozenset(name.lower() for name in methods)
        fault = Fault(kind, names, chat_id, times, seconds, status, until)
        self.planned.append(fault)
        return fault

    def flood(self, retry_after: int, *, now: float, chat_id: int | None = None) -> Fault:
        """429 for a chat, or for everything but getUpdates when chat_id is None, until the time is over."""
        return self.plan("flood", chat_id=chat_id, seconds=retry_after, until=now + retry_after)

    def clear(self) -> None:
        self.planned.clear()
        self.deliver_times, self.reorder = 1, False

    def before(self, method: str, chat_id: int | None, now: float) -> None:
        """Raise what happens to a call before Telegram has seen it."""
        fault = self._next(BEFORE, method, chat_id, now)
        if fault:
            raise _raised(fault, now)

    def after(self, method: str, chat_id: int | None, now: float) -> None:
        """Raise what happens to the answer of a call that was carried out."""
        fault = self._next(frozenset({"drop_after", "bad_json"}), method, chat_id, now)
        if fault:
            raise (
                ConnectionLost(True)
                if fault.kind == "drop_after"
                else BadAnswer(200, '{"ok":true,"result":{')
            )

    def delay(self, method: str, chat_id: int | None, now: float) -> float:
        """Seconds the answer is held back."""
        fault = self._next(frozenset({"delay"}), method, chat_id, now)
        return fault.seconds if fault else 0.0

    def handed_out(self, updates: list[Json]) -> list[Json]:
        doubled = [update for update in updates for _ in range(self.deliver_times)]
        return doubled[::-1] if self.reorder else doubled

    def _next(self, kinds: frozenset[str], method: str, chat_id: int | None, now: float) -> Fault | None:
        for fault in self.planned:
            polling_flood = fault.kind == "flood" and not fault.methods and method.lower() == "getupdates"
            if fault.kind in kinds and not polling_flood and fault.meets(method, chat_id, now):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None


def _raised(fault: Fault, now: float) -> Exception:
    if fault.kind == "flood":
        left = fault.until - now if fault.until is not None else fault.seconds
        return too_many(max(1, round(left)))
    if fault.kind == "server_error":
        return BadAnswer(fault.status, PAGE.format(fault.status))
    if fault.kind == "not_ok":
        return BadAnswer(200, NOT_OK)
    if fault.kind == "unauthorized":
        return BotApiError(401, "Unauthorized")
    if fault.kind == "foreign_poller":
        return conflict(FOREIGN)
    return ConnectionLost(accepted=False)
