"""Numbers spelled by their shapes: a second reading of the figures on a page that owes nothing to the model.

    lines the model reads as numbers ─┬─ whose pieces are as many as their signs ─ a mean picture of each sign
                                      └─ each line ─ the row of such pictures that explains its ink best ─ its spelling

A page is printed in few fonts, and its figures come hundreds of times. What the model misreads it misreads now and
then; the mean of a sign is made of all its prints, so the two go wrong apart. Units are rows of a strip: FIGURE high.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from ingest.pdf.scanpage import Picture, pieces
from ingest.pdf.scanpixels import Levels, Span, mismatch, stretched

FIGURE = 20
"""Rows of a strip from the top of a figure to its foot."""
_ABOVE, _BELOW = 3, 7
"""Rows above a figure, and below it: the tail of a comma."""
_FEWEST = 3
"""Prints of a sign that its mean is made of, at least: a sign that was misread must not stand for itself."""
_NEAR = 0.5
"""How far a print may be off the mean of its sign, as a share of the sign's own ink, and be one of them."""
_EXPLAINED = 0.25
"""The share of its ink that a spelling may leave unexplained (0.05 to 0.17 is usual); another font leaves more."""
_SIGNS = frozenset("0123456789.-%")
_SIZES = 4
"""Lines of so many different makings tell how wide figures and stops are."""
_USUAL = (
    (1.0, -1.0, 0.0, 0.0, 0.0),
    (0.5, 0.0, -1.0, 0.0, 0.0),
    (1.6, 0.0, 0.0, -1.0, 0.0),
    (0.15, 0.0, 0.0, 0.0, 1.0),
)
"""A 1 moves on as far as another figure, a stop half as far, % over half as far again; the ink ends a bit before the
last sign does."""
_OFF = 0.3
"""Widths of a figure that a line may be longer or shorter than its signs."""
_BLACK = 0.5
"""A mean that is nowhere as black as this was cut from the wrong places."""
_TALL = 0.7
"""The share of the height of a figure that the lowest one has, and no stop."""
_BROAD = 8
"""Columns of a figure, at least; a stop has fewer."""
_PAPER = 0.6
"""A column with less ink than this is paper."""
_DOT = 0.5
"""What one more sign costs, in ink of the smallest sign: less, and dust would be spelled."""


_ROOM = 5
"""Columns of paper that are room for a stop, beyond what is usual between figures."""


Parts = tuple[tuple[int, int], ...]
"""From where to where each sign of a line reaches, in columns; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line: how black each point of it is (0 to 1), and from where to where its pieces of ink reach, in columns."""

    ink: Levels
    pieces: Parts
    gaps: tuple[int, ...] = ()
    """Columns of paper between two figures that are neighbours."""


def strip(page: Picture, box: Span) -> Strip | None:
    """Cut out a line so that its figures are FIGURE high; None where it has no body."""
    x0, top, x1, bottom = box
    rows = np.count_nonzero(page.black[top:bottom, x0:x1], axis=1)
    body = np.flatnonzero(rows >= 0.25 * rows.max()) if rows.size else rows
    if len(body) < 6:
        return None
    head, foot = top + int(body[0]), top + int(body[-1]) + 1
    scale = FIGURE / (foot - head)
    above, below = round(_ABOVE / scale), round(_BELOW / scale)
    left, right = max(x0 - 2, 0), x1 + 2
    cut = page.grey[max(head - above, 0) : foot + below, left:right].astype(np.float32)
    paper, ink = np.percentile(cut, 90), np.percentile(cut, 3)
    if paper - ink < 1:
        return None
    wide = max(1, round(cut.shape[1] * scale))
    levels = np.clip((paper - cut) / (paper - ink), 0, 1).astype(np.float32)
    black = stretched(levels, wide, FIGURE + _ABOVE + _BELOW)
    found = sorted(pieces(page, box))
    parts = tuple((round((a + x0 - left) * scale), round((b + x0 - left) * scale)) for a, _, b, _ in found)
    tall = [low - high >= _TALL * (foot - head) for _, high, _, low in found]
    ends = accumulate((end for _, end in parts), max)
    gaps = (start - end for end, (start, _) in zip(ends, parts[1:], strict=False))
    return Strip(black, parts, tuple(gap for gap, two in zip(gaps, pairwise(tall), strict=True) if all(two)))


