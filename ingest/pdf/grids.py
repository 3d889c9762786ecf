"""Row and column work on raw tables: boundaries, remapping onto another grid, padding, repeated heads, torn rows."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.model import Cell, RawTable, Row
from ingest.numerals import fold, is_blank
from ingest.wording import has_enumerator, normalise

Rows = tuple[Row, ...]

SAME = 3.5
"""Two boundaries on different pages this close are the same (points; measured, see the design notes)."""
_HEAD_ROWS = 6
_NUMBER = re.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?%?")
_AMOUNT = re.compile(r"[-+]?\d+(?:,\d{3})*\.\d+%?")
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")
_OWN_ROW = re.compile(r"合计|小计|总计|总分|其中|评价等级|注[:：]|说明[:：]|备注|单位名称|项目名称")


def boundaries(table: RawTable) -> tuple[float, ...]:
    """Return the places of the column boundaries, one more than columns; empty if some are unknown (text)."""
    width = len(table.rows[0])
    places: list[float | None] = [None] * (width + 1)
    for row in table.rows:
        for column, cell in enumerate(row):
            if cell is not None and cell.location.bbox is not None:
                places[column] = cell.location.bbox[0]
                places[column + cell.colspan] = cell.location.bbox[2]
    known = [place for place in places if place is not None]
    return tuple(known) if len(known) == len(places) else ()


def places_in(part: Sequence[float], whole: Sequence[float]) -> tuple[int, ...] | None:
    """Return where each boundary of `part` lies among those of `whole`; None if one has no equal there."""
    found = []
    for value in part:
        nearest = min(range(len(whole)), key=lambda index: abs(whole[index] - value))
        if abs(whole[nearest] - value) > SAME or nearest in found:
            return None
        found.append(nearest)
    return tuple(found)


def moved(part: tuple[float, ...], whole: Sequence[float]) -> tuple[float, ...]:
    """Move boundaries sideways onto others, if all have their equal there once the first do: mirrored margins.

    Three columns and more must fit within 1.5 points, so that chance does not make two tables one.
    """
    if len(part) < 4 or not whole or abs(part[0] - whole[0]) <= SAME:
        return part
    shift = whole[0] - part[0]
    shifted = tuple(value + shift for value in part)
    fits = all(min(abs(value - other) for other in whole) <= 1.5 for value in shifted)
    return shifted if fits else part


def remap(rows: Rows, places: Sequence[int], width: int) -> Rows:
    """Lay rows on a finer or wider grid: column c takes up `places[c]` to `places[c + 1]` of `width` columns.

    Columns of the wider grid that the rows do not reach are blank cells.
    """
    if tuple(places) == tuple(range(width + 1)):
        return rows
    return tuple(_remapped(row, places, width) for row in rows)


def _remapped(row: Row, places: Sequence[int], width: int) -> Row:
    anchor = next((cell for cell in row if cell is not None), None)
    out: list[Cell | None] = [None] * width
    for column, cell in enumerate(row):
        if cell is not None:
            start, end = places[column], places[column + cell.colspan]
            out[start] = replace(cell, colspan=end - start)
    if anchor is not None:
        for column in (*range(places[0]), *range(places[-1], width)):
            out[column] = Cell("", replace(anchor.location, bbox=None))
    return tuple(out)


def padded(rows: Rows, width: int) -> Rows:
    """Add blank cells at the end of each row up to `width` columns."""
    if len(rows[0]) >= width:
        return rows
    return tuple((*row, *(_blank_beside(row) for _ in range(width - len(row)))) for row in rows)


def _blank_beside(row: Row) -> Cell | None:
    last = next((cell for cell in reversed(row) if cell is not None), None)
    return None if last is None else Cell("", last.location)


def texts(row: Row) -> tuple[str, ...]:
    """Return the comparable text of each place of a row; "" where it is blank or covered."""
    return tuple(["" if cell is None else normalise(cell.text) for cell in row])


def repeated_head(rows: Rows, first: Rows, *, offsets: int = 4) -> int:
    """Count the rows at the top of `rows` that repeat head rows of `first`: up to 6, none of them with an amount.

    The repetition may start some rows down in the head of `first`, where a title row above it is not repeated.
    """
    best = 0
    for offset in range(min(offsets, len(first))):
        count = 0
        for row, head in zip(rows[:_HEAD_ROWS], first[offset : offset + _HEAD_ROWS], strict=False):
            if not _repeats(row, head):
                break
            count += 1
        best = max(best, count)
        if best:
            break
    while best and not any(texts(rows[best - 1])):
        best -= 1
    return best


def _repeats(row: Row, head: Row) -> bool:
    mine, theirs = texts(row), texts(head)
    if not any(mine):
        return not any(theirs)
    ours, other = "".join(mine), "".join(theirs)
    if 20 * min(len(ours), len(other)) < 9 * (len(ours) + len(other)) or _digits(ours) != _digits(other):
        return False  # of texts so different in length no nine tenths can agree
    if any(_is_data(text) for text in (*mine, *theirs)):
        return False
    return ours == other or SequenceMatcher(None, ours, other, autojunk=False).ratio() >= 0.9


def _is_data(text: str) -> bool:
    return bool(_AMOUNT.fullmatch(fold(text)) or _CODE.fullmatch(text))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def is_torn(row: Row, last: Row, body: Rows) -> bool:
    """Whether `row`, the first after a page break, is the rest of `last`.

    At least half of the columns that `body` usually fills are blank in it, and complete numbers stand in one of the
    two only: a row has its amounts on one side of the break, and no cell may get two of them. A row that begins like
    one of its own (一、, a code, 合计) is no rest.
    """
    filled = [column for column, cell in enumerate(row) if _text(cell)]
    if not filled or _begins_anew(normalise(_text(row[filled[0]]))):
        return False
    if not any(_text(last[column]) for column in filled) or (any(map(_complete, row)) and any(map(_complete, last))):
        return False
    if any((row[c] is None) != (last[c] is None) for c in range(len(row))):
        return False
    usual = [c for c in range(len(row)) if 2 * sum(1 for other in body if _text(other[c])) >= len(body)]
    return bool(usual) and 2 * sum(1 for column in usual if column in filled) <= len(usual)


def _text(cell: Cell | None) -> str:
    return "" if cell is None or is_blank(cell.text) else cell.text


def _complete(cell: Cell | None) -> bool:
    return bool(_NUMBER.fullmatch(fold(_text(cell))))


def _begins_anew(text: str) -> bool:
    return has_enumerator(text) or text[:3].isdigit() or bool(_OWN_ROW.match(text))


def without_torn_blanks(rows: Rows, addition: Rows) -> tuple[Rows, Rows]:
    """Drop the blank half of a row torn between its text and its rim: the last or the first row at the break.

    A form's blank rows come in numbers; a single one beside filled rows is no row.
    """
    if len(rows) > 2 and not any(texts(rows[-1])) and any(texts(rows[-2])) and addition and any(texts(addition[0])):
        return rows[:-1], addition
    if len(addition) > 1 and not any(texts(addition[0])) and any(texts(addition[1])) and any(texts(rows[-1])):
        return rows, addition[1:]
    return rows, addition


def rejoined(last: Row, row: Row) -> Row:
    """Put the rest of a torn row under the row it was torn from; a cell keeps the place of its first printed part."""
    return tuple(_under(above, below) for above, below in zip(last, row, strict=True))


def _under(above: Cell | None, below: Cell | None) -> Cell | None:
    if above is None or below is None or not below.text:
        return above
    if not above.text:
        return replace(below, rowspan=above.rowspan, colspan=above.colspan)
    return replace(above, text=f"{above.text}\n{below.text}")
