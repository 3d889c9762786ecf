"""Headings of a table laid out with blanks: which column each belongs to, and where a heading over several begins.

A heading over others is printed in their middle. Text tables show merged cells by blanks to the right of the first
cell, so that is where it has to stand.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import comb

from ingest.plaintext.columns import Columns, Piece, Printed, Span, meeting, place_of
from ingest.wording import normalise

_WAYS = 20_000
"""A head that can be cut in more ways than this is none: its headings stay where they are printed."""


def head_rows(
    head: Sequence[Printed], columns: Columns, headings: frozenset[str]
) -> Iterator[tuple[int, Sequence[str]]]:
    """One row a line, with its line number; `headings` are the known ones, normalised.

    The parts of a heading wrapped inside its column are put together where the whole is known.
    """
    placed = [(line, [place_of(piece.span, columns) for piece in line.pieces]) for line in head]
    rows = [(line.number, [""] * len(columns)) for line in head]
    kept = _unwrapped(placed, len(columns), headings)
    filled = [{place for _, place in row} for row in kept]
    extents = list(columns)
    closed: set[int] = set()
    for level, row in enumerate(kept):
        below = set().union(*filled[level + 1 :])
        own = [(piece, place) for piece, place in row if place not in below]
        for piece, place in own:
            if len(meeting(piece.span, columns)) <= 1:
                closed.add(place)
                extents[place] = (min(extents[place][0], piece.start), max(extents[place][1], piece.end))
        over = [piece for piece, place in row if place in below or len(meeting(piece.span, columns)) > 1]
        starts = dict(_spread(over, extents, closed))
        for piece, place in row:
            column = starts.get(piece.start, place)
            rows[level][1][column] += piece.text
    return ((number, texts) for number, texts in rows if any(texts))


Placed = list[tuple[Piece, int]]


def _unwrapped(placed: Sequence[tuple[Printed, Sequence[int]]], width: int, headings: frozenset[str]) -> list[Placed]:
    """Join the parts of a known heading in the lowest of their lines."""
    rows = [list(zip(line.pieces, places, strict=True)) for line, places in placed]
    for column in range(width):
        parts = [(level, piece) for level, row in enumerate(rows) for piece, place in row if place == column]
        whole = "".join(piece.text for _, piece in parts)
        if len(parts) > 1 and normalise(whole) in headings:
            last, lowest = parts[-1]
            for level, piece in parts:
                rows[level].remove((piece, column))
            rows[last].append((Piece(lowest.start, lowest.end, whole), column))
    return rows


def _spread(over: Sequence[Piece], extents: Sequence[Span], closed: set[int]) -> Iterator[tuple[int, int]]:
    """The first column below each heading over several, by where its middle is; (start of the piece, column)."""
    for run in _runs(len(extents), closed):
        first, last = extents[run[0]][0], extents[run[-1]][1]
        inside = [piece for piece in over if first <= _middle(piece.span) <= last]
        if inside and len(inside) <= len(run) and comb(len(run) - 1, len(inside) - 1) <= _WAYS:
            cuts = min(combinations(run[1:], len(inside) - 1), key=lambda cut: _distance(inside, run, cut, extents))
            yield from ((piece.start, start) for piece, start in zip(inside, (run[0], *cuts), strict=True))


def _runs(width: int, closed: set[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for column in range(width):
        if column not in closed:
            run.append(column)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _distance(pieces: Sequence[Piece], run: Sequence[int], cuts: Sequence[int], extents: Sequence[Span]) -> int:
    """How far the headings stand from the middles of their columns, if they are cut so."""
    bounds = [run[0], *cuts, run[-1] + 1]
    spans = [(extents[start][0], extents[end - 1][1]) for start, end in pairwise(bounds)]
    return sum(abs(_middle(piece.span) - _middle(span)) for piece, span in zip(pieces, spans, strict=True))


def _middle(span: Span) -> int:
    """Rounded down: half a column does not matter."""
    return (span[0] + span[1]) // 2
