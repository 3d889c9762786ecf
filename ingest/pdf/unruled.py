"""Tables without a grid of rules (three-line, borderless): rebuilt where nothing is ambiguous, else a doubt.

words ─ printed lines ─ segments, parted by wide gaps ─ regions of rows with amounts ─┬─ all clear → RawTable
                                                                                      └─ else → Misreading

No engine reads these right from geometry alone, so this one refuses early: amounts must stand right-aligned in
columns that no text crosses, each under its own header words, every line of the region accounted for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.model import BBox, Cell, Location, Misreading, RawTable, Row
from ingest.pdf.ink import Ink, Word, rounded, union
from ingest.pdf.lines import Printed, printed, text_in, text_of
from ingest.prose.numbering import mark
from ingest.statutory.recognition import title_template

_AMOUNT = re.compile(r"[-−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)%?|[-−]?\d{1,3}(?:[,，]\d{3})+")
_DASH = re.compile(r"[-—－–]+")
_ABOVE_A_TABLE = re.compile(r"单位[：:]|公开|部门[：:]|[表）)]$")
"""What the lines between a title and its table say."""
_INTEGER = re.compile(r"\d{1,3}|栏次|行次")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}\b|[一二三四五六七八九十]+、|其中|合计|总计|小计|本年|年[初末]")
_STOP = re.compile(r"\D[，。；]|[，。；]\D")
ALIGNED = 2.5
"""Right edges this close are one column (points)."""
APART = 4.0
"""The empty strip that must run between two columns (points)."""
_ABOVE = 6
"""Lines above a region in which its title may stand."""
_UNCERTAIN = "疑似无框线表格，行列不能确定，未读取 perhaps a table without rules: cells uncertain, not read"


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one printed line without a wide gap between them."""

    words: tuple[Word, ...]
    text: str
    x0: float
    x1: float

    @property
    def is_amount(self) -> bool:
        """Whether it is a number with decimals or thousands: years, codes and page numbers are none."""
        return bool(_AMOUNT.fullmatch(self.text))

    @property
    def is_value(self) -> bool:
        """An amount, or a dash in its place."""
        return self.is_amount or bool(_DASH.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed line as segments, left to right."""

    words: tuple[Word, ...]
    segments: tuple[Segment, ...]
    top: float
    bottom: float

    @property
    def amounts(self) -> int:
        """How many of its segments are amounts."""
        return sum(segment.is_amount for segment in self.segments)

    @property
    def middle(self) -> float:
        """Halfway down."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Found:
    """The tables without rules on a page, the doubtful regions, and the words outside both."""

    tables: tuple[RawTable, ...]
    doubts: tuple[Misreading, ...]
    free: tuple[Word, ...]


def unruled(ink: Ink, words: Sequence[Word]) -> Found:
    """Look for tables among words that no ruled table holds."""
    strips = [_strip(line) for line in printed(words)] if _worth_it(words) else []
    tables: list[RawTable] = []
    doubts: list[Misreading] = []
    taken: set[int] = set()
    for first, last in _regions(strips):
        head = _head_start(strips, first)
        title = _title(strips[max(0, head - _ABOVE) : head])
        body = strips[first:last]
        if not (_is_tabular(body) or (title is not None and sum(strip.amounts > 0 for strip in body) >= 2)):
            continue
        table = _rebuilt(ink, strips[head:first], body) if _is_tabular(body) else None
        held = [word for strip in strips[head:last] for word in strip.words]
        if table is not None:
            tables.append(table)
        else:
            place = Location(page=ink.page, bbox=rounded(union([word.bbox for word in held])), table=title)
            shown = "\n".join(text_of(list(strip.words)) for strip in body[:5])
            doubts.append(Misreading(place, ((shown, "words"),), _UNCERTAIN))
        taken.update(map(id, held))
    free = tuple(word for word in words if id(word) not in taken)
    return Found(tuple(tables), tuple(doubts), free)


def _worth_it(words: Sequence[Word]) -> bool:
    return sum(1 for word in words if _AMOUNT.fullmatch(word.text)) >= 2


def _strip(line: Printed) -> Strip:
    segments: list[Segment] = []
    held: list[Word] = []
    for word in line:
        if held and word.bbox[0] - held[-1].bbox[2] > _gap(held[-1], word):
            segments.append(_segment(held))
            held = []
        held.append(word)
    segments.append(_segment(held))
    box = union([word.bbox for word in line])
    return Strip(tuple(line), tuple(segments), box[1], box[3])


def _gap(left: Word, right: Word) -> float:
    """How far apart two words of one cell may stand: one em, with a printed blank between (支出 12.50 万元) no less.

    Two numbers, or a number and a word with a mere gap between, are two cells from half an em on.
    """
    em = min(left.size, right.size)
    alone = _AMOUNT.fullmatch(right.text) or _AMOUNT.fullmatch(left.text)
    return (0.5 if alone and not right.blank else 1.0) * em


def _segment(words: Sequence[Word]) -> Segment:
    return Segment(tuple(words), text_of(list(words)), words[0].bbox[0], max(word.bbox[2] for word in words))


def _regions(strips: Sequence[Strip]) -> Iterator[tuple[int, int]]:
    """Give (first, past last) of the runs of lines that hold amounts beside other segments.

    Up to three lines without an amount may stand between two that have one: rows that are blank, or wrapped labels.
    """
    rows = [index for index, strip in enumerate(strips) if strip.amounts and len(strip.segments) >= 2]
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and rows[at] - rows[at - 1] <= 4 and _near(strips, rows[at - 1], rows[at]):
            continue
        yield rows[start], rows[at - 1] + 1
        start = at


def _near(strips: Sequence[Strip], above: int, below: int) -> bool:
    """Lines of one table follow each other within two and a half line heights."""
    return all(
        after.middle - before.middle <= 2.5 * max(before.bottom - before.top, after.bottom - after.top)
        for before, after in pairwise(strips[above : below + 1])
    )


def _is_tabular(body: Sequence[Strip]) -> bool:
    """Whether three rows and more have two amounts and more each that stand right-aligned with others."""
    if 2 * sum(1 for strip in body if _is_sentence(strip)) >= len(body):
        return False
    columns = _right_edges(body)
    rows = sum(
        1
        for strip in body
        if sum(1 for s in strip.segments if s.is_amount and any(abs(s.x1 - x) <= ALIGNED for x in columns)) >= 2
    )
    return rows >= 3


def _is_sentence(strip: Strip) -> bool:
    return any(_STOP.search(segment.text) for segment in strip.segments)


def _right_edges(body: Sequence[Strip]) -> list[float]:
    """Right edges that three amounts and more share."""
    edges = sorted(segment.x1 for strip in body for segment in strip.segments if segment.is_amount)
    groups: list[list[float]] = []
    for edge in edges:
        if groups and edge - groups[-1][0] <= ALIGNED:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [median(group) for group in groups if len(group) >= 3]


def _head_start(strips: Sequence[Strip], first: int) -> int:
    """Return where the header of the region that begins at `first` begins: lines of segments without amounts."""
    start = first
    while start > 0 and first - start < _ABOVE:
        strip = strips[start - 1]
        name = re.sub(r"\s+", "", text_of(list(strip.words)))
        if _ABOVE_A_TABLE.search(name) or not _near(strips, start - 1, start):
            break
        if len(strip.segments) < 2 and strips[start].top - strip.bottom > strip.bottom - strip.top:
            break
        start -= 1
    return start


def _title(above: Sequence[Strip]) -> str | None:
    for strip in reversed(above):
        name = re.sub(r"\s+", "", text_of(list(strip.words)))
        if title_template(name) is not None:
            return name
    return None


def _rebuilt(ink: Ink, head: Sequence[Strip], body: Sequence[Strip]) -> RawTable | None:
    """Lay the lines on a grid; None where a column, a header or a row is ambiguous."""
    columns = _columns(body)
    if len(columns) < 3 or not all(_fits(strip, columns) for strip in (*head, *body)):
        return None
    if not _columns_are_plain(body, columns) or not _rows_are_plain(body):
        return None
    heads = [strip for strip in head if not _is_numbering(strip)]
    if not heads or not _heads_are_plain(heads, columns):
        return None
    groups = [heads, *([strip] for strip in (*head, *body) if strip not in heads)]
    return _table(ink, groups, _edges((*head, *body), columns))


def _columns(body: Sequence[Strip]) -> list[tuple[float, float]]:
    """Return the x-ranges that the segments of the body cover, parted by empty strips."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((segment.x0, segment.x1) for strip in body for segment in strip.segments):
        if columns and x0 - columns[-1][1] < APART:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _column_of(segment: Segment, columns: Sequence[tuple[float, float]]) -> int | None:
    """Return the only column that a segment touches."""
    touched = [index for index, (x0, x1) in enumerate(columns) if segment.x0 < x1 and segment.x1 > x0]
    return touched[0] if len(touched) == 1 else None


def _fits(strip: Strip, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether each segment of a line has a column of its own."""
    places = [_column_of(segment, columns) for segment in strip.segments]
    return None not in places and len(set(places)) == len(places)


def _columns_are_plain(body: Sequence[Strip], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a column of amounts holds nothing else, right-aligned, and there are two and more of them."""
    amounts = 0
    for index in range(len(columns)):
        held = [s for strip in body for s in strip.segments if _column_of(s, columns) == index]
        values = [segment for segment in held if segment.is_value]
        if not any(segment.is_amount for segment in held):
            continue
        rights = [segment.x1 for segment in values if segment.is_amount]
        if len(values) != len(held) or max(rights) - min(rights) > ALIGNED:
            return False
        amounts += 1
    return amounts >= 2


def _rows_are_plain(body: Sequence[Strip]) -> bool:
    """Whether every line is a row of its own: with a value, or with a label that begins like one (一、, 合计)."""
    for strip, after in zip(body, [*body[1:], None], strict=True):
        if strip.segments[0].is_value:
            return False
        if any(segment.is_value for segment in strip.segments):
            continue
        if not _begins_a_row(strip) or (after is not None and not _begins_a_row(after)):
            return False
    gaps = [after.middle - before.middle for before, after in pairwise(body)]
    return not gaps or max(gaps) <= 1.6 * median(gaps)


def _begins_a_row(strip: Strip) -> bool:
    label = strip.segments[0].text
    return bool(_CODE.match(re.sub(r"\s+", "", label))) or mark(label) is not None


def _is_numbering(strip: Strip) -> bool:
    return all(_INTEGER.fullmatch(re.sub(r"\s+", "", segment.text)) for segment in strip.segments)


def _heads_are_plain(heads: Sequence[Strip], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether each column has header words, wrapped ones centred on one height: none spans columns."""
    middles = []
    for index in range(len(columns)):
        mine = [strip.middle for strip in heads if any(_column_of(s, columns) == index for s in strip.segments)]
        if not mine:
            return False
        middles.append((mine[0] + mine[-1]) / 2)
    return max(middles) - min(middles) <= 2.0


def _edges(strips: Sequence[Strip], columns: Sequence[tuple[float, float]]) -> list[float]:
    """Return the boundaries of the columns: halfway between what stands on either side, header included."""
    reach = list(columns)
    for strip in strips:
        for segment in strip.segments:
            index = _column_of(segment, columns)
            if index is not None:
                reach[index] = (min(reach[index][0], segment.x0), max(reach[index][1], segment.x1))
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(reach)]
    return [reach[0][0] - 2, *inner, reach[-1][1] + 2]


def _table(ink: Ink, groups: Sequence[Sequence[Strip]], xs: Sequence[float]) -> RawTable:
    ys = [groups[0][0].top - 2]
    ys += [(above[-1].bottom + below[0].top) / 2 for above, below in pairwise(groups)]
    ys.append(groups[-1][-1].bottom + 2)
    rows: list[Row] = []
    for group, (top, bottom) in zip(groups, pairwise(ys), strict=True):
        words = [word for strip in group for word in strip.words]
        cells = []
        for x0, x1 in pairwise(xs):
            place = Location(page=ink.page, bbox=rounded((x0, top, x1, bottom)))
            cells.append(Cell(text_in(word for word in words if x0 <= word.centre < x1), place))
        rows.append(tuple(cells))
    box: BBox = (xs[0], ys[0], xs[-1], ys[-1])
    return RawTable(tuple(rows), replace(Location(), page=ink.page, bbox=rounded(box)), "aligned")
