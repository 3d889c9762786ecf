"""The picture of a page → the page upright, its rules, and the places where lines of text stand. Needs OpenCV.

Pixels throughout, from the top left; `em` is the height of the page's ordinary print.

grey ─ upright ─ black (ink) ─┬─ rules: what survives opening with a long thin stroke
                              └─ the rest: text, cut into lines by empty strips
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Span = tuple[int, int, int, int]
"""x0, top, x1, bottom; x1 and bottom are the first pixels outside."""

_STEEPEST = 3.0
"""Degrees: a page lies no more askew than this on a scanner with a feeder."""
_LONG_ACROSS = 0.3
_LONG_DOWN = 0.14
"""Inches: no stroke of a 9-point character is as long (0.125); the feet of figures that touch may be."""
_LONGEST_PRINT = 1.2
"""Inches: the feet of no number make a longer line."""
_LARGER_THAN_PRINT = 0.8
"""Inches: a table is larger than one character of any title."""
_CROWDED = 0.35
"""The part of the length of a rule beside which ink may stand."""
_SPECK = 0.012
"""Inches: what is smaller in both directions is dirt."""
_DARKER = 22
"""Grey levels that ink is darker than the paper around it; the grain of paper is not."""


TALL = 48
"""Height in pixels of a line as the model takes it."""
_SAMPLES = 12
"""Numbers on a page that tell how wide its figures are."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright page: `grey` as scanned, `black` its ink without rules (255 is ink), and the rules."""

    grey: Pixels
    black: Pixels
    across: tuple[Span, ...]
    down: tuple[Span, ...]
    dpi: float
    em: float


def array(grey: bytes, size: tuple[int, int]) -> Pixels:
    """The bytes of a grey picture, width × height, as pixels."""
    width, height = size
    return np.frombuffer(grey, dtype=np.uint8).reshape(height, width)


def picture(grey: Pixels, dpi: float) -> Picture:
    """Turn a scan upright, and part its ink into rules and the rest."""
    degrees = _skew(grey)
    degrees += _lean(_ink(_turned(grey, degrees), dpi), dpi)
    grey = _turned(grey, degrees)
    black = _ink(grey, dpi)
    across, down, ruled = _rules(black, dpi)
    text = _without_residue(np.where(ruled > 0, 0, black).astype(np.uint8), across, down, dpi)
    return Picture(_painted_out(grey, black, text), text, across, down, dpi, _em(text, dpi))


def _ink(grey: Pixels, dpi: float) -> Pixels:
    """255 where a pixel is darker than the paper around it."""
    size = int(dpi * 0.12) | 1
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    return np.asarray(
        cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, _DARKER),
        dtype=np.uint8,
    )


def _turned(grey: Pixels, degrees: float) -> Pixels:
    if not degrees:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,)), dtype=np.uint8
    )


def _skew(grey: Pixels) -> float:
    """Degrees to turn by: the angle at which rows of ink and rows of paper differ most."""
    scale = 1000 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    ink = (255 - np.asarray(small)).astype(np.uint8)
    ink[ink < 64] = 0
    best = 0.0
    for step, reach in ((0.5, _STEEPEST), (0.1, 0.5), (0.02, 0.1)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _contrast(ink, float(angle))))
    return best if abs(best) >= 0.02 else 0.0


def _lean(black: Pixels, dpi: float) -> float:
    """Degrees that long rules across still lean by: the median of the lines through their pixels."""
    flat = cv2.morphologyEx(cv2.dilate(black, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, int(0.3 * dpi))))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=8)
    slopes = []
    for number in range(1, count):
        x, y, wide, tall, _ = stats[number]
        if wide > 2 * dpi and tall < 0.1 * dpi:
            rows, columns = np.nonzero(labels[y : y + tall, x : x + wide] == number)
            slopes.append(float(np.polyfit(columns, rows, 1)[0]))
    return math.degrees(math.atan(float(np.median(slopes)))) if slopes else 0.0


