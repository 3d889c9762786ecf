"""National self-assessment forms (F24): from the title to the 总分 row, over page breaks, into facts and indicators."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ingest.facts import Doubt, Fact, Form, Indicator, TableInfo
from ingest.goals import read_goals
from ingest.headers import concept, texts
from ingest.indicators import Tree, read_tree
from ingest.mapping import Frame, Owner, build
from ingest.model import Cell, Line, Row, Table
from ingest.numerals import fold, has_digit, parse_amount
from ingest.repair import confirmed, joins
from ingest.statutory.recognition import title_template, titled
from ingest.statutory.slots import Slot
from ingest.templates import Template, templates
from ingest.wording import bare, normalise

_MONEY = re.compile(r"[（(](?:单位：)?(千元|万元|亿元|元)[）)]|单位：(千元|万元|亿元|元)")
_LABELS = {
    "project": ("项目名称",),
    "unit": ("实施单位", "项目单位", "预算单位"),
    "year": ("绩效自评年度", "自评年度", "年度"),
}
_YEAR = re.compile(r"20[12]\d")
_AMOUNTS = frozenset({"年初预算数", "全年预算数", "全年执行数"})


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms of a document."""

    tables: tuple[TableInfo, ...]
    facts: tuple[Fact, ...]
    forms: tuple[Form, ...]
    indicators: tuple[Indicator, ...]
    doubts: tuple[Doubt, ...]


def read_forms(blocks: Sequence[Line | Table], owner: Owner) -> Forms:
    """Read every national form of the document, in its order."""
    read = [_read_form(region, f"F24-{n:03d}", owner) for n, region in enumerate(_regions(blocks), start=1)]
    return Forms(
        tables=tuple(form.tables[0] for form in read),
        facts=tuple(fact for form in read for fact in form.facts),
        forms=tuple(form.forms[0] for form in read),
        indicators=tuple(indicator for form in read for indicator in form.indicators),
        doubts=tuple(doubt for form in read for doubt in form.doubts),
    )


def _regions(blocks: Sequence[Line | Table]) -> Iterator[tuple[str, list[Line | Table]]]:
    """Each form's title with its blocks: from its first table to the one that holds the 总分 row."""
    title, region = "", list[Line | Table]()
    for block in blocks:
        found = titled(block) if isinstance(block, Table) else None
        starts = found is not None and found[0].id == "F24"
        if starts and found is not None and not (region and _continues(block)):
            if region:
                yield title, region
            title, region = found[1], []
        if isinstance(block, Line) and title_template(block.text) is not None and region:
            yield title, region
            region = []
        if region or starts:
            region.append(block)
        if region and isinstance(block, Table) and _has_total(block):
            yield title, region
            region = []
    if region:
        yield title, region


def _continues(block: Line | Table) -> bool:
    """A table without a fund header of its own goes on with the form above it, whatever stands before it."""
    return isinstance(block, Table) and _fund_header(block.rows, templates()["F24"]) is None


def _has_total(table: Table) -> bool:
    return any(bare(next((t for t in texts(row) if t.strip()), "")) in ("总分", "总计") for row in table.rows)


def _merged(region: Sequence[Line | Table]) -> Table:
    """One grid of all rows; a line between the tables becomes a row of one cell."""
    tables = [block for block in region if isinstance(block, Table)]
    width = max(len(row) for table in tables for row in table.rows)
    rows: list[Row] = []
    for block in region:
        if isinstance(block, Line):
            rows.append(_padded((Cell(block.text, block.location),), width))
        else:
            rows.extend(_padded(row, width) for row in block.rows)
    return replace(tables[0], rows=tuple(rows), parts=len(tables))


def _padded(row: Row, width: int) -> Row:
    place = next(cell.location for cell in row if cell is not None)
    return (*row, *(Cell("", place) for _ in range(width - len(row))))