def spelled(strips: Sequence[Strip | None], texts: Sequence[str]) -> list[tuple[str | None, bool, bool]]:
    """Spell each line, and say whether it is as long as its signs and whether it has a gap, with room for one more.

    `texts` is what the model reads there. The spelling is None where the shapes do not tell. All stops are one sign:
    their shapes differ by a tail.
    """
    texts = [folded(text) for text in texts]
    lines = [
        (one, text) for one, text in zip(strips, texts, strict=True) if one is not None and _SIGNS.issuperset(text)
    ]
    advances = _advances(lines)
    rough = _means((text, _parts(one, text, advances), one) for one, text in lines)
    signs = _means((text, _aligned(one, text, rough) or _parts(one, text, advances), one) for one, text in lines)
    usual = float(np.median([gap for one in strips if one is not None for gap in one.gaps] or [0]))
    return [
        (None, False, False)
        if one is None
        else (
            _spelling(one, signs) if signs.keys() >= set(text) else None,
            _off(one, text, advances) <= _OFF,
            max(one.gaps, default=0) >= usual + _ROOM,
        )
        for one, text in zip(strips, texts, strict=True)
    ]


def folded(text: str) -> str:
    """A number with one kind of stop."""
    return text.replace(",", ".")


def _means(lines: Iterable[tuple[str, Parts, Strip]]) -> dict[str, Levels]:
    """Sign → its mean picture, as wide as most of its prints."""
    prints: defaultdict[str, list[Levels]] = defaultdict(list)
    for text, parts, line in lines:
        for sign, (start, end) in zip(text, parts, strict=False):
            if start < min(end, line.ink.shape[1]):
                prints[sign].append(line.ink[:, start:end])
    means = {sign: _mean(found) for sign, found in prints.items() if len(found) >= _FEWEST}
    return {sign: mean for sign, mean in means.items() if mean is not None}


def _kinds(text: str) -> tuple[int, int, int, int]:
    """How many signs it has that are as wide as a figure, as a 1 (narrower in some fonts), as a stop, as a %."""
    ones, stops, shares = text.count("1"), text.count("."), text.count("%")
    return len(text) - ones - stops - shares, ones, stops, shares


def _advances(lines: Sequence[tuple[Strip, str]]) -> tuple[float, ...] | None:
    """How far each kind of sign moves on, and what a line is longer than its signs: least squares over all lines.

    None if there are too few to tell.
    """
    found = [(_kinds(text), line.pieces[-1][1] - line.pieces[0][0]) for line, text in lines if line.pieces]
    if len({kinds for kinds, _ in found}) < _SIZES:
        return None
    # where all numbers are made alike (0.00) any share of a figure and a stop explains them: a usual one decides
    counts = np.array([*((*kinds, 1.0) for kinds, _ in found), *_USUAL])
    wide = np.array([*(width for _, width in found), *(0.0 for _ in _USUAL)])
    kept = np.ones(len(wide), dtype=bool)
    fit = np.zeros(counts.shape[1])
    for _ in range(3):
        # most readings are right; the fit leaves out those that are not
        fit = np.linalg.lstsq(counts[kept], wide[kept], rcond=None)[0]
        off = np.abs(counts @ fit - wide)
        kept = off <= max(1.0, 2 * float(np.median(off)))
    return tuple(float(value) for value in fit)


def _length(text: str, advances: tuple[float, ...]) -> float:
    return sum(n * each for n, each in zip(_kinds(text), advances, strict=False))


def _off(line: Strip, text: str, advances: tuple[float, ...] | None) -> float:
    """By how many figures a line is longer or shorter than its signs."""
    if advances is None or advances[0] < 1 or not line.pieces:
        return math.inf
    wide = line.pieces[-1][1] - line.pieces[0][0]
    return abs(_length(text, advances) + advances[-1] - wide) / advances[0]


