"""Odd and hostile PDFs: what they carry is named, what they hide is not read, and nothing is waited for in vain."""

import subprocess
import sys
import zlib
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from drawing import mupdf, table, write
from fixtures.form import form_report, make_form
from fixtures.layout import Layout
from fixtures.pdf import write as write_report
from ingest.documents import PdfFile, open_document
from ingest.errors import Refused, Unreadable
from ingest.model import Document, Line, RawTable, Text
from ingest.pdf.workers import OVERDUE, Limits, Lost, each
from ingest.pipeline import read

ROOT = Path(__file__).parents[1]
FIVE_THOUSAND = """
import resource, sys
from ingest.documents import open_document
from ingest.model import Line
document = open_document(sys.argv[1])
lines = [block.text for block in document.blocks if isinstance(block, Line)]
right = sum(text == f"Line {n}" for n, text in enumerate(lines))
# VmHWM: getrusage would count what this process was before it became this program
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(len(document.pages), right, max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""
ROWS = (("项目", "决算数"), ("一、收入", "12.50"), ("二、其他", "7.25"))


def saved(document: Any, folder: Path, **options: object) -> str:
    path = folder / "report.pdf"
    document.save(path, **options)
    return str(path)


def report() -> Any:
    document = mupdf.open()
    page = document.new_page()
    write(page, 200, 80, "收入支出决算表", 12)
    table(page, ROWS, widths=(120, 120))
    return document


def tables(document: Document) -> list[RawTable]:
    return [block for block in document.blocks if isinstance(block, RawTable)]


def test_attachments_and_scripts_are_named_and_left_alone(tmp_path: Path) -> None:
    made = report()
    made.embfile_add("明细.xlsx", b"PK\x03\x04", filename="明细.xlsx")
    catalog = made.pdf_catalog()
    made.xref_set_key(catalog, "OpenAction", "<</S/JavaScript/JS(app.alert\\(1\\))>>")
    made.xref_set_key(catalog, "AA", "<</WC<</S/Launch/F(calc.exe)>>>>")
    document = open_document(saved(made, tmp_path))
    assert len(tables(document)) == 1
    assert document.notes == (Text("内含1个附件，未读取：明细.xlsx", "attachments, not read: 明细.xlsx"),)


def picture_page(document: Any, side: int) -> None:
    """A page covered by a picture of side × side pixels, all white, that takes a megabyte for a gigabyte."""
    page = document.new_page()
    tiny = mupdf.Pixmap(mupdf.csGRAY, mupdf.IRect(0, 0, 8, 8))
    xref = page.insert_image(page.rect, pixmap=tiny, keep_proportion=False)
    document.update_stream(xref, b"", compress=False)
    document.xref_set_key(xref, "Width", str(side))
    document.xref_set_key(xref, "Height", str(side))
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(bytes([255]) * side) for _ in range(side)) + packer.flush()
    document.update_stream(xref, packed, compress=False)
    document.xref_set_key(xref, "Filter", "/FlateDecode")


def test_huge_picture_is_not_unpacked(tmp_path: Path) -> None:
    made = report()
    picture_page(made, 30_000)
    path = saved(made, tmp_path)
    start = monotonic()
    document = open_document(path, ocr="never")
    assert monotonic() - start < 30
    assert [page.kind for page in document.pages] == ["ruled", "scan"]
    assert document.unread == (2,)
    assert len(tables(document)) == 1


def test_five_thousand_pages(tmp_path: Path) -> None:
    made = mupdf.open()
    for number in range(5000):
        page = made.new_page()
        page.insert_text((72, 72), f"Line {number}", fontsize=9)
    path = saved(made, tmp_path)
    made.close()
    # In a process of its own: what earlier tests started would count among the children of this one.
    start = monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", FIVE_THOUSAND, path], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert monotonic() - start < 120
    pages, lines, kilobytes = map(int, ran.stdout.split())
    assert (pages, lines) == (5000, 5000)
    assert kilobytes < 500 * 1024


def without_maps(document: Any) -> Any:
    """Take away what says which characters the fonts of a file print."""
    document.subset_fonts()
    document = mupdf.open(stream=document.tobytes(garbage=3))
    for xref in range(1, document.xref_length()):
        if document.xref_get_key(xref, "ToUnicode")[0] != "null":
            document.xref_set_key(xref, "ToUnicode", "null")
    return document


def embedded(text: str) -> Any:
    document = mupdf.open()
    page = document.new_page()
    words = mupdf.TextWriter(page.rect)
    for number in range(6):
        words.append((72, 72 + 20 * number), text, font=mupdf.Font("china-s"), fontsize=10)
    words.write_text(page)
    return document


def test_fonts_without_unicode_maps_are_no_text(tmp_path: Path) -> None:
    made = without_maps(embedded("本年支出 1234.50 万元"))
    path = saved(made, tmp_path)
    with pytest.raises(Unreadable, match="do not say which characters they print: page 1"):
        open_document(path, ocr="never")


def test_a_page_of_noise_beside_sound_ones_is_named(tmp_path: Path) -> None:
    made = report()
    made.insert_pdf(without_maps(embedded("本年支出 1234.50 万元")))
    document = open_document(saved(made, tmp_path), ocr="never")
    assert document.unread == (2,)
    assert [page.kind for page in document.pages] == ["ruled", "scan"]
    assert any("page 2: a font does not say" in note.en for note in document.notes)


def test_text_drawn_as_outlines_is_a_picture(tmp_path: Path) -> None:
    """Curves without a text layer are not a blank page."""
    made = report()
    page = made.new_page()
    for number in range(60):
        page.draw_circle((80 + 7 * number, 200), 3)
    document = open_document(saved(made, tmp_path), ocr="never")
    assert [page.kind for page in document.pages] == ["ruled", "scan"]
    assert document.unread == (2,)


@pytest.mark.parametrize(("lines", "kind"), [(300, "ruled"), (700, "lost")])
def test_hatching_is_not_searched_for_tables(tmp_path: Path, lines: int, kind: str) -> None:
    """A net of lines takes camelot time by the square; beyond any table's size it is said and left."""
    made = report()
    page = made.new_page(width=4000, height=4000)
    write(page, 72, 40, "图例")
    shape = page.new_shape()
    for number in range(lines):
        shape.draw_line((60 + 5 * number, 60), (60 + 5 * number, 60 + 5 * lines))
        shape.draw_line((60, 60 + 5 * number), (60 + 5 * lines, 60 + 5 * number))
    shape.finish(width=0.3)
    shape.commit()
    start = monotonic()
    document = open_document(saved(made, tmp_path))
    assert monotonic() - start < 20
    assert [page.kind for page in document.pages] == ["ruled", kind]
    assert document.unread == ((2,) if kind == "lost" else ())
    assert len(tables(document)) == 1


