"""What a check of one indicator says, before it becomes an outcome."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from expectations.intervals import Interval
from expectations.sheets import Leaf, Sheet
from ingest.model import Text


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict: status, why, and where it is about the score, what that should be."""

    status: str
    reason: Text | None = None
    severity: str = ""
    """Where it is milder (or harder) than the rule."""
    expected: Interval | None = None
    point: Fraction | None = None
    """The score that follows exactly, where there is one."""


Say = Callable[[Sheet, Leaf, Mapping[str, Fraction]], Said | None]
"""None: the rule has nothing to say about this indicator."""

PASSED = Said("passed")
