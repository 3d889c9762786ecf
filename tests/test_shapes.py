"""Each shape of table, in the variants that are printed: which cell is which number."""

from sheets import mapped, numbers

SIDED = """收入支出决算总表
单位：万元
收入|||支出||
项 目|行次|决算数|项 目|行次|决算数
栏 次||1|栏 次||2
一、一般公共预算财政拨款收入|1|90.00|一、一般公共服务支出|29|60.00
二、事业收入|2|5.00|二、某新设支出|30|30.00
其中：检测费|3|1.00||31|
本年收入合计|4|95.00|本年支出合计|32|90.00
年初结转和结余|5||年末结转和结余|33|5.00
总计|6|95.00|总计|34|95.00
"""


def test_two_sided_tables_are_read_on_both_sides() -> None:
    found = numbers(SIDED)
    assert found[("一般公共预算财政拨款收入", "决算数")] == "90.00"
    assert found[("201", "决算数")] == "60.00"
    assert found[("类:二、某新设支出", "决算数")] == "30.00"
    assert found[("其中:其中：检测费", "决算数")] == "1.00"
    assert found[("收入总计", "决算数")] == found[("支出总计", "决算数")] == "95.00"
    assert len(found) == 10


def test_blank_rows_stay_rows() -> None:
    table = mapped(SIDED).table
    assert "年初结转和结余" in {row.concept for row in table.rows}


def test_sub_rows_under_a_carry_over_are_not_income() -> None:
    found = numbers("""财政拨款收入支出决算总表
单位：万元
收入||支出||||
项目|决算数|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
一、一般公共预算财政拨款|9.00|一、一般公共服务支出|10.00|10.00||
二、政府性基金预算财政拨款||二、外交支出||||
本年收入合计|9.00|本年支出合计|10.00|10.00||
年初财政拨款结转和结余|1.00|年末财政拨款结转和结余||||
一、一般公共预算财政拨款|1.00||||||
总计|10.00|总计|10.00|10.00||
""")
    assert found[("一般公共预算财政拨款", "决算数")] == "9.00"
    assert found[("年初一般公共预算财政拨款", "决算数")] == "1.00"
    assert found[("201", "一般公共预算财政拨款")] == "10.00"
    assert found[("支出总计", "合计")] == "10.00"


def test_codes_in_one_cell_in_three_or_with_the_name() -> None:
    whole = numbers("支出决算表\n科目编码|科目名称|合计|基本支出\n合计||3.00|3.00\n2010101|行政运行|3.00|3.00\n")
    split = numbers("支出决算表\n类|款|项|科目名称|合计|基本支出\n合计||||3.00|3.00\n201|01|01|行政运行|3.00|3.00\n")
    joint = numbers("支出决算表\n科目|合计|基本支出\n合计|3.00|3.00\n2010101行政运行|3.00|3.00\n")
    assert whole == split == joint
    assert set(whole) == {(row, column) for row in ("合计", "2010101") for column in ("本年支出合计", "基本支出")}


def test_units_stand_for_codes() -> None:
    found = numbers("收入决算表（所属单位）\n单位名称|本年收入合计|财政拨款收入\n合计|3.00|3.00\n某局（本级）|3.00|3.00\n")
    assert found[("单位:某局（本级）", "财政拨款收入")] == "3.00"
    assert found[("合计", "本年收入合计")] == "3.00"


def test_groups_side_by_side_and_their_totals() -> None:
    found = numbers("""一般公共预算财政拨款基本支出决算表
科目编码|科目名称|决算数|科目编码|科目名称|决算数
301|工资福利支出|7.00|302|商品和服务支出|3.00
30101|基本工资|7.00|30201|办公费|3.00
人员经费合计||7.00|公用经费合计||3.00
""")
    assert found[("301", "决算数")] == found[("人员经费合计", "决算数")] == "7.00"
    assert found[("30201", "决算数")] == found[("公用经费合计", "决算数")] == "3.00"


BLOCK = """“三公”经费支出决算表
预算数|||||||决算数||||||
合计|因公出国（境）费|公务用车购置及运行费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
||小计|公务用车购置费|公务用车运行费||||小计|公务用车购置费|公务用车运行费|
10.00|1.00|6|2.00|4.00|3.00|5.00|0.00|4.00|0.00|4.00|1.00
"""
INTERLEAVED = """“三公”经费支出决算表
合计||因公出国（境）费||公务用车购置及运行维护费||||||公务接待费|
||||小计||公务用车购置费||公务用车运行维护费|||
预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
10.00|5.00|1.00|0.00|6|4.00|2.00|0.00|4.00|4.00|3.00|1.00
"""
UPRIGHT = """“三公”经费支出决算表
项目|预算数|决算数
合计|10.00|5.00
1.因公出国（境）费|1.00|0.00
2.公务用车购置及运行费|6|4.00
其中：（1）公务用车购置费|2.00|0.00
（2）公务用车运行费|4.00|4.00
3.公务接待费|3.00|1.00
"""


def test_three_layouts_of_the_three_public_expenses_say_the_same() -> None:
    block = numbers(BLOCK.replace("|||||||决算数", "||||||决算数"))
    assert block == numbers(INTERLEAVED) == numbers(UPRIGHT)
    assert len(block) == 12
    assert block[("预算数", "公务用车购置及运行费")] == "6"
    assert block[("决算数", "公务用车运行费")] == "4.00"


def test_generic_headings_belong_to_what_stands_above_them() -> None:
    found = numbers("""政府性基金预算财政拨款收入支出决算表
科目编码|科目名称|年初结转和结余||本年收入|||本年支出||||年末结转和结余
||合计|项目支出结转|合计|基本支出|项目支出|合计|基本支出||项目支出|合计
||||||||小计|人员经费||
合计||1.00|1.00|9.00|4.00|5.00|8.00|3.00|2.00|5.00|2.00
""")
    assert {column: value for (row, column), value in found.items() if "/" not in column} == {
        "年初结转和结余": "1.00",
        "本年收入": "9.00",
        "本年支出合计": "8.00",
        "基本支出": "3.00",
        "项目支出": "5.00",
        "年末结转和结余": "2.00",
    }
    assert len(found) == 10
