"""Where a clause is checked: which tables, which rows or columns, and which operands a formula has there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from expectations import reasons
from expectations.binding import EACH, bound, settled, tables_of
from expectations.book import Book, Grid, Number, absurd
from expectations.ends import lost_body
from expectations.formula import Constant, Ref, Relation, linear
from expectations.kinds.cut import lowered, over_rows, perhaps_cut
from expectations.kinds.linear import Draft, Operand, Site, Spot, settle
from expectations.reasons import because
from expectations.rule import Clause, Rule
from ingest.facts import Fact
from ingest.model import Text

_CODED = frozenset({"类", "款", "项"})
_MAY_ADD = frozenset({"加减分项"})
"""Lines that only some forms have beside those of a sum: where there are none, nothing is missing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One place: the row (by key, and by position where one table is meant) and the column that EACH stands for."""

    place: str
    key: str
    row: str | None = None
    at: int | None = None
    column: str | None = None


def tables(rule: Rule, clause: Clause, book: Book) -> Iterator[tuple[Grid, ...] | Draft]:
    """The tables a clause is checked on: one set for a tie, one a table within it; or why there are none."""
    wanted = tuple(t for t in tables_of(clause) if t not in clause.unprinted or book.grids[t]) or tables_of(clause)
    absent = next((template for template in wanted if not book.grids[template]), None)
    if absent is not None:
        yield _absent(rule, clause, book, absent)
    elif len(wanted) == 1:
        for grid in book.grids[wanted[0]]:
            yield (grid,)
    else:
        chosen = []
        for template in wanted:
            held = book.grids[template]
            filled = [grid for grid in held if not grid.empty] or held
            if len(filled) > 1:
                site = Site(book, rule, clause, tuple(filled), _words(clause), "")
                yield site.draft("not_checked", reasons.table_repeated(template, len(filled)))
                return
            chosen.append(filled[0])
        yield tuple(chosen)


def _words(clause: Clause) -> str:
    return clause.formula or clause.cites


def _absent(rule: Rule, clause: Clause, book: Book, absent: str) -> Draft:
    grids = tuple(grid for template in tables_of(clause) for grid in book.grids[template])
    site = Site(book, rule, clause, grids, _words(clause), "")
    if absent in book.unread:
        return site.draft("not_checked", reasons.table_unread(book.unread[absent]))
    kind, year = book.document.kind, book.document.fiscal_year
    if rule.documents and kind != "unknown" and kind not in rule.documents:
        return site.draft("not_applicable", reasons.wrong_document(absent))
    excused = rule.absences.get(absent)
    # A table may be lacking for a reason; one of two that belong together may not.
    alone = any(template in rule.absences and book.grids[template] for template in tables_of(clause))
    in_time = excused is not None and (excused.before is None or (year is not None and year < excused.before))
    if excused is not None and in_time and not (alone and excused.before is None):
        return site.draft("not_applicable", excused.reason)
    return site.draft("not_checked", reasons.table_missing(absent))


def visits(clause: Clause, grids: Sequence[Grid]) -> Iterator[Visit]:
    """The rows or columns a clause is checked for, in document order."""
    if clause.each == "column":
        names = {column: label for grid in reversed(grids) for column, label in grid.columns.items()}
        whole = _whole(clause, grids)
        for column in _columns(clause, grids, names):
            # The halves of a two-sided table share a column in the standard terms, not in print.
            heading = column if grids[0].template.shape == "two_sided" else names[column] or column
            yield Visit(f"{whole} / {heading}" if whole else heading, column, column=column)
    elif clause.each == "row":
        grid = grids[0]
        for at, row in enumerate(grid.rows):
            if (not clause.rows or row.concept in clause.rows) and (not clause.side or grid.side(at) == clause.side):
                yield Visit(grid.label(at), f"{row.key}@{grid.keys[row.key].index(at)}", row.key, at)
    elif clause.each in ("类", "科目"):
        levels = frozenset({"类"}) if clause.each == "类" else _CODED
        labels: dict[str, str] = {}
        for grid in grids:
            for at, row in enumerate(grid.rows):
                if row.concept in levels:
                    labels.setdefault(row.key, grid.label(at))
        for key, label in labels.items():
            yield Visit(label, key, key)
    else:
        yield Visit(_words(clause), "")


def _whole(clause: Clause, grids: Sequence[Grid]) -> str:
    """The row on the left of a formula that is checked column by column, as printed; empty if it is no single row."""
    formula = bound(clause)
    if not isinstance(formula, Relation) or not isinstance(formula.left, Ref) or formula.left.total:
        return ""
    rows = grids[0].select(formula.left.row or "")
    return grids[0].label(rows[0]) if len(rows) == 1 else formula.left.row or ""


def _columns(clause: Clause, grids: Sequence[Grid], names: Mapping[str, str]) -> Iterable[str]:
    template = grids[0].template
    for column in template.columns:
        wanted = column in names and (not clause.columns or column in clause.columns)
        if wanted and (not clause.side or clause.side in template.column_sides.get(column, frozenset({clause.side}))):
            yield column


def operands(
    terms: Iterable[tuple[int, Ref | Constant]],
    side: int,
    visit: Visit,
    grids: Mapping[str, Grid],
    book: Book,
    *,
    blank: str = "zero",
) -> list[Operand]:
    """The operands of one side of a bound relation (formula.linear) at one place."""
    found: list[Operand] = []
    for weight, node in terms:
        if isinstance(node, Constant):
            found.append(Operand(side, weight, f"{node.value}", constant=book.constant(node.value)))
        else:
            found += _numbers(node, side, weight, visit, grids, book, blank)
    return found


def _numbers(
    ref: Ref, side: int, weight: int, visit: Visit, grids: Mapping[str, Grid], book: Book, blank: str
) -> list[Operand]:
    grid = grids.get(ref.table or "")
    if grid is None:
        # The document has no such table and the clause says that it counts as nothing then.
        return []
    column = visit.column if ref.column == EACH else ref.column
    wanted = visit.row if ref.row == EACH else ref.row
    if ref.row == EACH and visit.at is not None:
        rows: tuple[int, ...] = (visit.at,)
    else:
        rows = grid.select(wanted or "")
    many = len(grids) > 1
    if not ref.total and len(rows) != 1:
        label = _label(grid, None, wanted or "", column or "", visit, many=many)
        trouble = reasons.repeated(grid.info.template, wanted or "", len(rows)) if rows else None
        there = column in grid.columns
        spot = Spot(grid, -1, wanted or "", column or "")
        return [Operand(side, weight, label, None, False, there, grid.empty, trouble, None, spot)]
    if ref.total and not rows and wanted in _MAY_ADD:
        return []
    if ref.total and not rows:
        label = f"Σ{_label(grid, None, wanted or '', column or '', visit, many=many)}"
        return [Operand(side, weight, label, None, False, column in grid.columns, grid.empty)]
    made = [
        operand_at(grid, at, column or "", side, weight, book, _label(grid, at, "", column or "", visit, many=many))
        for at in rows
    ]
    if ref.total:
        twice = _repeated_code(grid, rows)
        if twice is not None:
            made[0] = made[0]._replace(trouble=reasons.repeated(grid.info.template, twice, 2))
    if blank == "missing":
        return [o for at, o in zip(rows, made, strict=True) if o.number or o.trouble or not _placeholder(grid, at)]
    return made


def _repeated_code(grid: Grid, rows: Iterable[int]) -> str | None:
    seen: set[str] = set()
    for at in rows:
        code = grid.rows[at].code
        if code is not None:
            if code in seen:
                return grid.label(at)
            seen.add(code)
    return None


def _placeholder(grid: Grid, at: int) -> bool:
    """A form's row that is not in use: nothing filled in, or no weight (rules.md F24-12)."""
    weight = grid.cells.get((at, "分值"), [None])[0]
    return not grid.has_amounts(at) or (weight is not None and weight.value == 0)


