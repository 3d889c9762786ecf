"""Printed rates and scores: the steps of rules.md §1.4, bases of zero, other bases, other practices."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.confront import confront
from fixtures.cases import HOME
from in_words import RULES, check, english, one
from ingest.pipeline import read

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


FUNDS = """F19 元 | 合计 | 财政资金小计 | 市级
预算安排 | 8200.00 | 8200.00 | 8200.00
实际支出 | 7919.00 | 7919.00 | 7919.00
预算执行率 | {} | {} | {}"""


def funds(*rates: str) -> list[tuple[str, str, bool]]:
    """Status, severity and unsure of the three rates; 7919 / 8200 is 96.573 %."""
    made = {o.place: o for o in check("F19-03", FUNDS.format(*rates)) if o.left is not None}
    return [(o.status, o.severity, o.unsure) for o in made.values()]


def test_a_digit_that_no_rate_beside_it_has_is_nobodys_certain_fault() -> None:
    fine, stray, wrong = ("passed", "error", False), ("failed", "warning", True), ("failed", "error", False)
    assert funds("96.57", "96.57", "96.571") == [fine, fine, stray]
    assert funds("96.57", "96.57", "96.58") == [fine, fine, wrong]  # a wrong last digit of an ordinary rate
    assert funds("96.57", "96.57", "96.481") == [fine, fine, wrong]  # wrong without the third decimal as well
    assert funds("97", "97", "96.571") == [fine, fine, wrong]  # whole percentages are no norm
    assert funds("96.573", "96.573", "96.571") == [fine, fine, wrong]


def test_a_share_of_one_has_the_worth_of_its_own_digits(tmp_path: Path) -> None:
    form = (HOME / "form_clean" / "report.txt").read_text(encoding="utf-8")
    statuses = {}
    for printed in ("0.955", "0.96", "0.9", "1", "0.97", "0.8"):
        path = tmp_path / "form.txt"
        path.write_text(form.replace("95.50%", printed, 1), encoding="utf-8")
        statuses[printed] = [o.status for o in confront((RULES["F24-02"],), read(str(path))) if o.left is not None]
    assert statuses.pop("1") == []  # 0.5 to 1.5: it may be anything
    right = {printed: made[0] != "failed" for printed, made in statuses.items()}
    assert right == {"0.955": True, "0.96": True, "0.9": True, "0.97": False, "0.8": False}


def test_alone_in_its_form_a_rate_has_the_norm_of_the_other_forms() -> None:
    form = RATE.format("", "8200.00", "7919.00", "96.571")
    assert [o.severity for o in check("F24-02", form)] == ["error"]
    other = RATE.format("", "3000.00", "2000.00", "66.67")
    assert [o.severity for o in check("F24-02", f"{form}\n\n{other}")] == ["warning", "error"]


def test_a_stated_rate_with_a_digit_too_many() -> None:
    rows = ("某局 甲项目 | 98 | 8200.00 | 7919.00 | 96.571", "某局 乙项目 | 98 | 3000.00 | 2000.00 | 66.67")
    told = ["综述 万元 | 得分 | 全年预算 | 支出决算 | 执行率", *rows]
    assert [o.severity for o in check("PS-05", "\n".join(told[:2]))] == ["error"]
    stray, fine = check("PS-05", "\n".join(told))
    assert (stray.status, stray.unsure, fine.status) == ("failed", True, "passed")
