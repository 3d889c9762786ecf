"""Row and column work on raw tables: boundaries, remapping onto another grid, padding, repeated heads, torn rows."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.model import Cell, RawTable, Row, Table
from ingest.numerals import fold, has_digit, is_blank
from ingest.wording import has_enumerator, normalise

Rows = tuple[Row, ...]

SAME = 3.5
"""Two boundaries on different pages this close are the same (points; measured, see the design notes)."""
_HEAD_ROWS = 6
_NUMBER = re.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?%?")
_AMOUNT = re.compile(r"[-+]?\d+(?:,\d{3})*\.\d+%?")
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")
_FIRST_WORD = re.compile(r"[!-~]+|\S")
_SLACK = 2.0
"""So many Han signs more than the line and the next word must fit: type is not all of one width."""
_OWN_ROW = re.compile(r"合计|小计|总计|总分|其中|评价等级|注[:：]|说明[:：]|备注|单位名称|项目名称")


def own_columns(rows: Rows) -> Rows:
    """Leave out the columns in which no cell of these rows begins: they are of tables drawn above or below them."""
    used = [column for column in range(len(rows[0])) if any(row[column] is not None for row in rows)]
    if len(used) == len(rows[0]):
        return rows
    return tuple(tuple(_narrowed(row[column], column, used) for column in used) for row in rows)


def _narrowed(cell: Cell | None, column: int, used: Sequence[int]) -> Cell | None:
    if cell is None:
        return None
    return replace(cell, colspan=sum(1 for other in used if column <= other < column + cell.colspan))


def boundaries(table: RawTable | Table) -> tuple[float, ...]:
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

    At least half of the columns that `body` usually fills are blank in it, and complete numbers (or the stroke that
    stands for one) are printed in one of the two only: a row has its amounts on one side of the break, and no cell
    may get two of them. A row that begins like one of its own (一、, a code, 合计) is no rest.
    """
    filled = [column for column, cell in enumerate(row) if _text(cell)]
    if not filled or (any(map(_complete, row)) and any(map(_complete, last))):
        return False
    anew = _begins_anew(normalise(_text(row[filled[0]])))
    if not any(_text(last[column]) for column in filled):
        # A name that needs more lines than there was room for stands below, whole, and the amounts above.
        amounts = [column for column, cell in enumerate(last) if _complete(cell)]
        words = any(_text(cell) and not _complete(cell) for cell in last)
        if not amounts or filled[-1] > amounts[0] or (anew and words):
            return False
    elif anew:
        return False
    if not all(_one_cell(above, below) for above, below in zip(last, row, strict=True)):
        return False
    if any(_had_room(last, row, column, body) for column in filled):
        return False
    if any(_complete(row[column]) and _is_words(last[column]) for column in filled):
        return False  # a number under words: a row under its header
    usual = [c for c in range(len(row)) if 2 * sum(1 for other in body if _text(other[c])) >= len(body)]
    return bool(usual) and 2 * sum(1 for column in usual if column in filled) <= len(usual)


def _one_cell(above: Cell | None, below: Cell | None) -> bool:
    """Whether two places can be of one cell: both covered or neither, or the blank rest of a merged one."""
    return (above is None) == (below is None) or (below is not None and not below.text.strip())


def _had_room(last: Row, row: Row, column: int, body: Rows) -> bool:
    """Whether the last printed line of a cell had room for what a torn row is said to go on with.

    A line ends where the next word does not fit; how many signs fit tell the other words of the column (numbers may
    be printed smaller).
    """
    above, below = _text(last[column]), _text(row[column])
    if not above or not below or not _is_on_paper(last[column]):
        return False
    others = [other[column] for other in body if _alike(other[column], last[column]) and _is_words(other[column])]
    lines = [line for cell in (*others, last[column], row[column]) for line in _text(cell).split("\n")]
    rest = _FIRST_WORD.match(below)
    used = _em(above.rpartition("\n")[2]) + _em(rest[0] if rest is not None else below)
    return used + _SLACK <= max(map(_em, lines))


def _is_on_paper(cell: Cell | None) -> bool:
    """Whether its lines are the printed ones: a text has most of them joined."""
    return cell is not None and cell.location.bbox is not None


def _alike(cell: Cell | None, other: Cell | None) -> bool:
    return cell is not None and other is not None and cell.colspan == other.colspan


def _em(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


def _text(cell: Cell | None) -> str:
    return "" if cell is None or is_blank(cell.text) else cell.text


def _complete(cell: Cell | None) -> bool:
    printed = "" if cell is None else cell.text.strip()
    return bool(printed) and (is_blank(printed) or _NUMBER.fullmatch(fold(printed)) is not None)


def _is_words(cell: Cell | None) -> bool:
    return bool(_text(cell)) and not has_digit(_text(cell))


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


def labels_lifted(rows: Rows, start: int, addition: Rows) -> tuple[Rows, Rows]:
    """Give a merged label that a page break cut in two, and that is printed below the break only, to its upper half.

    The upper half is a blank cell down to the last row, at the left but for other labels, that begins after `start`,
    the first row of its page: a blank one at the top of a page may belong to a label of the page before.
    """
    for column in range(len(addition[0]) if addition else 0):
        at = next((at for at in range(len(rows) - 1, start, -1) if rows[at][column] is not None), None)
        above, below = rows[at][column] if at is not None else None, addition[0][column]
        if at is None or above is None or below is None or at + above.rowspan < len(rows):
            break
        if above.text.strip():
            continue
        if not below.text.strip() or above.rowspan == below.rowspan == 1:
            break
        whole = replace(below, rowspan=above.rowspan, colspan=above.colspan)
        rows = (*rows[:at], _with(rows[at], column, whole), *rows[at + 1 :])
        addition = (_with(addition[0], column, replace(below, text="")), *addition[1:])
    return rows, addition


def _with(row: Row, column: int, cell: Cell) -> Row:
    return (*row[:column], cell, *row[column + 1 :])


def rejoined(last: Row, row: Row) -> Row:
    """Put the rest of a torn row under the row it was torn from; a cell keeps the place of its first printed part."""
    return tuple(_under(above, below) for above, below in zip(last, row, strict=True))


def _under(above: Cell | None, below: Cell | None) -> Cell | None:
    if above is None or below is None or not below.text:
        return above
    if not above.text:
        return replace(below, rowspan=above.rowspan, colspan=above.colspan)
    return replace(above, text=f"{above.text}\n{below.text}")
