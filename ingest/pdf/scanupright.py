"""The picture of a page → the picture upright: not on its side, not askew, without dust."""

import math

import numpy as np

from ingest.pdf.scanpixels import Pixels, components, darker, dusted, grown, ink, laid, opened, resized, turned

_STEEPEST = 4.0
"""Degrees: a page lies no more askew than this on a scanner with a feeder."""
_SMALL = 1000
"""Pixels of the longer side of a picture that is small and shows well enough how it lies."""
_FAINT = 24
"""Grey levels: what is less dark is no ink."""


def inked(grey: Pixels, dpi: float) -> Pixels:
    """The ink of a page: a mask."""
    return ink(grey, int(dpi * 0.12))


def upright(grey: Pixels, dpi: float, stained: Pixels | None, degrees: int) -> tuple[Pixels, Pixels | None]:
    """A page, and a mask over it, turned clockwise by `degrees` and then by what the page still lies askew."""
    grey = dusted(laid(grey, degrees))
    skew = _skew(grey)
    skew += _lean(inked(turned(grey, skew), dpi), dpi)
    return turned(grey, skew), None if stained is None else turned(laid(stained, degrees), skew, beside=0)


def _skew(grey: Pixels) -> float:
    """Degrees to turn by: the angle at which rows of ink and rows of paper differ most."""
    scale = min(1.0, _SMALL / max(grey.shape))
    small = resized(grey, round(grey.shape[1] * scale), round(grey.shape[0] * scale))
    dark = darker(small, 31)
    dark[dark < _FAINT] = 0
    best = 0.0
    for step, reach in ((0.5, _STEEPEST), (0.1, 0.5), (0.02, 0.1)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _contrast(dark, float(angle))))
    return best if abs(best) >= 0.02 else 0.0


def _contrast(dark: Pixels, degrees: float) -> float:
    rows = turned(dark, degrees, beside=0, fine=False).sum(axis=1, dtype=np.float64)
    return float((np.diff(rows) ** 2).sum())


def _lean(black: Pixels, dpi: float) -> float:
    """Degrees that long rules across still lean by: the median of the lines through their pixels."""
    labels, boxes = components(opened(grown(black, 1, 3), int(0.3 * dpi), 1))
    slopes = []
    for number, (x0, top, x1, bottom) in enumerate(boxes.tolist()):
        if number and x1 - x0 > 2 * dpi and bottom - top < 0.1 * dpi:
            rows, columns = np.nonzero(labels[top:bottom, x0:x1] == number)
            slopes.append(float(np.polyfit(columns, rows, 1)[0]))
    return math.degrees(math.atan(float(np.median(slopes)))) if slopes else 0.0
