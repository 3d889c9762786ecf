"""One page → what is read on it (a Leaf), and the leaves of a file → its blocks in reading order.

Ink, pictures ─ kind ─┬─ scan, blank: nothing
                          └─ ruled tables, tables without rules, the words outside both: once by place,
                             once in the order of the file; which of the two is right is decided for the whole file
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.model import UNREAD, BBox, Block, Cell, Line, Misreading, Page, RawTable
from ingest.pdf.ink import Ink, Word
from ingest.pdf.lines import MARGIN, outside, running
from ingest.pdf.regions import Region, regions
from ingest.pdf.ruling import THICKEST
from ingest.pdf.unruled import resolve
from ingest.tables import fed

UNKNOWN = "\ufffd"
"""What MuPDF gives for a glyph of which the font does not say what character it is."""
Grids = Callable[[Ink], tuple[tuple[RawTable, ...], tuple[Word, ...]]]
"""What finds the ruled tables of a page, and the words outside them."""
_COVERING = 0.3
"""Pictures over more than this part of a page make it a scan, if it has no text of its own."""
_WHOLE, _A_FEW = 0.8, 200
"""A picture over more than this part of a page, and fewer characters than these over it."""
_BACKGROUND, _PART = 0.5, 0.3
"""The part of a page that a background fills, and that of a picture or a cell that makes the one stand in the other."""
_NOISE = 0.05
"""More unknown characters than this part of a page make its text noise."""
_MEASURE = re.compile(r"(?:万元|亿元|元|[%％]|个百分点)")
_MEASURED = re.compile(r"\d\s*(?:万元|亿元|元|[%％]|个百分点)")
_TORN = re.compile(r"(?:^|\n)\s*[，。、；：！？）》”,;:!?)]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """What was read on one page; crosses from a worker, so it holds nothing but plain data.

    `flow` are the blocks with their lines in the order of the file, None where that is the same as `blocks`.
    `unmapped` says that the text is noise: fonts without Unicode maps. `complaint` is what MuPDF said.
    """

    page: Page
    blocks: tuple[Block | Region, ...] = ()
    flow: tuple[Block | Region, ...] | None = None
    unmapped: bool = False
    hollow: bool = False
    """The file holds nothing for this page, not even a blank: perhaps it was lost."""
    complaint: str = ""
    pictured: bool = False
    """A large picture stands beside the text: what is in it was not read."""
    overlaid: bool = False
    """A few words over a picture of the whole page: the cover of a report, or a scan that was written on."""
    gridless: bool = False
    """Of a scanned page: numbers stand in columns outside its tables, where no rules were found."""
    upside_down: bool = False
    """Its contents were turned by 180 degrees: camelot, which turns pages by 90 only, cannot read it."""

    @property
    def frame(self) -> Ink:
        """The size of the page, for what needs no words."""
        return Ink(self.page.number, self.page.width, self.page.height, (), (), ())


def leaf(ink: Ink, pictures: Sequence[BBox], hidden: int = 0, grids: Grids = fed) -> Leaf:
    """Read one page; `hidden` counts the characters that the file prints invisibly (the text layer of a scan)."""
    page = Page(ink.page, ink.width, ink.height, _kind(ink, pictures, hidden))
    if page.kind in ("scan", "blank"):
        return Leaf(page)
    if _is_noise(ink.words):
        return Leaf(replace(page, kind="scan"), unmapped=True)
    ruled, free = grids(ink) if page.kind == "ruled" else ((), ink.words)
    if any(UNKNOWN in cell.text for table in ruled for row in table.rows for cell in row if cell is not None):
        return Leaf(replace(page, kind="scan"), unmapped=True)
    ruled = tuple(_pasted(table, ink, pictures) for table in ruled)
    open_, free = regions(ink, free, [_top(table)[0] for table in ruled])
    tables: list[RawTable | Region] = sorted([*ruled, *open_], key=_top)
    pictured = _area(_wordless(ink, pictures)) > _COVERING * ink.width * ink.height
    if pictured and page.kind == "prose":
        page = replace(page, kind="mixed")
    by_place = tuple(_in_order(ink, tables, free, flow=False))
    by_file = tuple(_in_order(ink, tables, free, flow=True))
    flow = None if by_file == by_place else by_file
    return Leaf(
        page, by_place, flow, pictured=pictured, overlaid=_overlaid(ink, pictures), upside_down=ink.turned == 180
    )


def read_from_picture(tables: Sequence[RawTable], ink: Ink) -> Leaf:
    """Return the leaf of a scanned page: the tables that OCR found, and an Ink with the words outside them.

    A table is never rebuilt from where the words of a picture stand: that one seems to be there is all that is said.
    """
    page = Page(ink.page, ink.width, ink.height, "ruled" if tables else "prose", ocr=True)
    open_, _ = regions(ink, ink.words, [_top(table)[0] for table in tables])
    gridless = any(not region.loose for region in open_)
    return Leaf(page, tuple(_in_order(ink, tables, ink.words, flow=False)), gridless=gridless)


def _kind(ink: Ink, pictures: Sequence[BBox], hidden: int) -> str:
    covered = _area(pictures) > _COVERING * ink.width * ink.height
    if not ink.words:
        return "scan" if covered else "prose" if pictures else "blank"
    if covered and _is_scan(ink, hidden):
        return "scan"
    if len(ink.horizontals) >= 2 and len(ink.verticals) >= 2:
        return "ruled"
    return "prose"


def _pasted(table: RawTable, ink: Ink, pictures: Sequence[BBox]) -> RawTable:
    """The table with blank cells UNREAD in which a picture stands: a number may be pasted there.

    A picture of half the page and more is a background, one as thin as a rule is a rule.
    """
    most = _BACKGROUND * ink.width * ink.height
    shown = [box for box in pictures if _area([box]) < most and min(box[2] - box[0], box[3] - box[1]) > THICKEST]
    if not shown:
        return table
    rows = tuple(
        tuple(
            replace(cell, text=UNREAD, confidence=0.0)
            if cell is not None and not cell.text.strip() and any(_stands_in(picture, cell) for picture in shown)
            else cell
            for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def _stands_in(picture: BBox, cell: Cell) -> bool:
    """Whether a good part of a picture, or of the cell, is where both are."""
    box = cell.location.bbox
    if box is None:
        return False
    wide, high = min(picture[2], box[2]) - max(picture[0], box[0]), min(picture[3], box[3]) - max(picture[1], box[1])
    return wide > 0 and high > 0 and wide * high >= _PART * min(_area([picture]), _area([box]))


def _overlaid(ink: Ink, pictures: Sequence[BBox]) -> bool:
    covered = any(_area([picture]) > _WHOLE * ink.width * ink.height for picture in pictures)
    return covered and sum(len(word.text) for word in ink.words) < _A_FEW


def _area(boxes: Iterable[BBox]) -> float:
    return sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in boxes)


def _wordless(ink: Ink, pictures: Sequence[BBox]) -> Iterator[BBox]:
    """Give the pictures that no word is printed on: no background, perhaps a scanned table."""
    return (box for box in pictures if not ink.within(box))


def _is_scan(ink: Ink, hidden: int) -> bool:
    """Whether the text over a picture is a text layer (printed invisibly), or but a page number or a running head."""
    if 2 * hidden > sum(len(word.text) for word in ink.words):
        return True
    return all(not MARGIN * ink.height < word.middle < (1 - MARGIN) * ink.height for word in ink.words)


def _is_noise(words: Sequence[Word]) -> bool:
    return sum(word.text.count(UNKNOWN) for word in words) > _NOISE * sum(len(word.text) for word in words)


def _top(table: RawTable | Region) -> tuple[float, float]:
    box = table.location.bbox or (0.0, 0.0, 0.0, 0.0)
    return box[1], box[0]


def _in_order(
    ink: Ink, tables: Sequence[RawTable | Region], free: Sequence[Word], *, flow: bool
) -> Iterator[Block | Region]:
    rest = list(free)
    for table in tables:
        top = table.location.bbox[1] if table.location.bbox else 0.0
        yield from outside(ink, [word for word in rest if word.middle < top], flow=flow)
        yield table
        rest = [word for word in rest if word.middle >= top]
    yield from outside(ink, rest, flow=flow)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The blocks of a file in reading order, the regions that stay in doubt, whether the order of the file won."""

    blocks: tuple[Block, ...]
    doubts: tuple[Misreading, ...]
    by_file: bool


