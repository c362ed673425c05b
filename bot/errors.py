"""What can go wrong because of a person, said so that the person can put it right."""

from collections.abc import Iterable


class Mistake(Exception):
    """Something a person did that cannot be done; never a fault of the program.

    `key` names a text of the locales, `values` are its variables. Subclasses set `key` as a class
    attribute and are raised with the variables only: `raise UnknownAnswer(answer="maybe")`.
    """

    key: str = "mistake"

    def __init__(self, key: str | None = None, /, **values: object) -> None:
        if key is not None:
            self.key = key
        self.values: dict[str, object] = dict(values)
        super().__init__(self.key, self.values)

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.key}: {said}" if said else self.key


class FileMistake(Mistake):
    """A mistake in a file somebody wrote: where it is, what is wrong, what to do about it.

    `line` counts from 1. `at` is the place inside the file, as "steps.reboot.say" or a column's name;
    `problem` and `remedy` are sentences without and with a full stop.
    """

    key = "file-mistake"

    def __init__(self, file: str, line: int, key: str, problem: str, remedy: str) -> None:
        super().__init__(file=file, line=line, at=key, problem=problem, remedy=remedy)
        self.file = file
        self.line = line
        self.at = key
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: {self.at}" if self.at else f"{self.file}:{self.line}"
        return " ".join(f"{place}: {self.problem}. {self.remedy}".split())


class FileMistakes(Mistake):
    """All mistakes of one or more files at once, sorted by file and line; its text has one line for each."""

    key = "file-mistakes"

    def __init__(self, mistakes: Iterable[FileMistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda one: (one.file, one.line)))
        super().__init__(count=len(self.mistakes), list=str(self))

    def __str__(self) -> str:
        return "\n".join(str(one) for one in self.mistakes)
