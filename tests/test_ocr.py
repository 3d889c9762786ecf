"""A scan is read cell by cell, what is unsure is in doubt, and without the extra it is said to be unread."""

import os
from dataclasses import replace
from hashlib import sha256
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
from ingest.pdf.scandoubt import doubtful_rows, parted
from ingest.pdf.scanjudge import Look, judged, legible
from ingest.pipeline import read
from ingest.stitching import join

SCAN = samples.HOME / samples.SCAN
STRICT = os.environ.get("GOUJI_TEST_STRICT") == "1"
needs_ocr = pytest.mark.skipif(
    ocr.missing() is not None and not STRICT, reason=f"needs the extra `ocr`: {ocr.missing()} is missing"
)
if find_spec("onnxruntime") is not None:
    from ingest.pdf.scanglyphs import Strip, spelled
    from ingest.pdf.scanpixels import array
    from ingest.pdf.scanread import Reading


@needs_ocr
def test_every_cell_of_a_scan_is_read() -> None:
    document = open_document(str(SCAN))
    score = compare(samples.scanned_sample(), document.blocks, join(document.blocks), folded=True)
    assert score.misses == []
    assert score.right_numbers == score.numbers > 30
    assert all(page.ocr for page in document.pages)
    assert any("OCR" in note.en for note in document.notes)


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


def _judged(text: str, *, numeric: str | None = None, pieces: int | None = None, **look: Any) -> Any:
    reading = Reading(text, (0.99,) * len(text), text if numeric is None else numeric)
    return judged(reading, Look(len(text) if pieces is None else pieces, **look))


@needs_ocr
@pytest.mark.parametrize(
    ("text", "read_as"), [("1,234.50", "1,234.50"), ("１２３．４５", "123.45"), ("-0.07", "-0.07"), ("0.00", "0.00")]
)
def test_a_number_that_all_looks_confirm_is_sure(text: str, read_as: str) -> None:
    assert _judged(text) == (read_as, 0.99)


@needs_ocr
def test_what_was_put_right_is_in_doubt() -> None:
    misread = (("1,2O4.50", "1,204.50"), ("l23.45", "123.45"), ("1,234。50", "1,234.50"), ("5.B0", "5.80"))
    for text, number in (*misread, ("1.228.300.00", "1,228,300.00"), ("78.508.67", "78,508.67")):
        cleaned, sure = _judged(text)
        assert (cleaned, sure < SURE) == (number, True)
        spelling = number.replace(",", ".")
        assert _judged(text, spelling=spelling) == (number, 0.99), "unless its shapes spell the number"


@needs_ocr
def test_one_look_that_differs_makes_a_doubt() -> None:
    assert _judged("123.45", numeric="128.45")[1] < SURE
    assert _judged("100.00", pieces=7)[1] < SURE
    assert _judged("100.00", spelling="10.00")[1] < SURE
    assert _judged("100.00", pieces=4, spelling="100.00")[1] > SURE, "signs that touch, spelled as they are read"
    assert _judged("1.23.450")[1] < SURE
    assert _judged("12,34.50")[1] < SURE
    assert _judged("100.00", spelling="100.00", sealed=True)[1] < SURE, "a seal may hide a part of a figure"


@needs_ocr
def test_a_stop_that_the_shapes_do_not_tell_must_be_read_surely() -> None:
    def sure(text: str, stop: float, **look: Any) -> float:
        reading = Reading(text, tuple(0.6 if sign.isdigit() else stop for sign in text), text)
        return judged(reading, Look(1, **look))[1]

    assert sure("12.50", 0.95, spelling="1250") == SURE
    assert sure("12.50", 0.8, spelling="1250") < SURE
    assert sure("12.50", 0.95, spelling="1260") < SURE
    assert sure("12.50", 0.8, spelling="12.50") == SURE
    assert sure("1250", 0.95, spelling="12.50") < SURE
    assert sure("1250", 0.95, spelling="12.50", fits=True) == SURE
    assert sure("1,250", 0.8, spelling="1.250") < SURE, "perhaps 1.250"


@needs_ocr
def test_where_a_stop_may_be_lost_the_length_must_tell() -> None:
    assert _judged("123 4.5", numeric="1234.5", pieces=6, gap=True) == ("1234.5", 0.99), "its point is there"
    for text, gap in (("123 45", False), ("12345", True)):
        assert _judged(text, numeric="12345", pieces=5, gap=gap, spelling="12345")[1] < SURE
        assert _judged(text, numeric="12345", pieces=5, gap=gap)[1] < SURE
        assert _judged(text, numeric="12345", pieces=5, gap=gap, spelling="12345", fits=True) == ("12345", 0.99)
    assert _judged("12345", spelling="12345") == ("12345", 0.99)


@needs_ocr
def test_a_dash_is_a_low_stroke() -> None:
    faint = Reading("一", (0.5,), "-")
    assert judged(faint, Look(1, dash="-")) == ("-", SURE)
    assert judged(faint, Look(1, dash="—")) == ("—", SURE)
    assert judged(faint, Look(1))[1] < SURE
    assert judged(Reading(".", (0.7,), "."), Look(1, dash="-")) == ("-", SURE)


