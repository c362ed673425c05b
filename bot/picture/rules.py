"""Which pictures we take in, and what becomes of their size and their name. Content decides, never a label.

The decoding subprocess imports this module too: nothing but light parts of the standard library here.
"""

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 10 * MEBIBYTE
"""Bytes we take in and bytes we keep. Telegram takes no larger photo (Bot API, sendPhoto)."""
LARGEST_DOWNLOAD = 20 * MEBIBYTE
"""Bytes above which Telegram's getFile refuses."""
MOST_PIXELS = 40_000_000
LONGEST_SIDES = 10_000
"""Width + height above which Telegram refuses a photo."""
STEEPEST_RATIO = 20
"""Long side / short side above which Telegram refuses a photo."""
HEAD = 1024
"""How many first bytes `refusal_by_content` and `kind_of` want to see."""

LARGEST_LOSSLESS = 12_000_000
"""Pixels above which writing a PNG costs more of the decoder's seconds than it is worth."""

_LONGEST_NAME = 60
_UNSUPPORTED_LABEL = re.compile(
    r"image/(gif|svg|tiff|bmp|x-ms-bmp|hei[cf]|avif|jxl|jp2|x-icon|vnd\.|x-adobe)", re.ASCII
)
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class Refusal(StrEnum):
    """Why a picture is not taken in. Its ticket lives on without it."""

    TOO_BIG = "too-big"
    NOT_A_PICTURE = "not-a-picture"
    UNSUPPORTED_KIND = "unsupported-kind"
    TOO_MANY_PIXELS = "too-many-pixels"
    BROKEN = "broken"

    @property
    def key(self) -> str:
        """The Fluent key of the sentence for the sender; its variables are those of `LIMITS`."""
        return f"picture-{self.value}"


LIMITS = {"megabytes": LARGEST_FILE // MEBIBYTE, "megapixels": MOST_PIXELS // 1_000_000}


class Kind(StrEnum):
    """What we keep; WebP is taken in, but never kept as it is."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


EXTENSIONS = {Kind.JPEG: "jpg", Kind.PNG: "png"}


class Kept(NamedTuple):
    """A picture on the shelf: the hash and the measures of what we wrote, not of what we were sent."""

    sha256: str
    mime: str
    width: int
    height: int
    size: int
    looks: str | None = None
    """A perceptual hash, `LOOKS` hexadecimal digits."""


LOOKS = 128
"""Hexadecimal digits of a perceptual hash: 16 × 16 areas, to the right and down."""
ALIKE = 28
"""Of its 512 bits so many may differ in one screen scaled or compressed; other windows: 50 and more."""


class Frame(NamedTuple):
    """Measures that Telegram shows: the picture is scaled to width × height and laid on a white canvas."""

    width: int
    height: int
    canvas_width: int
    canvas_height: int


def refusal_before_download(size: int | None, mime: str | None) -> Refusal | None:
    """What the message alone tells: its `file_size` in bytes and its `mime_type`, each None when it has none.

    A label only spares a download. One that promises a picture we support proves nothing yet.
    """
    if size is not None and size > min(LARGEST_FILE, LARGEST_DOWNLOAD):
        return Refusal.TOO_BIG
    label = (mime or "").strip().lower()
    if _UNSUPPORTED_LABEL.match(label):
        return Refusal.UNSUPPORTED_KIND
    if label in {"", "application/octet-stream"} or label.startswith("image/"):
        return None
    return Refusal.NOT_A_PICTURE


def kind_of(head: bytes) -> Kind | None:
    """The supported kind that these first bytes announce, or None."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def refusal_by_content(head: bytes) -> Refusal | None:
    """What the first `HEAD` bytes tell (fewer only if the file is shorter)."""
    if kind_of(head):
        return None
    return Refusal.UNSUPPORTED_KIND if _is_another_picture(head) else Refusal.NOT_A_PICTURE


def _is_another_picture(head: bytes) -> bool:
    """GIF, TIFF, BMP, icon, Photoshop, JPEG 2000 and XL, the HEIC and AVIF family, SVG."""
    starts = (b"GIF8", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"BM", b"\0\0\1\0", b"8BPS", b"\xff\x0a")
    boxes = (
        b"ftyphei",
        b"ftyphev",
        b"ftypmif1",
        b"ftypmsf1",
        b"ftypavi",
        b"jP  \r\n\x87\n",
        b"JXL \r\n\x87\n",
    )
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return (
        head.startswith(starts) or head[4:].startswith(boxes) or (text.startswith(b"<") and b"<svg" in text)
    )


def refusal_by_measures(width: int, height: int) -> Refusal | None:
    """What the measures in the file's header tell, before a single pixel is decoded."""
    if width < 1 or height < 1:
        return Refusal.BROKEN
    return Refusal.TOO_MANY_PIXELS if width * height > MOST_PIXELS else None


def stays_lossless(kind: Kind, pixels: int, size: int) -> bool:
    """May it stay a PNG? Screens have large even areas: at most a byte per pixel, or a small file."""
    return kind is Kind.PNG and pixels <= LARGEST_LOSSLESS and size <= max(MEBIBYTE, pixels)


def frame(width: int, height: int) -> Frame:
    """The largest measures, never above the given ones, that Telegram takes as a photo.

    A strip too long for its width is not squeezed but laid on a wider canvas: it stays legible.
    """
    thinnest = max(width, height) / STEEPEST_RATIO
    sides = max(width, thinnest) + max(height, thinnest)
    scale = min(1.0, LONGEST_SIDES / sides)
    scaled_width, scaled_height = max(1, int(width * scale)), max(1, int(height * scale))
    least = -(-max(scaled_width, scaled_height) // STEEPEST_RATIO)
    if max(scaled_width, least) + max(scaled_height, least) > LONGEST_SIDES:
        # The canvas is rounded up, the picture down: one pixel of the long side makes room for it.
        scaled_width, scaled_height = _one_less(scaled_width, scaled_height)
    return Frame(scaled_width, scaled_height, max(scaled_width, least), max(scaled_height, least))


def _one_less(width: int, height: int) -> tuple[int, int]:
    return (width - 1, height) if width > height else (width, height - 1)


def shown_name(name: str | None) -> str:
    """A file name from outside, fit to be read by a person: one line, no folders, nothing hidden, clipped.

    Only for showing (as text without markup). A path is never made of it; the shelf does not even see it.
    """
    last = re.split(r"[/\\]", name or "")[-1]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in _HIDDEN)
    plain = " ".join(visible.split())
    return plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + "…"
