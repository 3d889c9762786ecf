"""Tables without rules: rebuilt where nothing is ambiguous, else a doubt; never a table out of prose."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from drawing import mupdf, write
from fixtures import canon, layout, pdf
from fixtures.report import report
from ingest.documents import open_document
from ingest.model import Document, Line, RawTable

ROWS = (
    ("一、人员经费", "1,234.50", "1,100.00", "89.11%"),
    ("二、公用经费", "234.50", "200.25", "85.39%"),
    ("三、项目经费", "12,234.50", "11,000.00", "89.91%"),
    ("合计", "13,703.50", "12,300.25", "89.76%"),
)
HEAD = ("项目", "年初预算数", "决算数", "完成率")
RIGHTS = (0.0, 260.0, 360.0, 460.0)


def right(page: Any, x1: float, baseline: float, text: str) -> None:
    width = mupdf.get_text_length(text, fontname="china-s", fontsize=9)
    write(page, x1 - width, baseline, text)


def row(page: Any, baseline: float, texts: Sequence[str]) -> None:
    write(page, 70, baseline, texts[0])
    for text, x1 in zip(texts[1:], RIGHTS[1:], strict=True):
        right(page, x1, baseline, text)


def page_of(rows: Sequence[Sequence[str]], head: Sequence[str] | None = HEAD, title: str = "支出决算表") -> Any:
    document = mupdf.open()
    page = document.new_page()
    write(page, 220, 80, title, 12)
    write(page, 400, 96, "单位：万元")
    if head is not None:
        row(page, 114, head)
    for number, texts in enumerate(rows):
        row(page, 132 + 18 * number, texts)
    write(page, 70, 400, "全年支出 12,300.25 万元，完成年初预算的 89.76%。")
    return document


def opened(document: Any, folder: Path) -> Document:
    path = folder / "report.pdf"
    document.save(path)
    return open_document(str(path))


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text if cell is not None else "" for cell in line] for line in block.rows]
        for block in document.blocks
        if isinstance(block, RawTable)
    ]


def test_plain_columns_are_rebuilt(tmp_path: Path) -> None:
    document = opened(page_of(ROWS), tmp_path)
    assert tables(document) == [[list(HEAD), *map(list, ROWS)]]
    assert (document.doubts, document.unread) == ((), ())
    kinds = [block.text if isinstance(block, Line) else block.reader for block in document.blocks]
    assert kinds == ["支出决算表", "单位：万元", "aligned", "全年支出 12,300.25 万元，完成年初预算的 89.76%。"]


def test_three_line_table(tmp_path: Path) -> None:
    made = page_of(ROWS)
    for y in (102, 119, 190):
        made[0].draw_line((65, y), (465, y), width=0.8)
    assert tables(opened(made, tmp_path)) == [[list(HEAD), *map(list, ROWS)]]


def test_blank_cell_stays_in_its_column(tmp_path: Path) -> None:
    rows = (*ROWS[:2], ("三、项目经费", "", "11,000.00", ""), *ROWS[3:], ("四、其他", "1.00", "1.00", "100.00%"))
    assert tables(opened(page_of(rows), tmp_path)) == [[list(HEAD), *map(list, rows)]]


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        (ROWS, None),
        (ROWS, ("项目", "年初预算数", "决算数", "")),
        ((*ROWS[:2], ("三、项目经费（第一批", "", "", ""), ("和第二批）", "1.00", "2.00", "3.00%"), *ROWS[2:]), HEAD),
        ((*ROWS[:3], ("一项名称很长很长长到伸进了下一列数字里的经费", "1.00", "2.00", "3.00%")), HEAD),
    ],
    ids=["no header", "a column without header", "a wrapped label", "a label under the numbers"],
)
def test_ambiguous_is_a_doubt(tmp_path: Path, rows: Sequence[Sequence[str]], head: Sequence[str] | None) -> None:
    document = opened(page_of(rows, head), tmp_path)
    assert tables(document) == []
    (doubt,) = document.doubts
    assert (doubt.location.page, doubt.location.table) == (1, "支出决算表")
    assert doubt.location.bbox is not None
    assert "without rules" in doubt.reason
    assert document.unread == (1,)
    assert not any("1,100.00" in block.text for block in document.blocks if isinstance(block, Line))


def test_header_over_several_columns_is_a_doubt(tmp_path: Path) -> None:
    made = page_of(ROWS)
    right(made[0], 350, 104, "本年")
    document = opened(made, tmp_path)
    assert tables(document) == []
    assert len(document.doubts) == 1


def test_figures_under_each_other_in_prose_are_no_table(tmp_path: Path) -> None:
    made = mupdf.open()
    page = made.new_page()
    for number in range(12):
        write(page, 70, 100 + 18 * number, f"（{number}）本年支出 1{number}.25 万元，比上年增加 3.0{number} 万元，", 10)
    document = opened(made, tmp_path)
    assert tables(document) == []
    assert document.doubts == ()
    assert len(document.blocks) == 12


@pytest.mark.parametrize("name", ["SHENZHEN", "SHANGHAI", "CENTRAL"])
def test_reports_with_rules_have_nothing_unruled(tmp_path: Path, name: str) -> None:
    chosen = {"SHENZHEN": layout.SHENZHEN, "SHANGHAI": layout.SHANGHAI, "CENTRAL": layout.CENTRAL}[name]
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.write(report(canon.make_model(11), chosen))[0])
    document = open_document(str(path))
    assert {block.reader for block in document.blocks if isinstance(block, RawTable)} == {"camelot-fed"}
    assert (document.doubts, document.unread, document.notes) == ((), (), ())
