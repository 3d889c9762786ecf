"""Printed scoring criteria that are formulas, and the scores they allow."""

from decimal import Decimal
from fractions import Fraction

import pytest

from expectations.criteria import Reached, allowed, read_criterion, share
from expectations.intervals import exact, rounded


def reached(weight: str, target: str, actual: str, *, percent: bool = False, lower: bool = False) -> Reached:
    half = Fraction(1, 2) if percent else Fraction(0)
    got = Fraction(Decimal(actual))
    return Reached(Fraction(Decimal(weight)), exact(Fraction(Decimal(target))), rounded(got, half), percent, lower)


@pytest.mark.parametrize(
    ("text", "kind", "free"),
    [
        ("得分比例=业绩值/目标值100%,未达到目标值的,按权重分得分比例计分。", "share", False),
        ("业绩值占目标值的比例乘以权重", "share", False),
        ("年度预算执行率应达到100%;得分=预算执行率业绩值×2.27分", "share", False),
        ("每降低1%扣权重分的1%,扣完为止", "per", False),
        ("每低于一个百分点,减少分值得参考权重分的1%。", "per", True),
        ("业绩值高于目标值范围时,每高于1%,扣权重分的1%。", "per", False),
        ("每降低5%扣2分", "per", False),
        ("预算执行率>90%,得2.86分,90%>预算执行率>80%,得1.86分,预算执行率<80%,不得分", "steps", False),
        ("按时完成则得分,否则不得分。", "nothing", False),
        ("达到目标得满分,未达到目标值的,酌情给分", "free", True),
    ],
)
def test_a_criterion_is_understood(text: str, kind: str, free: bool) -> None:
    criterion = read_criterion(text)
    assert criterion is not None
    assert (criterion.kind, criterion.free) == (kind, free)


@pytest.mark.parametrize("text", [None, "", "财政资金预算执行符合使用进度。", "健全：制度完备,得满分。"])
def test_words_without_numbers_say_nothing(text: str | None) -> None:
    assert read_criterion(text) is None


def test_a_share_is_weight_times_actual_over_target() -> None:
    interval = share(reached("20", "100", "80"))
    assert (interval.low, interval.high) == (16, 16)
    turned = share(reached("20", "5", "10", lower=True))
    assert (turned.low, turned.high) == (10, 10)
    assert share(reached("20", "0", "3", lower=True)).low == 0


def test_points_off_for_every_percent_count_in_whole_or_started_steps() -> None:
    criterion = read_criterion("每降低1%扣权重分的1%")
    assert criterion is not None
    (one,) = allowed(criterion, reached("20", "100", "79.5"))
    assert (one.low, one.high) == (Fraction(79, 5), 16)


def test_fixed_points_off() -> None:
    criterion = read_criterion("每降低5%扣2分")
    assert criterion is not None
    (one,) = allowed(criterion, reached("20", "100", "90"))
    assert one.low <= 16 <= one.high


def test_steps_give_the_score_of_the_step() -> None:
    criterion = read_criterion("执行率>90%,得2分,90%>执行率>80%,得1分,执行率<80%,不得分")
    assert criterion is not None
    for actual, score in (("95", 2), ("85", 1), ("60", 0)):
        assert [i.low for i in allowed(criterion, reached("2", "100", actual, percent=True))] == [score]
    both = allowed(criterion, reached("2", "100", "90", percent=True))
    assert {i.low for i in both} == {2, 1}


def test_a_criterion_that_names_its_points_is_a_share_of_those() -> None:
    criterion = read_criterion("得分=预算执行率业绩值×2.27分")
    assert criterion is not None
    assert allowed(criterion, reached("2.31", "100", "50")) == (exact(Fraction("1.135")),)
