"""Texts and code agree: the same keys and variables in every language, each key used, each used key there.

A key is used where it stands as a whole string in bot/, where an f-string can make it, or where another text
refers to it. Who takes a key is read from the code: see checks/takers.py.
"""

import ast
import re
from collections.abc import Iterator

from checks.fluent import FOLDER, Language, languages
from checks.takers import takers_of
from checks.tree import Finding, Tree


def find(tree: Tree) -> Iterator[Finding]:
    spoken = languages(tree)
    for language in spoken:
        yield from language.trouble
    if not spoken:
        return
    yield from _differences(spoken)
    known = set().union(*(one.messages for one in spoken))
    used = _used(tree, known) | set().union(*(one.referred for one in spoken))
    for language in spoken[:1]:
        for key in sorted(known & set(language.messages) - used):
            text = language.messages[key]
            yield Finding(
                text.path, text.line, f"nothing says “{key}”; use it or remove it, in every language", key
            )
    yield from _unknown(tree, known, spoken[0])


def _differences(spoken: list[Language]) -> Iterator[Finding]:
    for one in spoken:
        for other in spoken:
            for key, text in one.messages.items() if other is not one else ():
                if key not in other.messages:
                    path = f"{FOLDER}{other.code}/{text.path.rpartition('/')[2]}"
                    yield Finding(
                        path, 1, f"“{key}” is missing; {text.path}:{text.line} has it, translate it", key
                    )
                elif missing := text.variables - other.messages[key].variables:
                    twin = other.messages[key]
                    names = ", ".join(f"${name}" for name in sorted(missing))
                    yield Finding(
                        twin.path,
                        twin.line,
                        f"“{key}” does not say {names}; {text.path}:{text.line} does, say it too",
                        key,
                    )


def _used(tree: Tree, known: set[str]) -> set[str]:
    used: set[str] = set()
    for _, node in tree.nodes("bot/"):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            used.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            shape = _shape(node)
            used |= {key for key in known if shape and re.fullmatch(shape, key)}
    return used


def _shape(made: ast.JoinedStr) -> str:
    """A pattern for what an f-string can become; empty when it could become anything."""
    parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".+" for one in made.values]
    return "".join(parts) if any("-" in part and part != ".+" for part in parts) else ""


def _unknown(tree: Tree, known: set[str], language: Language) -> Iterator[Finding]:
    takers = takers_of(tree)
    for path, node in tree.nodes("bot/"):
        for line, key in _said(node, takers):
            shape = _shape(key) if isinstance(key, ast.JoinedStr) else re.escape(key)
            if shape and not any(re.fullmatch(shape, one) for one in known):
                said = key if isinstance(key, str) else ast.unparse(key)
                yield Finding(
                    path, line, f"no text “{said}” in {FOLDER}; write it there, in every language", said
                )
        if isinstance(node, ast.Call):
            yield from _untold(path, node, takers, language)


def _said(node: ast.AST, takers: dict[str, int]) -> Iterator[tuple[int, str | ast.JoinedStr]]:
    """Each key that this piece of code surely means as a key."""
    match node:
        case ast.Call():
            key = _key_of(node, takers)
            if isinstance(key, ast.JoinedStr):
                yield node.lineno, key
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield node.lineno, key.value
        case ast.ClassDef(bases=[ast.Name(id=base), *_]) if base.endswith("Mistake") and not _speaks(node):
            for line in node.body:
                match line:
                    case (
                        ast.Assign(targets=[ast.Name(id="key")], value=ast.Constant(value=str(said)))
                        | ast.AnnAssign(target=ast.Name(id="key"), value=ast.Constant(value=str(said)))
                    ):
                        yield line.lineno, said


def _speaks(mistake: ast.ClassDef) -> bool:
    """A mistake with a `__str__` of its own is for the command line and says plain words."""
    return any(isinstance(line, ast.FunctionDef) and line.name == "__str__" for line in mistake.body)


def _key_of(call: ast.Call, takers: dict[str, int]) -> ast.expr | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = 0 if name == "Mistake" else takers.get(name)
    if place is None:
        return None
    named = [one.value for one in call.keywords if one.arg == "key"]
    return call.args[place] if place < len(call.args) else next(iter(named), None)


def _untold(path: str, call: ast.Call, takers: dict[str, int], language: Language) -> Iterator[Finding]:
    """Variables of the text that the call does not give; a call with ** or none at all is believed."""
    key = _key_of(call, takers)
    given = {one.arg for one in call.keywords}
    if not (isinstance(key, ast.Constant) and isinstance(key.value, str)) or None in given or not given:
        return
    text = language.messages.get(key.value)
    if text is not None and (missing := text.variables - given):
        names = ", ".join(f"${name}" for name in sorted(missing))
        yield Finding(
            path,
            call.lineno,
            f"“{key.value}” says {names}: give it here ({text.path}:{text.line})",
            key.value,
        )
