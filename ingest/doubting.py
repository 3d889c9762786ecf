"""What was misread, or perhaps: from places on paper to facts and doubts."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.facts import Claim, Doubt, Fact
from ingest.model import SURE, UNREAD, BBox, Line, Location, Misreading, Table, Why
from ingest.numerals import parse_amount
from ingest.pdf.scandoubt import illegible
from ingest.statutory.recognition import title_template

_FAINT = Why("由图片识读，把握不足", "read from a picture, with too little confidence", "faint")
_TORN = Why("文件在此行中结束", "the file ends within this line", "digits")
_PICTURE = Why("格内为图片，未能读出数字", "a picture stands in the cell: no number could be read", "faint")
SURE_IN_PROSE = 0.97
"""As SURE, for figures among words: nothing confirms them but their own likeness."""


_TOP = 150.0
"""Points from the top of a page within which a sentence of the page before ends."""


def doubts_of(document: str, misreadings: Sequence[Misreading]) -> tuple[Doubt, ...]:
    """Each misreading with the value of each of its readings, where it has one."""
    return tuple(
        Doubt(
            document,
            misreading.location,
            tuple((text, _value(text), reader) for text, reader in misreading.readings),
            misreading.reason,
            misreading.repaired,
            _named(misreading.location.table),
        )
        for misreading in misreadings
    )


def _named(title: str | None) -> str | None:
    """The template of a table without rules that was not read, by the title printed over it."""
    template = title_template(title) if title else None
    return template.id if template is not None else None


def uncertain(blocks: Sequence[Line | Table]) -> tuple[Misreading, ...]:
    """The numbers that were read from a picture with too little confidence: one for each cell."""
    found: list[Misreading] = []
    for table in blocks:
        rows = table.rows if isinstance(table, Table) else ()
        pictured = [
            (cell, cell.confidence)
            for row in rows
            for cell in row
            if cell is not None and cell.confidence is not None and _counts(cell.text)
        ]
        sure = math.inf if pictured and illegible(rows) else SURE
        found.extend(
            Misreading(cell.location, ((cell.text, "ocr"),), _PICTURE if cell.text == UNREAD else _FAINT)
            for cell, so in pictured
            if so < sure
        )
    return tuple(found)


def gathered(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """The doubts of a text's tables, those about cells that may be of one column or of another as one for each table.

    In a text a cell is UNREAD where blank cells left no trace and its row has fewer figures than columns.
    """
    alone: list[Doubt] = []
    open_: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        blank = doubt.location.page is None and all(raw == UNREAD for raw, _, _ in doubt.readings)
        (open_.setdefault(doubt.location.table or "", []) if blank else alone).append(doubt)
    return (*alone, *map(_together, open_.values()))


def _together(doubts: Sequence[Doubt]) -> Doubt:
    lines = [line for doubt in doubts for line in (doubt.location.line, doubt.location.line_end) if line is not None]
    first = doubts[0]
    place = Location(line=min(lines), line_end=max(lines), table=first.location.table)
    reason = Why(
        f"空白格没有留下痕迹，{len(doubts)}格的列不能确定，未读",
        f"blank cells left no trace: {len(doubts)} cells may hold a figure or none, and are not read",
        "columns",
    )
    return Doubt(first.document, place, first.readings, reason, repaired=False)


def _counts(text: str) -> bool:
    return text == UNREAD or any(sign.isdigit() for sign in text) or text in ("-", "—")


def doubted_claims(claims: Sequence[Claim], blocks: Sequence[Line | Table]) -> tuple[Claim, ...]:
    """Mark the claims whose line was read from a picture with too little confidence."""
    faint = [
        block.location
        for block in blocks
        if isinstance(block, Line) and block.confidence is not None and block.confidence < SURE_IN_PROSE
    ]
    if not faint:
        return tuple(claims)
    return tuple(
        replace(claim, doubt=claim.doubt or _FAINT) if any(_meet(claim.location, line) for line in faint) else claim
        for claim in claims
    )


def _meet(place: Location, line: Location) -> bool:
    """Whether a sentence may stand on a line; it may go on at the top of the next page, beyond its box."""
    if place.page is None or line.page is None:
        return False
    if place.bbox is None or line.bbox is None:
        return place.page == line.page
    if line.page == place.page + 1:
        return line.bbox[3] < _TOP
    return place.page == line.page and place.bbox[1] < line.bbox[3] and line.bbox[1] < place.bbox[3]


def _value(text: str) -> str | None:
    amount = parse_amount(text)
    return None if amount is None else str(amount.value)


def marked(facts: Sequence[Fact], misreadings: Sequence[Misreading]) -> tuple[Fact, ...]:
    """Mark the facts whose cell is in doubt: a check that uses one accuses nobody."""
    open_: dict[tuple[int | None, BBox | None], Why] = {
        (misreading.location.page, misreading.location.bbox): misreading.reason
        for misreading in misreadings
        if not misreading.repaired
    }
    if not open_:
        return tuple(facts)
    return tuple(replace(fact, doubt=fact.doubt or _doubt(fact, open_)) for fact in facts)


def torn(facts: Sequence[Fact], blocks: Sequence[Line | Table]) -> tuple[Fact, ...]:
    """Mark the facts of the last line of a text that may have been cut off there: of a number digits may be lost.

    A form ends with its total, and many a text is kept without the end of its last line: that line is believed.
    """
    lines = (block.location.line or 0 for block in blocks if isinstance(block, Line))
    last = max((*lines, *(fact.location.line or 0 for fact in facts)), default=0)
    return tuple(
        replace(fact, doubt=fact.doubt or _TORN)
        if last and fact.location.line == last and fact.row_concept not in ("总分", "总计")
        else fact
        for fact in facts
    )


def _doubt(fact: Fact, open_: Mapping[tuple[int | None, BBox | None], Why]) -> Why | None:
    """The doubt about its cell, or about the whole of its page."""
    page = fact.location.page
    return open_.get((page, fact.location.bbox)) or (open_.get((page, None)) if page is not None else None)
