"""Draw small ruled pages with pymupdf: the raw material of the reading tests; points from the top left."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import pymupdf

mupdf: Any = pymupdf
"""pymupdf without its missing types."""

Merge = tuple[int, int, int, int]
"""Row, column, rowspan, colspan."""


def write(page: Any, x: float, baseline: float, text: str, size: float = 9) -> None:
    """Print one line of text in a built-in CJK font."""
    page.insert_text((x, baseline), text, fontname="china-s", fontsize=size)


def _rule(page: Any, start: tuple[float, float], end: tuple[float, float], style: str) -> None:
    (x0, y0), (x1, y1) = start, end
    box = mupdf.Rect(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25)
    if style == "stroke":
        page.draw_line(start, end, width=0.5)
    elif style == "fill":
        page.draw_rect(box, color=None, fill=(0, 0, 0), width=0)
    elif style == "dots":
        page.draw_line(start, end, width=0.5, dashes="[1 1] 0")
    elif style == "squares":
        for at in range(int(max(x1 - x0, y1 - y0)) // 2 + 1):
            x, y = (x0 + 2 * at, y0) if x1 > x0 else (x0, y0 + 2 * at)
            page.draw_rect(mupdf.Rect(x - 0.25, y - 0.25, x + 0.25, y + 0.25), color=None, fill=(0, 0, 0), width=0)
    elif style == "picture":
        black = mupdf.Pixmap(mupdf.csGRAY, mupdf.IRect(0, 0, 1, 1))
        black.clear_with(0)
        page.insert_image(box, pixmap=black, keep_proportion=False)
    elif style == "white":
        page.draw_line(start, end, width=0.5, color=(1, 1, 1))


def table(
    page: Any,
    rows: Sequence[Sequence[str]],
    *,
    x: float = 60,
    top: float = 100,
    widths: Sequence[float] | None = None,
    heights: Sequence[float] | None = None,
    merges: Sequence[Merge] = (),
    style: str = "stroke",
    open_sides: bool = False,
) -> float:
    """Draw a grid cell by cell (each edge on its own, as word processors do) and return where it ends."""
    widths = widths or [80.0] * len(rows[0])
    heights = heights or [20.0] * len(rows)
    xs = list(accumulate(widths, initial=x))
    ys = list(accumulate(heights, initial=top))
    owner = {(r, c): (r, c, 1, 1) for r in range(len(rows)) for c in range(len(rows[0]))}
    for row, column, down, right in merges:
        for r in range(row, row + down):
            for c in range(column, column + right):
                owner[r, c] = (row, column, down, right)
    for r in range(len(rows)):
        for c in range(len(rows[0])):
            if owner.get((r - 1, c)) != owner[r, c]:
                _rule(page, (xs[c], ys[r]), (xs[c + 1], ys[r]), style)
            if owner.get((r, c - 1)) != owner[r, c] and not (open_sides and c == 0):
                _rule(page, (xs[c], ys[r]), (xs[c], ys[r + 1]), style)
    for c in range(len(rows[0])):
        _rule(page, (xs[c], ys[-1]), (xs[c + 1], ys[-1]), style)
    if not open_sides:
        for r in range(len(rows)):
            _rule(page, (xs[-1], ys[r]), (xs[-1], ys[r + 1]), style)
    for (row, column), (r, c, down, _) in owner.items():
        if (row, column) == (r, c):
            lines = rows[row][column].split("\n")
            start = (ys[r] + ys[r + down]) / 2 - 11 * len(lines) / 2 + 9
            for index, line in enumerate(lines):
                write(page, xs[c] + 3, start + 11 * index, line)
    return ys[-1]
