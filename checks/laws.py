"""The laws of the house: who commits, who tells the time, who starts tasks, and how actions are called."""

import ast
from collections.abc import Iterator

from checks.shape import domain_folders
from checks.tree import Finding, Tree

_ENDS = {"commit", "rollback", "begin"}
_PLAIN = ("rules.py", "models.py", "queries.py", "actions.py", "jobs.py")
_LOOPS = {"loop", "get_running_loop", "get_event_loop"}


def find(tree: Tree) -> Iterator[Finding]:
    for path, node in tree.nodes(*domain_folders()):
        yield from _ends_transaction(path, node)
        if path.endswith(_PLAIN) and isinstance(node, ast.AsyncFunctionDef):
            yield Finding(
                path,
                node.lineno,
                f"{node.name} is async: a plain function on a Session; faces await",
                node.name,
            )
        if path.endswith("actions.py") and isinstance(node, ast.FunctionDef) and node.name[0] != "_":
            yield from _by_and_now(path, node)
    for path, node in tree.nodes("bot/"):
        if path != "bot/nursery.py" and isinstance(node, ast.Call):
            yield from _loose_task(path, node)


def _ends_transaction(path: str, node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ENDS:
        yield Finding(
            path,
            node.lineno,
            f".{node.func.attr}() in the domain: the edge owns the transaction (`await db.write(action, …)`)",
            node.func.attr,
        )


def _by_and_now(path: str, action: ast.FunctionDef) -> Iterator[Finding]:
    for argument in [*action.args.posonlyargs, *action.args.args]:
        if argument.arg in {"by", "now"}:
            yield Finding(
                path,
                argument.lineno,
                f"`{argument.arg}` of {action.name}: after a `*`, it is named at every call",
                action.name,
            )


def _loose_task(path: str, call: ast.Call) -> Iterator[Finding]:
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "create_task"):
        return
    owner = call.func.value
    owner = owner.func if isinstance(owner, ast.Call) else owner
    named = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    if named in _LOOPS:
        yield Finding(
            path,
            call.lineno,
            "start it in bot.nursery: a task that nobody holds dies silently",
            "create_task",
        )
