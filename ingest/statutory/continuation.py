"""Parts of one table that print the title again on every page (续表) are one table."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from ingest.headers import texts
from ingest.model import Cell, Line, Row, Table
from ingest.numerals import has_digit
from ingest.statutory.recognition import TOTALS, Recognised, named_otherwise, recognise
from ingest.wording import bare, normalise


def statutory(blocks: Sequence[Line | Table]) -> tuple[Recognised, ...]:
    """Recognise the statutory tables of a document, each in one piece.

    Where a template has no table with its own title, a table with a title that is also used for it counts.
    """
    sheets = _sheets(blocks, frozenset())
    other = {name for block in blocks if isinstance(block, Table) for name in named_otherwise(block)}
    lacking = other - {sheet.template.id for sheet in sheets}
    return _sheets(blocks, lacking) if lacking else sheets


def _sheets(blocks: Iterable[Line | Table], also: Container[str]) -> tuple[Recognised, ...]:
    """One pass; `also` as in `recognise`.

    A sheet goes on in the next one if both have one template and one header and the first is unfinished: a
    two-sided table is finished by its 总计 row, in the others no row may come twice. An unfinished two-sided table
    also takes in what follows without a title, where its dropped empty cells left a row as a line of its own.
    """
    sheets: list[Recognised] = []
    waiting: list[Line] = []
    open_end = False
    for block in blocks:
        if isinstance(block, Line):
            open_end = open_end and is_row_label(block.text, sheets[-1])
            waiting = [*waiting, block] if open_end else []
            continue
        sheet = recognise(block, also)
        if sheets and _is_right_half(sheets[-1], block):
            # A spreadsheet printed in two halves: 收入 on one page, 支出 on the next.
            sheets[-1] = _beside(sheets[-1], block)
            open_end = False
        elif sheet is not None and sheet.template.shape == "form":
            open_end = False
        elif sheet is not None:
            if sheets and _goes_on(sheets[-1], sheet):
                sheets[-1] = _append(sheets[-1], [sheet.table.rows[row] for row in sheet.body], sheet.table)
            else:
                sheets.append(sheet)
            open_end = _unfinished(sheets[-1])
        elif open_end:
            rows: list[Row] = [(Cell(line.text, line.location),) for line in waiting]
            sheets[-1] = _append(sheets[-1], [*rows, *block.rows], block)
            open_end = _unfinished(sheets[-1])
        waiting = []
    return tuple(sheets)


def is_row_label(text: str, sheet: Recognised) -> bool:
    """Whether a line is the label of a row that the sheet's template knows."""
    return bare(text) in {normalise(label) for spec in sheet.template.rows.values() for label in spec.labels}


def _unfinished(sheet: Recognised) -> bool:
    totals = {bare(text).removeprefix("收入").removeprefix("支出") for text in _labels(sheet)}
    return sheet.template.shape == "two_sided" and "总计" not in totals


def _is_right_half(first: Recognised, second: Table) -> bool:
    """A two-sided table that shows income only, then one of about as many rows that shows expenditure only."""
    if first.template.shape != "two_sided" or abs(len(first.table.rows) - len(second.rows)) > 2:
        return False
    left = {bare(text) for row in first.table.rows for text in texts(row)}
    right = {bare(text) for row in second.rows for text in texts(row)}
    income, spending = "本年收入合计", "本年支出合计"
    return income in left and spending not in left and spending in right and income not in right


def _beside(first: Recognised, second: Table) -> Recognised:
    """Set the halves side by side, bottom rows level: what stands above the header may differ."""
    left, right = list(first.table.rows), list(second.rows)
    height = max(len(left), len(right))
    rows = zip(_raised(left, height), _raised(right, height), strict=True)
    whole = replace(first.table, rows=tuple((*a, *b) for a, b in rows), after=second.after, parts=first.table.parts + 1)
    return recognise(whole) or first


def _raised(rows: Sequence[Row], height: int) -> list[Row]:
    top = next(cell.location for cell in rows[0] if cell is not None)
    blank: Row = tuple(Cell("", top) for _ in rows[0])
    return [*(blank for _ in range(height - len(rows))), *rows]


def _goes_on(first: Recognised, second: Recognised) -> bool:
    if first.template is not second.template or first.paths != second.paths or not second.body:
        return False
    if first.template.shape == "two_sided":
        return _unfinished(first)
    return first.template.shape in ("coded", "units", "groups") and not _keys(first) & _keys(second)


def _labels(sheet: Recognised) -> Iterable[str]:
    return (text for row in sheet.body for text in texts(sheet.table.rows[row]) if text.strip())


def _keys(sheet: Recognised) -> set[str]:
    """The first printed text of every row that has a number: its code or its name; totals by their word."""
    keys = set()
    for row in sheet.body:
        cells = [text for text in texts(sheet.table.rows[row]) if text.strip()]
        if any(has_digit(text) for text in cells):
            keys.add(next((word for text in cells if (word := bare(text)) in TOTALS), bare(cells[0])))
    return keys


def _append(first: Recognised, rows: Sequence[Row], last: Table) -> Recognised:
    width = len(first.table.rows[0])
    start = len(first.table.rows)
    table = replace(
        first.table,
        rows=(*first.table.rows, *(_fitted(row, width) for row in rows)),
        after=last.after,
        parts=first.table.parts + last.parts,
    )
    return replace(first, table=table, body=(*first.body, *range(start, start + len(rows))))


def _fitted(row: Row, width: int) -> Row:
    place = next(cell.location for cell in row if cell is not None)
    return (*row, *(Cell("", place) for _ in range(width - len(row))))[:width]