def _contrast(ink: Pixels, degrees: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
    rows = np.asarray(turned, dtype=np.float64).sum(axis=1)
    return float((np.diff(rows) ** 2).sum())


def _rules(black: Pixels, dpi: float) -> tuple[tuple[Span, ...], tuple[Span, ...], Pixels]:
    """Rules across and down, and a mask of their ink, a little wider than they are."""
    long_across, long_down = int(_LONG_ACROSS * dpi), int(_LONG_DOWN * dpi)
    thick = np.ones((3, 1), np.uint8), np.ones((1, 3), np.uint8)
    # a rule that leans by a pixel is thickened first, or it would fall to pieces shorter than a stroke
    flat = cv2.morphologyEx(cv2.dilate(black, thick[0]), cv2.MORPH_OPEN, np.ones((1, long_across), np.uint8))
    steep = cv2.morphologyEx(cv2.dilate(black, thick[1]), cv2.MORPH_OPEN, np.ones((long_down, 1), np.uint8))
    thickest = max(5, int(0.05 * dpi))
    across = [box for box in _boxes(flat) if box[3] - box[1] <= thickest and _lone(black, box, dpi)]
    down = [
        box
        for box in _boxes(steep)
        if box[2] - box[0] <= thickest
        and (ends := _ends(box, across, dpi))
        and (ends == 2 or _lone(black.T, (box[1], box[0], box[3], box[2]), dpi))
    ]
    across, down = _networks(across, down, black.shape, dpi)
    mask = np.zeros_like(black)
    for source, boxes in ((flat, across), (steep, down)):
        for x0, top, x1, bottom in boxes:
            mask[top:bottom, x0:x1] |= np.asarray(source[top:bottom, x0:x1])
    wider = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return tuple(across), tuple(down), np.asarray(wider, dtype=np.uint8)


def _networks(
    across: Sequence[Span], down: Sequence[Span], shape: tuple[int, ...], dpi: float
) -> tuple[list[Span], list[Span]]:
    """Leave out rules that, with all that touch them, are no larger than a character of a title (市, 田)."""
    ground = np.zeros(shape, dtype=np.uint8)
    near = max(2, round(0.02 * dpi))
    for x0, top, x1, bottom in (*across, *down):
        ground[max(top - near, 0) : bottom + near, max(x0 - near, 0) : x1 + near] = 1
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ground, connectivity=8)
    large = [max(int(wide), int(tall)) >= _LARGER_THAN_PRINT * dpi for _, _, wide, tall, _ in stats]

    def kept(spans: Sequence[Span]) -> list[Span]:
        return [span for span in spans if large[labels[span[1], span[0]]]]

    return kept(across), kept(down)


def _lone(black: Pixels, rule: Span, dpi: float) -> bool:
    """Whether there is paper on both sides of a rule across: the feet of a row of figures have ink above them.

    No print is as long as a long rule; beside one, a column of figures may stand close.
    """
    x0, top, x1, bottom = rule
    if x1 - x0 > _LONGEST_PRINT * dpi:
        return True
    gap, deep = max(1, round(0.006 * dpi)), max(2, round(0.02 * dpi))
    above = black[max(top - gap - deep, 0) : max(top - gap, 0), x0:x1]
    below = black[bottom + gap : bottom + gap + deep, x0:x1]
    return all(not side.size or float(side.any(axis=0).mean()) < _CROWDED for side in (above, below))


def _without_residue(text: Pixels, across: Sequence[Span], down: Sequence[Span], dpi: float) -> Pixels:
    """Leave out pieces of ink that lie wholly along a rule: its frayed edge."""
    beside, beyond = max(2, round(0.018 * dpi)), max(2, round(0.03 * dpi))
    zone = np.zeros_like(text)
    for x0, top, x1, bottom in across:
        zone[max(top - beside, 0) : bottom + beside, max(x0 - beyond, 0) : x1 + beyond] = 1
    for x0, top, x1, bottom in down:
        zone[max(top - beyond, 0) : bottom + beyond, max(x0 - beside, 0) : x1 + beside] = 1
    count, labels, _, _ = cv2.connectedComponentsWithStats(text, connectivity=8)
    outside = np.bincount(labels[zone == 0], minlength=count) > 0
    outside[0] = False
    return np.where(outside[labels], text, 0).astype(np.uint8)


