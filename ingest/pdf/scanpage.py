"""The picture of a page → the page upright, its rules, and the places where lines of text stand.

Pixels throughout, from the top left; `em` is the height of the page's ordinary print.

grey ─ upright ─ black (ink) ─┬─ rules: what survives opening with a long thin stroke
                              └─ the rest: text, cut into lines by empty strips
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.pdf.scanpixels import Pixels, Span, boxes, closed, components, framed, grown, opened, resized
from ingest.pdf.scanupright import inked, upright

_LONG_ACROSS = 0.3
_LONG_DOWN = 0.14
"""Inches: no stroke of a 9-point character is as long (0.125); the feet of figures that touch may be."""
_LONGEST_PRINT = 1.2
"""Inches: the feet of no number make a longer line."""
_LARGER_THAN_PRINT = 0.8
"""Inches: a table is larger than one character of any title."""
_CROWDED = 0.35
"""The part of the length of a rule beside which ink may stand."""
_BETWEEN = 0.3
"""Heights of print: less lies between the signs of a line, more between lines."""
_SPECK = 0.012
"""Inches: what is smaller in both directions is dirt, unless it stands among signs and may be a stop."""
_DUST = 0.28
"""Heights of print: a line that is smaller in both directions is no sign of its own, unless it lies flat."""
_HYPHEN, _FLAT = 0.15, 1.25
"""The least width of a hyphen in heights of print, and how many times wider than high it is, at least."""
_AMONG = 0.8
"""Heights of print between two signs that a stop stands between."""
_BESIDE = 0.06
"""Inches to both sides of where a rule is looked for."""
_TRACE, _GRAIN = 2.0, 22.0
"""Grey levels by which the mean of a faint rule is darker than the paper; more if the rows are few and grainy."""
TALL = 48
"""Height in pixels of a line as the model takes it."""
_DASH = 0.35
"""Heights of print: what is lower is a dash."""
_ROOM, _LESS_ROOM = 0.35, 0.15
"""Heights of a line that are left free above it, and below."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright page: `grey` as scanned, `black` its ink without rules (255 is ink), and the rules."""

    grey: Pixels
    black: Pixels
    across: tuple[Span, ...]
    down: tuple[Span, ...]
    dpi: float
    em: float
    stained: Pixels | None = None
    """255 where the red of a seal was."""

    def under_seal(self, box: Span) -> bool:
        """Whether a seal reaches into a box."""
        x0, top, x1, bottom = box
        return self.stained is not None and bool(self.stained[max(top, 0) : bottom, max(x0, 0) : x1].any())


def picture(grey: Pixels, dpi: float, stained: Pixels | None = None, *, degrees: int = 0) -> Picture:
    """Turn a scan upright, clockwise by `degrees` and by what it lies askew; part its ink into rules and the rest."""
    grey, stained = upright(grey, dpi, stained, degrees)
    black = inked(grey, dpi)
    across, down, ruled = _rules(black, dpi)
    text, em = _print(np.where(ruled > 0, 0, black).astype(np.uint8), across, down, dpi)
    return Picture(_painted_out(grey, black, text), text, across, down, dpi, em, stained)


def sideways(page: Picture) -> bool:
    """Whether the print of a page lies on its side: signs stand closer to those above them than to those beside."""
    black, reach = np.ascontiguousarray(page.black[::2, ::2]), max(2, round(_BETWEEN * page.em / 2))
    return len(boxes(closed(black, reach, 1))) > len(boxes(closed(black, 1, reach)))


