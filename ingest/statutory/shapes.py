"""The shapes of the statutory tables: which cell of the grid is which number.

Each shape turns a recognised table into slots. A slot is one place where the form means a number to be printed,
with the standard terms for its row and its column; whether a number is there is asked later.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, takewhile

from ingest.headers import Path, concept, texts
from ingest.numerals import has_digit, parse_amount
from ingest.statutory.itemshape import items
from ingest.statutory.recognition import CODE, SIDE_HEADING, TOTALS, Recognised
from ingest.statutory.slots import Slot, heading_of, label_of
from ingest.templates import RowSpec, Template, classes
from ingest.wording import bare, has_enumerator, nearly, normalise

LEVELS = {3: "类", 5: "款", 7: "项"}
_KEYS = frozenset(LEVELS.values())
_CJK = re.compile(r"[\u4e00-\u9fff]")
_NUMBERING = frozenset({"行次", "序号", "栏次"})
_CODE_AND_NAME = re.compile(r"(\d{3}(?:\d{2}){0,2})([^\d].*)")
"""A code and its name printed in one cell."""
_NOT_ACCOUNTS = re.compile(r"预算数|(?:年初|全年|调整)预算|上年|增减|比|率|%")
"""Headings of a band of columns that shows no accounts of the year."""
_FUNCTIONAL = re.compile(r"2\d{2}(?:\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class _RowName:
    concept: str
    label: str
    code: str | None = None


def slots(sheet: Recognised) -> tuple[Slot, ...]:
    """All slots of a table, row by row from left to right."""
    return tuple(sorted(_SHAPES[sheet.template.shape](sheet), key=lambda slot: (slot.row, slot.column)))


def _cells(sheet: Recognised, column: int) -> list[str]:
    return [texts(sheet.table.rows[row])[column] for row in sheet.body]


def _amount_columns(sheet: Recognised, candidates: range, known: Mapping[str, tuple[str, ...]]) -> dict[int, str]:
    """Column index → concept; a heading outside the template stands for itself, 行次 and remarks drop out.

    Of several columns with one concept that is the one of the year's accounts; those of a budget, of the year before
    or of the change stand for themselves.
    """
    paths = {column: sheet.paths[column] for column in candidates}
    named = {column: name for column, path in paths.items() if (name := concept(path, known)) is not None}
    best = {name: max((c for c in named if named[c] == name), key=lambda c: _rank(paths[c])) for name in named.values()}
    found: dict[int, str] = {}
    for column, path in paths.items():
        name = named.get(column)
        if name is None or best[name] != column:
            amounts = any(parse_amount(text) is not None for text in _cells(sheet, column))
            name = heading_of(path) if path and amounts and path[-1] not in _NUMBERING else None
        if name is not None and name not in found.values():
            found[column] = name
    return found


def _rank(path: Path) -> tuple[bool, str]:
    """Whether the headings above a column speak of the accounts themselves, and of which year."""
    above = "/".join(path[:-1])
    return _NOT_ACCOUNTS.search(above) is None, max(re.findall(r"20\d\d", above), default="")


# --- two_sided ------------------------------------------------------------------------------------------------


def _two_sided(sheet: Recognised) -> Iterator[Slot]:
    labels = _label_columns(sheet)
    ends = [*labels[1:], len(sheet.paths)]
    # A third block (支出 by economic subject) is beside these two in some places; it has no terms here.
    for side, start, end in zip(("left", "right"), labels, ends, strict=False):
        template = sheet.template
        known = {name: words for name, words in template.columns.items() if side in template.column_sides[name]}
        amounts = _amount_columns(sheet, range(start + 1, end), known)
        if not set(amounts.values()) & set(known):
            plain = [c for c in range(start + 1, end) if not _is_row_numbering(sheet, c)]
            amounts = {plain[0]: next(iter(known))} if len(plain) == 1 and len(known) == 1 else amounts
        namer = _SideNamer(template, side)
        for row in sheet.body:
            cells = texts(sheet.table.rows[row])
            name = namer.name(cells[start])
            if name is None and any(has_digit(cells[column]) for column in amounts):
                name = _RowName("未识别行", f"第{row + 1}行")
            if name is not None:
                for column, term in amounts.items():
                    yield Slot(row, column, name.concept, name.label, name.code, term, heading_of(sheet.paths[column]))


def _label_columns(sheet: Recognised) -> list[int]:
    headed = [column for column, path in enumerate(sheet.paths) if path and SIDE_HEADING.fullmatch(path[-1])]
    if len(headed) >= 2:
        return headed
    counts = [sum(1 for text in _cells(sheet, column) if _CJK.search(text)) for column in range(len(sheet.paths))]
    return [column for column, count in enumerate(counts) if count >= max(2, len(sheet.body) // 5)]


def _is_row_numbering(sheet: Recognised, column: int) -> bool:
    figures = [text for text in _cells(sheet, column) if text.strip()]
    path = sheet.paths[column]
    if path and path[-1] in _NUMBERING:
        return True
    whole = [int(text) for text in figures if text.strip().isdecimal()]
    return len(whole) == len(figures) > 2 and whole == list(range(whole[0], whole[0] + len(whole)))


class _SideNamer:
    """Names the rows of one side from the top down; a row like the sub-rows of 年初结转 needs its anchor above it."""

    def __init__(self, template: Template, side: str) -> None:
        self._rows = {name: spec for name, spec in template.rows.items() if spec.side == side}
        self._side = side
        self._classes = template.classes and side == "right"
        self._seen: set[str] = set()

    def name(self, text: str) -> _RowName | None:
        label = label_of(text)
        if not label:
            return None
        words = bare(text)
        if words.startswith("其中"):
            return _RowName("其中", label)
        named = self._named(words)
        if named is not None:
            self._seen.add(named)
            return _RowName(named, label)
        if "本年收入合计" in self._seen or "本年支出合计" in self._seen:
            return _RowName("其中", label)
        code = class_code(words) if self._classes else None
        if code in self._seen and not has_enumerator(text):
            return _RowName("其中", label)  # the rest of the name above, torn off by a line or page break
        self._seen.update({code} if code else set())
        if code is not None or (self._classes and has_enumerator(text)):
            return _RowName("类", label, code)
        return _RowName("未列名收入项目" if has_enumerator(text) else "其中", label)

    def _named(self, words: str) -> str | None:
        def fits(spec: RowSpec) -> bool:
            return any(nearly(words, normalise(label)) for label in spec.labels)

        under = [name for name, spec in self._rows.items() if spec.after in self._seen and fits(spec)]
        free = [name for name, spec in self._rows.items() if spec.after is None and fits(spec)]
        return next((name for name in (*under, *free) if name not in self._seen), None)


def class_code(name: str) -> str | None:
    """Three-digit code of a 类 by any of its names since 2017, with or without the ending 支出."""
    short = name.removesuffix("支出")
    for code, names in classes().items():
        if any(short == known.removesuffix("支出") or nearly(name, known) for known in names):
            return code
    # The rest of a name torn off by a line or page break stands in the next row.
    torn = [code for code, names in classes().items() if any(known.startswith(name) for known in names)]
    return torn[0] if len(torn) == 1 and name else None


# --- coded and units ------------------------------------------------------------------------------------------


def _coded(sheet: Recognised) -> Iterator[Slot]:
    code_columns = _code_columns(sheet)
    name_column = code_columns[-1] + 1 if code_columns else 0
    amounts = _amount_columns(sheet, range(name_column, len(sheet.paths)), sheet.template.columns)
    previous = ""
    for row in sheet.body:
        cells = texts(sheet.table.rows[row])
        keys = [column for column in range(name_column + 1) if column not in amounts]
        label = _words(cells[column] for column in keys if column >= min(code_columns, default=0))
        label = label or _words(cells[column] for column in keys)
        together = _CODE_AND_NAME.fullmatch(label)
        code = together[1] if together else _code([cells[column] for column in code_columns], previous)
        label = together[2] if together else label
        filled = any(has_digit(cells[column]) for column in amounts)
        if code:
            previous = code
            name = _RowName(LEVELS[len(code)], label, code)
        elif bare(label) in TOTALS:
            name = _RowName("合计", label)
        elif filled:
            name = _RowName("未识别行", label or f"第{row + 1}行")
        else:
            continue
        for column, term in amounts.items():
            yield Slot(row, column, name.concept, name.label, name.code, term, heading_of(sheet.paths[column]))


def _words(cells: Iterable[str]) -> str:
    """The words of some cells; 类 款 项 may stand level with the first row below them."""
    return label_of("".join(text for text in cells if not text.strip().isdecimal() and text.strip() not in _KEYS))


def _code_columns(sheet: Recognised) -> list[int]:
    """The columns that hold codes: one with 3, 5 or 7 digits, or three with 类, 款 and 项 apart.

    序号 or the code and name of a body may stand before them; merged cells leave the two after the first blank.
    """
    limit = next((c for c, path in enumerate(sheet.paths) if concept(path, sheet.template.columns)), len(sheet.paths))
    figures = [
        [fold for text in _cells(sheet, column) if (fold := label_of(text)) and bare(fold) not in TOTALS | _KEYS]
        for column in range(limit)
    ]
    first = next((c for c in range(limit) if _are_codes(figures[c])), None)
    if first is not None:
        parts = takewhile(lambda c: all(re.fullmatch(r"\d\d", text) for text in figures[c]), range(first + 1, limit))
        return [first, *islice(parts, 2)]
    headed = [bool(path) and path[-1].endswith((*LEVELS.values(), "编码", "代码")) for path in sheet.paths[:limit]]
    return list(takewhile(lambda c: headed[c] and not figures[c], range(min(limit, 3))))


def _are_codes(figures: list[str]) -> bool:
    """Whether most of a column are codes of 支出功能分类; one may be misprinted."""
    return 2 * sum(1 for text in figures if _FUNCTIONAL.fullmatch(text)) > len(figures)


def _code(parts: list[str], previous: str) -> str:
    digits = [part for text in parts if (part := label_of(text)).isdecimal()]
    joined = "".join(digits)
    if len(parts) == 3 and digits and len(digits[0]) == 2:
        kept = 3 if label_of(parts[1]) else 5
        joined = previous[:kept] + joined
    return joined if CODE.fullmatch(joined) else ""


def _units(sheet: Recognised) -> Iterator[Slot]:
    name_column = next(iter(_label_columns(sheet)), 0)
    amounts = _amount_columns(sheet, range(name_column + 1, len(sheet.paths)), sheet.template.columns)
    for row in sheet.body:
        cells = texts(sheet.table.rows[row])
        label = label_of(cells[name_column]) or label_of(cells[0])
        if not label:
            continue
        total = bare(label) in TOTALS
        for column, term in amounts.items():
            kind = "合计" if total else "单位"
            yield Slot(row, column, kind, label, None, term, heading_of(sheet.paths[column]))


# --- groups ---------------------------------------------------------------------------------------------------


def _groups(sheet: Recognised) -> Iterator[Slot]:
    starts = [
        c
        for c, path in enumerate(sheet.paths[:-1])  # behind a code stands its name
        if _holds_codes(sheet, c, path) and not _holds_second_codes(sheet, c)
    ]
    ends = [*starts[1:], len(sheet.paths)]
    names = [start + 2 if _holds_second_codes(sheet, start + 1) else start + 1 for start in starts]
    previous = dict.fromkeys(starts, "")
    for row in sheet.body:
        cells = texts(sheet.table.rows[row])
        named = _total_cells(cells, sheet.template.rows)
        for start, name, end in zip(starts, names, ends, strict=True):
            first, *rest = (label_of(text) for text in cells[start:name])
            previous[start] = first or previous[start]
            code = (first or (previous[start] if "".join(rest) else "")) + "".join(rest)
            amounts = _amount_columns(sheet, range(name + 1, end), sheet.template.columns)
            if CODE.fullmatch(code):
                for column, term in amounts.items():
                    label = label_of(cells[name])
                    yield Slot(row, column, LEVELS[len(code)], label, code, term, heading_of(sheet.paths[column]))
        limits = [*(column for column, _ in named), len(cells)][1:]
        for (column, total), limit in zip(named, limits, strict=True):
            filled = [c for c in range(column + 1, limit) if has_digit(cells[c])]
            known = [c for c in filled if concept(sheet.paths[c], sheet.template.columns)]
            for amount in filled if len(starts) == 1 else (known or filled)[:1]:
                place = _total_place(sheet, total, amount, len(starts))
                yield Slot(
                    row, amount, place[0], label_of(cells[column]), None, place[1], heading_of(sheet.paths[amount])
                )


def _total_place(sheet: Recognised, total: str, column: int, groups: int) -> tuple[str, str]:
    """The terms of a total's row and column.

    Totals of side-by-side groups stand under whatever heading; they are of the table's first amount, and so is
    合计 under 人员经费 where the one group has columns for what it pays: it is 人员经费合计.
    """
    path = sheet.paths[column]
    found = concept(path, sheet.template.columns)
    first = next(iter(sheet.template.columns))
    if found is None and path and groups == 1:
        part = f"{path[-1]}{total}"
        return (part, first) if part in sheet.template.rows else (total, path[-1])
    return total, found or first


def _holds_codes(sheet: Recognised, column: int, path: Path) -> bool:
    figures = [text for text in map(label_of, _cells(sheet, column)) if CODE.fullmatch(text)]
    return len(figures) >= 2 or bool(path and path[-1].endswith(("编码", "代码")))


def _holds_second_codes(sheet: Recognised, column: int) -> bool:
    figures = [text for text in map(label_of, _cells(sheet, column)) if text]
    return bool(figures) and sum(1 for text in figures if re.fullmatch(r"\d{2}", text)) * 2 > len(figures)


def _total_cells(cells: tuple[str, ...], rows: Mapping[str, RowSpec]) -> list[tuple[int, str]]:
    return [
        (column, name)
        for column, text in enumerate(cells)
        for name, spec in rows.items()
        if text.strip() and any(nearly(bare(text), normalise(label)) for label in spec.labels)
    ]


_SHAPES: Mapping[str, Callable[[Recognised], Iterator[Slot]]] = {
    "two_sided": _two_sided,
    "coded": _coded,
    "units": _units,
    "groups": _groups,
    "items": items,
}
