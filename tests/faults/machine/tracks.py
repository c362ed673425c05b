"""Nights that are always tried first: the machine's own rules, in orders in which nights go wrong."""

from __future__ import annotations

from typing import Any

from bot.incident.rules import Customer, Duty
from tests.faults.machine.house import Telegram
from tests.faults.machine.morning import Morning
from tests.faults.machine.night_machine import NightMachine

Step = tuple[str, dict[str, Any]]
Track = tuple[Step, ...]


def _begins(far: int) -> Step:
    return "begins", {"far": far, "customer": Customer.CALL}


def _passes(*seconds: int) -> Track:
    return tuple(("time_passes", {"length": one}) for one in seconds)


def _lead(what: str, who: str = "Sonya", *, holds: bool = True, to: str = "Sonya") -> Step:
    return "lead_taps", {"number": 0, "who": who, "holds": holds, "to": to, "what": what}


def _acknowledges(who: str, times: int = 1) -> Step:
    return "acknowledges", {"number": 0, "who": who, "times": times}


def _telegram(how: Telegram) -> Step:
    return "telegram_becomes", {"how": how}


def _sysadmin(what: str) -> Step:
    return "sysadmin_taps", {"number": 0, "what": what, "who": "Petro", "holds": True}


SETTLES: Step = ("settles", {})
TICKET = ("acknowledges_ticket", {"number": 0, "who": "Petro", "times": 2})
CANCELS = ("operator_taps", {"number": 0, "what": "cancel"})

TRACKS: dict[str, Track] = {
    "nobody answers": (_begins(1), SETTLES, *_passes(120, 180, 300, 300, 600, 600)),
    "acknowledged and forgotten": (
        _begins(1), _acknowledges("Mark"), SETTLES, _acknowledges("Lev", 2), _acknowledges("Sonya", 2),
        SETTLES,
        ("ticks", {"number": 0, "who": "Lev", "duty": Duty.STATUS_SET}), _lead("snooze"), *_passes(960, 600),
        _lead("write"), *_passes(1800, 1800, 1800, 1800), _acknowledges("Sonya"),
        _lead("pass_on", to="Lev"),
        SETTLES, *_passes(301), _acknowledges("Lev"), _lead("call_next"), *_passes(61),
        _lead("take_over", "Sonya", holds=False), CANCELS, SETTLES,
    ),
    "the acknowledgement overtakes the page": (
        _telegram(Telegram.DOWN), _begins(1), SETTLES, _acknowledges("Lev", 3), _telegram(Telegram.OK),
        SETTLES,
        *_passes(61),
    ),
    "phones refuse": (
        ("blocks_the_bot", {"who": "Lev", "blocked": True}), _begins(3), SETTLES, *_passes(30),
        ("blocks_the_bot", {"who": "Sonya", "blocked": True}), *_passes(300, 600),
        ("blocks_the_bot", {"who": "Lev", "blocked": False}), *_passes(61),
    ),
    "answers are lost": (
        _telegram(Telegram.AMBIGUOUS), _begins(1), SETTLES, *_passes(30, 30), _telegram(Telegram.OK),
        *_passes(61), _telegram(Telegram.DOWN), *_passes(300, 120), _telegram(Telegram.OK), *_passes(30),
    ),
    "the sender dies": (_telegram(Telegram.SENDER_DIES), _begins(1), SETTLES, *_passes(61, 300)),
    "an operator falls asleep": (_begins(1), SETTLES, *_passes(600, 960, 1800)),
    "the whole walk": (
        _begins(5), SETTLES, _acknowledges("Lev"), TICKET, SETTLES,
        ("goes_on", {"number": 0, "pick": 2, "works": True, "times": 2}), *_passes(600),
        ("operator_taps", {"number": 0, "what": "notyet"}), *_passes(600, 600, 600, 600, 600),
        _sysadmin("estimate"), *_passes(3600), _sysadmin("resolve"), SETTLES,
        ("goes_on", {"number": 0, "pick": 0, "works": False, "times": 2}), *_passes(300),
        _sysadmin("resolve"),
        CANCELS, SETTLES, *_passes(600),
    ),
    "withdrawn before anybody looked": (_begins(4), SETTLES, CANCELS, SETTLES, *_passes(600, 600)),
    "closed before the sound came": (
        _begins(4), SETTLES, TICKET, SETTLES, _telegram(Telegram.DOWN), _sysadmin("resolve"), CANCELS,
        _telegram(Telegram.OK), SETTLES, *_passes(61),
    ),
    "silent where the report ends it": (
        ("opens", {"who": "Olga", "software": None, "customer": Customer.CALL, "book": "assistant_misleads",
                   "far": 0}),
        ("goes_on", {"number": 0, "pick": 0, "works": False, "times": 1}),
        ("goes_on", {"number": 0, "pick": 1, "works": False, "times": 1}), SETTLES, *_passes(960, 600, 900),
    ),
    "a shift ends": (_begins(5), SETTLES, _acknowledges("Lev"), *_passes(9 * 3600)),
}  # fmt: skip


def ride(track: Track, *, morning: bool = True) -> None:
    """One night along this track, looked at after every step; with its morning it takes a second more."""
    machine = NightMachine()
    try:
        for rule, values in track:
            getattr(machine, rule)(**values)
            machine.everything_that_must_be_so_is()
        if morning:
            Morning(machine.hands).comes()
    finally:
        machine.house.close()
