"""The numbered project summaries of a narrative, put together from their claims."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from expectations.book import Book
from ingest.facts import Canonical, Claim
from ingest.model import Location

SCORE, BUDGET, SPENT, RATE = "得分", "全年预算", "支出决算", "执行率"
_BUDGETS = (BUDGET, "预算", "年初预算")


@dataclass(frozen=True, slots=True)
class Summary:
    """One project as the narrative sums it up; a number is named by what it is and on which basis."""

    unit: str | None
    project: str
    number: str | None
    location: Location
    claims: Mapping[tuple[str, str | None], Claim]

    @property
    def name(self) -> str:
        """Body and project as printed."""
        return " ".join(part for part in (self.unit, self.project) if part)

    @property
    def bases(self) -> tuple[str | None, ...]:
        """Whose money it speaks of: `fiscal`, `own`, None where it does not say."""
        return tuple(dict.fromkeys(basis for quantity, basis in self.claims if quantity != SCORE))

    def claim(self, quantity: str, basis: str | None = None) -> Claim | None:
        """The number, if it is stated and could be read; for the budget the one of the whole year first."""
        names = _BUDGETS if quantity == BUDGET else (quantity,)
        found = (self.claims.get((name, basis)) for name in names)
        return next((claim for claim in found if claim is not None), None)

    @property
    def score(self) -> Claim | None:
        """The self-assessed score; it has no basis."""
        return next((claim for (quantity, _), claim in self.claims.items() if quantity == SCORE), None)


def summaries(book: Book) -> tuple[Summary, ...]:
    """All summaries of a document in printed order; worked out once."""
    found: tuple[Summary, ...] | None = book.memo.get("summaries")
    if found is None:
        found = book.memo["summaries"] = gathered(book.canonical)
    return found


def gathered(canonical: Canonical) -> tuple[Summary, ...]:
    """Consecutive claims of one body and project are one summary; of a number stated twice the first counts."""
    groups: list[list[Claim]] = []
    for claim in canonical.claims:
        if claim.project is None or claim.quantity is None:
            continue
        same = groups and (groups[-1][0].unit_name, groups[-1][0].project) == (claim.unit_name, claim.project)
        if same:
            groups[-1].append(claim)
        else:
            groups.append([claim])
    return tuple(_summary(group) for group in groups)


def _summary(claims: Iterable[Claim]) -> Summary:
    held: dict[tuple[str, str | None], Claim] = {}
    listed = list(claims)
    for claim in listed:
        held.setdefault((claim.quantity or "", claim.basis), claim)
    first = listed[0]
    return Summary(first.unit_name, first.project or "", first.item, first.location, held)
