"""Parts of pages as small images, lines of a text as they are on disk."""

import struct
from pathlib import Path

from ingest.pdf.pictures import LARGEST, MOST, Looker

ROOT = Path(__file__).parents[1]
PDF = str(ROOT / "fixtures" / "faulty" / "report.pdf")
TEXT = str(ROOT / "fixtures" / "faulty" / "report.txt")


def test_a_region_becomes_a_small_grey_png_of_what_is_on_the_page() -> None:
    wanted = (4, (0.0, 100.0, 10_000.0, 400.0))
    (picture,) = Looker(PDF).pictures([wanted]).values()
    assert picture.png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colour = struct.unpack(">IIBB", picture.png[16:26])
    assert (depth, colour) == (8, 0), "8 bits of grey"
    assert width > 700
    assert 300 < height < 500
    assert len(picture.png) <= LARGEST
    assert picture.clip[0] == 0
    assert 500 < picture.clip[2] < 900
    assert picture.clip[1::2] == (100.0, 400.0)


def test_what_is_not_there_is_left_out() -> None:
    nothing = [(999, (0.0, 0.0, 9.0, 9.0)), (4, (0.0, 9_000.0, 10.0, 9_100.0)), (0, (0.0, 0.0, 9.0, 9.0))]
    assert Looker(PDF).pictures(nothing) == {}
    assert Looker(TEXT).pictures([(1, (0.0, 0.0, 9.0, 9.0))]) == {}
    assert Looker(str(ROOT / "missing.pdf")).pictures([(1, (0.0, 0.0, 9.0, 9.0))]) == {}
    assert Looker(str(ROOT / "missing.txt")).passages([(1, 2)]) == {}


def test_there_is_an_end_to_it() -> None:
    many = [(4, (0.0, float(i), 50.0, float(i) + 10)) for i in range(MOST + 20)]
    assert len(Looker(PDF).pictures(many)) == MOST


def test_passages_are_lines_of_the_file(tmp_path: Path) -> None:
    held = (ROOT / "fixtures" / "faulty" / "report.txt").read_text(encoding="utf-8").split("\n")
    passage = Looker(TEXT).passages([(86, 90), (-1, 2), (10**6, 10**6 + 3)])
    assert list(passage) == [(86, 90), (-1, 2)]
    assert passage[86, 90].lines == tuple(held[85:90])
    assert passage[-1, 2].first == 1
    other = tmp_path / "old.txt"
    other.write_bytes("一\r二\r\n三".encode("gb18030"))
    assert Looker(str(other)).passages([(2, 3)])[2, 3].lines == ("二", "三")
