"""A scanned page → tables and words, each cell with how sure its reading is. The extra `ocr`; works offline.

picture ─ scanpage: upright, rules, lines ─ tables: the grid ─ cell by cell: scanread ─ figures put right, and marked

What may not be trusted has a confidence under SURE and ends as a Doubt: never as a finding.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.model import SURE, UNREAD, BBox, Cell, RawTable, Row
from ingest.pdf.ink import Ink, Word
from ingest.pdf.lines import text_in
from ingest.pdf.ruling import straighten
from ingest.tables import fed

if TYPE_CHECKING:
    from ingest.pdf.scanpage import Picture, Span
    from ingest.pdf.scanread import Reader, Reading

DPI = 200
"""What a page is rendered at: more gains nothing (measured), less loses digits."""
_PADDING = 0.8
"""Points that a cell is cut inside its rules."""
_ONE_OFF = 0.6
_TOUCHING_OFF = 0.35
"""Widths of a figure that a number may be off; the second where its signs touch, so that they cannot be counted."""
_NUMBER = re.compile(r"[-+]?\(?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?%?|[-—]")
_NUMBERS = re.compile(r"\d[\d,]*\.\d+")
_STACKED = re.compile(r"[-\d,.]+(?:\n[-\d,.]+)+")
_WORD = re.compile(r"[^\W\d_]{2}")
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十]+[、）)]")
_LEGIBLE = 0.6
"""A label of which a sign is read with less confidence may be another label: one sign in many makes no difference."""
_PLAIN = re.compile(r"[\d,.]*\d")
_PAGE_NUMBER = re.compile(r"^[-—–－−一ー_]+\s*(\d+)\s*[-—–－−一ー_]+$")
"""A dash beside a number looks like the character for one."""
_CODE = re.compile(r"\d{2,7}")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("OoQDＯ〇○", "0"),
        **dict.fromkeys("lI|i!丨", "1"),
        **dict.fromkeys("Zz", "2"),
        **dict.fromkeys("Ss", "5"),
        **dict.fromkeys("bG", "6"),
        **dict.fromkeys("B", "8"),
        **dict.fromkeys("gq", "9"),
        **dict.fromkeys("、'‘’`", ","),
        **dict.fromkeys("·・•。", "."),
        **dict.fromkeys("–−_一ー", "-"),
    }
)
"""What is taken for a sign of a number where nothing but a number stands."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was read on one page: its tables, top down, and an Ink with the words outside them."""

    tables: tuple[RawTable, ...]
    ink: Ink


@dataclass(frozen=True, slots=True)
class Look:
    """What a line looks like before it is read: pieces of ink, and how many figures' widths it is off its reading."""

    blobs: int
    off: float | None = None

    def bears(self, signs: int) -> bool:
        """Whether there is room for exactly so many signs."""
        if self.off is None:
            return signs == self.blobs
        return self.off < (_ONE_OFF if signs == self.blobs else _TOUCHING_OFF)


def missing() -> str | None:
    """Say which part of the extra is not installed; None if all are. Imports nothing."""
    for name in ("cv2", "numpy", "onnxruntime", "rapidocr"):
        if find_spec(name) is None:
            return name
    return None if _model() is not None else "rapidocr's model"


def read(grey: bytes, size: tuple[int, int], dpi: float, page: int, points: tuple[float, float]) -> Scanned:
    """Read the picture of a page: one byte a pixel, `size` in pixels, `points` the size of the paper.

    Places are those of the page turned upright: up to 8 points beside the paper where it lies askew by half a degree.
    """
    scanpage: Any = import_module("ingest.pdf.scanpage")
    picture: Picture = scanpage.picture(scanpage.array(grey, size), dpi)
    scale = 72.0 / dpi
    horizontals, verticals = straighten(_points(span, scale) for span in (*picture.across, *picture.down))
    # blots stand for the words: only whether there is any text in a grid matters here
    blots = [Word("x", _points(span, scale), 9.0) for span in scanpage.free_lines(picture, ())]
    tables, _ = fed(Ink(page, *points, tuple(blots), horizontals, verticals))
    places = _places(picture, tables, scale)
    free = list(scanpage.free_lines(picture, [_pixels(t.location.bbox, scale, 0.0) for t in tables]))
    spans = [*(span for spans in places.values() for span in spans), *free]
    readings = dict(zip(spans, _reader().read([scanpage.crop(picture, span) for span in spans]), strict=True))
    looks = _looks(picture, readings, spans)
    filled = tuple(
        doubtful_rows(parted(_filled(table, number, places, readings, looks, scale)))
        for number, table in enumerate(tables)
    )
    words = tuple(_word(span, readings[span], scale) for span in free if readings[span].text.strip())
    return Scanned(filled, Ink(page, *points, words, horizontals, verticals))


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


def _filled(
    table: RawTable,
    number: int,
    places: Places,
    readings: Mapping["Span", "Reading"],
    looks: Mapping["Span", Look],
    scale: float,
) -> RawTable:
    rows: list[Row] = []
    for row, line in enumerate(table.rows):
        cells: list[Cell | None] = []
        for column, cell in enumerate(line):
            spans = places.get((number, row, column), ())
            if cell is None:
                cells.append(None)
                continue
            if len(spans) == 1:
                text, sure = judged(readings[spans[0]], looks[spans[0]])
            else:
                text = text_in(_word(span, readings[span], scale) for span in spans if readings[span].text.strip())
                sure = min((min(readings[span].sure, default=0.0) for span in spans), default=1.0)
            if spans and not text:
                text, sure = UNREAD, 0.0
            cells.append(replace(cell, text=text, confidence=round(sure, 4)))
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows), reader="ocr")


