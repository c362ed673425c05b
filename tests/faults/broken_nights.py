"""Ways in which a night can go wrong that no program of ours should ever bring about, for the checker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.outbox.rules import Priority
from bot.sandbox.calls import Call
from bot.sandbox.model import TOKEN
from tests.faults.cast import OLGA
from tests.faults.evidence import Beats, Evidence, Stop, Vital
from tests.faults.watched import Attempt

MIB = 1024 * 1024
TEN_HOURS = 36_000_000
FIRST = "rowid = (SELECT min(rowid) FROM inbox)"
NEVER_ENDED = "UPDATE escalations SET ended_at = NULL"
OVERTAKEN = (
    f"priority = {int(Priority.PAGE)}, attempts = 1,"
    f" created_at = created_at - {TEN_HOURS}, sent_at = sent_at + {TEN_HOURS}"
)
EARLY_PAGE = f"priority = {int(Priority.PAGE)}, attempts = 1, created_at = created_at - {TEN_HOURS}"
Breaks = Callable[[Evidence], None]


def sql(*statements: str) -> Breaks:
    """As no program of ours could: without triggers and without keys."""

    def breaks(night: Evidence) -> None:
        with night.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            for [trigger] in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
            for statement in statements:
                assert connection.exec_driver_sql(statement).rowcount, f"nothing came of {statement}"

    return breaks


def without_keys(table: str) -> Breaks:
    """The table anew, its rows twice."""

    def breaks(night: Evidence) -> None:
        with night.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO old_{table}")
            connection.exec_driver_sql(f"CREATE TABLE {table} AS SELECT * FROM old_{table}")  # noqa: S608
            connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM old_{table} LIMIT 1")  # noqa: S608

    return breaks


def calls(other: Callable[[Call], dict[str, Any]], *methods: str) -> Breaks:
    """One more call, like the last of these but for what `other` says."""

    def breaks(night: Evidence) -> None:
        last = night.box.accepted(*(methods or ("sendMessage",)))[-1]
        values = {"method": last.method, "params": last.params, "at": last.at, "result": last.result}
        night.box.calls.append(Call(**values | other(last)))

    return breaks


def attempted(*attempts: tuple[str, float, int | None]) -> Breaks:
    """(method, seconds later, refusal): calls to Olga, who wants ten seconds of silence after a 429."""

    def breaks(night: Evidence) -> None:
        last = night.box.attempts[-1].at
        for method, seconds, code in attempts:
            at = last + timedelta(seconds=seconds)
            night.box.attempts.append(Attempt(method, OLGA.telegram_id, at, code, 10 if code else 0))

    return breaks


def unseen(night: Evidence) -> None:
    night.vitals.clear()


def vitals(*looks: tuple[int, int, int]) -> Breaks:
    """(MiB, files, threads), one after the other, of a process of its own."""

    def breaks(night: Evidence) -> None:
        night.vitals += [
            Vital(1, at, memory * MIB, files, threads) for at, (memory, files, threads) in enumerate(looks)
        ]

    return breaks


def beats(heard_until: float, stall: tuple[float, float] | None, *, heard_again: float = 60) -> Breaks:
    """An hour, in minutes: beats until then and from then on again, and a real stall in it."""

    def breaks(night: Evidence) -> None:
        began = night.box.calls[0].at

        def at(minute: float) -> Any:
            return began + timedelta(minutes=minute)

        heard = [at(minute) for minute in range(61) if minute <= heard_until or minute >= heard_again]
        night.beats = Beats(began, at(60), heard, [(at(stall[0]), at(stall[1]))] if stall else [])

    return breaks


def told_a_stranger(call: Call) -> dict[str, Any]:
    return {"params": call.params | {"chat_id": "999", "text": "Инцидент №1"}}


def the_same_again(call: Call) -> dict[str, Any]:
    return {"result": call.result | {"message_id": 999_999}}


def with_the_token(night: Evidence) -> None:
    with (night.folder / "log").open("a") as log:
        log.write(f"GET /bot{night.box.token}/getMe")


def taken_over_for_no_reason(night: Evidence) -> None:
    night.box.polls_taken_over.append(night.clock.now() + timedelta(hours=1))


def rewritten(night: Evidence) -> None:
    night.histories.append([(*night.timeline()[0][:-1], "another hash")])


def a_stop(code: int, seconds: float) -> Breaks:
    return lambda night: night.stops.append(Stop(code, seconds))


def picture_bent(night: Evidence) -> None:
    next(iter((night.folder / "pictures").glob("??/*"))).write_bytes(b"something else")


def confirmed_and_lost(night: Evidence) -> None:
    night.box.updates.confirmed.add(7)
    night.box.updates.given.add(7)


def repeated_for_no_reason(night: Evidence) -> None:
    night.ambiguous = 0
    calls(lambda call: {"params": call.params | {"text": "(повтор)\n" + call.params["text"]}})(night)


def change(table: str, to: str, where: str = "true") -> Breaks:
    """So many rows of it say something else."""
    return sql(f"UPDATE {table} SET {to} WHERE {where}")  # noqa: S608


def both(one: Breaks, other: Breaks) -> Breaks:
    def breaks(night: Evidence) -> None:
        one(night)
        other(night)

    return breaks


def forty_pages_more(night: Evidence) -> None:
    columns = "escalation_id, person_id, level, round, paged_at, delivered_at"
    as_the_first = "SELECT escalation_id, person_id, level, {}, paged_at, paged_at FROM pages WHERE id = 1"
    sql(*[f"INSERT INTO pages ({columns}) {as_the_first.format(n)}" for n in range(20, 60)])(night)


def told_the_token(call: Call) -> dict[str, Any]:
    return {"params": call.params | {"text": TOKEN}}


BROKEN: dict[str, tuple[str, Breaks]] = {
    "an update is confirmed and not kept": ("V1", confirmed_and_lost),
    "an update is there that nobody sent": ("V1", change("inbox", "update_id = 3", FIRST)),
    "an update never ends": ("V2", change("inbox", "state = 'new'", FIRST)),
    "a healthy update is in quarantine": ("V2", change("inbox", "state = 'quarantined'", FIRST)),
    "an event stands there twice": ("V3", without_keys("timeline")),
    "an event was changed": ("V4", change("timeline", "by_id = 4", "kind = 'opened'")),
    "a row is not what it was before a death": ("V4", rewritten),
    "an incident is at another step": ("V5", change("incidents", "step = 'reboot'")),
    "an incident has another lead": ("V5", change("incidents", "lead_id = 3")),
    "a duty is nobody's": ("V5", sql("DELETE FROM duties WHERE duty = 'status_set'")),
    "a ticket is open again": ("V5", change("tickets", "status = 'filed'")),
    "a page never ended": ("V6", sql(NEVER_ENDED, "UPDATE pages SET delivered_at = NULL, refused_at = NULL")),
    "all are refused and nobody else rings": (
        "V6",
        sql(
            "UPDATE escalations SET ended_at = NULL, level = 1 WHERE ladder = 'lead'",
            "DELETE FROM pages WHERE level > 1",
            "UPDATE pages SET refused_at = paged_at",
        ),
    ),
    "a page was delivered and nothing rang": ("V6", forty_pages_more),
    "a card came twice and does not say so": ("V6", calls(the_same_again, "sendPhoto")),
    "a repeat without a reason": ("V6", repeated_for_no_reason),
    "a timer was too late": ("V7", change("timeline", "at = at + 86400000", "why LIKE 'timer climb:%'")),
    "a timer was too early": ("V7", change("timeline", "at = at - 60000", "why LIKE 'timer climb:%'")),
    "a page was made when all was over": ("V7", change("pages", f"paged_at = paged_at + {TEN_HOURS}")),
    "the lead is paged about what is closed": (
        "V8",
        change("timeline", "id = id + 1000000", "kind = 'lead_paged'"),
    ),
    "a closed incident rings": ("V8", change("sounds", f"at = at + {TEN_HOURS}", "card = 'lead_incident'")),
    "a picture is not what was sent": ("V9", picture_bent),
    "an outage has two tickets": ("V9", without_keys("tickets")),
    "a promise is never sent": ("V10", change("outbox", "state = 'sending'", "id = 1")),
    "a promise failed": ("V10", change("outbox", "state = 'failed', error = 'blocked'", "id = 1")),
    "a timer outlives its incident": (
        "V10",
        sql(
            "INSERT INTO timers (key, kind, due_at, incident_id, data)"
            " SELECT 'recheck:1', 'recheck', opened_at, id, '{}' FROM incidents"
        ),
    ),
    "a stranger is told": ("V11", calls(told_a_stranger)),
    "somebody else answered for the operator": (
        "V11",
        change("timeline", "by_id = 2", "kind = 'step_answered'"),
    ),
    "an operator acknowledged": ("V11", change("timeline", "by_id = 1", "kind = 'lead_acknowledged'")),
    "a call into the silence": ("V12", attempted(("sendMessage", 1, 429), ("sendMessage", 5, None))),
    "a notice overtook a page": (
        "V12",
        both(
            change("outbox", f"priority = {int(Priority.NOTICE)}"),
            change("outbox", OVERTAKEN, "id = (SELECT min(id) FROM outbox WHERE person_id = 1)"),
        ),
    ),
    "the token stands in the log": ("V13", with_the_token),
    "the token was told": ("V13", calls(told_the_token)),
    "processes that nobody looked at": ("V14", unseen),
    "too many files": ("V14", vitals((100, 500, 9))),
    "too many threads": ("V14", vitals((100, 50, 90))),
    "memory that grows": ("V14", vitals(*[(100 + 3 * n, 50, 9) for n in range(200)])),
    "files that are never closed": ("V14", vitals(*[(100, 10 if n < 120 else 60, 9) for n in range(200)])),
    "threads that never end": ("V14", vitals(*[(100, 50, 9 if n < 120 else 40) for n in range(200)])),
    "two who poll": ("V15", taken_over_for_no_reason),
    "it did not end in order": ("V16", a_stop(-9, 1)),
    "it took too long to end": ("V16", a_stop(0, 21)),
    "a stall nobody heard of": ("V17", beats(60, (20, 40))),
    "rung for nothing": ("V17", beats(20, None, heard_again=30)),
}
"""What is wrong -> the invariant that must say so."""
