"""Statutory tables without columns: rows put together by their codes and labels, or left with a word on it."""

import pytest

from ingest.model import UNREAD, Line, RawTable
from ingest.plaintext.flattened import rebuilt
from ingest.text import blocks

HEAD = "支出决算表\n单位：万元\n科目编码\n科目名称\n本年支出合计\n基本支出\n项目支出\n"


def grid(text: str) -> list[list[str]] | None:
    """The rows of the one table of a text; None if it stayed lines, and then a doubt names it."""
    found, doubts = rebuilt(blocks(text), "d")
    tables = [block for block in found if isinstance(block, RawTable)]
    assert len(tables) + len(doubts) == 1
    return [[cell.text if cell else "" for cell in row] for row in tables[0].rows] if tables else None


def body(text: str) -> list[list[str]] | None:
    rows = grid(text)
    return rows[1:] if rows else None


def test_a_name_broken_over_lines_is_one_name() -> None:
    text = HEAD + "合计\n9.00\n5.00\n4.00\n2080505\n机关事业单位基本养老\n保险缴费支出\n9.00\n5.00\n4.00\n"
    assert body(text) == [
        ["", "合计", "9.00", "5.00", "4.00"],
        ["2080505", "机关事业单位基本养老保险缴费支出", "9.00", "5.00", "4.00"],
    ]


def test_a_blank_that_may_stand_in_two_columns_is_unread_and_the_total_is_read() -> None:
    rows = body(HEAD + "合计\n9.00\n9.00\n")
    assert rows == [["", "合计", "9.00", UNREAD, UNREAD]]


def test_single_blanks_between_cells_and_the_head_again() -> None:
    text = (
        "支出决算表\n单位：万元\n科目编码 科目名称 本年支出合计 基本支出 项目支出\n栏 次 1 2 3\n"
        "合 计 9.00 5.00 4.00\n208 社会保障和就业支出 4.00 3.00 1.00\n— 7 —\n"
        "科目编码 科目名称 本年支出合计 基本支出 项目支出\n210 卫生健康支出 5.00 2.00 3.00\n"
    )
    rows = body(text)
    assert rows is not None
    assert [row[2:] for row in rows] == [["9.00", "5.00", "4.00"], ["4.00", "3.00", "1.00"], ["5.00", "2.00", "3.00"]]


@pytest.mark.parametrize(
    "rows",
    [
        "合计\n9.00\n5.00\n4.00\n某局决算公开\n208\n社会保障和就业支出\n9.00\n5.00\n4.00\n",
        "合计\n9.00\n5.00\n4.00\n1.00\n",
        "208\n社会保障和就业支出\n9.00\n5.00\n4.00\n208\n社会保障和就业支出\n1.00\n1.00\n0.00\n",
    ],
)
def test_a_line_that_is_of_no_row_leaves_the_table_unread(rows: str) -> None:
    assert grid(HEAD + rows) is None


def test_an_unknown_heading_leaves_the_columns_unknown() -> None:
    assert grid(HEAD.replace("基本支出\n", "基本支出\n其中：人员\n") + "合计\n9.00\n5.00\n4.00\n") is None


def test_headings_out_of_the_order_of_the_form_are_not_believed() -> None:
    assert grid(HEAD.replace("基本支出\n项目支出", "项目支出\n基本支出") + "合计\n9.00\n5.00\n4.00\n") is None


def test_figures_that_follow_other_labels_than_their_own_do_not_pass() -> None:
    """Block after block, as pdftotext writes it without -layout: the sums must confirm what is read."""
    text = (
        "收入支出决算总表\n\n单位：万元\n\n项目\n\n决算数\n\n项目\n\n决算数\n\n一、一般公共预算财政拨款收入\n\n9.00\n\n"
        "一、一般公共服务支出\n\n9.00\n\n本年收入合计\n\n本年支出合计\n\n9.00\n\n总计\n\n9.00\n\n总计\n\n9.00\n"
    )
    assert grid(text) is None
    wrong, right = "本年收入合计\n\n本年支出合计\n\n9.00", "本年收入合计\n\n9.00\n\n本年支出合计\n\n9.00"
    assert grid(text.replace(wrong, right)) is not None


def test_names_around_their_rows_in_columns_of_blanks() -> None:
    text = (
        "支出决算表\n                              单位：万元\n"
        "科目编码   科目名称     本年支出合计   基本支出   项目支出\n"
        "           合计             9.00       5.00       4.00\n"
        "           社会保障和\n208                         4.00       3.00       1.00\n           就业支出\n"
        "210        卫生健康支出     5.00       2.00       3.00\n"
    )
    rows = body(text)
    assert rows is not None
    assert [row[:2] for row in rows] == [["", "合计"], ["208", "社会保障和就业支出"], ["210", "卫生健康支出"]]


def test_a_contents_page_is_no_table() -> None:
    found, doubts = rebuilt(blocks("目录\n一、收入支出决算总表\n二、收入决算表\n三、支出决算表\n"), "d")
    assert not doubts
    assert all(isinstance(block, Line) for block in found)
