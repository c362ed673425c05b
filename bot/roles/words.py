"""What people write to each other, as quotes; prepared words are read by each in their own language."""

from __future__ import annotations

from aiogram.utils.formatting import Text

from bot.incident.models import Word
from bot.telegram.drawing import LONGEST_WORDS, MOST_LINES, inline, said
from bot.telegram.texts import Texts
from bot.ticket.models import Inquiry


def written(word: Word, texts: Texts, *, most: int = LONGEST_WORDS, lines: int = MOST_LINES) -> Text:
    """What a lead or an operator wrote."""
    return said(_answer(word, texts), most=most, lines=lines)


def inquired(inquiry: Inquiry, texts: Texts) -> Text:
    """What the sysadmin asked."""
    return said(question(inquiry, texts))


def inquired_inline(inquiry: Inquiry, texts: Texts) -> str:
    """The same inside a line of ours."""
    return inline(question(inquiry, texts), most=80)


def question(inquiry: Inquiry, texts: Texts) -> str:
    """The words of the question; people's own are not fit to be shown without `said` or `inline`."""
    return texts(f"inquiry-{inquiry.key}") if inquiry.key else inquiry.question


def _answer(word: Word, texts: Texts) -> str:
    return texts(f"answer-{word.key}") if word.key else word.text
