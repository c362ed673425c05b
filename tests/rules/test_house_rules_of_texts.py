"""Dead and missing texts and settings are found: checks/texts.py and checks/settings.py on small trees."""

from pathlib import Path

import pytest

from checks import rules
from checks.tree import Tree

TAKER = """
def say(language: str, key: str, **values: object) -> str: ...
class Texts:
    def __call__(self, key: str, /, **values: object) -> str: ...
"""


def found(root: Path, rule: str, files: dict[str, str]) -> list[tuple[str, str]]:
    """What one rule says about these files: the file's path and the name it speaks of."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return sorted((one.path, one.name) for one in rules.RULES[rule](Tree(root)))


def texts(root: Path, ru: str, en: str, code: str) -> list[tuple[str, str]]:
    return found(
        root,
        "texts",
        {
            "bot/locales/ru/a.ftl": ru,
            "bot/locales/en/a.ftl": en,
            "bot/telegram/texts.py": TAKER,
            "bot/roles/a.py": code,
        },
    )


def test_texts_that_are_all_there_and_all_used_are_left_alone(tmp_path: Path) -> None:
    ftl = "hello = A, { $name }\nstate-open = B\nstate-closed = { brand-note }\nbrand-note = C\n"
    code = "say(l, 'hello', name=n)\nsay(l, f'state-{one}')\n"
    assert texts(tmp_path, ftl, ftl, code) == []


def test_a_text_that_nothing_says_is_found(tmp_path: Path) -> None:
    assert texts(tmp_path, "hello = A", "hello = A", "") == [("bot/locales/en/a.ftl", "hello")]


def test_a_text_of_one_language_only_is_found_in_the_others(tmp_path: Path) -> None:
    assert texts(tmp_path, "hello = A\nbye = B", "hello = A", "say(l, 'hello')\nx = 'bye'") == [
        ("bot/locales/en/a.ftl", "bye")
    ]


def test_a_variable_that_one_language_forgets_is_found(tmp_path: Path) -> None:
    ru = "hello = { $count ->\n    [one] { $name }\n   *[other] B\n }\n"
    assert texts(tmp_path, ru, "hello = { $name }", "say(l, 'hello', name=1, count=2)") == [
        ("bot/locales/en/a.ftl", "hello")
    ]


@pytest.mark.parametrize(
    "code",
    [
        "say(l, 'good-bye')",
        "texts.say(l, key='good-bye')",
        "raise Mistake('good-bye')",
        "class Late(Mistake):\n    key = 'good-bye'",
        "def draw(texts: Texts):\n    texts('good-bye')",
        "t = texts_for(person)\nt('good-bye')",
    ],
)
def test_a_key_without_a_text_is_found(tmp_path: Path, code: str) -> None:
    assert texts(tmp_path, "hello = A", "hello = A", "x = 'hello'\n" + code) == [
        ("bot/roles/a.py", "good-bye")
    ]


def test_a_family_of_keys_without_any_text_is_found(tmp_path: Path) -> None:
    assert texts(tmp_path, "hello = A", "hello = A", "x = 'hello'\nsay(l, f'gone-{x}')") == [
        ("bot/roles/a.py", "f'gone-{x}'")
    ]


def test_a_variable_that_the_code_forgets_is_found(tmp_path: Path) -> None:
    ftl = "hello = { $name } { $desk }"
    assert texts(tmp_path, ftl, ftl, "say(l, 'hello', name=1)") == [("bot/roles/a.py", "hello")]


def test_what_fluent_cannot_read_and_what_stands_twice_is_found(tmp_path: Path) -> None:
    both = "hello = A\nhello = B\nbroken { = \n"
    assert texts(tmp_path, both, "hello = A", "x = 'hello'") == [
        ("bot/locales/ru/a.ftl", "hello"),
        ("bot/locales/ru/a.ftl", "junk"),
    ]


SETTINGS = (
    "class Settings(BaseSettings):\n    model_config = SettingsConfigDict()\n    log_level: str = 'INFO'\n"
)
READS = {"bot/app.py": "x = settings.log_level"}


def test_a_setting_that_is_read_and_explained_is_left_alone(tmp_path: Path) -> None:
    example = {".env.example": "# How much is written to the log.\n# LOG_LEVEL=INFO\n"}
    assert found(tmp_path, "settings", {"bot/settings.py": SETTINGS} | READS | example) == []


def test_a_setting_that_nothing_reads_and_none_explains_is_found_twice(tmp_path: Path) -> None:
    assert found(tmp_path, "settings", {"bot/settings.py": SETTINGS}) == [
        ("bot/settings.py", "log_level"),
        ("bot/settings.py", "log_level"),
    ]


def test_an_example_of_no_setting_or_without_words_is_found(tmp_path: Path) -> None:
    example = {".env.example": "LOG_LEVEL=INFO\n# Older.\nLOG_COLOUR=yes\n"}
    assert found(tmp_path, "settings", {"bot/settings.py": SETTINGS} | READS | example) == [
        (".env.example", "LOG_COLOUR"),
        (".env.example", "LOG_LEVEL"),
    ]


def test_a_setting_goes_by_its_prefix_and_its_alias(tmp_path: Path) -> None:
    code = (
        "class Settings(BaseSettings):\n"
        "    model_config = SettingsConfigDict(env_prefix='BOT_')\n"
        "    token: str\n"
        "    level: str = Field('INFO', validation_alias='LOG_LEVEL')\n"
    )
    example = {".env.example": "# From BotFather.\nBOT_TOKEN=1:a\nLOG_LEVEL=INFO\n"}
    reads = {"bot/app.py": "x = settings.token, settings.level"}
    assert found(tmp_path, "settings", {"bot/settings.py": code} | reads | example) == []
