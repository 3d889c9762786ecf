"""The header of a table without rules: every way in which its words can head the columns.

    segments ─ blocks (lines of one cell) ─┬─ leaves: each column has one, a blank column only that
                                           └─ what stands over several columns: centred on them

Where a heading begins and ends is not printed. Each reading that the places allow is given; the caller takes one only
if all that make sense say the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product

from ingest.pdf.rowing import thresholds
from ingest.pdf.strips import Segment, Strip

APART = 4.0
"""The empty strip that must run between two columns (points)."""
_OFF = 4.0
"""How far off the middle of its columns a heading may stand (points)."""
_RIM = 20.0
"""How far the outer columns may reach beyond what is printed in them (points)."""
_MOST = 400
"""Readings looked at; more than that is beyond telling."""

Stretch = tuple[float, float]
"""From the left edge to the right edge, in points."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one heading, top down."""

    lines: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """Its lines, joined with a newline."""
        return "\n".join(line.text for line in self.lines)

    @property
    def stretch(self) -> Stretch:
        """From the left edge to the right edge."""
        return min(line.x0 for line in self.lines), max(line.x1 for line in self.lines)

    @property
    def top(self) -> float:
        """The middle of its first line."""
        return self.lines[0].middle

    @property
    def bottom(self) -> float:
        """The middle of its last line."""
        return self.lines[-1].middle


@dataclass(frozen=True, slots=True)
class Heading:
    """A block over the columns from `first` to `last`."""

    block: Block
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Header:
    """One reading: the columns from left to right, the heading of each, and those over several, from the top down.

    `moved` says which column of the body is which one here: columns that are blank in the body come in between.
    """

    columns: tuple[Stretch, ...]
    leaves: tuple[Block, ...]
    over: tuple[Heading, ...]
    moved: tuple[int, ...]

    def strain(self) -> tuple[int, float]:
        """How many columns it needs, and by how many points its headings are off the middle of theirs."""
        off = 0.0
        for heading in self.over:
            left, right = _outer(self.columns, heading.first, heading.last)
            off += abs(sum(heading.block.stretch) / 2 - (sum(left) + sum(right)) / 4)
        return len(self.columns), off


def _outer(columns: Sequence[Stretch], first: int, last: int) -> tuple[Stretch, Stretch]:
    """Where the left and the right boundary of a run of columns may be."""
    left = (columns[first - 1][1] if first else columns[0][0] - _RIM, columns[first][0])
    right = (columns[last][1], columns[last + 1][0] if last + 1 < len(columns) else columns[-1][1] + _RIM)
    return left, right


def columns_of(strips: Sequence[Strip]) -> tuple[Stretch, ...]:
    """Return the stretches that the segments of some lines cover, parted by empty strips.

    Words that stand over two segments of another line (合计 under the code and its name) make no column.
    """
    stretches = [
        (segment.x0, segment.x1)
        for strip in strips
        for segment in strip.segments
        if segment.is_value or not any(_bridges(segment, other) for other in strips if other is not strip)
    ]
    columns: list[Stretch] = []
    for x0, x1 in sorted(stretches):
        if columns and x0 - columns[-1][1] < APART:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return tuple(columns)


def _bridges(segment: Segment, other: Strip) -> bool:
    return sum(1 for s in other.segments if segment.overlaps(s.x0, s.x1)) >= 2


def covered(stretch: Stretch, columns: Sequence[Stretch]) -> tuple[int, ...]:
    """Return the columns that a stretch touches."""
    return tuple(index for index, (x0, x1) in enumerate(columns) if stretch[0] < x1 and stretch[1] > x0)


def readings(strips: Sequence[Strip], body: Sequence[Stretch], flush: frozenset[int]) -> list[Header]:
    """Every way to read some lines as the header over the columns of the body; numbers are flush right in `flush`."""
    found: dict[Header, None] = {}
    segments = [segment for strip in strips for segment in strip.segments]
    gaps = [b.middle - a.middle for a in segments for b in segments if b.middle > a.middle and _same_cell(a, b, body)]
    for threshold in thresholds(gaps):
        for header in islice(_headers(_blocks(segments, body, threshold), body, flush), _MOST):
            found[header] = None
    return list(found)


def _same_cell(upper: Segment, lower: Segment, body: Sequence[Stretch]) -> bool:
    """Whether two segments may be lines of one cell: one over the other, centred or flush."""
    if not lower.overlaps(upper.x0, upper.x1):
        return False
    centred = abs(upper.x0 + upper.x1 - lower.x0 - lower.x1) <= 4.0
    flush = abs(upper.x0 - lower.x0) <= 2.0 or abs(upper.x1 - lower.x1) <= 2.0
    apart = set(covered((upper.x0, upper.x1), body)) ^ set(covered((lower.x0, lower.x1), body))
    return (centred or flush) and len(apart) < 2


def _blocks(segments: Sequence[Segment], body: Sequence[Stretch], threshold: float) -> list[Block]:
    blocks: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: segment.middle):
        for block in blocks:
            if segment.middle - block[-1].middle <= threshold and _same_cell(block[-1], segment, body):
                block.append(segment)
                break
        else:
            blocks.append([segment])
    return [Block(tuple(block)) for block in blocks]


