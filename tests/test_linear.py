"""Sums: what rounding explains passes, what it cannot explain fails, what was not understood is not judged."""

from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.confront import confront
from expectations.examples import document
from expectations.rule import Clause
from in_words import RULES, check, english, one, rule_of, told

CLASSES = ["201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213"]
CENT = Decimal("0.01")


def t01(total: str, parts: list[str], unit: str = "万元") -> str:
    rows = [f"{code} | {part}" for code, part in zip(CLASSES, parts, strict=False)]
    return "\n".join([f"T01 {unit} | 决算数", *rows, f"本年支出合计 | {total}"])


@pytest.mark.parametrize(
    ("total", "status"),
    [("3.00", "passed"), ("3.02", "rounding"), ("2.98", "rounding"), ("3.03", "failed"), ("2.97", "failed")],
)
def test_three_addends_may_differ_by_two_cents(total: str, status: str) -> None:
    outcome = one("T01-2", t01(total, ["1.00", "1.00", "1.00"]))
    assert outcome.status == status
    assert outcome.severity == "error"
    assert outcome.tolerance == Decimal("0.02")
    assert outcome.residual == Decimal(total) - 3
    assert outcome.left_interval == (Decimal(total) - Decimal("0.005"), Decimal(total) + Decimal("0.005"))
    assert outcome.right_interval == (Decimal("2.985"), Decimal("3.015"))


def test_the_sum_is_written_out() -> None:
    outcome = one("T01-2", t01("3.00", ["1.00", "", "2.00"]))
    assert [(t.side, t.sign, t.label, t.value, t.fact_id is None) for t in outcome.terms] == [
        ("left", 1, "本年支出合计", Decimal("3.00"), False),
        ("right", 1, "201", Decimal("1.00"), False),
        ("right", 1, "202", Decimal(0), True),
        ("right", 1, "203", Decimal("2.00"), False),
    ]


def test_a_printed_zero_has_its_half_unit_and_a_blank_has_none() -> None:
    assert one("T01-2", t01("1.01", ["1.00", "0.00"])).tolerance == Decimal("0.015")
    assert one("T01-2", t01("1.01", ["1.00", ""])).tolerance == Decimal("0.010")


def test_numbers_cut_off_are_rounding_and_say_so() -> None:
    outcome = one("T01-2", t01("8.05", ["1.00"] * 8))
    assert outcome.status == "rounding"
    assert "截尾" in english(outcome)
    assert one("T01-2", t01("8.08", ["1.00"] * 8)).status == "failed"
    assert one("T01-2", t01("7.95", ["1.00"] * 8)).status == "failed"  # cutting off never makes a total smaller


def test_what_fails_only_without_dropped_zeros_is_a_warning() -> None:
    outcome = one("T01-2", t01("6.08", ["1.01", "2.02", "3"]))
    assert (outcome.status, outcome.severity) == ("failed", "warning")
    assert "trailing zeros" in english(outcome)
    hard = one("T01-2", t01("7.05", ["1.01", "2.02", "3"]))
    assert (hard.status, hard.severity) == ("failed", "error")
    assert hard.tolerance == Decimal("0.515")


def test_one_cell_with_a_digit_too_many_accuses_nobody() -> None:
    assert one("T01-2", t01("6.04", ["1.01", "2.02", "3.001"])).status == "rounding"


def test_a_plain_zero_among_decimals_is_zero() -> None:
    outcome = one("T01-2", t01("3.30", ["1.01", "2.02", "0"]))
    assert (outcome.status, outcome.severity) == ("failed", "error")


def test_units_are_compared_at_their_own_precision() -> None:
    text = "T01 万元 | 决算数\n本年收入合计 | 12.34\n\nT02 元 | 本年收入合计\n合计 | {}"
    assert one("X-01", text.format("123,400.00")).status == "passed"
    outcome = one("X-01", text.format("123,449.99"))
    assert outcome.status == "rounding"
    assert outcome.unit == "万元"
    assert outcome.right == Decimal("12.344999")
    assert "截尾" in english(one("X-01", text.format("123,499.98")))
    assert one("X-01", text.format("123,500.01")).status == "failed"
    assert one("X-01", text.format("123,349.99")).status == "failed"


