"""The fund table and the use table of a deep-tree form: eight rows by ten columns, and what the money went to."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ingest.deep.figures import Figure, Place, figure
from ingest.deep.regions import (
    Printed,
    is_fund_head,
    is_rule,
    is_score_head,
    is_score_title,
    is_use_head,
)
from ingest.deep.sums import Settled, Sum
from ingest.headers import concept
from ingest.numerals import has_digit, parse_amount
from ingest.statutory.slots import Slot
from ingest.templates import Identity, Template
from ingest.wording import normalise

USE_TOTAL = "使用合计"
USE_ITEM = "使用项目"
_FUND_ROWS = ("资金金额", "资金比率")
_SWALLOWED = re.compile(r"（\d）=（(\d+\.\d+)")


@dataclass(frozen=True, slots=True)
class Funds:
    """All places of both tables, and the numbers printed in them; `end` is the first row below."""

    slots: tuple[Slot, ...]
    figures: tuple[Figure, ...]
    end: int
    nameless: tuple[Place, ...]
    """Numbers of use items without a name: they may be the rest of a row above."""


@dataclass(slots=True)
class _Line:
    """One row of the fund table under construction: its texts by column, pieces from the rows below added."""

    row: int
    name: str
    label: str
    cells: dict[int, list[str]]
    shift: int
    """How many columns further left than the header says the row's numbers stand."""


def read_funds(rows: Sequence[Printed], template: Template) -> Funds:
    """Read the rows of a form down to its score tree."""
    end = next((i for i, row in enumerate(rows) if is_score_head(row)), len(rows))
    use = next((i for i in range(end) if is_use_head(rows[i])), end)
    lines, columns = _fund_lines(rows[:use], template)
    slots, figures = [], []
    for line in lines:
        for column, (term, heading) in columns.items():
            slot = Slot(line.row, column - line.shift, line.name, line.label, None, term, heading)
            slots.append(slot)
            pieces = line.cells.get(column, [])
            made = figure(slot, pieces, pieces if line.shift and column == min(columns) else ())
            if made is not None:
                figures.append(made)
    use_slots, use_figures, nameless = _use(rows, range(use, end), template)
    return Funds((*slots, *use_slots), (*figures, *use_figures), end, nameless)


# --- the fund table -------------------------------------------------------------------------------------------


def _columns(row: Printed, template: Template) -> dict[int, tuple[str, str]]:
    """Column → (concept, heading path) of a second header row: 小计 comes twice, once for each of the two groups."""
    found: dict[int, tuple[str, str]] = {}
    group, groups = "", iter(("财政资金", "其他资金"))
    for column, text in enumerate(map(normalise, row.cells)):
        if text == "小计":
            group = next(groups, group)
        name = concept((group, text), template.columns) if text and group else None
        if name is not None and name not in {term for term, _ in found.values()}:
            found[column] = (name, f"{group}/{text}")
    return found


def _fund_lines(rows: Sequence[Printed], template: Template) -> tuple[list[_Line], dict[int, tuple[str, str]]]:
    lines: list[_Line] = []
    columns: dict[int, tuple[str, str]] = {}
    labels = {name: spec.labels for name, spec in template.rows.items() if spec.group in _FUND_ROWS}
    for index, row in enumerate(rows):
        named = _columns(row, template) if "小计" in row.filled else {}
        if sum("小计" in heading for _, heading in named.values()) == 2:
            whole = {min(named) - 1: ("合计", "合计"), **named}
            columns = max(columns, whole, key=len)  # of the headers of several pages the fullest
        elif row.table and not is_fund_head(row) and not is_rule(row):
            name = _fund_row(row, labels)
            if name is not None and name not in {line.name for line in lines}:
                label, cells = re.sub(r"\s+", "", row.cells[0]), _unswallowed(row.cells)
                held = {column: [text] for column, text in enumerate(cells)}
                lines.append(_Line(index, name, label, held, 0 if cells is row.cells else 1))
            elif lines and any(map(has_digit, row.cells[2:])):
                _go_on(lines[-1], row)
    return lines, columns


def _fund_row(row: Printed, named: Mapping[str, Sequence[str]]) -> str | None:
    words = normalise(row.cells[0])
    if not words or len(row.filled) < 2:
        return None
    exact = concept((words,), named)
    if exact is not None:
        return exact
    if len(words) <= 4:
        return None
    begun = [name for name, labels in named.items() if any(label.startswith(words) for label in labels)]
    return begun[0] if len(begun) == 1 else None


