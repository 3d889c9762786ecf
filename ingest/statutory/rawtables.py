"""Tables that no template knows: kept as printed, so that a 合计 in them can still be footed.

Nothing is named in the standard terms but 合计, 小计 and 其中; every other row and column keeps its own words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.facts import Doubt, Fact, TableInfo, templates
from ingest.headers import is_numbering, paths, texts
from ingest.mapping import Frame, Mapped, Owner, build
from ingest.model import Line, Location, Table, Why
from ingest.numerals import is_blank, parse_amount
from ingest.statutory.recognition import CODE, Recognised, header_length, unit_of
from ingest.statutory.shapes import LEVELS
from ingest.statutory.slots import Slot
from ingest.wording import bare, normalise

TEMPLATE = "raw"
_FEWEST = 2
"""Fewer amounts, rows or columns are no table that could be footed."""
_SUM = re.compile(r"(?:.{0,8})?(?:合计|总计|共计|总额)(?:（.*）)?")
_PART = re.compile(r".{0,8}小计(?:（.*）)?")
_TITLE = 40
_ALONE = Why(
    "表外单独的一行，未能归入任何一张表", "a row that stands alone and belongs to no table that was read", "alone"
)
_CJK = re.compile(r"[\u4e00-\u9fff]")


def read_raw(
    blocks: Sequence[Line | Table], known: Iterable[TableInfo], facts: Iterable[Fact], owner: Owner
) -> list[Mapped]:
    """Every table of numbers of which no cell is in a known one."""
    taken = {_key(place) for info in known for place in (info.location, *(row.location for row in info.rows))}
    taken |= {_key(fact.location) for fact in facts}
    spans = [(info.location.line, info.location.line_end) for info in known if info.location.line is not None]
    found: list[Mapped] = []
    for block in blocks:
        if not isinstance(block, Table) or _known(block, taken, spans):
            continue
        for part in _side_by_side(block):
            mapped = _mapped(part, f"raw-{len(found) + 1}", owner)
            if mapped is not None:
                found.append(mapped)
    return found


def _side_by_side(table: Table) -> Iterator[Table]:
    """The blocks of a table that prints labels and amounts twice in a row: nothing adds up from one to the other."""
    columns = list(zip(*(texts(row) for row in table.rows[header_length(table.rows) :]), strict=True))
    amounts = [_is_amounts(column) for column in columns]
    starts = [0]
    for column in range(1, len(columns)):
        following = next((c for c in range(column, len(columns)) if amounts[c]), None)
        if amounts[column - 1] and following is not None and any(map(_is_words, columns[column:following])):
            starts.append(column)
    for start, end in zip(starts, [*starts[1:], len(columns)], strict=True):
        whole = len(starts) == 1
        yield table if whole else replace(table, rows=tuple(row[start:end] for row in table.rows))


def _is_words(column: Sequence[str]) -> bool:
    printed = [text for text in column if not is_blank(text)]
    return len(printed) >= _FEWEST and 2 * sum(1 for text in printed if _CJK.search(text)) > len(printed)


def stray_rows(blocks: Sequence[Line | Table], known: Iterable[TableInfo], document: str) -> Iterator[Doubt]:
    """A doubt for each row of a 科目 that stands alone: a table's row beyond a page break, or torn out of it."""
    lines = {row.location.line for info in known for row in info.rows if row.location.line is not None}
    boxes = {(row.location.page, row.location.bbox) for info in known for row in info.rows}
    for block in blocks:
        if isinstance(block, Table) and len(block.rows) < _FEWEST:
            cells = [cell for row in block.rows for cell in row if cell is not None and not is_blank(cell.text)]
            place = block.location
            taken = place.line in lines or any((cell.location.page, cell.location.bbox) in boxes for cell in cells)
            if not taken and len(cells) > _FEWEST and CODE.fullmatch(cells[0].text.strip()):
                words = " ".join(re.sub(r"\s+", "", cell.text) for cell in cells)
                yield Doubt(document, place, ((words, None, block.reader),), _ALONE, repaired=False)


def _key(place: Location) -> tuple[object, ...]:
    return (place.page, place.line, place.bbox)


def _known(table: Table, taken: set[tuple[object, ...]], spans: Sequence[tuple[int | None, int | None]]) -> bool:
    places = [cell.location for row in table.rows for cell in row if cell is not None]
    if any(_key(place) in taken for place in (table.location, *places) if place.line is None):
        return True
    lines = [place.line for place in places if place.line is not None]
    return any(low <= line <= (high or low) for low, high in spans if low is not None for line in lines[:1])


def _mapped(table: Table, table_id: str, owner: Owner) -> Mapped | None:
    if len(table.rows) < _FEWEST or len(table.rows[0]) < _FEWEST:
        return None
    header = header_length(table.rows)
    heads = paths([row for row in table.rows[:header] if not is_numbering(row)], spans_known=table.spans_known)
    heads = heads or tuple(() for _ in table.rows[0])
    body = tuple(
        n for n in range(header, len(table.rows)) if not is_numbering(table.rows[n]) and any(texts(table.rows[n]))
    )
    places = tuple(_slots(table, body, heads))
    sheet = Recognised(templates()[TEMPLATE], table, _title(table), unit_of(table, header), heads, header, body)
    mapped = build(table, sheet.template, places, Frame(table_id, sheet.title, sheet.unit, owner), sheet)
    return mapped if len(mapped.facts) >= _FEWEST and len(mapped.table.rows) >= _FEWEST else None


def _title(table: Table) -> str:
    near = [line.text for line in reversed(table.before) if 1 < len(line.text.strip()) <= _TITLE]
    named = [text for text in near if not re.search(r"单位[:：]|公开\d", text)]
    return re.sub(r"\s+", "", named[0]) if named else ""


def _slots(table: Table, body: Sequence[int], heads: Sequence[tuple[str, ...]]) -> Iterable[Slot]:
    cells = {row: texts(table.rows[row]) for row in body}
    width = len(table.rows[0])
    amounts = [column for column in range(width) if _is_amounts([cells[row][column] for row in body])]
    for row in body:
        words = [text for column, text in enumerate(cells[row]) if column not in amounts and not is_blank(text)]
        code = next((text.strip() for text in words if CODE.fullmatch(text.strip())), None)
        label = " ".join(re.sub(r"\s+", "", text) for text in words if text.strip() != code)
        concept = _concept(bare(label), code)
        for column in amounts:
            path = heads[column] if column < len(heads) else ()
            name = "合计" if path and _SUM.fullmatch(path[-1]) else "/".join(path) or f"第{column + 1}列"
            yield Slot(row, column, concept, label or f"第{row + 1}行", code, name, "/".join(path) or name)


def _is_amounts(column: Sequence[str]) -> bool:
    """A column is one of amounts if most of what it prints are numbers that are no codes and do not just count up."""
    printed = [text for text in column if not is_blank(text)]
    numbers = [
        text
        for text in printed
        if parse_amount(text) is not None and not re.fullmatch(r"\d{3}|\d{5}|\d{7}", text.strip())
    ]
    if not numbers or 2 * len(numbers) < len(printed):
        return False
    whole = [int(text) for text in printed if text.strip().isdecimal()]
    return not (len(whole) == len(printed) > 1 and whole == list(range(whole[0], whole[0] + len(whole))))


def _concept(label: str, code: str | None) -> str:
    words = normalise(label)
    if _PART.fullmatch(words):
        return "小计"
    if _SUM.fullmatch(words):
        return "合计"
    if words.startswith("其中"):
        return "其中"
    return LEVELS[len(code)] if code is not None else "行"