def test_a_doubted_cell_is_named_and_nothing_is_judged() -> None:
    outcome = one("T01-2", t01("3.00", ["1.00", "?2.o0"]))
    assert outcome.status == "not_checked"
    assert "202" in english(outcome)
    assert "?2.o0" in english(outcome)
    assert outcome.left is None
    assert outcome.terms[2].value is None


def test_a_blank_side_is_not_taken_for_zero() -> None:
    assert one("T01-2", t01("3.00", ["", ""])).status == "not_checked"
    assert one("T01-2", t01("", ["1.00", "2.00"])).status == "not_checked"
    assert one("T01-2", t01("0.00", ["", ""])).status == "passed"
    assert one("T01-2", t01("-", [""]).replace("| -", "|")).status == "not_applicable"


def test_a_row_printed_twice_is_not_guessed() -> None:
    assert "2 times" in english(one("T01-5", "T01 万元 | 决算数\n收入总计 | 1.00\n收入总计 | 1.00\n支出总计 | 1.00"))
    twice = one("T01-2", "T01 万元 | 决算数\n201 | 1.00\n201 | 1.00\n本年支出合计 | 9.00")
    assert twice.status == "not_checked"


def test_an_amount_under_an_unknown_heading_may_be_an_addend() -> None:
    text = "T02 万元 | 本年收入合计 | 财政拨款收入 | 捐赠\n2010101 | {} | 1.00 | 2.00"
    assert one("T02-1", text.format("3.00")).status == "not_checked"
    assert one("T02-1", text.format("1.00")).status == "passed"


def test_a_line_taken_for_of_which_counts_where_it_is_just_what_is_missing() -> None:
    others = "\n".join(f"{name} | " for name in ("上级补助收入", "经营收入", "附属单位上缴收入", "其他收入"))
    text = (
        f"T01 万元 | 决算数\n一般公共预算财政拨款收入 | \n{others}\n"
        "事业收入 | 1.00\n其中:专户资金 | 2.00\n其中:其中：教育收费 | 0.50\n本年收入合计 | {}"
    )
    assert one("T01-1", text.format("1.00")).status == "passed"
    assert one("T01-1", text.format("3.00")).status == "not_checked"
    assert one("T01-1", text.format("1.50")).status == "failed"
    assert one("T01-1", text.format("4.00")).status == "failed"


FUNDS = "F24 元 | 全年预算数\n年度资金总额 | 9.00\n当年财政拨款 | 5.00\n上年结转资金 | 0.00\n"


def test_a_form_that_prints_not_all_sources_is_not_accused() -> None:
    assert one("F24-01", FUNDS).status == "not_checked"
    assert one("F24-01", f"{FUNDS}其他资金 | 0.00").status == "failed"
    assert one("F24-01", f"{FUNDS}其他资金 | 4.00").status == "passed"


def test_an_amount_on_an_unknown_line_of_a_form_may_be_a_source() -> None:
    canonical = document(f"{FUNDS}其他资金 | 0.00")
    for text, status in (("4.00", "not_checked"), ("0.00", "failed"), ("完成5处", "failed")):
        table = replace(canonical.tables[0], grid=(*canonical.tables[0].grid, ("财政专户资金", text)))
        (outcome,) = confront((RULES["F24-01"],), replace(canonical, tables=(table,)))
        assert outcome.status == status


def test_a_number_with_absurdly_many_digits_is_not_calculated_with() -> None:
    assert one("T01-2", t01("3.00", ["1.00", "9" * 300])).status == "not_checked"
    assert one("T01-2", t01("3.00", ["1.00", "0." + "1" * 300])).status == "not_checked"


def test_a_joined_number_makes_no_certain_failure() -> None:
    canonical = document(t01("3.00", ["1.00", "1.00"]))
    joined = tuple(replace(fact, repaired_from="1. 00") if fact.code == "202" else fact for fact in canonical.facts)
    (outcome,) = confront((RULES["T01-2"],), replace(canonical, facts=joined))
    assert (outcome.status, outcome.severity) == ("failed", "warning")
    assert "joined" in english(outcome)


