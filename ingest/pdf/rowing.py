"""The rows of a table without rules: every way in which its lines can be rows, so that only one may be possible.

Lines of one column that stand closer than rows do are one cell. Which distance parts the two is not known: every
distance that occurs is tried, and cells are rows if they are level at their middles, first lines or last lines.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf.strips import Segment, begins_a_row
from ingest.wording import bare

LEVEL = 2.0
"""Middles this close are level (points)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment and the columns it stands in, first and last."""

    segment: Segment
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines of one cell, top down, and the columns it stands in, first and last."""

    segments: tuple[Segment, ...]
    first: int
    last: int

    @property
    def top(self) -> float:
        """The middle of its first line."""
        return self.segments[0].middle

    @property
    def bottom(self) -> float:
        """The middle of its last line."""
        return self.segments[-1].middle

    @property
    def text(self) -> str:
        """Its lines, joined with a newline."""
        return "\n".join(segment.text for segment in self.segments)

    @property
    def is_value(self) -> bool:
        """Whether it is a number or stands for one."""
        return len(self.segments) == 1 and self.segments[0].is_value

    def level(self, where: str) -> float:
        """The height at which it meets the other cells of its row."""
        return {"first": self.top, "last": self.bottom}.get(where, (self.top + self.bottom) / 2)


Rows = tuple[tuple[Piece, ...], ...]


def readings(parts: Sequence[Sequence[Placed]], known: frozenset[str]) -> list[tuple[Rows, ...]]:
    """Every way to read the lines of each part as rows, all parts alike; `known` are labels of rows, made bare.

    In a table that has words beside numbers, every row has some.
    """
    labelled = any(not placed.segment.is_value for part in parts for placed in part)
    found: dict[tuple[Rows, ...], None] = {}
    for threshold in thresholds([gap for part in parts for gap in _gaps(part)]):
        pieces = [tuple(_pieces(part, threshold)) for part in parts]
        for where in ("middle", "first", "last"):
            rows = [_rows(held, where, known, labelled=labelled) for held in pieces]
            done = tuple(one for one in rows if one is not None)
            if len(done) == len(parts):
                found[done] = None
    return list(found)


def thresholds(gaps: Sequence[float]) -> list[float]:
    """Return nothing-is-joined, the distances halfway between the different ones that occur, and all-is-joined."""
    ordered = sorted(gaps)
    steps = [(low + high) / 2 for low, high in pairwise(ordered) if high - low > 1.0]
    return [0.0, *steps, *(gap + 1.0 for gap in ordered[-1:])]


def _columns(part: Sequence[Placed]) -> Iterator[list[Placed]]:
    held: defaultdict[tuple[int, int], list[Placed]] = defaultdict(list)
    for placed in part:
        held[placed.first, placed.last].append(placed)
    for column in held.values():
        yield sorted(column, key=lambda placed: placed.segment.middle)


def _gaps(part: Sequence[Placed]) -> Iterator[float]:
    for column in _columns(part):
        for above, below in pairwise(column):
            if not (above.segment.is_value or below.segment.is_value):
                yield below.segment.middle - above.segment.middle


def _pieces(part: Sequence[Placed], threshold: float) -> Iterator[Piece]:
    for column in _columns(part):
        held = column[:1]
        for above, below in pairwise(column):
            words = not (above.segment.is_value or below.segment.is_value)
            if not words or below.segment.middle - above.segment.middle > threshold:
                yield _piece(held)
                held = []
            held.append(below)
        yield _piece(held)


def _piece(held: Sequence[Placed]) -> Piece:
    return Piece(tuple(placed.segment for placed in held), held[0].first, held[0].last)


def _rows(pieces: Sequence[Piece], where: str, known: frozenset[str], *, labelled: bool) -> Rows | None:
    """Group cells that are level; None if they do not make rows, one below the other, each with its words."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.level(where)):
        if rows and piece.level(where) - rows[-1][0].level(where) <= LEVEL:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    done = tuple(tuple(sorted(row, key=lambda piece: piece.first)) for row in rows)
    for row in done:
        if any(right.first <= left.last for left, right in pairwise(row)) or not _is_row(row, known, labelled=labelled):
            return None
    for above, below in pairwise(done):
        size = above[0].segments[0].words[0].size
        if min(piece.top for piece in below) - max(piece.bottom for piece in above) < 0.8 * size:
            return None
    return done


def _is_row(row: Sequence[Piece], known: frozenset[str], *, labelled: bool) -> bool:
    words = [piece for piece in row if not piece.is_value]
    if not words:
        return not labelled or _counts(row)
    return len(words) < len(row) or begins_a_row(words[0].text) or bare(words[0].text) in known


def _counts(row: Sequence[Piece]) -> bool:
    """Whether all its values are whole numbers: a row that is only numbered (行次)."""
    return not any(segment.is_amount for piece in row for segment in piece.segments)
