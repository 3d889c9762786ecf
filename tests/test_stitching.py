"""Raw tables joined over page breaks, and those that must stay apart."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.documents import open_document
from ingest.model import Block, Cell, Line, Location, RawTable, Table
from ingest.stitching import join
from ingest.text import blocks as text_blocks

REPORTS = Path(__file__).parents[1] / ".." / "shared" / "reports"
HEAD = ("科目编码", "科目名称", "合计", "基本支出")
XS = (60.0, 120.0, 240.0, 320.0, 400.0)


def raw(page: int, *rows: Sequence[str], xs: Sequence[float] = XS) -> RawTable:
    """A plain grid on a page; a text of "<" is covered by the cell on its left."""
    found = []
    for number, row in enumerate(rows):
        cells: list[Cell | None] = []
        for column, text in enumerate(row):
            span = 1
            while column + span < len(row) and row[column + span] == "<":
                span += 1
            box = (xs[column], 100.0 + 20 * number, xs[column + span], 120.0 + 20 * number)
            cells.append(None if text == "<" else Cell(text, Location(page=page, bbox=box), colspan=span))
        found.append(tuple(cells))
    return RawTable(tuple(found), Location(page=page, bbox=(xs[0], 100, xs[-1], 700)), "camelot-fed")


def line(text: str, page: int = 1) -> Line:
    return Line(text, Location(page=page, bbox=(60, 80, 200, 90)))


def tables(blocks: Sequence[Block]) -> list[Table]:
    return [block for block in join(blocks) if isinstance(block, Table)]


def texts(found: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in found.rows]


def test_continuation_without_header() -> None:
    first = raw(1, HEAD, ("201", "甲", "3.00", "3.00"))
    (found,) = tables([line("支出决算表"), first, raw(2, ("202", "乙", "4.00", "4.00"))])
    assert texts(found) == [[*HEAD], ["201", "甲", "3.00", "3.00"], ["202", "乙", "4.00", "4.00"]]
    assert (found.parts, found.location.page) == (2, 1)
    assert [cell and cell.location.page for cell in found.rows[2]] == [2] * 4
    assert [before.text for before in found.before] == ["支出决算表"]


def test_repeated_header_is_dropped_though_printed_a_little_differently() -> None:
    second = raw(2, ("科目 编码", "科目名称", "合 计", "基本支出"), ("202", "乙", "4.00", "4.00"))
    (found,) = tables([raw(1, ("支出决算表", "<", "<", "<"), HEAD, ("201", "甲", "3.00", "3.00")), second])
    assert [row[0] for row in texts(found)] == ["支出决算表", "科目编码", "201", "202"]


def test_total_row_repeated_by_the_next_table_is_no_header() -> None:
    first = raw(1, HEAD, ("合计", "<", "7.00", "7.00"), ("201", "甲", "3.00", "3.00"))
    (found,) = tables([first, raw(2, ("202", "乙", "4.00", "4.00"), ("合计", "<", "7.00", "7.00"))])
    assert len(found.rows) == 5


@pytest.mark.parametrize(
    ("between", "second"),
    [
        ([line("基金支出决算表", 2)], raw(2, HEAD, ("202", "乙", "4.00", "4.00"))),
        ([line("支出决算表", 2)], raw(2, HEAD, ("201", "甲", "3.00", "3.00"))),
        ([], raw(2, HEAD, ("201", "甲", "3.00", "3.00"))),
        ([], raw(3, ("202", "乙", "4.00", "4.00"))),
        ([], raw(1, ("202", "乙", "4.00", "4.00"))),
        ([], raw(2, ("202", "乙", "4.00", "4.00"), xs=(60, 130, 240, 320, 400))),
        ([], raw(2, ("单位名称", "科目名称", "年初预算数", "决算数"), ("甲局", "乙", "4.00", "4.00"))),
        ([], raw(2, ("基金支出决算表", "<", "<", "<"), ("202", "乙", "4.00", "4.00"))),
    ],
    ids=[
        "another title",
        "printed twice",
        "printed twice without title",
        "a page further",
        "same page",
        "other columns",
        "own header",
        "title inside the grid",
    ],
)
def test_stays_alone(between: list[Block], second: RawTable) -> None:
    first = raw(1, HEAD, ("201", "甲", "3.00", "3.00"))
    assert [found.parts for found in tables([line("支出决算表"), first, *between, second])] == [1, 1]


def test_note_between_does_not_separate() -> None:
    first = raw(1, HEAD, ("201", "甲", "3.00", "3.00"))
    found = join([first, line("注：单位为万元。"), raw(2, ("202", "乙", "4.00", "4.00"))])
    assert [type(block).__name__ for block in found] == ["Table", "Line"]


@pytest.mark.parametrize("title", ["支出决算表", "支出决算表（续）", "续表"])
def test_title_over_again_with_its_header(title: str) -> None:
    first = raw(1, HEAD, ("201", "甲", "3.00", "3.00"))
    between = [line(title, 2), line("单位：万元", 2)]
    second = raw(2, HEAD, ("202", "乙", "4.00", "4.00"))
    (found,) = tables([line("支出决算表"), line("单位：万元"), first, *between, second])
    assert [row[0] for row in texts(found)] == ["科目编码", "201", "202"]


def test_form_printed_anew_for_the_next_project_is_no_continuation() -> None:
    first = raw(1, ("项目名称", "甲", "<", "<"), HEAD, ("数量", "a", "3.00", "3.00"))
    second = raw(2, ("项目名称", "乙", "<", "<"), HEAD, ("数量", "b", "4.00", "4.00"))
    assert len(tables([line("绩效自评表"), first, line("绩效自评表", 2), second])) == 2


@pytest.mark.parametrize("between", [[line("项目支出绩效自评表", 2)], []])
def test_a_form_of_the_same_project_by_the_next_unit_is_no_continuation(between: list[Block]) -> None:
    project, unit = ("项目名称", "泵站运行项目", ""), ("主管部门", "甲局", "")
    first = raw(1, project, unit, ("年度资金总额", "5", "5"))
    second = raw(2, project, ("主管部门", "乙局", ""), ("年度资金总额", "7", "7"))
    assert len(tables([line("项目支出绩效自评表"), first, *between, second])) == 2
    assert len(tables([line("项目支出绩效自评表"), first, *between, raw(2, project, ("产出指标", "5", "5"))])) == 1


def test_columns_dropped_on_the_continuation_page() -> None:
    first = raw(1, HEAD, ("201", "甲", "3.00", "3.00"))
    (found,) = tables([first, raw(2, ("202", "乙", "4.00"), xs=XS[:4])])
    assert texts(found)[2] == ["202", "乙", "4.00", ""]


def test_merged_cells_of_the_continuation_span_the_columns_of_the_first_page() -> None:
    first = raw(1, HEAD, ("201", "甲", "3.00", "3.00"))
    (found,) = tables([first, raw(2, ("合计", "3.00", "3.00"), xs=(60, 240, 320, 400))])
    assert texts(found)[2] == ["合计", None, "3.00", "3.00"]
    cell = found.rows[2][0]
    assert cell is not None
    assert cell.colspan == 2


def test_torn_row_is_rejoined_and_marked() -> None:
    first = raw(1, HEAD, ("20805", "行政", "1.00", "1.00"), ("2080505", "基本养老保险", "446.11", "446.11"))
    second = raw(2, ("", "缴费支出", "", ""), ("210", "卫生", "5.00", "5.00"))
    (found,) = tables([first, second])
    assert texts(found)[2] == ["2080505", "基本养老保险\n缴费支出", "446.11", "446.11"]
    assert found.rejoined == (2,)
    assert len(found.rows) == 4


@pytest.mark.parametrize(
    "row",
    [("", "十六、金融支出", "", ""), ("", "", "446.11", ""), ("合计", "", "", ""), ("", "", "", "")],
    ids=["its own enumerator", "a second complete number", "a total", "blank"],
)
def test_row_of_its_own_is_not_rejoined(row: tuple[str, ...]) -> None:
    first = raw(1, HEAD, ("20805", "行政", "1.00", "1.00"), ("2080505", "基本养老保险", "446.11", "446.11"))
    (found,) = tables([first, raw(2, row)])
    assert found.rejoined == ()
    assert len(found.rows) == 4


FUNDS = ("项目", "年度预算数", "年度执行数", "执行率")


def test_a_name_that_the_break_sent_on_whole_comes_back_to_its_amounts() -> None:
    """A name of two lines does not fit into the room of one: the amounts stand above the break, the name below."""
    first = raw(1, FUNDS, ("年度资金总额", "9.00", "8.00", "88.9%"), ("", "4.00", "4.00", "/"))
    second = raw(2, ("其中：财政拨款", "", "", ""), ("其他资金", "5.00", "4.00", "/"))
    (found,) = tables([first, second])
    assert texts(found)[2:] == [["其中：财政拨款", "4.00", "4.00", "/"], ["其他资金", "5.00", "4.00", "/"]]
    assert found.rejoined == (2,)


@pytest.mark.parametrize(
    ("last", "row"),
    [
        (("其中：财政\n拨款", "4.00", "4.00", ""), ("单位资金", "", "", "")),
        (("其中：财政拨款", "4.00", "4.00", "/"), ("结转资金", "", "", "/")),
        (("资金", "预算数", "执行数", "执行率"), ("资金总额", "9.00", "", "")),
    ],
    ids=["the line above had room", "both have their stroke", "a number under words"],
)
def test_a_row_of_its_own_with_few_numbers_stays(last: tuple[str, ...], row: tuple[str, ...]) -> None:
    first = raw(1, FUNDS, ("年度资金财政总额", "9.00", "8.00", "88.9%"), last)
    (found,) = tables([first, raw(2, row, ("其他资金", "5.00", "4.00", "/"))])
    assert found.rejoined == ()
    assert texts(found)[3] == [*row]


LEAVES = ("一级指标", "三级指标", "分值", "得分")


def tall(table: RawTable, row: int, rows: int) -> RawTable:
    """The table with the first cell of a row reaching over some rows."""
    cell = table.rows[row][0]
    assert cell is not None
    below = [(None, *table.rows[row + n][1:]) if n else (replace(cell, rowspan=rows), *table.rows[row][1:])
             for n in range(rows)]  # fmt: skip
    return replace(table, rows=(*table.rows[:row], *below, *table.rows[row + rows :]))


def test_a_merged_label_printed_below_the_break_belongs_to_its_rows_above_too() -> None:
    leaves = [("产出指标", "长度", "50", "50"), ("", "满意", "20", "20"), ("", "好评", "10", "9")]
    first = tall(raw(1, LEAVES, *leaves), 2, 2)
    second = tall(raw(2, ("满意度指标", "公平", "10", "10"), ("", "投诉", "10", "10")), 0, 2)
    (found,) = tables([first, second])
    assert [row[0] for row in texts(found)] == ["一级指标", "产出指标", "满意度指标", None, "", None]


def test_a_blank_label_at_the_top_of_a_page_may_be_of_the_page_before() -> None:
    first = raw(1, LEAVES, ("产出指标", "长度", "50", "50"))
    second = tall(raw(2, ("", "宽度", "10", "10"), ("", "高度", "10", "10")), 0, 2)
    third = tall(raw(3, ("满意度指标", "公平", "10", "10"), ("", "投诉", "10", "10")), 0, 2)
    (found,) = tables([first, second, third])
    assert [row[0] for row in texts(found)] == ["一级指标", "产出指标", "", None, "满意度指标", None]


def test_a_header_of_two_rows_may_be_cut_in_two() -> None:
    first = raw(1, ("项目名称", "甲", "<", "<"), ("绩效指标", "年度指标值", "分值", "得分"))
    second = raw(2, ("一级指标", "指标值", "", ""), ("产出指标", "50", "10", "10"))
    (found,) = tables([first, second])
    assert texts(found)[1:3] == [["绩效指标", "年度指标值", "分值", "得分"], ["一级指标", "指标值", "", ""]]


def test_a_title_with_its_year_in_brackets_begins_a_table() -> None:
    text = "评价等级\t优秀\n\n部门预算项目支出绩效自评表（2024年度）\t\n项目名称\t甲\n"
    assert len([block for block in join(text_blocks(text)) if isinstance(block, Table)]) == 2


def test_lines_around_a_table() -> None:
    lines = [line(f"第{index}句") for index in range(20)]
    one, two = tables([*lines, raw(1, HEAD), *lines, raw(5, HEAD)])
    assert [len(one.before), len(one.after), len(two.before), len(two.after)] == [12, 12, 12, 0]
    assert [one.before[-1].text, one.after[0].text] == ["第19句", "第0句"]


TEXT = """收入决算表

