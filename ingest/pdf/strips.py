"""Printed lines as segments parted by wide gaps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import BBox
from ingest.numerals import fold
from ingest.pdf.ink import Word, union
from ingest.pdf.lines import Printed, text_of
from ingest.prose.numbering import mark
from ingest.statutory.recognition import TOTALS

_AMOUNT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)%?|[-+]?\d{1,3}(?:,\d{3})+|\d+%")
_FIGURE = re.compile(r"\d\.\d|\d,\d{3}")
_WHOLE = re.compile(r"[-+]?\d+")
_DASH = re.compile(r"-+")
_BEGINNING = re.compile(r"\d{3}(?:\d{2}){0,2}(?!\d)|其中|本年|年[初末]")
_STOP = re.compile(r"\D[，。；]|[，。；]\D")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one printed line without a wide gap between them."""

    words: tuple[Word, ...]
    text: str
    box: BBox

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.box[0]

    @property
    def x1(self) -> float:
        """Its right edge."""
        return self.box[2]

    @property
    def middle(self) -> float:
        """Halfway down."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def is_amount(self) -> bool:
        """Whether it is a number with decimals, thousands or a per cent sign: no year, code or page number is."""
        return is_amount(self.text)

    @property
    def is_value(self) -> bool:
        """An amount, a whole number, or a dash in the place of one."""
        return _is_value(self.text)

    @property
    def swallows_an_amount(self) -> bool:
        """Whether an amount is part of it, and not all of it: words and a number that met."""
        return not self.is_value and bool(_FIGURE.search(fold(self.text)))

    def overlaps(self, x0: float, x1: float) -> bool:
        """Whether it covers a part of a stretch of the line."""
        return self.x0 < x1 and self.x1 > x0


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed line as segments, left to right."""

    segments: tuple[Segment, ...]
    top: float
    bottom: float

    @property
    def words(self) -> Printed:
        """All its words, left to right."""
        return [word for segment in self.segments for word in segment.words]

    @property
    def text(self) -> str:
        """As printed."""
        return text_of(self.words)

    @property
    def amounts(self) -> int:
        """How many of its segments are amounts."""
        return sum(segment.is_amount for segment in self.segments)

    @property
    def middle(self) -> float:
        """Halfway down."""
        return (self.top + self.bottom) / 2

    @property
    def is_sentence(self) -> bool:
        """Whether it has the stops of running text."""
        return any(_STOP.search(segment.text) for segment in self.segments)

    @property
    def begins_a_row(self) -> bool:
        """Whether its first words are those of a row: an ordinal, a code, 合计, 其中."""
        return begins_a_row(self.segments[0].text)


def begins_a_row(label: str) -> bool:
    """Whether a label begins like that of a row of its own, and not like the rest of the one above."""
    plain = re.sub(r"\s+", "", label)
    return bool(_BEGINNING.match(plain)) or plain in TOTALS or mark(label.strip()) is not None


def strip_of(line: Printed, *, tight: bool = False) -> Strip:
    """Cut a printed line where a gap parts two cells; with `tight` already at gaps of half an em, as in a header."""
    segments: list[Segment] = []
    held: list[Word] = []
    for word in line:
        if held and word.bbox[0] - held[-1].bbox[2] > _gap(held[-1], word, tight=tight):
            segments.append(segment_of(held))
            held = []
        held.append(word)
    segments.append(segment_of(held))
    box = union([word.bbox for word in line])
    return Strip(tuple(segments), box[1], box[3])


def _gap(left: Word, right: Word, *, tight: bool) -> float:
    """How far apart two words of one cell may stand: one em, with a printed blank between (支出 12.50 万元) no less.

    Two numbers, or a number and a word with a mere gap between, are two cells from half an em on; and so are any
    two words of a header, where what a printed blank parts (项 目) may stand three em apart.
    """
    em = min(left.size, right.size)
    if tight:
        return (3.0 if right.blank else 0.4) * em
    alone = _is_value(right.text) or _is_value(left.text)
    return (0.4 if alone and not right.blank else 1.0) * em


def is_amount(text: str) -> bool:
    """Whether a text is an amount by its looks: with decimals, thousands or a per cent sign."""
    return bool(_AMOUNT.fullmatch(fold(text)))


def _is_value(text: str) -> bool:
    plain = fold(text)
    return bool(_AMOUNT.fullmatch(plain) or _WHOLE.fullmatch(plain) or _DASH.fullmatch(plain))


def segment_of(words: Sequence[Word]) -> Segment:
    """Words of one line as one segment."""
    return Segment(tuple(words), text_of(list(words)), union([word.bbox for word in words]))
