"""rollup: each 科目 is the sum of the ones printed below it, level by level; 合计 of the topmost ones.

A code belongs to the nearest printed code that is a prefix of it, so 2010101 without a printed 20101 counts under 201;
never 类 + 款 + 项 together (rules.md T02-2). Where rows below may not have been seen, a sum that fails is not checked.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from expectations import reasons
from expectations.binding import settled
from expectations.book import Book, Grid
from expectations.kinds.cut import perhaps_cut
from expectations.kinds.linear import Draft, Operand, Site, settle
from expectations.kinds.places import operand_at, tables
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.unseen import lost_below
from ingest.model import Text


@dataclass(frozen=True, slots=True)
class Family:
    """A parent row with its children (positions in the grid), or why it cannot be added up."""

    parent: int
    children: tuple[int, ...]
    trouble: Text | None = None


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a parent and column; one `not_applicable` a parent without children."""
    clause = settled(clause)
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
        else:
            yield from _table(rule, clause, held[0], book)


def _table(rule: Rule, clause: Clause, grid: Grid, book: Book) -> Iterator[Draft]:
    count = 0
    for family in families(grid):
        name, key = grid.label(family.parent), grid.rows[family.parent].key
        if not family.children:
            count += 1
            site = Site(book, rule, clause, (grid,), name, key)
            yield site.draft("not_applicable", because("no_children", label=name))
            continue
        for column in grid.template.columns:
            if column not in grid.columns:
                continue
            site = Site(book, rule, clause, (grid,), f"{name} / {grid.columns[column]}", f"{key}|{column}")
            draft = _family(site, grid, family, column, book)
            if draft is not None:
                count += 1
                yield draft
    if not count:
        site = Site(book, rule, clause, (grid,), clause.cites, "")
        yield site.draft("not_applicable", because("empty") if grid.empty else because("no_numbers"))
    elif grid.template.shape == "coded" and not grid.select("合计"):
        site = Site(book, rule, clause, (grid,), "合计", "合计")
        yield site.draft("not_checked", reasons.not_printed(grid.info.template, "合计"))


def _family(site: Site, grid: Grid, family: Family, column: str, book: Book) -> Draft | None:
    numbers: list[Operand] = [operand_at(grid, family.parent, column, 0, 1, book, grid.label(family.parent))]
    numbers += [operand_at(grid, at, column, 1, 1, book, grid.label(at)) for at in family.children]
    if family.trouble is not None and any(o.number for o in numbers):
        return site.draft("not_checked", family.trouble, numbers)
    draft = settle(site, "=", numbers)
    if draft is not None and draft.outcome.status == "failed":
        unseen = lost_below(grid, family.parent, book)
        return site.draft("not_checked", unseen, numbers) if unseen is not None else perhaps_cut(draft, grid, numbers)
    return draft


def families(grid: Grid) -> Iterator[Family]:
    """Every row that should have children, in document order."""
    coded = {at: row.code for at, row in enumerate(grid.rows) if row.code is not None}
    times = Counter(coded.values())
    first: dict[str, int] = {}
    for at, code in coded.items():
        first.setdefault(code, at)
    children: dict[int, list[int]] = {at: [] for at in coded}
    top: list[int] = []
    for at, code in coded.items():
        parent = next((first[code[:cut]] for cut in range(len(code) - 1, 2, -1) if code[:cut] in first), None)
        (top if parent is None else children[parent]).append(at)
    totals = grid.select("合计")
    for at, row in enumerate(grid.rows):
        if at in totals and top:
            twice = _twice(grid, (*totals,) if len(totals) > 1 else top, times)
            yield Family(at, tuple(top), twice)
        elif at in children and len(row.code or "") < grid.leaf_digits:
            yield Family(at, tuple(children[at]), _twice(grid, (at, *children[at]), times))


def _twice(grid: Grid, rows: tuple[int, ...] | list[int], times: Counter[str]) -> Text | None:
    """Name a code (or 合计) that is printed more than once among the rows."""
    for at in rows:
        code = grid.rows[at].code
        count = times[code] if code is not None else len(grid.select("合计"))
        if count > 1:
            return reasons.repeated(grid.info.template, grid.label(at), count)
    return None


def refuse(clause: Clause) -> str | None:
    """Why the clause is no rollup."""
    if not clause.cites and not clause.table:
        return "cites: T02.科目层级 / table: T02"
    return None