def gathered(leaves: Mapping[int, Leaf]) -> Gathered:
    """Put the leaves of a file together, without page numbers and running heads, its tables without rules rebuilt."""
    ordered = [leaves[number] for number in sorted(leaves)]
    by_file = prefers_flow(ordered)
    pages = [(leaf.frame, leaf.flow if by_file and leaf.flow is not None else leaf.blocks) for leaf in ordered]
    dropped = running(pages)
    kept = [block for _, blocks in pages for block in blocks if not isinstance(block, Line) or block not in dropped]
    resolved = resolve(kept)
    return Gathered(resolved.blocks, resolved.doubts, by_file)


def prefers_flow(leaves: Sequence[Leaf]) -> bool:
    """Whether the order of the file reads better than the order on paper, by more than chance.

    A self-test on the lines outside tables: units (万元, %) that follow a digit speak for an order, lines that begin
    with a stop speak against it, since no typesetter begins a line so.
    """
    differing = [(leaf.blocks, leaf.flow) for leaf in leaves if leaf.flow is not None]
    by_place = sum(_sense(blocks) for blocks, _ in differing)
    by_file = sum(_sense(flow) for _, flow in differing)
    measures = sum(len(_MEASURE.findall(_text(blocks))) for blocks, _ in differing)
    return by_file - by_place > max(2, measures // 50)


def _sense(blocks: Sequence[Block | Region]) -> int:
    text = _text(blocks)
    return len(_MEASURED.findall(text)) - len(_TORN.findall(text))


def _text(blocks: Sequence[Block | Region]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Line))
