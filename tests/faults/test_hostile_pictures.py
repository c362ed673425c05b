"""Bytes made to hurt: each is refused by name or comes out clean, and nothing of it stays behind."""

import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from bot.picture.keeping import PictureRefused, Shelf
from bot.picture.rules import LARGEST_FILE, Kept, Refusal
from tests.faults import pictures
from tests.faults.pictures import screenshot, sent


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


async def opened(shelf: Shelf, kept: Kept) -> Image.Image:
    image = Image.open(io.BytesIO(await shelf.read(kept.sha256, kept.mime)))
    image.load()
    return image


def files(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


JPEG = pictures.saved(screenshot(), "JPEG")
PNG = pictures.saved(screenshot(), "PNG")
WEBP = pictures.saved(screenshot(), "WEBP")


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        pytest.param(lambda: b"", Refusal.NOT_A_PICTURE, id="empty"),
        pytest.param(lambda: b"\xff", Refusal.NOT_A_PICTURE, id="one byte"),
        pytest.param(lambda: bytes(5000), Refusal.NOT_A_PICTURE, id="zeros"),
        pytest.param(lambda: b"<html><script>" * 200, Refusal.NOT_A_PICTURE, id="a page called .png"),
        pytest.param(lambda: b"PK\x03\x04" + JPEG, Refusal.NOT_A_PICTURE, id="an archive around a picture"),
        pytest.param(pictures.svg, Refusal.UNSUPPORTED_KIND, id="svg"),
        pytest.param(
            lambda: pictures.saved(screenshot(), "TIFF"), Refusal.UNSUPPORTED_KIND, id="tiff called .jpg"
        ),
        pytest.param(
            lambda: pictures.gif_of_frames(10_000), Refusal.UNSUPPORTED_KIND, id="gif, 10000 frames"
        ),
        pytest.param(pictures.heic, Refusal.UNSUPPORTED_KIND, id="heic"),
        pytest.param(lambda: pictures.png(8000, 8000), Refusal.TOO_MANY_PIXELS, id="png 8000²"),
        pytest.param(lambda: pictures.png(13_000, 13_000), Refusal.TOO_MANY_PIXELS, id="png 13000²"),
        pytest.param(lambda: pictures.png(20_000, 20_000), Refusal.TOO_MANY_PIXELS, id="png 20000²"),
        pytest.param(
            lambda: pictures.png(2**31 - 1, 2**31 - 1, rows=0), Refusal.TOO_MANY_PIXELS, id="png 2³¹"
        ),
        pytest.param(
            lambda: pictures.jpeg_of_measures(65_500, 65_500), Refusal.TOO_MANY_PIXELS, id="jpeg 65500²"
        ),
        pytest.param(
            lambda: pictures.webp_of_canvas(16_000, 16_000), Refusal.TOO_MANY_PIXELS, id="webp canvas 16000²"
        ),
        pytest.param(lambda: pictures.png(0, 100, rows=0), Refusal.BROKEN, id="png without width"),
        pytest.param(lambda: PNG[:24], Refusal.BROKEN, id="png of a header"),
        pytest.param(lambda: PNG[: len(PNG) // 2], Refusal.BROKEN, id="half a png"),
        pytest.param(lambda: JPEG[: len(JPEG) // 2], Refusal.BROKEN, id="half a jpeg"),
        pytest.param(lambda: WEBP[: len(WEBP) // 2], Refusal.BROKEN, id="half a webp"),
        pytest.param(lambda: JPEG[:4] + bytes(4000), Refusal.BROKEN, id="jpeg of zeros"),
        pytest.param(lambda: PNG.replace(b"IDAT", b"IDAX"), Refusal.BROKEN, id="png with a wrong checksum"),
        pytest.param(lambda: PNG[:8] + PNG[33:], Refusal.BROKEN, id="png without a header"),
        pytest.param(
            lambda: pictures.png(9, 9, before=pictures.text_bomb(b"zTXt", b"c\0\0")),
            Refusal.BROKEN,
            id="zTXt bomb",
        ),
        pytest.param(
            lambda: pictures.png(9, 9, before=pictures.text_bomb(b"iTXt", b"c\0\1\0\0\0")),
            Refusal.BROKEN,
            id="iTXt bomb",
        ),
        pytest.param(
            lambda: pictures.png(9, 9, before=pictures.text_bomb(b"iCCP", b"c\0\0")),
            Refusal.BROKEN,
            id="iCCP bomb",
        ),
        pytest.param(lambda: PNG + bytes(11_000_000), Refusal.TOO_BIG, id="11 MB"),
    ],
)
async def test_it_is_refused_by_name_and_leaves_nothing(
    tmp_path: Path, shelf: Shelf, make: Callable[[], bytes], refusal: Refusal
) -> None:
    with pytest.raises(PictureRefused) as refused:
        await shelf.keep(sent(make()))
    assert refused.value.refusal is refusal
    assert refused.value.key == refusal.key
    assert files(tmp_path) == []


async def test_few_bytes_with_much_work_are_stopped_by_the_clock(tmp_path: Path) -> None:
    with pytest.raises(PictureRefused) as refused:
        await Shelf(tmp_path, patience=0.5).keep(sent(pictures.jpeg_of_many_scans(20_000)))
    assert refused.value.refusal is Refusal.BROKEN
    assert files(tmp_path) == []


@pytest.mark.parametrize("start", [PNG, pictures.gif_of_frames(50)], ids=["picture", "other kind"])
async def test_a_stream_without_end_is_left_at_the_first_byte_too_many(shelf: Shelf, start: bytes) -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            piece = bytes(65_536) if taken else start
            taken += len(piece)
            yield piece

    with pytest.raises(PictureRefused):
        await shelf.keep(endless())
    assert taken <= (LARGEST_FILE + 65_536 if start is PNG else 2 * 65_536)


async def test_it_does_not_matter_how_small_the_chunks_are(shelf: Shelf) -> None:
    assert await shelf.keep(sent(PNG, size=7)) == await shelf.keep(sent(PNG))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_where_it_was_taken_is_not_kept(shelf: Shelf, kind: str) -> None:
    original = pictures.with_place(screenshot(), kind)
    assert pictures.SECRET in original
    kept = await shelf.keep(sent(original))
    clean = await opened(shelf, kept)
    assert pictures.SECRET not in await shelf.read(kept.sha256, kept.mime)
    assert not clean.getexif()
    assert set(clean.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    "tail", [b"PK\x03\x04 an archive", b"<script>alert(1)</script>"], ids=["zip", "html"]
)
@pytest.mark.parametrize("picture", [JPEG, PNG, WEBP], ids=["jpeg", "png", "webp"])
async def test_a_second_file_behind_the_picture_is_cut_off(shelf: Shelf, picture: bytes, tail: bytes) -> None:
    kept = await shelf.keep(sent(picture + tail))
    assert tail not in await shelf.read(kept.sha256, kept.mime)


async def test_text_inside_a_picture_is_not_kept(shelf: Shelf) -> None:
    inside = pictures.png(9, 9, before=pictures.chunk(b"tEXt", b"Comment\0<?php system($_GET[0]) ?>"))
    kept = await shelf.keep(sent(inside))
    assert b"php" not in await shelf.read(kept.sha256, kept.mime)


@pytest.mark.parametrize(
    ("kind", "place"), [("JPEG", "comment"), ("JPEG", "icc_profile"), ("PNG", "icc_profile")]
)
async def test_notes_that_a_camera_or_an_editor_left_are_not_kept(
    shelf: Shelf, kind: str, place: str
) -> None:
    kept = await shelf.keep(sent(pictures.saved(screenshot(), kind, **{place: pictures.SECRET})))
    assert not {"comment", "icc_profile"} & set((await opened(shelf, kept)).info)


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_picture_held_askew_is_kept_upright(shelf: Shelf, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    askew = pictures.saved(screenshot(), "PNG", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(askew)))
    kept = await shelf.keep(sent(askew))
    assert (kept.width, kept.height) == upright.size
    assert (await opened(shelf, kept)).tobytes() == upright.tobytes()


@pytest.mark.parametrize("exif", [b"Exif\0\0" + b"\xff" * 60, b"Exif\0\0II*\0\xff\xff\xff\xff"])
async def test_a_broken_exif_block_costs_no_picture(shelf: Shelf, exif: bytes) -> None:
    kept = await shelf.keep(sent(pictures.saved(screenshot(), "JPEG", exif=exif)))
    assert (kept.width, kept.height) == (320, 200)


@pytest.mark.parametrize(
    ("image", "kind", "colour"),
    [
        (Image.new("P", (50, 50), 3), "PNG", None),
        (Image.new("1", (50, 50), 1), "PNG", 255),
        (Image.new("L", (50, 50), 90), "PNG", 90),
        (Image.new("LA", (50, 50), (90, 0)), "PNG", (255, 255, 255)),
        (Image.new("RGBA", (50, 50), (200, 0, 0, 0)), "PNG", (255, 255, 255)),
        (Image.new("RGBA", (50, 50), (200, 0, 0, 255)), "PNG", (200, 0, 0)),
        (Image.new("I;16", (50, 50), 30_000), "PNG", 117),
        (Image.new("CMYK", (50, 50), (0, 255, 255, 0)), "JPEG", (254, 0, 0)),
        (Image.new("L", (50, 50), 90), "JPEG", 90),
        (Image.new("RGBA", (50, 50), (200, 0, 0, 0)), "WEBP", (255, 255, 255)),
    ],
    ids=[
        "palette",
        "bits",
        "grey",
        "grey alpha",
        "hidden",
        "alpha",
        "16 bits",
        "cmyk",
        "grey jpeg",
        "webp alpha",
    ],
)
async def test_every_way_to_write_colours_is_understood(
    shelf: Shelf, image: Image.Image, kind: str, colour: object
) -> None:
    kept = await shelf.keep(sent(pictures.saved(image, kind)))
    clean = await opened(shelf, kept)
    assert clean.mode in {"L", "RGB"}
    assert clean.getpixel((25, 25)) == (colour or image.convert("RGB").getpixel((25, 25)))


@pytest.mark.parametrize("transparency", [1, b"\xff\x00"], ids=["one colour", "a value each"])
async def test_a_transparent_palette_lies_on_white(shelf: Shelf, transparency: object) -> None:
    image = Image.new("P", (50, 50), 1)
    image.putpalette([255, 0, 0, 0, 255, 0])
    kept = await shelf.keep(sent(pictures.saved(image, "PNG", transparency=transparency)))
    assert (await opened(shelf, kept)).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_of_a_moving_picture_the_first_frame_is_kept(shelf: Shelf, kind: str) -> None:
    frames = [Image.new("RGB", (50, 50), colour) for colour in ("white", "black", "black")]
    kept = await shelf.keep(sent(pictures.saved(frames[0], kind, save_all=True, append_images=frames[1:])))
    clean = await opened(shelf, kept)
    assert clean.getpixel((25, 25)) == (255, 255, 255)
    assert getattr(clean, "n_frames", 1) == 1


async def test_a_screenshot_stays_sharp_and_a_photo_becomes_jpeg(shelf: Shelf) -> None:
    sharp = await shelf.keep(sent(PNG))
    assert (sharp.mime, (await opened(shelf, sharp)).tobytes()) == ("image/png", screenshot().tobytes())
    photo = await shelf.keep(sent(pictures.saved(pictures.noise(700, 600), "PNG")))
    assert (photo.mime, photo.width, photo.height) == ("image/jpeg", 700, 600)


@pytest.mark.parametrize("size", [(7000, 5700), (1, 40_000), (30_000, 2)])
async def test_whatever_comes_telegram_would_take_what_is_kept(shelf: Shelf, size: tuple[int, int]) -> None:
    kept = await shelf.keep(sent(pictures.png(*size)))
    long, short = max(kept.width, kept.height), min(kept.width, kept.height)
    assert long + short <= 10_000
    assert long <= 20 * short
    assert (await opened(shelf, kept)).size == (kept.width, kept.height)


async def test_what_would_grow_too_big_is_made_smaller(shelf: Shelf) -> None:
    grainy = pictures.saved(pictures.noise(4300, 4300), "JPEG", quality=25)
    assert len(grainy) < LARGEST_FILE
    kept = await shelf.keep(sent(grainy))
    assert kept.size <= LARGEST_FILE
    assert kept.width < 4300
