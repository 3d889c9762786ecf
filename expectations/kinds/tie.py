"""tie: numbers of different tables that must agree; a class of one that the other lacks is not checked."""

from collections.abc import Iterator

from expectations.binding import bound, tables_of
from expectations.book import Book
from expectations.formula import Relation
from expectations.kinds.linear import Draft
from expectations.kinds.places import run
from expectations.rule import Clause, Rule


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check in all, or one a column or code that any of the tables has."""
    yield from run(rule, clause, book)


def refuse(clause: Clause) -> str | None:
    """Why the clause is no tie."""
    formula = bound(clause)
    if not isinstance(formula, Relation) or formula.sign != "=":
        return "A = B"
    if len(tables_of(clause)) < 2:
        return "kind: identity"
    if clause.each == "row":
        return "each: 类 / each: 科目"
    return None
