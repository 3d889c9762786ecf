"""tree: a score tree adds up level by level: 一级 = Σ its 二级 = Σ its leaves (rules.md F19-09, EV-01).

The path of a row tells its parent: `产出目标`, `产出目标/1` (二级指标), `产出目标/1/受理数量` (指标). A dimension
without second-level rows of its own is the sum of its leaves. A subtotal without a number is not
checked, and says so.
"""

from collections import defaultdict
from collections.abc import Iterator

from expectations.book import Book, Grid
from expectations.kinds.cut import perhaps_cut
from expectations.kinds.linear import Draft, Operand, Site, settle
from expectations.kinds.places import no_object, operand_at, tables
from expectations.reasons import because
from expectations.rule import Clause, Rule

SECOND, LEAF = "二级指标", "指标"


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a subtotal and column, in printed order."""
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
            continue
        grid, count = held[0], 0
        for column in clause.columns:
            for draft in _column(rule, clause, grid, column, book):
                count += 1
                yield draft
        if not count:
            yield no_object(Site(book, rule, clause, held, "、".join(clause.columns), ""))


def refuse(clause: Clause) -> str | None:
    """Why the clause is no score tree."""
    return None if clause.columns and len(clause.tables) == 1 else "tables: [F19], columns: [分值]"


def _column(rule: Rule, clause: Clause, grid: Grid, column: str, book: Book) -> Iterator[Draft]:
    for parent, children in _families(grid).items():
        name, key = grid.label(parent), f"{grid.rows[parent].key}@{parent}|{column}"
        site = Site(book, rule, clause, (grid,), f"{name} / {grid.columns.get(column, column)}", key)
        whole = operand_at(grid, parent, column, 0, 1, book, name)
        parts = [operand_at(grid, at, column, 1, 1, book, _leaf_name(grid, at)) for at in children]
        if whole.number is None and whole.trouble is None:
            continue
        lost = [part.label for part in parts if part.number is None and part.trouble is None]
        if lost:
            operands: list[Operand] = [whole, *parts]
            yield site.draft("not_checked", because("missing", labels="、".join(lost)), operands)
            continue
        draft = perhaps_cut(settle(site, "=", [whole, *parts]), grid, [whole, *parts])
        if draft is not None:
            yield draft


def _leaf_name(grid: Grid, at: int) -> str:
    return grid.label(at).split("/", 2)[-1]


def _families(grid: Grid) -> dict[int, list[int]]:
    """Rows of subtotals → the rows that they must be the sum of."""
    second: dict[str, int] = {}
    dimension: dict[str, int] = {}
    for at, row in enumerate(grid.rows):
        if row.concept == SECOND:
            second.setdefault(row.label, at)
        elif row.concept in grid.template.dimensions or row.concept == "一级指标":
            dimension.setdefault(row.label, at)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for label, at in second.items():
        top = dimension.get(label.partition("/")[0])
        if top is not None:
            found[top].append(at)
    for at, row in enumerate(grid.rows):
        if row.concept == LEAF:
            # A name may hold a slash of its own: the path is dimension, second level, and all the rest.
            parent = second.get("/".join(row.label.split("/", 2)[:2]))
            if parent is None:
                parent = dimension.get(row.label.partition("/")[0])
            if parent is not None:
                found[parent].append(at)
    return {at: found[at] for at in sorted(found)}