def _read_form(titled_region: tuple[str, list[Line | Table]], form_id: str, owner: Owner) -> Forms:
    title, region = titled_region
    template = templates()["F24"]
    table = _merged(region)
    about = _about(table)
    owner = replace(owner, entity=about["unit"] or owner.entity, fiscal_year=_year(about["year"]) or owner.fiscal_year)
    funds = _fund_slots(table, template)
    tree = read_tree(table, template)
    inside = {(bracket.row, bracket.column): (bracket.weight, None) for bracket in tree.brackets}
    repairs = {**_fund_repairs(table, funds), **inside}
    places = [*(slot for slot, _ in funds), *_tree_slots(tree)]
    frame = Frame(form_id, title, _unit(table), owner, repairs)
    mapped = build(table, template, places, frame)
    facts = tuple(_split_in_doubt(fact, funds, repairs) for fact in mapped.facts)
    number = {(fact.row_concept, fact.column_concept): fact.value for fact in facts}
    goal, outcome = read_goals(table.rows)
    form = Form(
        form_id=form_id,
        document=owner.document,
        family="F24",
        unit=about["unit"],
        project=about["project"],
        fiscal_year=owner.fiscal_year,
        location=mapped.table.location,
        total_weight=number.get(("总分", "分值")),
        total_score=number.get(("总分", "得分")),
        grade=None,
        goal=goal,
        outcome=outcome,
    )
    doubts = tuple(mapped.doubts) + tuple(_split_doubts(facts, mapped.facts))
    return Forms((mapped.table,), facts, (form,), tuple(_indicators(tree, facts, form_id, owner)), doubts)


def _about(table: Table) -> dict[str, str | None]:
    found: dict[str, str | None] = dict.fromkeys(_LABELS)
    for row in table.rows[:12]:
        cells = [text for text in texts(row) if text.strip()]
        for label, value in pairwise(cells):
            for key, names in _LABELS.items():
                if found[key] is None and normalise(label).rstrip("：") in names:
                    found[key] = re.sub(r"\s+", "", value)
    return found


def _year(text: str | None) -> int | None:
    match = _YEAR.search(text or "")
    return int(match[0]) if match else None


def _unit(table: Table) -> str:
    for row in table.rows:
        for text in texts(row):
            match = _MONEY.search(normalise(text))
            if match is not None:
                return match[1] or match[2]
    return ""


# --- the fund table -------------------------------------------------------------------------------------------


def _fund_header(rows: Sequence[Row], template: Template) -> tuple[int, dict[int, str]] | None:
    for index, row in enumerate(rows):
        named = {column: name for column, text in enumerate(texts(row)) if (name := _fund_column(text, template))}
        if {"全年预算数", "全年执行数"} <= set(named.values()):
            return index, named
    return None


def _fund_column(text: str, template: Template) -> str | None:
    words = normalise(text)
    exact = concept((words,), template.columns) if words else None
    if exact is not None or not words:
        return exact
    # Two headings in one cell ("执行率 得分"): the first one names the column.
    starts = [(len(h), name) for name, heads in template.columns.items() for h in heads if words.startswith(h)]
    return max(starts)[1] if starts else None


def _fund_slots(table: Table, template: Template) -> list[tuple[Slot, int | None]]:
    """Slots of the fund table, each with the column of a stray second piece of its number, if there is one."""
    header = _fund_header(table.rows, template)
    if header is None:
        return []
    index, named = header
    found: list[tuple[Slot, int | None]] = []
    seen: set[str] = set()
    for row in range(index + 1, len(table.rows)):
        cells = texts(table.rows[row])
        label = _fund_label(cells, min(named), template)
        filled = any(term in _AMOUNTS and has_digit(cells[column]) for column, term in named.items())
        if label is None or label[0] in seen:
            if seen and not filled:
                break
            if not filled:
                continue
            # A source of funds the template does not know: kept, so that no sum is taken without it.
            printed = [text for text in cells[: min(named)] if text.strip()]
            label = ("未识别行", printed[-1] if printed else f"第{row + 1}行")
        seen.add(label[0])
        for column, term in named.items():
            stray = column + 1 if column + 1 < len(cells) and column + 1 not in named else None
            piece = stray if stray is not None and has_digit(cells[stray]) else None
            words, heading = re.sub(r"\s+", "", label[1]), normalise(texts(table.rows[index])[column])
            found.append((Slot(row, column, label[0], words, None, term, heading), piece))
    return found


