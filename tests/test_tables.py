"""Grids from rules and words: spans, empty tables, texts that touch; and camelot's own reading beside ours."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from drawing import mupdf, table, write
from fixtures import canon, layout, pdf, report
from ingest.documents import open_document
from ingest.model import Cell, Location, RawTable
from ingest.pdf.ink import Ink, Rule, Word
from ingest.tables import can_feed, fed, second_reading

REAL = Path(__file__).parents[1] / ".." / "shared" / "reports" / "shanghai-putuo-planning-2024.pdf"


def word(text: str, x: float, middle: float, *, width: float = 9.0, gap_at: int = 0, gap: float = 0.0) -> Word:
    """A word of evenly wide characters; before character `gap_at` stands a gap."""
    edges = [x + width * index + (gap if gap_at and index >= gap_at else 0) for index in range(len(text) + 1)]
    return Word(text, (x, middle - 5, edges[-1], middle + 5), 9.0, tuple(edges))


def ink(words: Sequence[Word], xs: Sequence[float], ys: Sequence[float]) -> Ink:
    """A page with a full grid."""
    horizontals: list[Rule] = [(y, xs[0], xs[-1]) for y in ys]
    verticals: list[Rule] = [(x, ys[0], ys[-1]) for x in xs]
    return Ink(1, 595, 842, tuple(words), tuple(horizontals), tuple(verticals))


def texts(found: RawTable) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in found.rows]


def test_camelot_has_the_parts_that_are_fed() -> None:
    assert can_feed()


def test_cells_have_page_and_box() -> None:
    (found,), free = fed(ink([word("甲", 110, 110)], [100, 200, 300], [100, 120, 140]))
    assert found.rows[0][0] == Cell("甲", Location(page=1, bbox=(100, 100, 200, 120)))
    assert found.location == Location(page=1, bbox=(100, 100, 300, 140))
    assert found.reader == "camelot-fed"
    assert not free


def test_words_outside_stay_free() -> None:
    title, note = word("收入决算表", 150, 80), word("注", 100, 150)
    (_,), free = fed(ink([title, word("甲", 110, 110), note], [100, 200, 300], [100, 120, 140]))
    assert free == (title, note)


def test_spanning_cells_are_anchored_top_left(tmp_path: Path) -> None:
    rows = [["项目", "", "合计"], ["编码", "名称", ""], ["合计", "", "1.00"]]
    document = mupdf.open()
    table(document.new_page(), rows, merges=[(0, 0, 1, 2), (0, 2, 2, 1), (2, 0, 1, 2)], style="fill")
    path = tmp_path / "a.pdf"
    document.save(path)
    (found,) = open_document(str(path)).blocks
    assert isinstance(found, RawTable)
    spans = [[None if cell is None else (cell.text, cell.rowspan, cell.colspan) for cell in row] for row in found.rows]
    assert spans == [
        [("项目", 1, 2), None, ("合计", 2, 1)],
        [("编码", 1, 1), ("名称", 1, 1), None],
        [("合计", 1, 2), None, ("1.00", 1, 1)],
    ]


def test_missing_rule_piece_loses_no_place() -> None:
    """A region that is no rectangle falls apart into cells; every word still stands in one."""
    words = (word("甲", 110, 110), word("乙", 210, 110), word("丙", 110, 130))
    horizontals = ((100.0, 100.0, 300.0), (120.0, 200.0, 300.0), (140.0, 100.0, 300.0))
    verticals = ((100.0, 100.0, 140.0), (200.0, 120.0, 140.0), (300.0, 100.0, 140.0))
    (found,), _ = fed(Ink(1, 595, 842, words, horizontals, verticals))
    assert [[cell and (cell.text, cell.colspan) for cell in row] for row in found.rows] == [
        [("甲 乙", 2), None],
        [("丙", 1), ("", 1)],
    ]


def test_lines_of_a_cell_are_joined_by_newlines() -> None:
    words = [word("机关事业单位", 102, 106), word("养老保险", 102, 117), word("446.11", 210, 111)]
    (found,), _ = fed(ink(words, [100, 200, 300], [100, 124, 140]))
    assert texts(found)[0] == ["机关事业单位\n养老保险", "446.11"]


def test_empty_body_is_information() -> None:
    (found,), _ = fed(ink([word("项目", 110, 110)], [100, 200, 300], [100 + 20 * row for row in range(20)]))
    assert len(found.rows) == 19


@pytest.mark.parametrize(
    ("xs", "ys", "words"),
    [
        ([100, 300], [100, 120, 140], [word("框里的字", 110, 110)]),
        ([100, 200, 300], [100, 120, 140], []),
    ],
    ids=["a frame", "a chart without text"],
)
def test_what_is_no_table(xs: list[float], ys: list[float], words: list[Word]) -> None:
    found, free = fed(ink(words, xs, ys))
    assert found == ()
    assert list(free) == words


def test_stacked_tables_stay_two_and_the_title_between_stays_a_line(tmp_path: Path) -> None:
    for open_sides in (False, True):
        document = mupdf.open()
        page = document.new_page()
        end = table(page, [["甲", "1.00", "a"], ["乙", "2.00", "b"]], open_sides=open_sides)
        write(page, 150, end + 14, "第二张表")
        table(page, [["丙", "3.00", "c"], ["丁", "4.00", "d"]], top=end + 20, open_sides=open_sides)
        path = tmp_path / f"{open_sides}.pdf"
        document.save(path)
        blocks = open_document(str(path)).blocks
        kinds = [texts(block) if isinstance(block, RawTable) else block.text for block in blocks]
        assert kinds == [
            [["甲", "1.00", "a"], ["乙", "2.00", "b"]],
            "第二张表",
            [["丙", "3.00", "c"], ["丁", "4.00", "d"]],
        ]


@pytest.mark.parametrize(
    ("held", "cells"),
    [
        (word("2080501行政运行", 150, 110, width=7.2), ["2080501", "行政运行"]),
        (word("本年收入本年支出", 164, 110), ["本年收入", "本年支出"]),
        (word("9746.509746.50", 163, 110, width=5.3), ["9746.50", "9746.50"]),
        (word("2013", 189, 110, width=5, gap_at=2, gap=1.5), ["20", "13"]),
        (word("123456.78", 170, 110, width=4.5), ["123456.78", ""]),
        (word("机关事业单位养老", 132, 110), ["机关事业单位养老", ""]),
    ],
    ids=[
        "code and name",
        "two headers that touch",
        "two amounts that touch",
        "split code",
        "amount runs over",
        "label",
    ],
)
def test_words_over_a_rule(held: Word, cells: list[str]) -> None:
    (found,), _ = fed(ink([held, word("甲", 110, 130)], [100, 200, 300], [100, 120, 140]))
    assert texts(found)[0] == cells


def test_doubled_border_makes_no_sliver() -> None:
    (found,), _ = fed(ink([word("甲", 110, 110)], [100, 200, 300, 302.6], [100, 120, 140, 142.5]))
    assert (len(found.rows), len(found.rows[0])) == (2, 2)


def squeezed(found: RawTable) -> list[list[tuple[str, int, int] | None]]:
    return [
        [None if cell is None else (re.sub(r"\s", "", cell.text), cell.rowspan, cell.colspan) for cell in row]
        for row in found.rows
    ]


@pytest.mark.parametrize("name", ["SHENZHEN", "SHANGHAI", "CENTRAL"])
def test_fed_equals_camelots_own_reading(tmp_path: Path, name: str) -> None:
    """The contract with camelot's semi-private methods: the same cells and spans as its public call."""
    chosen = {"SHENZHEN": layout.SHENZHEN, "SHANGHAI": layout.SHANGHAI, "CENTRAL": layout.CENTRAL}[name]
    data, _ = pdf.write(report.report(canon.make_model(7), chosen))
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    document = open_document(str(path))
    ours = [block for block in document.blocks if isinstance(block, RawTable)]
    theirs = second_reading(str(path), [page.number for page in document.pages if page.kind == "ruled"])
    assert ours
    for found in ours:
        assert found.location.page is not None
        others = [squeezed(other) for other in theirs[found.location.page] if other.reader == "camelot-vector"]
        filled = sum(1 for row in found.rows for cell in row if cell is not None and cell.text)
        if filled > 0.1 * len(found.rows) * len(found.rows[0]):
            assert squeezed(found) in others, f"page {found.location.page}"


