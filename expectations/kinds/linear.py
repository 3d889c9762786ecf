"""Sums of printed numbers compared: what identity, rollup, tie and bound have in common.

rules.md §1.2-1.5. Everything is an integer of half steps (expectations.book); only where rounding does not explain
a difference are intervals built, to try truncation and dropped zeros before anything is called wrong.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import NamedTuple

from expectations import reasons
from expectations.binding import bound, settled
from expectations.book import Book, Grid, Number
from expectations.ends import at_the_end
from expectations.formula import refs
from expectations.intervals import Interval, exact, rounded, truncated
from expectations.model import Outcome, Term
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.unseen import lost_rows
from ingest.facts import Fact
from ingest.model import Text

SOFT_ADDENDS = 5
"""From so many addends on, the hard bound is much wider than what rounding really does (rules.md §1.5)."""


class Spot(NamedTuple):
    """Where nothing is printed: the table, the row by position (-1: the table has no such row) and word, the column."""

    grid: Grid
    at: int
    row: str
    column: str


class Operand(NamedTuple):
    """One number of a sum, or the place where it is not printed. `side` is 0 left, 1 right."""

    side: int
    weight: int
    label: str
    number: Number | None = None
    printed: bool = True
    """The table has this row and this column."""
    column_printed: bool = True
    zero: bool = False
    """Blank, and known to be zero: the whole table is printed empty."""
    trouble: Text | None = None
    """Why the number cannot be used."""
    constant: int | None = None
    spot: Spot | None = None
    """Of a blank: where it is."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An outcome before the document is known as a whole.

    `soft` is (residual, Σ half²) of a check that the soft tier counts: long enough, and inside its hard bound.
    """

    outcome: Outcome
    soft: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """Where a check is made: the rule and clause, the tables, and the place in words and as a key."""

    book: Book
    rule: Rule
    clause: Clause
    grids: tuple[Grid, ...]
    place: str
    key: str
    at: int | None = None
    """The row, where the check is made for one row of one table."""

    @property
    def severity(self) -> str:
        """Of the relation, else of the rule."""
        return self.clause.severity or self.rule.severity

    def outcome(self, status: str, reason: Text | None = None, **numbers: object) -> Outcome:
        """An outcome at this place; `numbers` are the other fields of Outcome."""
        tables = tuple(dict.fromkeys(grid.info.id for grid in self.grids))
        name = "|".join((self.rule.id, *tables, self.clause.formula or self.clause.cites, self.key))
        fields: dict[str, object] = {"severity": self.severity, **numbers}
        return Outcome(
            check_id=f"{self.rule.id}.{blake2s(name.encode('utf-8', 'replace'), digest_size=5).hexdigest()}",
            document=self.book.document.id,
            rule=self.rule.id,
            tables=tables,
            place=self.place,
            status=status,
            reason=reason,
            **fields,  # type: ignore[arg-type]
        )

    def draft(self, status: str, reason: Text | None = None, operands: Sequence[Operand] = ()) -> Draft:
        """An outcome without arithmetic; the operands are shown all the same."""
        unit = next((o.number.fact.unit for o in operands if o.number), None)
        return Draft(
            self.outcome(status, reason, unit=unit, terms=written(operands, unit or "", self.book, judged=False))
        )


class _Sums:
    """The two sides added up."""

    __slots__ = ("filled", "halves", "kinds", "printed", "squares", "values", "wides", "widths")

    def __init__(self, operands: Iterable[Operand]) -> None:
        self.values, self.halves, self.wides = [0, 0], [0, 0], [0, 0]
        self.filled, self.printed = [False, False], [False, False]
        self.squares = self.widths = 0
        self.kinds: set[str] = set()
        for operand in operands:
            side, number = operand.side, operand.number
            if number is not None:
                self._add(side, operand.weight, abs(operand.weight), number)
            elif operand.constant is not None:
                self.values[side] += operand.weight * operand.constant
                self.filled[side] = self.printed[side] = True
            else:
                self.printed[side] |= operand.printed
                self.filled[side] |= operand.zero

    def _add(self, side: int, weight: int, times: int, number: Number) -> None:
        self.values[side] += weight * number.value
        self.filled[side] = self.printed[side] = True
        self.kinds.add(number.kind)
        if number.wide:
            half = times * number.half
            self.halves[side] += half
            self.wides[side] += times * number.wide
            self.squares += half * half
            self.widths += 1


def settle(site: Site, sign: str, operands: Sequence[Operand]) -> Draft | None:
    """Judge one relation; None where nothing at all is printed, so that there is nothing to check."""
    trouble = next((o.trouble for o in operands if o.trouble), None)
    if trouble:
        return site.draft("not_checked", trouble, operands)
    if not any(o.number for o in operands):
        return None
    sums = _Sums(operands)
    obstacle = _obstacle(site, operands, sums)
    if obstacle:
        return site.draft(*obstacle, operands)
    residual = sums.values[0] - sums.values[1]
    excess = abs(residual) if sign == "=" else residual if sign == "≤" else -residual
    tolerance = sum(sums.halves)
    soft = (residual, sums.squares) if sign == "=" and sums.widths > SOFT_ADDENDS else None
    if residual == 0 or excess <= 0:
        return Draft(_judged(site, sign, operands, sums, ("passed", None)), soft)
    if excess <= tolerance:
        return Draft(_judged(site, sign, operands, sums, ("rounding", None)), soft)
    if _possible(sign, operands, trimmed=True, cut=True):
        return Draft(_judged(site, sign, operands, sums, ("rounding", because("truncated"))))
    unsure = _unsure(site, operands, residual, tolerance)
    if unsure:
        return site.draft("not_checked", unsure, operands)
    if not all(sums.filled):
        blank = because("blank_as_zero", labels="、".join(o.label for o in operands if not sums.filled[o.side]))
        return Draft(_judged(site, sign, operands, sums, ("failed", blank), severity="warning"))
    repaired = next((o.number.fact for o in operands if o.number and o.number.fact.repaired_from is not None), None)
    if repaired:
        reason = reasons.repaired(repaired)
        return Draft(_judged(site, sign, operands, sums, ("failed", reason), severity="warning", wide=True))
    wide = sum(sums.wides) > tolerance
    if wide and any(_possible(sign, operands, trimmed=False, cut=cut) for cut in (False, True)):
        return Draft(_judged(site, sign, operands, sums, ("failed", because("only_trimmed")), severity="warning"))
    return Draft(_judged(site, sign, operands, sums, ("failed", None), wide=wide))


def _obstacle(site: Site, operands: Sequence[Operand], sums: _Sums) -> tuple[str, Text] | None:
    """Why the two sums cannot be compared: a row, a column or a whole side is not there, or units differ."""
    one_table = len({id(grid) for grid in site.grids}) == 1
    for side in (0, 1):
        if sums.filled[side]:
            continue
        mine = [o for o in operands if o.side == side]
        labels = "、".join(o.label for o in mine) or site.place
        template = site.grids[0 if side == 0 else -1].info.template
        if side == 0 and site.clause.blank == "skip":
            return "not_applicable", reasons.not_printed(template, labels)
        if sums.printed[side]:
            if sums.values[1 - side] != 0 and not _zero_by_form(site, mine, side):
                return "not_checked", because("blank_side", labels=labels)
        elif sums.values[1 - side] != 0 or one_table:
            # A code that the part does not have is no part of the whole's.
            partless = site.clause.kind == "bound" and site.clause.each == "科目" and side == 0
            no_object = not any(o.column_printed for o in mine) or (one_table and side == 1) or partless
            return "not_applicable" if no_object else "not_checked", reasons.not_printed(template, labels)
    if site.clause.blank == "missing":
        lost = [o.label for o in operands if o.number is None and o.constant is None]
        if lost:
            return "not_checked", because("missing", labels="、".join(lost))
    if len(sums.kinds) > 1 or ("?" in sums.kinds and not one_table):
        return "not_checked", because("units_differ", units="、".join(sorted(kind or "元" for kind in sums.kinds)))
    return None


def _zero_by_form(site: Site, blanks: Sequence[Operand], side: int) -> bool:
    """Are these blanks zeros that the form leaves out?

    They are in lines of 科目 or units that hold other amounts; a blank total beside its parts as well. Where a total
    is printed and none of its parts, it is not broken down, or the parts were not read: nobody knows.
    """
    shape = site.grids[0].template.shape
    if shape not in ("coded", "units") or not all(
        o.spot is not None and o.spot.at >= 0 and o.spot.grid.has_amounts(o.spot.at) for o in blanks
    ):
        return False
    return site.clause.kind == "rollup" or site.clause.each == "column" or (site.at is not None and side == 0)


def _possible(sign: str, operands: Sequence[Operand], *, trimmed: bool, cut: bool) -> bool:
    """Can the relation hold if all numbers were cut off (or rounded) at their norm's decimals (or their own)?"""
    mode = truncated if cut else rounded
    total = exact(0)
    for operand in operands:
        weight = operand.weight if operand.side == 0 else -operand.weight
        if operand.number is not None:
            half = operand.number.half if trimmed else operand.number.wide
            total += mode(operand.number.value, half).times(weight)
        elif operand.constant is not None:
            total += exact(operand.constant * weight)
    if sign == "=":
        return total.holds(0)
    reach = Interval(min(total.low, 0), 0) if sign == "≤" else Interval(0, max(total.high, 0))
    return total.meets(reach)


