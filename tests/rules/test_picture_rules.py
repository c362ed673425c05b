"""Which pictures are taken in, how large they become, how their names are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.picture import rules
from bot.picture.rules import Kind, Refusal


@pytest.mark.parametrize(
    ("size", "mime", "answer"),
    [
        (None, None, None),
        (0, "image/png", None),
        (10 * 1024 * 1024, "image/jpeg", None),
        (10 * 1024 * 1024 + 1, "image/jpeg", Refusal.TOO_BIG),
        (25_000_000, None, Refusal.TOO_BIG),
        (5000, "IMAGE/HEIC", Refusal.UNSUPPORTED_KIND),
        (5000, "image/heif-sequence", Refusal.UNSUPPORTED_KIND),
        (5000, "image/gif", Refusal.UNSUPPORTED_KIND),
        (5000, "image/svg+xml; charset=utf-8", Refusal.UNSUPPORTED_KIND),
        (5000, "image/tiff", Refusal.UNSUPPORTED_KIND),
        (5000, "image/vnd.adobe.photoshop", Refusal.UNSUPPORTED_KIND),
        (5000, "image/x-png", None),
        (5000, "image/pjpeg", None),
        (5000, "application/octet-stream", None),
        (5000, "application/pdf", Refusal.NOT_A_PICTURE),
        (5000, "video/mp4", Refusal.NOT_A_PICTURE),
        (5000, "text/html", Refusal.NOT_A_PICTURE),
    ],
)
def test_a_message_alone_may_spare_a_download(
    size: int | None, mime: str | None, answer: Refusal | None
) -> None:
    assert rules.refusal_before_download(size, mime) is answer


def test_what_telegram_would_not_hand_over_is_never_asked_for() -> None:
    assert rules.refusal_before_download(rules.LARGEST_DOWNLOAD + 1, "image/png") is Refusal.TOO_BIG


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Kind.JPEG),
        (b"\x89PNG\r\n\x1a\n\0\0", Kind.PNG),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Kind.WEBP),
        (b"RIFF\x10\0\0\0WAVEfmt ", None),
        (b"\x89PNG\n\x1a\n", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_kind(head: bytes, kind: Kind | None) -> None:
    assert rules.kind_of(head) is kind


@pytest.mark.parametrize(
    "head",
    [
        b"GIF89a",
        b"II*\0\x08",
        b"MM\0*\0",
        b"BM\x36",
        b"8BPS\0\1",
        b"\0\0\0\x18ftypheic",
        b"\0\0\0\x1cftypmif1",
        b"\0\0\0\x20ftypavif",
        b"\0\0\0\x0cJXL \r\n\x87\n",
        b"<svg>",
        b"\xef\xbb\xbf \n<?xml version='1.0'?><!-- --><SVG>",
    ],
)
def test_pictures_of_other_kinds_are_called_so(head: bytes) -> None:
    assert rules.refusal_by_content(head) is Refusal.UNSUPPORTED_KIND


@pytest.mark.parametrize(
    "head", [b"", b"\0", b"%PDF-1.7", b"PK\x03\x04", b"\x7fELF", b"MZ", b"<html>", b"hello <svg", b"\xff\xd8"]
)
def test_everything_else_is_no_picture(head: bytes) -> None:
    assert rules.refusal_by_content(head) is Refusal.NOT_A_PICTURE


def test_every_refusal_has_a_text_of_its_own() -> None:
    assert {refusal.key for refusal in Refusal} == {
        "picture-too-big",
        "picture-not-a-picture",
        "picture-unsupported-kind",
        "picture-too-many-pixels",
        "picture-broken",
    }


@pytest.mark.parametrize(
    ("width", "height", "answer"),
    [
        (1, 1, None),
        (8000, 5000, None),
        (8000, 5001, Refusal.TOO_MANY_PIXELS),
        (2**31 - 1, 2**31 - 1, Refusal.TOO_MANY_PIXELS),
        (0, 5, Refusal.BROKEN),
    ],
)
def test_measures_are_judged_before_decoding(width: int, height: int, answer: Refusal | None) -> None:
    assert rules.refusal_by_measures(width, height) is answer


@given(st.integers(1, rules.MOST_PIXELS), st.integers(1, rules.MOST_PIXELS))
def test_a_frame_is_always_one_that_telegram_takes(width: int, height: int) -> None:
    framed = rules.frame(width, height)
    long, short = max(framed[2:]), min(framed[2:])
    assert long + short <= rules.LONGEST_SIDES
    assert long <= short * rules.STEEPEST_RATIO
    assert 1 <= framed.width <= min(width, framed.canvas_width)
    assert 1 <= framed.height <= min(height, framed.canvas_height)


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_a_picture_of_usual_measures_is_left_as_it_is(width: int, height: int) -> None:
    if max(width, height) <= rules.STEEPEST_RATIO * min(width, height):
        assert rules.frame(width, height) == (width, height, width, height)


@given(st.integers(5000, 20_000), st.integers(5000, 20_000))
def test_a_large_picture_keeps_its_shape(width: int, height: int) -> None:
    framed = rules.frame(width, height)
    assert abs(framed.width / framed.height - width / height) < 0.01


def test_a_long_scrolled_screenshot_is_widened_and_not_squeezed() -> None:
    assert rules.frame(300, 9000) == (300, 9000, 450, 9000)


@pytest.mark.parametrize(
    ("kind", "pixels", "size", "answer"),
    [
        (Kind.PNG, 2_000_000, 1_900_000, True),
        (Kind.PNG, 2_000_000, 2_100_000, False),
        (Kind.PNG, 10_000, 900_000, True),
        (Kind.PNG, 30_000_000, 100_000, False),
        (Kind.JPEG, 10_000, 5000, False),
        (Kind.WEBP, 10_000, 5000, False),
    ],
)
def test_screens_stay_lossless_and_photos_do_not(kind: Kind, pixels: int, size: int, answer: bool) -> None:
    assert rules.stays_lossless(kind, pixels, size) is answer


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (None, ""),
        ("", ""),
        ("screen.png", "screen.png"),
        ("Снимок экрана 2026.png", "Снимок экрана 2026.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\olga\\screen.png", "screen.png"),
        ("..\\..", ".."),
        ("screen\0.png", "screen.png"),
        ("screen\r\nX-Header: 1.png", "screenX-Header: 1.png"),
        ("gnp.\u202eexe.png", "gnp.exe.png"),
        ("a\u200b\u2066b\ufeff.png", "ab.png"),
        ("\ud800screen.png", "screen.png"),
        ("-rf", "-rf"),
        ("😀.png", "😀.png"),
        ("shell.php.png", "shell.php.png"),
        (".htaccess", ".htaccess"),
        ("  a \t b.png ", "a b.png"),
        ("x" * 300, "x" * 59 + "…"),
        ("/", ""),
    ],
)
def test_a_hostile_file_name_is_shown_tamed(name: str | None, shown: str) -> None:
    assert rules.shown_name(name) == shown


@given(st.text(max_size=400))
def test_a_shown_name_is_one_short_line_that_can_be_sent(name: str) -> None:
    shown = rules.shown_name(name)
    assert len(shown) <= 60
    assert len(shown.splitlines()) <= 1
    shown.encode()
