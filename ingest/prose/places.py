"""Where paragraphs stand on paper: do two lines belong together by their places, and where is a run of lines?"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.model import BBox, Line, Location

_UNBROKEN = re.compile(r"[“‘（《【(]*(?:[0-9A-Za-z.,%+-]+|.)[，。；：、！？”’）》】)%…]*[0-9.,%]*")
"""What no typesetter parts: opening signs, a number or one character, closing signs and a number that follows them."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and right edge of running text in points; None for a text file, whose lines have no places."""

    left: float | None
    right: float | None

    def follows(self, last: Line, line: Line) -> bool | None:
        """Whether a line goes on with the one above: that one is full and this one not indented. None if unknown."""
        if self.left is None or self.right is None or last.location.bbox is None or line.location.bbox is None:
            return None
        x0, top, x1, bottom = line.location.bbox
        height = bottom - top
        room = max(2.5 * height, (x1 - x0) * _first_word(line.text))
        return last.location.bbox[2] >= self.right - room and x0 <= self.left + height


def _first_word(text: str) -> float:
    """Return the share of a line that its first word takes up: it went to the next line as a whole."""
    word = _UNBROKEN.match(text)
    return _length(word[0]) / _length(text) if word is not None else 0.0


def _length(text: str) -> float:
    """In em: a Latin letter or a digit is about half as wide as a Han character."""
    return sum(0.55 if character.isascii() else 1.0 for character in text)


def margins(lines: Iterable[Line]) -> Margins:
    """The edges most lines of running text keep to, weighed by their length.

    A line with another right below it is running text; where there is none, all lines count. A note below a table on
    wide paper says nothing about the margins of the narrative.
    """
    placed = [line for line in lines if line.location.bbox is not None]
    above = [line for line, below in pairwise(placed) if _is_below(below, line)]
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for line in above or placed:
        x0, _, x1, _ = line.location.bbox or (0.0, 0.0, 0.0, 0.0)
        lefts[round(x0 / 3)] += round(x1 - x0)
        rights[round(x1 / 3)] += round(x1 - x0)
    if not placed:
        return Margins(None, None)
    return Margins(lefts.most_common(1)[0][0] * 3.0, rights.most_common(1)[0][0] * 3.0)


def _is_below(below: Line, line: Line) -> bool:
    upper, lower = line.location.bbox, below.location.bbox
    if upper is None or lower is None or line.location.page != below.location.page:
        return False
    return 0 < lower[1] - upper[1] <= 2 * (upper[3] - upper[1]) and abs(lower[3] - lower[1] - upper[3] + upper[1]) < 1


def spanning(segments: Sequence[tuple[int, Location]]) -> Location:
    """From the first to the last of some lines; in a PDF the part of them that is on the first page."""
    places = [place for _, place in segments]
    first, last = places[0], places[-1]
    if first.page is None:
        return Location(line=first.line, line_end=last.line_end)
    boxes = [place.bbox for place in places if place.page == first.page and place.bbox is not None]
    return Location(page=first.page, bbox=_union(boxes) if boxes else None)


def _union(boxes: Sequence[BBox]) -> BBox:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
