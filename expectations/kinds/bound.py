"""bound: a part that must not exceed a whole; failed iff part - whole > ½·(u_part + u_whole) (rules.md §1.4).

An excess that the narrative explains is a hint.
"""

from collections.abc import Iterator
from dataclasses import replace

from expectations.binding import bound
from expectations.book import Book
from expectations.formula import Relation
from expectations.kinds.linear import Draft
from expectations.kinds.places import run
from expectations.kinds.wording import explained
from expectations.reasons import because
from expectations.rule import Clause, Rule


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a row, a column, or one in all."""
    for draft in run(rule, clause, book):
        outcome = draft.outcome
        said = explained(clause, clause.excused, book) if clause.excused and outcome.status == "failed" else None
        if said is None:
            yield draft
        else:
            yield replace(draft, outcome=replace(outcome, severity="info", reason=because("explained"), places=(said,)))


def refuse(clause: Clause) -> str | None:
    """Why the clause is no bound."""
    formula = bound(clause)
    if not isinstance(formula, Relation) or formula.sign == "=":
        return "A ≤ B / A ≥ B"
    return None
