"""A cause: the checks that one slip breaks, and the cell that explains them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.model import Outcome, Term
from ingest.facts import UNITS, Fact


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cell that alone would explain the failed checks; `proposed` in its own unit and decimals, best first."""

    cell: Fact
    proposed: tuple[Decimal, ...]
    mechanism: str | None
    partner: Fact | None = None
    """The cell whose number was exchanged with this one's."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: the checks it breaks (failed ones first, earliest rule first) and the cells that explain all of them.

    `suspect` is set only where one cell stands out; otherwise `candidates` are equals, or empty: nobody can tell.
    """

    checks: tuple[Outcome, ...]
    suspect: Candidate | None = None
    candidates: tuple[Candidate, ...] = ()
    unit_of: tuple[str, ...] = ()
    """Tables of which one is printed in another unit than it says; then there is no single cell."""
    row: bool = False
    """A row below a total is missing or too many: the checks are the columns of that total."""


def total(terms: Sequence[Term]) -> Decimal | None:
    """The terms added up; None where a value is missing."""
    values = [t.sign * t.value for t in terms if t.value is not None]
    return sum(values, Decimal(0)) if len(values) == len(terms) else None


def linear(outcome: Outcome) -> bool:
    """Is each side of the check just the sum of its terms?"""
    sides = (("left", outcome.left), ("right", outcome.right))
    return all(total([t for t in outcome.terms if t.side == side]) == value for side, value in sides)


def factor(source: str | None, target: str) -> Decimal:
    """How many `target` one `source` is; both money, or one and the same unit."""
    return Decimal(UNITS.get(source or "", 1)) / Decimal(UNITS.get(target, 1))
