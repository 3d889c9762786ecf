"""Tables without a grid of rules (three-line, borderless): rebuilt where one reading alone makes sense, else a doubt.

regions of a file ─ groups over pages ─ columns ─┬─ headings: every reading ─┬─ recognised, all numbers ─ RawTables
                                                 └─ rows: every reading ─────┘  placed, mostly adding up
                                                                                └─ none, or two that differ → Misreading

Geometry alone tells little here. Of all readings that the places on paper allow, those stay in which the columns and
rows are the template's own, every number has a place, and the template's identities mostly hold; they must agree on
what every printed number is. A table that no template knows must have one reading only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.headers import concept
from ingest.mapping import Frame, Owner, build
from ingest.model import Block, Line, Location, Misreading, RawTable, Table, Why
from ingest.numerals import parse_amount
from ingest.pdf import headings, rowing
from ingest.pdf.headings import Header, Stretch, columns_of, covered
from ingest.pdf.laying import Part, tables
from ingest.pdf.regions import ALIGNED, Region, is_tabular
from ingest.pdf.rowing import Placed
from ingest.pdf.strips import Segment, Strip, strip_of
from ingest.prose.numbering import mark
from ingest.statutory.footing import footing
from ingest.statutory.recognition import CODE, TOTALS, recognise, title_template
from ingest.statutory.shapes import slots
from ingest.wording import bare, normalise

_COLUMN_NUMBER = re.compile(r"[（(]?\d{1,2}[)）]?(?:=[\d+\-－（）()]+)?|栏次|行次|栏目")
_UNCERTAIN = Why(
    "疑似无框线表格，行列不能确定，未读取", "perhaps a table without rules: cells uncertain, not read", "unruled"
)
_SHARE = 3
"""Identities must hold so many times as often as they do not; a column taken for another breaks most of them."""
_NOBODY = Owner("", None, None, "department")

Readable = Block | Region
Meaning = frozenset[tuple[object, ...]]
"""What every printed number of a table is: part, height and text of the cell, terms of its row and column."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The blocks of a file with its tables without rules in their places, and the regions that stay in doubt."""

    blocks: tuple[Block, ...]
    doubts: tuple[Misreading, ...]


def resolve(blocks: Sequence[Readable]) -> Resolved:
    """Turn the regions among the blocks of a file into tables where nothing is ambiguous; else they are doubts."""
    tables: dict[int, RawTable] = {}
    doubts: list[Misreading] = []
    groups = _groups(blocks)
    for group in groups:
        rebuilt = _rebuilt(group)
        if rebuilt is None:
            doubts += [_doubt(region) for region in group]
        else:
            tables |= {id(region): table for region, table in zip(group, rebuilt, strict=True)}
    grouped = {id(region) for group in groups for region in group}
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Region):
            kept.append(block)
        elif id(block) in tables:
            kept.append(tables[id(block)])
        elif id(block) not in grouped:
            kept += block.loose
    return Resolved(tuple(kept), tuple(doubts))


def _groups(blocks: Sequence[Readable]) -> list[list[Region]]:
    """Put a region without a title to the one before it, if that ends its page and nothing stands between."""
    groups: list[list[Region]] = []
    last: list[Region] | None = None
    for block in blocks:
        if not isinstance(block, Region):
            last = None
        elif last is not None and block.page == last[-1].page + 1 and block.location.table is None:
            last.append(block)
        else:
            last = None if block.loose else [block]
            groups += [last] if last is not None else []
    return groups


def _doubt(region: Region) -> Misreading:
    shown = "\n".join(strip.text for strip in (region.body or region.head)[:5])
    return Misreading(region.location, ((shown, "words"),), _UNCERTAIN)


def _rebuilt(group: Sequence[Region]) -> list[RawTable] | None:
    parts = list(_parts(group))
    body = [strip for part in parts for strip in part.body]
    title = group[0].location.table
    if not parts[0].header or not (title or is_tabular(body)):
        return None
    columns = columns_of(body)
    placed = [_placed(part.body, columns) for part in parts]
    known = [held for held in placed if held is not None]
    names = _names(title)
    if len(known) < len(parts) or not _columns_are_plain(known, len(columns), names):
        return None
    rows = rowing.readings(known, names)
    heads = [strip_of(strip.words, tight=True) for strip in parts[0].header]
    header = sorted(headings.readings(heads, columns, _flush(known, len(columns))), key=Header.strain)
    candidates = [made for reading in header for lines in rows if (made := tables(parts, reading, lines)) is not None]
    if title is None:
        return candidates[0] if len(candidates) == 1 else None
    meant = [(meaning, made) for made in candidates if (meaning := _meaning(made, title)) is not None]
    most = max((len(meaning) for meaning, _ in meant), default=0)
    telling = [(meaning, made) for meaning, made in meant if len(meaning) == most]
    return telling[0][1] if len({meaning for meaning, _ in telling}) == 1 else None


