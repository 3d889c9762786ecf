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
        return "跨表核对用“=” a tie needs “=”"
    if len(tables_of(clause)) < 2:
        return "只涉及一张表时用 kind: identity; one table is an identity"
    if clause.each == "row":
        return "跨表逐行用 each: 类 或 each: 科目; rows of several tables are matched by each: 类 or 科目"
    return None
