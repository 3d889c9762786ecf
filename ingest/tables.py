"""One page → its ruled tables. The only module that imports camelot.

`fed` gives camelot's Lattice core the rules that PyMuPDF read (nothing is rendered, the file is not parsed again)
and takes the grid from it: column and row anchors and which cell has an edge on which side. The text of a cell is
always rebuilt from the words that stand in it. `second_reading` is camelot on its own, through its public call:
other eyes on the same page.

The methods used of `Lattice` are semi-private: setup.cfg pins camelot-py to 2.0, `can_feed` looks whether they are
there, and a test holds both readings equal.
"""

import re
import warnings
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from ingest.model import BBox, Cell, Location, RawTable, Row
from ingest.pdf.ink import Ink, Word, rounded
from ingest.pdf.lines import text_in
from ingest.pdf.radicals import unify

TOLERANCE = 3
"""Anchors closer than this are one (points): no printed row or column is that narrow, a doubled border is."""
_PARTS = ("prepare_page_parse", "table_bboxes", "_compute_table_anchors", "_generate_columns_and_rows")
_NUMBER = re.compile(r"[-+(（]?[\d,，]+(\.\d+)?[)）%]?")
_DIGIT = re.compile(r"[\d.,%-]")

Spans = list[list[tuple[int, int] | None]]
"""For each place of a grid the (rowspan, colspan) of the cell anchored there; None where another cell covers it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The skeleton of a table: boundaries from the left and from the top, and its spans."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: Spans

    @property
    def box(self) -> BBox:
        """The whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def area(self) -> float:
        """Square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def holds(self, word: Word) -> bool:
        """Whether the centre of a word lies in the table."""
        return self.xs[0] <= word.centre <= self.xs[-1] and self.ys[0] <= word.middle <= self.ys[-1]

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of a point inside the table."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return row, column

    def cell_box(self, row: int, column: int) -> BBox:
        """Return the box of the cell anchored at a place."""
        rowspan, colspan = self.spans[row][column] or (1, 1)
        return rounded((self.xs[column], self.ys[row], self.xs[column + colspan], self.ys[row + rowspan]))


def prepare() -> None:
    """Import camelot now (0.9 s): forked readers share it."""
    import camelot.core
    import camelot.image_processing
    import camelot.io
    import camelot.parsers.lattice  # noqa: F401


def can_feed() -> bool:
    """Whether the installed camelot has the parts that `fed` stands on."""
    from camelot import image_processing
    from camelot.parsers.lattice import Lattice

    return hasattr(image_processing, "find_joints_from_lines") and all(hasattr(Lattice, name) for name in _PARTS)


def fed(ink: Ink) -> tuple[tuple[RawTable, ...], tuple[Word, ...]]:
    """Return the tables of a page, top down, and the words outside them.

    A grid of one column, or one without any text, is no table: a frame, a chart. A grid whose body is empty is one.
    """
    free = list(ink.words)
    tables: list[RawTable] = []
    for grid in sorted(_grids(ink), key=lambda grid: grid.area):
        inside = [word for word in free if grid.holds(word)]
        if len(grid.xs) < 3 or not inside:
            continue
        texts = _texts(grid, inside)
        tables.append(_raw_table(ink.page, grid, texts, "camelot-fed"))
        taken = set(map(id, inside))
        free = [word for word in free if id(word) not in taken]
    return tuple(sorted(tables, key=_top)), tuple(free)


def unfed(path: str, password: str | None) -> Callable[[Ink], tuple[tuple[RawTable, ...], tuple[Word, ...]]]:
    """Return what reads a page like `fed`, by camelot's public call: for a camelot without the parts of `can_feed`."""

    def read(ink: Ink) -> tuple[tuple[RawTable, ...], tuple[Word, ...]]:
        tables = second_reading(path, [ink.page], password=password)[ink.page]
        return tables, tuple(word for word in ink.words if not any(_inside(word, table) for table in tables))

    return read


def _inside(word: Word, table: RawTable) -> bool:
    box = table.location.bbox
    return box is not None and box[0] <= word.centre <= box[2] and box[1] <= word.middle <= box[3]