def operand_at(grid: Grid, at: int, column: str, side: int, weight: int, book: Book, label: str) -> Operand:
    """The number of one cell, its blank, or why it cannot be used."""
    known = grid.usable.get((at, column))
    if known is None:
        facts = grid.cells.get((at, column))
        if facts is None:
            there = column in grid.columns
            zero = grid.empty or (there and grid.dash(at, column))
            return Operand(side, weight, label, None, there, there, zero, None, None, Spot(grid, at, "", column))
        known = grid.usable[at, column] = _usable(grid, facts, label, book)
    if isinstance(known, Number):
        return Operand(side, weight, label, known)
    return Operand(side, weight, label, trouble=known)


def _usable(grid: Grid, facts: Sequence[Fact], label: str, book: Book) -> Number | Text:
    fact = facts[0]
    if len(facts) > 1:
        return reasons.repeated(grid.info.template, label, len(facts))
    if fact.value is None or fact.doubt is not None or absurd(fact):
        return reasons.doubted(fact)
    return book.number(fact)


def _label(grid: Grid, at: int | None, row: str, column: str, visit: Visit, *, many: bool) -> str:
    """What tells this number from the others of its check: its column, its row, or both and the table."""
    heading = grid.columns.get(column, column)
    if many:
        words = grid.label(at) if at is not None else row
        return f"{grid.template.name['zh']}·{words}·{heading}"
    if visit.at is not None:
        return heading
    words = grid.label(at) if at is not None else row
    return words if visit.column is not None else f"{words}·{heading}"


