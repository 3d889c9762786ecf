"""A table read from a picture: which of its cells cannot be trusted, for reasons that lie outside the cell.

A rule that was not seen, a code or a label that is in doubt, a header that is: the numbers there may belong elsewhere.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from ingest.model import SURE, UNREAD, Cell, RawTable, Row
from ingest.pdf.scanjudge import NUMBER

_NUMBERS = re.compile(r"\d[\d,]*\.\d+")
_STACKED = re.compile(r"[-\d,.]+(?:\n[-\d,.]+)+")
_WORD = re.compile(r"[^\W\d_]{2}")
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十]+[、）)]")
_LEGIBLE = 0.6
"""A label of which a sign is read with less confidence may be another label: one sign in many makes no difference."""
_CODE = re.compile(r"\d{2,7}")
_USUAL = 0.6
"""The share of rows in which a column begins that is a usual one."""
Ruled = Callable[[Cell, float], bool]
"""Whether a trace of a rule down runs through a cell at some place (points from the left)."""


def parted(table: RawTable, ruled: Ruled) -> RawTable:
    """Part cells that run over a rule which was not seen: nobody knows which of their numbers stands where.

    Seen sidewise: several numbers in one cell, or one in a cell over a boundary that most rows have and of which a
    trace is there. Seen downwards: two numbers, one below the other; rows may be missing then, and the whole table is
    in doubt.
    """
    width = len(table.rows[0])
    lefts = [
        [cell.location.bbox[0] for row in table.rows if (cell := row[column]) is not None and cell.location.bbox]
        for column in range(width)
    ]
    usual = {column: min(found) for column, found in enumerate(lefts) if len(found) >= _USUAL * len(table.rows)}
    rows = tuple(_parted(row, usual, ruled) for row in table.rows)
    if any(_STACKED.fullmatch(cell.text) for row in rows for cell in _cells(row)):
        rows = tuple(tuple(None if cell is None else replace(cell, confidence=0.0) for cell in row) for row in rows)
    return replace(table, rows=rows)


def _parted(row: Row, usual: Mapping[int, float], ruled: Ruled) -> Row:
    cells = list(row)
    for column, cell in enumerate(row):
        if cell is None or cell.colspan == 1 or cell.rowspan > 1:
            continue
        inside = range(column + 1, column + cell.colspan)
        alone = NUMBER.fullmatch(cell.text) and any(place in usual and ruled(cell, usual[place]) for place in inside)
        if alone or len(_NUMBERS.findall(cell.text)) > 1:
            for place in (column, *inside):
                cells[place] = replace(cell, text=UNREAD, colspan=1, confidence=0.0)
    return tuple(cells)


def doubtful_rows(table: RawTable) -> RawTable:
    """Put the amounts of a row in doubt whose code or label is: they may belong elsewhere."""
    return replace(table, rows=tuple(map(_sure_row, table.rows)))


def _sure_row(row: Row) -> Row:
    names = [
        _known(cell)
        for cell in _cells(row)
        if _known(cell) < (SURE if _CODE.fullmatch(cell.text) else _LEGIBLE if _WORD.search(cell.text) else 0.0)
    ]
    most = min(names, default=1.0)
    return tuple(
        cell if cell is None or _WORD.search(cell.text) else replace(cell, confidence=min(most, _known(cell)))
        for cell in row
    )


def illegible(rows: Sequence[Row]) -> bool:
    """Whether a table, joined over pages, is in doubt as a whole.

    It is if a word of its header (the rows above the first amount) is, or a label behind an ordinal (一、): such labels
    come twice in a table, and which is which is known from the others.
    """
    head = list(takewhile(lambda row: not any(_NUMBERS.fullmatch(cell.text) for cell in _cells(row)), rows))
    words = [_known(cell) for row in head for cell in _cells(row) if _WORD.search(cell.text)]
    words += [_known(cell) for row in rows for cell in _cells(row) if _ORDINAL.match(cell.text)]
    return len(head) < len(rows) and min(words, default=1.0) < _LEGIBLE


def _known(cell: Cell) -> float:
    return 1.0 if cell.confidence is None else cell.confidence


def _cells(row: Row) -> Iterable[Cell]:
    return (cell for cell in row if cell is not None)
