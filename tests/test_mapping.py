"""Facts carry unit, basis, place and doubt; what is no number is said to be none."""

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
