"""Tables without rules: rebuilt where one reading alone makes sense, else a doubt; never a table out of prose."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from drawing import mupdf, write
from expectations.confront import confront
from expectations.suite import shipped
from fixtures import canon, layout, pdf
from fixtures.report import report
from ingest.documents import open_document
from ingest.model import Document, Line, RawTable
from ingest.pipeline import read

ROWS = (
    ("201", "一般公共服务支出", "1,234.50", "1,100.00", "134.50"),
    ("20103", "政府办公厅及相关机构事务", "1,234.50", "1,100.00", "134.50"),
    ("208", "社会保障和就业支出", "300.25", "300.25", "0.00"),
    ("", "合计", "1,534.75", "1,400.25", "134.50"),
)
HEAD = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
RIGHTS = (0.0, 0.0, 340.0, 440.0, 540.0)
LEFTS = (70.0, 120.0)


def right(page: Any, x1: float, baseline: float, text: str) -> None:
    width = mupdf.get_text_length(text, fontname="china-s", fontsize=9)
    write(page, x1 - width, baseline, text)


def row(page: Any, baseline: float, texts: Sequence[str]) -> None:
    for text, x in zip(texts[:2], LEFTS, strict=True):
        write(page, x, baseline, text)
    for text, x1 in zip(texts[2:], RIGHTS[2:], strict=True):
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
    write(page, 70, 400, "全年支出 1,534.75 万元，完成年初预算的 89.76%。")
    return document


def opened(document: Any, folder: Path) -> Document:
    path = folder / "report.pdf"
    document.save(path)
    return open_document(str(path), ocr="never")


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text if cell is not None else "" for cell in line] for line in block.rows]
        for block in document.blocks
        if isinstance(block, RawTable)
    ]


def is_doubted(document: Document, title: str | None = "支出决算表") -> bool:
    (doubt,) = document.doubts
    assert tables(document) == []
    assert "without rules" in doubt.reason.en
    assert doubt.location.bbox is not None
    assert document.unread == (1,)
    assert not any("1,100.00" in block.text for block in document.blocks if isinstance(block, Line))
    return (doubt.location.page, doubt.location.table) == (1, title)


def test_plain_columns_are_rebuilt(tmp_path: Path) -> None:
    document = opened(page_of(ROWS), tmp_path)
    assert tables(document) == [[list(HEAD), *map(list, ROWS)]]
    assert (document.doubts, document.unread) == ((), ())
    kinds = [block.text if isinstance(block, Line) else block.reader for block in document.blocks]
    assert kinds == ["支出决算表", "单位：万元", "aligned", "全年支出 1,534.75 万元，完成年初预算的 89.76%。"]


def test_three_line_table(tmp_path: Path) -> None:
    made = page_of(ROWS)
    for y in (102, 119, 190):
        made[0].draw_line((65, y), (545, y), width=0.8)
    assert tables(opened(made, tmp_path)) == [[list(HEAD), *map(list, ROWS)]]


def test_blank_cell_stays_in_its_column(tmp_path: Path) -> None:
    rows = (*ROWS[:2], ("208", "社会保障和就业支出", "300.25", "300.25", ""), *ROWS[3:])
    assert tables(opened(page_of(rows), tmp_path)) == [[list(HEAD), *map(list, rows)]]


def test_column_that_is_blank_throughout_keeps_its_heading(tmp_path: Path) -> None:
    rows = [(*texts[:3], texts[2], "") for texts in ROWS]
    assert tables(opened(page_of(rows), tmp_path)) == [[list(HEAD), *map(list, rows)]]


@pytest.mark.parametrize("lines", [("上", "中"), ("中", "下")], ids=["numbers below", "numbers above"])
def test_label_over_two_lines_is_one(tmp_path: Path, lines: tuple[str, str]) -> None:
    made = page_of(ROWS[:3])
    first = {"上": 186.0, "中": 197.0, "下": 208.0}
    for part, line in zip(("机关事业单位基本养老", "保险缴费支出"), lines, strict=True):
        write(made[0], 120, first[line], part)
    row(made[0], 197, ("20805", "", "12.00", "12.00", "0.00"))
    (found,) = tables(opened(made, tmp_path))
    assert found[-1] == ["20805", "机关事业单位基本养老\n保险缴费支出", "12.00", "12.00", "0.00"]


def test_table_that_no_template_knows_needs_one_reading_only(tmp_path: Path) -> None:
    head = ("序号", "开支", "甲数", "乙数", "丙数")
    assert tables(opened(page_of(ROWS, head, "开支明细"), tmp_path)) == [[list(head), *map(list, ROWS)]]


@pytest.mark.parametrize(
    ("rows", "head"),
    [
        (ROWS, None),
        (ROWS, (*HEAD[:4], "")),
        (ROWS, (*HEAD[:2], "基本支出", "本年支出合计", "项目支出")),
        (ROWS, (*HEAD[:3], "甲数", "乙数")),
        ((*ROWS, ("210", "一项名称很长很长长到伸进了下一列数字里的经费支出出出", "1.00", "1.00", "0.00")), HEAD),
        ((*ROWS, ("", "", "1.00", "1.00", "0.00")), HEAD),
    ],
    ids=["no header", "a column without header", "columns that do not add up", "unknown headings",
         "a label under the numbers", "a row without a name"],
)  # fmt: skip
def test_ambiguous_is_a_doubt(tmp_path: Path, rows: Sequence[Sequence[str]], head: Sequence[str] | None) -> None:
    assert is_doubted(opened(page_of(rows, head), tmp_path))


def test_numbers_that_are_not_flush_are_a_doubt(tmp_path: Path) -> None:
    made = page_of(ROWS)
    right(made[0], 335, 204, "0.25")
    row(made[0], 204, ("209", "其他支出", "", "0.25", "0.00"))
    assert is_doubted(opened(made, tmp_path))


def test_rows_go_on_over_the_page(tmp_path: Path) -> None:
    made = page_of(ROWS[:3])
    made[0].add_redact_annot((60, 380, 540, 410))
    made[0].apply_redactions()
    second = made.new_page()
    for number, texts in enumerate(ROWS[2:]):
        row(second, 60 + 18 * number, (texts[0], texts[1], *texts[2:]))
    row(second, 60 + 18 * len(ROWS[2:]), ("210", "卫生健康支出", "5.00", "5.00", "0.00"))
    document = opened(made, tmp_path)
    first, rest = tables(document)
    assert len(first) == 4
    assert rest[-1] == ["210", "卫生健康支出", "5.00", "5.00", "0.00"]
    boxes = [block.location.bbox for block in document.blocks if isinstance(block, RawTable)]
    assert all(box is not None for box in boxes)
    assert len({(box[0], box[2]) for box in boxes if box is not None}) == 1, "both parts stand on the same columns"


def test_header_of_an_empty_table_is_no_prose(tmp_path: Path) -> None:
    made = mupdf.open()
    page = made.new_page()
    write(page, 180, 80, "政府性基金预算财政拨款收入支出决算表", 12)
    write(page, 400, 96, "单位：万元")
    for x, text in ((70, "科目名称"), (200, "年初结转和结余"), (300, "本年收入"), (400, "本年支出")):
        write(page, x, 114, text)
    write(page, 70, 132, "合计")
    document = opened(made, tmp_path)
    assert tables(document) == [[["科目名称", "年初结转和结余", "本年收入", "本年支出"], ["合计", "", "", ""]]]


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


def test_a_form_that_was_not_read_is_missed_by_the_rules_that_need_it(tmp_path: Path) -> None:
    made = report(canon.make_model(5, year=2023, size="small", units=3), layout.Layout())
    whole = mupdf.open(stream=pdf.write(made)[0], filetype="pdf")
    whole.insert_pdf(page_of(ROWS, head=None, title="项目支出绩效自评表"))
    path = tmp_path / "report.pdf"
    whole.save(path)
    canonical = read(str(path))
    assert [doubt.template for doubt in canonical.doubts if doubt.template] == ["F24"]
    rules = [rule for suite in shipped() for rule in suite.rules if rule.id in ("F24-01", "T01-1")]
    said = {outcome.rule: (outcome.status, outcome.reason) for outcome in confront(rules, canonical)}
    status, reason = said["F24-01"]
    assert status == "not_checked"
    assert reason is not None
    assert "without rules" in reason["en"]
    assert said["T01-1"][0] in ("passed", "rounding")