def _headers(blocks: Sequence[Block], body: Sequence[Stretch], flush: frozenset[int]) -> Iterator[Header]:
    """Try each block that may be either as a heading of its own column and as one over several."""
    over = {block: _stands_over(block, blocks, body) for block in blocks}
    either = [block for block, stands in over.items() if stands is None]
    for chosen in product((False, True), repeat=min(len(either), 8)):
        roles = {**over, **dict(zip(either, chosen, strict=False))}
        leaves = sorted((block for block in blocks if not roles[block]), key=lambda block: block.stretch)
        spanning = sorted((block for block in blocks if roles[block]), key=lambda block: block.top)
        for columns, heads, moved in _matched(leaves, body, flush):
            yield from _spanned(columns, heads, moved, spanning)


def _stands_over(block: Block, blocks: Sequence[Block], body: Sequence[Stretch]) -> bool | None:
    """Whether a block must stand over others (True), heads a column by itself (False), or may do either (None)."""
    mine = covered(block.stretch, body)
    lower = [other for other in blocks if other.top > block.bottom + 1.0]
    if any(_meet(block.stretch, other.stretch) or set(covered(other.stretch, body)) & set(mine) for other in lower):
        return True
    return False if mine or not lower else None


def _meet(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _matched(
    leaves: Sequence[Block], body: Sequence[Stretch], flush: frozenset[int]
) -> Iterator[tuple[tuple[Stretch, ...], tuple[Block, ...], tuple[int, ...]]]:
    """Give each column of the body its heading, in order; the headings left over have columns that are blank."""
    taken: dict[int, Block] = {}
    loose: list[Block] = []
    for leaf in leaves:
        mine = covered(leaf.stretch, body)
        if len(mine) > 1 or (mine and mine[0] in taken):
            return
        if mine:
            taken[mine[0]] = leaf
        else:
            loose.append(leaf)
    bare = [index for index in range(len(body)) if index not in taken]
    options = [[None, *(index for index in bare if _beside(leaf, body, index, flush))] for leaf in loose]
    for chosen in product(*options):
        given = {index: leaf for index, leaf in zip(chosen, loose, strict=True) if index is not None}
        if len(given) != len(bare):
            continue
        heads = {**taken, **given}
        places: list[tuple[Stretch, Block, int | None]] = [
            (_both(body[index], head.stretch), head, index) for index, head in heads.items()
        ]
        places += [(leaf.stretch, leaf, None) for index, leaf in zip(chosen, loose, strict=True) if index is None]
        places.sort(key=lambda place: place[0])
        columns = tuple(place[0] for place in places)
        order = [place[2] for place in places if place[2] is not None]
        if any(a[1] > b[0] for a, b in pairwise(columns)) or order != sorted(order):
            continue
        moved = tuple(next(at for at, place in enumerate(places) if place[2] == index) for index in range(len(body)))
        yield columns, tuple(place[1] for place in places), moved


def _beside(leaf: Block, body: Sequence[Stretch], index: int, flush: frozenset[int]) -> bool:
    """Whether no other column stands between a heading and a column; flush right, the column ends at its numbers."""
    between = _both(leaf.stretch, body[index])
    return covered(between, body) == (index,) and not (index in flush and leaf.stretch[0] > body[index][1])


def _both(one: Stretch, other: Stretch) -> Stretch:
    return min(one[0], other[0]), max(one[1], other[1])


def _spanned(
    columns: tuple[Stretch, ...], leaves: tuple[Block, ...], moved: tuple[int, ...], spanning: Sequence[Block]
) -> Iterator[Header]:
    options = [list(_ranges(block, columns, leaves)) for block in spanning]
    for chosen in product(*options):
        over = tuple(Heading(block, *place) for block, place in zip(spanning, chosen, strict=True))
        if all(_nested(upper, lower) for at, upper in enumerate(over) for lower in over[at + 1 :]):
            yield Header(columns, leaves, over, moved)


def _ranges(block: Block, columns: Sequence[Stretch], leaves: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Give the runs of columns, two and more, that a block can be centred on, all with a heading below it."""
    x0, x1 = block.stretch
    centre = (x0 + x1) / 2
    touched = covered(block.stretch, columns)
    for first in range(len(columns)):
        for last in range(first + 1, len(columns)):
            if any(not first <= index <= last for index in touched):
                continue
            if any(leaf.top <= block.bottom + 1.0 for leaf in leaves[first : last + 1]):
                continue
            left, right = _outer(columns, first, last)
            if (left[0] + right[0]) / 2 - _OFF <= centre <= (left[1] + right[1]) / 2 + _OFF:
                yield first, last


def _nested(upper: Heading, lower: Heading) -> bool:
    """Whether two headings over several columns have none in common, or the upper one all of the lower one's."""
    if upper.last < lower.first or lower.last < upper.first:
        return True
    inside = upper.first <= lower.first and lower.last <= upper.last
    return inside and upper.block.bottom < lower.block.top - 1.0
