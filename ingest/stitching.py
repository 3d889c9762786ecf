"""Raw tables → tables: what a page break tore apart is joined again, by geometry (PDF) or by neighbourhood (text).

Joining needs evidence, not similarity: nothing but notes stands between the parts, and the continuation has no
title of its own. Two tables with different titles are never joined.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.model import Block, Line, RawTable, Table
from ingest.pdf.grids import (
    Rows,
    boundaries,
    is_torn,
    labels_lifted,
    moved,
    padded,
    places_in,
    rejoined,
    remap,
    repeated_head,
    texts,
    without_torn_blanks,
)
from ingest.wording import nearly, normalise

AROUND = 12
"""How many lines before and after a table are kept with it."""
SAMPLE = 40
"""How many of the last rows tell which columns are usually filled."""
_LEADERS = re.compile(r"(?:\.{3,}|…+|·{3,}|．{3,}|_{3,})\s*\d{1,3}\s*$")
_NOTE = re.compile(r"(?:备?注|说明)\s*[:：]")
_TITLE = re.compile(r".*表(?:[（(][^（）()]{1,12}[)）])?")
_CONTINUED = re.compile(r"[（(]?续\s*(?:表|前表|上表|前页|上页)?\s*[\d一二三四五六七八九十]*[)）]?")
_HEAD_ONLY = frozenset(
    {
        *("项目", "行次", "栏次", "序号", "科目编码", "科目名称", "功能分类科目编码", "经济分类科目编码", "功能分类"),
        *("经济分类", "单位名称", "决算数", "预算数", "年初预算数", "全年预算数", "全年执行数", "执行率", "金额"),
        *("一级指标", "二级指标", "三级指标", "年度指标值", "度量单位", "目标值", "实际值", "业绩值", "实际完成值"),
        *("权重", "分值", "得分", "评分结果", "评分标准"),
    }
)
"""What only the cells of a header say."""
_HEAD_TOO = frozenset(
    {
        *("收入", "支出", "合计", "小计", "本年收入", "本年支出", "本年收入合计", "本年支出合计", "财政拨款收入"),
        *("基本支出", "项目支出", "名称", "单位", "数量", "内容", "备注", "类", "款", "项"),
    }
)
"""What a header may say, and a row of the body as well."""


@dataclass(slots=True)
class _Joined:
    """A table under construction; `columns` are its boundaries, empty for text. Never leaves this module."""

    first: RawTable
    last: RawTable
    rows: Rows
    columns: tuple[float, ...]
    before: tuple[Line, ...]
    since: list[Line] = field(default_factory=list)
    parts: int = 1
    start: int = 0
    """The first row of the last part."""
    rejoined: list[int] = field(default_factory=list)


def join(blocks: Sequence[Block]) -> tuple[Line | Table, ...]:
    """Join the raw tables of a document, and give each table the lines around it; all lines stay in their order."""
    order: list[Line | _Joined] = []
    current: _Joined | None = None
    lines: list[Line] = []
    contents = contents_lines(blocks)
    for block in blocks:
        if isinstance(block, Line):
            order.append(block)
            lines.extend([block] if id(block) not in contents else [])
            if current is not None:
                current.since.append(block)
            continue
        if current is not None and _continue(current, block):
            current.since.clear()
            lines = []
            continue
        columns = boundaries(block) if block.reader != "text" else ()
        current = _Joined(block, block, block.rows, columns, tuple(lines[-AROUND:]))
        order.append(current)
        lines = []
    return tuple(item if isinstance(item, Line) else _table(item) for item in order)


def contents_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the ids of the lines of a contents page: none of them titles the table that comes next.

    A line with leaders and a page number is one anywhere; under the word 目录 all lines are, up to the end of its
    page or the first table.
    """
    found: set[int] = set()
    page: int | None = None
    for block in blocks:
        if not isinstance(block, Line) or block.location.page is None:
            page = None
            continue
        if normalise(block.text) in ("目录", "目次"):
            page = block.location.page
        if block.location.page == page or _LEADERS.search(block.text):
            found.add(id(block))
    return frozenset(found)


def _table(item: _Joined) -> Table:
    return Table(
        rows=item.rows,
        location=item.first.location,
        reader=item.first.reader,
        spans_known=item.first.spans_known,
        before=item.before,
        after=tuple(item.since[:AROUND]),
        parts=item.parts,
        rejoined=tuple(item.rejoined),
    )


