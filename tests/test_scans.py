"""Scans as they come: on their sides, askew, grey, dirty, sealed, with a bad text layer: right, in doubt or unread."""

import math
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from expectations.confront import confront
from expectations.findings import findings
from expectations.places import is_faint
from expectations.suite import shipped
from fixtures.producers import samples
from fixtures.producers.compare import compare
from fixtures.producers.making import PRODUCERS, scan
from fixtures.producers.scan import CONDITIONS, condition
from fixtures.producers.style import Style
from fixtures.truth import facts_of
from ingest import documents
from ingest.documents import open_document
from ingest.errors import Unreadable
from ingest.facts import Canonical, Doubt
from ingest.model import Location, Why
from ingest.pdf.pictures import Looker
from ingest.pipeline import read
from ingest.stitching import join
from test_ocr import needs_ocr

if find_spec("cv2") is not None:
    from ingest.pdf.scancolour import greyed
    from ingest.pdf.scanpage import Picture, lines, picture, traced
    from ingest.pdf.scanpixels import array, dusted
    from ingest.pdf.scanupright import upright

RULES = tuple(rule for suite in shipped() for rule in suite.rules)


@pytest.fixture(scope="module")
def printed() -> bytes:
    """One table, as it comes from the printer."""
    return PRODUCERS["pymupdf"](samples.scanned_sample(), Style())


def _put(folder: Path, data: bytes) -> str:
    path = folder / "scan.pdf"
    path.write_bytes(data)
    return str(path)


def _errors(canonical: Canonical) -> list[str]:
    made = findings(canonical, confront(RULES, canonical), RULES).findings
    return [finding.message["en"] for finding in made if finding.severity == "error" and finding.rule[0] in "TXU"]


@needs_ocr
@pytest.mark.parametrize("name", [name for name in CONDITIONS if name != "among"])
def test_no_condition_makes_a_number_wrong(name: str, printed: bytes, tmp_path: Path) -> None:
    canonical = read(_put(tmp_path, scan(printed, 200, 4, [name])))
    wanted = {(f.row_key, f.column_concept): f.raw for f in facts_of(samples.scanned_sample()) if not f.optional}
    sure = {(f.row_key, f.column_concept): f.raw for f in canonical.facts if f.doubt is None}
    assert sure.items() <= wanted.items()
    assert len(sure) > 0.8 * len(wanted)
    assert not _errors(canonical)


@needs_ocr
def test_places_on_a_turned_page_can_be_shown(printed: bytes, tmp_path: Path) -> None:
    """The picture of a cell of a page that lies on its side is as wide as the cell is where it stands upright."""
    path = _put(tmp_path, scan(printed, 200, 4, ["turned"]))
    document = open_document(path)
    fact = next(fact for fact in read(path).facts if fact.location.bbox is not None)
    assert fact.location.bbox is not None
    box = fact.location.bbox
    shown = Looker(path).pictures([(1, box)])[1, box]
    page = document.pages[0]
    assert shown.clip == pytest.approx(
        (max(box[0], 0), max(box[1], 0), min(box[2], page.width), min(box[3], page.height))
    )
    levels: Any = pymupdf.Pixmap(shown.png)  # type: ignore[no-untyped-call]
    assert min(levels.samples) < 128, "the number is in the picture"


@needs_ocr
def test_a_table_goes_on_from_a_scan_to_a_printed_page_and_back(tmp_path: Path) -> None:
    whole = PRODUCERS["pymupdf"](samples.sample(), Style())
    pages: Any = pymupdf.open(stream=whole)  # type: ignore[no-untyped-call]
    pictures: Any = pymupdf.open(stream=scan(whole, 200, 3))  # type: ignore[no-untyped-call]
    mixed: Any = pymupdf.open()  # type: ignore[no-untyped-call]
    for number in range(len(pages)):
        mixed.insert_pdf(pictures if number % 2 else pages, from_page=number, to_page=number)
    document = open_document(_put(tmp_path, mixed.tobytes()))
    assert len({page.ocr for page in document.pages}) == 2
    score = compare(samples.sample(), document.blocks, join(document.blocks), folded=True)
    assert score.misses == []
    assert (score.logical, score.right_numbers) == (score.sheets, score.numbers)


