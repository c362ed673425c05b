"""Screenshots such as operators send, drawn with Pillow so that nobody's real screen is needed."""

import io
import math
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bot.sandbox.files import Upload

Box = tuple[int, int, int, int]
DESK = ("#1d3557", "#457b9d")
INK, GREY, PAPER, RED = "#1f2933", "#6b7785", "#ffffff", "#c0392b"


def error_503() -> Image.Image:
    """A browser window with the ticket system answering 503."""
    picture, draw = _desktop(1180, 760)
    _window(draw, (70, 50, 1110, 690), "Customer desk - Browser", "#e8ebef")
    draw.rounded_rectangle((90, 98, 1090, 130), 14, fill=PAPER, outline="#cfd6dd")
    draw.text((112, 105), "https://desk.office.example/calls/48213", fill=GREY, font=_font(16))
    draw.rectangle((72, 142, 1108, 688), fill=PAPER)
    draw.text((180, 220), "503", fill=RED, font=_font(120))
    draw.text((184, 370), "Service Unavailable", fill=INK, font=_font(38))
    lines = (
        "The server is temporarily unable to service your request.",
        "Please try again later.  Reference #18.7f2e1402.1764",
    )
    for n, line in enumerate(lines):
        draw.text((186, 436 + 32 * n), line, fill=GREY, font=_font(20))
    _button(draw, (186, 530, 320, 572), "Reload", "#2f6fdb", PAPER)
    _taskbar(draw, 1180, 760, "02:14")
    return picture


