"""Where the deep-tree forms (F19) of a document stand: from each title to the last row, page breaks and all.

A form is its title, its fund table, its use table, its score tree, its 总计 and its 评价等级. Titles get lost and are
printed twice, and a heading of the annex reads like a title: what decides is whether a form follows.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.headers import texts
from ingest.model import Cell, Line, Location, RawTable, Row, Table
from ingest.numerals import has_digit
from ingest.repair import unwrapped
from ingest.wording import bare, normalise

_TITLE = re.compile(r"[^，。；！？：]{2,60}自评表")
_ANY_TITLE = re.compile(_TITLE.pattern + r"(?:（[^（）]{1,12}）)?")
_BODY_NAME = re.compile(r"[^，。；：、！？]{4,40}")
_SCORE_TITLE = re.compile(r"(?:附表\d*[.、]?)?项?目自(?:我)?评价评分表")
_HEADS = ("一级指标", "二级指标", "三级指标", "权重", "目标值", "业绩值", "评分结果", "评分标准")
_HEAD_WORDS = frozenset(_HEADS) | {
    word[:i] + word[i + 1 :] for word in _HEADS if len(word) > 3 for i in range(len(word))
}
"""The header words, and each with one letter lost."""
_FUND_HEADS = ("项目", "行次", "合计", "财政资金", "其他资金")
_USE_HEADS = ("项目支出内容", "实际支出数", "财政资金专款专用数")
_RULE = re.compile(r"[-—=|:\s]{2,}")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed row, or a line outside every table as a row of one cell; `filled` are its texts, normalised."""

    row: Row
    cells: tuple[str, ...]
    table: bool
    filled: tuple[str, ...]
    first: str
    """The first of them, "" if there is none."""

    @property
    def location(self) -> Location:
        """Where the row is printed."""
        return next(cell.location for cell in self.row if cell is not None)


def printed(row: Row, *, table: bool) -> Printed:
    """Make a printed row of a row of cells; a number on two lines of one cell on paper is one, its order is sure."""
    cells = tuple(map(_on_paper, row)) if table else texts(row)
    filled = tuple([normalise(text) for text in cells if text and not text.isspace()])
    return Printed(row, cells, table, filled, filled[0] if filled else "")


