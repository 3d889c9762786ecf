"""The second and third reading: independent eyes on the cells of ruled tables, and what a majority of them says.

    first   camelot's core fed with PyMuPDF's rules, words of PyMuPDF      (the reading that everything stands on)
    second  camelot's public call: its own parser, rules, words            (on every table, or on demand)
    third   PyMuPDF's own table boxes, filled from words                   (only where the two differ)

Agreement of two independent readings was never wrong in measurement; no engine's own score says anything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.model import BBox, Block, Cell, Location, Misreading, RawTable, Why
from ingest.pdf.leaves import Leaf
from ingest.pdf.regions import Region
from ingest.pdf.workers import LIMITS, Limits, Lost, each
from ingest.tables import second_reading

Read = tuple[tuple[BBox, str], ...]
"""The cells that one reading finds on one page: box and text."""

Third = Callable[[Sequence[int]], Mapping[int, Read]]
"""Reads pages (1-based) a third time; a page that could not be read so is missing."""

FIRST, SECOND, THIRD = "camelot-fed", "camelot-vector", "pymupdf-boxes"
_BATCH = 8
"""Pages a call of the second reader: each call opens the file anew (10 ms), each death costs a batch."""
_SETTLED = Why("识读不一致，以多数为准", "readings differ; the majority was taken", "readings")
_OPEN = Why("识读不一致，无法判断", "readings differ and no two agree", "readings")
_LEFT_OUT = Why("另一识读在此另有表格数字", "another reading finds a number here that is in no cell", "readings")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The leaves with what a majority says in their cells, where readings differed, and how many cells agreed."""

    leaves: Mapping[int, Leaf]
    doubts: tuple[Misreading, ...]
    agreed: int


def reread_pages(
    path: str, pages: Iterable[int], *, password: str | None = None, workers: int = 1, limits: Limits = LIMITS
) -> dict[int, tuple[RawTable, ...]]:
    """Read pages by camelot alone, in children; a page on which it dies or lingers is missing.

    A batch that is lost is tried again page by page.
    """
    wanted = sorted(set(pages))
    batches = [wanted[at : at + _BATCH] for at in range(0, len(wanted), _BATCH)]

    def read(groups: Sequence[Sequence[int]]) -> Callable[[Sequence[int]], Iterator[tuple[int, object]]]:
        def job(numbers: Sequence[int]) -> Iterator[tuple[int, object]]:
            for number in numbers:
                yield number, second_reading(path, groups[number], password=password)

        return job

    found: dict[int, tuple[RawTable, ...]] = {}
    lost: list[int] = []
    for index, result in each(read(batches), range(len(batches)), workers=workers, limits=limits).items():
        if isinstance(result, dict):
            found |= result
        else:
            lost += batches[index]
    singles = [[page] for page in lost]
    for result in each(read(singles), range(len(singles)), workers=workers, limits=limits).values():
        found |= result if isinstance(result, dict) else {}
    return found


def confirm(leaves: Mapping[int, Leaf], second: Mapping[int, Sequence[RawTable]], third: Third) -> Confirmed:
    """Compare the first reading with the second, ask the third where they differ, and take majorities."""
    differing: dict[int, list[tuple[BBox, str, str]]] = {}
    agreed = 0
    for number, leaf in leaves.items():
        tables = [block for block in leaf.blocks if isinstance(block, RawTable) and block.reader == FIRST]
        if not tables or number not in second or leaf.upside_down:
            continue
        same, places = _differences(cells_of(tables), cells_of(second[number]))
        agreed += same
        if places:
            differing[number] = places
    again = third(sorted(differing)) if differing else {}
    doubts: list[Misreading] = []
    changed = dict(leaves)
    for number, places in differing.items():
        texts, found = _judged(number, places, again.get(number, ()))
        doubts += found
        changed[number] = _with_texts(leaves[number], texts)
    return Confirmed(changed, tuple(doubts), agreed)


def cells_of(tables: Iterable[RawTable]) -> Read:
    """Return the cells of some tables, box and text."""
    return tuple(
        (cell.location.bbox, cell.text)
        for table in tables
        for row in table.rows
        for cell in row
        if cell is not None and cell.location.bbox is not None
    )