def _continue(current: _Joined, block: RawTable) -> bool:
    """Add a raw table to the current one if it continues it; return whether it did."""
    # a part may be a scan, and the other not
    if (block.reader == "text") != (current.first.reader == "text"):
        return False
    laid = _laid_as_text(current, block) if block.reader == "text" else _laid_as_pdf(current, block)
    if laid is None:
        return False
    current.rows, addition, current.columns, head = laid
    addition = addition[head:]
    if block.reader != "text":
        current.rows, addition = without_torn_blanks(current.rows, addition)
        current.rows, addition = labels_lifted(current.rows, current.start, addition)
    body = current.rows[max(min(2, len(current.rows) - 1), len(current.rows) - SAMPLE) :]
    if addition and not _has_own_head(addition) and is_torn(addition[0], current.rows[-1], body):
        current.rejoined.append(len(current.rows) - 1)
        current.rows = (*current.rows[:-1], rejoined(current.rows[-1], addition[0]))
        addition = addition[1:]
    current.start = len(current.rows)
    current.rows = (*current.rows, *addition)
    current.last = block
    current.parts += 1
    return True


_Laid = tuple[Rows, Rows, tuple[float, ...], int]
"""The rows of both parts on one grid, its boundaries, and how many rows of the second repeat the head of the first."""


def _laid_as_pdf(current: _Joined, block: RawTable) -> _Laid | None:
    """Lay both parts on one grid if the boundaries of one are among those of the other, and nothing separates them.

    The continuation may lack columns at the end (they were blank and dropped), but not half of them.
    """
    if block.location.page is None or current.last.location.page is None:
        return None
    if block.location.page != current.last.location.page + 1:
        return None
    columns = moved(boundaries(block), current.columns)
    if len(columns) < 3 or len(current.columns) < 3:
        return None
    places = places_in(columns, current.columns)
    if places is not None and (places[-1] == len(current.columns) - 1 or 2 * len(columns) >= len(current.columns)):
        rows, addition, columns = current.rows, remap(block.rows, places, len(current.columns) - 1), current.columns
    else:
        places = places_in(current.columns, columns)
        if places is None or places[-1] != len(columns) - 1:
            return None
        rows, addition = remap(current.rows, places, len(columns) - 1), block.rows
    head = repeated_head(addition, rows)
    # A header of two rows may itself be cut in two by the page.
    if not head and _has_own_head(addition) and not _has_own_head(rows[-1:]):
        return None
    return (rows, addition, columns, head) if _unseparated(current, rows, addition, head) else None


def _unseparated(current: _Joined, rows: Rows, addition: Rows, head: int) -> bool:
    """Whether the lines between two parts are none, notes, or the first part's own head lines over again.

    Head lines over again count only if the head rows come again too and the body does not: a form printed anew for
    the next project has the same title, one for the next unit names the same project in its first row, and a table
    printed twice is not its own continuation.
    """
    between = [line for line in current.since if not _NOTE.match(line.text)]
    if head and (_same_body(rows, addition[head:]) or _begins_alike(rows[head:], addition[head:])):
        return False
    if not between:
        return True
    known = {_plain(line.text) for line in current.before}
    marked = any(_CONTINUED.search(line.text) for line in between)
    if not all(_plain(line.text) in known for line in between if _plain(line.text)):
        return False
    return (marked or head > 0) and len(current.since) == len(between) and not _same_body(rows, addition[head:])


def _plain(text: str) -> str:
    return normalise(_CONTINUED.sub("", text))


def _same_body(rows: Rows, addition: Rows) -> bool:
    """Whether the first row of `addition` stands in `rows` already, figures and all."""
    if not addition or not any(texts(addition[0])):
        return False
    return texts(addition[0]) in {texts(row) for row in rows} and any(
        character.isdigit() for character in "".join(texts(addition[0]))
    )


def _begins_alike(rows: Rows, addition: Rows) -> bool:
    """Whether what follows the head has the label again with which the first part went on below it, and no figures.

    So goes on the head of a form (主管部门, 实施单位); a row of the body with a merged label has its amounts.
    """
    first, again = (list(filter(None, texts(part[0]))) if part else [] for part in (rows, addition))
    words = not any(sign.isdigit() for text in (*first, *again) for sign in text)
    return bool(first) and words and first[:1] == again[:1]


def _laid_as_text(current: _Joined, block: RawTable) -> _Laid | None:
    """Pad both parts to the wider one if no line stands between and the second has no title or head of its own."""
    if current.since:
        return None
    width = max(len(current.rows[0]), len(block.rows[0]))
    rows, addition = padded(current.rows, width), padded(block.rows, width)
    head = repeated_head(addition, rows)
    return None if not head and _has_own_head(addition) else (rows, addition, (), head)


def _has_own_head(rows: Rows) -> bool:
    """Whether a part begins with a title or a header: 表 alone in its row, or mostly header words."""
    filled = [text for text in texts(rows[0]) if text]
    if len(filled) == 1 and _TITLE.fullmatch(filled[0]):
        return True
    if len(filled) < 2:
        return False
    heads = [text for text in filled if any(nearly(text, word) for word in _HEAD_ONLY)]
    others = [text for text in filled if text in _HEAD_TOO]
    digits = any(character.isdigit() for text in filled for character in text)
    return bool(heads) and 2 * (len(heads) + len(others)) >= len(filled) and not digits
