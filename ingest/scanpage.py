"""The picture of a page → the page upright, its rules, and the places where lines of text stand. Needs OpenCV.

Pixels throughout, from the top left; `em` is the height of the page's ordinary print.

grey ─ upright ─ black (ink) ─┬─ rules: what survives opening with a long thin stroke
                              └─ the rest: text, cut into lines by empty strips
"""

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
_LONG_ACROSS = 0.2
_LONG_DOWN = 0.14
"""Inches: no stroke of a 9-point character is as long (0.125), a rule along a cell is."""
_SPECK = 0.012
"""Inches: what is smaller in both directions is dirt."""


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
    grey = _turned(grey, _skew(grey))
    size = int(dpi * 0.12) | 1
    black = np.asarray(
        cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 14), dtype=np.uint8
    )
    across, down, ruled = _rules(black, dpi)
    text = np.where(ruled > 0, 0, black).astype(np.uint8)
    return Picture(grey, text, across, down, dpi, _em(text, dpi))


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


def _contrast(ink: Pixels, degrees: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
    rows = np.asarray(turned, dtype=np.float64).sum(axis=1)
    return float((np.diff(rows) ** 2).sum())


def _rules(black: Pixels, dpi: float) -> tuple[tuple[Span, ...], tuple[Span, ...], Pixels]:
    """Rules across and down, and a mask of their ink, a little wider than they are."""
    closed = cv2.morphologyEx(black, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    long_across, long_down = int(_LONG_ACROSS * dpi), int(_LONG_DOWN * dpi)
    flat = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, long_across), np.uint8))
    steep = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((long_down, 1), np.uint8))
    thickest = max(3, int(0.04 * dpi))
    across = [box for box in _boxes(flat) if box[3] - box[1] <= thickest]
    down = [box for box in _boxes(steep) if box[2] - box[0] <= thickest]
    down = [box for box in down if _ends_at(box, across, dpi)]
    mask = np.zeros_like(black)
    for source, boxes in ((flat, across), (steep, down)):
        for x0, top, x1, bottom in boxes:
            mask[top:bottom, x0:x1] |= np.asarray(source[top:bottom, x0:x1])
    wider = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return tuple(across), tuple(down), np.asarray(wider, dtype=np.uint8)


def _boxes(mask: npt.NDArray[np.generic] | cv2.typing.MatLike) -> list[Span]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(mask, dtype=np.uint8), connectivity=8)
    return [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]


def _ends_at(rule: Span, across: Sequence[Span], dpi: float) -> bool:
    """Whether a rule down touches a rule across at either end: the stroke of a large character does not."""
    near = 0.05 * dpi
    x = (rule[0] + rule[2]) / 2
    return any(
        x0 - near <= x <= x1 + near and (abs(rule[1] - bottom) <= near or abs(rule[3] - top) <= near or
                                         rule[1] <= (top + bottom) / 2 <= rule[3])
        for x0, top, x1, bottom in across
    )


def _em(black: Pixels, dpi: float) -> float:
    """Height of ordinary print: that of most of the larger blobs of ink."""
    heights = [b - t for x0, t, x1, b in _boxes(black) if 0.05 * dpi < b - t < 0.3 * dpi and x1 - x0 < 0.4 * dpi]
    return float(np.percentile(heights, 75)) if heights else 0.125 * dpi


def lines(page: Picture, box: Span) -> Iterator[Span]:
    """The lines of text inside a box, top down, each as wide as its ink; a wide gap makes two of one line."""
    x0, top, x1, bottom = box
    ink = page.black[top:bottom, x0:x1]
    for start, end in _runs(_cleaned(ink, page.dpi), page.em):
        strip = ink[start:end]
        for left, right in _stretches(strip, page.em, page.dpi):
            rows = np.flatnonzero(strip[:, left:right].any(axis=1))
            yield x0 + left, top + start + int(rows[0]), x0 + right, top + start + int(rows[-1]) + 1


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
    black = _cleaned(page.black, page.dpi) * np.uint8(255)
    for x0, top, x1, bottom in taken:
        black[top:bottom, x0:x1] = 0
    reach = max(3, int(1.2 * page.em))
    joined = cv2.morphologyEx(black, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    for box in _boxes(joined):
        if box[3] - box[1] >= 0.2 * page.em:
            yield from lines(page, box)


def crop(page: Picture, box: Span) -> Pixels:
    """Cut out a line with paper around it, a third of its height on each side; a mere dash gets a line's height."""
    x0, top, x1, bottom = box
    tall = max(bottom - top, int(0.9 * page.em))
    middle = (top + bottom) / 2
    pad = max(3, tall // 5)
    top, bottom = int(middle - tall / 2) - pad, int(middle + tall / 2) + pad
    cut = page.grey[max(top, 0) : bottom, max(x0 - pad, 0) : x1 + pad]
    return cut


def blobs(page: Picture, box: Span) -> int:
    """Pieces of ink in a box that are no specks: in a printed number one for each sign, if none touch."""
    x0, top, x1, bottom = box
    _, _, stats, _ = cv2.connectedComponentsWithStats(page.black[top:bottom, x0:x1], connectivity=8)
    return int(sum(1 for _, _, w, h, _ in stats[1:] if max(w, h) >= _SPECK * page.dpi))
