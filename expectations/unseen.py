"""Rows that a table perhaps has and we did not see: it was cut off, or rows of it were read as something else.

A sum over rows that fails for want of a row accuses nobody then. Where the end of the table was seen, and nothing that
looks like its rows stands anywhere else, a row that is missing is missing in the report.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from expectations import reasons
from expectations.book import Book, Grid
from expectations.places import printed_order
from ingest.facts import TableInfo
from ingest.model import Location, Text

_SHAPES = frozenset({"coded", "units", "groups"})
_ROW_AS_PROSE = re.compile(
    r"\s*(?:\d{1,3}\s+)?(?P<code>\d{7}|\d{5}|\d{3})\s*[^\d\s.,，。、．年月日元万%]{2,40}\s+-?[\d,]+\.\d{1,2}(?:\s|$)"
)
_CODE, _PART, _CLASS = re.compile(r"(\d{7}|\d{5}|\d{3})(?=\s|$)"), re.compile(r"\d{2}"), 3
_HEAD = 5
"""Cells at the head of a row that may hold its serial number, its code and its name."""
_NEAR = 12
"""Lines of a text file around a table that may hold a row of it."""


def lost_below(grid: Grid, at: int, book: Book) -> Text | None:
    """Why rows below the row `at` (a 科目, or 合计) may be printed and not be among ours; None if they cannot."""
    reason = lost_rows(grid, book)
    if reason is not None:
        return reason
    end = cut_after(grid, book)
    if end is None:
        return None
    code = grid.rows[at].code
    return end[1] if code is None or end[0].startswith(code) else None


def lost_from(grid: Grid, code: str, book: Book) -> Text | None:
    """Why the row of a code may be printed though the grid has none."""
    reason = lost_rows(grid, book)
    if reason is not None:
        return reason
    end = cut_after(grid, book)
    return end[1] if end is not None and code > end[0] else None


def lost_rows(grid: Grid, book: Book) -> Text | None:
    """Why any row of the table may have been lost: an unread page beside it, another piece, rows read as prose."""
    key = f"unseen.lost.{grid.info.id}"
    if key not in book.memo:
        book.memo[key] = next(_lost(grid, book), None)
    found: Text | None = book.memo[key]
    return found


def _lost(grid: Grid, book: Book) -> Iterator[Text]:
    unread = sorted(grid.neighbours & {*book.document.pages_unread})
    if unread:
        yield reasons.pages_unread(unread)
    if grid.template.shape not in _SHAPES:
        return
    piece = in_pieces(grid, book)
    if piece is not None:
        yield reasons.in_pieces(grid.info.template, piece.info.location)
    codes = _keys(grid)
    if grid.template.shape == "units":
        return
    begin, end = printed_order(grid.info.location), _next_table(grid, book)
    for info in book.canonical.tables:
        if info.template == "raw" and begin <= printed_order(info.location) < end:
            theirs = [code for line in info.grid if (code := _code(line))]
            if theirs and not codes & set(theirs) and _is_like(theirs, grid) and not _has_total(info):
                yield reasons.rows_elsewhere(grid.info.template, theirs[0], info.location)
    alone = ((doubt.readings[0][0], doubt.location) for doubt in book.canonical.doubts if doubt.readings)
    prose = ((paragraph.text, paragraph.location) for paragraph in book.canonical.paragraphs)
    for words, place in (*alone, *prose):
        match = _ROW_AS_PROSE.match(words)
        if (
            match is not None
            and match["code"] not in codes
            and _is_like([match["code"]], grid)
            and _beside(place, grid)
        ):
            yield reasons.rows_elsewhere(grid.info.template, match["code"], place)


def in_pieces(grid: Grid, book: Book) -> Grid | None:
    """Give another piece of the same table: it has rows of its own, and only one of the two has the total."""
    if grid.template.shape not in _SHAPES:
        return None
    codes = _keys(grid)
    others = (other for other in book.grids[grid.info.template] if other is not grid and _keys(other))
    return next(
        (o for o in others if codes and not codes & _keys(o) and not (grid.select("合计") and o.select("合计"))), None
    )


def _keys(grid: Grid) -> set[str]:
    return {row.key for row in grid.rows if row.code is not None or row.concept == "单位"}


def _code(line: Sequence[str]) -> str:
    """The code at the head of a printed row: in one cell or in three, perhaps with a serial number before it."""
    cells = [cell.strip() for cell in line[:_HEAD] if cell.strip()]
    for at, cell in enumerate(cells):
        match = _CODE.match(cell)
        if match is not None:
            rest = "".join(takewhile(_PART.fullmatch, cells[at + 1 :])) if len(cell) == _CLASS else ""
            return (match[1] + rest)[:7]
    return ""


def _is_like(codes: Sequence[str], grid: Grid) -> bool:
    """Are the codes of the same classification: 支出功能分类 begins with 2, 支出经济分类 with 3?"""
    return all(code.startswith("3" if grid.template.codes == "economic" else "2") for code in codes)


def _has_total(info: TableInfo) -> bool:
    """A table with a total of its own is no rest of another one."""
    return any(row.concept == "合计" for row in info.rows)


def _next_table(grid: Grid, book: Book) -> tuple[int, int, int]:
    """Where the next table that a template knows begins."""
    begin = printed_order(grid.info.location)
    known = (info for info in book.canonical.tables if info.template != "raw")
    return min((p for info in known if (p := printed_order(info.location)) > begin), default=(10**9, 0, 0))


def _beside(place: Location, grid: Grid) -> bool:
    """Does it stand between the first row of the table and shortly behind its last one?"""
    if place.page is not None:
        pages = {row.location.page for row in grid.rows if row.location.page is not None}
        return bool(pages) and min(pages) <= place.page <= max(pages) + 1
    lines = [row.location.line for row in grid.rows if row.location.line is not None]
    return place.line is not None and bool(lines) and min(lines) <= place.line <= max(lines) + _NEAR


def cut_after(grid: Grid, book: Book) -> tuple[str, Text] | None:
    """Give the last code of a table whose end was not seen, and how that is known; None where it was."""
    key = f"unseen.cut.{grid.info.id}"
    if key not in book.memo:
        book.memo[key] = _cut_after(grid, book)
    found: tuple[str, Text] | None = book.memo[key]
    return found


def _cut_after(grid: Grid, book: Book) -> tuple[str, Text] | None:
    coded = [(at, row.code) for at, row in enumerate(grid.rows) if row.code is not None]
    if grid.template.shape != "coded" or not coded:
        return None
    place, last = coded[-1]
    totals = grid.select("合计")
    if totals and max(totals) > place:
        return None
    if not totals:
        return last, reasons.no_end(grid.info.template, grid.label(place))
    if len(last) < max(len(code) for _, code in coded):
        return last, reasons.last_without_children(grid.info.template, grid.label(place))
    beyond = _classes_beyond(grid, last, book)
    if beyond is not None:
        return last, reasons.classes_beyond(grid.info.template, grid.label(place), beyond)
    return None


_BY_CLASS = {
    "T02": ("T01", "决算数"),
    "T03": ("T01", "决算数"),
    "T05": ("T04", "一般公共预算财政拨款"),
    "T08": ("T04", "政府性基金预算财政拨款"),
}
"""Tables by code → the two-sided table, and its column, that prints money of the same classes."""


def _classes_beyond(grid: Grid, last: str, book: Book) -> str | None:
    """Name a class behind the last code that another table prints with an amount of this table's money."""
    table, column = _BY_CLASS.get(grid.info.template, ("", ""))
    for other in book.grids[table] if table else ():
        for at, row in enumerate(other.rows):
            amounts = other.cells.get((at, column), ())
            if row.concept == "类" and row.code and row.code > last and any(fact.value for fact in amounts):
                return other.label(at)
    return None
