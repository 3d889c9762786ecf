"""evaluated: an evaluation report's text and annex against its score table (rules.md §12).

`what` names the check. A number of the text is the one in question; where the table's own sums do not hold, other
checks say so.
"""

from collections.abc import Callable, Iterator, Mapping

from expectations.book import Book
from expectations.kinds.evaltables import annex, codes, lists
from expectations.kinds.evaltext import counts, deductions, grade, rate, scores
from expectations.kinds.linear import Draft, Site
from expectations.reasons import because
from expectations.reports import Report, reports
from expectations.rule import Clause, Rule

EVALUATED: Mapping[str, Callable[[Site, Report], Iterator[Draft]]] = {
    "scores": scores,
    "grade": grade,
    "counts": counts,
    "deductions": deductions,
    "rate": rate,
    "annex": annex,
}
WHOLE: Mapping[str, Callable[[Site], Iterator[Draft]]] = {"lists": lists, "codes": codes}
"""Checks of the tables of a document that need no score table."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a number of the text; one `not_applicable` a report that states none."""
    site = Site(book, rule, clause, (), clause.what, clause.what)
    if clause.what in WHOLE:
        drafts = list(WHOLE[clause.what](site))
        yield from drafts or [site.draft("not_applicable", because("form_no_list"))]
        return
    held = reports(book)
    if not held:
        yield site.draft("not_applicable", because("no_evaluation"))
    for report in held:
        grids = tuple(table.grid for table in report.tables[:1])
        inner = Site(book, rule, clause, grids, report.title, f"{clause.what}|{report.tables[0].grid.info.id}")
        drafts = list(EVALUATED[clause.what](inner, report))
        yield from drafts or [inner.draft("not_applicable", because("not_stated"))]


def refuse(clause: Clause) -> str | None:
    """Why the clause is no check of an evaluation report."""
    if clause.what not in {*EVALUATED, *WHOLE}:
        return f"what: {' / '.join((*EVALUATED, *WHOLE))}"
    return None if clause.tables else "tables: [EV]"
