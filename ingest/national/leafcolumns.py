"""Which column of a form is which field of an indicator: by the header, or by what stands in the row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.headers import texts
from ingest.model import Row
from ingest.numerals import has_digit, parse_quantity
from ingest.templates import Template
from ingest.wording import bare, nearly, normalise

_ASIDE = re.compile(r"（[^（）]*）")


@dataclass(frozen=True, slots=True)
class Header:
    """The header's rows (first, and the one after the last) and which column is which."""

    first: int
    end: int
    named: Mapping[str, int]
    headed: frozenset[int]
    """Columns with a heading of any kind."""


def label_words(text: str) -> str:
    """A label without enumerator, blanks and what stands in brackets behind it."""
    return _ASIDE.sub("", bare(text)) or bare(text)


def read_header(rows: Sequence[Row], template: Template) -> Header | None:
    """The header of the indicators, in one row or two; None where a form has none."""
    for index, row in enumerate(rows):
        named = _named(row, template)
        end = index + 1
        below = _named(rows[end], template) if end < len(rows) else {}
        if len(below) >= 2 and named and not any(map(has_digit, texts(rows[end]))):
            # 年度指标值 over 指标性质, 指标值, 度量单位: the lower heading is the column's own.
            named = {**named, **below}
            end += 1
        if "三级指标" in named and ("实际值" in named or {"目标值", "得分"} <= set(named)):
            heads = (column for head in rows[index:end] for column, text in enumerate(texts(head)) if text.strip())
            return Header(index, end, named, frozenset(heads))
    return None


def _named(row: Row, template: Template) -> dict[str, int]:
    named: dict[str, int] = {}
    for column, text in enumerate(texts(row)):
        name = heading_of(text, template.headings)
        if name is not None and name not in named:
            named[name] = column
    return named


def heading_of(text: str, headings: Mapping[str, tuple[str, ...]]) -> str | None:
    """The field that a heading names, whatever stands in brackets behind it: 年初目标值（A）."""
    return _heading(_ASIDE.sub("", normalise(text)), tuple(headings.items())) if text.strip() else None


@lru_cache(maxsize=20_000)
def _heading(words: str, headings: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    return next((name for name, heads in headings if any(nearly(words, head) for head in heads)), None)


def field_of(cells: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    """The text of a field without blanks; "" where the form has no such column."""
    return re.sub(r"\s+", "", cells[columns[name]]) if name in columns else ""


def is_under(cells: Sequence[str], header: Header) -> bool:
    """Whether a row stands under its headings: it has its name, weight and score there, as far as the form has them."""
    scores = [cells[header.named[name]] for name in ("分值", "得分") if name in header.named]
    return bool(field_of(cells, header.named, "三级指标")) and all(is_figure(text) or is_share(text) for text in scores)


def columns_of(cells: Sequence[str], header: Header, second: int | None) -> Mapping[str, int] | None:
    """Which cell is which field; None for a row that is no leaf.

    Where a page lost leading or empty columns, the 二级 name anchors the left end and the last two adjacent
    numbers (weight, score) the right end. Without a column of weights nothing can anchor: the columns are the header's.
    """
    named = header.named
    right = range(named["三级指标"] + 1, len(cells))
    if any(cells[column].strip() for column in right if column not in header.headed):
        return _in_order(cells, header)
    if not {"分值", "得分"} <= set(named):
        said = any(field_of(cells, named, name) for name in ("目标值", "实际值", "得分"))
        return named if said and field_of(cells, named, "三级指标") else None
    third = named["三级指标"] if second is None or second >= named.get("二级指标", 0) else second + 1
    weighed = is_figure(cells[named["分值"]]) or is_share(cells[named["分值"]])
    scored = is_figure(cells[named["得分"]])
    here = third == named["三级指标"]
    blank = not cells[named["得分"]].strip()
    if weighed and ((here and (scored or blank)) or (scored and field_of(cells, named, "三级指标"))):
        return named
    figures = [c for c in range(third + 1, len(cells)) if is_figure(cells[c])]
    pairs = [c for c in figures if c + 1 in figures]
    return _moved(third, pairs[-1], named, len(cells)) if pairs else None


def _in_order(cells: Sequence[str], header: Header) -> Mapping[str, int] | None:
    """The fields of a row that stands beside its headings: one by one, as far as nothing before the score is blank."""
    named, third = header.named, header.named["三级指标"]
    fields = sorted(column for column in header.headed if column > third)
    filled = [column for column in range(third + 1, len(cells)) if cells[column].strip()]
    names = {column: name for name, column in named.items()}
    if len(filled) == len(fields):
        pairs = zip(fields, filled, strict=True)
        return {"三级指标": third, **{names[field]: column for field, column in pairs if field in names}}
    weight = fields.index(named["分值"]) if "分值" in named else 0
    scores = {"分值", "得分"} <= set(named) and names.keys() >= set(fields[weight:])
    if not scores or len(filled) < weight + 2 or not all(is_figure(cells[filled[weight + n]]) for n in (0, 1)):
        return None
    found = {names[field]: column for field, column in zip(fields, filled, strict=False) if field in names}
    return {"三级指标": third, **found}


def _moved(third: int, weight: int, named: Mapping[str, int], width: int) -> Mapping[str, int]:
    """The fields of a row that stands elsewhere than under its header; a column that was empty may be lost."""
    places = sorted((column, name) for name, column in named.items() if named["三级指标"] < column < named["分值"])
    between = [name for _, name in places]
    for empty in ("度量单位", "指标性质"):
        if weight - third - 1 < len(between) and empty in between:
            between.remove(empty)
    found = {"三级指标": third, "分值": weight, "得分": weight + 1}
    found.update({name: third + 1 + n for n, name in enumerate(between) if third + 1 + n < weight})
    if weight + 2 < width:
        found["偏差"] = weight + 2
    return found


def is_figure(text: str) -> bool:
    """Whether a cell is a weight or a score: a number, perhaps with 分."""
    quantity = parse_quantity(text) if has_digit(text) else None
    return quantity is not None and quantity[1] in ("", "分")


def is_share(text: str) -> bool:
    """Whether a cell is a number of per cent."""
    quantity = parse_quantity(text) if has_digit(text) else None
    return quantity is not None and quantity[1] == "%"
