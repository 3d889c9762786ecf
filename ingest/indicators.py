"""The indicator rows of a national form: 一级 / 二级 / 三级指标, weight, target, actual value, score.

Labels are printed where the layout puts them: merged, one row late, or between two pages. The 二级 name stands on
its own row or above it, and tells the dimension; the dimension's printed label only settles what it leaves open.
Some places print no weights, or none and no scores; some print the header in two rows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.headers import texts
from ingest.model import Row, Table
from ingest.national.leafcolumns import (
    Header,
    columns_of,
    field_of,
    heading_of,
    is_figure,
    is_share,
    is_under,
    label_words,
    read_header,
)
from ingest.national.tornlabels import whole_labels
from ingest.numerals import fold
from ingest.statutory.slots import Slot
from ingest.templates import Template
from ingest.wording import normalise

_BRACKET = re.compile(r"[（(](\d+(?:\.\d+)?)分?[）)]|(?<=[\u4e00-\u9fff])(\d+(?:\.\d+)?)分$")
TOTALS = ("总分", "总计", "合计", "总得分", "自评总分", "得分合计", "综合得分", "自评得分合计", "分值合计")
"""Labels of the row that adds up the scores; the first two stand nowhere else in a form."""
_OPERATORS = frozenset("≥≤>＞<＜=＝﹦")
_EXECUTION = re.compile(r"(?:项目)?(?:预算|资金)(?:资金)?(?:执行|支出|使用)(?:率|情况|进度)?|执行率")
_BONUS = re.compile(r"加减分|加分|扣分项|减分项|奖惩")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One 三级指标 row; columns are those of its name, weight and score in the grid, None where not printed.

    `reason` is None in a form that has no column for it.
    """

    row: int
    dimension: str | None
    second: str
    name: str
    path: str
    target: str
    actual: str
    reason: str | None
    name_column: int
    weight_column: int | None
    score_column: int | None

    @property
    def concept(self) -> str:
        """指标, or 加减分项: points beside the weights."""
        return "加减分项" if _BONUS.search(self.path) else "指标"

    @property
    def of_execution(self) -> bool:
        """Is it the score of budget execution, which most forms print in the fund table?"""
        return _EXECUTION.fullmatch(label_words(self.name)) is not None


@dataclass(frozen=True, slots=True)
class Bracket:
    """The weight printed with a dimension's label: "产出指标 (50分)"."""

    row: int
    column: int
    dimension: str
    weight: str


@dataclass(frozen=True, slots=True)
class Tree:
    """The indicator part of one form; `first` is the row of its header, `unsure` says that a dimension was guessed."""

    leaves: tuple[Leaf, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    total: tuple[Slot, ...] = ()
    first: int = 0
    unsure: bool = False
    repairs: Mapping[tuple[int, int], tuple[str, str | None]] = field(default_factory=dict)
    """Weights printed as a share of the whole (10%), as the points they are."""


def read_tree(table: Table, template: Template) -> Tree:
    """Read leaves, bracketed weights and the 总分 row of a form's grid; an empty tree where there is no header."""
    header = read_header(table.rows, template)
    if header is None:
        return Tree()
    rows = table.rows
    end = next((i for i in range(header.end, len(rows)) if _first(rows[i]) in TOTALS), len(rows))
    rows = whole_labels(rows, range(header.end, end), header.named["三级指标"], template)
    table = replace(table, rows=rows)
    leaves = _leaves(table, template, range(header.end, end), header)
    return Tree(
        leaves=leaves,
        brackets=_brackets(table, template, range(header.end, end)),
        total=_total(rows[end], end, header.named) if end < len(rows) else (),
        first=header.first,
        unsure=any(_guessed(leaf, template) for leaf in leaves if leaf.weight_column is not None),
        repairs=_as_points(rows, leaves),
    )


def _first(row: Row) -> str:
    return label_words(next((text for text in texts(row) if text.strip()), ""))


def _leaves(table: Table, template: Template, rows: range, header: Header) -> tuple[Leaf, ...]:
    named = header.named
    found: list[Leaf] = []
    names: Counter[str] = Counter()
    second, printed = "", None
    printed_labels = [_labels(texts(table.rows[row]), header, template) for row in rows]
    present = {name for labels in printed_labels for text in labels if (name := _dimension(text, template))}
    for row, labels in zip(rows, printed_labels, strict=True):
        cells = texts(table.rows[row])
        printed = next((name for text in labels if (name := _dimension(text, template))), printed)
        at = _second_column(cells, header, template)
        if at is not None:
            second = re.sub(r"\s+", "", cells[at])
        elif _other_second(cells, named, template):
            second = re.sub(r"\s+", "", cells[named["二级指标"]])
        columns = columns_of(cells, header, at)
        if columns is None or heading_of(cells[columns["三级指标"]], template.headings) == "三级指标":
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
                actual=field_of(cells, columns, "实际值"),
                reason=field_of(cells, columns, "偏差") if "偏差" in named else None,
                name_column=columns["三级指标"],
                weight_column=columns.get("分值"),
                score_column=columns.get("得分"),
            )
        )
    return tuple(found)


