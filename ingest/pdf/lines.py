"""Words → printed lines: which words stand on one line, in which order, joined how."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ingest.model import Line, Location
from ingest.pdf.ink import Ink, Word, rounded, union

Printed = list[Word]
"""The words of one printed line, left to right."""

_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·《》]|[\U00020000-\U0003ffff]")
_PAGE_NUMBER = re.compile(
    r"[-—–－~·\s]*(?:第\s*)?(?:\d{1,4}|[ivxlIVXL]{1,6})(?:\s*页)?(?:\s*[,，/／]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－~·\s]*"
)
_TABLE_HEAD = re.compile(r"单位[:：]|公开\s*\d|[:：]")
_TABLE_NAME = re.compile(r"表\s*(?:[（(][^（）()]{1,12}[)）]\s*)?$")
MARGIN = 0.09
"""The part of the page height, above and below, where page numbers and running heads stand."""


def printed(words: Iterable[Word]) -> list[Printed]:
    """Group words into printed lines, top down, each left to right.

    Words are on one line if their middles lie within half the height of the smaller: the digits of a smaller font
    beside a label stay on its line, a wrapped line (a full height lower) does not.
    """
    lines: list[Printed] = []
    for word in sorted(words, key=lambda word: (word.middle, word.bbox[0])):
        line = lines[-1] if lines else None
        if line and word.middle - sum(w.middle for w in line) / len(line) <= min(word.height, line[0].height) / 2:
            line.append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda word: word.bbox[0])
    return lines


def text_of(line: Printed) -> str:
    """Join the words of a printed line: a blank where one is printed, or where the gap is too wide to be none.

    Between Han characters (and between Han and digits, where word processors put a quarter em by themselves) a gap
    counts from 0.4 em; between Latin letters or digits any gap does: digits are never drawn together here.
    """
    parts: list[str] = []
    for before, word in zip([None, *line], line, strict=False):
        if before is not None and _apart(before, word):
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def _apart(left: Word, right: Word) -> bool:
    if right.blank:
        return True
    gap = right.bbox[0] - left.bbox[2]
    han = _CJK.match(left.text[-1]) or _CJK.match(right.text[0])
    return gap > (0.4 if han else 0.1) * min(left.size, right.size)


def text_in(words: Iterable[Word]) -> str:
    """Return the text of a cell: its printed lines, joined with a newline each."""
    return "\n".join(text_of(line) for line in printed(words))


def outside(ink: Ink, words: Sequence[Word], *, flow: bool = False) -> tuple[Line, ...]:
    """Return the lines of some words of a page in reading order: top down, a two-column stretch left side first.

    With `flow`, in the order in which the words stand in the file instead.
    """
    lines = _flowing(words) if flow else _columns(words) or printed(words)
    return tuple(
        Line(text_of(line), Location(page=ink.page, bbox=rounded(union([word.bbox for word in line]))), _least(line))
        for line in lines
    )


def _least(line: Printed) -> float | None:
    return min((word.confidence for word in line if word.confidence is not None), default=None)


def _flowing(words: Iterable[Word]) -> list[Printed]:
    """Keep the order of the words; a line ends where the next word stands at another height, or further left."""
    lines: list[Printed] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        level = last is not None and abs(word.middle - last.middle) <= min(word.height, last.height) / 2
        if level and last is not None and word.bbox[0] >= last.bbox[0]:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _columns(words: Sequence[Word]) -> list[Printed] | None:
    """Read left before right where an empty strip runs down the middle of running prose; None if there is none.

    Only prose counts: eight lines and more on either side that fill their column. A line with its unit of amounts
    far right, or a list of names and figures, is one printed line.
    """
    if len(words) < 16:
        return None
    x0, _, x1, _ = union([word.bbox for word in words])
    strip = _widest_strip(words, x0 + 0.3 * (x1 - x0), x0 + 0.7 * (x1 - x0))
    if strip is None:
        return None
    sides = (
        printed(word for word in words if word.centre < strip),
        printed(word for word in words if word.centre >= strip),
    )
    for side, width in zip(sides, (strip - x0, x1 - strip), strict=True):
        full = sum(1 for line in side if line[-1].bbox[2] - line[0].bbox[0] >= 0.7 * width)
        if len(side) < 8 or full < 0.6 * len(side):
            return None
    return [*sides[0], *sides[1]]


def _widest_strip(words: Sequence[Word], low: float, high: float) -> float | None:
    """Return the middle of the widest empty vertical strip between `low` and `high`, at least 12 points wide."""
    reached, best, place = 0.0, 12.0, None
    for word in sorted(words, key=lambda word: word.bbox[0]):
        gap = word.bbox[0] - reached
        if reached and gap >= best and low <= (reached + word.bbox[0]) / 2 <= high:
            best, place = gap, (reached + word.bbox[0]) / 2
        reached = max(reached, word.bbox[2])
    return place


def running(pages: Sequence[tuple[Ink, Sequence[object]]]) -> frozenset[Line]:
    """Return the lines that belong to the paper and not to the text: page numbers, running heads and feet.

    A lone number in the margin is a page number. A line is a running head if it is printed with the same words at
    the same height in the margin of at least three pages, a third of all; what titles a table (its name, and what
    stands between name and table) or reads like the head of one (公开NN表, 单位：万元) is kept even then. A name that
    stands over the name of another table somewhere titles none: 项目支出绩效自评表 may be the head of the paper.
    """
    found: set[Line] = set()
    kept: set[Line] = set()
    over: set[Line] = set()
    heads: defaultdict[tuple[str, int], list[Line]] = defaultdict(list)
    for ink, blocks in pages:
        for above, titling in _titling(blocks):
            over.update(above)
            kept.update(titling)
        for line in blocks:
            box = line.location.bbox if isinstance(line, Line) else None
            if not isinstance(line, Line) or box is None:
                continue
            if MARGIN * ink.height < (box[1] + box[3]) / 2 < (1 - MARGIN) * ink.height:
                continue
            if _PAGE_NUMBER.fullmatch(line.text):
                found.add(line)
            elif not _TABLE_HEAD.search(line.text):
                heads[line.text, round((box[1] + box[3]) / 2 / 4)].append(line)
    for (text, slot), lines in heads.items():
        near = [*lines, *heads.get((text, slot + 1), ())]
        paper = near if over.intersection(near) else [line for line in near if line not in kept]
        seen = Counter(line.location.page for line in paper)
        if len(seen) >= 3 and 3 * len(seen) >= len(pages):
            found.update(paper)
    return frozenset(found)


def _titling(blocks: Sequence[object]) -> Iterator[tuple[Sequence[Line], Sequence[Line]]]:
    """Per table of a page: the lines over its name, and those from the name (…表) down to the table."""
    above: list[Line] = []
    for block in blocks:
        if isinstance(block, Line):
            above.append(block)
            continue
        named = [
            at for at, line in enumerate(above) if _TABLE_NAME.search(line.text) and not _TABLE_HEAD.search(line.text)
        ]
        if named:
            yield above[: named[-1]], above[named[-1] :]
        above = []