@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} is not here: the real reports are not shipped")
def test_second_reading_of_the_real_report() -> None:
    """All cells alike but one, where camelot itself scrambles a wrapped label (page 13, 二十四、…)."""
    document = open_document(str(REAL))
    theirs = second_reading(str(REAL), range(6, 20))
    different = [
        (found.location.page, mine, other)
        for found in document.blocks
        if isinstance(found, RawTable) and found.location.page is not None
        for row, others in zip(squeezed(found), squeezed(theirs[found.location.page][0]), strict=True)
        for mine, other in zip(row, others, strict=True)
        if mine != other
    ]
    assert [(page, sorted(mine[0]) == sorted(other[0])) for page, mine, other in different if mine and other] == [
        (13, True)
    ]


def test_camelot_without_its_inner_parts_is_called_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fall-back: the same cells by the public call."""
    data, _ = pdf.write(report.report(canon.make_model(7), layout.Layout(narrative="none")))
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    fed_blocks = open_document(str(path)).blocks
    monkeypatch.setattr("ingest.documents.can_feed", lambda: False)
    called = open_document(str(path)).blocks
    ours = [squeezed(block) for block in fed_blocks if isinstance(block, RawTable)]
    theirs = [squeezed(block) for block in called if isinstance(block, RawTable)]
    assert theirs
    assert all(block.reader == "camelot-vector" for block in called if isinstance(block, RawTable))
    assert all(found in ours for found in theirs)


def test_no_pages_no_second_reading() -> None:
    assert second_reading("none.pdf", []) == {}
