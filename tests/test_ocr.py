"""A scan is read cell by cell, what is unsure is in doubt, and without the extra it is said to be unread."""

import math
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from fixtures.producers import samples
from fixtures.producers.compare import compare
from fixtures.truth import facts_of
from ingest import documents, ocr
from ingest.documents import open_document
from ingest.doubting import doubted_claims, uncertain
from ingest.errors import Unreadable
from ingest.facts import Claim
from ingest.model import SURE, UNREAD, Cell, Line, Location, RawTable, Table
from ingest.pipeline import read
from ingest.stitching import join

SCAN = samples.HOME / samples.SCAN
STRICT = os.environ.get("GOUJI_TEST_STRICT") == "1"
needs_ocr = pytest.mark.skipif(
    ocr.missing() is not None and not STRICT, reason=f"needs the extra `ocr`: {ocr.missing()} is missing"
)
if find_spec("onnxruntime") is not None:
    from ingest.pdf.scanread import Reading


@needs_ocr
def test_every_cell_of_a_scan_is_read() -> None:
    document = open_document(str(SCAN))
    score = compare(samples.scanned_sample(), document.blocks, join(document.blocks), folded=True)
    assert score.misses == []
    assert score.right_numbers == score.numbers > 30
    assert all(page.ocr for page in document.pages)
    assert any("OCR" in note for note in document.notes)


@needs_ocr
def test_facts_of_a_scan_are_right_or_in_doubt() -> None:
    canonical = read(str(SCAN))
    printed = {(f.row_key, f.column_concept): f.raw for f in facts_of(samples.scanned_sample()) if not f.optional}
    found = {(f.row_key, f.column_concept): f.raw for f in canonical.facts if f.doubt is None}
    assert found.items() <= printed.items()
    assert len(found) > 0.9 * len(printed)
    assert canonical.document.status == "checked"
    assert canonical.document.pages_unread == ()


@needs_ocr
def test_a_scanned_page_inside_a_printed_file_is_read(tmp_path: Path) -> None:
    path = _mixed(tmp_path)
    pages = open_document(str(path)).pages
    assert [page.ocr for page in pages] == [False] * (len(pages) - 1) + [True]
    assert {fact.table for fact in read(str(path)).facts} >= {"T04", "T05", "T05-2"}


def test_without_the_extra_a_scan_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "missing", lambda: "rapidocr")
    with pytest.raises(Unreadable, match="page 1"):
        open_document(str(SCAN))


def test_a_scan_is_left_alone_when_told_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="page 1"):
        open_document(str(SCAN), ocr="never")
    canonical = read(str(_mixed(tmp_path)), ocr="never")
    assert canonical.document.status == "partial"
    assert canonical.document.pages_unread == (canonical.document.pages,)


def _mixed(folder: Path) -> Path:
    """A printed report with a scan behind it."""
    printed: Any = pymupdf.open(samples.HOME / "pymupdf.pdf")  # type: ignore[no-untyped-call]
    printed.insert_pdf(pymupdf.open(SCAN))  # type: ignore[no-untyped-call]
    path = folder / "mixed.pdf"
    printed.save(path)
    return path


def _judged(text: str, *, numeric: str | None = None, blobs: int | None = None, off: float | None = None) -> Any:
    reading = Reading(text, (0.99,) * len(text), text if numeric is None else numeric)
    return ocr.judged(reading, ocr.Look(len(text) if blobs is None else blobs, off))


@needs_ocr
@pytest.mark.parametrize(
    ("text", "read_as"), [("1,234.50", "1,234.50"), ("１２３．４５", "123.45"), ("-0.07", "-0.07"), ("0.00", "0.00")]
)
def test_a_number_that_all_looks_confirm_is_sure(text: str, read_as: str) -> None:
    assert _judged(text) == (read_as, 0.99)


@needs_ocr
def test_what_was_put_right_is_in_doubt() -> None:
    for text, number in (("1,2O4.50", "1,204.50"), ("l23.45", "123.45"), ("1,234。50", "1,234.50"), ("5.B0", "5.80")):
        cleaned, sure = _judged(text)
        assert (cleaned, sure < SURE) == (number, True)


@needs_ocr
def test_one_look_that_differs_makes_a_doubt() -> None:
    assert _judged("123.45", numeric="128.45")[1] < SURE
    assert _judged("100.00", blobs=7)[1] < SURE
    assert _judged("100.00", blobs=5, off=0.9)[1] < SURE
    assert _judged("100.00", blobs=5, off=0.1)[1] > SURE, "two signs that touch, with room for just so many"
    assert _judged("1.234.50")[1] < SURE
    assert _judged("12,34.50")[1] < SURE


@needs_ocr
def test_words_are_left_as_they_are() -> None:
    assert _judged("公开 01 表") == ("公开 01 表", 0.99)
    assert _judged("B2 办公楼（O）")[0] == "B2 办公楼（O）"


@needs_ocr
def test_figures_are_as_wide_as_each_other() -> None:
    from ingest.pdf.scanpage import widths

    counts = [(figures, ones, marks) for figures in range(1, 5) for ones in range(3) for marks in range(3)]
    measured = [(some, 0.7 * some[0] + 0.4 * some[1] + 0.3 * some[2] - 0.1) for some in counts]
    fit = widths([*measured, ((4, 1, 1), 9.9)])
    assert fit is not None
    assert all(math.isclose(one, other, abs_tol=1e-6) for one, other in zip(fit, (0.7, 0.4, 0.3, -0.1), strict=True))
    assert widths(measured[:5]) is None


