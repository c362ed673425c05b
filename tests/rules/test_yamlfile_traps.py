"""YAML's traps and bombs: refused with a line and a remedy, and nothing is expanded, guessed or executed."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FileMistakes
from bot.yamlfile import parse_yaml, read_yaml

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)

TRAPS = {
    "an alias bomb": (BOMB, 1, "& begins an anchor", "in quotes"),
    "an alias": ("a: &x 1\nb: *x\n", 2, "* begins an alias", "write repeated things out"),
    "an anchor on a key": ("&k a: 1\n", 1, "& begins an anchor", "in quotes"),
    "bold text of a messenger": ("a: 1\nsay: *bold*\n", 2, "*", "quotes"),
    "a python object": ("a: !!python/object/apply:os.system [ls]\n", 1, "! begins a tag", "in quotes"),
    "a tag on a text": ("a: !important\n", 1, "! begins a tag", "in quotes"),
    "a text that begins with !": ("a: 1\nb: !\n", 2, "! begins a tag", "in quotes"),
    "deep brackets": ("a: " + "[" * 5000 + "]" * 5000, 1, "deeper than 20", "Close a bracket"),
    "deep keys": ("".join(f"{' ' * n}k:\n" for n in range(60)), 21, "deeper than 20", "Close"),
    "a repeated key": ("a: 1\nb: 2\na: 3\n", 3, "the key `a` is here twice", "line 1"),
    "a repeated key in braces": ("x: {a: 1, a: 2}\n", 1, "the key `a` is here twice", "keep one"),
    "a tab": ("a:\n\tb: 1\n", 2, "a tab at the beginning", "spaces"),
    "a tab after spaces": ("a:\n  b: 1\n  \tc: 1\n", 3, "a tab at the beginning", "two for each level"),
    "an empty file": ("", 1, "the file is empty", "Copy a neighbouring file"),
    "only notes": ("# a note\n# another\n", 1, "the file is empty", "Copy"),
    "a list": ("- a\n- b\n", 1, "the file has no keys", "title"),
    "one word": ("hello", 1, "the file has no keys", "title"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "a second document", "one per file"),
    "a colon in a text": ("a: 1\nb: watch: this\n", 2, "a colon where no key can be", "quotes"),
    "an open quote": ('a: 1\nb: "never closed\n', 3, "a quote that is never closed", "Close it"),
    "an open brace": ("a: {b: 1\n", 2, "{ and } is wrong", "commas"),
    "an open bracket": ("a: [b, c\n", 2, "[ and ] is wrong", "commas"),
    "a missing comma": ('a: {b: "1" c: "2"}\n', 1, "{ and } is wrong", "commas"),
    "a crooked line": ("a:\n    b: 1\n  c: 2\n", 3, "a line that does not fit here", "same column"),
    "quotes inside quotes": ('a: "press "yes" now"\n', 1, "does not fit", "«…»"),
    "a key without a colon": ("a: 1\nbcd\n", 3, "without its colon", "key: value"),
    "a sign nothing begins with": ("a: @name\n", 1, "no value can begin with", "quotes"),
    "a percent sign": ("a: %d\n", 1, "no value can begin with", "quotes"),
    "a wrong backslash": ('a: "C:\\dir"\n', 1, "backslash", r"\\"),
    "a surrogate": ('a: "\\ud800"\n', 1, "backslash", "Delete"),
    "an escaped NUL": ('a: "x\\0y"\n', 1, "U+0000", "Delete"),
    "a list as a key": ("? [a, b]\n: 1\n", 1, "a key that is not a word", "quotes"),
    "braces as a key": ("{a: 1}: 2\n", 1, "", ""),
    "an invisible character": ("a: 1\nb: x\x07y\n", 2, "U+0007", "Delete it"),
    "NUL bytes": ("a: \x00\n", 1, "U+0000", "Delete it"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_refused_with_its_line_and_a_remedy(trap: str) -> None:
    text, line, problem, remedy = TRAPS[trap]
    told = _mistakes(text.encode())
    fitting = [one for one in told if one.startswith(f"runbooks/x.yaml:{line}: ") and problem in one]
    assert fitting, told
    assert remedy in fitting[0]


def _mistakes(raw: bytes) -> list[str]:
    try:
        file = parse_yaml(raw, "runbooks/x.yaml")
    except FileMistakes as wrong:
        return [str(one) for one in wrong.mistakes]
    return [str(one) for one in file.mistakes([])]


def test_a_file_of_fifty_megabytes_is_not_even_read(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as opened:
        opened.truncate(50 * 1024 * 1024)
    with pytest.raises(FileMistakes, match=r"big\.yaml:1: the file is larger than 256 kB\. Split it"):
        read_yaml(big)


def test_a_bomb_costs_nothing() -> None:
    began = time.process_time()
    for bomb in (BOMB, "a: " + "[" * 200_000, "a: " + "{a: " * 60_000, "? " * 100_000):
        assert _mistakes(bomb.encode())
    assert time.process_time() - began < 2


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251"])
def test_another_encoding_is_named(encoding: str) -> None:
    (mistake,) = _mistakes('a: 1\nb: "Привет"\n'.encode(encoding))
    assert "not UTF-8. Save it again" in mistake


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    file = parse_yaml('a: 1\r\nb: "Привет"\r\n'.encode("utf-8-sig"), "x")
    assert dict(file.data) == {"a": "1", "b": "Привет"}
    assert file.lines[("b",)] == 2


def test_nothing_is_guessed_everything_stays_the_text_it_was() -> None:
    written = [
        "no",
        "NO",
        "yes",
        "on",
        "off",
        "true",
        "22:30",
        "0123",
        "1_000",
        "0x1F",
        "1e3",
        ".inf",
        "~",
        "null",
    ]
    written += ["2024-01-01", "=", "1.50"]
    text = "".join(f"k{n}: {word}\n" for n, word in enumerate(written))
    assert list(parse_yaml(text.encode(), "x").data.values()) == written


def test_lines_of_keys_and_items_are_kept() -> None:
    file = parse_yaml(b"a:\n  b:\n    - x\n    - y: 1\n\nc: {d: 1,\n  e: 2}\n", "x")
    assert {path: line for path, line in file.lines.items() if path} == {
        ("a",): 1, ("a", "b"): 2, ("a", "b", 0): 3, ("a", "b", 1): 4, ("a", "b", 1, "y"): 4,
        ("c",): 6, ("c", "d"): 6, ("c", "e"): 7,
    }  # fmt: skip


def test_a_missing_file_is_a_mistake_and_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(FileMistakes, match=r"gone\.yaml:1: the file cannot be read: No such file"):
        read_yaml(tmp_path / "gone.yaml")


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_give_data_or_named_mistakes(raw: bytes) -> None:
    for mistake in _mistakes(raw):
        assert mistake.startswith("runbooks/x.yaml:")


YAMLISH = st.text(alphabet="ab:-?{}[],&*!|>'\"%@#\n ~<", max_size=60)


@given(YAMLISH)
def test_any_signs_of_yaml_give_data_or_named_mistakes(text: str) -> None:
    for mistake in _mistakes(text.encode()):
        assert mistake.startswith("runbooks/x.yaml:")
