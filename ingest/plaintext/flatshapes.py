"""Cells printed one a line → the rows of a grid, shape by shape; None wherever a cell is of no row or column."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.model import Line
from ingest.plaintext.flatgroups import groups
from ingest.plaintext.flatitems import items
from ingest.plaintext.flatrows import FlatTable, coded, units
from ingest.plaintext.flatsided import FlatSides, two_sided
from ingest.plaintext.flatsums import Known, Number, adds_up, laid, numbers
from ingest.plaintext.layoutrows import rows_by_line
from ingest.plaintext.tokens import Grid, Token, Tokens, tokens
from ingest.templates import Template

Cells = Sequence[Sequence[Token | str]]
_MANY = 8
"""Page breaks leave empty lines as well, but not so many: one in eight."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A table cut into rows: sides and coded rows whose cells are still to be laid, or a finished grid."""

    read: FlatTable | FlatSides | Grid
    strict: bool
    aligned: bool


def cut(lines: Sequence[Line], template: Template, *, loose: bool) -> Flat | None:
    """Cut the lines of a table into rows.

    `loose` lines are columns of blanks that fell into no columns: their wrapped names stand beside their rows.
    """
    cells = tokens(lines, aligned=loose)
    strict = not loose and _by_blocks(lines)
    if strict and template.shape in ("groups", "items"):
        return None
    read = _READERS[template.shape](cells, template, loose)
    return Flat(read, strict, loose) if read is not None else None


def _groups(cells: Tokens, template: Template, loose: bool) -> Grid | None:
    return (None if loose else groups(cells, template, loose=False)) or groups(cells, template, loose=True)


def _rows(cells: Tokens, template: Template, loose: bool) -> FlatTable | None:
    """Row after row, cell by cell; where that fails, and in columns of blanks, line by line."""
    stream = coded if template.shape == "coded" else units
    return (None if loose else stream(cells, template)) or rows_by_line(cells, template, aligned=loose)


_READERS: Mapping[str, Callable[[Tokens, Template, bool], FlatTable | FlatSides | Grid | None]] = {
    "groups": _groups,
    "items": lambda cells, template, loose: items(cells, template, aligned=loose),
    "two_sided": lambda cells, template, loose: two_sided(cells, template, aligned=loose),
    "coded": _rows,
    "units": _rows,
}


def _by_blocks(lines: Sequence[Line]) -> bool:
    """Whether empty lines stand between many of the cells.

    Then the converter may have written what stands together on the page, not row after row (pdftotext without
    -layout): a figure may follow another label than its own.
    """
    return _MANY * sum("\n" in line.lead for line in lines[1:]) > len(lines)


def seen(flat: Flat, known: Known) -> Iterator[tuple[Number, Decimal]]:
    """The numbers of a table that are certain, for the tables that must agree with it."""
    if isinstance(flat.read, FlatTable):
        yield from numbers(flat.read, laid(flat.read, known, strict=flat.strict, aligned=flat.aligned))
    elif isinstance(flat.read, FlatSides):
        for side in (flat.read.left, flat.read.right):
            yield from numbers(side, laid(side, known, strict=flat.strict, aligned=flat.aligned))


def grid(flat: Flat, known: Known) -> Grid | None:
    """The rows of a table; None where the order of its lines is in doubt and its sums do not confirm it."""
    if isinstance(flat.read, FlatTable):
        table = flat.read
        cells = laid(table, known, strict=flat.strict, aligned=flat.aligned)
        rows = [[*row.head, *found] for row, found in zip(table.rows, cells, strict=True)]
        return [[*table.labels, *table.headings], *rows]
    if isinstance(flat.read, FlatSides):
        sides = flat.read
        left, right = (laid(side, known, strict=False, aligned=flat.aligned) for side in (sides.left, sides.right))
        if flat.strict and not adds_up([(sides.left, left), (sides.right, right)]):
            return None
        return _side_by_side(sides, left, right)
    return flat.read


def _side_by_side(sides: FlatSides, left: Cells, right: Cells) -> Grid:
    blank = [""] * (1 + len(sides.right.names))
    rows: Grid = [["", *sides.left.headings, "", *sides.right.headings]]
    for one, other in sides.rows:
        mine = [*sides.left.rows[one].head, *left[one]] if one is not None else ["", ""]
        theirs = [*sides.right.rows[other].head, *right[other]] if other is not None else blank
        rows.append([*mine, *theirs])
    return rows