def _unswallowed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Give back the number that the 行次 cell took from the next one; the row then stands one column too far left."""
    match = _SWALLOWED.fullmatch(normalise(cells[1])) if len(cells) > 1 else None
    if match is None or cells[-1].strip():
        return cells
    return (cells[0], "", match[1], *cells[2:-1])


def _go_on(line: _Line, row: Printed) -> None:
    """Add the rest of a row that a page break tore: where the 行次 rest ")" stands first, one column further right."""
    shift = 1 if normalise(row.cells[0]).endswith("）") and not row.cells[1].strip() else 0
    for column, text in enumerate(row.cells):
        if column >= 2 and has_digit(text):
            line.cells.setdefault(column + shift, []).append(text)


# --- the use table --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    """One row of the use table: the column of its first number, and its label."""

    row: int
    first: int
    label: str


def _use(
    rows: Sequence[Printed], part: range, template: Template
) -> tuple[list[Slot], list[Figure], tuple[Place, ...]]:
    named = {name: heads for name, heads in template.columns.items() if name in _USE_COLUMNS}
    base = 1
    items: list[_Item] = []
    for index in part:
        row = rows[index]
        if is_score_title(row) or not row.table or is_rule(row) or is_use_head(row):
            continue
        heads = [c for c, text in enumerate(row.cells) if concept((normalise(text),), named) == "财政资金支出"]
        if heads:
            base = heads[0] - 1
            continue
        first = base - 1 if base > 1 and parse_amount(row.cells[base - 1]) is not None else base
        label = re.sub(r"\s+", "", "".join(row.cells[:first]))
        if any(map(has_digit, row.cells[first:])):
            items.append(_Item(index, first, label))
        elif items and label:
            items[-1] = replace(items[-1], label=items[-1].label + label)
    return _use_places(rows, items)


_USE_COLUMNS = ("支出合计", "财政资金支出", "其他资金支出", "专款专用")


def _use_places(rows: Sequence[Printed], items: Sequence[_Item]) -> tuple[list[Slot], list[Figure], tuple[Place, ...]]:
    slots, figures, nameless = [], [], []
    counts: Counter[str] = Counter()
    total_seen = False
    for number, item in enumerate(items):
        index = item.row
        total = item.label in ("合计", "总计") and not total_seen
        total_seen = total_seen or total
        label = item.label or f"第{number}项"
        counts[label] += 1
        if counts[label] > 1:
            label = f"{label}#{counts[label]}"
        for column, term in enumerate(_USE_COLUMNS, start=item.first):
            if column >= len(rows[index].cells):
                continue
            slot = Slot(index, column, USE_TOTAL if total else USE_ITEM, label, None, term, term)
            slots.append(slot)
            made = figure(slot, [rows[index].cells[column]])
            if made is not None:
                figures.append(made)
                if not item.label:
                    nameless.append(made.place)
    return slots, figures, tuple(nameless)


# --- what adds up ---------------------------------------------------------------------------------------------


def fund_sums(figures: Sequence[Figure], template: Template) -> list[Sum[Place]]:
    """The template's identities over the printed cells, and 使用合计 = 实际支出; a blank cell is zero."""
    at = {(_row_key(item.slot), item.slot.column_concept): item.place for item in figures if item.values}
    items: dict[str, list[Place]] = {}
    for (row, column), place in at.items():
        if row.startswith(f"{USE_ITEM}:"):
            items.setdefault(column, []).append(place)
    sums = []
    for identity in template.identities.values():
        for across in _across(identity, at, template):
            whole, parts, less = (
                [place for name in names for place in _places(identity, name, across, at, items)]
                for names in (identity.whole, identity.parts, identity.less)
            )
            if whole and (parts or less):
                sums.append(Sum((*whole, *less), tuple(parts)))
    paid = [((USE_TOTAL, use), ("实际支出", fund)) for use, fund in _PAID]
    return [*sums, *(Sum((at[use],), (at[fund],)) for use, fund in paid if use in at and fund in at)]


_PAID = (("支出合计", "合计"), ("财政资金支出", "财政资金小计"), ("其他资金支出", "其他资金小计"))


def _row_key(slot: Slot) -> str:
    return f"{USE_ITEM}:{slot.row_label}" if slot.row_concept == USE_ITEM else slot.row_concept


def _across(identity: Identity, at: Mapping[tuple[str, str], Place], template: Template) -> set[str]:
    """What an identity is repeated over: the rows of its group if it adds columns, else the columns of its table."""
    if identity.each == "column":
        return {column for _, column in at if (column in _USE_COLUMNS) == (identity.over == "使用")}
    if identity.over == "使用":
        return {row for row, _ in at if row.startswith(USE_ITEM) or row == USE_TOTAL}
    return {name for name, spec in template.rows.items() if spec.group == identity.over}


def _places(
    identity: Identity,
    name: str,
    across: str,
    at: Mapping[tuple[str, str], Place],
    items: Mapping[str, Sequence[Place]],
) -> Sequence[Place]:
    """Where the members of one name stand in one row or column; `items` are the use items' places by column."""
    if identity.each != "row" and name == f"Σ{USE_ITEM}":
        return items.get(across, ())
    place = at.get((across, name) if identity.each == "row" else (name, across))
    return () if place is None else (place,)


def settled_rates(figures: Sequence[Figure], settled: Settled[Place]) -> dict[Place, str]:
    """The one reading of each broken rate that is the quotient of the settled amounts, rounded or cut off."""
    at = {(item.slot.row_concept, item.slot.column_concept): item for item in figures}
    found = {}
    for (row, column), item in at.items():
        if item.literal or row not in _RATES:
            continue
        over, under = (_amount(at.get((name, column)), settled) for name in _RATES[row])
        if over is None or not under:
            continue
        fits = {text for text in item.texts if _is_quotient(text, Fraction(over) * 100 / Fraction(under))}
        if len(fits) == 1:
            found[item.place] = fits.pop()
    return found


_RATES = {
    "预算执行率": ("实际支出", "预算安排"),
    "资金到位率": ("资金到位", "预算安排"),
    "资金实际支出率": ("实际支出", "资金到位"),
}
"""Rows 6 to 8: what over what."""


def _amount(item: Figure | None, settled: Settled[Place]) -> Decimal | None:
    if item is None:
        return None
    left = settled.values.get(item.place, ())
    return left[0] if len(left) == 1 and (item.literal or item.place in settled.confirmed) else None


def _is_quotient(text: str, quotient: Fraction) -> bool:
    numeral = parse_amount(text)
    if numeral is None:
        return False
    unit = Fraction(1, 10**numeral.decimals)
    return abs(Fraction(numeral.value) - quotient) * 2 <= unit or 0 <= quotient - Fraction(numeral.value) < unit
