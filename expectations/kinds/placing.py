"""What the checks of words and structure have in common: an outcome that shows places instead of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from expectations import reasons
from expectations.book import Book, Grid
from expectations.kinds.linear import Draft, Site
from expectations.model import Place
from expectations.reasons import because
from expectations.rule import Clause, Rule
from ingest.facts import Fact, RowInfo
from ingest.model import Location, Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one place: a status, why, what was printed where, and what is accused."""

    status: str
    reason: Text | None = None
    places: tuple[Place, ...] = ()
    subject: str = ""
    severity: str = ""
    unsure: bool = False
    """Our reading may be at fault as well."""
    wants: str = ""
    """The code of the row below which it misses rows, or ANY_ROW: unseen rows would explain it."""


ANY_ROW = "*"


def place_of(grid: Grid, row: RowInfo) -> Place:
    """A row as it is printed."""
    label = f"{row.code} {row.label}" if row.code and row.code not in row.label else row.label
    return Place(grid.template.name["zh"], label, row.location)


def cell_of(fact: Fact) -> Place:
    """A printed number as a place; what facts.parquet does not keep of a location is left out."""
    held = fact.location
    where = Location(page=held.page, bbox=held.bbox, line=held.line, line_end=held.line)
    return Place(f"{fact.row_label} / {fact.column_label}", fact.raw, where)


def drafted(rule: Rule, clause: Clause, book: Book, grids: Sequence[Grid], place: str, verdict: Verdict) -> Draft:
    """The outcome of a check of words or structure."""
    site = Site(book, rule, clause, tuple(grids), place, place)
    more: dict[str, object] = {"severity": verdict.severity} if verdict.severity else {}
    said = {"places": verdict.places, "subject": verdict.subject, "unsure": verdict.unsure}
    return Draft(site.outcome(verdict.status, verdict.reason, **said, **more))


def doubtful(verdict: Verdict, reason: Text | None) -> Verdict:
    """The verdict, no certain fault where there is a reason why what is missing may not have been seen."""
    if reason is None or verdict.status != "failed":
        return verdict
    said = reasons.both(verdict.reason, reason)
    return replace(verdict, reason=said, severity="info" if verdict.severity == "info" else "warning", unsure=True)


def lacking(rule: Rule, clause: Clause, book: Book) -> Draft | None:
    """Why nothing can be checked: a document of another kind, or none of the clause's tables."""
    unread = next((book.unread[template] for template in clause.tables if template in book.unread), None)
    held = [grid for template in clause.tables for grid in book.grids[template]]
    if unread is not None and not held:
        verdict = Verdict("not_checked", reasons.table_unread(unread))
        return drafted(rule, clause, book, (), clause.must or clause.what, verdict)
    kind = book.document.kind
    if rule.documents and kind != "unknown" and kind not in rule.documents:
        return drafted(
            rule,
            clause,
            book,
            (),
            clause.what or clause.must or rule.id,
            Verdict("not_applicable", because("other_kind")),
        )
    if not clause.tables or held:
        return None
    known = [template for template in clause.tables if template in book.profile.tables]
    if known:
        return drafted(
            rule, clause, book, (), clause.must or clause.what, Verdict("not_checked", reasons.table_missing(known[0]))
        )
    return drafted(
        rule,
        clause,
        book,
        (),
        clause.must or clause.what,
        Verdict("not_applicable", reasons.table_missing(clause.tables[0])),
    )
