"""Tables printed one cell a line → raw tables, where the template's own headings say how many columns there are.

Below the title of a statutory table every line is one cell, row after row. The headings give the number of amounts a
row must have; every row must have exactly so many, to the last line. Otherwise nothing is rebuilt: the lines stay
lines, and a Doubt says which table could not be read.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.facts import Doubt
from ingest.model import Block, Cell, Line, Location, RawTable
from ingest.numerals import parse_amount
from ingest.plaintext.columns import GAP
from ingest.plaintext.flatshapes import grid
from ingest.statutory.recognition import title_template
from ingest.templates import Template
from ingest.wording import normalise

_LONGEST = 48
"""No cell of a statutory table is longer; a longer line is prose and ends the table."""
_CAPTIONS = ("公开", "部门：", "编制单位：", "单位：", "金额单位：", "公开部门：")
_NOTES = ("注：", "备注：", "说明：")
_WHY = (
    "表题下的数排成行而不成表，列不能确定，未读 below this title numbers stand in lines: their columns are not certain"
)
_PRINTED = re.compile(r"(?<![\d.])-?\d[\d,]*\.\d+(?![\d.])")


def rebuilt(blocks: Sequence[Block], document: str) -> tuple[tuple[Block, ...], tuple[Doubt, ...]]:
    """Put together the statutory tables that are printed one cell a line; doubts for those that cannot be."""
    found: list[Block] = []
    doubts: list[Doubt] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        found.append(block)
        if not isinstance(block, Line) or len(block.text) > _LONGEST:
            continue
        template = title_template(block.text)
        if template is None or template.shape == "form":
            continue
        captions, cells = _below(blocks, index)
        table = _table(cells, template) if cells else None
        if table is not None:
            found += [*captions, table]
            index += len(captions) + len(cells)
        elif sum(len(_PRINTED.findall(cell.text)) for cell in cells) >= 3:
            place = _span(cells, template.id)
            doubts.append(Doubt(document, place, ((block.text, None, "text"),), _WHY, repaired=False))
    return tuple(found), tuple(doubts)


def _span(cells: Sequence[Line], table: str | None = None) -> Location:
    first, last = cells[0].location, cells[-1].location
    return Location(page=first.page, line=first.line, line_end=last.line_end, table=table)


def _below(blocks: Sequence[Block], start: int) -> tuple[list[Line], list[Line]]:
    """The captions below a title, and the lines that may be cells: up to a note, a title, prose or a table."""
    captions: list[Line] = []
    cells: list[Line] = []
    for place in range(start, len(blocks)):
        block = blocks[place]
        if not isinstance(block, Line):
            break
        words = normalise(block.text)
        long = len(words) > _LONGEST and GAP.search(block.text) is None
        if long or "。" in words or words.startswith(_NOTES) or title_template(block.text) is not None:
            break
        if not cells and words.startswith(_CAPTIONS):
            captions.append(block)
        else:
            cells.append(block)
    return captions, cells


def _table(cells: Sequence[Line], template: Template) -> RawTable | None:
    layout = any(GAP.search(cell.text) for cell in cells)
    if layout and template.shape != "items":
        return None
    rows = grid([part for cell in cells for part in _parts(cell)] if layout else cells, template)
    if rows is None:
        return None
    width = max(map(len, rows))
    printed = [row for row in rows if any(isinstance(cell, Line) for cell in row)]
    laid = tuple(_row([*row, *[""] * (width - len(row))]) for row in printed)
    return RawTable(laid, _span(cells), "text", spans_known=False)


def _parts(line: Line) -> Iterator[Line]:
    """The pieces of a line laid out in columns; numbers one blank apart are numbers of their own."""
    for piece in GAP.split(line.text):
        words = piece.split()
        figures = len(words) > 1 and all(parse_amount(word) is not None for word in words)
        for text in words if figures else [piece.strip()]:
            if text:
                yield Line(text, line.location)


def _row(cells: Sequence[Line | str]) -> tuple[Cell, ...]:
    place = next(cell.location for cell in cells if isinstance(cell, Line))
    return tuple(Cell(cell.text, cell.location) if isinstance(cell, Line) else Cell("", place) for cell in cells)
