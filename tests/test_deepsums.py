"""Sums decide which of its readings a number has, and only where one is left."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ingest.deep.sums import Sum, settle
from ingest.repair import readings

D = Decimal


def test_pieces_in_either_order_with_shared_digits_and_a_lost_point() -> None:
    assert readings(("7", "2.2")) == ("72.2", "2.27")
    assert readings(("1188271", "167.23"))[:2] == ("1188271167.23", "118827167.23")
    assert readings(("99.", ".98")) == ("99.98",)
    assert "98.98" in readings(("98", "98"))
    assert readings(("一", "2")) == ()


def test_all_broken_members_of_a_sum_are_settled_together() -> None:
    choices = {
        "whole": (D("6.81"), D("16.8")),
        "a": (D("72.2"), D("2.27")),
        "b": (D("72.2"), D("2.27")),
        "c": (D("2.27"),),
    }
    settled = settle(choices, [Sum(("whole",), ("a", "b", "c"))])
    assert {key: values for key, values in settled.values.items() if len(values) == 1} == {
        **dict.fromkeys("abc", (D("2.27"),)),
        "whole": (D("6.81"),),
    }
    assert settled.confirmed == {"whole", "a", "b", "c"}


def test_two_solutions_settle_nothing() -> None:
    settled = settle({"whole": (D("2.27"), D("72.2")), "part": (D("2.27"), D("72.2"))}, [Sum(("whole",), ("part",))])
    assert not settled.confirmed
    assert settle(
        {"whole": (D("2.27"), D("72.2")), "part": (D("2.27"), D("72.2")), "rest": (D("22.73"),)},
        [Sum(("whole",), ("part",)), Sum(("whole", "rest"), constant=D(25))],
    ).confirmed == {"whole", "part", "rest"}


def test_a_sum_that_cannot_hold_narrows_nothing() -> None:
    broken = Sum(("whole",), ("part",))
    settled = settle({"whole": (D(1),), "part": (D(2), D(3))}, [broken])
    assert settled.values["part"] == (D(2), D(3))
    assert settled.broken == (broken,)
    assert not settled.confirmed


def test_too_many_open_members_say_nothing() -> None:
    choices = {n: (D(2**n), D(3**n)) for n in range(1, 25)}
    assert not settle(choices, [Sum(tuple(choices), constant=D(7))]).broken


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=1, max_size=8))
def test_the_true_reading_is_never_ruled_out(pairs: list[tuple[int, int]]) -> None:
    choices = {n: (D(true), D(false)) for n, (true, false) in enumerate(pairs)}
    total = D(sum(true for true, _ in pairs))
    settled = settle(choices, [Sum(tuple(choices), constant=total)])
    assert all(D(true) in settled.values[n] for n, (true, _) in enumerate(pairs))
    assert not settled.broken
