"""From a call on the wire to aiogram's own method model, strictly; and the list of what is implemented."""

import json
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.sandbox.files import Upload
from bot.sandbox.trouble import BotApiError, Json, bad_request, not_implemented

if TYPE_CHECKING:
    from bot.sandbox.model import Sandbox

Uploads = dict[str, Upload]
Handler = Callable[["Sandbox", Any, Uploads], Any]
EVERY_METHOD: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__.lower(): model
    for name in aiogram.methods.__all__
    if isinstance(model := getattr(aiogram.methods, name), type)
    and issubclass(model, TelegramMethod)
    and model is not TelegramMethod
}
HARMLESS = frozenset({"parse_mode"})


@dataclass(frozen=True)
class Implemented:
    model: type[TelegramMethod[Any]]
    parameters: frozenset[str]
    handler: Handler


@dataclass(frozen=True)
class Call:
    """One call Telegram accepted: what, with which parameters, when, and what it answered."""

    method: str
    params: Json
    at: datetime
    result: Any = field(repr=False)

    @property
    def chat_id(self) -> int | None:
        return chat_of(self.params)


IMPLEMENTED: dict[str, Implemented] = {}


def implements(model: type[TelegramMethod[Any]], parameters: str = "") -> Callable[[Handler], Handler]:
    """Register the handler of a method with the parameters it really honours, separated by spaces."""

    def register(handler: Handler) -> Handler:
        known = frozenset(parameters.split()) | HARMLESS
        IMPLEMENTED[model.__api_method__.lower()] = Implemented(model, known, handler)
        return handler

    return register


def understood(method: str, params: Json, uploads: Uploads) -> tuple[Implemented, TelegramMethod[Any]]:
    """Check a call as strictly as can be: 404 unknown method, 501 what we do not imitate, 400 bad input."""
    name = method.lower()
    if name not in EVERY_METHOD:
        raise BotApiError(404, "Not Found: method not found")
    if name not in IMPLEMENTED:
        raise not_implemented(f"the method {method}")
    known = IMPLEMENTED[name]
    fields = _fields(known.model)
    params = {key: f"attach://{key}" for key in uploads if key in fields} | params
    if unknown := sorted(set(params) - set(fields)):
        raise bad_request(f"unknown parameter {', '.join(unknown)} in {method}")
    values = {key: _decoded(value, fields[key], key) for key, value in params.items()}
    for key, value in values.items():
        if key not in known.parameters and value:
            raise not_implemented(f"the parameter {key} of {method}")
    return known, _validated(known.model, values)


def _validated(model: type[TelegramMethod[Any]], values: Json) -> TelegramMethod[Any]:
    try:
        call = model.model_validate(values)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise bad_request(f"can't parse parameter {where}: {first['msg']}") from wrong
    _refuse_strange_keys(call)
    return call


def _refuse_strange_keys(value: Any) -> None:
    if isinstance(value, BaseModel):
        if value.model_extra:
            raise bad_request(f"unknown field {', '.join(value.model_extra)} in {type(value).__name__}")
        if getattr(value, "parse_mode", None) and not isinstance(getattr(value, "parse_mode", None), Default):
            raise not_implemented("parse_mode: send entities")
        for key in value.model_fields_set:
            _refuse_strange_keys(getattr(value, key))
    elif isinstance(value, list):
        for part in value:
            _refuse_strange_keys(part)


@cache
def _fields(model: type[TelegramMethod[Any]]) -> dict[str, frozenset[Any]]:
    """Parameter name -> the plain types it may have."""
    return {name: frozenset(_plain_types(info.annotation)) for name, info in model.model_fields.items()}


def _plain_types(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return [found for part in get_args(annotation) for found in _plain_types(part)]
    if origin is not None and hasattr(annotation, "__metadata__"):
        return _plain_types(get_args(annotation)[0])
    return [origin or annotation]


def _decoded(value: Any, kinds: frozenset[Any], name: str) -> Any:
    """Forms carry everything as text: turn it into what the parameter is meant to be."""
    if not isinstance(value, str):
        return value
    if str in kinds:
        return int(value) if int in kinds and value.lstrip("-").isdigit() else value
    if bool in kinds and int not in kinds:
        return value.lower() in ("true", "yes", "1")
    if list in kinds or any(isinstance(kind, type) and issubclass(kind, BaseModel) for kind in kinds):
        try:
            return json.loads(value)
        except ValueError as wrong:
            raise bad_request(f"can't parse {name}: not JSON") from wrong
    return value


def chat_of(params: Json) -> int | None:
    """The chat a call is about, None when it names none or by username."""
    text = str(params.get("chat_id", ""))
    return int(text) if text.lstrip("-").isdigit() else None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def checked(kind: Any, raw: Any) -> Any:
    """`raw` itself, after aiogram's type of it was satisfied with every key: our own mistakes stop here."""
    _refuse_strange_keys(_adapter(kind).validate_python(raw))
    return raw
