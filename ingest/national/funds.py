"""The fund table of a national form: sources of funds by 年初预算数, 全年预算数, 全年执行数; weight, rate, score.

Places name its rows and columns differently and print more or fewer of them; a source the template does not know is
kept as 未识别行, so that no sum is taken without it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.headers import concept, texts
from ingest.model import Cell, Row, Table
from ingest.national.leafcolumns import read_header
from ingest.numerals import Numeral, fold, has_digit, parse_amount
from ingest.repair import confirmed, joins
from ingest.statutory.slots import Slot
from ingest.templates import Template
from ingest.wording import bare, normalise

AMOUNTS = frozenset({"年初预算数", "全年预算数", "全年执行数"})
TOTAL = "年度资金总额"
UNKNOWN = "未识别行"
_RATE = re.compile(r"(?:预算|资金)?(?:执行|支出)率")
_OF_WHICH = re.compile(r"^其中：?")
_POINTS = re.compile(r"[（(](\d+(?:\.\d+)?)分?(?:[×x]?执行率)?[）)]")
_HEADS = re.compile(r"预算执行|资金|得分")

Repairs = dict[tuple[int, int], tuple[str, str | None]]
"""Place in the grid → the text to read there and what it was put together from (see mapping.Frame)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A slot of the fund table; `stray` is the column of a second piece of its number, where there is one."""

    slot: Slot
    stray: int | None = None

    @property
    def at(self) -> tuple[int, int]:
        """Row and column."""
        return self.slot.row, self.slot.column


def fund_header(rows: Sequence[Row], template: Template) -> tuple[int, Mapping[int, str]] | None:
    """The row that names budget and execution, and which column is which."""
    for index, row in enumerate(rows):
        cells = texts(row)
        named = {column: name for column, text in enumerate(cells) if (name := _column(text, template))}
        filled = any(parse_amount(text) is not None for text in cells)
        if {"全年预算数", "全年执行数"} <= set(named.values()) and not filled:
            return index, _told_apart(named, cells)
    return None


def _told_apart(named: Mapping[int, str], cells: Sequence[str]) -> Mapping[int, str]:
    """One column a name. 执行率得分 is a score, or two headings in one cell: the rate where 得分 has a column too.

    Of two columns of one name the first counts: 复核得分 beside 自评得分 is another matter.
    """
    of_rate = {column for column, name in named.items() if name != "执行率" and _RATE.match(normalise(cells[column]))}
    plain = {name for column, name in named.items() if column not in of_rate}
    found: dict[str, int] = {}
    for column, name in named.items():
        found.setdefault("执行率" if column in of_rate and name in plain else name, column)
    return {column: name for name, column in found.items()}


def _column(text: str, template: Template) -> str | None:
    words = normalise(text)
    exact = concept((words,), template.columns) if words else None
    if exact is not None or not words:
        return exact
    # Two headings in one cell ("执行率 得分"), or one with its unit or formula ("执行率（B/A）"): the first names it.
    starts = [(len(h), name) for name, heads in template.columns.items() for h in heads if words.startswith(h)]
    return max(starts)[1] if starts else None


def fund_places(table: Table, template: Template) -> list[Place]:
    """Every place of the fund table, row by row, down to the first row that is none of its."""
    header = fund_header(table.rows, template)
    if header is None:
        return []
    index, named = header
    leaves = read_header(table.rows, template)
    end = leaves.end - 1 if leaves is not None and leaves.end - 1 > index else len(table.rows)
    head = texts(table.rows[index])
    found: list[Place] = []
    seen: set[str] = set()
    for row in range(index + 1, end):
        cells = texts(table.rows[row])
        label = _label(cells, min(named), template)
        filled = any(term in AMOUNTS and has_digit(cells[column]) for column, term in named.items())
        if label is None or label[0] in seen or _is_share(label[1], seen):
            printed = [text for text in cells[: min(named)] if text.strip()]
            if seen and not filled and printed:
                break
            if not filled:
                continue  # also the rest of a note beside the funds, torn off by a page break
            label = (UNKNOWN, printed[-1] if printed else f"第{row + 1}行")
        seen.add(label[0])
        beside = _in_order(cells, named)
        for column, term in named.items():
            words, heading = re.sub(r"\s+", "", label[1]), normalise(head[column])
            slot = Slot(row, beside.get(column, column), label[0], words, None, term, heading)
            found.append(Place(slot, None if beside else _stray(head, cells, column)))
    return found


def _in_order(cells: Sequence[str], named: Mapping[int, str]) -> Mapping[int, int]:
    """Column of a heading → column of its number, in a row beside its headings that has a number for each."""
    figures = [c for c in range(min(named), len(cells)) if parse_amount(cells[c]) is not None]
    moved = len(figures) == len(named) and set(figures) != set(named)
    return dict(zip(sorted(named), figures, strict=True)) if moved else {}


def _is_share(text: str, seen: set[str]) -> bool:
    """A second 其中 is a share of a source, not a source: adding it up would count it twice."""
    return len(seen) > 1 and _OF_WHICH.match(bare(text)) is not None


def _stray(head: Sequence[str], cells: Sequence[str], column: int) -> int | None:
    """The column without a heading of its own that holds the rest of the number at its left."""
    beside = column + 1
    alone = beside < len(cells) and not head[beside].strip()
    return beside if alone and parse_amount(cells[beside]) is not None else None


def _label(cells: Sequence[str], end: int, template: Template) -> tuple[str, str] | None:
    return next(((name, text) for text in cells[:end] if (name := source(text, template))), None)


def source(text: str, template: Template) -> str | None:
    """The row of the fund table that a label names, with 其中 before it or not."""
    words = _OF_WHICH.sub("", bare(text)).rstrip("：")
    named = {name: spec.labels for name, spec in template.rows.items() if name != "总分"}
    return concept((words,), named) if words else None


def fund_repairs(table: Table, funds: Sequence[Place], template: Template) -> Repairs:
    """Join the pieces of a broken amount where 年度资金总额 = Σ资金来源 then holds exactly, and only then."""
    repairs: Repairs = {}
    for place in funds:
        if place.stray is None or any(other.slot.row_concept == UNKNOWN for other in funds):
            continue
        slot = place.slot
        cells = texts(table.rows[slot.row])
        column = [other.slot for other in funds if other.slot.column == slot.column and other is not place]
        printed = {other.row_concept: texts(table.rows[other.row])[other.column] for other in column}
        values = {name: parse_amount(text) for name, text in printed.items() if fold(text)}
        if None in values.values():
            continue
        wanted = _wanted(slot.row_concept, {name: n.value for name, n in values.items() if n is not None}, template)
        text = confirmed(joins(cells[slot.column], cells[place.stray]), wanted) if wanted is not None else None
        if text is not None:
            repairs[place.at] = (text, f"{cells[slot.column]} | {cells[place.stray]}")
    return repairs


def _wanted(row: str, values: Mapping[str, Decimal], template: Template) -> Decimal | None:
    """What a row must be by the others of its column: the total of the sources, or what they leave of it."""
    parts = sum((v for name, v in values.items() if template.rows[name].group == "资金来源"), Decimal(0))
    if row == TOTAL:
        return parts
    return values[TOTAL] - parts if TOTAL in values else None


def share_repairs(table: Table, funds: Sequence[Place]) -> Repairs:
    """Rates printed as a share of one (0.98, 1) as per cent: where no % is printed and the quotient says so."""
    repairs: Repairs = {}
    for place in funds:
        if place.slot.column_concept != "执行率" or "%" in place.slot.column_label:
            continue
        rate = _number(table, place.slot)
        of = {o.slot.column_concept: _number(table, o.slot) for o in funds if o.slot.row == place.slot.row}
        spent, budget = of.get("全年执行数"), of.get("全年预算数")
        if rate is None or rate.percent or spent is None or budget is None or not budget.value:
            continue
        # |rate − spent/budget| against |rate/100 − spent/budget|, without a quotient.
        as_share = abs(rate.value * budget.value - spent.value)
        if as_share < abs(rate.value * budget.value / 100 - spent.value):
            repairs[place.at] = (f"{rate.value.scaleb(2):f}", None)
    return repairs


def _number(table: Table, slot: Slot) -> Numeral | None:
    return parse_amount(texts(table.rows[slot.row])[slot.column])


def beside_total(table: Table, template: Template, leaf: Mapping[str, Cell]) -> Table:
    """The table with columns of its own for weight and score of execution that are printed elsewhere in the form.

    `leaf` holds the cells 分值 and 得分 of an indicator 预算执行率. Else the weight may stand inside a heading:
    得分（20分*执行率）, 预算执行情况（20分）. They belong to the row of 年度资金总额 and keep the place of printing.
    """
    header = fund_header(table.rows, template)
    if header is None or "分值" in header[1].values():
        return table
    index, named = header
    total = next((r for r in range(index + 1, len(table.rows)) if _is_total(table.rows[r], min(named), template)), None)
    added = {} if "得分" in named.values() else dict(leaf)
    points = _points(table.rows[index])
    if not added and points is not None:
        added = {"分值": replace(points[0], text=points[1])}
    if total is None or not added:
        return table
    rows = []
    for at, row in enumerate(table.rows):
        beside = {index: {name: replace(cell, text=name) for name, cell in added.items()}, total: added}.get(at)
        blank = {name: replace(cell, text="") for name, cell in added.items()}
        rows.append((*row, *(replace(cell, rowspan=1, colspan=1) for cell in (beside or blank).values())))
    return replace(table, rows=tuple(rows))


def _points(row: Row) -> tuple[Cell, str] | None:
    for cell in row:
        words = normalise(cell.text) if cell is not None else ""
        match = _POINTS.search(words) if _HEADS.search(words) else None
        if cell is not None and match is not None:
            return cell, match[1]
    return None


def _is_total(row: Row, end: int, template: Template) -> bool:
    label = _label(texts(row), end, template)
    return label is not None and label[0] == TOTAL