def _second_column(cells: Sequence[str], header: Header, template: Template) -> int | None:
    """Where the 二级 name stands: in its column, and in a row that lost columns wherever a known name is.

    满意度指标 and 成本指标 are names of both levels: in a row that stands under its headings the column decides.
    """
    places: Iterable[int] = range(header.named["三级指标"])
    if "二级指标" in header.named and is_under(cells, header):
        places = (header.named["二级指标"],)
    return max((c for c in places if _second(cells[c], template)), default=None)


def _other_second(cells: Sequence[str], named: Mapping[str, int], template: Template) -> bool:
    """A 二级 name of the place's own in its column; a piece of a known name that was torn apart is none."""
    column = named.get("二级指标")
    words = normalise(cells[column]) if column is not None and column < named["三级指标"] else ""
    known = [name for names in template.second_level.values() for name in names]
    return len(words) > 1 and _dimension(words, template) is None and not any(words in name for name in known)


def _labels(cells: Sequence[str], header: Header, template: Template) -> Sequence[str]:
    """The cells left of the 二级 name: 成本指标 is a dimension only there, and a 二级 name under 产出指标 else."""
    at = _second_column(cells, header, template)
    if at is None:
        at = header.named.get("二级指标", header.named["三级指标"])
    return cells[:at]


def _target(cells: Sequence[str], columns: Mapping[str, int]) -> str:
    """The target in one text, where operator (指标性质), value and unit stand in columns of their own."""
    operator, value, unit = (field_of(cells, columns, name) for name in ("指标性质", "目标值", "度量单位"))
    text = value if not unit or value.endswith(unit) else value + unit
    return text if operator not in _OPERATORS or text.startswith(operator) else operator + text


def _guessed(leaf: Leaf, template: Template) -> bool:
    """Is it only the place of the printed label that tells the dimension?"""
    words = _BRACKET.sub("", normalise(leaf.second))
    return leaf.dimension is None or words not in template.second_level.get(leaf.dimension, ())


def _as_points(rows: Sequence[Row], leaves: Sequence[Leaf]) -> Mapping[tuple[int, int], tuple[str, str | None]]:
    shares = {}
    for leaf in leaves:
        column = leaf.weight_column
        text = texts(rows[leaf.row])[column] if column is not None else ""
        if column is not None and is_share(text):
            shares[leaf.row, column] = (fold(text).rstrip("%"), None)
    return shares


def _second(text: str, template: Template) -> bool:
    words = _BRACKET.sub("", normalise(text))
    return any(words == name for names in template.second_level.values() for name in names)


def _dimension(text: str, template: Template) -> str | None:
    words = _BRACKET.sub("", normalise(text))
    return next((name for name, labels in template.dimensions.items() if words in labels), None)


def _dimension_of(second: str, printed: str | None, present: set[str], template: Template) -> str | None:
    words = _BRACKET.sub("", normalise(second))
    fits = [name for name, names in template.second_level.items() if words in names]
    settled = [name for name in fits if name in present]
    if len(settled) == 1:
        return settled[0]
    # A 二级 name of a dimension that this form does not print belongs to the one it stands under.
    if printed is not None and (printed in settled or not settled):
        return printed
    return next(iter(settled or fits), None)


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
                    found[dimension] = Bracket(below, column, dimension, match[1] or match[2])
                    break
                if below > row and cell.strip():
                    break
    return tuple(found.values())


def _total(row: Row, index: int, named: Mapping[str, int]) -> tuple[Slot, ...]:
    cells = texts(row)
    figures = [column for column, text in enumerate(cells) if is_figure(text)]
    columns = {name: named[name] for name in ("分值", "得分") if name in named}
    # The row is often printed a column further right than the leaves: the first two numbers are weight and score.
    if len(figures) >= 2 and not set(columns.values()) <= set(figures):
        columns = dict(zip(("分值", "得分"), figures, strict=False))
    elif len(figures) == 1 and "分值" not in named:
        columns = {"得分": figures[0]}
    label = re.sub(r"\s+", "", next(text for text in cells if text.strip()))
    return tuple(Slot(index, column, "总分", label, None, name, name) for name, column in columns.items())
