"""Tables are known by title and columns."""

import pytest

from ingest.statutory.recognition import title_template
from sheets import sheet

CODED = "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|3.00|1.00|2.00\n"


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


@pytest.mark.parametrize("text", ["目录", "本表反映部门本年度支出情况。", "部门决算表", "项目支出决算表", "预算支出表"])
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
