"""What MuPDF says about a page, as the plain dictionaries it gives → words and boxes of painted shapes.

No pymupdf type passes here; the page itself stays in `ingest.documents`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ingest.model import BBox
from ingest.pdf.ink import Word
from ingest.pdf.radicals import unify_character
from ingest.pdf.ruling import THICKEST, outline

_DRAWN = 16 | 32
"""FZ_STEXT_FILLED and FZ_STEXT_STROKED of mupdf/fitz/structured-text.h, as in `char_flags` of a span."""
_CURVED = 30
"""Shapes with curves on a page without text that are more than a seal or a logo."""
_MOST = 0.8
"""The part of a page that a scan covers."""
_WHITE = 0.93
"""A colour whose every channel is above this is paper, not ink."""
_OVER, _SEVERAL = 2.0, 3
"""Points beyond the paper, and how many rules of a table lie there; a line under a heading may run over the edge."""


def turn(content: Any) -> int:
    """Return by how many degrees clockwise the page must be turned so that most of its characters stand upright."""
    counts = {0: 0, 90: 0, 180: 0, 270: 0}
    for line in _text_lines(content):
        if line["wmode"] == 0:
            cosine, sine = line["dir"]
            angle = (0 if cosine > 0 else 180) if abs(cosine) >= abs(sine) else (90 if sine < 0 else 270)
            counts[angle] += sum(len(span["chars"]) for span in line["spans"])
    return max(counts, key=lambda angle: counts[angle])


def _text_lines(content: Any) -> Iterator[Any]:
    for block in content["blocks"]:
        yield from block.get("lines", ())


def hidden(content: Any) -> int:
    """Count the characters that are neither filled nor stroked: the text layer that OCR laid under a picture."""
    return sum(
        len(span["chars"]) for line in _text_lines(content) for span in line["spans"] if not span["char_flags"] & _DRAWN
    )


def covered(log: Sequence[tuple[str, BBox]], opaque: Sequence[BBox], area: float) -> bool:
    """Whether most texts of a page were painted before a picture without a mask that covers most of its `area`.

    `log` is what `Page.get_bboxlog` gives: everything painted, in order. Scanners' programs lay their text so as well.
    """
    large = [box for box in opaque if (box[2] - box[0]) * (box[3] - box[1]) > _MOST * area]
    if not large:
        return False
    texts = [place for place, (what, _) in enumerate(log) if what.endswith("-text")]
    pictures = [place for place, (what, box) in enumerate(log) if what == "fill-image" and _about(box, large)]
    return bool(pictures) and 2 * sum(place < pictures[-1] for place in texts) > len(texts)


def _about(box: BBox, others: Sequence[BBox]) -> bool:
    return any(all(abs(one - two) < 1 for one, two in zip(box, other, strict=True)) for other in others)


def words(content: Any) -> Iterator[Word]:
    """Cut the lines of MuPDF's text page (`Page.get_text("rawdict")`) at blanks, printed or inferred from a gap.

    Text set bold by printing it twice arrives twice; the second print is dropped.
    """
    seen: set[tuple[str, int, int]] = set()
    for line in _text_lines(content):
        upright = line["wmode"] == 0 and abs(line["dir"][0]) > abs(line["dir"][1])
        for word in _line_words(line, upright):
            mark = (word.text, round(word.bbox[0] / 2), round(word.bbox[1] / 2))
            if mark not in seen:
                seen.add(mark)
                yield word


def _line_words(line: Any, upright: bool) -> Iterator[Word]:
    """Cut one line into words: this loop runs once a character and takes a third of all reading time."""
    texts: list[str] = []
    boxes: list[BBox] = []
    size, blank = 0.0, False
    for span in line["spans"]:
        near, over = 0.2 * span["size"], -0.5 * span["size"]
        for char in span["chars"]:
            text, box = char["c"], char["bbox"]
            if not text.isascii():
                text = unify_character(text)
            if text.isspace():
                if texts:
                    yield _word(texts, boxes, size, upright, blank)
                    texts, boxes, blank = [], [], False
                blank = blank or not char.get("synthetic", False)
                continue
            if not text:
                continue
            # a gap, or a character over the one before it: two texts that met; MuPDF infers no blank between Han
            # characters, however far apart they are
            if texts and upright and not over <= box[0] - boxes[-1][2] <= near:
                yield _word(texts, boxes, size, upright, blank)
                texts, boxes, blank = [], [], False
            if not texts:
                size = float(span["size"])
            texts.append(text)
            boxes.append(box)
    if texts:
        yield _word(texts, boxes, size, upright, blank)


def _word(texts: Sequence[str], boxes: Sequence[BBox], size: float, upright: bool, blank: bool) -> Word:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    text = "".join(texts)
    cuttable = upright and len(text) == len(texts)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    return Word(text, box, size, (*lefts, rights[-1]) if cuttable else (), blank)


def painted(drawings: Iterable[Any]) -> Iterator[BBox]:
    """Boxes of all strokes, outlines and thin fills of a page that can be seen: near-white ones cannot.

    `drawings` is what `Page.get_cdrawings` gives.
    """
    for drawing in drawings:
        stroked = "s" in drawing["type"] and _visible(drawing.get("color"), drawing.get("stroke_opacity"))
        filled = "f" in drawing["type"] and _visible(drawing.get("fill"), drawing.get("fill_opacity"))
        items = drawing["items"]
        if stroked:
            for item in items:
                yield from _stroke(item, float(drawing.get("width") or 0))
        if filled and all(item[0] == "l" for item in items):
            yield from thin([drawing["rect"]])
        elif filled:
            yield from thin([_item_box(item) for item in items if item[0] in ("re", "qu")])


def outlined(drawings: Iterable[Any]) -> bool:
    """Whether a page is drawn in curves, thirty shapes and more: text that the producer turned into outlines."""
    return sum(any(item[0] == "c" for item in drawing["items"]) for drawing in drawings) >= _CURVED


def _visible(colour: Sequence[float] | None, opacity: float | None) -> bool:
    return colour is not None and (opacity is None or opacity > 0.1) and not all(part > _WHITE for part in colour)


def _stroke(item: Any, width: float) -> Iterator[BBox]:
    if item[0] == "l":
        (ax, ay), (bx, by) = item[1], item[2]
        x0, top, x1, bottom = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        if min(x1 - x0, bottom - top) > 0.5:
            return
        # a broad stroke is an area, or, shorter than broad, a rule drawn across
        spread = width / 2 if width > THICKEST else 0.0
        if x1 - x0 >= bottom - top:
            yield x0, top - spread, x1, bottom + spread
        else:
            yield x0 - spread, top, x1 + spread, bottom
    elif item[0] in ("re", "qu"):
        yield from outline(_item_box(item))


def _item_box(item: Any) -> BBox:
    """Return the box of a rectangle, or of the four corners of a quad."""
    if item[0] == "re":
        x0, top, x1, bottom = item[1]
        return min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom)
    xs, ys = [x for x, _ in item[1]], [y for _, y in item[1]]
    return min(xs), min(ys), max(xs), max(ys)


def thin(boxes: Sequence[BBox]) -> Iterator[BBox]:
    """Leave out boxes that are areas: neither low nor narrow."""
    for box in boxes:
        if min(box[2] - box[0], box[3] - box[1]) <= THICKEST:
            yield (box[0], box[1], box[2], box[3])


def run_off(boxes: Iterable[BBox], width: float, height: float) -> bool:
    """Whether a table goes on beyond the paper: three rules beside each other and more cross the same edge of it."""
    crossing: dict[str, set[int]] = {"left": set(), "right": set(), "top": set(), "bottom": set()}
    for x0, top, x1, bottom in boxes:
        if x1 - x0 > bottom - top and 0 <= top <= height:
            crossing["left"].update([round(top)] if x0 < -_OVER else [])
            crossing["right"].update([round(top)] if x1 > width + _OVER else [])
        elif bottom - top > x1 - x0 and 0 <= x0 <= width:
            crossing["top"].update([round(x0)] if top < -_OVER else [])
            crossing["bottom"].update([round(x0)] if bottom > height + _OVER else [])
    return max(map(len, crossing.values())) >= _SEVERAL


def clipped(boxes: Sequence[BBox], width: float, height: float) -> Iterator[BBox]:
    """Cut boxes at the edges of the page and leave out those beyond them."""
    for x0, top, x1, bottom in boxes:
        if x1 >= 0 and bottom >= 0 and x0 <= width and top <= height:
            yield max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height)