def test_a_text_layer_under_a_picture_is_not_trusted(printed: bytes, tmp_path: Path) -> None:
    """What it says was read by another program, at an unknown time, of unknown quality, and nobody sees it."""
    for number, name in enumerate(("unseen", "under")):
        path = _put(tmp_path, scan(printed, 150, number, [name]))
        with pytest.raises(Unreadable, match="page 1"):
            open_document(path, ocr="never")


@needs_ocr
def test_a_page_that_cannot_be_read_is_named(printed: bytes, tmp_path: Path) -> None:
    path = _put(tmp_path, scan(printed, 200, 0, grain=90.0, specks=0.3))
    with pytest.raises(Unreadable, match="page 1"):
        open_document(path)


@needs_ocr
def test_a_scan_that_was_written_on_is_a_scan_and_a_cover_is_not(printed: bytes, tmp_path: Path) -> None:
    pages: Any = pymupdf.open(stream=scan(printed, 200, 5))  # type: ignore[no-untyped-call]
    pages[0].insert_text((60, 500), "received 2025", fontsize=12)
    cover = pages.new_page(0, width=595, height=842)
    art: Any = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 595, 842))  # type: ignore[no-untyped-call]
    art.clear_with(235)
    cover.insert_image(cover.rect, pixmap=art)
    cover.insert_text((60, 300), "Final accounts 2024", fontsize=24)
    document = open_document(_put(tmp_path, pages.tobytes()))
    assert [(page.kind, page.ocr) for page in document.pages] == [("prose", False), ("ruled", True)]


def test_a_printed_cover_before_unread_scans_is_no_other_document(printed: bytes, tmp_path: Path) -> None:
    """It is not said to hold no tables: nobody has looked."""
    cover: Any = pymupdf.open(samples.HOME / "pymupdf.pdf")  # type: ignore[no-untyped-call]
    cover.select([0])
    cover.insert_pdf(pymupdf.open(stream=scan(printed, 100, 0)))  # type: ignore[no-untyped-call]
    with pytest.raises(Unreadable, match="page 2 could not be read"):
        read(_put(tmp_path, cover.tobytes()), ocr="never")