def at(place: BBox, read: Read) -> str | None:
    """Return what a reading has in the cell around the centre of a place, None if it has no cell there."""
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    return next((text for box, text in read if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)


def squeezed(text: str) -> str:
    """Return a text without blanks: where a cell is wrapped is no difference."""
    return re.sub(r"\s+", "", text)


def _differences(first: Read, second: Read) -> tuple[int, list[tuple[BBox, str, str]]]:
    """Count the cells with digits that both readings have alike, and list (place, first, second) of the others.

    Where the second reading has nothing at all it holds no opinion: camelot drops tables that are nearly empty.
    """
    theirs = {_key(box): text for box, text in second}
    same = 0
    places: list[tuple[BBox, str, str]] = []
    seen: set[tuple[int, int]] = set()
    for box, text in first:
        key = _key(box)
        seen.add(key)
        other = theirs[key] if key in theirs else at(box, second)
        if other is None or not _has_digit(text + other):
            continue
        if squeezed(text) == squeezed(other):
            same += 1
        else:
            places.append((box, text, other))
    for box, text in second:
        if _key(box) in seen or not _has_digit(text):
            continue
        mine = at(box, first)
        if mine is None or squeezed(text) not in squeezed(mine):
            places.append((box, mine or "", text))
    return same, places


def _key(box: BBox) -> tuple[int, int]:
    """Name a box by its centre, 4 points coarse: the same cell read twice differs by less, two cells by more."""
    return round((box[0] + box[2]) / 8), round((box[1] + box[3]) / 8)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _judged(
    page: int, places: Sequence[tuple[BBox, str, str]], third: Read
) -> tuple[dict[BBox, str], list[Misreading]]:
    """Return the texts to put in place of the first reading's, and the doubts."""
    texts: dict[BBox, str] = {}
    doubts: list[Misreading] = []
    for box, first, second in places:
        last = at(box, third)
        if last is not None and squeezed(last) == squeezed(first):
            continue
        settled = last is not None and squeezed(last) == squeezed(second)
        if settled:
            texts[box] = second
        readings = ((first, FIRST), (second, SECOND), *(((last, THIRD),) if last is not None else ()))
        reason = _SETTLED if settled and first else _LEFT_OUT if not first else _OPEN
        doubts.append(Misreading(Location(page=page, bbox=box), readings, reason, repaired=bool(settled and first)))
    return texts, doubts


def _with_texts(leaf: Leaf, texts: Mapping[BBox, str]) -> Leaf:
    if not texts:
        return leaf
    flow = None if leaf.flow is None else tuple(_retold(block, texts) for block in leaf.flow)
    return replace(leaf, blocks=tuple(_retold(block, texts) for block in leaf.blocks), flow=flow)


def _retold(block: Block | Region, texts: Mapping[BBox, str]) -> Block | Region:
    if not isinstance(block, RawTable):
        return block
    return replace(block, rows=tuple(tuple(_recell(cell, texts) for cell in row) for row in block.rows))


def _recell(cell: Cell | None, texts: Mapping[BBox, str]) -> Cell | None:
    box = None if cell is None else cell.location.bbox
    return replace(cell, text=texts[box]) if cell is not None and box is not None and box in texts else cell


class Majority:
    """Other eyes on single cells, on demand: implements `ingest.model.SecondReading` for one PDF.

    `first` and `third` read pages in bounded children. Each page is read once and kept.
    """

    def __init__(self, path: str, password: str | None, first: Third, third: Third) -> None:
        self._path = path
        self._password = password
        self._first = first
        self._third = third
        self._pages: dict[int, tuple[Read, Read]] = {}
        self._last: dict[int, Read] = {}

    def reread(self, location: Location) -> str | None:
        """Say what at least two of the three readings find in a cell; None where no two agree, or it is no cell."""
        if location.page is None or location.bbox is None:
            return None
        first, second = (at(location.bbox, read) for read in self._two(location.page))
        if first is not None and second is not None and squeezed(first) == squeezed(second):
            return first
        last = at(location.bbox, self._one_more(location.page))
        agreeing = (text for text in (first, second) if text is not None and last is not None)
        return next((text for text in agreeing if squeezed(text) == squeezed(last or "")), None)

    def _two(self, page: int) -> tuple[Read, Read]:
        if page not in self._pages:
            second = reread_pages(self._path, [page], password=self._password)
            self._pages[page] = self._first([page]).get(page, ()), cells_of(second.get(page, ()))
        return self._pages[page]

    def _one_more(self, page: int) -> Read:
        if page not in self._last:
            self._last[page] = self._third([page]).get(page, ())
        return self._last[page]


def kept(found: Mapping[int, Read | Lost]) -> dict[int, Read]:
    """Leave out the pages that were lost."""
    return {number: read for number, read in found.items() if not isinstance(read, Lost)}
