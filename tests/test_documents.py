"""Opening files: what is read, in which order, and what is said about a file that cannot be."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from drawing import mupdf, table, write
from ingest.documents import open_document
from ingest.errors import Unreadable
from ingest.model import UNREAD, Document, Line, RawTable, Text
from ingest.pdf.condition import RUNS_OFF
from ingest.stitching import join

REPORTS = Path(__file__).parents[1] / ".." / "shared" / "reports"
REAL = REPORTS / "shanghai-putuo-planning-2024.pdf"
needs_reports = pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} is not here: the real reports are not shipped")

ROWS = (("项目", "决算数"), ("一、本年收入", "1,234.50"), ("二、其他", ""))


def save(pdf: Any, folder: Path, **options: object) -> str:
    path = folder / "report.pdf"
    pdf.save(path, **options)
    return str(path)


def texts(found: RawTable) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in found.rows]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def tables(document: Document) -> list[RawTable]:
    return [block for block in document.blocks if isinstance(block, RawTable)]


def report(rotate: int = 0) -> Any:
    pdf = mupdf.open()
    page = pdf.new_page()
    write(page, 200, 80, "收入支出决算表", 12)
    write(page, 400, 95, "单位：万元")
    end = table(page, ROWS)
    write(page, 60, end + 15, "注：本表反映收支情况。")
    page.set_rotation(rotate)
    return pdf


def test_blocks_come_in_reading_order(tmp_path: Path) -> None:
    document = open_document(save(report(), tmp_path))
    assert [block.text if isinstance(block, Line) else "table" for block in document.blocks] == [
        "收入支出决算表",
        "单位：万元",
        "table",
        "注：本表反映收支情况。",
    ]
    assert texts(tables(document)[0]) == [list(row) for row in ROWS]
    assert document.format == "pdf"
    assert len(document.id) == 12
    assert document.sha256.startswith(document.id)
    assert [page.kind for page in document.pages] == ["ruled"]


@pytest.mark.parametrize("style", ["stroke", "fill", "dots", "squares", "picture"])
def test_rules_of_any_make(tmp_path: Path, style: str) -> None:
    pdf = mupdf.open()
    table(pdf.new_page(), ROWS, style=style)
    document = open_document(save(pdf, tmp_path))
    assert [page.kind for page in document.pages] == ["ruled"]
    assert [texts(found) for found in tables(document)] == [[list(row) for row in ROWS]]


def test_white_rules_are_no_rules(tmp_path: Path) -> None:
    pdf = mupdf.open()
    table(pdf.new_page(), ROWS, style="white")
    document = open_document(save(pdf, tmp_path))
    assert [page.kind for page in document.pages] == ["prose"]
    assert not tables(document)


def test_outline_of_a_rectangle_is_four_rules(tmp_path: Path) -> None:
    pdf = mupdf.open()
    page = pdf.new_page()
    for row in range(2):
        for column in range(3):
            x, top = 100 + 60 * column, 100 + 20 * row
            page.draw_rect(mupdf.Rect(x, top, x + 60, top + 20), width=0.5)
            write(page, x + 3, top + 14, f"{row}{column}")
    document = open_document(save(pdf, tmp_path))
    assert [texts(found) for found in tables(document)] == [[["00", "01", "02"], ["10", "11", "12"]]]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_turned_pages_read_as_seen(tmp_path: Path, rotate: int) -> None:
    upright = open_document(save(report(), tmp_path))
    turned = report()
    page = turned[0]
    sideways = mupdf.open()
    size = (page.rect.width, page.rect.height) if rotate == 180 else (page.rect.height, page.rect.width)
    target = sideways.new_page(width=size[0], height=size[1])
    target.show_pdf_page(target.rect, turned, 0, rotate=rotate)
    document = open_document(save(sideways, tmp_path))
    assert document.blocks == upright.blocks
    assert document.pages == upright.pages


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_page_rotation_is_applied(tmp_path: Path, rotate: int) -> None:
    """The content stands upright again whatever /Rotate says: majority text direction decides."""
    upright = open_document(save(report(), tmp_path))
    document = open_document(save(report(rotate), tmp_path))
    assert lines(document) == lines(upright)
    assert [texts(found) for found in tables(document)] == [texts(found) for found in tables(upright)]


def test_page_numbers_and_running_heads_are_left_out(tmp_path: Path) -> None:
    pdf = mupdf.open()
    for number in range(1, 5):
        page = pdf.new_page()
        write(page, 200, 40, "某局年度部门决算")
        write(page, 450, 60, "单位：万元")
        write(page, 60, 300, f"第{number}段，支出 {number}.00 万元。")
        write(page, 290, 810, f"- {number} -")
    assert lines(open_document(save(pdf, tmp_path))) == [
        text for number in range(1, 5) for text in ("单位：万元", f"第{number}段，支出 {number}.00 万元。")
    ]


def test_two_columns_of_prose_read_left_first(tmp_path: Path) -> None:
    pdf = mupdf.open()
    page = pdf.new_page()
    for index in range(10):
        write(page, 60, 100 + 16 * index, f"左边的一行文字写满了这一栏左左左{index}", 10)
        write(page, 320, 100 + 16 * index, f"右边的一行文字写满了这一栏右右右{index}", 10)
    found = lines(open_document(save(pdf, tmp_path)))
    assert [text[0] for text in found] == ["左"] * 10 + ["右"] * 10


def test_radicals_become_characters(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("⼀、⻓期⽀出\t1.00\n", encoding="utf-8")
    assert texts(tables(open_document(str(path)))[0]) == [["一、长期支出", "1.00"]]


def test_text_report(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes("收入决算表\n\n项目\t决算数\n一、收入\t1.00\n".encode("gb18030"))
    document = open_document(str(path))
    assert (document.format, document.encoding, document.pages) == ("text", "gb18030", ())
    assert [type(block).__name__ for block in document.blocks] == ["Line", "RawTable"]


def test_empty_table_is_kept(tmp_path: Path) -> None:
    pdf = mupdf.open()
    table(pdf.new_page(), [["项目", "合计", "基本支出"], *[["", "", ""]] * 12])
    assert [len(found.rows) for found in tables(open_document(save(pdf, tmp_path)))] == [13]


def damaged_pdf(**options: object) -> bytes:
    pdf = report()
    return bytes(pdf.tobytes(**options))


UNREADABLE = {
    "empty": (b"", "is empty"),
    "blanks": (b"  \n\t\n", "nothing but blanks"),
    "JPEG renamed": (b"\xff\xd8\xff\xe0" + bytes(64), "a JPEG picture"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(64), "a PNG picture"),
    "docx": (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "a Word file"),
    "xlsx": (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", "an Excel file"),
    "zip": (b"PK\x03\x04" + bytes(26) + b"a.txt", "a ZIP archive"),
    "ole": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "an old Office file"),
    "binary": (bytes(range(256)) * 4, "neither a PDF nor text"),
    "garbage after the mark": (b"%PDF-1.7\n" + bytes(range(256)) * 4, "damaged"),
    "cut off": (damaged_pdf()[:-400], "cut off"),
    "cut in half": (damaged_pdf()[: len(damaged_pdf()) // 2], "cut off"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_unreadable(tmp_path: Path, case: str, capfd: pytest.CaptureFixture[str]) -> None:
    data, what = UNREADABLE[case]
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        open_document(str(path))
    assert what in caught.value.what.en
    assert caught.value.path == str(path)
    assert caught.value.todo
    assert capfd.readouterr() == ("", ""), "MuPDF must not talk past us"


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="does not exist"):
        open_document(str(tmp_path / "none.pdf"))
    with pytest.raises(Unreadable, match="is a folder"):
        open_document(str(tmp_path))


KEY = "open sesame"


def test_encrypted(tmp_path: Path) -> None:
    path = save(report(), tmp_path, encryption=mupdf.PDF_ENCRYPT_AES_256, user_pw=KEY, owner_pw="owner")
    with pytest.raises(Unreadable, match=r"is encrypted; give the password"):
        open_document(path)
    with pytest.raises(Unreadable, match="another password"):
        open_document(path, password=KEY[1:])
    assert len(tables(open_document(path, password=KEY))) == 1


def test_repaired_xref_is_said_aloud(tmp_path: Path) -> None:
    data = damaged_pdf()
    path = tmp_path / "report.pdf"
    path.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n1\n%%EOF\n")
    document = open_document(str(path))
    assert len(tables(document)) == 1
    assert any("rebuilt" in note.en for note in document.notes)


def test_page_that_breaks_off_is_not_half_read(tmp_path: Path) -> None:
    pdf = report()
    pdf[0].clean_contents()
    pdf = mupdf.open(stream=pdf.tobytes(deflate=True))
    raw = pdf.xref_stream_raw(pdf[0].get_contents()[-1])
    data = bytearray(pdf.tobytes())
    at = data.index(raw) + len(raw) // 2
    data[at : at + 20] = bytes(20)
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match="damaged: page 1 cannot be read whole"):
        open_document(str(path))


@pytest.mark.parametrize(("x", "beyond"), [(40, False), (380, True)])
def test_a_table_that_runs_off_the_paper_puts_its_page_in_doubt(tmp_path: Path, x: float, beyond: bool) -> None:
    pdf = mupdf.open()
    page = pdf.new_page()
    rows = [["科目", "合计", "其他收入"], ["甲", "12.00", "2.00"], ["乙", "30.00", "3.00"]]
    table(page, rows, x=x, widths=[100, 100, 100])
    page.draw_line((-20, 60), (700, 60))  # a line under a heading, from edge to edge
    document = open_document(save(pdf, tmp_path))
    assert [doubt.reason for doubt in document.doubts] == ([RUNS_OFF] if beyond else [])
    assert any("paper" in note.en for note in document.notes) == beyond


def test_a_picture_in_a_blank_cell_may_be_a_number(tmp_path: Path) -> None:
    pdf = mupdf.open()
    page = pdf.new_page()
    table(page, [["科目", "合计", "收入"], ["甲", "", "2.00"], ["乙", "", ""]], widths=[100, 100, 100])
    patch = mupdf.Pixmap(mupdf.csGRAY, mupdf.IRect(0, 0, 40, 12))
    patch.clear_with(90)
    page.insert_image(mupdf.Rect(165, 123, 205, 135), pixmap=patch)
    (found,) = tables(open_document(save(pdf, tmp_path)))
    assert texts(found)[1:] == [["甲", UNREAD, "2.00"], ["乙", "", ""]]


def scan_page(pdf: Any) -> None:
    picture = report()[0].get_pixmap(dpi=50)
    page = pdf.new_page()
    page.insert_image(page.rect, pixmap=picture)


def test_scan_names_its_pages(tmp_path: Path) -> None:
    pdf = mupdf.open()
    for _ in range(3):
        scan_page(pdf)
    with pytest.raises(Unreadable, match="pages 1-3 of 3 are pictures"):
        open_document(save(pdf, tmp_path), ocr="never")


def test_scanned_page_among_others_is_said_aloud(tmp_path: Path) -> None:
    pdf = report()
    scan_page(pdf)
    pdf.new_page()
    document = open_document(save(pdf, tmp_path), ocr="never")
    assert [page.kind for page in document.pages] == ["ruled", "scan", "blank"]
    assert document.notes == (
        Text("第2页为无文字的图片，未读取", "page 2: pictures without text, not read"),
        Text("第3页没有任何内容，可能已丢失", "page 3: without any content, perhaps lost"),
    )
    assert document.unread == (2, 3)


def test_no_text_at_all(tmp_path: Path) -> None:
    pdf = mupdf.open()
    pdf.new_page()
    with pytest.raises(Unreadable, match="no text on any of its 1 page"):
        open_document(save(pdf, tmp_path))


@needs_reports
def test_real_report_has_its_nine_tables() -> None:
    start = perf_counter()
    document = open_document(str(REAL))
    assert perf_counter() - start < 3
    shapes = {
        found.location.page: (len(found.rows), len(found.rows[0]), found.parts)
        for found in join(document.blocks)
        if not isinstance(found, Line)
    }
    assert shapes == {
        6: (6, 3, 1),
        7: (30, 4, 1),
        8: (27, 9, 2),
        10: (27, 8, 2),
        12: (32, 7, 2),
        14: (27, 5, 2),
        16: (40, 6, 1),
        17: (5, 12, 1),
        18: (6, 8, 1),
        19: (6, 8, 1),
    }
    assert {page.number for page in document.pages if page.kind == "ruled"} == set(range(6, 20))


@needs_reports
def test_real_report_loses_no_number(need: Callable[..., str]) -> None:
    """Every number that poppler's pdftotext sees on a page is in a cell or a line of that page, equally often."""
    command = [need("pdftotext"), "-layout", str(REAL), "-"]
    seen = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    document = open_document(str(REAL))
    for page in document.pages:
        ours: list[str] = []
        for block in document.blocks:
            if block.location.page == page.number:
                rows = [[block.text]] if isinstance(block, Line) else texts(block)
                ours.extend(text for row in rows for text in row if text)
        assert numbers("\n".join(ours)) == numbers(seen[page.number - 1]), f"page {page.number}"


def numbers(text: str) -> Counter[str]:
    return Counter(
        word for word in "".join(c if c.isdigit() or c == "." else " " for c in text).split() if word.strip(".")
    )


def test_reading_loads_neither_pymupdf_nor_camelot_at_import() -> None:
    code = "import sys, ingest.documents; print({'pymupdf', 'camelot'} & set(sys.modules))"
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "set()"
