"""A scanned page → tables and words, each cell with how sure its reading is. The extra `ocr`; works offline.

picture ─ scancolour: no seal ─ scanpage: upright, rules, lines ─ tables: the grid ─┬─ scanread: cell by cell ─┐
                                                                                   └─ scanglyphs: its shapes ─┤
                                                       scandoubt: cells out of place ─ scanjudge: how sure ───┘

What may not be trusted has a confidence under SURE and ends as a Doubt: never as a finding.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.model import SURE, UNREAD, BBox, Cell, RawTable, Row
from ingest.pdf.ink import Ink, Word
from ingest.pdf.lines import text_in
from ingest.pdf.ruling import straighten
from ingest.pdf.scandoubt import doubtful_rows, parted
from ingest.pdf.scanjudge import DASHES, NUMBER, Look, judged, legible, numeric
from ingest.tables import fed

if TYPE_CHECKING:
    from ingest.pdf.scanpage import Picture
    from ingest.pdf.scanpixels import Pixels, Span
    from ingest.pdf.scanread import Reader, Reading

DPI = 200
"""What a page is rendered at: more gains nothing (measured), less loses digits."""
_PADDING = 0.8
"""Points that a cell is cut inside its rules."""
_PAGE_NUMBER = re.compile(r"^[-—–－−一ー_]+\s*(\d+)\s*[-—–－−一ー_]+$")
"""A dash beside a number looks like the character for one."""
_UPRIGHT = 0.7
"""The share of Han characters that must be read surely, or the page lies on its head or cannot be read."""
_SAMPLE = 12
"""Lines that tell how a page lies."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was read on one page: its tables, top down, and an Ink with the words outside them."""

    tables: tuple[RawTable, ...]
    ink: Ink


def missing() -> str | None:
    """Say which part of the extra is not installed; None if all are. Imports nothing."""
    for name in ("cv2", "numpy", "onnxruntime", "rapidocr"):
        if find_spec(name) is None:
            return name
    return None if _model() is not None else "rapidocr's model"


def read(samples: bytes, size: tuple[int, int], dpi: float, page: int, points: tuple[float, float]) -> Scanned:
    """Read the picture of a page: one or three bytes a pixel, `size` in pixels, `points` the size of the paper.

    Places are those of the page turned upright (`Ink.turned`): up to 8 points beside the paper where it lies askew by
    half a degree. A page of which too little can be read gives nothing at all: half a page accuses.
    """
    scanpage: Any = import_module("ingest.pdf.scanpage")
    grey, stained = _greyed(samples, size, dpi)
    picture: Picture = scanpage.picture(grey, dpi, stained)
    degrees = 0
    if scanpage.sideways(picture):
        degrees = _turn(grey, dpi)
        picture = scanpage.picture(grey, dpi, stained, degrees=degrees)
    found, share = _seen(picture, page, points, degrees)
    if degrees == 0 and share < _UPRIGHT and _turn(grey, dpi) == 180:
        found, share = _seen(scanpage.picture(grey, dpi, stained, degrees=180), page, points, 180)
    return found if share >= _UPRIGHT else Scanned((), Ink(page, *points, (), (), ()))


def turn(samples: bytes, size: tuple[int, int], dpi: float) -> int:
    """By how many degrees, clockwise, the picture of a page must be turned to be read."""
    return _turn(_greyed(samples, size, dpi)[0], dpi)


def _greyed(samples: bytes, size: tuple[int, int], dpi: float) -> tuple["Pixels", "Pixels | None"]:
    array: Any = import_module("ingest.pdf.scanpixels").array
    greyed: Any = import_module("ingest.pdf.scancolour").greyed
    found: tuple[Pixels, Pixels | None] = greyed(array(samples, size), dpi)
    return found


def _turn(grey: "Pixels", dpi: float) -> int:
    """The way up in which some of its tallest lines can be read best."""
    scanpage: Any = import_module("ingest.pdf.scanpage")
    scores: dict[int, float] = {}
    for degrees in (90, 270) if scanpage.sideways(scanpage.picture(grey, dpi)) else (0, 180):
        picture: Picture = scanpage.picture(grey, dpi, degrees=degrees)
        lines = [span for span in scanpage.free_lines(picture) if span[2] - span[0] > 2.5 * picture.em]
        tallest = sorted(lines, key=lambda span: (span[1] - span[3], span))[:_SAMPLE]
        scores[degrees] = legible(_reader().read([scanpage.crop(picture, span) for span in tallest]))
    return max(scores, key=lambda degrees: scores[degrees])


def _seen(picture: "Picture", page: int, points: tuple[float, float], degrees: int) -> tuple[Scanned, float]:
    """What is on a page that was turned by `degrees`, and the share of it that is read surely."""
    scanpage: Any = import_module("ingest.pdf.scanpage")
    scale = 72.0 / picture.dpi
    points = points if degrees % 180 == 0 else (points[1], points[0])
    horizontals, verticals = straighten(_points(span, scale) for span in (*picture.across, *picture.down))
    # blots stand for the words: only whether there is any text in a grid matters here
    blots = {Word("x", _points(span, scale), 9.0): span for span in scanpage.free_lines(picture)}
    tables, outside = fed(Ink(page, *points, tuple(blots), horizontals, verticals))
    places = _places(picture, tables, scale)
    free = [blots[blot] for blot in outside]
    readings, looks = _read(picture, [span for spans in places.values() for span in spans], free)

    def ruled(cell: Cell, x: float) -> bool:
        return bool(scanpage.traced(picture, _pixels(cell.location.bbox, scale, 0.0), x / scale))

    filled = tuple(
        doubtful_rows(parted(_filled(table, number, picture, places, readings, looks), ruled))
        for number, table in enumerate(tables)
    )
    words = tuple(_words(free, readings, scale))
    ink = Ink(page, *points, words, horizontals, verticals, turned=degrees)
    return Scanned(filled, ink), legible(list(readings.values()))


