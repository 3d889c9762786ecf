"""Numbers from different places compared: table cells, target and actual values, numbers stated in prose.

Everything is an exact fraction in the base unit (元, 分, per cent); a number printed with d decimals stands for an
interval of one unit of its last digit (rules.md §1.3), and two agree where their intervals meet.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction

from expectations.digits import half_of
from expectations.intervals import Interval, exact, rounded, truncated
from expectations.kinds.linear import Draft, Site
from expectations.model import Place, Term
from expectations.reasons import because
from ingest.facts import UNITS, Claim, Fact, Indicator
from ingest.model import Location, Text

MORE_DECIMALS = 4
"""How many decimals beyond the printed ones a computed number is shown with."""
_WIDE = Context(prec=200)


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed number: `value` and `half` (half a unit of its last digit) in the base unit of `unit`."""

    value: Fraction
    half: Fraction
    raw: str
    unit: str
    label: str
    location: Location
    fact: Fact | None = None

    @property
    def scale(self) -> int:
        """How many 元 its unit is; 1 for what is not money."""
        return UNITS.get(self.unit, 1)

    @property
    def interval(self) -> Interval:
        """What its digits stand for."""
        return rounded(self.value, self.half)

    @property
    def place(self) -> Place:
        """Where it is printed."""
        return Place(self.label, self.raw, self.location)

    def term(self, side: str, unit: str) -> Term:
        """As an operand of a relation in `unit`."""
        return Term(side, 1, self.label, shown(self.value, unit), self.fact.fact_id if self.fact else None)


def of_fact(fact: Fact, label: str) -> Printed:
    """A cell of a table; its value must not be None."""
    value = fact.value if fact.value is not None else Decimal(0)
    return Printed(Fraction(value) * fact.scale, half_of(fact), fact.raw, fact.unit, label, fact.location, fact)


def of_claim(claim: Claim, label: str) -> Printed:
    """A number stated in prose; its value must not be None."""
    value = claim.value if claim.value is not None else Decimal(0)
    half = Fraction(claim.scale, 2 * 10**claim.decimals)
    return Printed(Fraction(value) * claim.scale, half, claim.raw, claim.unit, label, claim.location)


def of_value(item: Indicator, which: str, label: str) -> Printed | None:
    """The `target` or `actual` value of an indicator, where it is a single number or a percentage."""
    target = which == "target"
    value, kind = (item.target_value, item.target_kind) if target else (item.actual_value, item.actual_kind)
    if value is None or kind not in ("number", "percent"):
        return None
    unit = (item.target_unit if target else item.actual_unit) or ""
    scale = UNITS.get(unit, 1)
    decimals = max(0, -int(value.as_tuple().exponent))
    raw = item.target_raw if target else item.actual_raw
    place = replace(item.location, column="目标值" if target else "实际值")
    return Printed(Fraction(value) * scale, Fraction(scale, 2 * 10**decimals), raw, unit, label, place)


def agree(printed: Printed, expected: Interval, point: Fraction | None = None) -> tuple[str, Text | None] | None:
    """`passed` or `rounding` with its remark, or None: the printed number cannot be one of the expected.

    `point` is what the other printed numbers give exactly: equal to it, or rounding to it, is passed.
    """
    if point is not None and (printed.value == point or abs(printed.value - point) < printed.half):
        return ("passed" if expected.width == 0 or printed.value == point else "rounding"), None
    if printed.interval.meets(expected):
        return "rounding", None
    if truncated(printed.value, printed.half).meets(expected):
        return "rounding", because("truncated")
    return None


def same(one: Printed, other: Printed) -> tuple[str, Text | None] | None:
    """Do two printings of one quantity agree? Each may have been rounded or cut off from what the other shows."""
    found = agree(one, other.interval, other.value)
    if found is None and agree(other, one.interval) is not None:
        return "rounding", because("truncated")
    return found


def shown(value: Fraction | int, unit: str, decimals: int = MORE_DECIMALS) -> Decimal:
    """A number of base units in `unit`, as few decimals as it needs and at most so many more, for display only."""
    exactly = Fraction(value) / UNITS.get(unit, 1)
    for places in range(decimals + 5):
        if (exactly * 10**places).denominator == 1:
            return _WIDE.scaleb(Decimal(int(exactly * 10**places)), -places)
    return _WIDE.scaleb(Decimal(round(exactly * 10**decimals)), -decimals)


def compared(
    site: Site,
    verdict: tuple[str, Text | None],
    left: Printed,
    right: Interval,
    operands: Sequence[Printed] = (),
    *,
    point: Fraction | None = None,
    name: str = "",
    severity: str = "",
    subject: str = "",
    unsure: bool = False,
) -> Draft:
    """The draft of a comparison: `left` as printed, against what follows from the operands (or is one of them)."""
    unit = left.unit
    middle = point if point is not None else (Fraction(right.low) + Fraction(right.high)) / 2
    single = len(operands) == 1 and operands[0].value == middle
    terms = (
        left.term("left", unit),
        operands[0].term("right", unit) if single else Term("right", 1, name, shown(middle, unit), None),
    )
    ends = left.interval
    status, reason = verdict
    more = {"severity": severity} if severity else {}
    return Draft(
        site.outcome(
            status,
            reason,
            left=shown(left.value, unit),
            right=shown(middle, unit),
            left_interval=(_floor(ends.low, unit), _ceil(ends.high, unit)),
            right_interval=(_floor(right.low, unit), _ceil(right.high, unit)),
            residual=shown(left.value, unit) - shown(middle, unit),
            tolerance=shown(left.half + Fraction(right.width) / 2, unit),
            unit=unit,
            terms=terms,
            places=tuple(number.place for number in (left, *operands) if number.fact is None),
            subject=subject,
            unsure=unsure,
            **more,
        )
    )


def _floor(value: Fraction | int, unit: str) -> Decimal:
    return _WIDE.scaleb(Decimal(math.floor(Fraction(value) / UNITS.get(unit, 1) * 10**8)), -8)


def _ceil(value: Fraction | int, unit: str) -> Decimal:
    return _WIDE.scaleb(Decimal(math.ceil(Fraction(value) / UNITS.get(unit, 1) * 10**8)), -8)


def exactly(value: Fraction | int) -> Interval:
    """A number without width."""
    return exact(value)
