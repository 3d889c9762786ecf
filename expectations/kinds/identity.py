"""identity: what adds up inside one table; whole = Σ parts, for each row or each column."""

from collections.abc import Iterator

from expectations.binding import bound, tables_of
from expectations.book import Book
from expectations.formula import Relation
from expectations.kinds.linear import Draft
from expectations.kinds.places import run
from expectations.rule import Clause, Rule


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a row, a column, or one in all."""
    yield from run(rule, clause, book)


def refuse(clause: Clause) -> str | None:
    """Why the clause is no identity."""
    formula = bound(clause)
    if not isinstance(formula, Relation) or formula.sign != "=":
        return "A = B"
    if len(tables_of(clause)) > 1:
        return "kind: tie"
    return None