def test_page_that_takes_too_long_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is given up at its limit; the pages after it are read by another child."""
    made = report()
    made.insert_pdf(report())
    made.insert_pdf(report())
    path = saved(made, tmp_path)
    slow = PdfFile.__dict__["_pages"]

    def lingering(self: PdfFile, numbers: list[int]) -> Any:
        for number, found in slow(self, numbers):
            while number == 2:
                pass
            yield number, found

    monkeypatch.setattr(PdfFile, "_pages", lingering)
    document = open_document(path, limits=Limits(seconds=2.0, patience=4.0))
    assert document.unread == (2,)
    assert [page.kind for page in document.pages] == ["ruled", "lost", "ruled"]
    assert document.notes == (Text("第2页读取超时", "page 2 took too long to read"),)


def test_page_lost_in_reading_names_its_reason() -> None:
    assert each(lambda numbers: ((n, OVERDUE) for n in numbers), [1]) == {1: Lost("读取超时", "took too long to read")}


@pytest.mark.parametrize("count", [2, 5])
def test_forms_with_one_title_are_several(tmp_path: Path, count: int) -> None:
    """A title repeated at the top of every page is no running head where a table follows."""
    made = form_report([make_form(seed) for seed in range(count)], Layout())
    path = tmp_path / "forms.pdf"
    path.write_bytes(write_report(made)[0])
    titles = [block.text for block in open_document(str(path)).blocks if isinstance(block, Line)]
    assert sum(title.replace(" ", "").endswith("自评表") for title in titles) == count


def test_cover_of_a_portfolio_names_the_files_inside(tmp_path: Path) -> None:
    made = mupdf.open()
    write(made.new_page(), 72, 100, "Open this portfolio in another viewer.")
    made.embfile_add("决算报告.pdf", report().tobytes(), ufilename="决算报告.pdf")
    made.xref_set_key(made.pdf_catalog(), "Collection", "<</Type/Collection/View/D>>")
    with pytest.raises(Refused, match="决算报告") as caught:
        read(saved(made, tmp_path))
    assert "save the attached files" in caught.value.todo.en


def test_number_cut_by_the_edge_of_the_paper_is_in_doubt(tmp_path: Path) -> None:
    made = report()
    page = made[0]
    write(page, page.rect.width - 30, 600, "1,274.09")
    document = open_document(saved(made, tmp_path))
    assert "a number goes on beyond the paper" in document.notes[0].en
    assert [doubt.location.page for doubt in document.doubts] == [1]
