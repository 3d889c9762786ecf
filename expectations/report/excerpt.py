"""The printed table around a finding, and whole tables coloured by what the checks made of each cell."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from expectations.model import Outcome, Text
from ingest.facts import Fact, TableInfo

NUMBER = re.compile(r"[-−+(]?[\d,.，．]+[%)]?")
MOST_ROWS = 40
"""A longer excerpt keeps the rows nearest to the cell in question."""

WORST_FIRST = ("failed", "implausible", "not_checked", "rounding", "passed")
"""A cell shows the worst status of its checks; `not_applicable` says nothing about it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of a page: its text, a CSS class (may be empty) and what to say aloud about it."""

    text: str
    mark: str = ""
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of a page; a row None stands for rows left out."""

    info: TableInfo
    head: tuple[tuple[Shown, ...], ...]
    body: tuple[tuple[Shown, ...] | None, ...]


def excerpt(info: TableInfo, marks: Mapping[tuple[int, int], tuple[str, Text]]) -> ShownTable:
    """Header, the rows of `marks` (row, column → class and label) and their neighbours."""
    last = len(info.grid) - 1
    marked = sorted({row for row, _ in marks})
    if len(marked) > MOST_ROWS:
        centre = next((row for (row, _), (mark, _) in marks.items() if mark == "bad"), marked[0])
        marked = sorted(sorted(marked, key=lambda row: abs(row - centre))[:MOST_ROWS])
    wanted = sorted({r for row in marked for r in (row - 1, row, row + 1) if info.header_rows <= r <= last})
    body: list[tuple[Shown, ...] | None] = []
    previous = info.header_rows - 1
    for row in wanted:
        if row != previous + 1:
            body.append(None)
        body.append(_row(info, row, marks))
        previous = row
    if wanted and previous != last:
        body.append(None)
    return ShownTable(info, _head(info), tuple(body))


def coloured(info: TableInfo, facts: Iterable[Fact], status: Mapping[str, str]) -> ShownTable:
    """The whole table; `status` is fact id → CSS class."""
    nothing: Text = {"zh": "", "en": ""}
    marks = {(f.row, f.column): (status[f.fact_id], nothing) for f in facts if f.fact_id in status}
    rows = range(info.header_rows, len(info.grid))
    return ShownTable(info, _head(info), tuple(_row(info, row, marks) for row in rows))


def worst(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Fact id → the worst status of its checks."""
    rank = {status: i for i, status in enumerate(WORST_FIRST)}
    found: dict[str, int] = {}
    for outcome in outcomes:
        place = rank.get(outcome.status)
        if place is None:
            continue
        for term in outcome.terms:
            if term.fact_id is not None:
                found[term.fact_id] = min(place, found.get(term.fact_id, place))
    return {fact_id: WORST_FIRST[place] for fact_id, place in found.items()}


def _head(info: TableInfo) -> tuple[tuple[Shown, ...], ...]:
    return tuple(tuple(Shown(text) for text in row) for row in info.grid[: info.header_rows])


def _row(info: TableInfo, row: int, marks: Mapping[tuple[int, int], tuple[str, Text]]) -> tuple[Shown, ...]:
    amounts = {column.index for column in info.columns}
    cells = []
    for column, text in enumerate(info.grid[row]):
        mark, label = marks.get((row, column), ("num" if column in amounts and NUMBER.fullmatch(text) else "", None))
        cells.append(Shown(text, mark, label if label and label["zh"] else None))
    return tuple(cells)
