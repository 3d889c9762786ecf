"""Intervals against what rounding and truncation really do, and the soft tier against the normal distribution."""

import math
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.intervals import Interval, critical_z_squared, exact, rounded, truncated, unlikely

raw = st.decimals(min_value=-10_000, max_value=10_000, places=5)
CENT = Decimal("0.01")
HALF = Fraction(1, 200)


def frac(value: Decimal) -> Fraction:
    return Fraction(value)


@given(raw, st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_a_rounded_number_lies_in_its_interval(value: Decimal, way: str) -> None:
    assert rounded(frac(value.quantize(CENT, way)), HALF).holds(frac(value))


@given(raw)
def test_a_truncated_number_lies_in_its_interval(value: Decimal) -> None:
    printed = value.quantize(CENT, ROUND_DOWN)
    assert truncated(frac(printed), HALF).holds(frac(value))


@given(st.lists(st.tuples(raw, st.sampled_from([1, -1, 2])), min_size=1, max_size=30), st.booleans())
def test_a_true_sum_is_never_impossible(parts: list[tuple[Decimal, int]], cut: bool) -> None:
    way, mode = (ROUND_DOWN, truncated) if cut else (ROUND_HALF_UP, rounded)
    total = sum((value * weight for value, weight in parts), Decimal(0))
    residual = mode(frac(total.quantize(CENT, way)), HALF)
    for value, weight in parts:
        residual += mode(frac(value.quantize(CENT, way)), HALF).times(-weight)
    assert residual.holds(0)


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=12), st.integers(-30, 30))
def test_intervals_of_one_unit_agree_with_the_closed_form(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    interval = rounded(2 * total, 1)
    for part in parts:
        interval += rounded(2 * part, 1).times(-1)
    assert interval.holds(0) == (2 * abs(off) <= len(parts) + 1)


def test_intervals_that_only_touch_need_both_ends_closed() -> None:
    assert Interval(0, 1).meets(Interval(1, 2))
    assert not Interval(0, 1, high_open=True).meets(Interval(1, 2))
    assert not Interval(0, 1).meets(Interval(1, 2, low_open=True))
    assert Interval(0, 1, high_open=True).times(-1) == Interval(-1, 0, low_open=True)
    assert (Interval(0, 1, high_open=True) + exact(3)) == Interval(3, 4, high_open=True)


@given(*[st.fractions(-5, 5)] * 2, *[st.fractions(0, 3)] * 2, *[st.fractions(0, 1)] * 2)
def test_products_and_quotients_hold_every_value(
    a: Fraction, b: Fraction, da: Fraction, db: Fraction, at_a: Fraction, at_b: Fraction
) -> None:
    left, right = Interval(a, a + da), Interval(b, b + db)
    x, y = a + da * at_a, b + db * at_b
    assert left.product(right).holds(x * y)
    assert left.minimum(right).holds(min(x, y))
    if right.holds(0):
        with pytest.raises(ZeroDivisionError):
            left.quotient(right)
    else:
        assert left.quotient(right).holds(x / y)


def test_zero_is_open_on_both_sides_when_truncated() -> None:
    assert not truncated(0, 1).holds(2)
    assert truncated(0, 1).holds(1)
    assert truncated(7, 0) == exact(7)


@pytest.mark.parametrize("checks", [1, 10, 300, 3000, 100_000])
def test_z_gives_one_false_alarm_in_a_thousand_documents(checks: int) -> None:
    z = math.sqrt(float(critical_z_squared(checks)))
    assert 1 - (1 - math.erfc(z / math.sqrt(2))) ** checks == pytest.approx(0.001, rel=1e-3)


def test_z_for_one_check_is_the_known_quantile() -> None:
    assert math.sqrt(float(critical_z_squared(1))) == pytest.approx(3.2905267, abs=1e-6)


def test_unlikely_asks_for_more_than_z_standard_deviations() -> None:
    halves = 61  # sixty addends and the total, half steps of 1 each
    limit = critical_z_squared(100) * halves / 3
    inside = math.isqrt(int(limit))
    assert not unlikely(inside, halves, 100)
    assert unlikely(inside + 1, halves, 100)
