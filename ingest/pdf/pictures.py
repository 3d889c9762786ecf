"""How a document looks where something was found: parts of its pages as small images, or the lines around.

For a reader of the report only; nothing that is checked ever comes from here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.documents import PdfFile
from ingest.errors import ReadingError
from ingest.model import BBox, Passage, Picture
from ingest.pdf.sniff import is_pdf
from ingest.plaintext.encodings import decode

LARGEST = 40_000
"""Bytes of one image; a region that would need more is drawn coarser, at last left out."""
MOST = 100
"""Images of one document."""
DPI = (104, 80, 60)
LONGEST = 2_000
"""Characters of one line; the rest of it is not shown."""


@dataclass(frozen=True, slots=True)
class Looker:
    """The `Sight` of one file."""

    path: str
    password: str | None = None

    def pictures(self, regions: Sequence[tuple[int, BBox]]) -> Mapping[tuple[int, BBox], Picture]:
        """Draw at most MOST regions (page, box in points), the first ones; none where the file is no PDF any more."""
        wanted: dict[int, list[BBox]] = defaultdict(list)
        for page, box in islice((region for region in dict.fromkeys(regions) if region[0] >= 1), MOST):
            wanted[page].append(box)
        data = self._data()
        if not wanted or not is_pdf(data):
            return {}
        try:
            found = PdfFile(self.path, data, self.password).painted(wanted, _paint)
        except ReadingError:
            return {}
        return {
            (page, box): Picture(page, *drawn)
            for page, pictures in found.items()
            for box, drawn in zip(wanted[page], pictures, strict=True)
            if drawn is not None
        }

    def passages(self, spans: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], Passage]:
        """Cut lines first to last (1-based, both included) out of the file, counted as `ingest.text` counts them."""
        data = self._data()
        if not spans or not data:
            return {}
        try:
            text, _ = decode(data)
        except ValueError:
            return {}
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        found = {}
        for first, last in spans:
            start = max(first, 1)
            held = tuple(line[:LONGEST] for line in lines[start - 1 : last])
            if held:
                found[first, last] = Passage(start, held)
        return found

    def _data(self) -> bytes:
        try:
            return Path(self.path).read_bytes()
        except OSError:
            return b""


def _paint(page: Any, box: BBox) -> tuple[BBox, bytes] | None:
    """Draw what of a box is on the page; None where nothing is, or where it cannot be made small enough."""
    width, height = float(page.rect.width), float(page.rect.height)
    clip = (max(0.0, box[0]), max(0.0, box[1]), min(width, box[2]), min(height, box[3]))
    if clip[2] - clip[0] < 1 or clip[3] - clip[1] < 1:
        return None
    for dpi in DPI:
        picture = page.get_pixmap(dpi=dpi, clip=clip, colorspace="gray", alpha=False)
        png = bytes(picture.tobytes("png"))
        if len(png) <= LARGEST:
            return clip, png
    return None