def frozen_softphone() -> Image.Image:
    """A softphone that stopped answering, under the system's own dialog."""
    picture, draw = _desktop(1180, 760)
    _window(draw, (120, 60, 500, 690), "Softphone (Not Responding)", "#dfe4ea")
    draw.rectangle((140, 130, 480, 200), fill="#f4f6f8", outline="#cfd6dd")
    draw.text((160, 142), "Line 1   On hold   00:07:42", fill=GREY, font=_font(18))
    draw.text((160, 168), "Line 2   Ringing ...", fill=GREY, font=_font(18))
    for n, key in enumerate("123456789*0#"):
        left, top = 150 + 112 * (n % 3), 225 + 88 * (n // 3)
        draw.rounded_rectangle((left, top, left + 96, top + 72), 12, fill="#eef1f4", outline="#d5dbe1")
        draw.text((left + 40, top + 20), key, fill="#9aa5b1", font=_font(28))
    _button(draw, (150, 590, 470, 650), "Hang up", "#d8a49c", PAPER)
    _window(draw, (420, 270, 980, 500), "Softphone", PAPER)
    draw.text((450, 330), "Softphone is not responding", fill=INK, font=_font(26))
    draw.text((450, 372), "If you close the program, you might lose information.", fill=GREY, font=_font(17))
    _button(draw, (450, 430, 690, 474), "Close the program", "#e1e5ea", INK)
    _button(draw, (706, 430, 956, 474), "Wait for the program", "#2f6fdb", PAPER)
    _taskbar(draw, 1180, 760, "03:41")
    return picture


def monitor_photo() -> Image.Image:
    """A photo of a monitor: tilted, dim, with a glare, as phones take it at night."""
    screen, draw = _desktop(1000, 620)
    _window(draw, (180, 150, 820, 440), "VPN client", PAPER)
    draw.ellipse((215, 225, 285, 295), fill=RED)
    draw.line((235, 245, 265, 275), fill=PAPER, width=8)
    draw.line((265, 245, 235, 275), fill=PAPER, width=8)
    draw.text((315, 225), "Connection lost (error 809)", fill=INK, font=_font(28))
    draw.text((315, 272), "The remote server did not respond.", fill=GREY, font=_font(19))
    _button(draw, (640, 370, 790, 412), "Retry", "#2f6fdb", PAPER)
    _taskbar(draw, 1000, 620, "04:05")
    room = Image.new("RGB", (1280, 860), "#14161a")
    frame = Image.new("RGB", (1060, 690), "#07080a")
    frame.paste(screen, (30, 30))
    turned = frame.rotate(-2.6, Image.Resampling.BICUBIC, expand=True, fillcolor="#14161a")
    room.paste(turned, (95, 70))
    return _night_light(room)


SAMPLES: dict[str, Callable[[], Image.Image]] = {
    "error_503": error_503,
    "frozen_softphone": frozen_softphone,
    "monitor_photo": monitor_photo,
}


@cache
def sample(name: str) -> Upload:
    """One sample as an upload (JPEG for the photo, PNG for screenshots); KeyError for an unknown name."""
    picture = SAMPLES[name]()
    kind = "JPEG" if name == "monitor_photo" else "PNG"
    out = io.BytesIO()
    picture.save(out, kind, optimize=True)
    return Upload(out.getvalue(), f"{name}.{'jpg' if kind == 'JPEG' else 'png'}", f"image/{kind.lower()}")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _desktop(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    shade = Image.linear_gradient("L").resize((width, height))
    picture = Image.composite(
        Image.new("RGB", (width, height), DESK[1]), Image.new("RGB", (width, height), DESK[0]), shade
    )
    return picture, ImageDraw.Draw(picture)


def _window(draw: ImageDraw.ImageDraw, box: Box, title: str, fill: str) -> None:
    left, top, right, bottom = box
    draw.rounded_rectangle((left + 8, top + 10, right + 8, bottom + 10), 10, fill="#16283f")
    draw.rounded_rectangle(box, 10, fill=fill)
    draw.rounded_rectangle((left, top, right, top + 38), 10, fill="#2b3a4a")
    draw.rectangle((left, top + 20, right, top + 38), fill="#2b3a4a")
    draw.text((left + 16, top + 9), title, fill="#dfe6ee", font=_font(16))
    cross = right - 28
    draw.line((cross, top + 13, cross + 12, top + 25), fill="#dfe6ee", width=2)
    draw.line((cross + 12, top + 13, cross, top + 25), fill="#dfe6ee", width=2)
    draw.rectangle((cross - 34, top + 13, cross - 22, top + 25), outline="#dfe6ee", width=2)
    draw.line((cross - 68, top + 24, cross - 56, top + 24), fill="#dfe6ee", width=2)


def _button(draw: ImageDraw.ImageDraw, box: Box, label: str, fill: str, ink: str) -> None:
    draw.rounded_rectangle(box, 8, fill=fill)
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    draw.text(middle, label, fill=ink, font=_font(18), anchor="mm")


def _taskbar(draw: ImageDraw.ImageDraw, width: int, height: int, clock: str) -> None:
    draw.rectangle((0, height - 40, width, height), fill="#101820")
    for n, colour in enumerate(("#3d8bfd", "#f2b134", "#57b894", "#d1495b")):
        left = 18 + 46 * n
        draw.rounded_rectangle((left, height - 33, left + 26, height - 7), 6, fill=colour)
    draw.text((width - 66, height - 30), clock, fill="#e8ebef", font=_font(18))


def _night_light(picture: Image.Image) -> Image.Image:
    """A glare from a lamp, dark corners and the softness of a hurried hand."""
    width, height = picture.size
    glare = Image.new("L", picture.size, 0)
    ImageDraw.Draw(glare).ellipse((width * 0.62, height * 0.12, width * 0.86, height * 0.46), fill=110)
    glare = glare.filter(ImageFilter.GaussianBlur(70))
    lit = Image.composite(Image.new("RGB", picture.size, "#fff3d6"), picture, glare)
    reach = math.ceil(width * 0.72)
    corners = Image.radial_gradient("L").resize((2 * reach, 2 * reach))
    left, top = reach - width // 2, reach - height // 2
    shade = corners.crop((left, top, left + width, top + height)).point([min(200, v) for v in range(256)])
    dark = Image.composite(Image.new("RGB", picture.size, "#0a0b0d"), lit, shade)
    return dark.filter(ImageFilter.GaussianBlur(0.8))
