"""Tables printed one cell a line, or with single blanks between their cells → raw tables.

Below the title of a statutory table every line is one cell or one row, row after row. The headings give the columns,
the template says what must add up. Where a row or a column is not certain nothing is rebuilt: the lines stay lines,
and a Doubt says which table could not be read; a cell that may be of one column or of another is UNREAD.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.facts import Doubt
from ingest.headers import concept
from ingest.model import Block, Cell, Line, Location, RawTable, Why
from ingest.plaintext.columns import GAP
from ingest.plaintext.flatshapes import Flat, cut, grid, seen
from ingest.plaintext.flatsums import Number
from ingest.plaintext.tokens import Grid, Token, is_figure, tokens
from ingest.statutory.recognition import title_template
from ingest.templates import Template
from ingest.wording import normalise

_LONGEST = 48
"""No cell of a statutory table is longer; a longer line is prose and ends the table."""
_ROW = 4
"""A line of at least so many words set apart is a row; Chinese prose has no blanks."""
_CAPTIONS = ("公开", "部门：", "编制单位：", "单位：", "金额单位：", "公开部门：")
_NOTES = ("注：", "备注：", "说明：")
_WHY = Why(
    "表题下的数排成行而不成表，列不能确定，未读",
    "below this title numbers stand in lines: their columns are not certain",
    "columns",
)
_FIGURES = 5
"""A form holds more figures than its captions do."""
_ROUNDS = 2
"""What one table tells of another may tell of a third."""
_LEAST = 2
"""A title above fewer headings of its table than this is no title of a table."""
_MANY = 4
"""In columns of blanks at least one line in four shows a gap."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A title and what stands below it, by index of the blocks."""

    title: Line
    template: Template
    captions: list[Line]
    cells: list[Line]
    flat: Flat | None


def rebuilt(blocks: Sequence[Block], document: str) -> tuple[tuple[Block, ...], tuple[Doubt, ...]]:
    """Put together the statutory tables that are printed one cell a line; doubts for those that cannot be."""
    spans = {start: span for start in range(len(blocks)) if (span := _span(blocks, start)) is not None}
    known: dict[Number, Decimal] = {}
    for _ in range(_ROUNDS):
        for span in spans.values():
            if span.flat is not None:
                known.update(seen(span.flat, known))
    found: list[Block] = []
    doubts: list[Doubt] = []
    index = 0
    while index < len(blocks):
        block, span = blocks[index], spans.get(index)
        index += 1
        found.append(block)
        if span is None:
            continue
        rows = grid(span.flat, known) if span.flat is not None else None
        if rows is not None:
            found += [*span.captions, _table(rows, span)]
            index += len(span.captions) + len(span.cells)
        else:
            place = _place(span.cells, span.template.id)
            doubts.append(Doubt(document, place, ((span.title.text, None, "text"),), _WHY, repaired=False))
    return tuple(found), tuple(doubts)


def _span(blocks: Sequence[Block], start: int) -> _Span | None:
    """The table below a title; None where there is no title, or nothing of its table below it."""
    title = blocks[start]
    if not isinstance(title, Line) or len(title.text) > _LONGEST:
        return None
    template = title_template(title.text)
    if template is None:
        return None
    captions, cells = _below(blocks, start + 1)
    if template.shape == "form":
        # A form has columns that change from block to block: without them it is only said to be there.
        figures = sum(is_figure(cell.text) for cell in tokens(cells))
        return _Span(title, template, captions, cells, None) if figures >= _FIGURES else None
    if not _is_table(cells, template):
        return None
    flat = cut(cells, template, loose=_MANY * sum(GAP.search(cell.text) is not None for cell in cells) >= len(cells))
    return _Span(title, template, captions, cells, flat)


def _is_table(cells: Sequence[Line], template: Template) -> bool:
    """Whether headings of the table stand there, or numbers that must be its own."""
    words = [normalise(cell.text) for cell in tokens(cells)]
    heads = [word for word in words if concept((word,), template.columns) is not None]
    return len(heads) >= _LEAST or (bool(heads) and any(map(is_figure, words))) or _numbers(cells) > _LEAST


def _numbers(cells: Sequence[Line]) -> int:
    return sum(len(_PRINTED.findall(cell.text)) for cell in cells)


_PRINTED = re.compile(r"(?<![\d.])-?\d[\d,]*\.\d+(?![\d.])")


def _below(blocks: Sequence[Block], start: int) -> tuple[list[Line], list[Line]]:
    """The captions below a title, and the lines that may be cells: up to a note, a title, prose or a table."""
    captions: list[Line] = []
    cells: list[Line] = []
    for place in range(start, len(blocks)):
        block = blocks[place]
        if not isinstance(block, Line):
            break
        words = normalise(block.text)
        parts = block.text.split()
        long = len(words) > _LONGEST and len(parts) < _ROW and not any(map(is_figure, parts))
        if long or "。" in words or words.startswith(_NOTES) or title_template(block.text) is not None:
            break
        if not cells and words.startswith(_CAPTIONS):
            captions.append(block)
        else:
            cells.append(block)
    return captions, cells


def _place(cells: Sequence[Line], table: str | None = None) -> Location:
    first, last = cells[0].location, cells[-1].location
    return Location(page=first.page, line=first.line, line_end=last.line_end, table=table)


def _table(rows: Grid, span: _Span) -> RawTable:
    width = max(map(len, rows))
    printed = [row for row in rows if any(isinstance(cell, Token) for cell in row)]
    laid = tuple(_row([*row, *[""] * (width - len(row))]) for row in printed)
    return RawTable(laid, _place(span.cells), "text", spans_known=False)


def _row(cells: Sequence[Token | str]) -> tuple[Cell, ...]:
    place = next(cell.location for cell in cells if isinstance(cell, Token))
    return tuple(Cell(cell.text, cell.location) if isinstance(cell, Token) else Cell(cell, place) for cell in cells)
