"""ratio: a printed rate or score against the quotient or product of printed numbers (rules.md §1.4).

The steps of a printed percentage p with d decimals, u = 10^-d: the possible quotients R meet [p - u/2, p + u/2]
(passed if the quotient of the printed numbers itself rounds to p, else rounding); R meets [p, p + u) (截尾);
else failed, of which a digit too many is no certain one (kinds.stray). A score may be computed from the exact rate or
from the printed one: `accepts`.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction

from expectations import reasons
from expectations.binding import bound, settled
from expectations.book import Book, Grid, Number
from expectations.digits import half_of
from expectations.formula import Constant, Expression, Operation, Ref, Relation, refs
from expectations.intervals import Exact, Interval, exact, rounded, truncated
from expectations.kinds.linear import Draft, Operand, Site, written
from expectations.kinds.places import Visit, no_object, operands, tables, visits
from expectations.kinds.stray import beside, right_without
from expectations.model import Outcome
from expectations.reasons import because
from expectations.rule import Clause, Rule
from ingest.model import Text

TOO_WIDE = Fraction(1, 10)
"""A rate that may be anything within more than ten points cannot be wrong (rules.md §1.4)."""
MORE_DECIMALS = 4
"""How many decimals beyond the printed ones a computed rate is shown with."""

_WIDE = Context(prec=200)
_BETTER = ("passed", "rounding", "not_applicable", "not_checked", "failed")


class _Stop(Exception):
    """The expression has no usable value here."""

    def __init__(self, status: str, reason: Text) -> None:
        super().__init__(reason["en"])
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Value:
    """The printed numbers' own value, and everything that their digits allow; natural units (元, 分, 1 = 100 %)."""

    point: Fraction
    interval: Interval