科目编码\t科目名称\t本年收入合计
201\t甲\t3.00

202\t乙\t4.00\t

科目编码\t科目名称\t本年收入合计
203\t丙\t5.00

注：本表反映收入。

支出决算表

科目编码\t科目名称\t本年支出合计
201\t甲\t3.00
"""


def test_text_runs_torn_by_blank_lines() -> None:
    one, two = tables(text_blocks(TEXT))
    assert [row[0] for row in texts(one)] == ["科目编码", "201", "202", "203"]
    assert (one.parts, {len(row) for row in one.rows}) == (3, {4})
    assert [before.text for before in two.before] == ["注：本表反映收入。", "支出决算表"]
    assert one.rows[3][0] is not None
    assert one.rows[3][0].location.line == 9


def test_a_name_torn_in_a_text_is_rejoined_however_long_others_are() -> None:
    above = ("科目编码\t科目名称\t合计", "201\t一般公共服务支出\t1.00", "221\t住房保障支出及其他很长的科目名称\t2.00")
    below = ("223\t国有资本经\t3.00", "", "\t营预算支出\t", "229\t其他支出\t4.00")
    (found,) = tables(text_blocks("\n".join((*above, *below))))
    assert [row[1] for row in texts(found)][3:] == ["国有资本经\n营预算支出", "其他支出"]


def test_text_table_with_its_own_header_is_another_table() -> None:
    text = "项目\t决算数\n甲\t1.00\n\n单位名称\t预算数\n乙\t2.00\n\n三公经费支出表\t\n丙\t1.00\n"
    assert [found.parts for found in tables(text_blocks(text))] == [1, 1, 1]


def test_text_row_of_terms_that_headers_use_too_is_no_header() -> None:
    text = "项目\t决算数\t项目\t决算数\n一、甲\t1.00\t一、乙\t\n\n本年收入合计\t\t本年支出合计\t\n"
    (found,) = tables(text_blocks(text))
    assert len(found.rows) == 3


@pytest.mark.skipif(not REPORTS.exists(), reason=f"{REPORTS} is not here: the real reports are not shipped")
def test_ten_tables_of_the_real_text_report() -> None:
    document = open_document(str(REPORTS / "001_6c958481cf8447d1.txt"))
    shapes = [(found.location.line, len(found.rows), found.parts) for found in tables(document.blocks)[:10]]
    assert shapes == [
        (101, 31, 1),
        (145, 125, 7),
        (287, 27, 2),
        (328, 132, 8),
        (478, 27, 2),
        (519, 32, 2),
        (565, 95, 4),
        (676, 30, 2),
        (720, 5, 1),
        (738, 7, 1),
    ]


def test_mirrored_margins_are_no_other_columns() -> None:
    right = tuple(x + 30 for x in XS)
    second = raw(2, ("202", "乙", "4.00", "4.00"), xs=right)
    (found,) = tables([raw(1, HEAD, ("201", "甲", "3.00", "3.00")), second])
    assert [row[0] for row in texts(found)] == ["科目编码", "201", "202"]


def test_columns_that_merely_resemble_moved_ones_stay_apart() -> None:
    other = (90.0, 150.0, 275.0, 350.0, 430.0)
    assert len(tables([raw(1, HEAD, ("201", "甲", "3.00", "3.00")), raw(2, ("a", "b", "c", "d"), xs=other)])) == 2


@pytest.mark.parametrize("mark", ["目录", "目　录"])
def test_lines_of_the_contents_title_no_table(mark: str) -> None:
    (found,) = tables([line(mark), line("一、收入支出决算总表"), line("二、收入决算表"), raw(2, HEAD)])
    assert found.before == ()


def test_line_with_leaders_titles_no_table() -> None:
    listed = line("收入决算表 ............ 5")
    (found,) = tables([listed, line("支出决算表", page=2), raw(2, HEAD)])
    assert [before.text for before in found.before] == ["支出决算表"]
    assert listed in join([listed])
