"""The repository as the rules see it: the files git would commit, as text and as syntax trees."""

import ast
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """`path` is relative to the root, `line` counts from 1, `says` ends with what to do instead.

    `name` is what an entry of allowed.toml calls it: a function, a word, a host; empty for the whole file.
    """

    path: str
    line: int
    says: str
    name: str = ""
    rule: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.says} [{self.rule}]"


class Tree:
    """Files below `root`, by their path with forward slashes, each read and parsed once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[str, str | None] = {}
        self._syntax: dict[str, ast.Module | None] = {}

    @cached_property
    def files(self) -> list[str]:
        """What git has or would add; everything but tools' folders where git does not answer."""
        listed = self._git("--cached", "--others", "--exclude-standard")
        if listed is None:
            return sorted(self._walk())
        return sorted(name for name in listed if (self.root / name).is_file())

    @cached_property
    def kept_though_ignored(self) -> list[str]:
        """What git keeps although a .gitignore of ours names it, links among it; none where git is silent."""
        return sorted(self._git("--cached", "--ignored", "--exclude-per-directory=.gitignore") or ())

    def _git(self, *which: str) -> set[str] | None:
        """Paths that `git ls-files` lists; None where there is no git to ask."""
        if shutil.which("git") is None or not (self.root / ".git").exists():
            return None
        listed = subprocess.run(  # noqa: S603
            ["git", "-c", "safe.directory=*", "ls-files", "-z", *which],  # noqa: S607
            cwd=self.root,
            check=True,
            capture_output=True,
        )
        return {name for name in os.fsdecode(listed.stdout).split("\0") if name}

    def _walk(self) -> Iterator[str]:
        for folder, folders, names in os.walk(self.root):
            folders[:] = [one for one in folders if not _made_by_tools(one)]
            for name in names:
                yield (Path(folder) / name).relative_to(self.root).as_posix()

    def under(self, *folders: str, suffix: str = "") -> list[str]:
        """Files in these folders (given as "bot/" or "tests/rules/") that end with `suffix`."""
        return [one for one in self.files if one.startswith(folders) and one.endswith(suffix)]

    def text(self, path: str) -> str | None:
        """Its text, or None when it is absent or not UTF-8 text."""
        if path not in self._texts:
            try:
                self._texts[path] = (self.root / path).read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                self._texts[path] = None
        return self._texts[path]

    def lines(self, path: str) -> list[tuple[int, str]]:
        return list(enumerate((self.text(path) or "").splitlines(), start=1))

    def syntax(self, path: str) -> ast.Module | None:
        """Its syntax tree; None when it is no Python that can be read (ruff says so)."""
        if path not in self._syntax:
            try:
                self._syntax[path] = ast.parse(self.text(path) or "")
            except SyntaxError:
                self._syntax[path] = None
        return self._syntax[path]

    def nodes(self, *folders: str) -> Iterator[tuple[str, ast.AST]]:
        """Every syntax node of every Python file in these folders, with the file's path."""
        for path in self.under(*folders, suffix=".py"):
            syntax = self.syntax(path)
            if syntax is not None:
                for node in ast.walk(syntax):
                    yield path, node


def _made_by_tools(folder: str) -> bool:
    return (folder.startswith(".") and folder != ".ci") or folder.endswith(("__pycache__", ".egg-info"))
