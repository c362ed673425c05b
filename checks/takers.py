"""Who takes the key of a text: what is called `say(…, key, …)` or `texts(key, …)` in this code.

Read from bot/telegram/texts.py: its functions with a parameter `key`, and its classes called with one. What
is annotated with such a class, or made by it or by `texts_for`, takes a key too.
"""

import ast
from collections.abc import Iterator

from checks.tree import Tree

TEXTS = "bot/telegram/texts.py"


def takers_of(tree: Tree) -> dict[str, int]:
    """The place of the key among the arguments, by the name that is called."""
    functions: dict[str, int] = {}
    classes: dict[str, int] = {}
    for _, node in tree.nodes(TEXTS):
        if isinstance(node, ast.FunctionDef):
            functions.update(_place(node, node.name))
        elif isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.FunctionDef) and line.name == "__call__":
                    classes.update(_place(line, node.name))
    functions.pop("__call__", None)
    for _, node in tree.nodes("bot/"):
        for name, kind in _bound(node):
            if kind in classes:
                functions[name] = classes[kind]
    return functions


def _place(function: ast.FunctionDef, name: str) -> Iterator[tuple[str, int]]:
    arguments = [one.arg for one in [*function.args.posonlyargs, *function.args.args]]
    arguments = [one for one in arguments if one not in {"self", "cls"}]
    if "key" in arguments:
        yield name, arguments.index("key")


def _bound(node: ast.AST) -> Iterator[tuple[str, str]]:
    """A name and the class that it surely has."""
    match node:
        case ast.arg(arg=name, annotation=ast.Name(id=kind)):
            yield name, kind
        case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id=kind)):
            yield name, kind
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="texts_for"))):
            yield name, "Texts"
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=kind))):
            yield name, kind