def second_reading(path: str, pages: Iterable[int], *, password: str | None = None) -> dict[int, tuple[RawTable, ...]]:
    """Read the tables of some pages (1-based) by camelot alone: its own parser, its own words, its own assignment.

    Tables that are 90 % empty and more are missing here: camelot drops them.
    """
    from camelot.io import read_pdf

    wanted = sorted(set(pages))
    if not wanted:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = read_pdf(
            str(Path(path).absolute()),  # never a URL: camelot would fetch it
            pages=",".join(map(str, wanted)),
            password=password,
            flavor="lattice",
            engine="vector",
            split_text=True,
            suppress_stdout=True,
            # an order of text boxes that nothing here looks at, quadratic in their number: 7 × faster without
            layout_kwargs={"boxes_flow": None},
        )
    tables: defaultdict[int, list[RawTable]] = defaultdict(list)
    for table in found:
        grid = _grid(table, float(table.pdf_size[1]))
        cells: Any = table.cells
        texts = {
            (row, column): "\n".join(part.strip() for part in unify(cell.text).split("\n") if part.strip())
            for row, line in enumerate(cells)
            for column, cell in enumerate(line)
        }
        tables[table.page].append(_raw_table(table.page, grid, texts, "camelot-vector"))
    return {page: tuple(sorted(tables[page], key=_top)) for page in wanted}


def _top(table: RawTable) -> tuple[float, float]:
    box = table.location.bbox or (0.0, 0.0, 0.0, 0.0)
    return box[1], box[0]


def _grids(ink: Ink) -> list[Grid]:
    """Let camelot find the grids: clusters of crossing rules, their joints, anchors and edges."""
    from camelot import image_processing
    from camelot.core import Table
    from camelot.parsers.lattice import Lattice

    find_joints: Callable[..., dict[Any, Any]] = image_processing.find_joints_from_lines
    make_table: Callable[..., Any] = Table
    make_parser: Callable[..., Any] = Lattice
    parser = make_parser(engine="vector", split_text=True, line_tol=TOLERANCE, joint_tol=TOLERANCE)
    parser.prepare_page_parse("", None, (ink.width, ink.height), ink.page, [], [], [], "", {})
    # camelot counts upwards from the bottom of the page
    parser.horizontal_segments = [(x0, ink.height - y, x1, ink.height - y) for y, x0, x1 in ink.horizontals]
    parser.vertical_segments = [(x, ink.height - y1, x, ink.height - y0) for x, y0, y1 in ink.verticals]
    joints = find_joints(parser.horizontal_segments, parser.vertical_segments, TOLERANCE)
    parser.table_bbox_parses = {box: {"joints": points} for box, points in joints.items()}
    parser._compute_table_anchors()  # noqa: SLF001 - the seam of "fed", see the module docstring
    grids = []
    for box in parser.table_bboxes():
        columns, rows, verticals, horizontals = parser._generate_columns_and_rows(box, None)  # noqa: SLF001
        if not columns or not rows:
            continue
        table = make_table(columns, rows)
        xs = [columns[0][0], *(right for _, right in columns)]
        ys = [rows[0][0], *(bottom for _, bottom in rows)]
        table.set_edges(
            [(x, _nearest(y0, ys), x, _nearest(y1, ys)) for x, y0, _, y1 in verticals],
            [(_nearest(x0, xs), y, _nearest(x1, xs), y) for x0, y, x1, _ in horizontals],
            joint_tol=TOLERANCE,
        ).set_border()
        grids.append(_grid(table, ink.height))
    return grids


def _nearest(value: float, anchors: Sequence[float]) -> float:
    """Move the end of a rule onto an anchor: camelot ignores a rule that starts beside one."""
    return min(anchors, key=lambda anchor: abs(anchor - value))


def _grid(table: Any, height: float) -> Grid:
    """Turn a camelot Table into a Grid; `height` of the page turns its upward y into our downward one."""
    xs = (table.cols[0][0], *(right for _, right in table.cols))
    ys = (height - table.rows[0][0], *(height - bottom for _, bottom in table.rows))
    rights = [[cell.right for cell in row] for row in table.cells]
    lefts = [[cell.left for cell in row] for row in table.cells]
    tops = [[cell.top for cell in row] for row in table.cells]
    bottoms = [[cell.bottom for cell in row] for row in table.cells]
    return Grid(xs, ys, _spans(lefts, rights, tops, bottoms))


