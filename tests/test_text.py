"""Text files: what is a row, a line or nothing, run by run."""

import time

import pytest

from ingest.claims import Context, read_claims
from ingest.model import Block, Line, RawTable
from ingest.prose.paragraphs import read_prose
from ingest.prose.terms import Terms
from ingest.stitching import join
from ingest.text import blocks


def grid(block: Block) -> list[list[str]]:
    assert isinstance(block, RawTable)
    return [[cell.text if cell is not None else "·" for cell in row] for row in block.rows]


def test_rows_lines_and_page_breaks() -> None:
    found = blocks("标题\n\na\tb\n1\t2\t3\n\n4\t5\n注：完\n")
    assert [type(block) for block in found] == [Line, RawTable, RawTable, Line]
    table = found[1]
    assert grid(table) == [["a", "b", ""], ["1", "2", "3"]]
    assert (table.location.line, table.location.line_end) == (3, 4)


def test_line_numbers_are_those_of_the_file() -> None:
    (first, second) = blocks("\r\n\r\n一\r\n\r\n二\r\n")
    assert (first.location.line, second.location.line) == (3, 5)


def test_a_pipe_table_with_its_rule_and_escaped_bar() -> None:
    (title, table, note) = blocks("表\n| 项目 | 金额 |\n|:--|--:|\n| a\\|b | 1.00 |\n注：完")
    assert isinstance(title, Line)
    assert isinstance(note, Line)
    assert grid(table) == [["项目", "金额"], ["a|b", "1.00"]]
    assert [row[0].location.line for row in table.rows if row[0]] == [2, 4]  # type: ignore[union-attr]


def test_what_merged_cells_repeat_in_a_pipe_table_is_said_once() -> None:
    text = "| 编码 | 名称 | 金额 |\n|---|---|---|\n| 编码 | 栏次 | 1 |\n| 合计 | 合计 | 2.00 |\n| 208 | 无 | 无 |\n"
    (table,) = blocks(text)
    assert grid(table)[1:] == [["", "栏次", "1"], ["合计", "", "2.00"], ["208", "无", "无"]]


def test_a_pipe_table_whose_headings_moved_is_taken_cell_by_cell() -> None:
    text = (
        "支出决算表\n| 项目 | | 合计 | 基本支出 |\n|---|---|---|---|\n| 编码 | 名称 |\n| 208 | 某类 | 2.00 | 2.00 |\n"
    )
    found = blocks(text)
    assert all(isinstance(block, Line) for block in found)
    assert [block.text for block in found[-4:] if isinstance(block, Line)] == ["208", "某类", "2.00", "2.00"]


def test_formulas_around_figures_are_taken_off() -> None:
    (pipe,) = blocks("| a | $1.00$ |\n|---|---|\n| b | 5\\% |\n")
    (html,) = blocks("<table><tr><td>$2080101$</td><td>1</td></tr></table>")
    assert grid(pipe) == [["a", "1.00"], ["b", "5%"]]
    assert grid(html) == [["2080101", "1"]]


def test_bars_inside_words_are_no_table() -> None:
    (line,) = blocks("机构改革（类|款|项）后的科目见附件。")
    assert isinstance(line, Line)


def test_one_file_may_hold_several_shapes() -> None:
    text = "一\na\tb\n二\n| c | d |\n|---|---|\n| 1 | 2 |\n三\n<table><tr><td>e</td><td>f</td></tr></table>\n四\n"
    found = blocks(text)
    assert [block.text if isinstance(block, Line) else "table" for block in found] == [
        *("一", "table", "二", "table", "三", "table", "四")
    ]


def test_html_spans_lie_as_in_a_browser() -> None:
    text = (
        "<table>\n<tr><th rowspan=2>项目</th><th colspan='2'>决算数</th></tr>\n"
        "<tr><td>基本</td><td>项目&nbsp;支出</td></tr>\n"
        "<tr><td>合计<td>1.00<td>2<br>3</tr></table>"
    )
    (table,) = blocks(text)
    assert grid(table) == [["项目", "决算数", "·"], ["·", "基本", "项目 支出"], ["合计", "1.00", "2\n3"]]
    first = table.rows[0][0]  # type: ignore[union-attr]
    assert first is not None
    assert (first.rowspan, first.colspan, first.location.line) == (2, 1, 2)


def test_html_words_scripts_and_absurd_spans() -> None:
    text = (
        "<p>第一段。</p><p>第二&amp;段</p>\n<script>alert('x')</script>\n"
        "<table><tr><td colspan=99999999>a</td></tr></table><!-- 无 -->\n<table><tr><td>没有结束"
    )
    found = blocks(text)
    assert [block.text for block in found if isinstance(block, Line)] == ["第一段。", "第二&段"]
    tables = [block for block in found if isinstance(block, RawTable)]
    assert len(tables[0].rows[0]) == 1000
    assert grid(tables[1]) == [["没有结束"]]


def test_a_head_cut_by_a_blank_line_stays_one_table() -> None:
    (table,) = blocks("项目\t基本支出\n\n科目\t金额\n合计\t1.00\n")
    assert grid(table) == [["项目", "基本支出"], ["科目", "金额"], ["合计", "1.00"]]


def test_columns_of_blanks_are_a_table_if_they_hold() -> None:
    text = """
      项目              决算数
一、教育支出              1.00
二、住房保障支出         22.50
本年支出合计             23.50
"""
    (table,) = blocks(text)
    assert grid(table)[1:] == [["一、教育支出", "1.00"], ["二、住房保障支出", "22.50"], ["本年支出合计", "23.50"]]


def test_columns_that_do_not_hold_stay_lines() -> None:
    text = "甲  1.00  2.00\n乙丙丁戊己庚辛  3.00\n壬        4.00  5.00  6.00\n"
    assert all(isinstance(block, Line) for block in blocks(text))


def test_prose_and_contents_are_never_tables() -> None:
    text = (
        "一、收入决算表          5\n二、支出决算表          6\n三、财政拨款表         12\n\n"
        "第一条  本年支出  1,234.50  万元，增长  3.2%。\n第二条  上年支出  1,195.00  万元，下降  1.0%。\n"
        "第三条  前年支出  1,207.00  万元，下降  0.1%。\n"
    )
    assert all(isinstance(block, Line) for block in blocks(text))


@pytest.mark.parametrize(
    "text",
    [
        "." * 200_000 + "x",
        "1," * 100_000 + "万元",
        "| " * 50_000 + "\n" + "| a\n" * 20_000,
        "<table>" + "<tr><td rowspan=1000 colspan=1000>1" * 2_000,
        "没有句号的一行又一行又一行又一行又一行又一行\n" * 20_000,
        "  ".join(["1.00"] * 5_000) + "\n" + "a  1.00\n" * 5_000,
        "$" * 100_000 + "\\geq" * 1000,
        "（" * 50_000 + "类）" * 1000,
    ],
    ids=["leaders", "digits", "bars", "spans", "endless", "columns", "latex", "brackets"],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    start = time.process_time()
    read_claims(read_prose(join(blocks(text))), Context("d", 2024, Terms()))
    assert time.process_time() - start < 5
