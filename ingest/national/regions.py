"""Where a national form begins and ends: from its title to its 总分 row, over page breaks; many forms in one table."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.headers import texts
from ingest.indicators import TOTALS
from ingest.model import Cell, Line, Row, Table
from ingest.national.funds import fund_header
from ingest.national.leafcolumns import label_words, read_header
from ingest.pdf.grids import own_columns
from ingest.statutory.recognition import title_template, titled
from ingest.templates import templates
from ingest.wording import normalise

TEMPLATE = "F24"
NAMED = frozenset({"项目名称", "专项资金名称", "专项名称", "政策名称", "资金名称"})
"""How the row that names the project begins: a form has one."""
_HEAD = NAMED | {"主管部门", "实施单位", "预算单位", "单位名称", "部门名称", "填报单位", "年度总体目标", "年度资金总额"}
_HEAD_ROWS = 12
_ANY_TITLE = re.compile(r"[^，。；]{2,40}表(?:（[^（）]{1,12}）)?")


@dataclass(frozen=True, slots=True)
class Region:
    """One form as printed: its title, and its blocks from the first table to the last."""

    title: str
    blocks: list[Line | Table]


def regions(blocks: Sequence[Line | Table]) -> Iterator[Region]:
    """Each form's title with its blocks: from its first table to the one that holds the 总分 row."""
    region: Region | None = None
    for block, title in _apart(blocks):
        if region is not None and _ends(block, title):
            yield region
            region = None
        if region is None and title is not None:
            region = Region(title, [])
        if region is not None:
            region.blocks.append(block)
            if isinstance(block, Table) and _has_total(block):
                yield region
                region = None
    if region is not None:
        yield region


def untitled(blocks: Sequence[Line | Table], found: Sequence[Region]) -> Iterator[Table]:
    """The tables outside all forms that have both headers of one, that of its funds and that of its indicators."""
    template = templates()[TEMPLATE]
    taken = {block.location for region in found for block in region.blocks}
    for block in blocks:
        if not isinstance(block, Table) or block.location in taken or titled(block) is not None:
            continue
        if fund_header(block.rows, template) is not None and read_header(block.rows, template) is not None:
            yield block


def _apart(blocks: Iterable[Line | Table]) -> Iterator[tuple[Line | Table, str | None]]:
    """Each block with the form's title, if it has one; a table of several forms in pieces.

    A piece begins with a row that is nothing but a title, or with another 项目名称: where many forms are printed as one
    table, a title that comes again may have been taken for the head of a page.
    """
    for block in blocks:
        if isinstance(block, Line):
            yield block, None
            continue
        title = _title(block)
        for start, end in pairwise((*_starts(block.rows, several=title is not None), len(block.rows))):
            rows = block.rows[start:end]
            first = next((cell for cell in rows[0] if cell is not None), None)
            own = next((text for row in rows[:1] if _is_title(row) for text in texts(row) if text.strip()), None)
            title = re.sub(r"\s+", "", own) if own is not None else title
            place = first.location if first is not None and start else block.location
            rows = own_columns(rows) if len(rows) < len(block.rows) else rows
            yield replace(block, rows=rows, location=place, before=() if start else block.before), title


def _starts(rows: Sequence[Row], *, several: bool) -> list[int]:
    found, named = [0], False
    for at, row in enumerate(rows):
        first = label_words(next((text for text in texts(row) if text.strip()), "")).rstrip("：")
        if _is_title(row):
            named = False
            found += [at] if at else []
        elif first in NAMED:
            found += [at] if several and named else []
            named = True
    return found


def _is_title(row: Row) -> bool:
    printed = {text for text in texts(row) if text.strip()}
    found = title_template(next(iter(printed))) if len(printed) == 1 else None
    return found is not None and found.id == TEMPLATE


def _title(table: Table) -> str | None:
    """The form's title over a table that has something of a form: a sentence may end in a title and no form follow."""
    found = titled(table)
    if found is None or found[0].id != TEMPLATE:
        return None
    template = templates()[TEMPLATE]
    parts = fund_header(table.rows, template) or read_header(table.rows, template)
    headed = any(label_words(text).rstrip("：") in _HEAD for row in table.rows[:_HEAD_ROWS] for text in texts(row))
    return found[1] if parts is not None or headed else None


def _ends(block: Line | Table, title: str | None) -> bool:
    """A title ends the form above it; a table without a fund header of its own goes on with it, whatever its title."""
    if isinstance(block, Table):
        has_funds = fund_header(block.rows, templates()[TEMPLATE]) is not None
        return title is not None and (has_funds or any(map(_is_title, block.rows[:2])))
    words = normalise(block.text)
    return title_template(block.text) is not None or (
        _ANY_TITLE.fullmatch(words) is not None and "标" not in words[-3:]
    )


def _has_total(table: Table) -> bool:
    return any(label_words(next((t for t in texts(row) if t.strip()), "")) in TOTALS[:2] for row in table.rows)


def merged(blocks: Sequence[Line | Table]) -> Table:
    """One grid of all rows; a line between the tables becomes a row of one cell."""
    tables = [block for block in blocks if isinstance(block, Table)]
    width = max(len(row) for table in tables for row in table.rows)
    rows: list[Row] = []
    for block in blocks:
        if isinstance(block, Line):
            rows.append(_padded((Cell(block.text, block.location),), width))
        else:
            rows.extend(_padded(row, width) for row in block.rows)
    return replace(tables[0], rows=tuple(rows), parts=len(tables))


def _padded(row: Row, width: int) -> Row:
    place = next(cell.location for cell in row if cell is not None)
    return (*row, *(Cell("", place) for _ in range(width - len(row))))