def _read(
    picture: "Picture", cells: Sequence["Span"], free: Sequence["Span"]
) -> tuple[dict["Span", "Reading"], dict["Span", Look]]:
    """Read the lines in cells and those outside, and look at them; what is in doubt in a cell is read again, larger."""
    crop: Any = import_module("ingest.pdf.scanpage").crop
    spans = [*cells, *free]
    crops = [*(crop(picture, span) for span in cells), *(crop(picture, span, larger=True) for span in free)]
    readings = dict(zip(spans, _reader().read(crops), strict=True))
    looks = _looks(picture, readings, spans)
    doubted = [
        span
        for span in cells
        if any(map(str.isalnum, readings[span].text)) and judged(readings[span], looks[span])[1] < SURE
    ]
    if doubted:
        larger = _reader().read([crop(picture, span, larger=True) for span in doubted])
        again = readings | dict(zip(doubted, larger, strict=True))
        looks_again = _looks(picture, again, spans)
        for span in doubted:
            if judged(again[span], looks_again[span])[1] > judged(readings[span], looks[span])[1]:
                readings[span], looks[span] = again[span], looks_again[span]
    return readings, looks


@lru_cache(maxsize=1)
def _reader() -> "Reader":
    model = _model()
    if model is None:
        raise FileNotFoundError("the package rapidocr holds no recognition model")
    reader: Reader = import_module("ingest.pdf.scanread").Reader(model)
    return reader


def _model() -> Path | None:
    """Find the recognition model inside the package, without importing it: it would look for a network."""
    found = find_spec("rapidocr")
    folders = [] if found is None else [Path(place, "models") for place in found.submodule_search_locations or ()]
    return next((path for folder in folders for path in sorted(folder.glob("*_rec_*.onnx"))), None)


def _points(span: "Span", scale: float) -> BBox:
    return span[0] * scale, span[1] * scale, span[2] * scale, span[3] * scale


def _pixels(box: BBox | None, scale: float, inset: float) -> "Span":
    x0, top, x1, bottom = box or (0.0, 0.0, 0.0, 0.0)
    return (
        round((x0 + inset) / scale),
        round((top + inset) / scale),
        round((x1 - inset) / scale),
        round((bottom - inset) / scale),
    )


Places = Mapping[tuple[int, int, int], tuple["Span", ...]]
"""(table, row, column) → the lines of text in that cell."""


def _places(picture: "Picture", tables: Sequence[RawTable], scale: float) -> Places:
    lines: Any = import_module("ingest.pdf.scanpage").lines
    return {
        (number, row, column): tuple(lines(picture, _pixels(cell.location.bbox, scale, _PADDING)))
        for number, table in enumerate(tables)
        for row, line in enumerate(table.rows)
        for column, cell in enumerate(line)
        if cell is not None
    }


def _word(span: "Span", reading: "Reading", scale: float) -> Word:
    figures = [sure for sign, sure in zip(reading.text, reading.sure, strict=True) if sign.isdigit()]
    box = _points(span, scale)
    text = _PAGE_NUMBER.sub(r"— \1 —", reading.text.strip())
    return Word(text, box, box[3] - box[1], confidence=round(min(figures, default=1.0), 4))


def _words(spans: Iterable["Span"], readings: Mapping["Span", "Reading"], scale: float) -> Iterator[Word]:
    return (_word(span, readings[span], scale) for span in spans if readings[span].text.strip())


def _filled(
    table: RawTable,
    number: int,
    picture: "Picture",
    places: Places,
    readings: Mapping["Span", "Reading"],
    looks: Mapping["Span", Look],
) -> RawTable:
    scale = 72.0 / picture.dpi
    rows: list[Row] = []
    for row, line in enumerate(table.rows):
        cells: list[Cell | None] = []
        for column, cell in enumerate(line):
            spans = places.get((number, row, column), ())
            if cell is None:
                cells.append(None)
                continue
            said = [judged(readings[span], looks[span]) for span in spans]
            text = said[0][0] if len(said) == 1 else text_in(_words(spans, readings, scale))
            sure = min((each for _, each in said), default=1.0)
            # what is red under a seal may be print, and a blank a number
            if not text and (spans or picture.under_seal(_pixels(cell.location.bbox, scale, _PADDING))):
                text, sure = UNREAD, 0.0
            cells.append(replace(cell, text=text, confidence=round(sure, 4)))
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows), reader="ocr")


def _looks(picture: "Picture", readings: Mapping["Span", "Reading"], spans: Sequence["Span"]) -> dict["Span", Look]:
    """Look at each line; those that read as a number are spelled."""
    glyphs: Any = import_module("ingest.pdf.scanglyphs")
    texts = [numeric(readings[span].text) for span in spans]
    numbers = [bool(NUMBER.fullmatch(text)) for text in texts]
    strips = [glyphs.strip(picture, span) if number else None for span, number in zip(spans, numbers, strict=True)]
    spellings = glyphs.spelled(strips, texts)
    return {
        span: Look(
            len(glyphs.pieces(picture, span)) if number else 0,
            spelling,
            fits,
            gap,
            _dash(span, picture.em),
            picture.under_seal(span),
        )
        for span, number, (spelling, fits, gap) in zip(spans, numbers, spellings, strict=True)
    }


def _dash(span: "Span", em: float) -> str:
    """The dash that a line is, if it is one low stroke."""
    wide, high = span[2] - span[0], span[3] - span[1]
    flat: Any = import_module("ingest.pdf.scanpage").flat
    if high >= 0.3 * em or not flat(wide, high, em):
        return ""
    return DASHES[wide > 0.65 * em]
