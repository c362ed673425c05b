"""A text in every language of the centre: `{ru: "…", uk: "…", en: "…"}`."""

from collections.abc import Mapping, Sequence

from pydantic import ConfigDict, RootModel

from bot.yamlfile import nearest
from bot.yamltree import Fault, Path


class Localised(RootModel[Mapping[str, str]]):
    """Texts by language code, in the order of the file."""

    model_config = ConfigDict(frozen=True)

    def to(self, language: str) -> str:
        """The text in this language, or in the first one the text was written in."""
        return self.root.get(language) or next(iter(self.root.values()))


def text_faults(
    raw: object, path: Path, languages: Sequence[str], *, longest: int, most_lines: int = 1
) -> list[Fault]:
    """What is wrong with one localised text as read from a file; wrong types are the schema's to report."""
    if not isinstance(raw, Mapping):
        return []
    faults = [_missing(path, language) for language in languages if language not in raw]
    faults += [
        _unknown((*path, language), language, languages) for language in raw if language not in languages
    ]
    for language, text in raw.items():
        if isinstance(text, str):
            faults += _one_text((*path, language), text, longest, most_lines)
    return faults


def _missing(path: Path, language: str) -> Fault:
    return Fault(
        path, f"the text in {language} is missing", f'Add {language}: "…" beside the other languages.'
    )


def _unknown(path: Path, language: str, languages: Sequence[str]) -> Fault:
    known = ", ".join(languages)
    return Fault(
        path,
        f"{language!r} is not a language of this centre",
        f"{nearest(language, languages)}The languages are {known} (see `languages` in centre.yaml).",
    )


def _one_text(path: Path, text: str, longest: int, most_lines: int) -> list[Fault]:
    faults = []
    if not text.strip():
        faults.append(Fault(path, "the text is empty", "Write the text between the quotes."))
    if len(text.strip()) > longest:
        length = len(text.strip())
        faults.append(
            Fault(path, f"{length} characters, at most {longest} fit", f"Shorten it by {length - longest}.")
        )
    lines = len(text.strip().splitlines())
    if lines > most_lines:
        fits = "one line fits" if most_lines == 1 else f"at most {most_lines} fit on a phone"
        faults.append(Fault(path, f"{lines} lines, {fits}", "Say it shorter, or make another step of it."))
    return faults
