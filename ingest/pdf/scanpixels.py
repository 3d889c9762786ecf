"""What is done to pixels, in the words of this project. The only module that imports OpenCV.

A picture is grey (0 is black) unless said otherwise; a mask has 255 where something is, else 0.
"""

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Levels = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]
Span = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels from the top left; x1 and bottom are the first ones outside."""

_DARKER = 22
"""Grey levels that ink is darker than the paper around it; the grain of paper is not."""
_STANDS_OUT = 30
"""Grey levels that a pixel of dust is darker, or lighter, than all pixels around it."""


def array(samples: bytes, size: tuple[int, int]) -> Pixels:
    """The bytes of a picture, width × height, as pixels: grey, or red, green and blue."""
    width, height = size
    shape = (height, width) if len(samples) == width * height else (height, width, 3)
    return np.frombuffer(samples, dtype=np.uint8).reshape(shape)


def grey_of(picture: Pixels) -> Pixels:
    """A coloured picture without its colours."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def smooth(picture: Pixels, size: int) -> Pixels:
    """Blurred over so many pixels, an odd number."""
    return np.asarray(cv2.GaussianBlur(picture, (size, size), 0), dtype=np.uint8)


def dusted(grey: Pixels) -> Pixels:
    """Without single pixels that stand out of all their neighbours; the smallest dot that is printed has two."""
    around = np.ones((3, 3), np.uint8)
    around[1, 1] = 0
    dark = cv2.subtract(cv2.erode(grey, around), grey) > _STANDS_OUT
    light = cv2.subtract(grey, cv2.dilate(grey, around)) > _STANDS_OUT
    return np.where(dark | light, cv2.medianBlur(grey, 3), grey).astype(np.uint8)


def ink(grey: Pixels, around: int) -> Pixels:
    """A mask of what is darker than the paper around it, seen over so many pixels."""
    size = around | 1
    return np.asarray(
        cv2.adaptiveThreshold(smooth(grey, 3), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, _DARKER),
        dtype=np.uint8,
    )


def darker(grey: Pixels, around: int) -> Pixels:
    """By how many levels each pixel is darker than the mean of those around it."""
    return np.asarray(cv2.subtract(cv2.blur(grey, (around, around)), grey), dtype=np.uint8)


def laid(grey: Pixels, degrees: int) -> Pixels:
    """Turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(grey, -degrees // 90)) if degrees else grey


def turned(grey: Pixels, degrees: float, beside: int = 255, *, fine: bool = True) -> Pixels:
    """Turned counterclockwise about its middle; what comes in from the sides has the level `beside`."""
    if not degrees:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    method = cv2.INTER_CUBIC if fine else cv2.INTER_LINEAR
    return np.asarray(cv2.warpAffine(grey, matrix, (width, height), flags=method, borderValue=(beside,)), np.uint8)


def resized(grey: Pixels, wide: int, high: int) -> Pixels:
    """In another size."""
    method = cv2.INTER_AREA if grey.shape[0] > high else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, (wide, high), interpolation=method), dtype=np.uint8)


def stretched(levels: Levels, wide: int, high: int) -> Levels:
    """In another size."""
    return np.asarray(cv2.resize(levels, (wide, high), interpolation=cv2.INTER_AREA), dtype=np.float32)


def framed(grey: Pixels, rows: int, level: float) -> Pixels:
    """With so many rows more above and below."""
    return np.asarray(cv2.copyMakeBorder(grey, rows, rows, 0, 0, cv2.BORDER_CONSTANT, value=(level,)), dtype=np.uint8)


def grown(mask: Pixels, wide: int, high: int) -> Pixels:
    """Each pixel made a box of that size."""
    return np.asarray(cv2.dilate(mask, np.ones((high, wide), np.uint8)), dtype=np.uint8)


def opened(mask: Pixels, wide: int, high: int) -> Pixels:
    """What holds a box of that size."""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8)), dtype=np.uint8)


def closed(mask: Pixels, wide: int, high: int) -> Pixels:
    """With the gaps filled into which no box of that size goes."""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((high, wide), np.uint8)), dtype=np.uint8)


def components(mask: Pixels) -> tuple[Numbers, Numbers]:
    """The number of the piece that each pixel belongs to (0: none), and for each number x0, top, x1, bottom."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    corners = stats[:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]]
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    return np.asarray(labels, dtype=np.int32), np.concatenate([corners, corners + sides], axis=1).astype(np.int32)


def boxes(mask: Pixels) -> list[Span]:
    """The box of each piece of a mask."""
    return [(x0, top, x1, bottom) for x0, top, x1, bottom in components(mask)[1][1:].tolist()]


def mismatch(levels: Levels, part: Levels) -> Levels:
    """At each column how far a part, set there at its best height, differs from the levels: the sum of squares."""
    return np.asarray(cv2.matchTemplate(levels, part, cv2.TM_SQDIFF).min(axis=0), dtype=np.float32)