def _unsure(site: Site, operands: Sequence[Operand], residual: int, tolerance: int) -> Text | None:
    """Why a difference may come from what was not understood: nothing of this is asked while the numbers agree.

    A blank total whose parts are not zero is no zero, and an amount that the template does not know may be one more
    addend, or the number that seems to be blank. A line taken for “of which” without saying so counts only where it
    is just what is missing.
    """
    if site.clause.kind == "footing":
        return None
    for operand in operands:
        if operand.spot is not None and not operand.zero:
            grid, at, row, column = operand.spot
            lined = grid.template.shape in ("coded", "units") and at >= 0 and grid.has_amounts(at)
            if grid.hollow(at, row, column) and not lined:
                return because("blank_side", labels=operand.label)
            if grid.cut_off(at, row, column, site.rule.optional):
                return reasons.perhaps_unread(grid.info.template, operand.label)
            stray = _stray(grid, at, operands)
            if stray is not None:
                return reasons.stranger(stray)
            cut = at_the_end(grid, site.book) if grid.template.shape == "items" else None
            if cut is not None:
                return cut
    unread = sorted({page for grid in site.grids for page in grid.neighbours & {*site.book.document.pages_unread}})
    if unread:
        return reasons.pages_unread(unread)
    if len({id(grid) for grid in site.grids}) > 1 or not _adds_up(site, operands):
        return None
    grid = site.grids[0]
    if site.at is None:
        return _lacks_a_row(site, grid, operands, residual, tolerance)
    stray = _stray(grid, site.at, operands)
    return reasons.stranger(stray) if stray is not None else None