def _rules(black: Pixels, dpi: float) -> tuple[tuple[Span, ...], tuple[Span, ...], Pixels]:
    """Rules across and down, and a mask of their ink, a little wider than they are."""
    long_across, long_down = int(_LONG_ACROSS * dpi), int(_LONG_DOWN * dpi)
    # a rule that leans by a pixel is thickened first, or it would fall to pieces shorter than a stroke
    flat = opened(grown(black, 1, 3), long_across, 1)
    steep = opened(grown(black, 3, 1), 1, long_down)
    thickest = max(5, int(0.05 * dpi))
    across = [box for box in boxes(flat) if box[3] - box[1] <= thickest and _lone(black, box, dpi)]
    down = [
        box
        for box in boxes(steep)
        if box[2] - box[0] <= thickest
        and (ends := _ends(box, across, dpi))
        and (ends == 2 or _lone(black.T, (box[1], box[0], box[3], box[2]), dpi))
    ]
    across, down = _networks(across, down, black.shape, dpi)
    mask = np.zeros_like(black)
    for source, found in ((flat, across), (steep, down)):
        for x0, top, x1, bottom in found:
            mask[top:bottom, x0:x1] |= source[top:bottom, x0:x1]
    return tuple(across), tuple(down), grown(mask, 3, 3)


def _networks(
    across: Sequence[Span], down: Sequence[Span], shape: tuple[int, ...], dpi: float
) -> tuple[list[Span], list[Span]]:
    """Leave out rules that, with all that touch them, are no larger than a character of a title (市, 田)."""
    ground = np.zeros(shape, dtype=np.uint8)
    near = max(2, round(0.02 * dpi))
    for x0, top, x1, bottom in (*across, *down):
        ground[max(top - near, 0) : bottom + near, max(x0 - near, 0) : x1 + near] = 1
    labels, found = components(ground)
    large = [max(x1 - x0, bottom - top) >= _LARGER_THAN_PRINT * dpi for x0, top, x1, bottom in found.tolist()]

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


def _print(ink: Pixels, across: Sequence[Span], down: Sequence[Span], dpi: float) -> tuple[Pixels, float]:
    """The ink of signs, and the height of ordinary print: that of most of the larger pieces.

    Left out are specks that no sign stands beside, and what lies wholly along a rule: its frayed edge.
    """
    beside, beyond = max(2, round(0.018 * dpi)), max(2, round(0.03 * dpi))
    zone = np.zeros_like(ink)
    for x0, top, x1, bottom in across:
        zone[max(top - beside, 0) : bottom + beside, max(x0 - beyond, 0) : x1 + beyond] = 1
    for x0, top, x1, bottom in down:
        zone[max(top - beyond, 0) : bottom + beyond, max(x0 - beside, 0) : x1 + beside] = 1
    labels, found = components(ink)
    kept = np.zeros(len(found), dtype=bool)
    kept[labels[(ink > 0) & (zone == 0)]] = True
    wide, high = found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]
    small = np.maximum(wide, high) < _SPECK * dpi
    stops = kept & small
    kept &= ~small
    large = high[kept & (high > 0.05 * dpi) & (high < 0.3 * dpi) & (wide < 0.4 * dpi)]
    em = float(np.percentile(large, 75)) if len(large) else 0.125 * dpi
    signs = np.where(kept[labels], ink, 0).astype(np.uint8)
    among = closed(signs, max(3, round(_AMONG * em)), 1)
    kept[labels[(among > 0) & stops[labels]]] = True
    return np.where(kept[labels], ink, 0).astype(np.uint8), em


def _painted_out(grey: Pixels, black: Pixels, text: Pixels) -> Pixels:
    """The picture with paper where ink is no text."""
    gone, kept = grown(np.where(text > 0, 0, black).astype(np.uint8), 5, 5), grown(text, 3, 3)
    paper = np.percentile(grey[::8, ::8], 75)
    return np.where((gone > 0) & (kept == 0), paper, grey).astype(np.uint8)