def _parts(line: Strip, text: str, advances: tuple[float, ...] | None) -> Parts:
    """From where to where each sign of a line reaches: a piece of ink, or, where signs touch, as far as it moves on.

    Nothing if the line is longer or shorter than its signs.
    """
    if len(line.pieces) == len(text):
        return line.pieces
    if advances is None or not line.pieces or _off(line, text, advances) > _OFF:
        return ()
    moves = [_length(sign, advances) for sign in text]
    if min(moves) < 1:
        return ()
    first, last = line.pieces[0][0], line.pieces[-1][1]
    columns = line.ink.sum(axis=0)
    cuts = [first]
    at = first - advances[-1] / 2
    for place, move in enumerate(moves[:-1]):
        at += move
        # a stop is too slender to look far for its sides
        slack = 1 if min(move, moves[place + 1]) < _BROAD else 2
        near = range(max(round(at) - slack, cuts[-1] + 1), min(round(at) + slack + 1, last))
        if not near:
            return ()
        cuts.append(min(near, key=lambda x: (float(columns[x]), abs(x - at))))
    return tuple(_tight(columns, start, end) for start, end in zip(cuts, [*cuts[1:], last], strict=True))


def _tight(columns: Levels, start: int, end: int) -> tuple[int, int]:
    """Without the paper at its sides."""
    inked = np.flatnonzero(columns[start:end] > _PAPER)
    return (start + int(inked[0]), start + int(inked[-1]) + 1) if len(inked) else (start, end)


def _mean(prints: Sequence[Levels]) -> Levels | None:
    wide = int(np.median([one.shape[1] for one in prints]))
    near = [stretched(one, wide, one.shape[0]) for one in prints if abs(one.shape[1] - wide) <= 2]
    if len(near) < _FEWEST:
        return None
    alike = np.stack(near)
    middle = np.median(alike, axis=0)
    off = ((alike - middle) ** 2).sum(axis=(1, 2))
    kept = alike[off <= _NEAR * float((middle**2).sum())]
    if len(kept) < _FEWEST:
        return None
    mean = np.asarray(kept.mean(axis=0), dtype=np.float32)
    if mean.max() < _BLACK:
        return None
    return mean[:, 1:-1] if wide >= _BROAD else mean  # signs that touch share their blurred sides


def _aligned(line: Strip, text: str, signs: Mapping[str, Levels]) -> Parts:
    """From where to where each sign reaches if they are set beside each other where they differ least from the line."""
    ink = line.ink
    wide = ink.shape[1]
    if not signs.keys() >= set(text) or sum(signs[sign].shape[1] for sign in text) > wide:
        return ()
    blank = (ink**2).sum(axis=0).tolist()
    costs = {sign: mismatch(ink, signs[sign][1:-1]).tolist() for sign in set(text)}
    before = [0.0, *accumulate(blank)]
    steps: list[list[bool]] = []
    for sign in text:
        reach, cost = signs[sign].shape[1], costs[sign]
        least, ends = [math.inf] * (wide + 1), [False] * (wide + 1)
        for x in range(reach, wide + 1):
            left, here = least[x - 1] + blank[x - 1], before[x - reach] + cost[x - reach]
            least[x], ends[x] = (here, True) if here < left else (left, False)
        before = least
        steps.append(ends)
    found: list[tuple[int, int]] = []
    x = wide
    for sign, ends in zip(reversed(text), reversed(steps), strict=True):
        while not ends[x]:
            x -= 1
        reach = signs[sign].shape[1]
        more = int(reach >= _BROAD - 2)
        found.append((max(x - reach - more, 0), x + more))
        x -= reach
    return tuple(reversed(found))


def _spelling(line: Strip, signs: Mapping[str, Levels]) -> str | None:
    """The row of signs, beside each other from left to right, whose pictures differ least from the line."""
    ink = line.ink
    wide = ink.shape[1]
    blank = (ink**2).sum(axis=0).tolist()
    one_more = _DOT * min(float((mean**2).sum()) for mean in signs.values())
    costs = {sign: mismatch(ink, mean[1:-1]).tolist() for sign, mean in signs.items() if mean.shape[1] <= wide}
    least = [0.0]
    last: list[tuple[str, int]] = [("", 0)]
    for x in range(1, wide + 1):
        best, sign, before = least[x - 1] + blank[x - 1], "", x - 1
        for other, cost in costs.items():
            start = x - signs[other].shape[1]
            if start >= 0 and least[start] + cost[start] + one_more < best:
                best, sign, before = least[start] + cost[start] + one_more, other, start
        least.append(best)
        last.append((sign, before))
    found: list[str] = []
    x = wide
    while x:
        sign, x = last[x]
        found.append(sign)
    text = "".join(reversed(found))
    left = least[wide] - one_more * len(text)
    return text if left <= _EXPLAINED * sum(blank) else None
