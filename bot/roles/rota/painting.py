"""A month as a picture: people are rows, days are columns, a bar is a shift with its level written on it.

For a phone 360 points wide in a dark room: 1080 pixels across and at most about 1280 down, because Telegram
makes smaller what is larger. Few people get two halves of a month, one below the other, with wide days. What
a colour says a sign says too. Pillow and the typeface are imported when something is painted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.roles.rota.month import Day, Month, Row
from bot.rota.rules import Gap, Span

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Pen
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1080, 1280
_MARGIN = 16
_FEW = 11
"""So many rows still fit twice, one half of the month below the other."""
_HALF = 16

_PAPER, _WEEKEND, _LINE, _OWN = "#10171f", "#16202b", "#263340", "#1f3a57"
_INK, _FAINT, _BRIGHT, _DARK = "#c4ced8", "#7f8d9a", "#ffffff", "#0b1016"
_TODAY, _CLOCK, _RED, _AMBER = "#e8c468", "#e8c468", "#e5484d", "#b9791c"
_LEVELS = ("#3b82d6", "#2f9e78", "#8d68c9")
_DEPTHS = (1.0, 0.72, 0.5)
"""How much of the row's height a bar of each level has: the shape tells them apart, too."""


@dataclass(frozen=True)
class _Sizes:
    """All in pixels."""

    names: int
    column: float
    row: int
    number: int
    letter: int
    small: int

    @property
    def head(self) -> int:
        return round(self.number * 1.3 + self.letter * 1.3 + self.small * 1.3)


