"""Tables are known by title and columns."""

import pytest

from ingest.statutory.continuation import statutory
from ingest.statutory.recognition import title_template
from ingest.stitching import join
from ingest.text import blocks
from sheets import sheet

_OTHERS = (
    "项目收入支出决算表",
    "一般公共预算财政拨款项目支出决算表",
    "一般公共预算财政拨款支出决算明细表",
    "财政拨款支出决算明细表",
    "基本支出决算明细表",
    "政府性基金预算财政拨款支出决算明细表",
    "财政专户管理资金收入支出决算表",
    "国有资产使用情况表",
)
"""Tables of some places that are none of the statutory ones."""
CODED = "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|3.00|1.00|2.00\n"


def recognised(text: str) -> list[str]:
    return [found.template.id for found in statutory(join(blocks(text.replace("|", "\t"))))]


@pytest.mark.parametrize(
    ("title", "template"),
    [
        ("收入支出决算总表", "T01"),
        ("一、收入支出决算总表", "T01"),
        ("2023年度部门收支决算总表", "T01"),
        ("收入决算表", "T02"),
        ("收入决算表（所属单位）", "T02U"),
        ("支出决算表", "T03"),
        ("支出决算表（续）", "T03"),
        ("财政拨款收入支出决算总表", "T04"),
        ("收入支出决算表", "T01"),
        ("财政拨款收入支出决算表", "T04"),
        ("收入决算表（分单位）", "T02U"),
        ("收入决算表（分科目）", "T02"),
        ("单位支出决算表", "T03"),
        ("一般公共预算财政拨款收入支出决算表", "T05"),
        ("财政拨款“三公”经费、行政参公单位机关运行经费情况表", "T07"),
        ("一般公共预算财政拨款支出决算表", "T05"),
        ("一般公共预算财政拨款基本支出决算表", "T06"),
        ("一般公共预算财政拨款基本支出决算明细表", "T06"),
        ("财政拨款“三公”经费支出决算表", "T07"),
        ("一般公共预算财政拨款“三公”经费支出决算表", "T07"),
        ("政府性基金预算财政拨款收入支出决算表", "T08"),
        ("国有资本经营预算财政拨款支出决算表", "T09"),
        ("项目支出绩效自评表", "F24"),
    ],
)
def test_titles(title: str, template: str) -> None:
    found = title_template(title)
    assert found is not None
    assert found.id == template


@pytest.mark.parametrize(
    "text", ["目录", "本表反映部门本年度支出情况。", "部门决算表", "项目支出决算表", "预算支出表", *_OTHERS]
)
def test_other_lines_are_no_titles(text: str) -> None:
    assert title_template(text) is None


def test_unit_and_header_are_read() -> None:
    found = sheet(f"支出决算表\n部门：某局 单位：元\n{CODED}")
    assert (found.template.id, found.unit, found.header_rows, found.body) == ("T03", "元", 1, (1,))


def test_a_unit_is_never_assumed() -> None:
    assert sheet(f"支出决算表\n{CODED}").unit == ""


def test_title_and_unit_inside_the_grid() -> None:
    found = sheet(f"支出决算表||||\n编制单位：某局|||金额单位：万元|\n{CODED}")
    assert (found.template.id, found.unit, found.header_rows) == ("T03", "万元", 3)


def test_a_title_alone_does_not_make_a_table() -> None:
    """By functional subject and economic item: it has the title of T06 and other rows and columns."""
    assert (
        recognised(
            "一般公共预算财政拨款基本支出决算明细表\n单位：万元\n科目编码|科目名称|合计|工资福利支出|商品和服务支出\n"
            "201|一般公共服务支出|3.00|1.00|2.00\n20101|人大事务|3.00|1.00|2.00\n"
        )
        == []
    )
    assert (
        recognised(
            "收入支出决算表\n单位：万元\n科目编码|科目名称|年初结转和结余|本年收入|本年支出|年末结转和结余\n"
            "201|一般公共服务支出|1.00|2.00|3.00|0.00\n20101|人大事务|1.00|2.00|3.00|0.00\n"
        )
        == []
    )


BY_UNIT = "收入决算表\n单位：万元\n单位名称|合计|财政拨款收入\n合计|3.00|3.00\n某中心|1.00|1.00\n某站|2.00|2.00\n\n"
SHORT = (
    "收入支出决算表\n单位：万元\n项目|决算数|项目|决算数\n一、事业收入|1.00|一、教育支出|1.00\n总计|1.00|总计|1.00\n\n"
)


def test_a_title_shared_by_two_tables_is_decided_by_the_columns() -> None:
    by_subject = (
        "收入决算表\n单位：万元\n科目编码|科目名称|合计|财政拨款收入\n合计||3.00|3.00\n205|教育支出|3.00|3.00\n\n"
    )
    assert recognised(by_subject + BY_UNIT) == ["T02", "T02U"]
    assert recognised(SHORT) == ["T01"]


def test_another_title_counts_only_where_the_own_one_is_missing() -> None:
    assert recognised(SHORT.replace("收入支出决算表", "收入支出决算总表") + SHORT) == ["T01"]
