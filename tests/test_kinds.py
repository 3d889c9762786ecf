"""Documents of another kind are refused, with the reason; ours are not."""

import re
from pathlib import Path

import pytest

from fixtures import text
from fixtures.canon import make_model
from fixtures.layout import CENTRAL, SHANGHAI, SHENZHEN, Layout
from fixtures.report import report
from ingest.errors import Refused
from ingest.pipeline import read

REPORTS = Path(__file__).parents[1] / ".." / "shared" / "reports"

GOVERNMENT = """云浦市2024年度财政决算

表一 一般公共预算收入决算表
单位：万元
项目\t预算数\t决算数
税收收入\t100.00\t110.00
合计\t100.00\t110.00

表二 一般公共预算支出决算表
单位：万元
科目编码\t科目名称\t合计
201\t一般公共服务支出\t80.00
合计\t\t80.00

表三 税收返还和转移支付收入决算表
单位：万元
项目\t决算数
返还性收入\t12.00

表四 政府性基金收入决算表
单位：万元
项目\t决算数
土地出让收入\t30.00

表五 地方政府债务限额余额表
单位：万元
项目\t决算数
一般债务\t50.00
"""

BUDGET = """云浦市水务局2025年部门预算

一、部门收支总体情况表
单位：万元
收入\t\t支出\t
项目\t金额\t项目\t金额
一、一般公共预算财政拨款收入\t100.00\t一、一般公共服务支出\t100.00
收入总计\t100.00\t支出总计\t100.00

二、部门收入总体情况表
单位：万元
科目编码\t科目名称\t合计\t财政拨款收入
201\t一般公共服务支出\t100.00\t100.00
合计\t\t100.00\t100.00
"""


def refused(folder: Path, content: str) -> str:
    path = folder / "other.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read(str(path))
    assert caught.value.todo
    return caught.value.what.zh


def test_a_governments_own_accounts(tmp_path: Path) -> None:
    assert "政府决算" in refused(tmp_path, GOVERNMENT)


def test_a_budget(tmp_path: Path) -> None:
    assert "预算文件" in refused(tmp_path, BUDGET)


@pytest.mark.parametrize("mark", ["XX.XX", "××", "____"])
def test_a_blank_template(mark: str, tmp_path: Path) -> None:
    content = text.write(report(make_model(1), Layout()))[0]
    blank = re.sub(r"(?<![\d年])\d[\d,]*\.\d\d", mark, content)
    assert "空白" in refused(tmp_path, blank)


def test_all_tables_blank(tmp_path: Path) -> None:
    content = text.write(report(make_model(1), Layout(row_numbers=False, column_numbers=False, narrative="none")))[0]
    blank = re.sub(r"(?m)(^|\t)[\d,]+\.\d\d", r"\1", content)
    blank = "\n".join(line for line in blank.split("\n") if "无数据" not in line)
    assert "空白" in refused(tmp_path, blank)


@pytest.mark.parametrize(
    "content", ["hello\nworld\n", "root:x:0:0:root:/root:/bin/bash\n", "云浦市水务局2024年度工作总结\n全年完成任务。\n"]
)
def test_what_has_nothing_of_ours(content: str, tmp_path: Path) -> None:
    assert "没有部门决算表" in refused(tmp_path, content)


@pytest.mark.parametrize("layout", [Layout(), SHENZHEN, SHANGHAI, CENTRAL])
@pytest.mark.parametrize("seed", [1, 2])
def test_our_own_are_read(layout: Layout, seed: int, tmp_path: Path) -> None:
    path = tmp_path / "ours.txt"
    path.write_text(text.write(report(make_model(seed), layout))[0], encoding="utf-8")
    assert read(str(path)).document.kind == "final_accounts"


def test_empty_fund_tables_with_their_statement_are_ours(tmp_path: Path) -> None:
    """Tables may come as a file of their own; a form without a row and with its sentence is complete."""
    content = text.write(report(make_model(1, fund=False), Layout(narrative="none")))[0]
    start = content.index("政府性基金预算财政拨款收入支出决算表\n\n公开")
    path = tmp_path / "fund.txt"
    path.write_text(content[start : content.index("一般公共预算财政拨款“三公”", start)], encoding="utf-8")
    assert {table.state for table in read(str(path)).tables} == {"empty"}


@pytest.mark.parametrize("pattern", ["000_*.txt", "001_*.txt", "*.pdf"])
def test_the_real_reports_are_ours(pattern: str) -> None:
    path = next(iter(sorted(REPORTS.glob(pattern))), None)
    if path is None:
        pytest.skip(f"the real report {pattern} is not here")
    assert read(str(path)).document.status == "checked"


def test_a_narrative_without_its_tables_is_ours(tmp_path: Path) -> None:
    """Tables and narrative may be published as two files."""
    content = text.write(report(make_model(1), Layout()))[0]
    path = tmp_path / "narrative.txt"
    path.write_text("云浦市某局2024年度部门决算\n\n" + content[content.rindex("第三部分") :], encoding="utf-8")
    canonical = read(str(path))
    assert (canonical.document.kind, canonical.tables) == ("final_accounts", ())
    assert len(canonical.claims) > 20


def test_a_speech_about_accounts_is_none(tmp_path: Path) -> None:
    speech = "关于2023年财政预算执行情况的报告\n一、收入情况\n收入完成147.1亿元，部门决算已公开，“三公”经费28.2亿元。\n"
    assert "没有部门决算表" in refused(tmp_path, speech * 6)


def test_an_evaluation_report_is_no_form(tmp_path: Path) -> None:
    rows = "一级指标\t二级指标\t三级指标\t得分\n名称\t权重\t名称\t权重\t名称\t权重\t\n"
    rows += "过程\t40\t管理\t40\t执行率\t40\t38\n产出\t60\t数量\t60\t完成率\t60\t54\n总分\t100\t-\t100\t-\t100\t92\n"
    rows = rows.replace("一级指标\t二级指标\t三级指标\t得分", "一级指标\t\t二级指标\t\t三级指标\t\t得分")
    path = tmp_path / "evaluation.txt"
    path.write_text(f"某项目绩效评价指标评分表\n\n{rows}", encoding="utf-8")
    assert read(str(path)).document.kind == "evaluation"
