"""Header rows → one path of headings a column, and paths → the concepts of a template."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from ingest.model import Row
from ingest.wording import nearly, normalise

_COLUMN_NUMBER = re.compile(r"[（(]?(\d{1,2})[）)]?(?:=[\d+\-（）()]+)?")
"""As printed under the headings: 3, (3), 1=2+3+4."""

_YEAR = re.compile(r"^20[12]\d年度?")
_REPEATS = frozenset({"决算数", "本年决算数", "决算金额", "金额", "合计", "小计"})
GENERIC = frozenset({"合计", "小计", "基本支出", "项目支出"})
"""Headings that stand under several others of one table and say nothing by themselves."""

_NUMBERED = frozenset({"栏次", "栏目", "行次", "合计栏次", "类", "款", "项", "项目"})
"""What stands before the numbers of the columns; the heads of a code in three cells may share the row."""

_WORD = re.compile(r"[^\W\d_]{2}")
_NEAR_WORD = 4
"""Signs of 栏次 with another word or dirt beside it."""

Path = tuple[str, ...]
"""The headings above a column from the top down, normalised, each merged heading once."""


def texts(row: Row) -> tuple[str, ...]:
    """The printed texts of a row, "" for covered places."""
    return tuple([cell.text if cell is not None else "" for cell in row])


def is_numbering(row: Row) -> bool:
    """Whether a row numbers the columns (栏次 1 2 3 …): integers that count up by one, at least two of them.

    A row that says so numbers them whatever stands there: of a picture they may be misread, with dirt beside the word.
    """
    printed = [normalise(text) for text in texts(row) if text.strip()]
    labels = [text for text in printed if _COLUMN_NUMBER.fullmatch(text) is None]
    said = [label for label in labels if "栏次" in label and len(label) <= _NEAR_WORD]
    if said and not any(_WORD.search(label) for label in labels if label not in said and label not in _NUMBERED):
        return True
    if any(label not in _NUMBERED for label in labels):
        return False
    numbers = [int(match[1]) for text in printed if (match := _COLUMN_NUMBER.fullmatch(text)) is not None]
    counts_up = all(b == a + 1 for a, b in pairwise(numbers))
    return counts_up and (bool(labels) or (len(numbers) >= 2 and numbers[0] == 1))


def without_year(heading: str) -> str:
    """A heading without the year before it: 2023年度预算数 is 预算数."""
    return _YEAR.sub("", heading)


def paths(rows: Sequence[Row], *, spans_known: bool) -> tuple[Path, ...]:
    """Give each column its headings.

    Where the source shows no merged cells, a blank heading belongs to the one at its left if a heading of its own
    stands below it, else to the one above.
    """
    if not rows:
        return ()
    grid = _expanded(rows) if spans_known else _inferred(rows)
    return tuple(_path(column) for column in zip(*grid, strict=True))


def _path(column: Sequence[str]) -> Path:
    path: list[str] = []
    for heading in column:
        if heading and (not path or path[-1] != heading):
            path.append(heading)
    return tuple(path)


def _expanded(rows: Sequence[Row]) -> list[list[str]]:
    grid = [["" for _ in row] for row in rows]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            for down in range(r, min(r + cell.rowspan, len(rows))):
                for across in range(c, min(c + cell.colspan, len(row))):
                    grid[down][across] = normalise(cell.text)
    return grid


def _inferred(rows: Sequence[Row]) -> list[list[str]]:
    grid = [[normalise(text) for text in texts(row)] for row in rows]
    own = [row[:] for row in grid]
    for r in range(len(grid)):
        for c in range(1, len(grid[r])):
            below = any(own[s][c] for s in range(r + 1, len(own)))
            same_parent = r == 0 or grid[r - 1][c] == grid[r - 1][c - 1]
            if not own[r][c] and below and same_parent:
                grid[r][c] = grid[r][c - 1]
    return grid


def concept(path: Path, columns: Mapping[str, Sequence[str]]) -> str | None:
    """Find the concept whose heading ends the path; the longest pattern wins, then the exact one.

    "a/b" asks for heading b with a heading a somewhere above it. A heading that lacks one character still counts. One
    that only says 决算数 or 小计 below another one, and is no heading of its own, is that other one again.
    """
    found = _concept(path, columns)
    if found is None and len(path) > 1 and path[-1] in _REPEATS:
        return concept(path[:-1], columns)
    return found


def _concept(path: Path, columns: Mapping[str, Sequence[str]]) -> str | None:
    if not path:
        return None
    best: tuple[int, int, int] | None = None
    found: str | None = None
    for name, patterns in columns.items():
        for pattern in patterns:
            above, last = _parts(pattern)
            if not nearly(path[-1], last) or not _in_order(above, path[:-1]):
                continue
            if not above and last in GENERIC and _under_another(path[:-1], name, columns):
                continue
            rank = (len(above), int(path[-1] == last), len(last))
            if best is None or rank > best:
                best, found = rank, name
    return found


@cache
def _parts(pattern: str) -> tuple[Path, str]:
    """The headings a pattern asks for above its last one, and that."""
    *above, last = map(normalise, pattern.split("/"))
    return tuple(above), last


def _under_another(headings: Path, name: str, columns: Mapping[str, Sequence[str]]) -> bool:
    """Whether one of the headings is that of another concept: 合计 under 年初结转和结余 is no 本年支出."""
    others = {normalise(p) for other, patterns in columns.items() if other != name for p in patterns if "/" not in p}
    return any(heading in others for heading in headings)


def _in_order(wanted: Sequence[str], headings: Sequence[str]) -> bool:
    remaining = iter(headings)
    return all(any(nearly(heading, part) for heading in remaining) for part in wanted)
