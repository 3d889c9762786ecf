"""Printed rates and scores: the steps of rules.md §1.4, bases of zero, other bases, other practices."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from in_words import check, english, one

RATE = "F24 元 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率\n年度资金总额 | {} | {} | {} | {}"


def rate(initial: str, budget: str, executed: str, printed: str) -> tuple[str, str, str]:
    outcome = one("F24-02", RATE.format(initial, budget, executed, printed))
    return outcome.status, outcome.severity, english(outcome)


@pytest.mark.parametrize(
    ("printed", "status"),
    [("66.67", "passed"), ("66.66", "rounding"), ("66.7", "passed"), ("67", "passed"), ("66", "rounding"),
     ("66.68", "failed"), ("66.65", "failed"), ("65", "failed")],
)  # fmt: skip
def test_the_steps_of_a_printed_percentage(printed: str, status: str) -> None:
    found, _, reason = rate("", "3000.00", "2000.00", printed)
    assert found == status
    assert ("截尾" in reason) == (status == "rounding")


def test_the_digits_of_the_amounts_widen_the_rate() -> None:
    text = "F24 万元 | 全年预算数 | 全年执行数 | 执行率\n年度资金总额 | 3.0 | 2.0 | {}"
    assert one("F24-02", text.format("67.50")).status == "rounding"
    assert one("F24-02", text.format("69.50")).status == "failed"


def test_what_may_be_anything_is_not_checked() -> None:
    text = "F24 亿元 | 全年预算数 | 全年执行数 | 执行率\n年度资金总额 | 0.3 | 0.2 | 12.00"
    assert "ten points" in english(one("F24-02", text))


def test_bases_of_zero() -> None:
    assert rate("", "0.00", "0.00", "0.00")[0] == "not_applicable"
    assert rate("", "0.00", "5.00", "0.00")[0] == "not_checked"
    assert rate("", "0.00", "5.00", "")[0] == "not_applicable"


def test_a_rate_on_another_basis_is_a_warning_that_says_so() -> None:
    status, severity, reason = rate("4000.00", "3000.00", "2000.00", "50.00")
    assert (status, severity) == ("failed", "warning")
    assert "年初预算数" in reason
    assert rate("4000.00", "3000.00", "2000.00", "55.00")[1] == "error"


def test_a_missing_amount_is_not_zero() -> None:
    assert rate("", "3000.00", "", "66.67")[0] == "not_checked"
    assert rate("", "3000.00", "?", "66.67")[0] == "not_checked"


FORM = "F24 元 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n年度资金总额 | {} | {} | 10 | {} | {}\n"


def test_a_score_may_come_from_the_exact_or_from_the_printed_rate() -> None:
    # 94.949 %: printed 94.9 gives 9.49, exact gives 9.4949 or 9.495
    assert one("F24-03", FORM.format("100000", "94949", "94.9", "9.490")).status == "passed"
    assert one("F24-03", FORM.format("100000", "94949", "94.9", "9.4949")).status == "passed"
    assert one("F24-03", FORM.format("100000", "94949", "94.9", "9.52")).status == "failed"


def test_a_rate_above_one_scores_the_whole_weight() -> None:
    assert one("F24-03", FORM.format("100.00", "150.00", "150.00", "10")).status == "passed"
    assert one("F24-03", FORM.format("100.00", "150.00", "150.00", "15")).status == "failed"


def test_another_scoring_practice_is_certain_only_beside_forms_that_follow_the_formula() -> None:
    wrong = FORM.format("100.00", "90.00", "90.00", "10")
    (alone,) = check("F24-03", wrong)
    assert (alone.status, alone.severity) == ("failed", "warning")
    full = FORM.format("100.00", "100.00", "100.00", "10")
    assert check("F24-03", f"{wrong}\n{full}")[0].severity == "warning"  # the whole weight tells nothing
    follows = FORM.format("100.00", "80.00", "80.00", "8.00")
    assert check("F24-03", f"{wrong}\n{follows}")[0].severity == "error"


@given(
    st.decimals(min_value=1000, max_value=10**7, places=4),
    st.decimals(min_value=0, max_value=3, places=6),
    st.integers(0, 3),
    st.sampled_from([ROUND_HALF_UP, ROUND_DOWN]),
)
def test_a_true_rate_is_never_called_wrong(budget: Decimal, part: Decimal, decimals: int, way: str) -> None:
    executed = budget * part
    printed = (executed / budget * 100).quantize(Decimal(1).scaleb(-decimals), way)
    cents = [value.quantize(Decimal("0.01"), ROUND_HALF_UP) for value in (budget, executed)]
    assert rate("", f"{cents[0]}", f"{cents[1]}", f"{printed}")[0] in ("passed", "rounding")
