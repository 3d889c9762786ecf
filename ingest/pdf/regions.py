"""Regions of a page that may be tables without rules.

words ─ printed lines ─ runs of rows with amounts ─ Region: its head and its body

Whether a region is a table is decided for the whole file (`ingest.pdf.unruled`): a table goes on over pages.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.headers import concept
from ingest.model import Line, Location
from ingest.pdf.ink import Ink, Word, rounded, union
from ingest.pdf.lines import MARGIN, outside, printed
from ingest.pdf.strips import Strip, is_amount, strip_of
from ingest.statutory.recognition import title_template
from ingest.wording import normalise

_CAPTION = re.compile(r"单位[：:]|公开\s*\d|(?:部门|单位名称|部门名称)[：:]")
"""What the lines between a title and its table say."""
_NOTE = re.compile(r"备?注|说明")
ALIGNED = 2.5
"""Right edges this close are one column (points)."""
_HEAD = 14
"""Lines that a header may take up."""
_ABOVE = 16
"""Lines above a region in which its title may stand, if none of them is a sentence."""


Span = tuple[int, int, int]
"""Lines of a page: where a region's head begins, its first line with an amount, past its last line."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a page that may be a table, or go on with one: a block in the place of the table."""

    location: Location
    """Page, box, and under `table` the title that stands above it."""
    head: tuple[Strip, ...]
    """The lines above the first one with an amount; on a page that goes on with a table they may be rows."""
    body: tuple[Strip, ...]
    loose: tuple[Line, ...] = ()
    """What it is if it does not go on with a table: too few rows to be one by itself."""

    @property
    def page(self) -> int:
        """1-based."""
        return self.location.page or 0


def regions(ink: Ink, words: Sequence[Word], tops: Sequence[float]) -> tuple[tuple[Region, ...], tuple[Word, ...]]:
    """Return the regions among words that no ruled table holds, and the words outside them; `tops` are those tables'.

    No row may be left behind: what follows a region, up to the next sentence, note or title, belongs to it if it has
    an amount. Too few rows for a table at the top of a page may be the end of one, and are a `loose` region.
    """
    if not any(word.text.endswith("表") or is_amount(word.text) for word in words):
        return (), tuple(words)
    found: list[Region] = []
    limits = [-math.inf, *tops, math.inf]
    for above, below in pairwise(limits):
        strips = [strip_of(line) for line in printed(word for word in words if above <= word.middle < below)]
        spans = sorted(_titled(ink, strips, _spans(ink, strips)))
        loose = _loose(ink, strips) if above == -math.inf and not (spans and spans[0][0] == 0) else None
        if loose is not None and not (spans and spans[0][0] < loose[2]):
            found.append(_region(ink, strips, loose, loose=True))
        found += [_region(ink, strips, span) for span in spans]
    taken = {id(word) for region in found for strip in (*region.head, *region.body) for word in strip.words}
    return tuple(found), tuple(word for word in words if id(word) not in taken)


def _spans(ink: Ink, strips: Sequence[Strip]) -> list[Span]:
    """Give the runs of rows that are tables by their looks or by their title, each with its header."""
    spans: list[Span] = []
    for first, last in _runs(ink, strips):
        head = _head_start(ink, strips, first)
        if spans and head < spans[-1][2]:
            continue
        title = _title(strips[max(0, head - _ABOVE) : head])
        body = strips[first:last]
        if is_tabular(body) or (title is not None and any(strip.amounts >= 2 for strip in body)):
            spans.append((head, first, _end(strips, last)))
    return spans


def _end(strips: Sequence[Strip], last: int) -> int:
    """Return where the lines end that go on with a region: the last with numbers before a sentence, note or title."""
    at = end = last
    while at < len(strips) and not _ends(strips[at]):
        at += 1
        end = at if _has_values(strips[at - 1]) else end
    return end


def _ends(strip: Strip) -> bool:
    return strip.is_sentence or _is_title(strip) or bool(_NOTE.match(strip.text) or _CAPTION.search(strip.text))


def _has_amount(strip: Strip) -> bool:
    return any(segment.is_amount or segment.swallows_an_amount for segment in strip.segments)


def _has_values(strip: Strip) -> bool:
    """Whether it is a row with numbers: an amount, or two whole ones and more beside something else."""
    values = sum(segment.is_value for segment in strip.segments)
    return _has_amount(strip) or (values >= 2 and len(strip.segments) > values)


def _titled(ink: Ink, strips: Sequence[Strip], spans: Sequence[Span]) -> list[Span]:
    """Add what stands under a title without a span: two of the template's headings and more, or lines with amounts."""
    added = list(spans)
    for at, strip in enumerate(strips):
        template = title_template(strip.text)
        if template is None:
            continue
        head = at + 1
        while head < len(strips) and (_CAPTION.search(strips[head].text) or _is_title(strips[head])):
            head += 1
        last = head
        while last < len(strips) and not _ends(strips[last]) and (last == head or _near(strips, last - 1, last)):
            last += 1
        if last == head or any(s[0] < last and head < s[2] for s in added):
            continue
        rows = strips[head:last]
        words = [normalise(s.text) for one in rows for s in strip_of(one.words, tight=True).segments]
        known = {found for word in words if (found := concept((word,), template.columns)) is not None}
        amounts = [index for index, row in enumerate(rows) if _has_amount(row)]
        if (len(known) >= 2 and _is_row(ink, rows[0])) or len(amounts) >= 2:
            added.append((head, head + amounts[0] if amounts else last, last))
    return added


