"""Self-assessment forms as sheets: the form, its grid, and each indicator with its printed weight and score."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from expectations.book import Book, Grid
from expectations.targets import Pair, comparable
from expectations.words import folded
from ingest.facts import Fact, Form, Indicator

FORMS = ("F19", "F24")
"""Templates of self-assessment forms."""


_LEAF = "三级指标"
"""Heading of the names of indicators."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One indicator; `at` is its row in the grid, -1 where its table holds no such row."""

    item: Indicator
    at: int
    weight: Fact | None
    score: Fact | None
    pair: Pair | None = None
    """Target and actual value as numbers of one unit; None where they cannot be compared."""

    @property
    def usable(self) -> bool:
        """Are weight and score printed, and nothing about them in doubt?"""
        return all(sound(fact) for fact in (self.weight, self.score)) and self.item.doubt is None

    @property
    def full(self) -> bool:
        """Has it its whole weight, and is that more than nothing?"""
        return self.usable and bool(
            self.weight and self.score and self.weight.value and self.score.value == self.weight.value
        )


class Sheet:
    """One form: its grid and its leaves in printed order."""

    def __init__(self, form: Form, grid: Grid, items: tuple[Indicator, ...]) -> None:
        self.form = form
        self.grid = grid
        rows = {row.label: at for at, row in reversed(list(enumerate(grid.rows))) if row.concept == "指标"}
        self.leaves = tuple(self._leaf(item, rows.get(item.path, -1)) for item in items)

    def _leaf(self, item: Indicator, at: int) -> Leaf:
        return Leaf(item, at, self.cell(at, "分值"), self.cell(at, "得分"), comparable(item))

    def cell(self, at: int, column: str) -> Fact | None:
        """The one number in a cell; None for a blank, or where two numbers claim the place."""
        facts = self.grid.cells.get((at, column), ())
        return facts[0] if len(facts) == 1 else None

    def fact(self, row: str, column: str) -> Fact | None:
        """The one number of a named row and column."""
        rows = self.grid.select(row)
        return self.cell(rows[0], column) if len(rows) == 1 else None

    @cached_property
    def of_department(self) -> bool:
        """Is it about all that a body spends (部门整体支出), by its title, and about no single project?"""
        title = self.grid.info.title
        return "整体" in title and "项目" not in title

    def heads(self, column: str) -> bool:
        """Is a heading of this name (目标值, 实际值) printed over the indicators, as far as its wordings are known?

        A heading may have more in its cell than its own words: 年初目标值（A）.
        """
        known = self.grid.template.headings
        if column not in known:
            return True
        first = min((self.grid.rows[leaf.at].index for leaf in self.leaves if leaf.at >= 0), default=0)
        above = [[folded(text) for text in line] for line in self.grid.info.grid[:first]]
        starts = [at for at, line in enumerate(above) if any(head in text for text in line for head in known[_LEAF])]
        header = above[starts[-1] if starts else 0 :]
        return any(folded(head) in text for line in header for text in line for head in known[column])

    @cached_property
    def name(self) -> str:
        """Body and project as printed."""
        return " ".join(part for part in (self.form.unit, self.form.project) if part) or self.grid.info.title


def sheets(book: Book) -> Mapping[str, Sheet]:
    """The forms of the document whose tables were asked for, by table id, in printed order."""
    found: dict[str, Sheet] | None = book.memo.get("sheets")
    if found is None:
        items: defaultdict[str, list[Indicator]] = defaultdict(list)
        for item in book.canonical.indicators:
            items[item.form_id].append(item)
        grids = {grid.info.id: grid for template in FORMS for grid in book.grids[template]}
        found = {
            form.form_id: Sheet(form, grids[form.form_id], tuple(items[form.form_id]))
            for form in book.canonical.forms
            if form.form_id in grids
        }
        book.memo["sheets"] = found
    return found


def sound(fact: Fact | None) -> bool:
    """Is a number printed here, and was it read without doubt?"""
    return fact is not None and fact.value is not None and fact.doubt is None