def _painted_out(grey: Pixels, black: Pixels, text: Pixels) -> Pixels:
    """The picture with paper where ink is no text."""
    gone = cv2.dilate(np.where(text > 0, 0, black).astype(np.uint8), np.ones((5, 5), np.uint8))
    kept = cv2.dilate(text, np.ones((3, 3), np.uint8))
    paper = np.percentile(grey[::8, ::8], 75)
    return np.where((np.asarray(gone) > 0) & (np.asarray(kept) == 0), paper, grey).astype(np.uint8)


def _boxes(mask: npt.NDArray[np.generic] | cv2.typing.MatLike) -> list[Span]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(mask, dtype=np.uint8), connectivity=8)
    return [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]


def _ends(rule: Span, across: Sequence[Span], dpi: float) -> int:
    """At how many of its ends a rule down touches or crosses a rule across: the stroke of a character does at none."""
    near = 0.05 * dpi
    x = (rule[0] + rule[2]) / 2
    met = [box for box in across if box[0] - near <= x <= box[2] + near]
    upper = any(abs(rule[1] - bottom) <= near or abs(rule[1] - top) <= near for _, top, _, bottom in met)
    lower = any(abs(rule[3] - bottom) <= near or abs(rule[3] - top) <= near for _, top, _, bottom in met)
    crossed = any(rule[1] <= (top + bottom) / 2 <= rule[3] for _, top, _, bottom in met)
    return max(int(upper) + int(lower), int(crossed))


def _em(black: Pixels, dpi: float) -> float:
    """Height of ordinary print: that of most of the larger blobs of ink."""
    heights = [b - t for x0, t, x1, b in _boxes(black) if 0.05 * dpi < b - t < 0.3 * dpi and x1 - x0 < 0.4 * dpi]
    return float(np.percentile(heights, 75)) if heights else 0.125 * dpi


def lines(page: Picture, box: Span) -> Iterator[Span]:
    """The lines of text inside a box, top down, each as wide as its ink; a wide gap makes two of one line."""
    x0, top, x1, bottom = box
    yield from _lines(_cleaned(page.black[top:bottom, x0:x1], page.dpi), (x0, top), page)


def _lines(ink: Pixels, corner: tuple[int, int], page: Picture) -> Iterator[Span]:
    x, y = corner
    for start, end in _runs(ink, page.em):
        strip = ink[start:end]
        for left, right in _stretches(strip, page.em, page.dpi):
            rows = np.flatnonzero(strip[:, left:right].any(axis=1))
            yield x + left, y + start + int(rows[0]), x + right, y + start + int(rows[-1]) + 1


