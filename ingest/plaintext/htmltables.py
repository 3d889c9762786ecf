"""HTML inside a text report: tables with their rowspan and colspan, and the words between them.

Nothing is fetched, run or trusted: the standard library's parser hands over tags and text, and only cells, their
spans and block breaks are looked at.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ingest.model import Block, Cell, Line, Location, RawTable, Row
from ingest.prose.residue import without_formulas

Numbered = tuple[int, str]
"""A line of the file with its 1-based number."""

_OPENS = re.compile(
    r"<(?:!doctype|html|head|body|script|style|table|thead|tbody|tr|div|h[1-6]|ul|ol|p)\b[^<>]*>", re.IGNORECASE
)
_TABLE = re.compile(r"<(/?)(?:table|script|style)\b", re.IGNORECASE)
_HIDDEN = frozenset({"script", "style", "head"})
_BREAKS = frozenset(("p", "div", "br", "li", "ul", "ol", "table", "body", "html", *(f"h{n}" for n in range(1, 7))))
_CELLS = frozenset({"td", "th"})
_LIMIT = 200_000
"""So many places of one table may be covered by spans; after that every cell takes one place."""
_MOST = 1000
"""No table is wider or taller for one cell than this: a span beyond it is a slip, or an attack."""


def is_html(line: str) -> bool:
    """Whether a line holds block mark-up (a table, a paragraph, a heading), not just residue like <b>."""
    if "<" not in line or ("\t" in line.strip() and not line.lstrip().startswith("<")):
        return False  # residue inside a cell of a tab-separated row
    return _OPENS.search(line) is not None


def html_run(numbered: Sequence[Numbered], start: int) -> int:
    """The index after the last line of the HTML that starts at `start`: the end of its table or script, or its line."""
    depth = 0
    for index in range(start, len(numbered)):
        for match in _TABLE.finditer(numbered[index][1]):
            depth += -1 if match[1] else 1
        if depth <= 0:
            return index + 1
    return len(numbered)


def html_blocks(run: Sequence[Numbered]) -> list[Block]:
    """Lines and tables of a run of HTML, in their order; each cell has the lines of its own tags."""
    reader = _Reader(run[0][0])
    reader.feed("\n".join(line for _, line in run))
    reader.close()
    reader.end()
    return reader.blocks


@dataclass(slots=True)
class _Open:
    """A cell or a table being read."""

    line: int
    rowspan: int = 1
    colspan: int = 1
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Grid:
    line: int
    rows: list[list[tuple[_Open, int]]] = field(default_factory=list)


class _Reader(HTMLParser):
    """A table inside a cell is read as words of that cell."""

    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._first = first
        self._hidden = 0
        self._nested = 0
        self._words: _Open | None = None
        self._grid: _Grid | None = None
        self._cell: _Open | None = None

    def _line(self) -> int:
        return self._first + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif self._grid is None:
            if tag in _BREAKS:
                self._flush()
            if tag == "table":
                self._grid = _Grid(self._line())
        elif tag == "table":
            self._nested += 1
        elif self._nested == 0:
            self._in_table(tag, {name: value or "" for name, value in attrs})

    def _in_table(self, tag: str, attrs: dict[str, str]) -> None:
        grid = self._grid
        if grid is None:
            return
        if tag == "tr":
            self._close_cell()
            grid.rows.append([])
        elif tag in _CELLS:
            self._close_cell()
            self._cell = _Open(self._line(), _span(attrs.get("rowspan")), _span(attrs.get("colspan")))
        elif tag in _BREAKS and self._cell is not None and self._cell.text:
            self._cell.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "table" and self._nested:
            self._nested -= 1
        elif tag == "table" and self._grid is not None:
            self._close_table()
        elif tag in _CELLS and not self._nested:
            self._close_cell()
        elif tag in _BREAKS and self._grid is None:
            self._flush()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._cell is not None:
            self._cell.text.append(data.replace("\n", " "))
        elif self._grid is None:
            for offset, part in enumerate(data.split("\n")):
                if offset:
                    self._flush()
                if part.strip():
                    self._words = self._words or _Open(self._line() + offset)
                    self._words.text.append(part)

    def end(self) -> None:
        """What a file that stops inside a table has still given."""
        self._flush()
        if self._grid is not None:
            self._close_table()

    def _flush(self) -> None:
        if self._words is not None:
            text = "".join(self._words.text).replace("\xa0", " ").strip()
            if text:
                self.blocks.append(Line(text, Location(line=self._words.line, line_end=self._words.line)))
        self._words = None

    def _close_cell(self) -> None:
        if self._cell is not None and self._grid is not None:
            if not self._grid.rows:
                self._grid.rows.append([])
            self._grid.rows[-1].append((self._cell, self._line()))
        self._cell = None

    def _close_table(self) -> None:
        self._close_cell()
        grid, self._grid = self._grid, None
        if grid is not None and (rows := _laid(grid)):
            self.blocks.append(RawTable(rows, Location(line=grid.line, line_end=self._line()), "text"))


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MOST) if text is not None and text.isascii() and text.isdecimal() else 1


def _laid(grid: _Grid) -> tuple[Row, ...]:
    """Lay cells on a grid as a browser does: a cell takes the first free place of its row."""
    taken: dict[tuple[int, int], Cell | None] = {}
    for number, row in enumerate(grid.rows):
        column = 0
        for opened, line_end in row:
            while (number, column) in taken:
                column += 1
            free = len(taken) < _LIMIT
            down = min(opened.rowspan, len(grid.rows) - number) if free else 1
            across = opened.colspan if free else 1
            place = Location(line=opened.line, line_end=line_end)
            cell = Cell(_words("".join(opened.text)), place, down, across)
            for r in range(number, number + down):
                for c in range(column, column + across):
                    taken.setdefault((r, c), None)
            taken[number, column] = cell
    width = max((c for _, c in taken), default=-1) + 1
    rows = []
    for number, row in enumerate(grid.rows):
        line = row[0][0].line if row else grid.line
        blank = Cell("", Location(line=line, line_end=line))
        rows.append(tuple(taken.get((number, column), blank) for column in range(width)))
    return tuple(rows) if width else ()


def _words(text: str) -> str:
    lines = (" ".join(line.replace("\xa0", " ").split()) for line in text.split("\n"))
    return without_formulas("\n".join(line for line in lines if line))
