"""Pictures for tests, honest and hostile, made on the fly."""

import io
import os
import struct
import zlib
from collections.abc import AsyncIterator, Iterator

from PIL import Image

SECRET = b"50.4501N 30.5234E"


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of this picture as "PNG", "JPEG", "WEBP", "TIFF"…, with Pillow's options for that kind."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def screenshot(width: int = 320, height: int = 200) -> Image.Image:
    """Even areas and four corners that differ, so that every turn of it can be told."""
    image = Image.new("RGB", (width, height), "white")
    for place, colour in (((0, 0), "red"), ((width - 40, 0), "lime"), ((0, height - 40), "blue")):
        image.paste(colour, (*place, place[0] + 40, place[1] + 40))
    return image


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG file, with its checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *, before: bytes = b"", rows: int | None = None) -> bytes:
    """A black PNG of one bit a pixel; `before`: chunks ahead of the pixels; `rows` fewer than promised."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    pixels = zlib.compress(bytes((1 + (width + 7) // 8) * (height if rows is None else rows)), 9)
    return b"\x89PNG\r\n\x1a\n" + header + before + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def text_bomb(name: bytes, head: bytes) -> bytes:
    """A compressed chunk that grows to 100 MB; `head` is what stands in it before the compressed bytes."""
    return chunk(name, head + zlib.compress(bytes(100_000_000), 9))


def jpeg_of_measures(width: int, height: int) -> bytes:
    """A small JPEG whose header promises these measures."""
    honest = saved(screenshot(), "JPEG")
    return honest.replace(struct.pack(">HH", 200, 320), struct.pack(">HH", height, width), 1)


def jpeg_of_many_scans(scans: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again: few bytes, much work."""
    honest = saved(Image.new("L", (4000, 4000), 90), "JPEG", progressive=True)
    last = honest[honest.rindex(b"\xff\xda") : -2]
    return honest[:-2] + last * scans + honest[-2:]


def webp_of_canvas(width: int, height: int) -> bytes:
    """An animated WebP with a canvas of these measures around a small frame."""
    frames = [screenshot(), screenshot().rotate(180)]
    honest = bytearray(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]))
    at = honest.index(b"VP8X") + 12
    honest[at : at + 6] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(honest)


def gif_of_frames(frames: int) -> bytes:
    one = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6) + one * frames + b";"


def heic() -> bytes:
    return struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(5000)


def svg() -> bytes:
    return b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def with_place(image: Image.Image, kind: str) -> bytes:
    """With coordinates in EXIF, and with a description that repeats them."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 27.0, 0.36), 3: "E", 4: (30.0, 31.0, 24.24)})
    return saved(image, kind, exif=exif)


async def sent(whole: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    """The bytes, chunk by chunk, as a download brings them."""
    for piece in pieces(whole, size):
        yield piece


def pieces(whole: bytes, size: int) -> Iterator[bytes]:
    return (whole[at : at + size] for at in range(0, len(whole), size))