def _ends(rule: Span, across: Sequence[Span], dpi: float) -> int:
    """At how many of its ends a rule down touches or crosses a rule across: the stroke of a character does at none."""
    near = 0.05 * dpi
    x = (rule[0] + rule[2]) / 2
    met = [box for box in across if box[0] - near <= x <= box[2] + near]
    upper = any(abs(rule[1] - bottom) <= near or abs(rule[1] - top) <= near for _, top, _, bottom in met)
    lower = any(abs(rule[3] - bottom) <= near or abs(rule[3] - top) <= near for _, top, _, bottom in met)
    crossed = any(rule[1] <= (top + bottom) / 2 <= rule[3] for _, top, _, bottom in met)
    return max(int(upper) + int(lower), int(crossed))


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
    labels, found = components(ink)
    keep = np.maximum(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]) >= _SPECK * dpi
    keep[0] = False
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
    small = max(_SPECK * dpi, _DUST * em)
    return [
        (a, b)
        for a, b in zip(starts, ends, strict=True)
        if b - a >= small or strip.shape[0] >= small or flat(b - a, int(strip[:, a:b].any(axis=1).sum()), em)
    ]


def flat(wide: int, high: int, em: float) -> bool:
    """Whether a little stroke lies flat: a hyphen says zero, dirt is as high as it is wide."""
    return wide >= _HYPHEN * em and wide >= _FLAT * high


def free_lines(page: Picture) -> Iterator[Span]:
    """The lines of text on a page, as if it had no tables; in no order."""
    black = page.black
    # signs of one line meet, and the strokes of one sign; two close lines may, and are parted again by `_runs`
    joined = closed(black, max(3, int(1.2 * page.em)), max(3, int(0.5 * page.em)))
    labels, places = components(joined)
    found: list[Span] = []
    for number, (x0, top, x1, bottom) in enumerate(places.tolist()):
        if number:
            part = (slice(top, bottom), slice(x0, x1))
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


def crop(page: Picture, box: Span, *, larger: bool = False) -> Pixels:
    """Cut out a line, TALL pixels high, with paper around it; a mere dash gets the height of a line.

    The print is as small as the model can mostly read it (measured): its time goes by the pixel. `larger` is for what
    it could not, and for figures among words, which nothing else confirms.
    """
    x0, top, x1, bottom = box
    tall = max(bottom - top, int(0.9 * page.em))
    if bottom - top >= _DASH * page.em:
        # print smaller than usual is made larger: figures are that share of their size high
        tall = min(tall, max(bottom - top, int((bottom - top) / 0.75)))
    middle = (top + bottom) / 2
    pad, side = max(3, tall // 6), max(3, tall // 8)
    top, bottom = int(middle - tall / 2) - pad, int(middle + tall / 2) + pad
    cut = page.grey[max(top, 0) : bottom, max(x0 - side, 0) : x1 + side]
    # more paper than stands there: the next line may be near
    more = max(round((_LESS_ROOM if larger else _ROOM) * tall) - pad, 0)
    paper = float(np.percentile(cut, 90))
    cut = framed(cut, more, paper)
    height, width = cut.shape
    return resized(cut, max(8, round(width * TALL / height)), TALL)


def traced(page: Picture, box: Span, x: float) -> bool:
    """Whether a rule, however faint, runs down through a box at about `x`: between its lines of text it shows."""
    _, top, _, bottom = box
    reach = max(4, round(_BESIDE * page.dpi))
    left = round(x) - reach
    inset = max(2, round(0.02 * page.dpi))
    part = (slice(top + inset, bottom - inset), slice(max(left, 0), left + 2 * reach))
    if bottom - top < 5 * inset:  # too low to tell
        return True
    inked = np.convolve(page.black[part].any(axis=1), np.ones(2 * inset + 1), "same") > 0
    clear = page.grey[part][~inked]
    if len(clear) < 2:
        return True
    across = np.mean(clear, axis=0)
    return bool(np.median(across) - across.min() > _TRACE + _GRAIN / math.sqrt(len(clear)))


def pieces(page: Picture, box: Span) -> list[Span]:
    """The pieces of ink in a box, in pixels of it: one for each sign, if none touch. Single pixels are grain."""
    x0, top, x1, bottom = box
    return [one for one in boxes(page.black[top:bottom, x0:x1]) if max(one[2] - one[0], one[3] - one[1]) > 1]
