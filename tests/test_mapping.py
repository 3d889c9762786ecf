"""Facts carry unit, basis, place and doubt; what is no number is said to be none."""

import pytest

from sheets import mapped

HEAD = "支出决算表\n单位：万元\n科目编码|科目名称|合计|基本支出|项目支出\n"


def test_a_fact_remembers_where_it_was_printed() -> None:
    fact = mapped(HEAD + "201|一般公共服务支出|3.50|1.00|2.50\n").facts[0]
    assert (fact.raw, fact.decimals, fact.unit, fact.scale, fact.basis) == ("3.50", 2, "万元", 10_000, "all")
    assert (fact.location.line, fact.location.table, fact.location.column) == (4, "T03", "合计")
    assert fact.fact_id == "doc.T03.1.2"


def test_two_numbers_in_a_cell_are_a_doubt_and_no_value() -> None:
    found = mapped(HEAD + "201|一般公共服务支出|3.50 4.00|1.00|2.50\n")
    assert found.facts[0].value is None
    assert found.facts[0].doubt is not None
    assert len(found.doubts) == 1


def test_a_dash_is_no_fact_and_a_percent_is_no_amount() -> None:
    found = mapped(HEAD + "201|一般公共服务支出|—|12%|2.50\n")
    read = [(fact.column_concept, fact.value is None) for fact in found.facts]
    assert read == [("基本支出", True), ("项目支出", False)]


def test_an_empty_table_keeps_its_columns_and_its_sentence() -> None:
    head = HEAD.replace("支出决算表", "政府性基金预算财政拨款支出决算表")
    found = mapped(head + "|||||\n注：本年度没有收支，故本表无数据。\n")
    assert found.table.state == "empty"
    assert [column.concept for column in found.table.columns] == ["本年支出合计", "基本支出", "项目支出"]
    assert found.table.statement == "注：本年度没有收支，故本表无数据。"


@pytest.mark.parametrize(
    "sentence",
    [
        "注：我单位无政府性基金预算财政拨款收入支出，故此表为空。",
        "说明：本部门不涉及该项内容。",
        "注：本表为空。",
        "备注：本年度未安排政府性基金预算。",
        "注：本年度未发生政府性基金收支。",
    ],
)
def test_the_sentence_of_an_empty_table_below_it_or_in_its_last_row(sentence: str) -> None:
    head = HEAD.replace("支出决算表", "政府性基金预算财政拨款支出决算表")
    assert mapped(f"{head}|||||\n{sentence}\n").table.statement == sentence
    assert mapped(f"{head}|||||\n{sentence}||||\n").table.statement == sentence


def test_a_note_says_nothing_of_that() -> None:
    head = HEAD.replace("支出决算表", "政府性基金预算财政拨款支出决算表")
    assert (
        mapped(f"{head}|||||\n注：本表反映部门本年度政府性基金的收入、支出及结转和结余情况。\n").table.statement is None
    )


def test_a_column_of_shares_holds_percents() -> None:
    found = mapped(
        "支出决算表\n单位：万元\n科目编码|科目名称|合计|基本支出|项目支出|占比\n201|一般公共服务支出|3.00|1.00|2.00|12.5%\n"
    )
    assert [(fact.unit, fact.doubt) for fact in found.facts] == [*[("万元", None)] * 3, ("%", None)]