_OTHER_PERIOD = re.compile(r"预算数|年初预算|全年预算|调整预算|上年|去年|增减|差异|比重|占比")


def _stray(grid: Grid, at: int, operands: Sequence[Operand]) -> Fact | None:
    """Give an amount of a row under a heading that nobody knows: it may be one more addend, or what seems blank.

    Not so one of a budget or another year beside final accounts: their headings say so, and those of the sum do not.
    """
    known = grid.template.columns
    ours = {bool(_OTHER_PERIOD.search(o.number.fact.column_label)) for o in operands if o.number}
    unknown = (fact for row, name, fact in grid.strangers if row == at and name not in known)
    return next((fact for fact in unknown if bool(_OTHER_PERIOD.search(fact.column_label)) in ours), None)


def _lacks_a_row(site: Site, grid: Grid, operands: Sequence[Operand], residual: int, tolerance: int) -> Text | None:
    """A row that was not seen, is not known or was not meant to count may be what is missing or too many."""
    whole = sum(o.weight * o.number.value for o in operands if o.number and o.side == 0)
    if whole and residual == -whole and sum(1 for o in operands if o.number and o.side and o.number.value) > 1:
        return because("twice")
    unseen = lost_rows(grid, site.book)
    if unseen is not None:
        return unseen
    for ref in refs(bound(settled(site.clause))) if _written(site) else ():
        column = next((o.number.fact.column_concept for o in operands if o.number), "")
        lost = grid.unlisted(ref.row or "", column, site.rule.optional) if ref.total else None
        if lost is not None:
            return reasons.perhaps_unread(grid.info.template, lost)
    columns = {o.number.fact.column for o in operands if o.number}
    known = grid.template.columns
    stray = next((fact for _, name, fact in grid.strangers if name in known and fact.column in columns), None)
    if stray is not None:
        return reasons.stranger(stray)
    for fact in grid.asides:
        apart = abs(abs(residual) - abs(site.book.number(fact).value))
        if fact.column in columns and apart <= tolerance:
            return reasons.stranger(fact)
    return None


