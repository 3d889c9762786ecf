"""What must add up in a table printed one cell a line, and its figures laid on its columns by that."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ingest.model import UNREAD
from ingest.plaintext.flatrows import FlatTable
from ingest.plaintext.places import Places, places
from ingest.plaintext.placing import UNKNOWN, Family, Puzzle, Relation, placed
from ingest.plaintext.tokens import Token
from ingest.plaintext.values import unit_of, values
from ingest.templates import Identity

Number = tuple[str, str, str]
"""Template, row (code, 合计 or name) and column of a number."""
Known = Mapping[Number, Decimal]

_WHOLE = ("合计", "本年支出合计")
"""The rows that have a figure wherever a row below them has one."""
_SEEN: Mapping[tuple[str, str], tuple[Number, ...]] = {
    ("T02", "财政拨款收入"): (
        ("T01", "一般公共预算财政拨款收入", "决算数"),
        ("T04", "本年收入合计", "决算数"),
        ("T05", "合计", "本年支出合计"),
    ),
    ("T02", "上级补助收入"): (("T01", "上级补助收入", "决算数"),),
    ("T02", "事业收入"): (("T01", "事业收入", "决算数"),),
    ("T02", "经营收入"): (("T01", "经营收入", "决算数"),),
    ("T02", "附属单位上缴收入"): (("T01", "附属单位上缴收入", "决算数"),),
    ("T02", "其他收入"): (("T01", "其他收入", "决算数"),),
    ("T03", "基本支出"): (("T05", "合计", "基本支出"),),
    ("T03", "项目支出"): (("T05", "合计", "项目支出"), ("T08", "合计", "项目支出")),
    ("T04", "一般公共预算财政拨款"): (("T05", "合计", "本年支出合计"),),
    ("T04", "政府性基金预算财政拨款"): (("T08", "合计", "本年支出合计"),),
    ("T04", "国有资本经营预算财政拨款"): (("T09", "合计", "本年支出合计"),),
}
"""What is not nothing there is not blank here, in the row of totals: a part of all income, of all expenditure."""


def laid(table: FlatTable, known: Known, *, strict: bool, aligned: bool) -> tuple[tuple[Token | str, ...], ...]:
    """The cells of each row, column by column: UNREAD where it cannot be told which figure stands there, if any.

    `aligned` figures stand in columns of blanks; the lines of a `strict` table may be out of order.
    """
    puzzle = _puzzle(table, known, strict=strict, aligned=aligned)
    return tuple(
        tuple(UNREAD if at == UNKNOWN else "" if at is None else row.figures[at] for at in columns)
        for row, columns in zip(table.rows, placed(puzzle), strict=True)
    )


def numbers(table: FlatTable, rows: Sequence[Sequence[Token | str]]) -> Iterator[tuple[Number, Decimal]]:
    """The numbers other than zero that are laid for certain."""
    for row, cells in zip(table.rows, rows, strict=True):
        for name, cell in zip(table.names, cells, strict=True):
            if isinstance(cell, Token) and (value := values([cell])[0]) != 0:
                yield (table.template.id, row.key, name), value


def adds_up(sides: Sequence[tuple[FlatTable, Sequence[Sequence[Token | str]]]]) -> bool:
    """Whether the rows of both sides add up as their form does, in every column that is read."""
    found = {number[1:]: value for table, rows in sides for number, value in numbers(table, rows)}
    unread = {
        (row.key, name)
        for table, rows in sides
        for row, cells in zip(table.rows, rows, strict=True)
        for name, cell in zip(table.names, cells, strict=True)
        if cell == UNREAD
    }
    unit = min(_unit(table) for table, _ in sides)
    keys = [row.key for table, _ in sides for row in table.rows]
    names = dict.fromkeys(name for table, _ in sides for name in table.names)
    for identity in _by_column(sides[0][0]):
        wholes, parts = (_members(rows, sides[0][0], keys) for rows in (identity.whole, identity.parts))
        for name in names:
            cells = [(key, name) for key in (*wholes, *parts)]
            if unread.intersection(cells) or not found.keys() & cells:
                continue
            if identity.side and identity.side not in sides[0][0].template.column_sides[name]:
                continue
            whole = sum((found.get((key, name), Decimal(0)) for key in wholes), Decimal(0))
            rest = sum((found.get((key, name), Decimal(0)) for key in parts), Decimal(0))
            if 2 * abs(whole - rest) > len(cells) * unit:
                return False
    return True


def _by_column(table: FlatTable) -> list[Identity]:
    return [found for found in table.template.identities.values() if found.each == "column" and not found.less]


def _members(names: Sequence[str], table: FlatTable, keys: Sequence[str]) -> list[str]:
    """The rows an identity names: Σ类 are those with a code, Σ单位 the units, Σ名 those of a group."""
    found = []
    for name in names:
        group = name.removeprefix("Σ")
        if group == name:
            found.append(name)
        elif group == "单位":
            found += [key for key in keys if key.startswith("单位:")]
        elif group == "类":
            found += [key for key in keys if key.isdecimal()]
        else:
            found += [key for key in keys if key in table.template.rows and table.template.rows[key].group == group]
    return found


def _unit(table: FlatTable) -> Decimal:
    return unit_of(figure for row in table.rows for figure in row.figures)


def _puzzle(table: FlatTable, known: Known, *, strict: bool, aligned: bool) -> Puzzle:
    keys = [row.key for row in table.rows]
    template = table.template.id
    seen = {
        name: (*_SEEN.get((template, name), ()), (template.removesuffix("U"), "合计", name)) for name in table.names
    }
    filled = {n for n, name in enumerate(table.names) if any(known.get(number) for number in seen[name])}
    return Puzzle(
        rows=tuple(values(row.figures) for row in table.rows),
        width=len(table.names),
        unit=_unit(table),
        relations=tuple(_relations(table)),
        families=tuple(_families(table, keys)),
        totals=tuple(n for n, key in enumerate(keys) if key in _WHOLE),
        filled=frozenset(filled),
        strict=strict,
        places=places([row.figures for row in table.rows], table.headings) if aligned else Places(),
    )


def _relations(table: FlatTable) -> Iterator[Relation]:
    """The identities of each row, over the columns that are printed; one without its whole says nothing."""
    at = {name: n for n, name in enumerate(table.names)}
    for identity in table.template.identities.values():
        if identity.each == "row" and all(name in at for name in (*identity.whole, *identity.less)):
            wholes, parts, less = (
                tuple(at[name] for name in names if name in at)
                for names in (identity.whole, identity.parts, identity.less)
            )
            yield Relation(wholes, parts, less)


def _families(table: FlatTable, keys: Sequence[str]) -> Iterator[Family]:
    """合计 and the rows without a row above them, each code and the codes right below it; and what the form names."""
    at = {key: n for n, key in enumerate(keys)}
    for identity in _by_column(table):
        wholes, parts = (_members(names, table, keys) for names in (identity.whole, identity.parts))
        if len(wholes) == 1 and wholes[0] in at and identity.side != "left":
            yield Family(at[wholes[0]], tuple(at[key] for key in parts if key in at))
    if not any(identity.rollup for identity in table.template.identities.values()):
        return
    below: dict[str, list[int]] = {}
    for key in keys:
        if key.isdecimal():
            above = next((key[:size] for size in (5, 3) if size < len(key) and key[:size] in at), "合计")
            below.setdefault(above, []).append(at[key])
    for above, rows in below.items():
        if above in at:
            yield Family(at[above], tuple(rows))
