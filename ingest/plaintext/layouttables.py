"""Columns of blanks (`pdftotext -layout`) → raw tables; everything else → lines.

A stretch of lines is a table only if pieces set apart by two blanks and more fall into the same columns in every row
that holds a number. A table over several pages is taken whole or not at all: where one part does not fit, all of it
stays lines, since a table with rows missing would be worse than none. Prose is never made a table, and no number is
moved into a column by a guess.
"""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import Block, Cell, Line, Location, RawTable
from ingest.plaintext.columns import (
    GAP,
    Columns,
    Piece,
    Printed,
    crowded,
    fits,
    in_columns,
    meeting,
    occupied,
    printed,
    same_places,
    shifted,
    wide,
    with_headed,
)
from ingest.plaintext.layoutheads import head_rows
from ingest.statutory.recognition import TOTALS, title_template
from ingest.templates import Template
from ingest.wording import bare, has_enumerator, normalise

Numbered = tuple[int, str]
"""A line of the file with its 1-based number."""

_CAPTION = re.compile(r"单位：|公开\d{1,2}(?:-\d)?表|^(?:注|备注|说明)：")
_PROSE = re.compile(r"[。；！？]")
_CONTENTS = re.compile(r"[.．·…]{3,}")
_REACH, _REACH_TITLED = 3, 40
"""How many lines with one piece may stand inside a table: wrapped labels, headings over lines, rows of blanks."""
_ABOVE = 6
"""So many lines above a table are searched for its title."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One page of a table; `own` are the columns its rows show, `columns` those it is laid on."""

    lines: tuple[Printed, ...]
    head: int
    own: Columns
    columns: Columns


def layout_blocks(run: Sequence[Numbered]) -> list[Block]:
    """The lines of a run, with every stretch of them that is a table by its columns made a RawTable."""
    lines = [item for item in run if item[1].strip()]
    empty = {number for number, text in run if not text}
    if not any(GAP.search(text.strip()) for _, text in lines):
        return [_line(item, empty) for item in lines]
    found: list[Block] = []
    start = 0
    for pages in _tables(lines):
        first, end = pages[0][0], pages[-1][1]
        found += [_line(item, empty) for item in lines[start:first]]
        template = _title(lines[max(0, first - _ABOVE) : first])
        made = _read([lines[one:other] for one, other in pages], template)
        found += made or [_line(item, empty) for item in lines[first:end]]
        start = end
    return [*found, *(_line(item, empty) for item in lines[start:])]


def _line(item: Numbered, empty: Container[int]) -> Line:
    number, text = item
    words = text.strip()
    lead = ("\n" if number - 1 in empty else "") + text[: text.index(words)]
    return Line(words, Location(line=number, line_end=number), lead=lead)


def _ends(text: str) -> bool:
    """Whether a line stands outside of any table: prose, a caption, a note, a title."""
    return bool(_PROSE.search(text) or _CAPTION.search(normalise(text)) or title_template(text))


def _several(text: str) -> bool:
    return GAP.search(text.strip()) is not None and not _ends(text) and not _CONTENTS.search(text)


def _tables(lines: Sequence[Numbered]) -> Iterator[list[tuple[int, int]]]:
    """The index ranges of lines that may be one table, a range for each page of it."""
    start = 0
    while start < len(lines):
        if not _several(lines[start][1]):
            start += 1
            continue
        titled = _title(lines[max(0, start - _ABOVE) : start]) is not None
        end = _end(lines, start, _REACH_TITLED if titled else _REACH)
        breaks = [n for n in range(start + 1, end) if lines[n][1].startswith("\f")]
        yield list(zip([start, *breaks], [*breaks, end], strict=True))
        start = end


def _title(lines: Sequence[Numbered]) -> Template | None:
    found = (title_template(text) for _, text in reversed(lines))
    return next((template for template in found if template is not None), None)


def _end(lines: Sequence[Numbered], start: int, reach: int) -> int:
    end = start + 1
    for index in range(start + 1, len(lines)):
        text = lines[index][1]
        if _ends(text) or index - end >= reach:
            break
        if _several(text):
            end = index + 1
    return end