def _adds_up(site: Site, operands: Sequence[Operand]) -> bool:
    """Is this a sum, which may lack an addend, and not one number compared with another?"""
    return len(operands) > 2 or not _written(site) or any(ref.total for ref in refs(bound(settled(site.clause))))


def _written(site: Site) -> bool:
    """Has the clause a formula, or is it a rollup or a tree, whose sums follow from the rows?"""
    return site.clause.kind != "rollup" and bool(site.clause.formula or site.clause.cites)


def _judged(
    site: Site,
    sign: str,
    operands: Sequence[Operand],
    sums: _Sums,
    verdict: tuple[str, Text | None],
    *,
    severity: str = "",
    wide: bool = False,
) -> Outcome:
    """The outcome with its numbers; `wide`: the intervals of the printed digits alone."""
    facts = [o.number.fact for o in operands if o.number]
    unit = facts[0].unit
    decimals = max(fact.decimals for fact in facts)
    book, widths = site.book, sums.wides if wide else sums.halves

    def show(amount: int, more: int = 0) -> object:
        return book.in_unit(amount, unit, decimals + more)

    left, right = sums.values
    shown = show(left)
    return site.outcome(
        verdict[0],
        verdict[1],
        severity=severity or site.severity,
        relation=sign,
        left=shown,
        right=shown if right == left else show(right),
        left_interval=(show(left - widths[0], 1), show(left + widths[0], 1)),
        right_interval=(show(right - widths[1], 1), show(right + widths[1], 1)),
        residual=show(left - right),
        tolerance=show(sum(widths), 1),
        unit=unit,
        terms=written(operands, unit, book),
    )


def written(operands: Sequence[Operand], unit: str, book: Book, *, judged: bool = True) -> tuple[Term, ...]:
    """The operands as terms; a blank is written as 0 where it was taken for zero, as None where nothing was judged."""
    return tuple(_term(operand, unit, book, judged=judged) for operand in operands)


def _term(operand: Operand, unit: str, book: Book, *, judged: bool) -> Term:
    side = "right" if operand.side else "left"
    number = operand.number
    if number is not None:
        fact = number.fact
        value = fact.value if fact.unit == unit else book.in_unit(number.value, unit, fact.decimals)
        return Term(side, operand.weight, operand.label, value, fact.fact_id)
    lost = operand.trouble is not None or (operand.constant is None and not judged)
    value = None if lost else book.in_unit(operand.constant or 0, unit, 0)
    return Term(side, operand.weight, operand.label, value, None)