def run(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """Check a linear clause everywhere it applies."""
    clause = settled(clause)
    formula = bound(clause)
    assert isinstance(formula, Relation)  # noqa: S101 - the suite refuses anything else
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
            continue
        yield from _table(rule, clause, formula, held, book)


def _table(rule: Rule, clause: Clause, formula: Relation, held: tuple[Grid, ...], book: Book) -> Iterator[Draft]:
    grids = {grid.info.template: grid for grid in held}
    blocked = _given(rule, clause, grids, book)
    left, right = linear(formula.left), linear(formula.right)
    summed = any(isinstance(node, Ref) and node.total for _, node in (*left, *right))
    count = 0
    for visit in visits(clause, held):
        site = Site(book, rule, clause, held, visit.place, visit.key, visit.at)
        numbers = [
            *operands(left, 0, visit, grids, book, blank=clause.blank),
            *operands(right, 1, visit, grids, book, blank=clause.blank),
        ]
        draft = settle(site, formula.sign, numbers)
        if len(held) == 1 and visit.at is None and (summed or over_rows(numbers)):
            draft = perhaps_cut(draft, held[0], numbers)
        if draft is not None and len(held) > 1:
            draft = lowered(draft, next(filter(None, (lost_body(grid, book) for grid in held)), None))
        if draft is not None and draft.outcome.status == "failed" and _transfers(clause, held, visit.column, draft):
            draft = site.draft("not_checked", because("transfers"), numbers)
        if draft is not None:
            count += 1
            yield site.draft("not_checked", blocked, numbers) if blocked and draft.outcome.terms else draft
    if not count:
        yield no_object(Site(book, rule, clause, held, _words(clause), ""))


def _transfers(clause: Clause, held: Sequence[Grid], column: str | None, draft: Draft) -> bool:
    """May internal transfers explain it: one is printed, the parts exceed the whole, the column holds transfers?

    Offsets take from the columns of transfers and from the totals that include them; never from grants of the
    treasury, basic or project expenditure.
    """
    touched = column in clause.offsets or "合计" in (column or "")
    if not touched or draft.outcome.residual is None or draft.outcome.residual > 0:
        return False
    return any(
        fact.value != 0
        for grid in held
        for (_, column), facts in grid.cells.items()
        if column in clause.offsets
        for fact in facts
    )


def no_object(site: Site) -> Draft:
    """A clause that found nothing to check in its tables, and whether they are printed empty."""
    empty = all(grid.empty for grid in site.grids)
    return site.draft("not_applicable", because("empty") if empty else because("no_numbers"))


def _given(rule: Rule, clause: Clause, grids: Mapping[str, Grid], book: Book) -> Text | None:
    """Why the precondition of a clause cannot be checked; None if there is none, it can be, or it has no numbers."""
    if not clause.given:
        return None
    formula = bound(clause, clause.given)
    assert isinstance(formula, Relation)  # noqa: S101 - the suite refuses anything else
    visit = Visit(clause.given, "")
    table = next(ref for ref in (formula.left,) if isinstance(ref, Ref)).table or ""
    left, right = linear(formula.left), linear(formula.right)
    numbers = [*operands(left, 0, visit, grids, book), *operands(right, 1, visit, grids, book)]
    draft = settle(Site(book, rule, clause, (grids[table],), "", ""), formula.sign, numbers)
    if draft is None or draft.outcome.status not in ("not_checked", "not_applicable"):
        return None
    zero = all(not term.value for term in draft.outcome.terms if term.value is not None)
    return None if zero and draft.outcome.status == "not_applicable" else draft.outcome.reason
