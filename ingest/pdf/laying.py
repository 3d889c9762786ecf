"""One reading of a table without rules, header and rows, laid on a grid: a raw table for each page it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.model import Cell, Location, RawTable, Row
from ingest.pdf import rowing
from ingest.pdf.headings import Header, Stretch, covered
from ingest.pdf.ink import rounded
from ingest.pdf.regions import Region
from ingest.pdf.rowing import Piece
from ingest.pdf.strips import Strip


@dataclass(frozen=True, slots=True)
class Part:
    """What of one table stands on one page: its header if it is the first, a row of column numbers, its rows."""

    region: Region
    header: tuple[Strip, ...]
    numbering: tuple[Strip, ...]
    body: tuple[Strip, ...]


def tables(parts: Sequence[Part], header: Header, lines: Sequence[rowing.Rows]) -> list[RawTable] | None:
    """Lay one reading on a grid, a raw table for each part; None if the column numbers do not fit it."""
    xs = _edges(header.columns)
    made: list[RawTable] = []
    for part, rows in zip(parts, lines, strict=True):
        numbering = [_numbered(strip, header.columns) for strip in part.numbering]
        if None in numbering:
            return None
        body = [*(row for row in numbering if row is not None), *(_moved(row, header.moved) for row in rows)]
        made.append(_raw_table(part, header if part.header else None, body, xs))
    return made


def _numbered(strip: Strip, columns: Sequence[Stretch]) -> tuple[Piece, ...] | None:
    """The row of column numbers: each in a column of its own."""
    row: list[Piece] = []
    for segment in strip.segments:
        mine = covered((segment.x0, segment.x1), columns)
        centre = (segment.x0 + segment.x1) / 2
        at = mine[0] if mine else min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - centre))
        if row and row[-1].first >= at:
            return None
        row.append(Piece((segment,), at, at))
    return tuple(row)


def _moved(row: Sequence[Piece], moved: Sequence[int]) -> tuple[Piece, ...]:
    return tuple(Piece(piece.segments, moved[piece.first], moved[piece.last]) for piece in row)


def _edges(columns: Sequence[Stretch]) -> list[float]:
    """Return the boundaries of the columns: halfway between what stands on either side."""
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    return [columns[0][0] - 2, *inner, columns[-1][1] + 2]


def _raw_table(part: Part, header: Header | None, body: Sequence[Sequence[Piece]], xs: Sequence[float]) -> RawTable:
    page = part.region.page
    rows: list[Row] = []
    top = min(strip.top for strip in (*part.header, *part.numbering, *part.body)) - 2
    bottoms = [max(s.box[3] for piece in row for s in piece.segments) for row in body]
    tops = [min(s.box[1] for piece in row for s in piece.segments) for row in body]
    bottom = max(strip.bottom for strip in (*part.header, *part.numbering, *part.body)) + 2
    ys = [(above + below) / 2 for above, below in zip(bottoms, tops[1:], strict=False)]
    start = top
    if header is not None:
        start = (max(strip.bottom for strip in part.header) + (tops or [bottom])[0]) / 2
        rows += _header_rows(header, page, xs, (top, start))
    for row, y0, y1 in zip(body, [start, *ys], [*ys, bottom], strict=bool(body)):
        cells: list[Cell | None] = [
            Cell("", Location(page=page, bbox=rounded((x0, y0, x1, y1)))) for x0, x1 in pairwise(xs)
        ]
        for piece in row:
            _put(cells, piece.text, (piece.first, piece.last), (page, y0, y1), xs)
        rows.append(tuple(cells))
    box = rounded((xs[0], top, xs[-1], bottom))
    return RawTable(tuple(rows), Location(page=page, bbox=box), "aligned")


def _put(
    cells: list[Cell | None], text: str, at: tuple[int, int], where: tuple[int, float, float], xs: Sequence[float],
    rowspan: int = 1,
) -> None:  # fmt: skip
    first, last = at
    page, top, bottom = where
    place = Location(page=page, bbox=rounded((xs[first], top, xs[last + 1], bottom)))
    cells[first : last + 1] = [Cell(text, place, rowspan, last - first + 1), *[None] * (last - first)]


def _header_rows(header: Header, page: int, xs: Sequence[float], limits: tuple[float, float]) -> list[Row]:
    """The headings over several columns one a row, from the top, those of single columns down to the last row."""
    above = [[h for h in header.over if h.first <= column <= h.last] for column in range(len(header.columns))]
    count = 1 + max(map(len, above))
    ys = [limits[0] + (limits[1] - limits[0]) * n / count for n in range(count + 1)]
    rows: list[list[Cell | None]] = [[None] * len(header.columns) for _ in range(count)]
    for column, chain in enumerate(above):
        for depth, heading in enumerate(chain):
            if heading.first == column:
                where = (page, ys[depth], ys[depth + 1])
                _put(rows[depth], heading.block.text, (column, heading.last), where, xs)
        where = (page, ys[len(chain)], ys[count])
        _put(rows[len(chain)], header.leaves[column].text, (column, column), where, xs, count - len(chain))
    return [tuple(row) for row in rows]
