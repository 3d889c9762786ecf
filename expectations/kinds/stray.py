"""A digit too many: a rate with more decimals than the rates beside it, and right without the digits beyond theirs.

`97.561` among `97.56`, where the quotient is 97.5624, is right in all digits that such a rate has here; what follows
may be a stray digit of the report or of its text, and nobody can say which. Whole percentages have no norm: trailing
zeros may have been dropped from them, and a digit behind them is worth a tenth of a point.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from expectations.book import Book
from expectations.intervals import Interval, rounded, truncated
from ingest.facts import Claim, Fact


def beside(fact: Fact, book: Book) -> int | None:
    """How many decimals the other rates of its table show; where there are none, those of all tables of the kind."""
    facts = [f for f in book.canonical.facts if f.unit == "%" and f.template == fact.template and f is not fact]
    near = _norm([f for f in facts if f.table == fact.table])
    return near if near is not None else _norm(facts)


def in_prose(book: Book) -> int | None:
    """How many decimals the percentages of the text show."""
    if "stray.prose" not in book.memo:
        book.memo["stray.prose"] = _norm([claim for claim in book.canonical.claims if claim.unit == "%"])
    found: int | None = book.memo["stray.prose"]
    return found


def _norm(numbers: Iterable[Fact | Claim]) -> int | None:
    """The most decimals that more than half of them show, those without decimals left aside."""
    shown = Counter(number.decimals for number in numbers if number.decimals)
    seen = 0
    for decimals in sorted(shown, reverse=True):
        seen += shown[decimals]
        if 2 * seen > shown.total():
            return decimals
    return None


def right_without(value: Fraction, half: Fraction, norm: int | None, expected: Interval) -> bool:
    """Is the number, printed with more than `norm` decimals, one of the expected when those beyond are dropped?

    `half` is half a unit of its last printed digit; both and `expected` in per cent.
    """
    if norm is None or 2 * half * 10**norm >= 1:
        return False
    kept, width = Fraction(int(value * 10**norm), 10**norm), Fraction(1, 2 * 10**norm)
    return rounded(kept, width).meets(expected) or truncated(kept, width).meets(expected)
