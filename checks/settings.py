"""Every setting is read somewhere and explained in .env.example, and nothing else is explained there."""

import ast
import re
from collections.abc import Iterator

from checks.tree import Finding, Tree

SETTINGS = "bot/settings.py"
EXAMPLE = ".env.example"
_LINE = re.compile(r"#?\s?([A-Z][A-Z0-9_]*)=")


def find(tree: Tree) -> Iterator[Finding]:
    fields = {env: (line, name) for line, name, env in _fields(tree)}
    used = {
        node.attr
        for _, node in tree.nodes("bot/", "migrations/")
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    explained = dict(_explained(tree))
    for env, (line, name) in fields.items():
        if name not in used:
            yield Finding(
                SETTINGS, line, f"nothing reads {name}; use it or remove it (and from {EXAMPLE})", name
            )
        if env not in explained:
            yield Finding(
                SETTINGS, line, f"{EXAMPLE} does not explain {env}; add a line there with what it does", name
            )
    for env, (line, has_words) in explained.items():
        if fields and env not in fields:
            yield Finding(
                EXAMPLE, line, f"{env} is no setting of {SETTINGS}; remove it here or add it there", env
            )
        elif not has_words:
            yield Finding(EXAMPLE, line, f"{env} has no explanation; put a comment above it", env)


def _fields(tree: Tree) -> Iterator[tuple[int, str, str]]:
    """Line, field and environment name of each setting."""
    for node in (tree.syntax(SETTINGS) or ast.Module([], [])).body:
        if not (
            isinstance(node, ast.ClassDef) and any("Settings" in ast.unparse(base) for base in node.bases)
        ):
            continue
        prefix = next((found[1] for found in re.finditer(r"env_prefix='(\w*)'", ast.unparse(node))), "")
        for line in node.body:
            match line:
                case ast.AnnAssign(target=ast.Name(id=name)) if name != "model_config":
                    yield line.lineno, name, _alias(line.value) or (prefix + name).upper()


def _alias(value: ast.expr | None) -> str:
    """The name that `Field(alias=…)` or `Field(validation_alias=…)` gives, if one does."""
    for keyword in value.keywords if isinstance(value, ast.Call) else ():
        match keyword:
            case ast.keyword(arg="alias" | "validation_alias", value=ast.Constant(value=str(name))):
                return name
    return ""


def _explained(tree: Tree) -> Iterator[tuple[str, tuple[int, bool]]]:
    """Each name of .env.example with its line, and whether words stand above it."""
    has_words = False
    for number, line in tree.lines(EXAMPLE):
        if (found := _LINE.match(line)) is not None:
            yield found[1], (number, has_words)
        else:
            has_words = line.startswith("#") and bool(line.strip("# "))
