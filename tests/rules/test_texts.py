"""The reader's language, the reader's clock, and never a text that is not there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from bot.language import on_shelf
from bot.telegram import texts as module
from bot.telegram.texts import Texts, city, languages, texts_for

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = datetime(2026, 11, 22, 1, 16, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A shelf of this test's own, with two languages."""
    for language, one, few, many in (("ru", "оператор", "оператора", "операторов"), ("uk", "о", "и", "ів")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "x.ftl").write_text(
            "waiting = { $count ->\n"
            f"    [one] {{ $count }} {one}\n    [few] {{ $count }} {few}\n"
            f"   *[many] {{ $count }} {many}\n}}\n"
            "who = Приняла { $name }\nempty =\n    .title = только атрибут\n"
        )
    monkeypatch.setattr(module, "SHELF", tmp_path)
    for kept in (module._bundle, module.languages, module._texts):
        kept.cache_clear()
    yield tmp_path
    for kept in (module._bundle, module.languages, module._texts):
        kept.cache_clear()


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 оператор"), (2, "2 оператора"), (5, "5 операторов"), (11, "11 операторов"), (21, "21 оператор")],
)
def test_numbers_choose_their_plural(count: int, said: str) -> None:
    assert Texts("ru", KYIV)("waiting", count=count) == said


@pytest.mark.usefixtures("shelf")
def test_numbers_are_written_plainly() -> None:
    assert Texts("ru", KYIV)("waiting", count=48213) == "48213 операторов"
    assert Texts("uk", KYIV)("waiting", count=3) == "3 и"


@pytest.mark.usefixtures("shelf")
def test_names_are_put_in_as_they_are() -> None:
    assert Texts("ru", KYIV)("who", name="{$x} <b>") == "Приняла {$x} <b>"


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("key", "complaint"),
    [("nowhere", "no text 'nowhere'.*locales/ru/"), ("who", "'who'.*name"), ("empty", "'empty'.*no words")],
)
def test_a_text_that_cannot_be_said_names_itself_and_its_place(key: str, complaint: str) -> None:
    with pytest.raises(KeyError, match=complaint):
        Texts("ru", KYIV)(key)


@pytest.mark.usefixtures("shelf")
def test_a_language_that_is_not_there_says_what_a_language_is() -> None:
    with pytest.raises(KeyError, match=r"locales/de/: a language is a folder"):
        Texts("de", KYIV)
    assert languages() == ("ru", "uk")


def test_a_folder_with_texts_is_a_language_and_the_first_one_stays_first(shelf: Path) -> None:
    (shelf / "empty").mkdir()
    (shelf / "pl").mkdir()
    (shelf / "pl" / "x.ftl").write_text("empty = pusto\n")
    assert on_shelf(shelf) == ("ru", "pl", "uk")
    assert Texts("pl", KYIV)("empty") == "pusto"


@pytest.mark.usefixtures("shelf")
def test_a_reader_of_an_unknown_language_is_spoken_to_in_the_first_one() -> None:
    reader = SimpleNamespace(language="de", time_zone="Europe/Kyiv")
    assert texts_for(reader).language == "ru"


def test_readers_of_one_language_and_zone_share_their_texts() -> None:
    reader = SimpleNamespace(language="uk", time_zone="Europe/Kyiv")
    assert texts_for(reader) is texts_for(SimpleNamespace(language="uk", time_zone="Europe/Kyiv"))


def test_moments_are_said_by_the_readers_clock() -> None:
    assert Texts("ru", KYIV).at(NIGHT) == "03:16"
    assert Texts("en", ZoneInfo("America/New_York")).at(NIGHT) == "20:16"


@pytest.mark.parametrize(
    ("language", "day"), [("ru", "22 ноября"), ("uk", "22 листопада"), ("en", "22 November")]
)
def test_days_are_said_in_words(language: str, day: str) -> None:
    assert Texts(language, KYIV).day(NIGHT) == day


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        Texts("ru", KYIV).at(datetime(2026, 11, 22))  # noqa: DTZ001


def test_a_text_written_in_several_languages_is_picked() -> None:
    text = {"ru": "Телефония", "uk": "Телефонія"}
    assert Texts("uk", KYIV).pick(text) == "Телефонія"
    assert Texts("en", KYIV).pick(text) == "Телефония"


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_what_the_sender_adds_is_there_in_every_language(language: str) -> None:
    texts = Texts(language, KYIV)
    assert "17" in texts("sender-plain", number=17)
    assert "/status" in texts("sender-plain-nameless")
    assert texts("sender-repeat")
    assert texts("sender-retired").startswith("↓")


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (None, "03:16"),
        ("Europe/Kyiv", "03:16"),
        ("Europe/Bucharest", "03:16"),
        ("Asia/Almaty", "03:16, Алматы 06:16"),
        ("Asia/Kolkata", "03:16, Калькутта 06:46"),
    ],
)
def test_somebody_elses_time_stands_beside_where_their_clock_shows_another(
    zone: str | None, said: str
) -> None:
    assert Texts("ru", KYIV).at(NIGHT, zone) == said


def test_a_shift_is_told_by_both_clocks_where_they_differ_at_either_end() -> None:
    texts = Texts("ru", KYIV)
    begins, ends = datetime(2026, 11, 22, 20, tzinfo=UTC), datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert texts.span(begins, ends) == "22:00–08:00"
    assert texts.span(begins, ends, "Asia/Almaty") == "22:00–08:00, Алматы 01:00–11:00"
    changes = datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert Texts("en", ZoneInfo("Europe/London")).span(*changes, "Africa/Lagos") == (
        "23:00–06:00, Lagos 23:00–07:00"
    )


@pytest.mark.parametrize(("language", "said"), [("ru", "Киев"), ("uk", "Київ"), ("en", "Kyiv")])
def test_a_city_is_called_as_its_readers_call_it(language: str, said: str) -> None:
    assert city("Europe/Kyiv", language) == said


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("ru", 1, "Нужен 1 человек, чтобы проверить раньше остальных:"),
        ("ru", 2, "Нужны 2 человека, чтобы проверить раньше остальных:"),
        ("ru", 5, "Нужно 5 человек, чтобы проверить раньше остальных:"),
        ("ru", 21, "Нужен 21 человек, чтобы проверить раньше остальных:"),
        ("uk", 1, "Потрібна 1 людина, щоб перевірити раніше за інших:"),
        ("uk", 2, "Потрібні 2 людини, щоб перевірити раніше за інших:"),
        ("uk", 5, "Потрібно 5 людей, щоб перевірити раніше за інших:"),
        ("en", 1, "1 person is needed to check first:"),
        ("en", 3, "3 people are needed to check first:"),
    ],
)
def test_as_many_volunteers_are_wanted_as_the_centre_s_file_says(
    language: str, count: int, said: str
) -> None:
    assert Texts(language, KYIV)("volunteer-why", count=count).startswith(said)