def _fund_label(cells: Sequence[str], end: int, template: Template) -> tuple[str, str] | None:
    return next(((name, text) for text in cells[:end] if (name := _fund_row(text, template))), None)


def _fund_row(text: str, template: Template) -> str | None:
    words = re.sub(r"^其中：?", "", bare(text)).rstrip("：")
    named = {name: spec.labels for name, spec in template.rows.items() if name != "总分"}
    return concept((words,), named) if words else None


def _fund_repairs(
    table: Table, funds: Sequence[tuple[Slot, int | None]]
) -> dict[tuple[int, int], tuple[str, str | None]]:
    """Join the pieces of a broken amount where 年度资金总额 = Σ资金来源 then holds exactly, and only then."""
    groups = templates()["F24"].rows
    repairs: dict[tuple[int, int], tuple[str, str | None]] = {}
    for slot, stray in funds:
        if stray is None or any(other.row_concept == "未识别行" for other, _ in funds):
            continue
        cells = texts(table.rows[slot.row])
        column = [other for other, _ in funds if other.column == slot.column and other is not slot]
        values = {
            other.row_concept: parse_amount(texts(table.rows[other.row])[other.column])
            for other in column
            if fold(texts(table.rows[other.row])[other.column])
        }
        if None in values.values():
            continue
        total = values.pop("年度资金总额", None)
        parts = [numeral.value for name, numeral in values.items() if numeral and groups[name].group == "资金来源"]
        if slot.row_concept == "年度资金总额":
            wanted = sum(parts, Decimal(0))
        elif total is not None:
            wanted = total.value - sum(parts, Decimal(0))
        else:
            continue
        text = confirmed(joins(cells[slot.column], cells[stray]), wanted)
        if text is not None:
            repairs[slot.row, slot.column] = (text, f"{cells[slot.column]} | {cells[stray]}")
    return repairs


def _split_in_doubt(
    fact: Fact, funds: Sequence[tuple[Slot, int | None]], repairs: dict[tuple[int, int], tuple[str, str | None]]
) -> Fact:
    """A number with a stray second piece that no identity confirms has no value."""
    broken = any((s.row, s.column) == (fact.row, fact.column) and stray is not None for s, stray in funds)
    if broken and (fact.row, fact.column) not in repairs:
        return replace(fact, value=None, doubt="数字被拆入两格，无法确认 digits in two cells, not confirmed")
    return fact


def _split_doubts(facts: Iterable[Fact], before: Iterable[Fact]) -> Iterator[Doubt]:
    for fact, old in zip(facts, before, strict=True):
        if fact.doubt is not None and old.doubt is None:
            yield Doubt(fact.document, fact.location, ((fact.raw, None, "first"),), fact.doubt, repaired=False)


# --- the indicator tree ---------------------------------------------------------------------------------------


def _tree_slots(tree: Tree) -> Iterator[Slot]:
    for leaf in tree.leaves:
        yield Slot(leaf.row, leaf.weight_column, "指标", leaf.path, None, "分值", "分值")
        yield Slot(leaf.row, leaf.score_column, "指标", leaf.path, None, "得分", "得分")
    for bracket in tree.brackets:
        yield Slot(bracket.row, bracket.column, bracket.dimension, bracket.dimension, None, "分值", "分值")
    yield from tree.total


def _indicators(tree: Tree, facts: Sequence[Fact], form_id: str, owner: Owner) -> Iterator[Indicator]:
    at = {(fact.row, fact.column): fact for fact in facts}
    for leaf in tree.leaves:
        weight, score = at.get((leaf.row, leaf.weight_column)), at.get((leaf.row, leaf.score_column))
        if weight is None:
            continue
        yield Indicator(
            form_id=form_id,
            document=owner.document,
            location=weight.location,
            dimension=leaf.dimension,
            path=leaf.path,
            indicator=leaf.name,
            weight=weight.value,
            target_raw=leaf.target,
            actual_raw=leaf.actual,
            score=score.value if score is not None else None,
            criteria=None,
            reason=leaf.criteria or None,
            doubt=weight.doubt or (score.doubt if score is not None else None),
        )
