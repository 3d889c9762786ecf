"""Which tables and rows a rule is checked on, and what is said where there are none."""

from expectations.confront import confront
from expectations.examples import document
from expectations.rule import Clause
from in_words import check, english, one, rule_of, told

T02 = "T02 万元 | 本年收入合计\n合计 | 1.00\n"
T02U = "T02U 万元 | 本年收入合计\n合计 | 1.00\n单位:甲 | 1.00\n"


def test_tables_that_few_reports_print_are_not_missed() -> None:
    outcomes = check("U-01", T02)
    assert {o.status for o in outcomes} == {"not_applicable"}


def test_one_of_two_tables_that_belong_together_is_missed() -> None:
    assert "T03U" in english(one("U-04", T02U))
    assert one("U-04", T02U).status == "not_checked"


def test_a_table_that_came_later_is_missed_only_from_then_on() -> None:
    assert {o.status for o in check("T09-1", f"@ year 2019\n{T02}")} == {"not_applicable"}
    assert {o.status for o in check("T09-1", f"@ year 2020\n{T02}")} == {"not_checked"}


def test_a_form_owes_no_statutory_tables() -> None:
    form = "F24 元 | 分值\n总分 | 100\n"
    assert one("X-01", form).status == "not_applicable"
    assert one("X-01", f"@ kind unknown\n{form}").status == "not_checked"
    assert {o.status for o in check("F24-05", T02)} == {"not_applicable"}


def test_a_tie_cannot_choose_between_two_tables_but_ignores_an_empty_one() -> None:
    t01 = "T01 万元 | 决算数\n本年收入合计 | 1.00\n"
    assert "2 times" in english(one("X-01", f"{t01}\n{T02}\n{T02}"))
    assert one("X-01", f"{t01}\n{T02}\nT02 万元 | 本年收入合计\n").status == "passed"


def test_a_rule_within_a_table_runs_on_each() -> None:
    form = "F24 元 | 分值 | 得分\n总分 | 100 | {}\n"
    outcomes = check("F24-07", f"{form.format(90)}\n{form.format(101)}")
    assert [o.status for o in outcomes] == ["passed", "failed"]
    assert outcomes[0].tables != outcomes[1].tables


def test_classes_are_matched_by_code_over_both_tables() -> None:
    text = """
    T04 万元         | 合计 | 一般公共预算财政拨款
    201 一般公共服务 | 1.00 | 1.00
    202 外交         | 0.00 | 0.00
    205 教育         | 2.00 | 2.00
    本年支出合计     | 3.00 | 3.00

    T05 万元 | 本年支出合计
    201      | 1.00
    208      | 2.00
    合计     | 3.00
    """
    outcomes = check("X-05", text)
    assert [(o.place[:3], o.status) for o in outcomes[1:]] == [
        ("201", "passed"),
        ("202", "passed"),
        ("205", "not_checked"),
        ("208", "not_checked"),
    ]


def test_a_class_that_nobody_knows_is_not_matched() -> None:
    text = "T04 万元 | 一般公共预算财政拨款\n类:新设类 | 1.00\n\nT05 万元 | 本年支出合计\n201 | 1.00\n合计 | 1.00"
    assert {o.status for o in check("X-05", text) if o.place == "新设类"} == {"not_checked"}


def test_a_row_that_is_blank_throughout_makes_no_check() -> None:
    text = "T02 万元 | 本年收入合计 | 财政拨款收入\n合计 | 1.00 | 1.00\n2010101 甲 | | "
    assert [o.place for o in check("T02-1", text)] == ["合计"]


def test_sides_rows_and_columns_can_be_chosen() -> None:
    clause = Clause("identity", "合计 = 一般公共预算财政拨款", table="T04", each="row", rows=("支出总计",))
    text = "T04 万元 | 合计 | 一般公共预算财政拨款\n201 | 1.00 | 2.00\n支出总计 | 1.00 | 1.00"
    assert told(rule_of(clause), text) == [("支出总计", "passed")]


def test_unlike_units_are_not_compared() -> None:
    clause = Clause("identity", "分值 = 全年预算数", table="F24", each="row")
    (outcome,) = confront((rule_of(clause),), document("F24 元 | 分值 | 全年预算数\n总分 | 100 | 100"))
    assert outcome.status == "not_checked"
    assert "分" in english(outcome)


def test_a_precondition_that_cannot_be_checked_blocks_the_check() -> None:
    text = """
    T04 万元                 | 决算数 | 合计 | 一般公共预算财政拨款
    一般公共预算财政拨款     | 9.00   |      |
    年初财政拨款结转和结余   | {}     |      |
    年初一般公共预算财政拨款 | {}     |      |
    支出总计                 |        | 9.00 | 9.00
    """
    places = {o.place: o.status for o in check("T04-4", text.format("", ""))}
    first = next(status for place, status in places.items() if place.startswith("T04[一般公共"))
    assert first == "passed"
    blocked = check("T04-4", text.format("1.00", ""))
    assert [o.status for o in blocked if o.place.startswith("T04[一般公共")] == ["not_checked"]


def test_units_are_listed_alike_whatever_their_order_and_brackets() -> None:
    second = "\nT03U 万元 | 本年支出合计\n单位:{}\n"
    assert one("U-04", T02U + second.format("甲")).status == "passed"
    typo = check(
        "U-04", "T02U 万元 | 本年收入合计\n单位:滨河区绿地养护中心 | 1.00\n" + second.format("滨河区绿地养户中心")
    )
    assert [(o.status, o.severity) for o in typo] == [("failed", "warning")]
    other = one("U-04", T02U + second.format("乙所"))
    assert (other.status, other.severity) == ("failed", "error")
    assert "甲" in english(other)


def test_presence_speaks_only_where_its_condition_holds() -> None:
    text = "F24 元 | 全年预算数 | 执行率\n年度资金总额 | {} | {}"
    assert one("F24-04", text.format("0.00", "100")).status == "failed"
    assert one("F24-04", text.format("0.00", "")).status == "passed"
    assert one("F24-04", text.format("9.00", "100")).status == "not_applicable"
    assert one("F24-04", text.format("", "100")).status == "not_checked"
    assert one("F24-04", text.format("", "")).status == "not_applicable"
