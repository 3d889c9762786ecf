"""Is a table one of units and subjects (部门 × 科目)? It has the title and columns of a statutory one and is none.

Its rows give the subjects of one unit after those of another, or its columns are units: a code stands in it once for
each unit, and its sums are not those of the table by subject nor of the table by unit.
"""

import re
from collections.abc import Sequence

from ingest.headers import Path, texts
from ingest.model import Table
from ingest.numerals import parse_amount
from ingest.wording import bare

UNIT_NAME = re.compile(r"(?:预算|填报|基层|编制|所属)?单位(?:名称|（部门）名称)?|部门(?:（单位）)?(?:名称)?")
"""The heading of a column of units."""
_SUBJECT = re.compile(r"科目|功能分类|^[类款项]$")
_CODE = re.compile(r"2\d{2}(?:\d{2}){0,2}")
_BODY = re.compile(r"(?:[局委办厅部院会站所处队校园馆台社团中心司]|机关|本级)(?:（[^（）]*）)?$")
_TOTALS = re.compile(r"合计|总计|小计|^$")
_HEAD = 5
"""Serial number, unit and subject, in codes and names, stand in the first columns."""
_SEVERAL = 2


def of_units_and_subjects(table: Table, header_rows: int, columns: Sequence[Path]) -> bool:
    """Whether the rows (below `header_rows`) or columns (one path each) are of several units, each by subject."""
    heads = [path[-1] if path else "" for path in columns]
    if not of_subjects(columns):
        return False
    rows = [[bare(text) for text in texts(row)] for row in table.rows[header_rows:]]
    for at, head in enumerate(heads[:_HEAD]):
        named = {row[at] for row in rows if not _TOTALS.search(row[at]) and parse_amount(row[at]) is None}
        if UNIT_NAME.fullmatch(head) and len(named) >= _SEVERAL:
            return True
    return sum(bool(_BODY.search(head)) for head in heads) >= _SEVERAL or _in_turn(rows)


def of_subjects(columns: Sequence[Path]) -> bool:
    """Whether one of the first columns is headed as one of subjects."""
    return any(_SUBJECT.search(part) for path in columns[:_HEAD] for part in path)


def _in_turn(rows: Sequence[Sequence[str]]) -> bool:
    """Do codes come again below the line of another body?"""
    blocks: list[set[str]] = [set()]
    for row in rows:
        code = next((text for text in row[:_HEAD] if _CODE.fullmatch(text)), None)
        if code is not None:
            blocks[-1].add(code)
        elif any(_BODY.search(text) for text in row[:_HEAD]):
            blocks.append(set())
    bodies = [block for block in blocks[1:] if block]
    return len(bodies) >= _SEVERAL and any(one & other for one in bodies for other in bodies if one is not other)
