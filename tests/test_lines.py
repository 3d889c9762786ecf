"""Words joined into lines, and rules joined from pieces."""

import pytest

from ingest.model import BBox, Block, Cell, Line, Location, RawTable
from ingest.pdf.ink import Ink, Word
from ingest.pdf.lines import outside, printed, running, text_of
from ingest.pdf.radicals import unify
from ingest.pdf.ruling import join, outline, straighten


def word(text: str, x: float, top: float = 100, *, size: float = 10, blank: bool = False) -> Word:
    return Word(text, (x, top, x + size * len(text), top + size), size, blank=blank)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ([word("收入", 0), word("合计", 21)], "收入合计"),
        ([word("项", 0), word("目", 25)], "项 目"),
        ([word("2024", 0), word("年度", 42.5)], "2024年度"),
        ([word("2024", 0), word("年度", 42.5, blank=True)], "2024 年度"),
        ([word("12", 0), word("345.00", 23)], "12 345.00"),
        ([word("12", 0), word(".00", 20.5)], "12.00"),
        ([word("部门：甲局", 0), word("单位：万元", 300)], "部门：甲局 单位：万元"),
    ],
    ids=["Han", "spread Han", "inferred blank", "printed blank", "digits stay apart", "digits that touch", "far apart"],
)
def test_text_of_a_line(line: list[Word], text: str) -> None:
    assert text_of(line) == text


def test_smaller_digits_stay_on_the_line_of_their_label() -> None:
    words = [word("决算数", 0, 100, size=12), word("1.00", 60, 103, size=7), word("下一行", 0, 113, size=12)]
    assert [text_of(line) for line in printed(words)] == ["决算数 1.00", "下一行"]


def test_lines_have_page_and_box() -> None:
    page = Ink(3, 595, 842, (), (), ())
    (found,) = outside(page, [word("收入", 50), word("支出", 100)])
    assert found.location == Location(page=3, bbox=(50, 100, 120, 110))


def page_of(number: int, *lines: tuple[str, float]) -> tuple[Ink, list[Line]]:
    held = [Line(text, Location(page=number, bbox=(50, top, 200, top + 10))) for text, top in lines]
    return Ink(number, 595, 842, (), (), ()), held


@pytest.mark.parametrize("text", ["5", "- 5 -", "—12—", "第 3 页", "第3页 共30页", "3/30", "iv"])
def test_lone_page_numbers_go(text: str) -> None:
    pages = [page_of(1, (text, 800), (text, 400))]
    assert [line.location.bbox and line.location.bbox[1] for line in running(pages)] == [800]


def test_amount_in_the_margin_stays() -> None:
    assert not running([page_of(1, ("9859.38", 800), ("2024年度支出12万元", 20))])


def test_running_heads_need_three_pages_and_are_no_table_heads() -> None:
    pages = [page_of(number, ("某局部门决算", 30), ("公开01表", 45)) for number in range(1, 4)]
    assert {line.text for line in running(pages)} == {"某局部门决算"}
    assert not running(pages[:2])


def table_of(page: int, top: float) -> RawTable:
    place = Location(page=page, bbox=(50, top, 500, 600))
    return RawTable(((Cell("项目名称", place),),), place, "camelot-fed")


def test_the_name_of_a_table_at_the_head_of_the_paper_titles_none() -> None:
    """The paper says 项目支出绩效自评表 on each page, and so does the form: over a form that goes on it is no title."""
    pages: list[tuple[Ink, list[Block]]] = []
    for number in range(1, 5):
        ink, lines = page_of(number, ("项目支出绩效自评表", 20), *([("项目自评表", 60)] if number == 1 else []))
        pages.append((ink, [*lines, table_of(number, 100)]))
    assert {line.text for line in running(pages)} == {"项目支出绩效自评表"}
    titled = [(ink, [blocks[0], blocks[-1]]) for ink, blocks in pages]
    assert not running(titled), "a title repeated over every part of its table stays"


def test_radicals_of_both_blocks() -> None:
    assert unify("⼀⻓⻢⾦") == "一长马金"
    assert unify("１２，３４５") == "１２，３４５"
    assert unify("\ufeff收\u200b入") == "收入"


def test_pieces_that_touch_are_one_rule() -> None:
    ((place, start, end),) = join([(100, 0, 50), (100.5, 50.4, 120), (100, 122.9, 200)])
    assert place == pytest.approx(100.18, abs=0.01)
    assert [start, end] == [0, 200]
    assert join([(100, 0, 50), (100, 54, 120)]) == ((100, 0, 50), (100, 54, 120))


def test_snapping_does_not_creep() -> None:
    rules = join([(place, 0, 100) for place in (10.0, 11.5, 13.0, 14.5)])
    assert [rule[0] for rule in rules] == [10.75, 13.75]


def test_thin_boxes_are_rules_by_their_long_side_and_areas_are_none() -> None:
    boxes: list[BBox] = [(0, 100, 200, 100.5), (50, 0, 50.5, 300), (0, 0, 200, 300), (10, 10, 10.5, 10.5)]
    assert straighten(boxes) == (((100.25, 0, 200),), ((50.25, 0, 300),))


def test_outline_is_four_rules() -> None:
    assert straighten(outline((0, 0, 100, 50))) == (((0, 0, 100), (50, 0, 100)), ((0, 0, 50), (100, 0, 50)))