def _looks(picture: "Picture", readings: Mapping["Span", "Reading"], spans: Iterable["Span"]) -> dict["Span", Look]:
    """Look at each line without reading it: the pieces of ink, and how far its width is from that of its figures."""
    scanpage: Any = import_module("ingest.pdf.scanpage")
    seen = {span: scanpage.blobs(picture, span) for span in spans}
    measures: dict[Span, tuple[tuple[int, int, int], float]] = {}
    for span, (_, tall) in seen.items():
        text = _plain(readings[span])
        if tall and _PLAIN.fullmatch(text):
            figures, ones = sum(sign.isdigit() for sign in text), text.count("1")
            measures[span] = ((figures - ones, ones, len(text) - figures), (span[2] - span[0]) / tall)
    fit = scanpage.widths(list(measures.values()))
    looks = {}
    for span, (count, _) in seen.items():
        off = None
        if fit is not None and fit[0] > 0 and span in measures:
            signs, width = measures[span]
            off = abs(sum(n * each for n, each in zip((*signs, 1), fit, strict=True)) - width) / fit[0]
        looks[span] = Look(count, off)
    return looks


def judged(reading: "Reading", look: Look) -> tuple[str, float]:
    """The text of a line and how sure it is; a number must be confirmed by a second look, or it is in doubt.

    The second looks: the reading among figures only, the pieces of ink or the width on paper, and the way numbers
    are printed. What had to be put right (O for 0, l for 1) is in doubt as well.
    """
    text = _folded(reading.text)
    sure = min(reading.sure, default=0.0)
    cleaned = text.translate(_ALIKE).replace(" ", "")
    figures = sum(sign.isdigit() for sign in text)
    numeric = bool(_NUMBER.fullmatch(cleaned)) and (figures > 0 or cleaned in ("-", "—"))
    if not numeric:
        spoiled = figures > 0 and not re.search(r"[^\W\d_]", text)
        return reading.text.strip(), min(sure, 0.3) if spoiled else sure
    dash = cleaned in ("-", "—")
    second = _folded(reading.numeric).replace("−", "-")
    signs = sum(3 if sign == "%" else 1 for sign in cleaned)
    if cleaned != text.replace(" ", "") or (second != cleaned and not dash) or not look.bears(signs):
        sure = min(sure, 0.5)
    return cleaned, sure


def _plain(reading: "Reading") -> str:
    return _folded(reading.text).replace(" ", "")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def parted(table: RawTable) -> RawTable:
    """Part cells that run over a rule which was not seen: nobody knows which of their numbers stands where.

    Seen sidewise: several numbers in one cell, or one in a cell over a boundary that most rows have. Seen downwards:
    two numbers, one below the other; rows may be missing then, and the whole table is in doubt.
    """
    width = len(table.rows[0])
    starts = [sum(row[column] is not None for row in table.rows) for column in range(width)]
    usual = {column for column in range(width) if starts[column] >= 0.6 * len(table.rows)}
    rows = tuple(_parted(row, usual) for row in table.rows)
    if any(_STACKED.fullmatch(cell.text) for row in rows for cell in _cells(row)):
        rows = tuple(tuple(None if cell is None else replace(cell, confidence=0.0) for cell in row) for row in rows)
    return replace(table, rows=rows)


def _parted(row: Row, usual: set[int]) -> Row:
    cells = list(row)
    for column, cell in enumerate(row):
        if cell is None or cell.colspan == 1 or cell.rowspan > 1:
            continue
        inside = range(column + 1, column + cell.colspan)
        alone = bool(_NUMBER.fullmatch(cell.text)) and any(place in usual for place in inside)
        if alone or len(_NUMBERS.findall(cell.text)) > 1:
            for place in (column, *inside):
                cells[place] = replace(cell, text=UNREAD, colspan=1, confidence=0.0)
    return tuple(cells)


def doubtful_rows(table: RawTable) -> RawTable:
    """Put the amounts of a row in doubt whose code or label is: they may belong elsewhere."""
    return replace(table, rows=tuple(map(_sure_row, table.rows)))


def _sure_row(row: Row) -> Row:
    names = [
        _known(cell)
        for cell in _cells(row)
        if _known(cell) < (SURE if _CODE.fullmatch(cell.text) else _LEGIBLE if _WORD.search(cell.text) else 0.0)
    ]
    most = min(names, default=1.0)
    return tuple(
        cell if cell is None or _WORD.search(cell.text) else replace(cell, confidence=min(most, _known(cell)))
        for cell in row
    )


def illegible(rows: Sequence[Row]) -> bool:
    """Whether a table, joined over pages, is in doubt as a whole.

    It is if a word of its header (the rows above the first amount) is, or a label behind an ordinal (一、): such labels
    come twice in a table, and which is which is known from the others.
    """
    head = list(takewhile(lambda row: not any(_NUMBERS.fullmatch(cell.text) for cell in _cells(row)), rows))
    words = [_known(cell) for row in head for cell in _cells(row) if _WORD.search(cell.text)]
    words += [_known(cell) for row in rows for cell in _cells(row) if _ORDINAL.match(cell.text)]
    return len(head) < len(rows) and min(words, default=1.0) < _LEGIBLE


def _known(cell: Cell) -> float:
    return 1.0 if cell.confidence is None else cell.confidence


def _cells(row: Row) -> Iterable[Cell]:
    return (cell for cell in row if cell is not None)
