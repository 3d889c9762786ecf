"""bound: a part that must not exceed a whole; failed iff part - whole > ½·(u_part + u_whole) (rules.md §1.4)."""

from collections.abc import Iterator

from expectations.binding import bound
from expectations.book import Book
from expectations.formula import Relation
from expectations.kinds.linear import Draft
from expectations.kinds.places import run
from expectations.rule import Clause, Rule


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a row, a column, or one in all."""
    yield from run(rule, clause, book)


def refuse(clause: Clause) -> str | None:
    """Why the clause is no bound."""
    formula = bound(clause)
    if not isinstance(formula, Relation) or formula.sign == "=":
        return "上下限用“≤”或“≥” a bound needs “≤” or “≥”"
    return None
