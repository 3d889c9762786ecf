"""presence: where one relation holds on the printed numbers, another must; `全年预算数 = 0 ⇒ 执行率 = 0`.

A blank consequence is fulfilled: nothing was claimed. With `blank: nil` a blank condition is a zero that the form
leaves blank.
"""

from collections.abc import Iterator, Mapping

from expectations.binding import bound, settled
from expectations.book import Book, Grid
from expectations.formula import Implication, Relation, linear
from expectations.kinds.linear import Draft, Operand, Site, written
from expectations.kinds.places import Visit, no_object, operands, tables, visits
from expectations.model import Outcome
from expectations.reasons import because
from expectations.rule import Clause, Rule


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a row, a column, or one in all."""
    clause = settled(clause)
    formula = bound(clause)
    assert isinstance(formula, Implication)  # noqa: S101 - refused below
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
            continue
        grids = {grid.info.template: grid for grid in held}
        count = 0
        for visit in visits(clause, held):
            site = Site(book, rule, clause, held, visit.place, visit.key, visit.at)
            draft = _check(site, formula, visit, grids)
            if draft is not None:
                count += 1
                yield draft
        if not count:
            yield no_object(Site(book, rule, clause, held, clause.formula, ""))


def _check(site: Site, formula: Implication, visit: Visit, grids: Mapping[str, Grid]) -> Draft | None:
    when = _sides(formula.when, visit, grids, site.book)
    then = _sides(formula.then, visit, grids, site.book)
    everything = [*then, *when]
    trouble = next((o.trouble for o in everything if o.trouble), None)
    if trouble:
        return site.draft("not_checked", trouble, everything)
    if not any(o.number for o in everything):
        return None
    nil = site.clause.blank == "nil"
    blanks = [o for o in when if o.number is None and o.constant is None]
    unknown = [o.label for o in blanks if not (nil and o.printed) and not _is_zero(o, site.rule)]
    if unknown:
        return site.draft("not_checked", because("missing", labels="、".join(unknown)), everything)
    if not _holds(formula.when.sign, when):
        return site.draft("not_applicable", because("condition_false"), everything)
    if not any(o.number for o in then) or _holds(formula.then.sign, then, rounded=True):
        return site.draft("passed", None, everything)
    return Draft(_failed(site, then, everything))


def _failed(site: Site, then: list[Operand], everything: list[Operand]) -> Outcome:
    fact = next(o.number.fact for o in then if o.number)
    terms = tuple(
        term
        for operand in everything
        for term in written((operand,), operand.number.fact.unit if operand.number else fact.unit, site.book)
    )
    return site.outcome("failed", None, unit=fact.unit, terms=terms)


def _sides(relation: Relation, visit: Visit, grids: Mapping[str, Grid], book: Book) -> list[Operand]:
    return [
        *operands(linear(relation.left), 0, visit, grids, book),
        *operands(linear(relation.right), 1, visit, grids, book),
    ]


def _is_zero(blank: Operand, rule: Rule) -> bool:
    """A blank of a statutory table is zero, as is a row that the year has not; in a form it is left out."""
    if blank.zero:
        return True
    if blank.spot is None or blank.spot.grid.template.shape == "form":
        return False
    return blank.spot.at >= 0 or blank.spot.row in rule.optional


def _holds(sign: str, numbers: list[Operand], *, rounded: bool = False) -> bool:
    """Does the relation hold on the numbers as printed, or (`rounded`) within their digits? Blank counts as 0."""
    left, right = (
        sum(o.weight * (o.number.value if o.number else o.constant or 0) for o in numbers if o.side == side)
        for side in (0, 1)
    )
    width = sum(abs(o.weight) * o.number.half for o in numbers if o.number) if rounded else 0
    if sign == "=":
        return abs(left - right) <= width
    return left - right <= width if sign == "≤" else right - left <= width


def refuse(clause: Clause) -> str | None:
    """Why the clause is no implication."""
    if not isinstance(bound(clause), Implication):
        return "A = B ⇒ C = D"
    return None