def _table(*cells: tuple[str, float]) -> Table:
    place = Location(page=1, bbox=(0, 0, 1, 1))
    row = tuple(Cell(text, place, confidence=sure) for text, sure in cells)
    return Table((row,), place, "ocr", spans_known=True, before=(), after=())


def _sure_after(*cells: tuple[str, float]) -> list[float | None]:
    place = Location(page=1, bbox=(0, 0, 1, 1))
    row = tuple(Cell(text, place, confidence=sure) for text, sure in cells)
    return [cell.confidence for cell in ocr.doubtful_rows(RawTable((row,), place, "ocr")).rows[0] if cell is not None]


def test_a_doubtful_code_or_label_puts_its_row_in_doubt() -> None:
    assert _sure_after(("2010101", 0.4), ("行政运行", 1.0), ("5.00", 1.0)) == [0.4, 1.0, 0.4]
    assert _sure_after(("一般公共预算财政拨款", 0.3), ("5.00", 1.0)) == [0.3, 0.3]
    assert _sure_after(("一般公共预算财政拨款", 0.7), ("5.00", 1.0)) == [0.7, 1.0], "one unsure sign of many"


@pytest.mark.parametrize("faint", ["决算鼓", "一、一般公共频算财政摄款"])
def test_a_doubtful_header_or_ordinal_label_puts_the_joined_table_in_doubt(faint: str) -> None:
    head = ("项目", "决算鼓")
    body = (("一、一般公共频算财政摄款", "6.00"), ("基本支出", "5.00"))
    place = Location(page=1, bbox=(0, 0, 1, 1))
    rows = tuple(
        tuple(Cell(text, place, confidence=0.4 if text == faint else 1.0) for text in line) for line in (head, *body)
    )
    table = Table(rows, place, "ocr", spans_known=True, before=(), after=())
    assert [misreading.readings[0][0] for misreading in uncertain([table])] == ["6.00", "5.00"]


def _raw(*lines: tuple[tuple[str, int], ...]) -> RawTable:
    """Rows of (text, colspan)."""
    place = Location(page=1, bbox=(0, 0, 1, 1))
    rows: list[tuple[Cell | None, ...]] = []
    for line in lines:
        cells: list[Cell | None] = []
        for text, span in line:
            cells += [Cell(text, place, colspan=span, confidence=1.0), *[None] * (span - 1)]
        rows.append(tuple(cells))
    return RawTable(tuple(rows), place, "ocr")


def _seen(table: RawTable) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in table.rows]


def test_numbers_over_an_unseen_rule_are_unread_in_every_place() -> None:
    whole = (("工资", 1), ("1.00", 1), ("2.00", 1))
    done = ocr.parted(_raw((("项目", 1), ("本年支出", 2)), whole, whole, (("津贴", 1), ("3.00|4.00", 2))))
    assert _seen(done)[0] == ["项目", "本年支出", None]
    assert _seen(done)[3] == ["津贴", UNREAD, UNREAD]
    alone = ocr.parted(_raw(whole, whole, whole, (("津贴", 1), ("4.00", 2))))
    assert _seen(alone)[3] == ["津贴", UNREAD, UNREAD], "one of the two is blank, nobody knows which"
    usual = ocr.parted(_raw((("得分", 1), ("9.00", 2)), (("总分", 1), ("90.00", 2)), whole))
    assert _seen(usual)[0] == ["得分", "9.00", None], "most rows have no boundary there"


def test_numbers_below_each_other_put_the_table_in_doubt() -> None:
    done = ocr.parted(_raw((("工资", 1), ("1.00", 1)), (("津贴补贴", 1), ("2.00\n3.00", 1))))
    assert {cell.confidence for row in done.rows for cell in row if cell is not None} == {0.0}


def test_doubts_are_the_numbers_of_too_little_confidence() -> None:
    found = uncertain([_table(("1.00", 0.5), ("办公费", 0.1), (UNREAD, 0.0), ("2.00", 1.0), ("—", 0.2))])
    assert [misreading.readings[0][0] for misreading in found] == ["1.00", UNREAD, "—"]


def test_claims_on_faint_lines_are_in_doubt() -> None:
    faint = Line("支出12.00万元", Location(page=3, bbox=(10, 100, 200, 112)), confidence=0.5)
    claims = [_claim(3, 90, 110), _claim(3, 300, 312), _claim(4, 100, 112)]
    assert [claim.doubt is not None for claim in doubted_claims(claims, [faint])] == [True, False, False]
    assert doubted_claims(claims, []) == tuple(claims)


def _claim(page: int, top: float, bottom: float) -> Claim:
    return Claim(
        claim_id="c", document="d", location=Location(page=page, bbox=(0, top, 100, bottom)), section="", item=None,
        sentence="", unit_name=None, project=None, about=None, quantity=None, compared_with=None, raw="12.00",
        value=None, decimals=2, unit="万元", qualifier=None, basis=None, period="current",
    )  # fmt: skip
