"""Parts of one table that print the title again on every page (续表) are one table."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.headers import texts
from ingest.model import Cell, Row
from ingest.numerals import has_digit
from ingest.recognition import TOTALS, Recognised
from ingest.wording import bare


def continued(sheets: Iterable[Recognised]) -> tuple[Recognised, ...]:
    """Join a sheet to the one before it if both have one template and one header and the first is unfinished.

    A two-sided table is finished by its 总计 row; in the others no row may come twice.
    """
    joined: list[Recognised] = []
    for sheet in sheets:
        if joined and _goes_on(joined[-1], sheet):
            joined[-1] = _append(joined[-1], sheet)
        else:
            joined.append(sheet)
    return tuple(joined)


def _goes_on(first: Recognised, second: Recognised) -> bool:
    if first.template is not second.template or first.paths != second.paths or not second.body:
        return False
    if first.template.shape == "two_sided":
        return "总计" not in {bare(text).removeprefix("收入").removeprefix("支出") for text in _labels(first)}
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


def _append(first: Recognised, second: Recognised) -> Recognised:
    width = len(first.table.rows[0])
    start = len(first.table.rows)
    added: Sequence[Row] = [_fitted(second.table.rows[row], width) for row in second.body]
    table = replace(
        first.table,
        rows=(*first.table.rows, *added),
        after=second.table.after,
        parts=first.table.parts + second.table.parts,
    )
    return replace(first, table=table, body=(*first.body, *range(start, start + len(added))))


def _fitted(row: Row, width: int) -> Row:
    place = next(cell.location for cell in row if cell is not None)
    return (*row, *(Cell("", place) for _ in range(width - len(row))))[:width]