def _read(pages: Sequence[Sequence[Numbered]], template: Template | None) -> list[RawTable]:
    """Count positions both ways; the one that gives more columns wins. Empty if neither fits.

    The statutory tables stay lines: `ingest.plaintext.flattened` knows what stands in their columns.
    """
    if template is not None and template.shape != "form":
        return []
    tried = [made for width in (wide, len) if (made := _parts(pages, width, template is not None))]
    best = max(tried, key=lambda parts: len(parts[0].columns), default=())
    headings = _headings(template) if template is not None else frozenset()
    return [_raw(part, headings) for part in best]


def _headings(template: Template) -> frozenset[str]:
    return frozenset(normalise(words.split("/")[-1]) for known in template.columns.values() for words in known)


def _parts(pages: Sequence[Sequence[Numbered]], width: Callable[[str], int], titled: bool) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    for page in pages:
        part = _part(tuple(printed(number, text, width) for number, text in page), titled=titled or bool(parts))
        if part is not None and parts:
            part = _continued(part, parts[0])
        if part is None:
            return ()
        parts.append(part)
    return tuple(parts)


def _part(lines: tuple[Printed, ...], *, titled: bool) -> _Part | None:
    bodies = [line for line in lines if line.is_body and not line.is_numbering]
    if titled and not bodies:
        fullest = max(lines, key=lambda line: len(line.pieces))
        columns = occupied(piece.span for piece in fullest.pieces)
        return _Part(lines, len(lines), columns, columns) if len(columns) > 2 else None
    if len(bodies) < (1 if titled else 3) or _is_contents(bodies) or any(line.is_crowded for line in bodies):
        return None
    head = next(n for n, line in enumerate(lines) if line in bodies or _is_row(line))
    headings = [line for line in lines[:head] if not line.is_numbering]
    own = occupied(piece.span for line in bodies for piece in line.pieces if not _is_total(piece))
    columns = with_headed(own, headings)
    if len(columns) < 2 or crowded(headings, columns) or not all(fits(line, columns) for line in bodies):
        return None
    return _Part(lines, head, own, columns)


def _is_row(line: Printed) -> bool:
    """Whether a line without an amount is a row of the table all the same, by its first label."""
    return bool(line.pieces) and (has_enumerator(line.pieces[0].text) or bare(line.pieces[0].text) in TOTALS)


def _is_total(piece: Piece) -> bool:
    """合计 over several columns: no sign of where columns are."""
    return "合计" in normalise(piece.text) or bare(piece.text) in TOTALS


def _is_contents(bodies: Sequence[Printed]) -> bool:
    """A 目录: every line a title and a page number that never falls."""
    if any(len(line.pieces) != 2 for line in bodies):
        return False
    numbers = [line.pieces[1].text for line in bodies]
    pages = [int(text) for text in numbers if text.isdecimal() and len(text) <= 3]
    return len(pages) == len(numbers) > 1 and pages == sorted(pages)


def _continued(part: _Part, first: _Part) -> _Part | None:
    """Lay a further page on the columns of the first; None if it cannot be told which of them it has."""
    if same_places(part.columns, first.columns):
        return replace(part, columns=first.columns)
    if shifted(part.own, first.own, _amounts(part)):
        return replace(part, columns=tuple(_renamed(part.own, first)))
    return None


def _renamed(own: Columns, first: _Part) -> Iterator[tuple[int, int]]:
    """The spans of this page in the order of the first page's columns; a column blank on both has no span here."""
    spans = iter(own)
    previous = (-1, -1)
    for column in first.columns:
        previous = next(spans) if column in first.own else (previous[1], previous[1])
        yield previous


def _amounts(part: _Part) -> list[bool]:
    found = [False] * len(part.own)
    for line in part.lines:
        if line.is_body:
            for piece in line.pieces:
                for place in meeting(piece.span, part.own):
                    found[place] = found[place] or piece.is_amount
    return found


def _raw(part: _Part, headings: frozenset[str]) -> RawTable:
    lines = part.lines
    rows = [_cells(number, texts) for number, texts in head_rows(lines[: part.head], part.columns, headings)]
    rows += [_cells(line.number, in_columns(line, part.columns)) for line in lines[part.head :]]
    place = Location(line=lines[0].number, line_end=lines[-1].number)
    return RawTable(tuple(rows), place, "text", spans_known=False)


def _cells(number: int, texts: Sequence[str]) -> tuple[Cell, ...]:
    place = Location(line=number, line_end=number)
    return tuple(Cell(text, place) for text in texts)
