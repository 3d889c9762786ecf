"""The “三公” table: one row a period, one column an item, however the paper prints it.

Printed as two blocks (预算数, 决算数), interleaved under each item, with the periods as rows, or upright with the
items as rows. A row of another kind (上年决算数, 增减额) keeps its own label, so that it is never taken for one of
the two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from ingest.headers import concept, texts, without_year
from ingest.numerals import is_blank
from ingest.statutory.recognition import Recognised
from ingest.statutory.slots import Slot, heading_of, label_of
from ingest.wording import bare

Periods = Mapping[str, str]
"""Printed heading or label → the period it stands for."""
_FINAL = ("全年", "调整")
"""A budget that the year ended with."""
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
_CJK = re.compile(r"[\u4e00-\u9fff]")


def items(sheet: Recognised) -> Iterator[Slot]:
    """The slots of the table in whichever of its layouts it is printed."""
    periods = _periods(sheet)
    columns = {c: found for c, path in enumerate(sheet.paths) if (found := _period(path[-1:], periods)) and c > 0}
    label, *others = _label_columns(sheet)
    end = min(others, default=len(sheet.paths))
    columns = {c: period for c, period in columns.items() if label < c < end}
    rows = [texts(sheet.table.rows[row])[label] for row in sheet.body]
    if columns and sum(1 for text in rows if concept((bare(text),), sheet.template.columns)) >= 3:
        yield from _upright(sheet, label, columns)
    else:
        yield from _level(sheet, periods)


def _periods(sheet: Recognised) -> Periods:
    """Printed period → 预算数 or 决算数; of several (two years, 年初 and 全年) one is, the others stay themselves."""
    wordings = {name: spec.labels for name, spec in sheet.template.rows.items()}
    labels = (bare(text) for row in sheet.body for text in texts(sheet.table.rows[row]) if _CJK.search(text))
    printed: dict[str, str] = {}
    for part in (*(part for path in sheet.paths for part in path), *labels):
        found = concept((without_year(part),), wordings)
        if found is not None:
            printed[part] = found
    best = {name: max((part for part in printed if printed[part] == name), key=_recent) for name in printed.values()}
    return {part: name if best[name] == part else part for part, name in printed.items()}


def _recent(part: str) -> tuple[str, bool]:
    return (part.removesuffix(without_year(part)), any(word in part for word in _FINAL))


def _period(path: Iterable[str], periods: Periods) -> str | None:
    return next((periods[part] for part in path if part in periods), None)


def _label_columns(sheet: Recognised) -> list[int]:
    """The columns of labels: an upright table may have another one beside it (机构运行信息表)."""
    counts = [
        sum(1 for row in sheet.body if _CJK.search(texts(sheet.table.rows[row])[column]))
        for column in range(len(sheet.paths))
    ]
    return [column for column, count in enumerate(counts) if count >= 3] or [0]


def _level(sheet: Recognised, periods: Periods) -> Iterator[Slot]:
    """Items side by side; the period stands in the heading or at the head of the row."""
    named = any(_period(path, periods) for path in sheet.paths)
    for row in sheet.body:
        cells = texts(sheet.table.rows[row])
        labels = [text for text in cells if _CJK.search(text)]
        of_row = _period(map(bare, labels), periods)
        if of_row is None and not named and labels:
            of_row = label_of(labels[0])
        seen: set[tuple[str, str]] = set()
        for column, path in enumerate(sheet.paths):
            heading = tuple(part for part in path if part not in periods)
            period = _period(path, periods) or of_row or "决算数"
            item = concept(heading, sheet.template.columns) or (heading[-1] if heading else None)
            if item is None or (period, item) in seen:
                continue
            if is_blank(cells[column]) and item not in sheet.template.columns:
                continue
            seen.add((period, item))
            yield Slot(row, column, period, period, None, item, heading_of(path))


def _upright(sheet: Recognised, label: int, columns: Mapping[int, str]) -> Iterator[Slot]:
    """Items one below the other; 小计 belongs to the item above it, and so do the lines below a known 二、 heading."""
    parent = section = ""
    for row in sheet.body:
        cells = texts(sheet.table.rows[row])
        words = bare(re.sub(r"^其中：", "", bare(cells[label])))
        item = concept((parent, words), sheet.template.columns)
        section = (item or "") if _HEADING.match(cells[label].strip()) else section
        item = item or (f"{section}/{words}" if section else words)
        if item in ("公务用车购置及运行费", "合计"):
            parent = words
        if words:
            for column, period in columns.items():
                heading = heading_of(sheet.paths[column])
                yield Slot(row, column, period, heading, None, item, label_of(cells[label]))