def test_a_sum_beside_an_unread_page_is_not_judged() -> None:
    canonical = document(t01("3.00", ["1.00", "1.00"]))
    facts = tuple(replace(fact, location=replace(fact.location, page=4)) for fact in canonical.facts)
    for page, status in ((5, "not_checked"), (7, "failed")):
        info = replace(canonical.document, status="partial", pages_unread=(page,))
        (outcome,) = confront((RULES["T01-2"],), replace(canonical, document=info, facts=facts))
        assert outcome.status == status


def test_a_blank_total_with_parts_is_no_zero() -> None:
    text = """
    T05 万元 | 基本支出
    合计     | 9.00

    T06 万元     | 决算数
    302          | 4.00
    人员经费合计 | 5.00
    公用经费合计 |
    """
    outcome = one("X-08", text)
    assert outcome.status == "not_checked"
    assert "公用经费合计" in english(outcome)


def test_a_sum_over_a_table_cut_short_is_not_an_accusation() -> None:
    head = "T01 万元 | 决算数\n本年支出合计 | 9.00\n年末结转和结余 | 1.00\n支出总计 | {}"
    assert one("T01-4", head.format("10.00")).status == "passed"
    assert one("T01-4", head.format("11.00")).status == "not_checked"
    reserves = "T01 万元 | 决算数\n本年收入合计 | 9.00\n年初结转和结余 | 1.00\n收入总计 | 11.00"
    assert one("T01-3", reserves).status == "failed"  # 使用非财政拨款结余 came and went with the years


def test_bounds_allow_half_a_unit_on_both_sides() -> None:
    rule = rule_of(Clause("bound", "决算数 ≤ 预算数", table="T07", each="column"))
    text = "T07 万元 | 合计 | 公务接待费\n预算数 | 1.00 | 1.00\n决算数 | {} | 0.50"
    assert told(rule, text.format("1.01")) == [("决算数 / 合计", "rounding"), ("决算数 / 公务接待费", "passed")]
    assert told(rule, text.format("1.02"))[0][1] == "failed"
    turned = rule_of(Clause("bound", "预算数 ≥ 决算数", table="T07", each="column"))
    assert told(turned, text.format("1.02"))[0][1] == "failed"
    assert told(turned, text.format("0.20"))[0][1] == "passed"


def test_weights_are_multiplied() -> None:
    rule = rule_of(Clause("identity", "T01[收入总计, 决算数] = 2 × T01[支出总计, 决算数] - 1"))
    text = "T01 万元 | 决算数\n收入总计 | 2.9999\n支出总计 | 2.0000"
    assert [status for _, status in told(rule, text)] == ["failed"]  # 1 is one 元 here: constants have no unit


amounts = st.lists(st.decimals(min_value=-99999, max_value=99999, places=6), min_size=1, max_size=12)
ways = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN])


def trimmed(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@given(amounts, ways, st.booleans())
def test_a_true_report_is_never_called_wrong(parts: list[Decimal], way: str, trim: bool) -> None:
    total = sum(parts, Decimal(0)).quantize(CENT, way)
    printed = [part.quantize(CENT, way) for part in parts]
    text = t01(*_as_text(total, printed, trim))
    assert all(o.status != "failed" for o in check("T01-2", text))


@given(st.lists(st.decimals(min_value=-99999, max_value=99999, places=2), min_size=1, max_size=12), st.booleans())
def test_an_exact_report_passes(parts: list[Decimal], trim: bool) -> None:
    text = t01(*_as_text(sum(parts, Decimal(0)), parts, trim))
    assert all(o.status in ("passed", "not_checked") for o in check("T01-2", text))


@given(amounts, st.integers(1, 500), st.booleans())
def test_more_than_rounding_and_cutting_explain_is_wrong(parts: list[Decimal], over: int, minus: bool) -> None:
    printed = [abs(part).quantize(CENT, ROUND_HALF_UP) for part in parts]
    n = len(printed)
    beyond = CENT * (max(n - 1, (n + 1) // 2) + over)
    total = sum(printed, Decimal(0)) + (-beyond if minus else beyond)
    outcome = one("T01-2", t01(*_as_text(total, printed, False)))
    assert outcome.status == "failed"
    assert outcome.severity == "error"


def _as_text(total: Decimal, parts: list[Decimal], trim: bool) -> tuple[str, list[str]]:
    show = trimmed if trim else str
    return show(total), [show(part) for part in parts]
