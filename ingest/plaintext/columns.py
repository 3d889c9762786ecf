"""Places of printed pieces on a line, and the columns that many lines share.

Positions are in columns of a terminal; whether an East Asian wide character takes two of them or one depends on the
program that wrote the text, so that the caller tries both.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.numerals import parse_amount
from ingest.statutory.recognition import CODE

GAP = re.compile(r"(?:[ \u00a0]{2,}|\u3000[ \u00a0\u3000]*)")
"""What sets two pieces of one line apart."""
_TWO_NUMBERS = re.compile(r"\d\s+-?\d")
SHIFT = 5
"""How far the distance of two columns may differ from page to page (measured on poppler's output: up to 4)."""

Span = tuple[int, int]
Columns = tuple[Span, ...]
"""Where each column begins and ends, left to right, the end excluded."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text without a wide gap."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Its places on the line."""
        return self.start, self.end

    @property
    def is_amount(self) -> bool:
        """Whether it is one number that is no code."""
        return parse_amount(self.text) is not None and not CODE.fullmatch(self.text)


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the file, 1-based, cut into its pieces."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def is_body(self) -> bool:
        """Whether it holds an amount beside something else."""
        return len(self.pieces) >= 2 and any(piece.is_amount for piece in self.pieces)

    @property
    def is_numbering(self) -> bool:
        """Whether it numbers the columns: 栏次 1 2 3."""
        figures = [piece.text for piece in self.pieces if piece.text.isdecimal()]
        words = [piece.text for piece in self.pieces if not piece.text.isdecimal()]
        known = all(re.sub(r"\s", "", word) in ("栏次", "行次", "栏目") for word in words)
        return bool(figures) and known and [int(text) for text in figures] == list(range(1, len(figures) + 1))

    @property
    def is_crowded(self) -> bool:
        """Whether two numbers stand in one piece: its columns cannot be told."""
        return any(_TWO_NUMBERS.search(piece.text) for piece in self.pieces)


@lru_cache(maxsize=100_000)
def wide(text: str) -> int:
    """Columns a text takes on a terminal: East Asian wide and full-width characters take two (UAX #11)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def printed(number: int, text: str, width: Callable[[str], int]) -> Printed:
    """Cut a line at its gaps; `width` says how many columns a text takes."""
    return Printed(number, tuple(_pieces(text.replace("\f", "").rstrip(), width)))


def _pieces(line: str, width: Callable[[str], int]) -> Iterator[Piece]:
    place = position = 0
    for match in [*GAP.finditer(line), None]:
        piece = line[place : match.start() if match is not None else len(line)]
        words = piece.strip()
        if words:
            start = position + len(piece) - len(piece.lstrip())
            yield Piece(start, start + width(words), words)
        if match is not None:
            position += width(line[place : match.end()])
            place = match.end()


def occupied(spans: Iterable[Span]) -> Columns:
    """Merge overlapping spans: what is left are the columns, with at least one empty place between two."""
    columns: list[Span] = []
    for start, end in sorted(spans):
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], end))
        else:
            columns.append((start, end))
    return tuple(columns)


def meeting(span: Span, columns: Columns) -> list[int]:
    """The columns a span lies over."""
    return [n for n, (start, end) in enumerate(columns) if span[0] < end and start < span[1]]


def place_of(span: Span, columns: Columns) -> int:
    """The first column a span lies over, else the nearest."""
    over = meeting(span, columns)
    return over[0] if over else min(range(len(columns)), key=lambda n: _distance(columns[n], span))


def _distance(column: Span, span: Span) -> int:
    return max(column[0] - span[1], span[0] - column[1], 0)


def fits(line: Printed, columns: Columns) -> bool:
    """Whether every amount lies over one column at most, and no two pieces over the same; a label may lie over two."""
    over = [meeting(piece.span, columns) for piece in line.pieces]
    taken = [place for places in over for place in places]
    single = all(len(places) <= 1 for places, piece in zip(over, line.pieces, strict=True) if piece.is_amount)
    return single and len(set(taken)) == len(taken)


def in_columns(line: Printed, columns: Columns) -> list[str]:
    """The text of each column in one line; "" where nothing is printed."""
    texts = [""] * len(columns)
    for piece in line.pieces:
        place = place_of(piece.span, columns)
        texts[place] = f"{texts[place]} {piece.text}" if texts[place] else piece.text
    return texts


def with_headed(columns: Columns, head: Sequence[Printed]) -> Columns:
    """Add the columns that only headings show: every cell of theirs is blank.

    Only the lowest line of the head counts, and lines that head more than half of the columns: a heading over several
    columns stands in lines with fewer pieces, and may fall into a gap.
    """
    lines = [line for line in head if 2 * len(line.pieces) > len(columns)]
    more = [piece.span for line in (*lines, *head[-1:]) for piece in line.pieces if not meeting(piece.span, columns)]
    return tuple(sorted((*columns, *occupied(more))))


def crowded(head: Sequence[Printed], columns: Columns) -> bool:
    """Whether two headings of one line fall to the same column: then the columns are not known."""
    return any(len({place_of(piece.span, columns) for piece in line.pieces}) < len(line.pieces) for line in head)


def same_places(columns: Columns, above: Columns) -> bool:
    """Whether every column of a part lies over exactly one of the part above, no two over the same."""
    over = [meeting(column, above) for column in columns]
    return all(len(places) == 1 for places in over) and len({places[0] for places in over}) == len(over)


def shifted(columns: Columns, above: Columns, amounts: Sequence[bool]) -> bool:
    """Whether two parts have the same columns, moved and drawn together a little: as many, at like distances.

    Columns of amounts are aligned at their ends, the others at their beginnings; `amounts` says which are which.
    """
    if len(columns) != len(above) or len(columns) != len(amounts):
        return False
    mine = [column[1] if amount else column[0] for column, amount in zip(columns, amounts, strict=True)]
    theirs = [column[1] if amount else column[0] for column, amount in zip(above, amounts, strict=True)]
    steps = list(zip(_steps(mine), _steps(theirs), strict=True))
    limit = min(SHIFT, min(theirs for _, theirs in steps) // 2)
    return all(abs(mine - theirs) <= limit for mine, theirs in steps)


def _steps(places: Sequence[int]) -> list[int]:
    return [right - left for left, right in pairwise(places)]
