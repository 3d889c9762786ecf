"""Readings that differ: majorities, doubts, and other eyes on single cells."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from drawing import mupdf, table, write
from fixtures import canon, layout, pdf
from fixtures.report import report
from ingest.documents import open_document, rereader
from ingest.errors import Unreadable
from ingest.model import BBox, Cell, Location, Page, RawTable
from ingest.pdf.leaves import Leaf
from ingest.pdf.second import FIRST, SECOND, THIRD, Majority, Read, confirm, reread_pages

XS = (100.0, 200.0, 300.0)


def grid(*rows: Sequence[str], reader: str = FIRST, top: float = 100.0, page: int = 1) -> RawTable:
    return RawTable(
        tuple(
            tuple(
                Cell(text, Location(page=page, bbox=(XS[c], top + 20 * r, XS[c + 1], top + 20 * r + 20)))
                for c, text in enumerate(row)
            )
            for r, row in enumerate(rows)
        ),
        Location(page=page, bbox=(100, top, 300, top + 20 * len(rows))),
        reader,
    )


def leaf(*tables: RawTable) -> Leaf:
    return Leaf(Page(1, 595, 842, "ruled"), tables)


def third(cells: Mapping[BBox, str]) -> Any:
    def read(numbers: Sequence[int]) -> dict[int, Read]:
        assert list(numbers) == [1]
        return {1: tuple(cells.items())}

    return read


def nobody(numbers: Sequence[int]) -> dict[int, Read]:
    raise AssertionError(numbers)


def texts(found: Leaf) -> list[list[str]]:
    (one,) = (block for block in found.blocks if isinstance(block, RawTable))
    return [[cell.text for cell in row if cell is not None] for row in one.rows]


ROWS = (("甲", "1.00"), ("乙", "2.00"))
PLACE: BBox = (200.0, 120.0, 300.0, 140.0)


def test_agreement_asks_nobody() -> None:
    done = confirm({1: leaf(grid(*ROWS))}, {1: [grid(("甲", "1.0\n0"), ("乙", "2.00"), reader=SECOND)]}, nobody)
    assert (done.agreed, done.doubts) == (2, ())
    assert texts(done.leaves[1]) == [list(row) for row in ROWS]


def test_words_that_differ_are_no_matter() -> None:
    second = [grid(("申", "1.00"), ("乙", "2.00"), reader=SECOND)]
    assert confirm({1: leaf(grid(*ROWS))}, {1: second}, nobody).doubts == ()


def test_third_reading_confirms_the_first() -> None:
    second = [grid(("甲", "1.00"), ("乙", "7.00"), reader=SECOND)]
    done = confirm({1: leaf(grid(*ROWS))}, {1: second}, third({PLACE: "2.00"}))
    assert done.doubts == ()
    assert texts(done.leaves[1])[1] == ["乙", "2.00"]


def test_third_reading_confirms_the_second() -> None:
    second = [grid(("甲", "1.00"), ("乙", "7.00"), reader=SECOND)]
    done = confirm({1: leaf(grid(*ROWS))}, {1: second}, third({PLACE: "7.00"}))
    assert texts(done.leaves[1])[1] == ["乙", "7.00"]
    (doubt,) = done.doubts
    assert doubt.repaired
    assert doubt.location == Location(page=1, bbox=PLACE)
    assert doubt.readings == (("2.00", FIRST), ("7.00", SECOND), ("7.00", THIRD))


@pytest.mark.parametrize("last", [{PLACE: "8.00"}, {}])
def test_no_majority_is_a_doubt(last: Mapping[BBox, str]) -> None:
    second = [grid(("甲", "1.00"), ("乙", "7.00"), reader=SECOND)]
    done = confirm({1: leaf(grid(*ROWS))}, {1: second}, third(last))
    (doubt,) = done.doubts
    assert not doubt.repaired
    assert [reader for _, reader in doubt.readings] == [FIRST, SECOND, *([THIRD] if last else [])]
    assert texts(done.leaves[1])[1] == ["乙", "2.00"]


def test_number_that_the_first_reading_has_nowhere() -> None:
    second = [grid(*ROWS, reader=SECOND), grid(("丙", "3.00"), reader=SECOND, top=300.0)]
    done = confirm({1: leaf(grid(*ROWS))}, {1: second}, third({}))
    (doubt,) = done.doubts
    assert doubt.location.bbox == (200.0, 300.0, 300.0, 320.0)
    assert "no cell" in doubt.reason.en
    assert not doubt.repaired


def test_a_table_that_camelot_drops_is_no_difference() -> None:
    done = confirm({1: leaf(grid(*ROWS))}, {1: []}, nobody)
    assert (done.agreed, done.doubts) == (0, ())


@pytest.fixture
def made(tmp_path: Path) -> str:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.write(report(canon.make_model(5), layout.Layout()))[0])
    return str(path)


def test_both_readings_of_a_report_agree(made: str) -> None:
    first, both = open_document(made), open_document(made, reading="both")
    assert both.blocks == first.blocks
    assert both.doubts == ()
    (note,) = both.notes
    assert "0 settled by a third reading, 0 in doubt" in note.en


def test_other_eyes_find_every_number(made: str) -> None:
    """On demand, cell by cell; a place without a cell gives nothing."""
    eyes = rereader(made)
    document = open_document(made)
    looked = 0
    for block in document.blocks:
        if isinstance(block, RawTable) and block.location.page in (4, 5, 6):
            for cell in (cell for row in block.rows for cell in row if cell is not None):
                if any(character.isdigit() for character in cell.text):
                    looked += 1
                    assert "".join((eyes.reread(cell.location) or "").split()) == "".join(cell.text.split())
    assert looked > 50
    assert eyes.reread(Location(page=1, bbox=(1, 1, 2, 2))) is None
    assert eyes.reread(Location(line=4)) is None


def test_every_kind_of_turned_page_reads_alike_twice(tmp_path: Path) -> None:
    turned = mupdf.open()
    for rotate in (0, 90, 180, 270):
        page = turned.new_page()
        write(page, 200, 80, "支出决算表", 12)
        table(page, (("项目", "决算数"), ("一、收入", "12.50"), ("二、其他", "7.25")), widths=(120, 120))
        page.set_rotation(rotate)
    path = tmp_path / "turned.pdf"
    turned.save(path)
    document = open_document(str(path), reading="both")
    assert document.doubts == ()
    assert sum(isinstance(block, RawTable) for block in document.blocks) == 4


def test_password_reaches_the_second_reader(tmp_path: Path) -> None:
    locked = mupdf.open()
    table(locked.new_page(), (("项目", "决算数"), ("一、收入", "12.50"), ("二、其他", "7.25")), widths=(120, 120))
    path = tmp_path / "locked.pdf"
    key = "sesame"
    locked.save(path, encryption=mupdf.PDF_ENCRYPT_AES_256, user_pw=key, owner_pw="owner")
    assert "2 cells agree" in open_document(str(path), password=key, reading="both").notes[0].en
    assert rereader(str(path), password=key).reread(Location(page=1, bbox=(180, 120, 300, 140))) == "12.50"


def test_a_file_that_is_gone_has_no_other_eyes(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        rereader(str(tmp_path / "none.pdf"))


def test_pages_on_which_the_second_reader_fails_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    assert reread_pages(str(path), [1, 2]) == {}


def test_majority_of_three() -> None:
    """The third reading is asked only where the first two differ, and no two that agree is no answer."""
    asked: list[int] = []
    place = Location(page=1, bbox=PLACE)

    def eyes(first: str, last: str | None) -> Majority:
        def again(numbers: Sequence[int]) -> dict[int, Read]:
            asked.extend(numbers)
            return {} if last is None else {1: ((PLACE, last),)}

        return Majority("none.pdf", None, third({PLACE: first}), again)

    assert eyes("2.00", "2. 00").reread(place) == "2.00"
    assert eyes("2.00", "7.00").reread(place) is None
    assert eyes("2.00", None).reread(place) is None
    assert asked == [1, 1, 1]
