"""What the checks of summaries share: the pairs of a document, and where such a check is made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from expectations.book import Book
from expectations.kinds.judging import Printed, of_claim
from expectations.kinds.linear import Site
from expectations.model import Place
from expectations.pairing import Matching, Pair, matched
from expectations.sheets import FORMS, Sheet, sheets
from expectations.summaries import Summary, summaries
from ingest.facts import Claim

SOURCES = {"F19": {"all": "合计", "fiscal": "财政资金小计", "own": "其他资金小计"}}
"""Columns of the fund table by basis."""
ROWS = {"全年预算": "预算安排", "支出决算": "实际支出", "执行率": "预算执行率"}
"""The fund row a stated number is about (F19)."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Everything the checks of summaries look at."""

    summaries: tuple[Summary, ...]
    matching: Matching
    sheets: tuple[Sheet, ...]

    def sheet(self, pair: Pair) -> Sheet | None:
        """The form of a pair as a sheet; None where its table is not there."""
        return next((sheet for sheet in self.sheets if sheet.form is pair.form), None)


def pairs_of(book: Book) -> Pairs:
    """The summaries and forms of the document, matched; worked out once."""
    found: Pairs | None = book.memo.get("pairs")
    if found is None:
        all_of_them = summaries(book)
        forms = [form for form in book.canonical.forms if form.family in FORMS]
        found = Pairs(all_of_them, matched(all_of_them, forms), tuple(sheets(book).values()))
        book.memo["pairs"] = found
    return found


def at_summary(site: Site, summary: Summary, word: str, sheet: Sheet | None = None) -> Site:
    """The site of a check of one summary (and its form)."""
    key = f"{summary.name}|{word}"
    grids = (sheet.grid,) if sheet is not None else ()
    return replace(site, grids=grids, place=f"{summary.name} / {word}", key=key)


def stated(claim: Claim, summary: Summary) -> Printed:
    """The number of a summary, named for a sentence."""
    basis = {"fiscal": "财政资金", "own": "自有资金"}.get(claim.basis or "", "")
    return of_claim(claim, f"综述“{summary.name}”{basis}{claim.quantity or ''}")


def places(listed: Sequence[Summary]) -> tuple[Place, ...]:
    """Where some summaries stand."""
    return tuple(Place(summary.name, summary.number or "", summary.location) for summary in listed)
