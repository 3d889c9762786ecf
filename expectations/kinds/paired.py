"""paired: project summaries of the narrative against the annexed forms (rules.md §8).

`what` names the check; `tables` are the families of forms. Amounts are compared on every basis the form prints (all
funds, the fiscal part); which one agrees is said. A pair by likeness alone accuses nobody: its failures are warnings.
"""

from collections.abc import Callable, Iterator, Mapping

from expectations.book import Book
from expectations.kinds.linear import Draft, Site
from expectations.kinds.pairs import amounts, near_copies, rate_of_form, score
from expectations.kinds.pairsite import Pairs, pairs_of
from expectations.kinds.stating import complete, counted, missing, orphans, rate, within
from expectations.kinds.telling import fit, totals
from expectations.reasons import because
from expectations.rule import Clause, Rule

PAIRED: Mapping[str, Callable[[Site, Pairs], Iterator[Draft]]] = {
    "count": counted,
    "missing": missing,
    "orphans": orphans,
    "complete": complete,
    "rate": rate,
    "within": within,
    "fit": fit,
    "totals": totals,
    "amounts": amounts,
    "rate of form": rate_of_form,
    "score": score,
    "neighbours": near_copies,
}


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a summary, a pair, or one in all; one `not_applicable` where there are no summaries."""
    grids = tuple(grid for template in clause.tables for grid in book.grids[template])
    pairs = pairs_of(book)
    site = Site(book, rule, clause, (), clause.what, clause.what)
    if not pairs.summaries and clause.what != "count":
        reason = because("no_summaries") if grids or book.canonical.claims else because("no_numbers")
        yield site.draft("not_applicable", reason)
        return
    count = 0
    for draft in PAIRED[clause.what](site, pairs):
        count += 1
        yield draft
    if not count:
        yield site.draft("not_applicable", because("no_pairs") if pairs.summaries else because("no_summaries"))


def refuse(clause: Clause) -> str | None:
    """Why the clause is no check of summaries."""
    if clause.what not in PAIRED:
        return f"what: {' / '.join(PAIRED)}"
    return None if clause.tables else "tables: [F19, F24]"
