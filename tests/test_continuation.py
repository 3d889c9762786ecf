"""Parts that print their title again are one table; two tables of one kind stay two."""

from ingest.mapping import map_table
from ingest.statutory.continuation import statutory
from sheets import OWNER, printed

HEAD = "科目编码|科目名称|合计|基本支出\n"


def _sheets(text: str) -> list[int]:
    return [len(sheet.body) for sheet in statutory(printed(text))]


def test_a_second_page_with_the_title_again() -> None:
    first = f"支出决算表\n{HEAD}合计||3.00|3.00\n201|甲|1.00|1.00\n"
    assert _sheets(f"{first}\n支出决算表（续）\n{HEAD}202|乙|2.00|2.00\n") == [3]


def test_two_departments_are_two_tables() -> None:
    first = f"支出决算表\n{HEAD}合计||3.00|3.00\n201|甲|3.00|3.00\n"
    assert _sheets(f"{first}\n支出决算表\n{HEAD}合计||4.00|4.00\n201|甲|4.00|4.00\n") == [2, 2]


def test_a_row_that_lost_its_empty_cells_is_still_a_row() -> None:
    text = """财政拨款收入支出决算总表
收入||支出||
项目|决算数|项目|合计|一般公共预算财政拨款
一、一般公共预算财政拨款|9.00|一、一般公共服务支出|9.00|9.00
本年收入合计|9.00|本年支出合计|9.00|9.00
年初财政拨款结转和结余||年末财政拨款结转和结余||

一、一般公共预算财政拨款
总计|9.00|总计|9.00|9.00
注：完
"""
    assert _sheets(text) == [5]


def test_the_two_halves_of_a_printed_spreadsheet_are_one_table() -> None:
    text = """收入支出决算总表
金额单位：元
收入||
项目|行次|金额
栏次||1
一、一般公共预算财政拨款收入|1|5.00
本年收入合计|2|5.00
总计|3|5.00
入支出决算总表
公开01表
金额单位：元
支出||
项目（按功能分类）|行次|金额
栏次||2
一、一般公共服务支出|4|5.00
本年支出合计|5|5.00
总计|6|5.00
"""
    (sheet,) = statutory(printed(text))
    found = {(fact.row_key): str(fact.value) for fact in map_table(sheet, "T01", OWNER).facts}
    assert found["201"] == found["一般公共预算财政拨款收入"] == found["收入总计"] == found["支出总计"] == "5.00"
