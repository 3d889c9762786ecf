"""The tables of one form on one grid: a part on the next page is laid under the columns of the page before.

What page breaks tore apart is joined before (`ingest/stitching.py`); here is what could not be: a line between the
parts, or columns that do not fit. A number in an unknown column would be a wrong number.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.headers import texts
from ingest.model import Line, Table
from ingest.national.funds import fund_header
from ingest.national.leafcolumns import read_header
from ingest.numerals import parse_amount
from ingest.pdf.grids import boundaries, moved, places_in, remap
from ingest.templates import Template


def fitted(blocks: Sequence[Line | Table], template: Template) -> tuple[list[Line | Table], list[Table]]:
    """The blocks of a form, and those of its tables that hold numbers whose columns nobody knows: not to be read.

    A table on the same page keeps its own columns, and so does one from its own header on.
    """
    kept: list[Line | Table] = []
    left: list[Table] = []
    above: tuple[float, ...] = ()
    since, page = 0, 0
    for block in blocks:
        if isinstance(block, Line):
            kept.append(block)
            continue
        own = () if block.reader == "text" else boundaries(block)
        torn = _torn(block, template) if above and own and block.location.page == page else 0
        columns = moved(own, above)
        coarse, fine = places_in(columns, above) if torn else None, places_in(above, columns) if torn else None
        table: Table = block
        if coarse is not None:
            table = _laid(block, coarse, len(above) - 1)
        elif fine is not None:
            kept[since:] = [_laid(b, fine, len(columns) - 1) if isinstance(b, Table) else b for b in kept[since:]]
            above = columns
        else:
            left += [replace(block, rows=block.rows[:torn])] if torn else []
            table = replace(block, rows=block.rows[torn:])
            above, since = own, len(kept)
        if table.rows:
            kept.append(table)
            page = 1 + max(cell.location.page or 0 for row in table.rows for cell in row if cell is not None)
    return kept, left


def _laid(table: Table, places: Sequence[int], width: int) -> Table:
    return replace(table, rows=remap(table.rows, places, width))


def _torn(block: Table, template: Template) -> int:
    """How many rows stand above the table's own headers; 0 if there is no number in them."""
    funds, leaves = fund_header(block.rows, template), read_header(block.rows, template)
    end = min([len(block.rows), *([funds[0]] if funds else []), *([leaves.first] if leaves else [])])
    numbers = any(parse_amount(text) is not None for row in block.rows[:end] for text in texts(row))
    return end if numbers else 0