@dataclass(frozen=True, slots=True)
class _Verdict:
    status: str
    reason: Text | None = None
    value: _Value | None = None
    lowered: bool = False
    unsure: bool = False


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a row or column where the left side is printed."""
    clause = settled(clause)
    found: list[Draft] = []
    followed = False
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            found.append(held)
            continue
        grids = {grid.info.template: grid for grid in held}
        made = [d for visit in visits(clause, held) if (d := _check(rule, clause, visit, held, grids, book))]
        followed |= any(_tells(draft) for draft in made)
        found += made or [no_object(Site(book, rule, clause, held, clause.formula, ""))]
    for draft in found:
        yield draft if followed or not clause.practice else _lowered(draft, rule)


def refuse(clause: Clause) -> str | None:
    """Why the clause is no ratio."""
    for text in ("", *clause.accepts, *clause.instead):
        formula = bound(clause, text)
        if not isinstance(formula, Relation) or formula.sign != "=" or not isinstance(formula.left, Ref):
            return "A = B / C"
        if any(ref.total for ref in refs(formula)):
            return "A = B / C (Σ ✗)"
    return None


def _tells(draft: Draft) -> bool:
    """Does this score show that the form follows the formula: right, and not simply the whole weight?"""
    outcome = draft.outcome
    whole = {term.value for term in outcome.terms if term.side == "right"}
    return outcome.status in ("passed", "rounding") and bool(outcome.left) and outcome.left not in whole


def _lowered(draft: Draft, rule: Rule) -> Draft:
    outcome = draft.outcome
    if outcome.status != "failed" or rule.severity != "error":
        return draft
    reason = outcome.reason or because("practice")
    return Draft(replace(outcome, severity="warning", reason=reason))


def _check(
    rule: Rule, clause: Clause, visit: Visit, held: tuple[Grid, ...], grids: Mapping[str, Grid], book: Book
) -> Draft | None:
    formula = bound(clause)
    assert isinstance(formula, Relation)  # noqa: S101 - refused above
    site = Site(book, rule, clause, held, visit.place, visit.key, visit.at)
    numbers = [
        operands(((1, ref),), side, visit, grids, book)[0]
        for side, node in ((0, formula.left), (1, formula.right))
        for ref in refs(node)
    ]
    if not any(o.number or o.trouble for o in numbers):
        return None
    left = numbers[0]
    if left.trouble or left.number is None:
        if left.trouble is None and clause.blank == "skip":
            return site.draft("not_applicable", reasons.not_printed(held[0].info.template, left.label), numbers)
        return site.draft("not_checked", left.trouble or because("missing", labels=left.label), numbers)
    if "率" in left.number.fact.column_concept and left.number.fact.unit != "%":
        return site.draft("not_checked", because("not_percent"), numbers)
    if clause.blank == "nil" and not any(o.trouble or (o.number and o.number.value) for o in numbers):
        return site.draft("passed", None, numbers)
    verdict = _without_stray(_best(clause, left.number, visit, grids, book), left.number, book)
    return Draft(_outcome(site, rule, verdict, left.number, numbers))


def _best(clause: Clause, left: Number, visit: Visit, grids: Mapping[str, Grid], book: Book) -> _Verdict:
    """The kindest verdict of the formula and those that are as good; a failure on another basis is a warning."""
    tried = [_judge(clause, text, left, visit, grids, book) for text in ("", *clause.accepts)]
    best = min(tried, key=lambda verdict: _BETTER.index(verdict.status))
    if best.status != "failed":
        return best
    if best.lowered:
        return best
    for text in clause.instead:
        if _judge(clause, text, left, visit, grids, book).status in ("passed", "rounding"):
            return _Verdict("failed", because("other_basis", formula=text), best.value, lowered=True)
    return best


def _without_stray(verdict: _Verdict, left: Number, book: Book) -> _Verdict:
    """A rate that is right but for digits that the rates beside it do not have is not certainly wrong."""
    fact = left.fact
    if verdict.status != "failed" or verdict.value is None or verdict.lowered or fact.unit != "%":
        return verdict
    norm = beside(fact, book)
    if not right_without(Fraction(left.value, book.step), half_of(fact), norm, verdict.value.interval):
        return verdict
    return replace(verdict, reason=because("stray_digit", decimals=norm), lowered=True, unsure=True)


def _judge(clause: Clause, text: str, left: Number, visit: Visit, grids: Mapping[str, Grid], book: Book) -> _Verdict:
    formula = bound(clause, text)
    assert isinstance(formula, Relation)  # noqa: S101 - refused above
    printed = Fraction(left.value, book.step)
    half = half_of(left.fact)
    factor = 100 if left.fact.unit == "%" else 1
    trimmed: _Verdict | None = None
    try:
        for norm in (True, False):
            value = _scaled(_value(formula.right, visit, grids, book, norm=norm, nil=clause.blank == "nil"), factor)
            if value.interval.meets(rounded(printed, half)):
                if left.fact.unit == "%" and half > TOO_WIDE * 50 and value.point != printed:
                    return _Verdict("not_checked", because("unfalsifiable"))
                exactly = abs(value.point - printed) <= half
                found = _Verdict("passed" if exactly else "rounding", None, value)
            elif value.interval.meets(truncated(printed, half)):
                found = _Verdict("rounding", because("truncated"), value)
            else:
                trimmed = _Verdict("failed", because("only_trimmed"), value, lowered=True)
                continue
            return trimmed or found
    except _Stop as stop:
        if clause.blank == "nil" and stop.reason in (because("zero_base"), because("base_holds_zero")):
            return _Verdict("failed", because("rate_of_nothing"), lowered=True) if printed else _Verdict("passed")
        return _Verdict(stop.status, stop.reason)
    return _Verdict("failed", None, trimmed.value if trimmed else None)


def _scaled(value: _Value, factor: int) -> _Value:
    return _Value(value.point * factor, value.interval.times(factor))


def _value(
    node: Expression, visit: Visit, grids: Mapping[str, Grid], book: Book, *, norm: bool, nil: bool = False
) -> _Value:
    if isinstance(node, Constant):
        return _Value(Fraction(node.value), exact(Fraction(node.value)))
    if isinstance(node, Ref):
        return _printed(operands(((1, node),), 1, visit, grids, book)[0], book, norm=norm, nil=nil)
    left, right = (_value(part, visit, grids, book, norm=norm, nil=nil) for part in (node.left, node.right))
    return _combined(node, left, right)


def _printed(operand: Operand, book: Book, *, norm: bool, nil: bool) -> _Value:
    if operand.trouble:
        raise _Stop("not_checked", operand.trouble)
    number = operand.number
    if number is None and nil and operand.printed:
        return _Value(Fraction(0), exact(Fraction(0)))
    if number is None:
        raise _Stop("not_checked", because("missing", labels=operand.label))
    step = book.step * (100 if number.fact.unit == "%" else 1)
    point = Fraction(number.value, step)
    return _Value(point, rounded(point, Fraction(number.half if norm else number.wide, step)))


def _combined(node: Operation, left: _Value, right: _Value) -> _Value:
    a, b = left.interval, right.interval
    if node.operator == "+":
        return _Value(left.point + right.point, a + b)
    if node.operator == "-":
        return _Value(left.point - right.point, a + b.times(-1))
    if node.operator == "×":
        return _Value(left.point * right.point, a.product(b))
    if node.operator == "min":
        return _Value(min(left.point, right.point), a.minimum(b))
    if right.point == 0 and left.point == 0:
        raise _Stop("not_applicable", because("zero_base"))
    if b.holds(0):
        raise _Stop("not_checked", because("base_holds_zero"))
    rate = a.quotient(b)
    if rate.width > TOO_WIDE:
        raise _Stop("not_checked", because("unfalsifiable"))
    return _Value(left.point / right.point, rate)


def _outcome(site: Site, rule: Rule, verdict: _Verdict, left: Number, numbers: Sequence[Operand]) -> Outcome:
    fact = left.fact
    terms = tuple(
        term for o in numbers for term in written((o,), o.number.fact.unit if o.number else fact.unit, site.book)
    )
    severity = "warning" if verdict.lowered else rule.severity
    if verdict.value is None or fact.value is None:
        return site.outcome(verdict.status, verdict.reason, severity=severity, unit=fact.unit, terms=terms)
    places = fact.decimals + MORE_DECIMALS
    half = _shown(half_of(fact) / fact.scale, places + 1, round)
    right = _shown(verdict.value.point, places, round)
    return site.outcome(
        verdict.status,
        verdict.reason,
        severity=severity,
        left=fact.value,
        right=right,
        left_interval=(fact.value - half, fact.value + half),
        right_interval=(
            _shown(verdict.value.interval.low, places, math.floor),
            _shown(verdict.value.interval.high, places, math.ceil),
        ),
        residual=fact.value - right,
        tolerance=half,
        unit=fact.unit,
        terms=terms,
        unsure=verdict.unsure,
    )


def _shown(value: Exact, places: int, way: Callable[[Fraction], int]) -> Decimal:
    """A fraction to so many decimals, for display only; the verdict has been reached without it."""
    return _WIDE.scaleb(Decimal(way(Fraction(value) * 10**places)), -places)
