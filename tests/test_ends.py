"""What may be missing only because we did not see the end of a table, or of the file, accuses nobody."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from benchmarks.truth import RULES, random_report
from expectations.confront import confront
from expectations.findings import findings
from expectations.model import Finding
from fixtures.cases import HOME
from fixtures.form import form_report, make_form
from fixtures.layout import Layout
from fixtures.text import write
from in_words import check, english, one
from ingest.errors import Refused
from ingest.pipeline import read

SEEDS = range(5000, 5030)


def chances(seed: int) -> Random:
    """The same chances for the same seed."""
    return Random(seed)  # noqa: S311


def tail(seed: int) -> str:
    """A report of which one table has lost its last rows."""
    chance, written = chances(seed), random_report(seed)
    text, places = write(written)
    number = chance.randrange(len(written.sheets))
    head = len(written.sheets[number].header)
    rows = sorted(line for (sheet, row), line in places.items() if sheet == number and row >= head)
    gone = set(rows[-chance.randrange(1, min(len(rows), 12)) :]) if len(rows) > 1 else set()
    return "\n".join(line for number, line in enumerate(text.split("\n"), 1) if number not in gone)


def end(seed: int) -> str:
    """The first lines of a report."""
    lines = write(random_report(seed))[0].split("\n")
    return "\n".join(lines[: chances(seed).randrange(5, len(lines))]) + "\n"


def anywhere(seed: int) -> str:
    """A report that ends within a line."""
    text = write(random_report(seed))[0]
    return text[: chances(seed).randrange(200, len(text))]


def of_forms(seed: int) -> str:
    """A national form that ends within a line; of every third seed the deep forms with their summaries."""
    forms = write(form_report([make_form(seed)], Layout()))[0]
    annex = (HOME / "exercises" / "annex.txt").read_text(encoding="utf-8")
    text = forms if seed % 3 else annex
    return text[: chances(seed).randrange(200, len(text))]


def found(text: str, folder: Path) -> list[Finding]:
    path = folder / "cut.txt"
    path.write_text(text, encoding="utf-8")
    try:
        canonical = read(str(path))
    except Refused:
        return []
    return list(findings(canonical, confront(RULES, canonical), RULES).findings)


@pytest.mark.parametrize("damage", [tail, end, anywhere, of_forms])
def test_a_report_cut_anywhere_is_not_accused(damage: Callable[[int], str], tmp_path: Path) -> None:
    accused = {
        seed: [f.message["zh"] for f in found(damage(seed), tmp_path) if f.severity == "error"] for seed in SEEDS
    }
    assert {seed: said for seed, said in accused.items() if said} == {}


DETAIL = """T06 万元 | 决算数
{first}301 工资福利支出 | 60.00
30101 基本工资 | 60.00
302 商品和服务支出 | {whole}
30201 办公费 | 20.00
{last}"""


def judged(**words: str) -> tuple[str, str, bool]:
    made = {o.place: o for o in check("T06-1", DETAIL.format(**words))}
    outcome = made["302 商品和服务支出 / 决算数"]
    return outcome.status, outcome.severity, outcome.unsure


def test_a_sum_at_the_open_end_of_a_table_is_in_doubt() -> None:
    assert judged(first="", whole="40.00", last="") == ("failed", "warning", True)
    assert judged(first="人员经费合计 | 60.00\n", whole="40.00", last="") == ("failed", "warning", True)
    # A total below the last row closes the table; rows that were not seen do not make a sum smaller.
    assert judged(first="", whole="40.00", last="公用经费合计 | 40.00\n") == ("failed", "error", False)
    assert judged(first="", whole="10.00", last="") == ("failed", "error", False)
    # Another class follows: the end of this one was seen.
    assert judged(first="", whole="40.00", last="303 补助 | 5.00\n30301 离休费 | 5.00\n") == ("failed", "error", False)


UNITS = """T02U 万元 | 本年收入合计
合计 | 100.00
单位:甲所 | {}

