"""Reading runbooks from a folder, and the frozen editions that incidents keep."""

import hashlib
import json
from pathlib import Path
from typing import Any

from bot.centre.checks import DEFAULT_LANGUAGES, centre_faults, languages_of
from bot.centre.reading import CENTRE_FILE
from bot.centre.rules import Centre
from bot.errors import FileMistake, FileMistakes
from bot.runbook.checks import runbook_faults
from bot.runbook.rules import About, Runbook
from bot.yamlfile import YamlFile, read_yaml
from bot.yamlschema import checked


def read_runbook(path: Path, languages: tuple[str, ...]) -> Runbook:
    """One runbook; raises FileMistakes with everything wrong in it."""
    source = read_yaml(path)
    return checked(source, Runbook, runbook_faults(source.data, languages))


def read_runbooks(folder: Path, centre: Centre) -> dict[str, Runbook]:
    """All runbooks of a folder by name, which is the file's without `.yaml`; raises FileMistakes of all."""
    runbooks, mistakes = _read_all(folder, centre.languages)
    if mistakes:
        raise FileMistakes(mistakes)
    return runbooks


def check(folder: Path) -> list[FileMistake]:
    """Every mistake in every file of a runbooks folder, the centre's included; sorted by file and line."""
    languages, mistakes = _check_centre(folder / CENTRE_FILE)
    mistakes += _read_all(folder, languages)[1]
    return list(FileMistakes(mistakes).mistakes)


def to_json(facts: Runbook | Centre) -> dict[str, Any]:
    """Facts as plain data for an edition; `runbook_from_json` and `centre_from_json` read it back."""
    return facts.model_dump(mode="json", exclude_none=True)


def runbook_from_json(body: dict[str, Any]) -> Runbook:
    """The runbook of an edition."""
    return Runbook.model_validate(body)


def centre_from_json(body: dict[str, Any]) -> Centre:
    """The centre of an edition."""
    return Centre.model_validate(body)


def address(body: dict[str, Any]) -> str:
    """The content address of an edition: sha256 in hex; comments and spacing of the file do not change it."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check_centre(path: Path) -> tuple[tuple[str, ...], list[FileMistake]]:
    source: YamlFile | None = None
    try:
        source = read_yaml(path)
        checked(source, Centre, centre_faults(source.data))
    except FileMistakes as wrong:
        languages = languages_of(source.data) if source else DEFAULT_LANGUAGES
        return languages, list(wrong.mistakes)
    return languages_of(source.data), []


def _read_all(folder: Path, languages: tuple[str, ...]) -> tuple[dict[str, Runbook], list[FileMistake]]:
    runbooks: dict[str, Runbook] = {}
    mistakes: list[FileMistake] = []
    for path in sorted(folder.glob("*.y*ml")):
        if path.name == CENTRE_FILE:
            continue
        mistakes += _name_mistakes(path)
        try:
            runbooks[path.stem] = read_runbook(path, languages)
        except FileMistakes as wrong:
            mistakes += wrong.mistakes
    return runbooks, mistakes + ([] if mistakes else _main_mistakes(folder, runbooks))


def _name_mistakes(path: Path) -> list[FileMistake]:
    file = f"{path.parent.name}/{path.name}"
    if path.suffix != ".yaml":
        return [FileMistake(file, 1, "", "the file's name does not end in .yaml", "Rename it.")]
    plain = path.stem.replace("_", "a")
    if not (plain.isascii() and plain.isalnum() and plain.islower() and len(plain) <= 30):
        remedy = "Rename it with small Latin letters, digits and _, at most 30: no_sound.yaml."
        return [FileMistake(file, 1, "", f"`{path.stem}` cannot name a runbook", remedy)]
    return []


def _main_mistakes(folder: Path, runbooks: dict[str, Runbook]) -> list[FileMistake]:
    """When software breaks, one runbook has to be the one that begins."""
    main = [f"{name}.yaml" for name, runbook in runbooks.items() if runbook.about is About.SOFTWARE]
    if len(main) == 1:
        return []
    problem = f"{' and '.join(main)} are all about software" if main else "no runbook is about software"
    remedy = "Exactly one runbook has `about: software`; the others have `about: situation`."
    file = f"{folder.name}/{main[1]}" if main else f"{folder.name}/"
    return [FileMistake(file, 1, "about", problem, remedy)]
