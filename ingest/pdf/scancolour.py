"""The colours of a scan → grey levels without the red of a seal, and where that red was.

A seal (公章) is pressed over what is printed. In red light its ink is nearly as bright as paper and black print stays
black; so where a seal stands the picture is seen in red light. Red print elsewhere is print and stays.
"""

import numpy as np

from ingest.pdf.scanpixels import Pixels, Span, boxes, grey_of, grown, smooth

_RED = 28
"""Levels that red is above green and blue, in the ink of a seal."""
_REACH = 0.12
"""Inches between the parts of a seal: its ring, its star, its words."""
_SEAL = (0.55, 2.4)
"""Inches, the least and the largest side of a seal: a round one has 1.2 to 1.8."""
_PRINT, _EDGE = 0.25, 0.65
"""Brightness in red light, as a share of that of the seal's ink, of black print and of the edge of a red stroke: a
picture that stores colours coarser than brightness makes the edge too dark."""
_SLENDER = 2.5
"""A heading in red, and a column of red numbers, are longer than high by more than this."""


def greyed(picture: Pixels, dpi: float) -> tuple[Pixels, Pixels | None]:
    """Grey levels, and 255 where the red of a seal was taken out; None without a seal."""
    if picture.ndim == 2:
        return picture, None
    grey = grey_of(picture)
    red = _red(picture)
    if not red.any():
        return grey, None
    stained = np.zeros_like(red)
    for x0, top, x1, bottom in _seals(red, dpi):
        part = (slice(top, bottom), slice(x0, x1))
        ink = grown(red[part], 5, 5) > 0
        light = picture[part][:, :, 0]
        paper = float(np.percentile(light[~ink], 75)) if (~ink).any() else 255.0
        seal = float(np.median(light[red[part] > 0]))
        share = (light / max(seal, 1.0) - _PRINT) / (_EDGE - _PRINT)
        cleared = paper * np.clip(share, 0, 1)
        # beside the ink its blurred edge is paper in red light as well
        grey[part] = np.where(ink, cleared, light).astype(np.uint8)
        stained[part] = np.where(ink, 255, stained[part])
    return grey, stained if stained.any() else None


def _red(picture: Pixels) -> Pixels:
    """255 where a pixel, with its neighbours, is red; single pixels of a noisy scan may be any colour."""
    colours = smooth(picture, 5).astype(np.int16)
    above = colours[:, :, 0] - np.maximum(colours[:, :, 1], colours[:, :, 2])
    return np.where(above > _RED, 255, 0).astype(np.uint8)


def _seals(red: Pixels, dpi: float) -> list[Span]:
    """Boxes of red ink as large as a seal, about as wide as high unless the paper ends there."""
    reach = max(3, round(_REACH * dpi))
    least, most = (side * dpi for side in _SEAL)
    found = []
    for box in boxes(grown(red, reach, reach)):
        wide, high = box[2] - box[0] - reach, box[3] - box[1] - reach
        if least <= max(wide, high) <= most and max(wide, high) <= _SLENDER * min(wide, high):
            found.append(box)
    return found
