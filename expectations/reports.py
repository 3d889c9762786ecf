"""Evaluation reports of a document: each with its text and its score tables (rules.md §12)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.book import Book, Grid
from expectations.places import printed_order
from ingest.facts import Fact, Paragraph
from ingest.model import Location

_TITLE = re.compile(r".{0,50}评价报告")
TEMPLATE = "EV"


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A score table: weights and scores by name, of the dimensions, the second level and the leaves."""

    grid: Grid

    def row(self, name: str) -> int | None:
        """The row of that name, on whatever level; the text often puts 项目 before it. None unless there is one."""
        wanted = folded(name)
        found = [
            at
            for at, row in enumerate(self.grid.rows)
            if row.concept in ("一级指标", "二级指标", "指标") and folded(row.label.rpartition("/")[2]) == wanted
        ]
        # A dimension comes before a second level of the same name (效益 / 项目效益).
        return found[0] if found else None

    def leaves(self, at: int) -> tuple[int, ...]:
        """The leaves of a row: itself, or all below it."""
        row = self.grid.rows[at]
        if row.concept == "指标":
            return (at,)
        rows = enumerate(self.grid.rows)
        return tuple(i for i, leaf in rows if leaf.concept == "指标" and leaf.label.startswith(f"{row.label}/"))

    def cell(self, at: int, column: str) -> Fact | None:
        """The one number in a cell."""
        facts = self.grid.cells.get((at, column), ())
        return facts[0] if len(facts) == 1 else None

    def total(self, column: str) -> Fact | None:
        """The number of the total row."""
        rows = self.grid.select("总计")
        return self.cell(rows[0], column) if len(rows) == 1 else None

    def count(self, concept: str) -> int:
        """How many rows of a level there are."""
        return sum(row.concept == concept for row in self.grid.rows)

    def sum_of(self, at: int, column: str) -> Decimal | None:
        """The printed numbers of the leaves of a row added up; None if one is missing or in doubt."""
        facts = [self.cell(leaf, column) for leaf in self.leaves(at)]
        values = [fact.value for fact in facts if fact is not None and fact.doubt is None]
        if not facts or len(values) != len(facts):
            return None
        return sum((value for value in values if value is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class Report:
    """One evaluation report: its paragraphs and score tables in printed order."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[ScoreTable, ...]


def reports(book: Book) -> tuple[Report, ...]:
    """The evaluation reports that have a score table; worked out once."""
    found: tuple[Report, ...] | None = book.memo.get("reports")
    if found is None:
        found = book.memo["reports"] = _reports(book)
    return found


def in_report(book: Book, place: Location) -> bool:
    """Is something printed behind the title of an evaluation report?"""
    return any(printed_order(title.location) <= printed_order(place) for title in _titles(book))


def _titles(book: Book) -> list[Paragraph]:
    paragraphs = book.canonical.paragraphs
    return [p for p in paragraphs if p.kind != "contents" and _TITLE.fullmatch(re.sub(r"\s+", "", p.text))]


def _reports(book: Book) -> tuple[Report, ...]:
    paragraphs = book.canonical.paragraphs
    starts = _titles(book)
    edges: Sequence[tuple[int, ...]] = [printed_order(p.location) for p in starts] or [(-1, -1, -1)]
    tables = [ScoreTable(grid) for grid in book.grids[TEMPLATE]]
    found = []
    for number, start in enumerate(edges):
        end = edges[number + 1] if number + 1 < len(edges) else (10**9,)
        held = tuple(t for t in tables if start <= printed_order(t.grid.info.location) < end)
        if held:
            words = tuple(p for p in paragraphs if start <= printed_order(p.location) < end)
            title = re.sub(r"\s+", "", starts[number].text) if starts else held[0].grid.info.title
            found.append(Report(title, words, held))
    return tuple(found)


def folded(name: str) -> str:
    """A name without blanks and quotes, and without the 项目 that the text puts before it."""
    bare = re.sub(r"[\s“”\"‘’]", "", name)
    return bare.removeprefix("项目") or bare
