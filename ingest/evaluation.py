"""Score tables of evaluation reports (绩效评价指标评分表, 绩效评价指标体系): weights of three levels, and scores.

    一级指标        二级指标        三级指标            得分
    名称   权重     名称     权重    名称         权重
    决策   20       项目立项 7       立项依据     4      4

or one weight a row, that of the 三级指标; the names of the levels above may carry theirs: 决策（20分）.
Merged cells are blanks, headers repeat after page breaks, and a name may go on in a row without numbers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.headers import texts
from ingest.mapping import Frame, Mapped, Owner, build
from ingest.model import Line, Row, Table
from ingest.national.leafcolumns import label_words
from ingest.numerals import has_digit, parse_quantity
from ingest.statutory.slots import Slot
from ingest.templates import templates
from ingest.wording import bare, normalise

TEMPLATE = "EV"
LEVELS = ("一级指标", "二级指标", "三级指标")
_WEIGHTS = ("权重", "分值", "标准分值", "标准分", "满分", "指标分值", "权重分值")
_SCORES = ("得分", "评分", "评价得分", "实际得分", "评分结果", "指标得分", "最终得分")
_TOTALS = ("总分", "总计", "合计", "总得分")
_TITLE_WORDS = ("评分表", "指标体系", "评价指标", "得分表", "打分表", "得分情况表")
_OF_FORMS = ("目标值", "年度指标值", "实际完成值", "业绩值", "实际值", "完成值")
_POINTS = re.compile(r"[（(](\d+(?:\.\d+)?)分?[）)]$")


@dataclass(frozen=True, slots=True)
class _Header:
    """Columns of names and weights by level, and of the score; `rows` are the header's own."""

    names: Mapping[str, int]
    weights: Mapping[str, int]
    score: int
    rows: int


def read_evaluations(blocks: Sequence[Line | Table], owner: Owner) -> list[Mapped]:
    """Every score table of the document as one canonical table (template EV)."""
    found: list[Mapped] = []
    title = ""
    for block in blocks:
        if isinstance(block, Line):
            words = normalise(block.text)
            if len(words) < 60 and any(word in words for word in _TITLE_WORDS):
                title = words
            continue
        header = _header(block.rows)
        if header is None:
            continue
        places = tuple(_slots(block.rows, header))
        if sum(slot.row_concept == "指标" for slot in places) < 2:
            continue
        table_id = TEMPLATE if not found else f"{TEMPLATE}-{len(found) + 1}"
        inside = _inside(block.rows, places)
        found.append(build(block, templates()[TEMPLATE], places, Frame(table_id, title, "", owner, inside)))
    return found


def _header(rows: Sequence[Row]) -> _Header | None:
    """The header, where each level has a name and a weight, and a score stands at the end."""
    for index, row in enumerate(rows[:3]):
        words = [label_words(text) for text in texts(row)]
        levels = {level: words.index(level) for level in LEVELS if level in words}
        score = next((column for column, word in enumerate(words) if word in _SCORES), None)
        if "三级指标" not in levels or "一级指标" not in levels or score is None:
            continue
        below = [label_words(text) for text in texts(rows[index + 1])] if index + 1 < len(rows) else []
        weights = _weights(words, levels, score) or _weights(below, levels, score)
        # Self-assessment forms print one weight a row, beside target and actual value.
        form = any(word in _OF_FORMS for word in (*words, *below))
        if "三级指标" in weights and (len(weights) > 1 or not form):
            return _Header(levels, weights, score, index + 1 + any(word in _WEIGHTS for word in below))
    return None


def _weights(words: Sequence[str], levels: Mapping[str, int], score: int) -> dict[str, int]:
    """The first weight column behind each level's name and before the next level's."""
    ordered = sorted(levels.items(), key=lambda item: item[1])
    ends = [*(column for _, column in ordered[1:]), score]
    found = {}
    for (level, start), end in zip(ordered, ends, strict=True):
        column = next((c for c in range(start + 1, min(end, len(words))) if words[c] in _WEIGHTS), None)
        if column is not None:
            found[level] = column
    return found


def _slots(rows: Sequence[Row], header: _Header) -> Iterator[Slot]:
    first = second = ""
    for index in range(header.rows, len(rows)):
        cells = texts(rows[index])
        if any(normalise(text) in LEVELS or normalise(text) in _WEIGHTS for text in cells):
            continue
        if bare(cells[header.names["一级指标"]]) in _TOTALS:
            yield from _total(cells, index, header)
            continue
        names = {level: _name(rows, index, column) for level, column in header.names.items()}
        if names["一级指标"] and _bare(names["一级指标"]) != first:
            first = _bare(names["一级指标"])
            yield from _weight(cells, index, header, "一级指标", "一级指标", first)
        if names.get("二级指标") and f"{first}/{_bare(names['二级指标'])}" != second:
            second = f"{first}/{_bare(names['二级指标'])}"
            yield from _weight(cells, index, header, "二级指标", "二级指标", second)
        if names["三级指标"] and _figure(cells, header.weights["三级指标"]):
            path = f"{second or first}/{_bare(names['三级指标'])}"
            yield from _weight(cells, index, header, "三级指标", "指标", path)
            yield Slot(index, header.score, "指标", path, None, "得分", "得分")


def _name(rows: Sequence[Row], index: int, column: int) -> str:
    """A name with what a page break tore off: the rows below that hold words in this column and no number at all."""
    name = re.sub(r"\s+", "", texts(rows[index])[column])
    if not name or has_digit(name):
        return name
    for below in rows[index + 1 :]:
        cells = texts(below)
        if any(normalise(text) in LEVELS or normalise(text) in _WEIGHTS for text in cells):
            continue
        if any(_figure(cells, at) for at in range(len(cells))) or not cells[column].strip():
            break
        name += re.sub(r"\s+", "", cells[column])
    return name


def _weight(cells: Sequence[str], index: int, header: _Header, level: str, concept: str, label: str) -> Iterable[Slot]:
    column = header.weights.get(level)
    named = header.names[level]
    if column is not None and _figure(cells, column):
        yield Slot(index, column, concept, label, None, "分值", "权重")
    elif column is None and _POINTS.search(normalise(cells[named])):
        yield Slot(index, named, concept, label, None, "分值", "权重")


def _inside(rows: Sequence[Row], places: Sequence[Slot]) -> dict[tuple[int, int], tuple[str, str | None]]:
    """Weights printed behind a name: the text to read there is the number in the brackets."""
    found: dict[tuple[int, int], tuple[str, str | None]] = {}
    for slot in places:
        match = _POINTS.search(normalise(texts(rows[slot.row])[slot.column]))
        if match is not None and slot.column_concept == "分值":
            found[slot.row, slot.column] = (match[1], None)
    return found


def _bare(name: str) -> str:
    return _POINTS.sub("", normalise(name)) if _POINTS.search(normalise(name)) else name


def _total(cells: Sequence[str], index: int, header: _Header) -> Iterable[Slot]:
    weight = next((c for c in reversed(list(header.weights.values())) if _figure(cells, c)), None)
    if weight is not None:
        yield Slot(index, weight, "总计", "总分", None, "分值", "权重")
    if _figure(cells, header.score):
        yield Slot(index, header.score, "总计", "总分", None, "得分", "得分")


def _figure(cells: Sequence[str], column: int) -> bool:
    text = cells[column] if column < len(cells) else ""
    quantity = parse_quantity(text) if has_digit(text) else None
    return quantity is not None and quantity[1] in ("", "分")
