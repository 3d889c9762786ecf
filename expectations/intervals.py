"""What the printed digits allow: intervals with open and closed ends, in exact numbers.

rules.md §1.3-1.5. A number printed with d decimals has u = 10^-d; rounded it stands for [v - u/2, v + u/2],
both ends included because half-up and half-even both occur; truncated for [v, v + u) away from zero.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache

Exact = int | Fraction

FALSE_ALARM = Decimal("0.001")
"""How probable one `implausible` may be in all such checks of a faultless document together (rules.md §1.5)."""

_DIGITS = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Interval:
    """The values between two ends; an open end does not belong to it. low ≤ high."""

    low: Exact
    high: Exact
    low_open: bool = False
    high_open: bool = False

    def __add__(self, other: "Interval") -> "Interval":
        """All sums; an end is open if either of its two parts is."""
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def times(self, weight: Exact) -> "Interval":
        """All values × weight; a negative weight swaps the ends and their open and closed flags."""
        if weight == 0:
            return Interval(0, 0)
        if weight > 0:
            return Interval(self.low * weight, self.high * weight, self.low_open, self.high_open)
        return Interval(self.high * weight, self.low * weight, self.high_open, self.low_open)

    def product(self, other: "Interval") -> "Interval":
        """All products; the ends are closed, which can only widen."""
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def quotient(self, other: "Interval") -> "Interval":
        """All quotients (rules.md §1.4: min and max of the four); ZeroDivisionError if `other` holds 0."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return self.product(Interval(1 / Fraction(other.high), 1 / Fraction(other.low)))

    def minimum(self, other: "Interval") -> "Interval":
        """All min(a, b); the ends are closed, which can only widen."""
        return Interval(min(self.low, other.low), min(self.high, other.high))

    def meets(self, other: "Interval") -> bool:
        """Have the two a common value? Where they only touch, both ends must be closed."""
        return _before(self.low, other.high, self.low_open or other.high_open) and _before(
            other.low, self.high, other.low_open or self.high_open
        )

    def holds(self, value: Exact) -> bool:
        """Does the value belong to the interval?"""
        return self.meets(Interval(value, value))

    @property
    def width(self) -> Exact:
        """High - low."""
        return self.high - self.low


def _before(low: Exact, high: Exact, is_open: bool) -> bool:
    return low < high or (low == high and not is_open)


def exact(value: Exact) -> Interval:
    """A count, a constant, a structural zero: no width."""
    return Interval(value, value)


def rounded(value: Exact, half: Exact) -> Interval:
    """`half` is half a unit of the last printed digit; 0 gives the value itself."""
    return Interval(value - half, value + half)


def truncated(value: Exact, half: Exact) -> Interval:
    """截尾: the digits behind the last printed one were cut off. `half` as for `rounded`."""
    unit = 2 * half
    if unit == 0:
        return exact(value)
    if value > 0:
        return Interval(value, value + unit, high_open=True)
    if value < 0:
        return Interval(value - unit, value, low_open=True)
    return Interval(-unit, unit, low_open=True, high_open=True)


def unlikely(residual: int, halves_squared: int, checks: int) -> bool:
    """Would a faultless document with `checks` such checks show a residual as large with probability < 0.001?

    `halves_squared` is Σ c²·(u/2)² over all printed terms, in the square of the residual's unit. Rounding errors are
    uniform on ±u/2, so the variance is Σ c²u²/12 = halves_squared/3; the sum is taken as normal, whose tails are
    heavier than those of a sum of uniforms: the test errs to the side of silence.
    """
    return 3 * residual * residual > critical_z_squared(checks) * halves_squared


@cache
def critical_z_squared(checks: int) -> Fraction:
    """z² such that 1 - (1 - p)^checks = 0.001 for p = P(|N(0,1)| > z), correct to 1e-6, in exact arithmetic."""
    ctx = _DIGITS
    p = ctx.subtract(1, ctx.exp(ctx.divide(ctx.ln(ctx.subtract(1, FALSE_ALARM)), checks)))
    low, high = Decimal(0), Decimal(72)  # of z²/2: erfc(√72) is far below any p of interest
    while high - low > Decimal("1e-7"):
        middle = (low + high) / 2
        if _erfc_of_root(middle) > p:
            low = middle
        else:
            high = middle
    return Fraction((2 * high).quantize(Decimal("1e-6")))


def _erfc_of_root(square: Decimal) -> Decimal:
    """Give erfc(√square) from erf(x) = 2x/√π · e^-x² · Σ (2x²)^k / (1·3·…·(2k+1)) (Abramowitz and Stegun 7.1.6)."""
    ctx = _DIGITS
    term = total = Decimal(1)
    k = 0
    while term > Decimal("1e-45") * total:
        k += 1
        term = ctx.divide(ctx.multiply(term, 2 * square), 2 * k + 1)
        total = ctx.add(total, term)
    root = ctx.sqrt(ctx.divide(ctx.multiply(4, square), _pi()))
    return ctx.subtract(1, ctx.multiply(ctx.multiply(root, ctx.exp(-square)), total))


@cache
def _pi() -> Decimal:
    """Machin 1706: π = 16·arctan(1/5) - 4·arctan(1/239), to 55 digits."""
    ctx = _DIGITS

    def arctan(inverse: int) -> Decimal:
        power = total = ctx.divide(1, inverse)
        n, sign = 1, 1
        while abs(power) > Decimal("1e-58"):
            power = ctx.divide(power, inverse * inverse)
            n, sign = n + 2, -sign
            total = ctx.add(total, ctx.divide(sign * power, n))
        return total

    return ctx.subtract(ctx.multiply(16, arctan(5)), ctx.multiply(4, arctan(239)))
