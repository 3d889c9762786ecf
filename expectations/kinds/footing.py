"""footing: a table that no template knows still adds up where it prints a 合计 row or column; inferred, so a warning.

Which rows are the addends is not written anywhere. Of the ways it could be (all rows; the 小计 rows; the topmost codes;
the rows with 一、) the one that most columns confirm is taken, and only a column or row that breaks a rule which
others keep is called wrong.
"""

from collections.abc import Iterator, Sequence

from expectations import reasons
from expectations.book import Book, Grid
from expectations.kinds.linear import Draft, Operand, Site, settle
from expectations.kinds.places import operand_at
from expectations.kinds.placing import Verdict, drafted
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.words import folded, ordinal

TEMPLATE = "raw"
_TOTAL, _PART, _ASIDE = "合计", "小计", "其中"
_NO_AMOUNT = ("率", "占比", "比例", "比重", "%", "序号", "行次", "编码", "年份", "年度", "电话", "权重", "排名", "单价")
_CONFIRMED = ("passed", "rounding")
_FEWEST = 2
"""Addends, or columns that confirm: fewer prove no structure."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a column below a 合计 row, or a row beside a 合计 column."""
    count = 0
    for grid in book.grids[TEMPLATE]:
        for draft in _columns(rule, clause, grid, book) if clause.each == "column" else _rows(rule, clause, grid, book):
            count += 1
            yield draft
    if not count:
        yield drafted(rule, clause, book, (), "合计", Verdict("not_applicable", because("no_totals")))


def _amounts(grid: Grid) -> list[str]:
    return [c for c, label in grid.columns.items() if not any(word in folded(label) for word in _NO_AMOUNT)]


def _columns(rule: Rule, clause: Clause, grid: Grid, book: Book) -> Iterator[Draft]:
    totals = [at for at in grid.select(_TOTAL) if grid.has_amounts(at)]
    columns = [c for c in _amounts(grid) if any((at, c) in grid.cells for at in totals)]
    if not totals or not columns:
        return
    if len(totals) > 1:
        site = Site(book, rule, clause, (grid,), grid.label(totals[0]), "合计")
        yield site.draft("not_checked", reasons.repeated(TEMPLATE, grid.label(totals[0]), len(totals)))
        return
    at = totals[0]
    ways = [(way, [_draft(rule, clause, grid, book, at, way, column) for column in columns]) for way in _ways(grid, at)]
    yield from _best(rule, clause, grid, book, grid.label(at), [drafts for _, drafts in ways])


def _ways(grid: Grid, total: int) -> list[list[int]]:
    """The sets of rows that might be the addends of a total, each only once."""
    rows = [at for at, row in enumerate(grid.rows) if at != total and row.concept != _ASIDE and grid.has_amounts(at)]
    plain = [at for at in rows if grid.rows[at].concept != _PART]
    codes = {grid.rows[at].code for at in plain} - {None}
    top = [
        at
        for at in plain
        if (code := grid.rows[at].code) and not any(o != code and code.startswith(o or "?") for o in codes)
    ]
    found = [plain, [at for at in rows if grid.rows[at].concept == _PART], top if codes else []]
    found.append([at for at in plain if (mark := ordinal(grid.rows[at].label)) is not None and mark[0] == "outer"])
    unique: list[list[int]] = []
    for way in found:
        if len(way) >= _FEWEST and way not in unique:
            unique.append(way)
    return unique


def _draft(
    rule: Rule, clause: Clause, grid: Grid, book: Book, total: int, addends: Sequence[int], column: str
) -> Draft | None:
    site = Site(book, rule, clause, (grid,), f"{grid.label(total)} / {grid.columns[column]}", f"{total}|{column}")
    numbers: list[Operand] = [operand_at(grid, total, column, 0, 1, book, grid.label(total))]
    numbers += [operand_at(grid, at, column, 1, 1, book, grid.label(at)) for at in addends]
    return settle(site, "=", numbers)


def _rows(rule: Rule, clause: Clause, grid: Grid, book: Book) -> Iterator[Draft]:
    amounts = _amounts(grid)
    if _TOTAL not in amounts or len(amounts) <= _FEWEST:
        return
    parts = [column for column in amounts if column != _TOTAL]
    drafts: list[Draft | None] = []
    totals: list[Draft] = []
    for at in range(len(grid.rows)):
        site = Site(book, rule, clause, (grid,), grid.label(at), f"{at}", at)
        numbers = [operand_at(grid, at, _TOTAL, 0, 1, book, grid.columns[_TOTAL])]
        numbers += [operand_at(grid, at, column, 1, 1, book, grid.columns[column]) for column in parts]
        draft = settle(site, "=", numbers)
        # A total repeats the fault of a line above it: it proves nothing for or against the structure.
        if draft is not None and grid.rows[at].concept == _TOTAL:
            totals.append(draft)
        else:
            drafts.append(draft)
    yield from _best(rule, clause, grid, book, grid.info.title or grid.info.id, [drafts], totals)


def _best(
    rule: Rule,
    clause: Clause,
    grid: Grid,
    book: Book,
    place: str,
    ways: Sequence[Sequence[Draft | None]],
    more: Sequence[Draft] = (),
) -> Iterator[Draft]:
    """The way that most places confirm; what breaks it is wrong only if more places keep it than break it."""
    if not ways:
        return
    held = [[draft for draft in way if draft is not None] for way in ways]
    best = max(held, key=lambda way: sum(_kept(draft) for draft in way))
    kept = sum(map(_kept, best))
    broken = sum(draft.outcome.status == "failed" for draft in best)
    flat = len(ways) == 1 and clause.each == "column" and len(best) == 1 and broken == 1 and _sure(best[0])
    if broken and not (kept >= _FEWEST and kept > broken) and not flat:
        yield drafted(rule, clause, book, (grid,), place, Verdict("not_checked", because("no_structure")))
        return
    yield from best
    yield from more


def _kept(draft: Draft) -> bool:
    """A sum that holds confirms the structure if it is not all zeros."""
    return draft.outcome.status in _CONFIRMED and bool(draft.outcome.left)


def _sure(draft: Draft) -> bool:
    """A single column without levels: near its sum, so that it is a sum and not another number."""
    left, right = draft.outcome.left, draft.outcome.right
    return left is not None and right is not None and right != 0 and abs(left - right) * 5 < abs(right)


def refuse(clause: Clause) -> str | None:
    """Why the clause has no direction."""
    return None if clause.each in ("row", "column") else "each: row / each: column"
