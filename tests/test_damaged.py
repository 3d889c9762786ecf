"""200 damaged PDFs: each ends with a clear status, soon, and what is still read of it is what was printed."""

import random
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from time import monotonic

import pytest

from drawing import mupdf, table, write
from ingest.documents import open_document
from ingest.errors import Unreadable
from ingest.model import Document, Line, RawTable
from ingest.pdf.workers import Limits

PAGES = 4
LIMITS = Limits(seconds=5.0, patience=10.0)
Damage = tuple[str, int]
DAMAGES: list[Damage] = [
    *(("cut", seed) for seed in range(60)),
    *(("flip", seed) for seed in range(80)),
    *(("swap", seed) for seed in range(60)),
]


def sound() -> bytes:
    """Four pages of a table and a sentence each, compressed as usual."""
    pdf = mupdf.open()
    for number in range(1, PAGES + 1):
        page = pdf.new_page()
        write(page, 200, 80, f"第{number}张收入决算表", 12)
        rows = [[f"项目{number}{row}", f"{number}{row},234.5{row}", f"{row}.0{number}"] for row in range(9)]
        end = table(page, [["项目", "决算数", "比重"], *rows], widths=(80, 120, 80))
        write(page, 60, end + 20, f"第{number}段：全年支出 {number}{number}.25 万元。")
        page.clean_contents()
    return bytes(pdf.tobytes(garbage=3, deflate=True))


SOUND = sound()


def damaged(kind: str, seed: int) -> bytes:
    """One damaged copy: `cut` off somewhere, 1 to 200 bits flipped, or the bodies of two objects swapped."""
    chance = random.Random(f"{kind} {seed}")  # noqa: S311
    data = bytearray(SOUND)
    if kind == "cut":
        return bytes(data[: chance.randrange(20, len(data))])
    if kind == "flip":
        for _ in range(chance.choice((1, 1, 3, 20, 200))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)
    bodies = [match.span(1) for match in re.finditer(rb"\d+ 0 obj\b(.*?)endobj", SOUND, re.DOTALL)]
    pairs = list(combinations(bodies, 2))
    (a0, a1), (b0, b1) = pairs[seed * len(pairs) // 60]
    return SOUND[:a0] + SOUND[b0:b1] + SOUND[a1:b0] + SOUND[a0:a1] + SOUND[b1:]


def cells(document: Document) -> Counter[str]:
    """Every text of a cell and every line on the pages that are not in doubt."""
    doubted = {doubt.location.page for doubt in document.doubts}
    found: Counter[str] = Counter()
    for block in document.blocks:
        if block.location.page in doubted:
            continue
        if isinstance(block, Line):
            found[block.text] += 1
        elif isinstance(block, RawTable):
            found.update(cell.text for row in block.rows for cell in row if cell is not None)
    return found


def printed(tmp_path: Path) -> Counter[str]:
    path = tmp_path / "sound.pdf"
    path.write_bytes(SOUND)
    return cells(open_document(str(path)))


def status(path: Path) -> Document | None:
    """Read a file; None for one that cannot be read, with what is wrong and what to do."""
    try:
        return open_document(str(path), limits=LIMITS)
    except Unreadable as error:
        if not error.what or not error.todo:
            raise AssertionError(path) from error
        return None


@pytest.mark.parametrize("kind", ["cut", "flip", "swap"])
def test_damaged(tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    whole = printed(tmp_path)
    strange: list[str] = []
    for seed in (seed for name, seed in DAMAGES if name == kind):
        path = tmp_path / f"{kind}-{seed}.pdf"
        path.write_bytes(damaged(kind, seed))
        start = monotonic()
        document = status(path)
        if document is not None:
            extra = {text for text in cells(document) - whole if any(character.isdigit() for character in text)}
            missing = (whole - cells(document)).total()
            if extra or (missing and not document.unread and not document.doubts):
                strange.append(f"{kind} {seed}: {sorted(extra)[:3]} missing {missing} notes {document.notes}")
        assert monotonic() - start < 30, seed
    assert not strange, "\n".join(strange)
    assert capfd.readouterr() == ("", "")


def test_there_are_two_hundred_of_them() -> None:
    assert len(DAMAGES) == 200
    assert len({damaged(*damage) for damage in DAMAGES}) > 190
