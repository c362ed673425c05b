"""Typing what a file says: pydantic's complaints become sentences with a file, a line and a remedy."""

import re
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, RootModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.errors import FileMistakes
from bot.yamlfile import YamlFile, nearest
from bot.yamltree import Fault, Path

Model = TypeVar("Model", bound=BaseModel)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_NEEDS_KEYS = {"model_type", "model_attributes_type", "dict_type", "mapping_type"}
_NEEDS_LIST = {"tuple_type", "list_type"}


class Facts(BaseModel):
    """A group of keys in a file: unchangeable once read, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _whole_number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    remedy = {"remedy": "Write digits only, for example 3."}
    raise PydanticCustomError("whole_number", "a whole number is expected here", remedy)


Count = Annotated[int, BeforeValidator(_whole_number)]


def checked(source: YamlFile, model: type[Model], faults: Iterable[Fault] = ()) -> Model:
    """The file as this model; raises FileMistakes with everything wrong: reading, types and `faults`."""
    found = list(faults)
    typed: Model | None = None
    try:
        typed = model.model_validate(source.data)
    except ValidationError as error:
        found = [_fault(one, model) for one in error.errors(include_url=False)] + found
    mistakes = source.mistakes(found)
    if mistakes or typed is None:
        raise FileMistakes(mistakes)
    return typed


def _fault(error: ErrorDetails, model: type[BaseModel]) -> Fault:
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    return Fault(path, *_words(error, path, model))


def _words(error: ErrorDetails, path: Path, model: type[BaseModel]) -> tuple[str, str]:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    last = str(path[-1]) if path else ""
    if "remedy" in context:
        return error["msg"], str(context["remedy"])
    if kind == "missing":
        return f"the key `{last}` is missing", f"Add a line `{last}: …`."
    if kind == "extra_forbidden":
        known = _known_keys(model, path[:-1])
        return f"unknown key `{last}`", f"{nearest(last, known)}Known here: {', '.join(known)}."
    if value is None:
        return f"nothing is written after `{last}:`", "Write its value, or delete the line."
    if kind in ("enum", "literal_error"):
        words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return f"unknown word `{value}`", f"{nearest(str(value), words)}Known here: {', '.join(words)}."
    return _shape_words(kind, value, context, error["msg"])


def _shape_words(kind: str, value: object, context: Mapping[str, Any], said: str) -> tuple[str, str]:
    if kind == "string_type":
        what = "a list" if isinstance(value, list) else "a group of keys"
        return f"{what} where a text is expected", 'Put the text between "quotes".'
    if kind in _NEEDS_KEYS:
        return (
            "a group of keys is expected here",
            'Write keys below it, or {ru: "…", uk: "…", en: "…"} for a text.',
        )
    if kind in _NEEDS_LIST:
        return "a list is expected here", "Write [one, two]."
    if kind.startswith("bool"):
        return f"`{value}` is neither true nor false", "Write true or false."
    if kind == "too_short":
        return "nothing is listed here", f"List at least {context.get('min_length', 1)}."
    if kind == "too_long":
        most = context.get("max_length")
        return (
            f"{context.get('actual_length')} are listed, at most {most} fit",
            "Delete some, or split the step.",
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"`{value}` is out of range", f"{said.replace('Input should be', 'It must be')}."
    return f"`{value}` does not fit here ({said})", "See runbooks/README.md."


def _known_keys(annotation: Any, path: Path) -> list[str]:
    """The keys a schema knows at this place, found by walking its types."""
    for part in path:
        annotation = _inside(_plain(annotation), part)
    annotation = _plain(annotation)
    return list(annotation.model_fields) if _is_model(annotation) else []


def _inside(annotation: Any, part: str | int) -> Any:
    if _is_model(annotation):
        known = annotation.model_fields.get(str(part))
        return known.annotation if known else None
    if typing.get_origin(annotation) is tuple:
        return typing.get_args(annotation)[0]
    inner = typing.get_args(annotation)
    return inner[-1] if inner else None


def _plain(annotation: Any) -> Any:
    """Without Annotated and `| None`, and what a root model holds."""
    while True:
        origin = typing.get_origin(annotation)
        if origin is Annotated:
            annotation = typing.get_args(annotation)[0]
        elif origin in (typing.Union, types.UnionType):
            annotation = next(one for one in typing.get_args(annotation) if one is not type(None))
        elif _is_model(annotation) and issubclass(annotation, RootModel):
            annotation = annotation.model_fields["root"].annotation
        else:
            return annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
