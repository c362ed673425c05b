"""Bot API methods about the bot itself: updates, commands, files, chats."""

import re
from typing import TYPE_CHECKING, Any

from aiogram.methods import (
    Close,
    DeleteMyCommands,
    DeleteWebhook,
    GetChat,
    GetFile,
    GetMe,
    GetMyCommands,
    GetMyName,
    GetUpdates,
    GetWebhookInfo,
    LogOut,
    SetMyCommands,
    SetWebhook,
)

from bot.sandbox.addressing import chat_by_id
from bot.sandbox.calls import Uploads, implements
from bot.sandbox.trouble import Json, bad_request, conflict

if TYPE_CHECKING:
    from bot.sandbox.model import Sandbox

Commands = dict[tuple[str, int | None, int | None, str], list[Json]]
"""(scope type, chat id, user id, language or "") -> commands."""
COMMAND = re.compile(r"[a-z0-9_]{1,32}")


WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@implements(GetMe)
def get_me(box: "Sandbox", _call: GetMe, _: Uploads) -> Json:
    return box.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


@implements(GetMyName, "language_code")
def get_my_name(box: "Sandbox", _call: GetMyName, _: Uploads) -> Json:
    return {"name": box.bot["first_name"]}


@implements(GetUpdates, "offset limit timeout allowed_updates")
def get_updates(box: "Sandbox", call: GetUpdates, _: Uploads) -> list[Json]:
    """What is there now; the waiting belongs to whoever serves the poll (see polling.py)."""
    if box.updates.webhook[0]:
        raise conflict(WEBHOOK_ACTIVE)
    box.end_waiting_poll(arrived=False)
    box.updates.allow(call.allowed_updates)
    limit = min(max(call.limit or 100, 1), 100)
    return box.faults.handed_out(box.updates.get(call.offset or 0, limit, box.now()))


@implements(SetWebhook, "url secret_token drop_pending_updates allowed_updates")
def set_webhook(box: "Sandbox", call: SetWebhook, _: Uploads) -> bool:
    """Nothing is brought by itself: whoever plays Telegram posts what waits, with the secret."""
    if call.secret_token and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", call.secret_token):
        raise bad_request("secret token contains unallowed characters")
    if call.drop_pending_updates:
        box.updates.drop_all()
    box.updates.allow(call.allowed_updates)
    box.updates.webhook = (call.url, call.secret_token or "")
    return True


@implements(DeleteWebhook, "drop_pending_updates")
def delete_webhook(box: "Sandbox", call: DeleteWebhook, _: Uploads) -> bool:
    return _no_webhook(box, call.drop_pending_updates)


@implements(GetWebhookInfo)
def get_webhook_info(box: "Sandbox", _call: GetWebhookInfo, _: Uploads) -> Json:
    box.updates.forget_old(box.now())
    info: Json = {
        "url": box.updates.webhook[0],
        "has_custom_certificate": False,
        "pending_update_count": len(box.updates.waiting),
    }
    return info | ({"allowed_updates": sorted(box.updates.allowed)} if box.updates.allowed else {})


@implements(GetFile, "file_id")
def get_file(box: "Sandbox", call: GetFile, _: Uploads) -> Json:
    return box.files.link(call.file_id, box.now())


@implements(GetChat, "chat_id")
def get_chat(box: "Sandbox", call: GetChat, _: Uploads) -> Json:
    chat = chat_by_id(box, call.chat_id)
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        True,
    )
    full = box.shown(chat) | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return full | ({"pinned_message": chat.posts[chat.pinned[-1]].raw} if chat.pinned else {})


@implements(SetMyCommands, "commands scope language_code")
def set_my_commands(box: "Sandbox", call: SetMyCommands, _: Uploads) -> bool:
    if len(call.commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in call.commands:
        if not COMMAND.fullmatch(command.command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    box.commands[_key(box, call)] = [
        command.model_dump(mode="json", exclude_none=True) for command in call.commands
    ]
    _tell_phones(box)
    return True


@implements(GetMyCommands, "scope language_code")
def get_my_commands(box: "Sandbox", call: GetMyCommands, _: Uploads) -> list[Json]:
    return box.commands.get(_key(box, call), [])


@implements(DeleteMyCommands, "scope language_code")
def delete_my_commands(box: "Sandbox", call: DeleteMyCommands, _: Uploads) -> bool:
    box.commands.pop(_key(box, call), None)
    _tell_phones(box)
    return True


@implements(Close)
def close(_box: "Sandbox", _call: Close, _: Uploads) -> bool:
    return True


@implements(LogOut)
def log_out(box: "Sandbox", _call: LogOut, _: Uploads) -> bool:
    box.logged_out = True
    return True


def commands_for(box: "Sandbox", user_id: int) -> list[Json]:
    """The menu on a person's phone: the narrowest scope wins, in it their language before none."""
    language = box.people[user_id].language_code
    scopes = (("chat", user_id), ("all_private_chats", None), ("default", None))
    for scope, chat_id in scopes:
        for code in (language, ""):
            if found := box.commands.get((scope, chat_id, None, code)):
                return found
    return []


def _no_webhook(box: "Sandbox", drop: bool | None) -> bool:
    if drop:
        box.updates.drop_all()
    box.updates.webhook = ("", "")
    return True


def _key(box: "Sandbox", call: Any) -> tuple[str, int | None, int | None, str]:
    scope, language = call.scope, call.language_code or ""
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("LANG_CODE_INVALID")
    chat_id = getattr(scope, "chat_id", None)
    if chat_id is not None:
        chat_id = chat_by_id(box, chat_id).id
    return (scope.type if scope else "default", chat_id, getattr(scope, "user_id", None), language)


def _tell_phones(box: "Sandbox") -> None:
    for user_id in box.people:
        box.tell("phone", user_id)