T03U 万元 | 本年支出合计
合计 | 100.00
单位:甲所 | 60.00
单位:乙所 | 40.00
"""


def test_units_below_the_last_one_read_are_not_missing_unless_the_total_leaves_no_room() -> None:
    open_, closed = one("U-04", UNITS.format("60.00")), one("U-04", UNITS.format("100.00"))
    assert (open_.status, open_.severity, open_.unsure) == ("failed", "warning", True)
    assert (closed.status, closed.severity, closed.unsure) == ("failed", "error", False)


def test_a_table_without_a_row_whose_money_another_one_prints_is_perhaps_not_read() -> None:
    fiscal = (
        "T04 万元 | 合计 | 政府性基金预算财政拨款\n本年支出合计 | {0} | {0}\n\nT08 万元 | 本年收入 | 本年支出合计\n"
    )
    (_, spent), (_, nothing) = check("DOC-04", fiscal.format("76.93")), check("DOC-04", fiscal.format("0.00"))
    assert (spent.status, spent.severity, spent.unsure) == ("failed", "warning", True)
    assert "T04" in english(spent)
    assert (nothing.status, nothing.severity) == ("failed", "error")


CONTENTS = """@ year 2024
& 章节 目录: 部门概况
{}& 章节 目录: 名词解释
& 章节 正文: 部门概况
{}
T01 万元 | 决算数
收入总计 | 1.00
"""


FORM = """F24 元 | 分值 | 得分
产出指标 | 50 |
指标:产出指标/数量指标/培训场次 | {} | 20
{}"""


def test_a_form_that_no_total_closes_may_have_more_indicators() -> None:
    total = "总分 | 100 | 98\n"
    for weight, last, severity in (("20", "", "warning"), ("20", total, "error"), ("70", "", "error")):
        made = {o.place: o for o in check("F24-05", FORM.format(weight, last))}
        dimension = next(o for place, o in made.items() if place.startswith("F24[产出指标"))
        assert (dimension.status, dimension.severity) == ("failed", severity)


def test_the_last_forms_of_a_list_are_perhaps_beyond_the_end() -> None:
    told = ["综述 万元 | 得分 | 全年预算 | 支出决算 | 执行率"]
    told += [f"某局 {name}项目 | 98 | 100.00 | 90.00 | 90.00" for name in "甲乙"]
    form = "\n\nF19 元 某局 {}项目 | 分值 | 得分\n总计 | 100 | 98\n"
    behind, between = ([o for o in check("PS-02", "\n".join(told) + form.format(n)) if o.left is None] for n in "甲乙")
    assert [(o.status, o.severity) for o in behind] == [("passed", "error"), ("failed", "warning")]
    assert [(o.status, o.severity) for o in between] == [("failed", "error"), ("passed", "error")]


@pytest.mark.parametrize(
    ("listed", "there", "severity"),
    [("", "& 章节 正文: 名词解释\n", "error"), ("", "", "warning"),
     ("", "& 章节 正文: 名词解释\n& 章节 目录: 附件一 自评表\n", "error"),
     ("& 表 目录: T05\n& 章节 目录: 情况说明\n", "", "warning"),
     ("& 表 目录: T05\n& 章节 目录: 情况说明\n& 章节 正文: 情况说明\n", "", "error")],
)  # fmt: skip
def test_a_table_is_missing_for_certain_only_in_a_file_that_goes_on_behind_it(
    listed: str, there: str, severity: str
) -> None:
    made = {o.place: o for o in check("DOC-01", CONTENTS.format(listed, there))}
    lost = made["一般公共预算财政拨款支出决算表"]
    assert (lost.status, lost.severity) == ("failed", severity)
    assert ("the file ends before" in english(lost)) == (severity == "warning")


BARE = """某市示例局2024年度部门决算

收入支出决算总表

单位：万元

项目\t决算数\t项目\t决算数
一、财政拨款收入\t110.00\t一、一般公共服务支出\t110.00
本年收入合计\t110.00\t本年支出合计\t110.00
总计\t110.00\t总计\t110.00
"""
INCOME = """
收入决算表

单位：万元

科目编码\t科目名称\t本年收入合计\t财政拨款收入
\t合计\t110.00\t110.00
201\t一般公共服务支出\t110.00\t110.00
20101\t人大事务\t110.00\t110.00
2010101\t行政运行\t110.00\t110.00
"""
BEHIND = """
第三部分 情况说明

一、收入决算情况说明

2024年度收入合计110.00万元。
"""


@pytest.mark.parametrize(
    ("text", "severity"), [(BARE, "error"), (BARE + INCOME, "warning"), (BARE + INCOME + BEHIND, "error")]
)
def test_a_text_without_contents_that_ends_among_rows_may_have_more_tables(
    text: str, severity: str, tmp_path: Path
) -> None:
    lost = {f.severity for f in found(text, tmp_path) if f.rule == "DOC-01"}
    assert lost == {severity}


def test_a_table_that_has_lost_its_title_is_perhaps_the_missing_one() -> None:
    raw = "\nraw 万元 | 小计 | 基本支出 | 项目支出\n2010101 行政运行 | 20.00 | 20.00 | 0.00\n"
    base = CONTENTS.format("", "& 章节 正文: 名词解释\n")
    lost = {o.place: o.severity for o in check("DOC-01", base + raw)}
    assert lost["一般公共预算财政拨款支出决算表"] == "warning"
    assert lost["财政拨款收入支出决算总表"] == "error"


def test_items_of_a_table_that_goes_on_are_in_doubt() -> None:
    told = "T07 万元 | 合计 | 因公出国（境）费{}\n决算数 | 5.00 | 5.00{}\n"
    assert [(o.status, o.severity) for o in check("DOC-10", told.format("", ""))] == [("failed", "warning")]
    apart = told.format(" | 公务用车购置及运行费 | 公务接待费", " | 0.00 | 0.00")
    assert [(o.status, o.severity) for o in check("DOC-10", apart)] == [("failed", "error")]


def test_the_last_line_of_a_text_that_ends_within_it_is_in_doubt(tmp_path: Path) -> None:
    text = anywhere(5003)
    path = tmp_path / "whole.txt"
    lines = text.split("\n")
    row = next(n for n in range(len(lines) - 1, 0, -1) if lines[n].count("\t") > 3 and lines[n][-1:].isdigit())
    kept = "\n".join(lines[: row + 1])
    for words, torn in ((kept, True), (kept + "\n", False)):
        path.write_text(words, encoding="utf-8")
        last = [fact for fact in read(str(path)).facts if fact.location.line == row + 1]
        assert last
        assert all((fact.doubt is not None) == torn for fact in last)
