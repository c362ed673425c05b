"""The program that opens one picture and ends: `python -m bot.picture.decoding < sent > kept`.

The only place where bytes from outside meet a decoder. It has no secrets, little memory and few seconds; if a
picture breaks it, nothing else breaks. It answers on stdout with one line, whose last word is what it
looks like (`rules.LOOKS`), and then bytes:

    kept image/png 640 480 3f…  and the picture, decoded and written anew without any metadata
    refused too-many-pixels    and nothing

Any exit but 0 is a fault of the machine or a death by a limit. Imports: stdlib, Pillow, dhash, our rules.
"""

import io
import math
import resource
import sys
import warnings
from contextlib import suppress

import dhash
from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from bot.picture.rules import (
    HEAD,
    LARGEST_FILE,
    LOOKS,
    MOST_PIXELS,
    Kind,
    Refusal,
    frame,
    kind_of,
    refusal_by_content,
    refusal_by_measures,
    stays_lossless,
)

MEMORY = 512 * 1024 * 1024
SECONDS = 5
OPENERS = {
    Kind.JPEG: JpegImagePlugin.JpegImageFile.format,
    Kind.PNG: PngImagePlugin.PngImageFile.format,
    Kind.WEBP: WebPImagePlugin.WebPImageFile.format,
}
_ORIENTATION = 0x0112
_AREAS = math.isqrt(LOOKS * 2)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Refused(Exception):
    """The picture is not taken in; `args[0]` is the `Refusal`."""


def main() -> None:
    limit_this_process()
    try:
        line, picture = decoded(sys.stdin.buffer.read(LARGEST_FILE + 1))
    except Refused as refused:
        line, picture = f"refused {refused.args[0]}", b""
    sys.stdout.buffer.write(line.encode() + b"\n" + picture)


def limit_this_process() -> None:
    """Little memory, few seconds, no core dump, no file larger than an answer."""
    if sys.platform == "linux":  # others refuse this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE + HEAD, LARGEST_FILE + HEAD))
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def decoded(sent: bytes) -> tuple[str, bytes]:
    """The first line of the answer and the picture. Raises `Refused`, whatever the decoder raised."""
    if len(sent) > LARGEST_FILE:
        raise Refused(Refusal.TOO_BIG)
    kind = kind_of(sent[:HEAD])
    if kind is None:
        raise Refused(refusal_by_content(sent[:HEAD]))
    try:
        image = opened(sent, kind)
        lossless = stays_lossless(kind, image.width * image.height, len(sent))
        return written(framed(image), lossless)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise Refused(Refusal.TOO_MANY_PIXELS) from error
    except Exception as error:  # decoders raise anything at all on bytes made to hurt them
        raise Refused(Refusal.BROKEN) from error


def opened(sent: bytes, kind: Kind) -> Image.Image:
    """The first frame, upright, in RGB or grey."""
    image: Image.Image = Image.open(io.BytesIO(sent), formats=(OPENERS[kind],))
    if refusal := refusal_by_measures(image.width, image.height):
        raise Refused(refusal)
    image.load()
    turn = _TURNS.get(orientation(image))
    image = plain(image)
    return image if turn is None else image.transpose(turn)


def orientation(image: Image.Image) -> int:
    """1 to 8 as in EXIF; 1 when that block is missing or broken, which is no reason to lose the picture."""
    with suppress(Exception):
        return int(image.getexif().get(_ORIENTATION, 1))
    return 1


def plain(image: Image.Image) -> Image.Image:
    """8 bits, RGB or grey, on white. What hid behind transparency stays hidden."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "LA":
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image)
        return white
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def framed(image: Image.Image) -> Image.Image:
    """Within the measures of a photo of Telegram, by `rules.frame`."""
    measures = frame(image.width, image.height)
    if image.size != measures[:2]:
        image = image.resize(measures[:2], Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.size == measures[2:]:
        return image
    canvas = Image.new(image.mode, measures[2:], "white")
    canvas.paste(image, ((canvas.width - image.width) // 2, (canvas.height - image.height) // 2))
    return canvas


def written(image: Image.Image, lossless: bool) -> tuple[str, bytes]:
    """As PNG if it may be, else as JPEG; made smaller until it is at most `LARGEST_FILE` bytes."""
    image.info.clear()
    if lossless and len(picture := encoded(image, Kind.PNG)) <= LARGEST_FILE:
        return answer(image, Kind.PNG), picture
    while len(picture := encoded(image, Kind.JPEG)) > LARGEST_FILE:
        image = image.resize(
            (image.width * 3 // 4, image.height * 3 // 4), Image.Resampling.LANCZOS, reducing_gap=2.0
        )
    return answer(image, Kind.JPEG), picture


def encoded(image: Image.Image, kind: Kind) -> bytes:
    target = io.BytesIO()
    if kind is Kind.PNG:
        image.save(target, "PNG", compress_level=6)
    else:
        image.save(target, "JPEG", quality=90)
    return target.getvalue()


def answer(image: Image.Image, kind: Kind) -> str:
    return f"kept {kind} {image.width} {image.height} {looks(image)}"


def looks(image: Image.Image) -> str:
    """What it looks like: where neighbouring areas grow lighter, as `LOOKS` hexadecimal digits."""
    return str(dhash.format_hex(*dhash.dhash_row_col(image, size=_AREAS), size=_AREAS))


if __name__ == "__main__":
    main()
