"""A process that has imported the bot once and forks a real bot process for each line it reads.

Starting Python and importing everything takes seconds, a fork takes milliseconds: that is what makes a night
for every durable boundary affordable. A child is an ordinary process, with its own log and its own end; it
is forked before any thread or event loop exists.

in   {"settings": {field: value}, "log": path}      one line, one process
out  {"born": pid} for each line, in order; {"ended": pid, "code": exit code, negative for a signal}
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import sys
import traceback
from datetime import UTC, datetime
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

_FREELY = 10_000
"""Messages a second and chat: the stand-in counts no rates, and nobody waits for them here."""


def serve() -> None:
    """Fork until stdin ends; then end the children that are left."""
    _warm_up()
    gc.collect()
    gc.freeze()
    alarm_in, alarm_out = os.pipe()
    os.set_blocking(alarm_out, False)
    os.set_blocking(alarm_in, False)
    signal.set_wakeup_fd(alarm_out)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: set[int] = set()
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ, "order")
        selector.register(alarm_in, selectors.EVENT_READ, "end")
        _say({"ready": os.getpid()})
        rest = b""
        while True:
            for key, _ in selector.select():
                if key.data == "end":
                    os.read(alarm_in, 4096)
                    _reap(children)
                elif chunk := os.read(0, 65536):
                    *lines, rest = (rest + chunk).split(b"\n")
                    for line in lines:
                        children.add(_born(json.loads(line)))
                else:
                    _end(children)
                    return


def _warm_up() -> None:
    """Import everything, and have done once what every process does at its first use."""
    from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SetMyCommands
    from aiogram.methods.base import Response
    from aiogram.types import Message, Update

    import bot.db.postgresql
    import bot.migrating
    import bot.running
    import bot.settings  # noqa: F401
    from bot.roles.sysadmin.estimate import estimate_at
    from bot.telegram.texts import Texts, languages

    for language in languages():
        Texts(language, ZoneInfo("UTC"))("keyboard-report")
    now = datetime(2026, 11, 22, tzinfo=UTC)
    estimate_at("40 min", now, ZoneInfo("UTC"))
    person = {"id": 1, "is_bot": False, "first_name": "Olga"}
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 1, "type": "private"},
        "from": person,
        "text": "/report",
    }
    tap = {"id": "1", "from": person, "message": message, "chat_instance": "1", "data": "ack:1"}
    for update in ({"update_id": 1, "message": message}, {"update_id": 2, "callback_query": tap}):
        Update.model_validate(update)
    for returned, result in ((Message, message), (Message | bool, True), (bool, True)):
        Response[returned].model_validate({"ok": True, "result": result})  # type: ignore[valid-type]
    SendMessage(chat_id=1, text="…")
    EditMessageText(text="…")
    AnswerCallbackQuery(callback_query_id="1")
    SetMyCommands(commands=[])


def _born(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid == 0:
        _live(order)
    _say({"born": pid})
    return pid


def _live(order: dict[str, Any]) -> NoReturn:
    """The child's whole life: a fresh stderr, no descriptor of ours, the bot, its exit code."""
    code = 99
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for old, new in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(old, new)
        os.closerange(3, 256)
        from bot.running import run
        from bot.settings import Settings
        from bot.telegram.pacing import Pace

        pace = Pace(overall=_FREELY, chat=_FREELY, group=_FREELY)
        code = run(Settings(_env_file=None, **order["settings"]), pace=pace)
    except BaseException:  # noqa: BLE001  the log is all that is left of this process
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _reap(children: set[int]) -> None:
    for pid in list(children):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            children.discard(pid)
            _say({"ended": pid, "code": os.waitstatus_to_exitcode(status)})


def _end(children: set[int]) -> None:
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _say(news: dict[str, Any]) -> None:
    os.write(1, json.dumps(news).encode() + b"\n")


if __name__ == "__main__":
    serve()
