"""The indicator rows of a national form: 一级 / 二级 / 三级指标, weight, target, actual value, score.

Labels are printed where the layout puts them: merged, one row late, or between two pages. The 二级 name stands on
its own row or above it, and tells the dimension; the dimension's printed label only settles what it leaves open.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.headers import texts
from ingest.model import Row, Table
from ingest.numerals import has_digit, parse_quantity
from ingest.statutory.slots import Slot
from ingest.templates import Template
from ingest.wording import bare, nearly, normalise

_BRACKET = re.compile(r"[（(](\d+(?:\.\d+)?)分[）)]")
_TOTALS = ("总分", "总计", "合计")
_OPERATORS = frozenset("≥≤>＞<＜=＝")
_FIELDS = ("目标值", "度量单位", "实际值", "分值", "得分", "偏差")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One 三级指标 row; columns are those of its weight and its score in the grid."""

    row: int
    dimension: str | None
    second: str
    name: str
    path: str
    target: str
    actual: str
    criteria: str
    weight_column: int
    score_column: int


@dataclass(frozen=True, slots=True)
class Bracket:
    """The weight printed with a dimension's label: "产出指标 (50分)"."""

    row: int
    column: int
    dimension: str
    weight: str


@dataclass(frozen=True, slots=True)
class Tree:
    """The indicator part of one form."""

    leaves: tuple[Leaf, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    total: tuple[Slot, ...] = ()


def read_tree(table: Table, template: Template) -> Tree:
    """Read leaves, bracketed weights and the 总分 row of a form's grid; an empty tree where there is no header."""
    header = _header(table.rows, template)
    if header is None:
        return Tree()
    first, named = header
    end = next((i for i in range(first + 1, len(table.rows)) if _first(table.rows[i]) in _TOTALS), len(table.rows))
    leaves = _leaves(table, template, range(first + 1, end), named)
    total = _total(table.rows[end], end, named) if end < len(table.rows) else ()
    return Tree(leaves, _brackets(table, template, range(first + 1, end)), total)


def _header(rows: Sequence[Row], template: Template) -> tuple[int, dict[str, int]] | None:
    for index, row in enumerate(rows):
        named: dict[str, int] = {}
        for column, text in enumerate(texts(row)):
            name = _heading(text, template.headings)
            if name is not None and name not in named:
                named[name] = column
        if {"三级指标", "目标值", "分值", "得分"} <= set(named):
            return index, named
    return None


def _heading(text: str, headings: Mapping[str, tuple[str, ...]]) -> str | None:
    words = _BRACKET.sub("", normalise(text))
    return next((name for name, heads in headings.items() if any(nearly(words, head) for head in heads)), None)


def _first(row: Row) -> str:
    return bare(next((text for text in texts(row) if text.strip()), ""))


def _leaves(table: Table, template: Template, rows: range, named: Mapping[str, int]) -> tuple[Leaf, ...]:
    found: list[Leaf] = []
    names: Counter[str] = Counter()
    second, printed = "", None
    printed_labels = [_labels(texts(table.rows[row]), named, template) for row in rows]
    present = {name for labels in printed_labels for text in labels if (name := _dimension(text, template))}
    for row, labels in zip(rows, printed_labels, strict=True):
        cells = texts(table.rows[row])
        printed = next((name for text in labels if (name := _dimension(text, template))), printed)
        at = _second_column(cells, named, template)
        if at is not None:
            second = re.sub(r"\s+", "", cells[at])
        columns = _columns(cells, named, at)
        if columns is None or _heading(cells[columns["三级指标"]], template.headings) == "三级指标":
            continue
        dimension = _dimension_of(second, printed, present, template)
        name = re.sub(r"\s+", "", cells[columns["三级指标"]])
        path = "/".join((dimension or "", second, name))
        names[path] += 1
        found.append(
            Leaf(
                row=row,
                dimension=dimension,
                second=second,
                name=name,
                path=path if names[path] == 1 else f"{path}#{names[path]}",
                target=_target(cells, columns),
                actual=_at(cells, columns, "实际值"),
                criteria=_at(cells, columns, "偏差"),
                weight_column=columns["分值"],
                score_column=columns["得分"],
            )
        )
    return tuple(found)


def _second_column(cells: Sequence[str], named: Mapping[str, int], template: Template) -> int | None:
    return max((c for c, text in enumerate(cells[: named["三级指标"]]) if _second(text, template)), default=None)


def _labels(cells: Sequence[str], named: Mapping[str, int], template: Template) -> Sequence[str]:
    """The cells left of the 二级 name: 成本指标 is a dimension only there, and a 二级 name under 产出指标 else."""
    at = _second_column(cells, named, template)
    return cells[: named["三级指标"] if at is None else at]


def _at(cells: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    return re.sub(r"\s+", "", cells[columns[name]]) if name in columns else ""


def _target(cells: Sequence[str], columns: Mapping[str, int]) -> str:
    """The target in one text, where operator (指标性质), value and unit stand in columns of their own."""
    operator, value, unit = (_at(cells, columns, name) for name in ("指标性质", "目标值", "度量单位"))
    text = value if not unit or value.endswith(unit) else value + unit
    return text if operator not in _OPERATORS or text.startswith(operator) else operator + text


def _columns(cells: Sequence[str], named: Mapping[str, int], second: int | None) -> Mapping[str, int] | None:
    """Which cell is which field; None for a row that is no leaf.

    Where a page lost leading or empty columns, the 二级 name anchors the left end and the last two adjacent
    numbers (weight, score) the right end.
    """
    third = named["三级指标"] if second is None or second >= named.get("二级指标", 0) else second + 1
    figures = [c for c in range(third + 1, len(cells)) if _is_figure(cells[c])]
    aligned = named["分值"] in figures and (named["得分"] in figures or not cells[named["得分"]].strip())
    if third == named["三级指标"] and aligned:
        return named
    pairs = [c for c in figures if c + 1 in figures]
    if not pairs:
        return None
    weight = pairs[-1]
    between = [name for name in _FIELDS[:3] if name in named]
    if weight - third - 1 < len(between):
        between = [name for name in between if name != "度量单位"]
    found = {"三级指标": third, "分值": weight, "得分": weight + 1}
    found.update({name: third + 1 + n for n, name in enumerate(between) if third + 1 + n < weight})
    if weight + 2 < len(cells):
        found["偏差"] = weight + 2
    return found


def _is_figure(text: str) -> bool:
    quantity = parse_quantity(text) if has_digit(text) else None
    return quantity is not None and quantity[1] in ("", "分")


def _second(text: str, template: Template) -> bool:
    words = normalise(text)
    return any(words == name for names in template.second_level.values() for name in names)


def _dimension(text: str, template: Template) -> str | None:
    words = _BRACKET.sub("", normalise(text))
    return next((name for name, labels in template.dimensions.items() if words in labels), None)


def _dimension_of(second: str, printed: str | None, present: set[str], template: Template) -> str | None:
    fits = [name for name, names in template.second_level.items() if normalise(second) in names]
    settled = [name for name in fits if name in present] or fits
    if len(settled) == 1:
        return settled[0]
    return printed if printed in settled or not settled else settled[0]


def _brackets(table: Table, template: Template, rows: range) -> tuple[Bracket, ...]:
    """The bracket stands in the label's cell or in the same column within the next three rows."""
    found: dict[str, Bracket] = {}
    for row in rows:
        for column, text in enumerate(texts(table.rows[row])):
            dimension = _dimension(text, template)
            if dimension is None or dimension in found:
                continue
            for below in range(row, min(row + 4, rows.stop)):
                cell = texts(table.rows[below])[column]
                match = _BRACKET.search(normalise(cell))
                if match is not None:
                    found[dimension] = Bracket(below, column, dimension, match[1])
                    break
                if below > row and cell.strip():
                    break
    return tuple(found.values())


def _total(row: Row, index: int, named: Mapping[str, int]) -> tuple[Slot, ...]:
    cells = texts(row)
    figures = [column for column, text in enumerate(cells) if _is_figure(text)]
    # The row is often printed a column further right than the leaves: two numbers are weight and score wherever.
    if len(figures) == 2:
        places = list(zip(figures, ("分值", "得分"), strict=True))
    else:
        places = [(named["分值"], "分值"), (named["得分"], "得分")]
    label = re.sub(r"\s+", "", next(text for text in cells if text.strip()))
    return tuple(Slot(index, column, "总分", label, None, name, name) for column, name in places)
