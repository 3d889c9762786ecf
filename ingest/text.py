"""A text report → lines and raw tables, with the line numbers of the file as it is on disk.

Text pulled out of a PDF has its tables as tab-separated rows; a blank line stands at every page break, also
inside a table. One run of tabular lines is one RawTable; `ingest.stitching` joins them again. Other converters
write pipe tables, HTML tables or columns of blanks: each run of lines is looked at by itself, since one file may
hold several of these.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.headers import is_numbering
from ingest.model import Block, Cell, Line, Location, RawTable
from ingest.numerals import parse_amount
from ingest.plaintext.encodings import decode
from ingest.plaintext.htmltables import Numbered, html_blocks, html_run, is_html
from ingest.plaintext.layouttables import layout_blocks
from ingest.plaintext.pipetables import is_rule, is_shifted, pipe_cells, unrepeated
from ingest.statutory.recognition import title_template

_HEAD = 4
"""A head has no more rows than this."""
_ABOVE = 6
"""So many lines above a table are searched for its title."""

__all__ = ["blocks", "decode"]


def blocks(text: str) -> tuple[Block, ...]:
    """Split a text into printed lines and raw tables, in the order of the file; blank lines drop out."""
    numbered = list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1))
    found: list[Block] = []
    for shape, run in _runs(numbered):
        if shape == "html":
            found.extend(html_blocks(run))
        elif shape == "row":
            table = _table([(number, line.split("\t")) for number, line in run])
            above = found[-1] if found else None
            if isinstance(above, RawTable) and _is_head_of(above, table):
                table = _joined(above, table)
                found.pop()
            found.append(table)
        elif shape == "pipe":
            found.extend(_pipe_table([(number, pipe_cells(line)) for number, line in run if not is_rule(line)], found))
        else:
            found.extend(layout_blocks(run))
    return tuple(found)


def _runs(numbered: Sequence[Numbered]) -> Iterator[tuple[str, list[Numbered]]]:
    """Cut the file into runs of one shape; the lines that are none of tab, pipe and HTML stay together."""
    start = 0
    while start < len(numbered):
        if is_html(numbered[start][1]):
            end = html_run(numbered, start)
            yield "html", list(numbered[start:end])
            start = end
            continue
        end = next((n for n in range(start, len(numbered)) if is_html(numbered[n][1])), len(numbered))
        yield from _plain_runs(numbered[start:end])
        start = end


def _plain_runs(numbered: Sequence[Numbered]) -> Iterator[tuple[str, list[Numbered]]]:
    """A blank line ends a run of tab or pipe rows, but not a run of words, whose blanks may be rows of a layout."""
    kept: list[tuple[str, Numbered]] = []
    for shape, alike in groupby(numbered, key=lambda item: _shape(item[1])):
        lines = list(alike)
        rows = shape != "pipe" or any(is_rule(line) for _, line in lines)
        kept.extend((shape if rows or _barred(item[1]) else "words", item) for item in lines)
    for shape, run in groupby(_without_idle_blanks(kept), key=lambda pair: pair[0]):
        if shape != "blank":
            yield shape, [item for _, item in run]


def _without_idle_blanks(kept: Sequence[tuple[str, Numbered]]) -> Iterator[tuple[str, Numbered]]:
    """Blank lines between words count as words."""
    last = ""
    for shape, item in kept:
        if shape == "blank" and last == "words":
            yield "words", item
            continue
        last = shape
        yield shape, item


def _shape(line: str) -> str:
    if not line.strip():
        return "blank"
    if "\t" in line.strip(" "):  # a row of one cell: its tabs say in which column
        return "row"
    return "pipe" if line.count("|") >= 2 or (is_rule(line) and "|" in line) else "words"


def _barred(line: str) -> bool:
    """Whether a line has bars at both ends: a row even where no rule |---|---| stands in its run."""
    words = line.strip()
    return words.startswith("|") and words.endswith("|")


def _pipe_table(rows: Sequence[tuple[int, Sequence[str]]], above: Sequence[Block]) -> list[Block]:
    """A pipe table; one whose cells are shifted is taken cell by cell, as if it had no columns."""
    cells = [texts for _, texts in rows]
    if not rows:
        return []
    near = [block.text for block in above[-_ABOVE:] if isinstance(block, Line)]
    template = next((found for text in reversed(near) if (found := title_template(text)) is not None), None)
    if is_shifted(cells, anywhere=template is None or template.shape == "form"):
        return [Line(text, Location(line=number, line_end=number)) for number, texts in rows for text in texts if text]
    return [_table([(number, texts) for (number, _), texts in zip(rows, unrepeated(cells), strict=True)])]


def _table(rows: Sequence[tuple[int, Sequence[str]]]) -> RawTable:
    width = max(len(cells) for _, cells in rows)
    return RawTable(
        rows=tuple(_row(number, cells, width) for number, cells in rows),
        location=Location(line=rows[0][0], line_end=rows[-1][0]),
        reader="text",
        spans_known=False,
    )


def _is_head_of(head: RawTable, table: RawTable) -> bool:
    """Whether a run of rows is the upper part of a head that a blank line cut from the table below it."""
    if len(head.rows) > _HEAD or len(head.rows[0]) != len(table.rows[0]):
        return False
    rows = head.rows if is_numbering(table.rows[0]) else (*head.rows, table.rows[0])
    printed = [[cell.text for cell in row if cell is not None and cell.text] for row in rows]
    return min(map(len, printed)) > 1 and not any(parse_amount(text) is not None for row in printed for text in row)


def _joined(head: RawTable, table: RawTable) -> RawTable:
    place = Location(line=head.location.line, line_end=table.location.line_end)
    return RawTable((*head.rows, *table.rows), place, "text", spans_known=False)


def _row(number: int, cells: Sequence[str], width: int) -> tuple[Cell, ...]:
    place = Location(line=number, line_end=number)
    blank = Cell("", place)
    printed = [Cell(bare, place) if (bare := text.strip()) else blank for text in cells]
    return (*printed, *(blank,) * (width - len(cells)))