def _parts(group: Sequence[Region]) -> Iterator[Part]:
    first = _first(group[0])
    yield first
    again = [strip.text for strip in (*first.header, *first.numbering)]
    for region in group[1:]:
        strips = (*region.head, *region.body)
        same = 0
        while same < min(len(again), len(strips)) and strips[same].text == again[same]:
            same += 1
        yield Part(region, (), (), strips[same:] if same >= len(first.header) else strips)


def _first(region: Region) -> Part:
    strips = (*region.head, *region.body)
    numbers = [at for at, strip in enumerate(region.head) if _is_numbering(strip)]
    if numbers:
        at = numbers[0]
        return Part(region, strips[:at], strips[at : at + 1], strips[at + 1 :])
    at = next((n for n, strip in enumerate(region.head) if n and _is_body_row(strip)), len(region.head))
    return Part(region, strips[:at], (), strips[at:])


def _is_numbering(strip: Strip) -> bool:
    words = [re.sub(r"\s+", "", segment.text) for segment in strip.segments]
    return all(_COLUMN_NUMBER.fullmatch(word) for word in words) and any(word.isdigit() for word in words)


def _is_body_row(strip: Strip) -> bool:
    label = normalise(strip.segments[0].text)
    alone = len(strip.segments) == 1 and label in TOTALS
    return alone or mark(label) is not None or CODE.fullmatch(label) is not None


def _placed(strips: Sequence[Strip], columns: Sequence[Stretch]) -> tuple[Placed, ...] | None:
    """Give every segment its column, words over several columns all of them; None where two meet in one."""
    done: list[Placed] = []
    for strip in strips:
        last = -1
        for segment in strip.segments:
            mine = covered((segment.x0, segment.x1), columns)
            if not mine or mine[0] <= last or (len(mine) > 1 and segment.is_value) or segment.swallows_an_amount:
                return None
            last = mine[-1]
            done.append(Placed(segment, mine[0], last))
    return tuple(done)


def _names(title: str | None) -> frozenset[str]:
    """Return the row labels that the template of a title knows."""
    template = title_template(title) if title else None
    if template is None:
        return frozenset()
    return frozenset(normalise(label) for spec in template.rows.values() for label in spec.labels)


def _columns_are_plain(parts: Sequence[Sequence[Placed]], count: int, names: frozenset[str]) -> bool:
    """Whether amounts stand flush or centred in their columns, and nothing else does but words that name a row."""
    found = 0
    for index in range(count):
        held = _column(parts, index)
        amounts = [segment for segment in held if segment.is_amount]
        if not amounts:
            continue
        others = [segment for segment in held if not segment.is_value]
        if not all(bare(segment.text) in names for segment in others) or not _aligned(amounts):
            return False
        found += 1
    return (found >= 1 and count >= 3) or (not found and bool(names or count < 3))


def _column(parts: Sequence[Sequence[Placed]], index: int) -> list[Segment]:
    return [p.segment for part in parts for p in part if p.first == p.last == index]


def _flush(parts: Sequence[Sequence[Placed]], count: int) -> frozenset[int]:
    """Return the columns of three numbers and more that end at one place."""
    columns = {index: [s for s in _column(parts, index) if s.is_amount] for index in range(count)}
    return frozenset(index for index, held in columns.items() if len(held) >= 3 and _right(held))


def _right(amounts: Sequence[Segment]) -> bool:
    rights = [segment.x1 for segment in amounts]
    return max(rights) - min(rights) <= ALIGNED


def _aligned(amounts: Sequence[Segment]) -> bool:
    middles = [(segment.x0 + segment.x1) / 2 for segment in amounts]
    return _right(amounts) or max(middles) - min(middles) <= ALIGNED


def _meaning(made: Sequence[RawTable], title: str) -> Meaning | None:
    """Say what each number is in one reading; None where the template does not know it so."""
    rows = tuple(row for table in made for row in table.rows)
    table = Table(rows, made[0].location, "aligned", True, (Line(title, Location()),), ())
    sheet = recognise(table)
    if sheet is None or sheet.template.shape == "form":
        return None
    places = slots(sheet)
    template = sheet.template
    if any(slot.column_concept not in template.columns for slot in places):
        return None
    facts = build(table, template, places, Frame("", title, "", _NOBODY), sheet).facts
    printed = [
        (row, column)
        for row in sheet.body
        for column, cell in enumerate(rows[row])
        if cell is not None and (amount := parse_amount(cell.text)) is not None and amount.decimals
    ]
    if not printed:
        named = [name for path in sheet.paths if (name := concept(path, template.columns)) is not None]
        return frozenset(enumerate(named))
    if not set(printed) <= {(fact.row, fact.column) for fact in facts}:
        return None
    if any(fact.row_concept == "未识别行" and fact.value for fact in facts):
        return None
    held, broken = footing(template, facts)
    if broken * _SHARE > held:
        return None
    return frozenset(
        (fact.location.page, fact.location.bbox and fact.location.bbox[1], fact.raw, fact.row_concept, fact.code,
         fact.row_label, fact.column_concept)
        for fact in facts
    )  # fmt: skip