def _cleaned(ink: Pixels, dpi: float) -> Pixels:
    """Without specks."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = _SPECK * dpi
    keep = np.array([0, *(1 if max(w, h) >= small else 0 for _, _, w, h, _ in stats[1:count])], dtype=np.uint8)
    return np.asarray(keep[labels], dtype=np.uint8)


def _runs(ink: Pixels, em: float) -> list[tuple[int, int]]:
    """Strips of rows with ink; the parts of one line (二, 三, a dot above) are put together again."""
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    starts, ends = [int(rows[0]), *(int(rows[i + 1]) for i in breaks)], [*(int(rows[i]) + 1 for i in breaks)]
    runs = list(zip(starts, [*ends, int(rows[-1]) + 1], strict=True))
    merged: list[tuple[int, int]] = []
    for start, end in runs:
        if merged:
            above = merged[-1]
            low = min(above[1] - above[0], end - start) < 0.6 * em
            if low and end - above[0] <= 1.25 * em:
                merged[-1] = (above[0], end)
                continue
        merged.append((start, end))
    return merged


def _stretches(strip: Pixels, em: float, dpi: float) -> list[tuple[int, int]]:
    """Stretches of a line that no wide gap divides."""
    columns = np.flatnonzero(strip.any(axis=0))
    if not len(columns):
        return []
    wide = max(1.6 * em, 1.6 * strip.shape[0])
    breaks = np.flatnonzero(np.diff(columns) > wide)
    starts = [int(columns[0]), *(int(columns[i + 1]) for i in breaks)]
    ends = [*(int(columns[i]) + 1 for i in breaks), int(columns[-1]) + 1]
    small = _SPECK * dpi
    return [(a, b) for a, b in zip(starts, ends, strict=True) if b - a >= small or strip.shape[0] >= small]


def free_lines(page: Picture, taken: Sequence[Span]) -> Iterator[Span]:
    """The lines of text outside some boxes, in no order."""
    black = _cleaned(page.black, page.dpi)
    for x0, top, x1, bottom in taken:
        black[top:bottom, x0:x1] = 0
    # signs of one line meet, and the strokes of one sign; two close lines may, and are parted again by `_runs`
    reach = np.ones((max(3, int(0.5 * page.em)), max(3, int(1.2 * page.em))), np.uint8)
    joined = cv2.morphologyEx(black, cv2.MORPH_CLOSE, reach)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[Span] = []
    for number in range(1, count):
        x0, top, wide, tall = (int(value) for value in stats[number][:4])
        part = (slice(top, top + tall), slice(x0, x0 + wide))
        own = np.where(labels[part] == number, black[part], 0).astype(np.uint8)
        found.extend(_lines(own, (x0, top), page))
    yield from _absorbed(found, page.em)


def _absorbed(spans: Sequence[Span], em: float) -> list[Span]:
    """Give a lone stroke (the upper one of 二) to the line at whose height and beside whose signs it stands."""
    lines = [span for span in spans if span[3] - span[1] >= 0.4 * em]
    strokes = [span for span in spans if span[3] - span[1] < 0.4 * em]
    left: list[Span] = []
    for x0, top, x1, bottom in strokes:
        middle = (top + bottom) / 2
        near = [
            place
            for place, line in enumerate(lines)
            if line[1] <= middle <= line[3] and line[0] - 1.5 * em <= x1 and x0 <= line[2] + 1.5 * em
        ]
        if near:
            line = lines[near[0]]
            lines[near[0]] = (min(x0, line[0]), min(top, line[1]), max(x1, line[2]), max(bottom, line[3]))
        else:
            left.append((x0, top, x1, bottom))
    return [*lines, *left]


def crop(page: Picture, box: Span) -> Pixels:
    """Cut out a line, TALL pixels high, with some paper around it; a mere dash gets the height of a line."""
    x0, top, x1, bottom = box
    tall = max(bottom - top, int(0.9 * page.em))
    middle = (top + bottom) / 2
    pad = max(3, tall // 5)
    top, bottom = int(middle - tall / 2) - pad, int(middle + tall / 2) + pad
    cut = page.grey[max(top, 0) : bottom, max(x0 - pad, 0) : x1 + pad]
    height, width = cut.shape
    wide = max(8, round(width * TALL / height))
    method = cv2.INTER_AREA if height > TALL else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(cut, (wide, TALL), interpolation=method), dtype=np.uint8)


def blobs(page: Picture, box: Span) -> tuple[int, int]:
    """How many pieces of ink a box holds that are no specks, and the height of its figures.

    A printed number has one piece for each sign, if none touch. The tail of a comma has little ink and is no height.
    """
    x0, top, x1, bottom = box
    ink = page.black[top:bottom, x0:x1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    count = sum(1 for _, _, w, h, _ in stats[1:] if max(w, h) >= _SPECK * page.dpi)
    rows = np.count_nonzero(ink, axis=1)
    return int(count), int(np.count_nonzero(rows >= 0.25 * rows.max())) if rows.size else 0


def widths(samples: Sequence[tuple[Sequence[int], float]]) -> tuple[float, ...] | None:
    """Widths of the kinds of signs, and of the paper at the ends, from (how many of each kind, width) of numbers.

    None if there are too few to tell. Signs of a kind are as wide as one another in every font for tables.
    """
    if len(samples) < _SAMPLES or len({tuple(counts) for counts, _ in samples}) < 4:
        return None
    rows = np.array([(*counts, 1.0) for counts, _ in samples])
    wide = np.array([width for _, width in samples])
    kept = np.ones(len(samples), dtype=bool)
    found = np.zeros(rows.shape[1])
    for _ in range(3):
        # most readings are right; the fit leaves out those that are not
        found = np.linalg.lstsq(rows[kept], wide[kept], rcond=None)[0]
        off = np.abs(rows @ found - wide)
        kept = off <= max(0.1, 2 * float(np.median(off)))
    return tuple(float(value) for value in found)
