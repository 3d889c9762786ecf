"""The values of printed figures, and what their last digit counts."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ingest.numerals import parse_amount
from ingest.plaintext.tokens import Token


def values(figures: Sequence[Token]) -> tuple[Decimal, ...]:
    """A stroke is zero."""
    return tuple(number.value if (number := parse_amount(cell.text)) is not None else Decimal(0) for cell in figures)


def unit_of(figures: Iterable[Token]) -> Decimal:
    """What the last digit counts where most digits are printed: trailing zeros are often dropped."""
    found = [number.decimals for cell in figures if (number := parse_amount(cell.text)) is not None]
    return Decimal(1).scaleb(-max(found, default=0))
