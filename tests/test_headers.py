"""Headings: which stand over a column, and what it is then about."""

from ingest.headers import concept, is_numbering, paths
from ingest.model import Cell, Location, Row
from ingest.templates import templates


def _rows(text: str) -> tuple[Row, ...]:
    return tuple(tuple(Cell(cell.strip(), Location()) for cell in line.split("|")) for line in text.strip().split("\n"))


def test_a_blank_heading_belongs_left_if_something_stands_below_it() -> None:
    rows = _rows("项目||本年支出||\n编码|名称|小计|基本支出|项目支出")
    assert paths(rows, spans_known=False) == (
        ("项目", "编码"),
        ("项目", "名称"),
        ("本年支出", "小计"),
        ("本年支出", "基本支出"),
        ("本年支出", "项目支出"),
    )


def test_a_blank_heading_belongs_up_if_nothing_stands_below_it() -> None:
    rows = _rows("项目||合计\n编码|名称|")
    assert paths(rows, spans_known=False)[2] == ("合计",)


def test_merged_cells_are_taken_as_they_are() -> None:
    place = Location()
    rows: tuple[Row, ...] = (
        (Cell("预算数", place, colspan=2), None, Cell("备注", place, rowspan=2)),
        (Cell("合计", place), Cell("小计", place), None),
    )
    assert paths(rows, spans_known=True) == (("预算数", "合计"), ("预算数", "小计"), ("备注",))


def test_column_numbers_are_not_amounts() -> None:
    assert is_numbering(_rows("栏次||1|2|3")[0])
    assert is_numbering(_rows("1|2|3|4")[0])
    assert is_numbering(_rows("栏次||1=2+3|2|3")[0])
    assert is_numbering(_rows("栏 次||1|栏 次||2")[0])
    assert is_numbering(_rows("栏次||1|8|3|?")[0]), "a number of a picture, misread"
    assert is_numbering(_rows("酒栏次|1|栏次|2家")[0]), "with dirt beside it"
    assert not is_numbering(_rows("项目|栏次|决算数")[0]), "the heading of a column"
    assert not is_numbering(_rows("栏次一、一般公共服务支出|5.00|3.00")[0])
    assert not is_numbering(_rows("合计||1|2|3")[0])
    assert not is_numbering(_rows("5|6")[0])


def test_the_more_specific_heading_wins() -> None:
    columns = templates()["T07"].columns
    assert concept(("决算数", "公务用车购置及运行维护费", "小计"), columns) == "公务用车购置及运行费"
    assert concept(("决算数", "公务用车购置及运行维护费", "公务用车购置费"), columns) == "公务用车购置费"
    assert concept(("合计",), columns) == "合计"
    assert concept(("差旅费",), columns) is None


def test_a_heading_that_only_says_what_is_measured_is_passed_over() -> None:
    columns = templates()["T02"].columns
    assert concept(("财政拨款收入", "决算数"), columns) == "财政拨款收入"
    assert concept(("编码", "决算数"), columns) is None
