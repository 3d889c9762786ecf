"""Where paragraphs stand on paper: do two lines belong together by their places, and where is a run of lines?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.model import BBox, Line, Location


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and right edge of running text in points; None for a text file, whose lines have no places."""

    left: float | None
    right: float | None

    def follows(self, last: Line, line: Line) -> bool | None:
        """Whether a line goes on with the one above: that one is full and this one not indented. None if unknown."""
        if self.left is None or self.right is None or last.location.bbox is None or line.location.bbox is None:
            return None
        height = line.location.bbox[3] - line.location.bbox[1]
        full = last.location.bbox[2] >= self.right - 2.5 * height
        return full and line.location.bbox[0] <= self.left + height


def margins(lines: Iterable[Line]) -> Margins:
    """The edges most lines keep to, weighed by their length."""
    boxes = [line.location.bbox for line in lines if line.location.bbox is not None]
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    for box in boxes:
        lefts[round(box[0] / 3)] += round(box[2] - box[0])
        rights[round(box[2] / 3)] += round(box[2] - box[0])
    if not boxes:
        return Margins(None, None)
    return Margins(lefts.most_common(1)[0][0] * 3.0, rights.most_common(1)[0][0] * 3.0)


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
