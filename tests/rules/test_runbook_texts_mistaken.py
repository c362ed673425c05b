"""Texts that do not fit a phone, a language or a button are named with file, line, key and remedy."""

from pathlib import Path

import pytest

from tests.rules.runbook_slips import Slip, look

SLIPS = [
    Slip(', uk: "Слова"', "", 30, "steps.tell.say", "the text in uk is missing", 'Add uk: "…"'),
    Slip('uk: "Слова"', 'ua: "Слова"', 30, "steps.tell.say.ua", "not a language", "ru, uk, en"),
    Slip('en: "Words"', 'en: ""', 30, "steps.tell.say.en", "the text is empty", "between the quotes"),
    Slip('en: "Words"', "en: ", 30, "steps.tell.say.en", "nothing is written", "Write its value"),
    Slip(
        'ru: "Нет"',
        f'ru: "{"Н" * 23}"',
        19,
        "steps.try_it.answers.bad.label.ru",
        "at most 22",
        "Shorten it by 1",
    ),
    Slip('en: "Words"', f'en: "{"w" * 701}"', 30, "steps.tell.say.en", "701 characters", "Shorten it by 1"),
    Slip('en: "Words"', r'en: "a\nb\nc\nd\ne\nf\ng\nh\ni"', 30, "steps.tell.say.en", "9 lines", "shorter"),
    Slip('en: "Sound"', f'en: "{"S" * 23}"', 1, "title.en", "at most 22 fit", "Shorten"),
    Slip(
        "{until}",
        "{untill}",
        11,
        "steps.try_it.say.ru",
        "unknown placeholder {untill}",
        "Did you mean `until`?",
    ),
    Slip(
        "{until}",
        "{until.year}",
        11,
        "steps.try_it.say.ru",
        "placeholder {until.year}",
        "Known here: {software}",
    ),
    Slip("{until}", "{", 11, "steps.try_it.say.ru", "unknown placeholder {", "Known here"),
    Slip('ru: "Да"', 'ru: "{lead}"', 15, "steps.try_it.answers.good.label.ru", "placeholder {lead}", "none"),
    Slip("  try_it:", "  Try-it:", 8, "steps.Try-it", "cannot name a step", "small Latin letters"),
    Slip(
        "      bad:", f"      {'b' * 21}:", 18, f"steps.try_it.answers.{'b' * 21}", "21 letters", "within 20"
    ),
    Slip(
        'say: {ru: "Слова", uk: "Слова", en: "Words"}',
        "say: Words",
        30,
        "steps.tell.say",
        "group of keys",
        "{ru:",
    ),
    Slip('ru: "Слова"', "ru: {lead}", 30, "steps.tell.say.ru", "a group of keys where a text", "quotes"),
    Slip(
        "answers:\n",
        "answers: []\n    nothing:\n",
        13,
        "steps.try_it.answers",
        "a group of keys is expected",
        "",
    ),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.at} {slip.problem}")
def test_the_slip_is_named_with_file_line_key_and_remedy(slip: Slip, tmp_path: Path) -> None:
    look(tmp_path, slip)