@needs_ocr
def test_words_are_left_as_they_are() -> None:
    assert _judged("公开 01 表") == ("公开 01 表", 0.99)
    assert _judged("B2 办公楼（O）")[0] == "B2 办公楼（O）"
    assert _judged("总计.")[0] == "总计", "dirt behind a word"
    bracketed = Reading("维修（护)费", (0.99, 0.99, 0.5, 0.98, 0.5, 0.99), "")
    assert judged(bracketed, Look(0))[1] == 0.98, "wide or narrow brackets"


@needs_ocr
def test_print_on_its_head_is_not_legible() -> None:
    sure, unsure = Reading("财政拨款收入", (0.99,) * 6, ""), Reading("中一川日回山", (0.3,) * 6, "")
    assert legible([sure, Reading("1,234.00", (0.2,) * 8, "")]) == 1.0, "figures look alike on their heads"
    assert legible([sure, unsure]) == 0.5
    assert legible([Reading("12.0 ", (0.95, 0.95, 0.95, 0.2, 0.1), "")]) == 0.75
    assert legible([Reading("", (), "")]) == 1.0


def _row(sign: str, row: int) -> bytes:
    """Twelve points, black or white without any order."""
    return bytes(value & 1 for value in sha256(f"{sign}{row}".encode()).digest()[:12])


def _line(text: str, shapes: dict[str, tuple[bytes, ...]], gap: int) -> Any:
    """A line set from 20 × 12 pictures of its signs, with so much paper between them; three rows above, seven below."""
    rows = [bytes(2) + b"".join(shapes[sign][row] + bytes(gap) for sign in text) + bytes(2) for row in range(20)]
    wide = len(rows[0])
    ink = array(bytes(3 * wide) + b"".join(rows) + bytes(7 * wide), (wide, 30)).astype("float32")
    pieces = tuple((2 + at * (12 + gap), 14 + at * (12 + gap)) for at in range(len(text)))
    return Strip(ink, pieces if gap else ((2, wide - 2),), (gap,) * (len(text) - 1) if gap else ())


@needs_ocr
def test_numbers_are_spelled_by_shapes_that_occur_on_the_page() -> None:
    shapes = {sign: tuple(_row(sign, row) for row in range(20)) for sign in "0123456789abc"}
    texts = ["102", "3456", "789", "2013", "54", "6879", "10", "98", "3746", "5201", "8457", "6930"]
    lines = [_line(text, shapes, 2) for text in texts]
    one = _line("4093", shapes, 0)
    found = spelled([*lines, one], [*texts, "4093"])
    assert [spelling for spelling, _, _ in found] == [*texts, "4093"]
    assert all(fits and not gap for _, fits, gap in found[:-1])
    wrong = spelled([*lines, one, lines[0]], [*texts, "4098", "10"])
    assert wrong[-2][0] == "4093", "what the model reads is no part of it"
    assert wrong[-1] == ("102", False, False), "one sign too few for its length"
    assert spelled([*lines, None], [*texts, "4093"])[-1] == (None, False, False)
    assert spelled(lines[:2], texts[:2]) == [(None, False, False)] * 2, "too few prints of a sign"
    torn = replace(lines[0], gaps=(2, 9))
    assert spelled([*lines, torn], [*texts, "102"])[-1][2], "room for a sign between two of its figures"
    assert spelled([*lines, _line("abc", shapes, 2)], [*texts, "409"])[-1][0] is None, "another font"


def _table(*cells: tuple[str, float]) -> Table:
    place = Location(page=1, bbox=(0, 0, 1, 1))
    row = tuple(Cell(text, place, confidence=sure) for text, sure in cells)
    return Table((row,), place, "ocr", spans_known=True, before=(), after=())


def _sure_after(*cells: tuple[str, float]) -> list[float | None]:
    place = Location(page=1, bbox=(0, 0, 1, 1))
    row = tuple(Cell(text, place, confidence=sure) for text, sure in cells)
    return [cell.confidence for cell in doubtful_rows(RawTable((row,), place, "ocr")).rows[0] if cell is not None]


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


def _traced(_cell: Cell, _x: float) -> bool:
    """A trace of a rule at every boundary."""
    return True


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
    done = parted(_raw((("项目", 1), ("本年支出", 2)), whole, whole, (("津贴", 1), ("3.00|4.00", 2))), _traced)
    assert _seen(done)[0] == ["项目", "本年支出", None]
    assert _seen(done)[3] == ["津贴", UNREAD, UNREAD]
    spanned = _raw(whole, whole, whole, (("津贴", 1), ("4.00", 2)))
    assert _seen(parted(spanned, _traced))[3] == ["津贴", UNREAD, UNREAD], "one is blank, nobody knows which"
    assert _seen(parted(spanned, lambda *_: False))[3] == ["津贴", "4.00", None], "nothing but paper there"
    usual = parted(_raw((("得分", 1), ("9.00", 2)), (("总分", 1), ("90.00", 2)), whole), _traced)
    assert _seen(usual)[0] == ["得分", "9.00", None], "most rows have no boundary there"


def test_numbers_below_each_other_put_the_table_in_doubt() -> None:
    done = parted(_raw((("工资", 1), ("1.00", 1)), (("津贴补贴", 1), ("2.00\n3.00", 1))), _traced)
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
