"""A table of units and subjects is none of the statutory ones, whatever its title: what needs those is not checked."""

from pathlib import Path

import pytest

from expectations.confront import confront
from expectations.findings import findings
from in_words import RULES
from ingest.facts import Canonical
from ingest.pipeline import read

TOTAL = """某市示例局2024年度部门决算

收入支出决算总表

单位：万元

项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t100.00\t一、一般公共服务支出\t100.00
本年收入合计\t100.00\t本年支出合计\t100.00
总计\t100.00\t总计\t100.00

支出决算表

单位：万元

"""
BY_UNIT = {
    "a column of units": """单位名称\t科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t\t合计\t100.00\t60.00\t40.00
示例局（本级）\t\t\t60.00\t40.00\t20.00
示例局（本级）\t2010101\t行政运行\t60.00\t40.00\t20.00
示例中心\t\t\t40.00\t20.00\t20.00
示例中心\t2010101\t行政运行\t40.00\t20.00\t20.00
""",
    "units and their codes": """单位编码\t单位名称\t科目编码\t科目名称\t合计\t基本支出\t项目支出
\t\t\t合计\t100.00\t60.00\t40.00
123001\t示例局（本级）\t2010101\t行政运行\t60.00\t40.00\t20.00
123002\t示例中心\t2010150\t事业运行\t40.00\t20.00\t20.00
""",
    "lines of units": """科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t100.00\t60.00\t40.00
\t示例局（本级）\t60.00\t40.00\t20.00
201\t一般公共服务支出\t60.00\t40.00\t20.00
2010101\t行政运行\t60.00\t40.00\t20.00
\t示例中心\t40.00\t20.00\t20.00
201\t一般公共服务支出\t40.00\t20.00\t20.00
2010150\t事业运行\t40.00\t20.00\t20.00
""",
    "columns of units": """科目编码\t科目名称\t合计\t示例局（本级）\t示例中心
\t合计\t100.00\t60.00\t40.00
201\t一般公共服务支出\t100.00\t60.00\t40.00
2010101\t行政运行\t60.00\t60.00\t
2010150\t事业运行\t40.00\t\t40.00
""",
}
ONE_UNIT = """单位名称\t科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t\t合计\t100.00\t60.00\t40.00
示例局\t201\t一般公共服务支出\t100.00\t60.00\t40.00
示例局\t20101\t人大事务\t100.00\t60.00\t40.00
示例局\t2010101\t行政运行\t100.00\t60.00\t40.00
"""
PLAIN_UNITS = """单位名称\t本年支出合计\t基本支出\t项目支出
合计\t100.00\t60.00\t40.00
示例局（本级）\t60.00\t40.00\t20.00
示例中心\t40.00\t20.00\t20.00
"""


def canonical(folder: Path, table: str) -> Canonical:
    path = folder / "report.txt"
    path.write_text(f"{TOTAL}{table}\n名词解释\n\n一、基本支出：日常运转的支出。\n", encoding="utf-8")
    return read(str(path))


@pytest.mark.parametrize("how", BY_UNIT)
def test_no_template_and_the_rules_that_need_one_say_so(how: str, tmp_path: Path) -> None:
    made = canonical(tmp_path, BY_UNIT[how])
    assert [info.template for info in made.tables] == ["T01", "raw"]
    outcomes = confront(tuple(RULES.values()), made)
    needed = {o.status for o in outcomes if o.rule in ("T03-1", "T03-2", "X-04")}
    assert needed == {"not_checked"}
    told = findings(made, outcomes, RULES.values()).findings
    arithmetic = [f for f in told if f.rule.startswith(("T", "X", "U", "LB", "EV"))]
    assert [f.rule for f in arithmetic if f.severity != "info"] == []


@pytest.mark.parametrize(("table", "template"), [(ONE_UNIT, "T03"), (PLAIN_UNITS, "T03U")])
def test_one_unit_by_subject_and_units_without_subjects_are_still_read(
    table: str, template: str, tmp_path: Path
) -> None:
    assert [info.template for info in canonical(tmp_path, table).tables] == ["T01", template]