def _spans(
    lefts: list[list[bool]], rights: list[list[bool]], tops: list[list[bool]], bottoms: list[list[bool]]
) -> Spans:
    """Cover a grid with the largest rectangles that no edge crosses, from the top left.

    A region that is no rectangle (a rule is missing) falls apart into several, so that no place is lost.
    """
    height, width = len(lefts), len(lefts[0])
    spans: Spans = [[(1, 1)] * width for _ in range(height)]
    taken = [[False] * width for _ in range(height)]

    def open_right(row: int, column: int) -> bool:
        return not rights[row][column] and not lefts[row][column + 1]

    def open_down(row: int, column: int) -> bool:
        return not bottoms[row][column] and not tops[row + 1][column]

    for row in range(height):
        for column in range(width):
            if taken[row][column]:
                continue
            end = column + 1
            while end < width and not taken[row][end] and open_right(row, end - 1):
                end += 1
            last = row + 1
            while (
                last < height
                and all(open_down(last - 1, c) and not taken[last][c] for c in range(column, end))
                and all(open_right(last, c) for c in range(column, end - 1))
            ):
                last += 1
            for r in range(row, last):
                for c in range(column, end):
                    taken[r][c] = True
                    spans[r][c] = None
            spans[row][column] = (last - row, end - column)
    return spans


def _anchors(spans: Spans) -> dict[tuple[int, int], tuple[int, int]]:
    """Map every place of a grid to the place where its cell is anchored."""
    return {
        (r, c): (row, column)
        for row, line in enumerate(spans)
        for column, span in enumerate(line)
        if span is not None
        for r in range(row, row + span[0])
        for c in range(column, column + span[1])
    }


def _texts(grid: Grid, words: Iterable[Word]) -> dict[tuple[int, int], str]:
    """Give every word to the cell in which its centre lies; cut words that run over an edge first."""
    anchors = _anchors(grid.spans)
    cells: defaultdict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        row, _ = grid.place(word.centre, word.middle)
        edges = [
            grid.xs[column]
            for column in range(1, len(grid.xs) - 1)
            if word.bbox[0] + 1 < grid.xs[column] < word.bbox[2] - 1
            and anchors[row, column - 1] != anchors[row, column]
        ]
        for piece in _pieces(word, edges):
            cells[anchors[grid.place(piece.centre, piece.middle)]].append(piece)
    return {place: text_in(held) for place, held in cells.items()}


def _pieces(word: Word, edges: Iterable[float]) -> list[Word]:
    done: list[Word] = []
    for edge in edges:
        at = _where_to_cut(word, edge)
        if at is not None:
            left, word = word.cut(at)
            done.append(left)
    return [*done, word]


def _where_to_cut(word: Word, edge: float) -> int | None:
    """Return before which character a word must be cut at a rule; None if it merely runs over into the next cell.

    Two texts that touch (a code flush right, its name flush left) part where digits meet letters, or where a
    character ends at the rule. A single number is cut only at a visible gap: half a number is worse than a doubt.
    """
    if len(word.edges) != len(word.text) + 1 or len(word.text) < 2:
        return None
    at = min(range(1, len(word.text)), key=lambda index: abs(word.edges[index] - edge))
    for index in (at, at - 1, at + 1):
        if 0 < index < len(word.text) and _changes(word.text[index - 1], word.text[index]):
            return index
    if abs(word.edges[at] - edge) > 1.0:
        return None
    if _NUMBER.fullmatch(word.text):
        widths = [right - left for left, right in zip(word.edges, word.edges[1:], strict=False)]
        return at if widths[at - 1] - median(widths) >= 0.06 * word.size else None
    return at


def _changes(left: str, right: str) -> bool:
    return bool(_DIGIT.match(left)) != bool(_DIGIT.match(right))


def _raw_table(page: int, grid: Grid, texts: Mapping[tuple[int, int], str], reader: str) -> RawTable:
    rows: list[Row] = []
    for row, line in enumerate(grid.spans):
        cells: list[Cell | None] = []
        for column, span in enumerate(line):
            if span is None:
                cells.append(None)
                continue
            place = Location(page=page, bbox=grid.cell_box(row, column))
            cells.append(Cell(texts.get((row, column), ""), place, rowspan=span[0], colspan=span[1]))
        rows.append(tuple(cells))
    return RawTable(tuple(rows), Location(page=page, bbox=rounded(grid.box)), reader)
