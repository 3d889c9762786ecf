"""manual: what no document can answer by itself. It is listed as not checked, with the reason, and never a finding.

`what` names what the document must hold for the question to arise; empty: it always does.
"""

from collections.abc import Callable, Iterator, Mapping

from expectations.book import Book
from expectations.kinds.linear import Draft
from expectations.kinds.placing import Verdict, drafted
from expectations.reasons import because
from expectations.reports import reports
from expectations.rule import Clause, Rule

OBJECTS: Mapping[str, Callable[[Book], bool]] = {
    "": lambda book: True,  # noqa: ARG005 - every document
    "评价报告": lambda book: bool(reports(book)),
}


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a document."""
    kind = book.document.kind
    if rule.documents and kind != "unknown" and kind not in rule.documents:
        verdict = Verdict("not_applicable", because("other_kind"), severity="info")
    elif not OBJECTS[clause.what](book):
        verdict = Verdict("not_applicable", because("nothing_named"), severity="info")
    else:
        verdict = Verdict("not_checked", rule.reason, severity="info")
    yield drafted(rule, clause, book, (), rule.id, verdict)


def refuse(clause: Clause) -> str | None:
    """Why the clause asks nobody."""
    return None if clause.what in OBJECTS else f"what: {'、'.join(filter(None, OBJECTS))}"