@needs_ocr
def test_ocr_that_dies_costs_its_page(monkeypatch: pytest.MonkeyPatch, printed: bytes, tmp_path: Path) -> None:
    def dies(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(documents, "recognise", dies)
    with pytest.raises(Unreadable, match="page 1"):
        open_document(_put(tmp_path, scan(printed, 100, 0)))


def _drawn(draw: Callable[[Any], None], colorspace: str = "rgb", dpi: int = 200) -> Any:
    """The pixels of a page 3 × 3 inches large, on paper that is not quite white."""
    document: Any = pymupdf.open()  # type: ignore[no-untyped-call]
    page = document.new_page(width=216, height=216)
    page.draw_rect(page.rect, color=None, fill=(0.95, 0.95, 0.95))
    draw(page)
    shot = page.get_pixmap(dpi=dpi, colorspace=colorspace)
    return array(bytes(shot.samples), (shot.width, shot.height))


def _bar(page: Any) -> None:
    page.draw_rect((20, 105, 196, 109), color=None, fill=(0, 0, 0))


def _sealed(page: Any) -> None:
    page.draw_circle((108, 108), 55, color=(0.85, 0.12, 0.15), width=4)
    _bar(page)


@needs_ocr
def test_the_red_of_a_seal_goes_and_the_print_below_stays() -> None:
    plain, stained = greyed(_drawn(_bar), 200.0)
    assert stained is None
    grey, stained = greyed(_drawn(_sealed), 200.0)
    assert stained is not None
    ring = round((108 - 55) / 72 * 200)
    assert stained[ring, 300]
    assert not stained[20, 20]
    assert (abs(grey.astype(int) - plain) > 60).mean() < 0.001
    assert grey[ring, 300] > 200
    assert grey[297, 300] < 20
    assert greyed(plain, 200.0)[1] is None


@needs_ocr
def test_red_print_is_print() -> None:
    heading = _drawn(lambda page: page.draw_rect((20, 40, 200, 60), color=None, fill=(0.85, 0.1, 0.1)))
    grey, stained = greyed(heading, 200.0)
    assert stained is None
    assert grey[140, 300] < 120


@needs_ocr
def test_a_faint_rule_leaves_a_trace() -> None:
    def page(draw: Callable[[Any], None]) -> Any:
        grey = _drawn(draw, "gray")
        return Picture(grey, 0 * grey, (), (), 200.0, 25.0)

    faint = page(lambda paper: paper.draw_line((100, 0), (100, 216), color=(0.9, 0.9, 0.9), width=1))
    box, x = (50, 100, 500, 300), 100 / 72 * 200
    assert not traced(page(lambda *_: None), box, x)
    assert traced(faint, box, x)
    assert not traced(faint, box, x - 100)


@needs_ocr
def test_dust_goes_and_dots_stay() -> None:
    paper = _drawn(lambda *_: None, "gray").copy()
    level = int(paper[0, 0])
    paper[10, 10], paper[30:32, 30:32] = 0, 20
    clean = dusted(paper)
    assert clean[10, 10] == level
    assert (clean[30:32, 30:32] == 20).all()


@needs_ocr
def test_a_speck_between_signs_is_a_stop_and_one_alone_is_dirt() -> None:
    paper = _drawn(lambda page: page.insert_text((40, 60), "851 95", fontsize=9), "gray").copy()
    foot, stop, alone = round(60 / 72 * 200) - 2, 156, 450
    for x, level in ((stop, 60), (alone, 130)):  # two pixels of ink each: beside black print less is ink
        paper[foot : foot + 2, x] = level
    seen = picture(paper, 200.0)
    assert [int((seen.black[foot - 5 : foot + 5, x - 4 : x + 5] > 0).sum()) for x in (stop, alone)] == [2, 0]
    assert seen.grey[foot, stop] < 100
    assert seen.grey[foot, alone] > 200, "it is painted out"


@needs_ocr
def test_a_hyphen_alone_in_a_cell_is_read_and_dust_is_not() -> None:
    def page(paper: Any) -> None:
        for y in (20, 60, 100):
            paper.draw_line((20, y), (200, y))
        for x in (20, 110, 200):
            paper.draw_line((x, 20), (x, 100))
        paper.insert_text((30, 45), "1,234.50", fontsize=9)
        paper.insert_text((195.5, 45), "-", fontsize=9)  # close to the rule
        paper.draw_rect((60, 80, 61, 81), color=None, fill=(0, 0, 0))

    seen = picture(_drawn(page, "gray"), 200.0)
    cells = {(x, y): (x + 3, y + 3, x + 247, y + 108) for x in (56, 306) for y in (56, 167)}
    found = {place: len(list(lines(seen, box))) for place, box in cells.items()}
    assert found == {(56, 56): 1, (306, 56): 1, (56, 167): 0, (306, 167): 0}


@needs_ocr
@pytest.mark.parametrize("degrees", [-3.5, -0.4, 1.3, 3.9])
def test_rules_lie_level_after_a_page_is_turned_upright(degrees: float) -> None:
    slope = math.tan(math.radians(degrees))

    def rules(page: Any) -> None:
        for y in range(40, 190, 10):
            page.draw_line((20, y - 88 * slope), (196, y + 88 * slope), color=(0, 0, 0), width=1)

    level, _ = upright(_drawn(rules, "gray", 400), 400.0, None, 0)
    middles = []
    for x in (300, 900):
        dark = [y for y in range(500, 700) if level[y, x] < 90]
        first = [y for y in dark if y - dark[0] < 20]
        middles.append(sum(first) / len(first))
    assert abs(middles[0] - middles[1]) < 2.5


def test_a_place_is_faint_where_a_cell_read_from_a_picture_is_in_doubt() -> None:
    row = Location(page=3, bbox=(10, 100, 200, 112))
    cell = Location(page=3, bbox=(10, 101, 40, 111))
    doubt = Doubt("d", cell, (("2403", "2403", "ocr"),), Why("不清", "faint", "faint"), repaired=False)
    assert is_faint(row, [doubt])
    assert not is_faint(Location(page=3, bbox=(10, 112, 200, 124)), [doubt])
    assert not is_faint(Location(page=4, bbox=row.bbox), [doubt])
    assert not is_faint(Location(line=7), [doubt])


def test_conditions_are_named_and_follow_from_the_seed() -> None:
    assert condition(["grey", "sealed"], 0).seal
    assert condition(["any"], 5) == condition(["any"], 5)
    assert len({condition(["any"], seed) for seed in range(20)}) > 5
    with pytest.raises(ValueError, match="no condition"):
        condition(["wet"], 0)
