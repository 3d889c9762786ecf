"""whole: one check a form as a whole: its grade, its parts, its goals, its head (F19-06, F19-12, F24-08 … F24-16).

`what` names the check; `options` are the parameters that differ from place to place (bands of grades, usual weights).
"""

from collections.abc import Callable, Iterator, Mapping

from expectations.book import Book
from expectations.kinds.grading import grade, usual_weights
from expectations.kinds.heads import earmarked, head, overview, parts
from expectations.kinds.linear import Draft, Site
from expectations.kinds.places import tables
from expectations.kinds.wishes import as_planned, goals
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.sheets import Sheet, sheets

WHOLE: Mapping[str, Callable[[Site, Sheet], Iterator[Draft]]] = {
    "grade": grade,
    "weights": usual_weights,
    "goals": goals,
    "as planned": as_planned,
    "earmarked": earmarked,
    "overview": overview,
    "head": head,
    "parts": parts,
}


OF_LEAVES = frozenset({"weights", "goals", "as planned", "head", "parts"})
"""Checks that a form of which no indicator was read is not fit for: it was perhaps cut short."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a form; one `not_applicable` where it has no object there."""
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
            continue
        sheet = sheets(book).get(held[0].info.id)
        site = Site(book, rule, clause, held, sheet.name if sheet else clause.what, clause.what)
        if sheet is None:
            yield site.draft("not_applicable", because("no_form"))
        elif clause.what in OF_LEAVES and not sheet.leaves:
            yield site.draft("not_checked", because("no_leaves"))
        else:
            yield from WHOLE[clause.what](site, sheet)


def refuse(clause: Clause) -> str | None:
    """Why the clause is no check of whole forms."""
    if clause.what not in WHOLE:
        return f"what: {' / '.join(WHOLE)}"
    return None if len(clause.tables) == 1 else "tables: [F19] / tables: [F24]"
