"""What the last printed digit of a number is worth."""

import re
from decimal import Decimal
from fractions import Fraction

from ingest.facts import Fact

_SHARE = re.compile(r"[01](?:\.(\d*))?")


def half_of(fact: Fact) -> Fraction:
    """Half a unit of the last printed digit, in the base unit of the fact (元, 分, one per cent).

    A rate printed as a share of one and read as per cent (0.9 for 90 %) has digits of a hundred times that worth.
    """
    share = _SHARE.fullmatch(fact.raw.strip()) if fact.unit == "%" else None
    if share is not None and fact.value and fact.value == 100 * Decimal(share[0]):
        return Fraction(100, 2 * 10 ** len(share[1] or ""))
    return Fraction(fact.scale, 2 * 10**fact.decimals)