class _Painter:
    """One picture being made."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self._fonts: dict[tuple[int, bool], FreeTypeFont] = {}
        self.lines = len(month.rows) + bool(month.gaps)
        self.halves = [month.days[:_HALF], month.days[_HALF:]] if self.lines <= _FEW else [month.days]
        self.sizes = _sizes(self.lines, len(self.halves[0]))
        self._tallest = round(min(self.sizes.number * 0.9, self.sizes.row * 0.55))
        self.title = round(self.sizes.number * 2)
        self.height = round(
            self.title + len(self.halves) * (self.sizes.head + self.lines * self.sizes.row + _MARGIN)
        )

    def png(self) -> bytes:
        from PIL import Image, ImageDraw

        picture = Image.new("RGB", (WIDTH, self.height), _PAPER)
        self.pen: Pen = ImageDraw.Draw(picture)
        self._title()
        top = float(self.title)
        for days in self.halves:
            self._block(days, top)
            top += self.sizes.head + self.lines * self.sizes.row + _MARGIN
        file = io.BytesIO()
        picture.save(file, "PNG")
        return file.getvalue()

    def _title(self) -> None:
        middle = self.title / 2
        words = f"{self.month.title}"
        self.pen.text((_MARGIN, middle), words, _BRIGHT, self._font(self.sizes.number + 4, bold=True), "lm")
        page = f" · {self.month.page + 1}/{self.month.pages}" if self.month.pages > 1 else ""
        place = self.month.place + page
        self.pen.text((WIDTH - _MARGIN, middle), place, _FAINT, self._font(self.sizes.number), "rm")

    def _block(self, days: Sequence[Day], top: float) -> None:
        body = top + self.sizes.head
        bottom = body + self.lines * self.sizes.row
        for number, day in enumerate(days):
            self._day(day, self._x(number), top, bottom)
        lines = list(self._lines(body))
        for row, at in lines:
            self._name(row, at)
        for number in range(len(days) + 1):
            self._rule(self._x(number), top, self._x(number), bottom)
        for _, at in lines:
            self._rule(0, at, WIDTH - _MARGIN, at)
        for row, at in lines:
            self._bars(row, days, at)
        for number, day in enumerate(days):
            if day.starts_at <= self.month.now < day.ends_at:
                x = self._x(number) + _part(day, self.month.now) * self.sizes.column
                self.pen.line((x, body, x, bottom), _TODAY, 2)

    def _lines(self, body: float) -> Iterator[tuple[Row | None, float]]:
        rows = ([None] if self.month.gaps else []) + list(self.month.rows)
        for number, row in enumerate(rows):
            yield row, body + number * self.sizes.row

    def _day(self, day: Day, x: float, top: float, bottom: float) -> None:
        sizes, middle = self.sizes, x + self.sizes.column / 2
        if day.is_weekend:
            self.pen.rectangle((x, top, x + sizes.column, bottom), _WEEKEND)
        today = day.starts_at <= self.month.now < day.ends_at
        at = top + sizes.letter * 0.65
        self.pen.text(
            (middle, at), self.month.weekdays[day.date.weekday()], _FAINT, self._font(sizes.letter), "mm"
        )
        at = top + sizes.letter * 1.3 + sizes.number * 0.65
        if today:
            half = sizes.number * 0.68
            box = (x + 2, at - half, x + sizes.column - 2, at + half)
            self.pen.rounded_rectangle(box, 6, _TODAY)
        ink = _DARK if today else _INK
        self.pen.text((middle, at), str(day.date.day), ink, self._font(sizes.number, bold=today), "mm")
        if day.turned:
            hours = day.turned.total_seconds() / 3600
            at = top + sizes.head - sizes.small * 0.65
            said = f"{hours:+g}".replace("-", "\u2212")
            self.pen.text((middle, at), said, _CLOCK, self._font(sizes.small, bold=True), "mm")

    def _name(self, row: Row | None, top: float) -> None:
        sizes, middle = self.sizes, top + self.sizes.row / 2
        if row is not None and row.own:
            self.pen.rectangle((0, top, WIDTH - _MARGIN, top + sizes.row), _OWN)
            self.pen.rectangle((0, top, 6, top + sizes.row), _BRIGHT)
        words, ink = (self.month.nobody, _RED) if row is None else (row.name, _INK)
        own = row is None or row.own
        font = self._font(sizes.number - 2, bold=own)
        words = _fitting(words, font, sizes.names - _MARGIN - 6)
        self.pen.text((_MARGIN, middle), words, _BRIGHT if row and row.own else ink, font, "lm")

    def _bars(self, row: Row | None, days: Sequence[Day], top: float) -> None:
        if row is None:
            for gap in self.month.gaps:
                self._gap(gap, days, top)
            return
        for span in row.spans:
            level = min(span.level, len(_LEVELS)) - 1
            high = max((self.sizes.row - 6) * _DEPTHS[level], self._tallest + 4)
            bottom = top + self.sizes.row - 3
            self._bar(span, days, (bottom - high, bottom), _LEVELS[level], str(span.level))

    def _gap(self, gap: Gap, days: Sequence[Day], top: float) -> None:
        """Nobody at all is red with "×", an empty first level is amber with "?"."""
        colour, sign = (_RED, "×") if gap.level is None else (_AMBER, "?")
        self._bar(gap, days, (top + 3, top + self.sizes.row - 3), colour, sign)

    def _bar(
        self, time: Span | Gap, days: Sequence[Day], height: tuple[float, float], colour: str, sign: str
    ) -> None:
        """From its start to its end, signed in the middle; longer than a day, on each day that it fills."""
        touched = [
            (number, day)
            for number, day in enumerate(days)
            if time.starts_at < day.ends_at and time.ends_at > day.starts_at
        ]
        if not touched:
            return
        left, right = self._x(*touched[0], time.starts_at), self._x(*touched[-1], time.ends_at)
        self.pen.rectangle((left, height[0], max(right - 1, left + 3), height[1]), colour)
        full = [
            number
            for number, day in touched
            if time.starts_at <= day.starts_at and day.ends_at <= time.ends_at
        ]
        half = self._tallest * 0.4
        middles = [self._x(number) + self.sizes.column / 2 for number in full] or [(left + right) / 2]
        for middle in middles:
            x = min(max(middle, self._x(0) + half), self._x(len(days)) - half)
            self._sign(sign, x, sum(height) / 2)

    def _x(self, number: int, day: Day | None = None, moment: datetime | None = None) -> float:
        part = _part(day, moment) if day and moment else 0.0
        return self.sizes.names + (number + part) * self.sizes.column

    def _sign(self, sign: str, x: float, y: float) -> None:
        font = self._font(self._tallest, bold=True)
        self.pen.text((x, y), sign, _BRIGHT, font, "mm", stroke_width=1, stroke_fill=_DARK)

    def _font(self, size: int, *, bold: bool = False) -> FreeTypeFont:
        """Fonts are of one thread: each picture opens its own."""
        if (size, bold) not in self._fonts:
            self._fonts[size, bold] = _typeface(size, bold=bold)
        return self._fonts[size, bold]

    def _rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.pen.line((left, top, right, bottom), _LINE, 1)


def painted(month: Month) -> bytes:
    """The month as a PNG, 1080 pixels wide. Takes about a tenth of a second: not on the event loop."""
    return _Painter(month).png()


def _sizes(lines: int, columns: int) -> _Sizes:
    if lines <= _FEW:
        names = 240
        row = min(48, (HEIGHT - 270) // 2 // max(lines, 1))
        return _Sizes(names, (WIDTH - names - _MARGIN) / columns, row, 28, 20, 18)
    names = 226
    row = max(26, min(40, (HEIGHT - 110) // lines))
    return _Sizes(names, (WIDTH - names - _MARGIN) / columns, row, min(20, row - 7), 15, 14)


def _part(day: Day, moment: datetime) -> float:
    """How far into the day the moment is, from 0 to 1, however long the day."""
    return min(max((moment - day.starts_at) / (day.ends_at - day.starts_at), 0.0), 1.0)


def _fitting(words: str, font: FreeTypeFont, width: float) -> str:
    """The words, cut with "…" where they are too long."""
    if font.getlength(words) <= width:
        return words
    while words and font.getlength(f"{words}…") > width:
        words = words[:-1].rstrip()
    return f"{words}…"


def _typeface(size: int, *, bold: bool) -> FreeTypeFont:
    from PIL import ImageFont
    from ttf_opensans import OPENSANS_BOLD, OPENSANS_REGULAR

    return ImageFont.truetype(str((OPENSANS_BOLD if bold else OPENSANS_REGULAR).path), size)