def _loose(ink: Ink, strips: Sequence[Strip]) -> Span | None:
    """Give the rows with which a page begins, too few to be a table."""
    first = next((at for at, strip in enumerate(strips) if _has_values(strip) and len(strip.segments) > 1), None)
    if first is None or strips[first].is_sentence:
        return None
    head = _head_start(ink, strips, first)
    running = all(len(s.segments) == 1 and s.middle < MARGIN * ink.height for s in strips[:head])
    return (head, first, _end(strips, first + 1)) if running else None


def _region(ink: Ink, strips: Sequence[Strip], place: Span, *, loose: bool = False) -> Region:
    head, first, last = place
    box = rounded(union([word.bbox for strip in strips[head:last] for word in strip.words]))
    title = _title(strips[max(0, head - _ABOVE) : head])
    where = Location(page=ink.page, bbox=box, table=title)
    rows = strips[head:last]
    lines = outside(ink, [word for strip in rows for word in strip.words]) if loose else ()
    return Region(where, tuple(strips[head:first]), tuple(strips[first:last]), lines)


def _is_title(strip: Strip) -> bool:
    return title_template(strip.text) is not None


def _runs(ink: Ink, strips: Sequence[Strip]) -> Iterator[tuple[int, int]]:
    """Give (first, past last) of the runs of lines that hold amounts beside other segments.

    Up to three lines without an amount may stand between two that have one, more if they look like rows; after the
    last, those that look like rows.
    """
    rows = [index for index, strip in enumerate(strips) if strip.amounts and len(strip.segments) >= 2]
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and _together(strips, rows[at - 1], rows[at]):
            continue
        last = rows[at - 1] + 1
        while last < len(strips) and _near(strips, last - 1, last):
            if not (_is_row(ink, strips[last]) or _is_rest(strips[rows[start] : last], strips[last])):
                break
            last += 1
        yield rows[start], last
        start = at


def _together(strips: Sequence[Strip], above: int, below: int) -> bool:
    between = strips[above + 1 : below]
    if not _near(strips, above, below) or any(strip.is_sentence or _is_title(strip) for strip in between):
        return False
    return len(between) <= 3 or all(len(strip.segments) > 1 or strip.begins_a_row for strip in between)


def _is_row(ink: Ink, strip: Strip) -> bool:
    """Whether a line without an amount is a row, and neither prose nor a running head nor a page number."""
    if strip.is_sentence or _is_title(strip) or _CAPTION.search(strip.text):
        return False
    inside = MARGIN * ink.height < strip.middle < (1 - MARGIN) * ink.height
    return len(strip.segments) > 1 or (inside and strip.begins_a_row and len(strip.text) < 40)


def _is_rest(rows: Sequence[Strip], strip: Strip) -> bool:
    """Whether a line of words may be part of a label in the row beside it: flush with labels, close to a line."""
    if strip.is_sentence or len(strip.segments) > 1 or _NOTE.match(strip.text) or _CAPTION.search(strip.text):
        return False
    close = min(abs(strip.middle - row.middle) for row in (rows[0], rows[-1])) <= 1.25 * (strip.bottom - strip.top)
    return close and any(abs(s.x0 - strip.segments[0].x0) <= ALIGNED for row in rows for s in row.segments)


def _near(strips: Sequence[Strip], above: int, below: int) -> bool:
    """Lines of one table follow each other within four line heights: a spreadsheet scaled to its page has tall rows."""
    return all(
        after.middle - before.middle <= 4.0 * max(before.bottom - before.top, after.bottom - after.top)
        for before, after in pairwise(strips[above : below + 1])
    )


def is_tabular(body: Sequence[Strip]) -> bool:
    """Whether three rows and more have two amounts and more each that stand right-aligned with others."""
    if 2 * sum(1 for strip in body if strip.is_sentence) >= len(body):
        return False
    columns = _right_edges(body)
    rows = sum(
        1
        for strip in body
        if sum(1 for s in strip.segments if s.is_amount and any(abs(s.x1 - x) <= ALIGNED for x in columns)) >= 2
    )
    return rows >= 3


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


def _head_start(ink: Ink, strips: Sequence[Strip], first: int) -> int:
    """Return where the lines begin that belong to the region above its first amount: header, or rows."""
    start = first
    while start > 0 and first - start < _HEAD:
        strip = strips[start - 1]
        if _CAPTION.search(strip.text) or strip.is_sentence or _is_title(strip) or not _near(strips, start - 1, start):
            break
        alone = len(strip.segments) < 2
        if (
            alone
            and strip.middle < MARGIN * ink.height
            and not strip.begins_a_row
            and not _is_rest(strips[start:], strip)
        ):
            break
        if alone and strips[start].top - strip.bottom > strip.bottom - strip.top:
            break
        start -= 1
    return start


def _title(above: Sequence[Strip]) -> str | None:
    for strip in reversed(above):
        if strip.is_sentence:
            return None
        name = re.sub(r"\s+", "", strip.text)
        if title_template(name) is not None:
            return name
    return None