def _on_paper(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return unwrapped(cell.text)[0] if cell.location.page is not None else cell.text


@dataclass(frozen=True, slots=True)
class Region:
    """One form: title and unit as printed (None where they are lost), and its rows from the first table on."""

    title: str | None
    project: str | None
    unit: str | None
    start: Location
    rows: tuple[Printed, ...]
    overview: str = ""
    """What stands between the title and the first table: 项目概况."""


def is_score_title(row: Printed) -> bool:
    """Whether a row says 项目自评价评分表 and nothing else."""
    return len(row.filled) == 1 and _SCORE_TITLE.fullmatch(row.first) is not None


def is_score_head(row: Printed) -> bool:
    """Whether a row is a header of the score tree, complete or with lost letters."""
    return len(row.filled) >= 3 and sum(map(_HEAD_WORDS.__contains__, row.filled)) >= 3


def is_fund_head(row: Printed) -> bool:
    """Whether a row is a header of the fund table: 项目, 行次, 合计, 财政资金, 其他资金."""
    return "行次" in row.filled and sum(word in row.filled for word in _FUND_HEADS) >= 3


def is_use_head(row: Printed) -> bool:
    """Whether a row is the first header row of the use table."""
    return row.first == _USE_HEADS[0] and not any(map(has_digit, row.filled))


def is_rule(row: Printed) -> bool:
    """Whether a row is a drawn rule (----) of a Markdown-like table."""
    return bool(row.filled) and all(_RULE.fullmatch(text) for text in row.filled)


def is_head_rest(row: Printed) -> bool:
    """Whether a row holds nothing but endings of header words, as a header broken over a page leaves them."""
    return bool(row.filled) and all(any(word.endswith(text) for word in _HEADS) for text in row.filled)


def is_first_fund_row(row: Printed) -> bool:
    """Whether a row is 预算安排 (1), with which every fund table begins."""
    return row.table and row.first == "预算安排" and len(row.filled) > 1


def is_total(row: Printed) -> bool:
    """Whether a row is 总计, the last but one of a form; its label may go on in the next row."""
    return row.table and row.first in ("总计", "总") and any(map(has_digit, row.filled))


def is_grade(row: Printed) -> bool:
    """Whether a row is 评价等级; its label may go on in the next row."""
    return row.table and len(row.first) > 1 and "评价等级".startswith(row.first) and len(row.filled) > 1


def regions(blocks: Sequence[Line | RawTable | Table]) -> Iterator[Region]:
    """Every deep-tree form of the document, in its order."""
    rows = tuple(_flat(blocks))
    titles = [index for index, row in enumerate(rows) if is_title(row)]
    for start, end, titled in _spans(rows, titles):
        first = next((index for index in range(start, end) if rows[index].table), start)
        title = rows[start] if titled else None
        yield Region(
            title=title.first if title is not None else None,
            project=_project(title),
            unit=_unit(rows, start, title),
            start=rows[start].location,
            rows=_until_the_end(rows[first:end]),
            overview="".join(row.first for row in rows[start + titled : first]),
        )


def _flat(blocks: Sequence[Line | RawTable | Table]) -> Iterator[Printed]:
    for block in blocks:
        if isinstance(block, Line):
            yield printed((Cell(block.text, block.location),), table=False)
        else:
            yield from (row for row in _unstacked([printed(row, table=True) for row in block.rows]) if row.filled)


def _unstacked(rows: Sequence[Printed]) -> Iterator[Printed]:
    """Take apart the tables of a form that were drawn as one grid: each keeps the columns in which its own cells begin.

    One above the other without a gap, they cut each other's columns: a cell of one covers several of all.
    """
    if not any(cell is None for row in rows for cell in row.row):
        yield from rows
        return
    cuts = [at for at, row in enumerate(rows) if _begins_a_table(row)]
    for start, end in pairwise(sorted({0, *cuts, len(rows)})):
        part = rows[start:end]
        used = [column for column in range(len(part[0].row)) if any(row.row[column] is not None for row in part)]
        yield from (printed(tuple(row.row[column] for column in used), table=True) for row in part)


def _begins_a_table(row: Printed) -> bool:
    named = len(row.filled) == 1 and _ANY_TITLE.fullmatch(row.first) is not None
    return named or is_fund_head(row) or is_use_head(row) or is_score_title(row) or is_score_head(row)


def is_title(row: Printed) -> bool:
    """Whether a row is the title of a form, or a heading that reads like one."""
    return len(row.filled) == 1 and _TITLE.fullmatch(row.first) is not None


def _spans(rows: Sequence[Printed], titles: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """The rows of each form, and whether its first one is a title: one counts if a form's parts come before the next.

    A second fund table under one title is a form that has lost its own.
    """
    funds = [index for index, row in enumerate(rows) if is_first_fund_row(row)]
    parts = sorted((*funds, *(index for index, row in enumerate(rows) if is_score_title(row)))) if funds else []
    for title, end in pairwise((-1, *titles, len(rows))):
        inside = funds[bisect(funds, title) : bisect(funds, end)]
        starts = [_head_above(rows, fund) for fund in (inside if title < 0 else inside[1:])]
        if title >= 0 and bisect(parts, title) < bisect(parts, end):
            starts.insert(0, title)
        for start, stop in pairwise((*starts, end)):
            yield start, stop, start == title


def _head_above(rows: Sequence[Printed], fund: int) -> int:
    start = fund
    while start > 0 and rows[start - 1].table and not is_grade(rows[start - 1]) and not is_total(rows[start - 1]):
        start -= 1
    return start


def _until_the_end(rows: Sequence[Printed]) -> tuple[Printed, ...]:
    """Cut what follows a form: after 评价等级 only headers, endings of labels and further score rows belong to it."""
    grade = next((index for index, row in enumerate(rows) if is_grade(row)), None)
    if grade is None:
        return tuple(rows)
    for index in range(grade + 1, len(rows)):
        row = rows[index]
        if not row.table and not is_score_title(row) and not row.first.isdecimal():
            return tuple(rows[:index])
    return tuple(rows)


def _project(title: Printed | None) -> str | None:
    if title is None:
        return None
    last = re.sub(r"\*+", "", next(text for text in title.cells if text.strip())).split()[-1]
    return re.sub(r"(?:项目)?(?:支出)?(?:绩效情况)?(?:绩效)?自评表.*$", "", normalise(last)) or None


def _unit(rows: Sequence[Printed], start: int, title: Printed | None) -> str | None:
    """Who filled in the form: before the project in the title's own line, else the line above it."""
    if title is None:
        return None
    parts = re.sub(r"\*+", "", title.first if not title.cells[0].split() else title.cells[0]).split()
    if len(parts) > 1:
        return normalise("".join(parts[:-1]))
    above = rows[start - 1] if start > 0 else None
    if above is None or above.table or is_title(above) or is_score_title(above):
        return None
    name = bare(above.cells[0])
    return name if _BODY_NAME.fullmatch(name) and not has_digit(name) else None
