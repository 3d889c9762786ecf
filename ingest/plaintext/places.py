"""Where figures stand on their lines: which of them are of one column, and below which heading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.plaintext.columns import Columns, meeting, occupied
from ingest.plaintext.tokens import Token, Tokens

Slots = tuple[int, ...]
"""For each figure of a row the number of its place, from left to right."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of the figures of each row; `headed` gives for a page the heading over each of its places."""

    slots: tuple[Slots | None, ...] = ()
    pages: tuple[int, ...] = ()
    headed: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def places(rows: Sequence[Tokens], headings: Tokens) -> Places:
    """The places of the figures, page by page; None for the rows of a page that shows none that can be trusted.

    Places are counted both ways, with one and with two columns for a wide character. A row with two figures in one
    place, or more places than there are columns, says that they are none.
    """
    found: list[Slots | None] = [None] * len(rows)
    headed: dict[int, tuple[int, ...]] = {}
    for page in {figure.page for row in rows for figure in row}:
        mine = [n for n, row in enumerate(rows) if row and row[0].page == page]
        tried = [_columns([rows[n] for n in mine], way) for way in (0, 1)]
        fitting = [(len(columns), way) for way, columns in enumerate(tried) if 0 < len(columns) <= len(headings)]
        if not fitting:
            continue
        way = min(fitting)[1]
        for n in mine:
            found[n] = tuple(_place(figure, tried[way], way) for figure in rows[n])
        if all(heading.page == page for heading in headings):
            headed.update({page: below} if (below := _headed(tried[way], headings, way)) else {})
    return Places(tuple(found), tuple(row[0].page if row else 0 for row in rows), headed)


def _columns(rows: Sequence[Tokens], way: int) -> Columns:
    columns = occupied(figure.spans[way] for row in rows for figure in row)
    for row in rows:
        taken = [_place(figure, columns, way) for figure in row]
        if len(set(taken)) < len(taken):
            return ()
    return columns


def _place(figure: Token, columns: Columns, way: int) -> int:
    return meeting(figure.spans[way], columns)[0]


def _headed(columns: Columns, headings: Tokens, way: int) -> tuple[int, ...]:
    """The heading over each column; empty if one stands below none or two, or two below the same."""
    over = [
        [n for n, heading in enumerate(headings) if heading.spans[way][0] < end and start < heading.spans[way][1]]
        for start, end in columns
    ]
    below = [found[0] for found in over if len(found) == 1]
    return tuple(below) if len(below) == len(columns) and len(set(below)) == len(below) else ()
