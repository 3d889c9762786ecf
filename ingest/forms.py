"""National self-assessment forms (F24): from the title to the 总分 row, over page breaks, into facts and indicators."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ingest.facts import Doubt, Fact, Form, Indicator, TableInfo
from ingest.goals import read_goals
from ingest.headers import texts
from ingest.indicators import Leaf, Tree, read_tree
from ingest.mapping import Frame, Owner, build
from ingest.model import Cell, Line, Table, Why
from ingest.national.fitting import fitted
from ingest.national.fundpairs import fund_pairs
from ingest.national.funds import (
    TOTAL,
    Place,
    Repairs,
    beside_total,
    fund_places,
    fund_repairs,
    share_repairs,
)
from ingest.national.grade import read_grade
from ingest.national.head import read_head
from ingest.national.leafcolumns import label_words
from ingest.national.regions import TEMPLATE, Region, merged, regions, untitled
from ingest.numerals import parse_quantity
from ingest.statutory.slots import Slot
from ingest.templates import templates
from ingest.wording import normalise

_MONEY = re.compile(r"[（(](?:单位：)?(千元|万元|亿元|元)[）)]|单位：(千元|万元|亿元|元)")
_SCORE_ABOVE = ("自评总分", "总分", "自评得分", "总得分", "自评总得分")
_WHOLE = 100
_TORN = Why("数字被拆入两格，无法确认", "digits in two cells, not confirmed", "joined")
_MISFIT = Why(
    "自评表续页的列与前页对不上，未采用",
    "the columns of this part of a form fit none of the page before; it was not read",
    "part",
)
_UNTITLED = Why(
    "像是没有标题的自评表，未作自评表读取",
    "seems to be a self-assessment form without its title; it was not read as one",
    "unread",
)
_UNSURE = Why("有指标所属的一级指标未能确定", "the dimension of some indicators was not certain", "dimension")


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
    found = list(regions(blocks))
    read = [_read_form(region, f"F24-{n:03d}", owner) for n, region in enumerate(found, start=1)]
    nameless = [
        Doubt(owner.document, table.location, (), _UNTITLED, repaired=False, template=TEMPLATE)
        for table in untitled(blocks, found)
    ]
    return Forms(
        tables=tuple(form.tables[0] for form in read),
        facts=tuple(fact for form in read for fact in form.facts),
        forms=tuple(form.forms[0] for form in read),
        indicators=tuple(indicator for form in read for indicator in form.indicators),
        doubts=(*(doubt for form in read for doubt in form.doubts), *nameless),
    )


# --- one form -------------------------------------------------------------------------------------------------


def _read_form(region: Region, form_id: str, owner: Owner) -> Forms:
    template = templates()[TEMPLATE]
    blocks, left = fitted(region.blocks, template)
    table = merged(blocks)
    tree = read_tree(table, template)
    execution = next((leaf for leaf in tree.leaves if leaf.of_execution and leaf.weight_column is not None), None)
    table = beside_total(table, template, _scores(table, execution))
    head = read_head(region.title, table)
    owner = replace(owner, entity=head.unit or owner.entity, fiscal_year=head.year or owner.fiscal_year)
    funds = fund_places(table, template) or fund_pairs(table, template)
    inside: Repairs = {(bracket.row, bracket.column): (bracket.weight, None) for bracket in tree.brackets}
    of_leaves = _leaf_slots(tree, execution, _in_funds(table, tree, funds))
    slots = [*(place.slot for place in funds), *of_leaves, *_other_slots(tree), *_score_above(table, tree)]
    repairs = {**fund_repairs(table, funds, template), **share_repairs(table, funds), **tree.repairs, **inside}
    frame = Frame(form_id, region.title, _unit(table), owner, repairs)
    mapped = build(table, template, slots, frame)
    facts = tuple(_guessed([_torn(fact, funds, repairs) for fact in mapped.facts], tree))
    number = {(fact.row_concept, fact.column_concept): fact.value for fact in facts}
    goal, outcome = read_goals(table.rows)
    form = Form(
        form_id=form_id,
        document=owner.document,
        family=TEMPLATE,
        unit=head.unit,
        project=head.project,
        fiscal_year=owner.fiscal_year,
        location=mapped.table.location,
        total_weight=number.get(("总分", "分值")),
        total_score=number.get(("总分", "得分")),
        grade=read_grade(table.rows),
        goal=goal,
        outcome=outcome,
    )
    unread = tuple(Doubt(owner.document, one.location, (), _MISFIT, repaired=False) for one in left)
    doubts = (*mapped.doubts, *_new_doubts(facts, mapped.facts), *unread)
    # No sum can be trusted of a form of which a part was not read.
    facts = tuple(replace(fact, doubt=fact.doubt or _MISFIT) for fact in facts) if left else facts
    return Forms((mapped.table,), facts, (form,), tuple(_indicators(table, tree, facts, form)), doubts)


def _unit(table: Table) -> str:
    for text in (*(text for row in table.rows for text in texts(row)), *(line.text for line in table.before[-3:])):
        match = _MONEY.search(normalise(text))
        if match is not None:
            return match[1] or match[2]
    return ""


# --- what stands elsewhere than in its column -----------------------------------------------------------------


def _score_above(table: Table, tree: Tree) -> Iterator[Slot]:
    """自评总分 | 98.5 above the indicators, in a form without a row for it."""
    for row in range(0 if tree.total else tree.first):
        cells = [(column, text) for column, text in enumerate(texts(table.rows[row])) if text.strip()]
        for (_, label), (column, text) in pairwise(cells):
            quantity = parse_quantity(text)
            if label_words(label) in _SCORE_ABOVE and quantity is not None and quantity[1] in ("", "分"):
                yield Slot(row, column, "总分", label_words(label), None, "得分", "得分")
                return


def _torn(fact: Fact, funds: Sequence[Place], repairs: Repairs) -> Fact:
    """A number with a stray second piece that no identity confirms has no value."""
    at = (fact.row, fact.column)
    if at not in repairs and any(place.at == at and place.stray is not None for place in funds):
        return replace(fact, value=None, doubt=_TORN)
    return fact


def _guessed(facts: Sequence[Fact], tree: Tree) -> Iterator[Fact]:
    """Weights of dimensions: in doubt where they are not those of the leaves and some leaf's dimension was guessed."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for fact in facts:
        if fact.row_concept == "指标" and fact.column_concept == "分值":
            sums[fact.row_label.partition("/")[0]] += fact.value or Decimal(0)
    brackets = {(bracket.row, bracket.column) for bracket in tree.brackets}
    for fact in facts:
        odd = tree.unsure and (fact.row, fact.column) in brackets and sums[fact.row_concept] != fact.value
        yield replace(fact, value=None, doubt=_UNSURE) if odd else fact


def _new_doubts(facts: Iterable[Fact], before: Iterable[Fact]) -> Iterator[Doubt]:
    for fact, old in zip(facts, before, strict=True):
        if fact.doubt is not None and old.doubt is None:
            yield Doubt(fact.document, fact.location, ((fact.raw, None, "first"),), fact.doubt, repaired=False)


# --- the indicator tree ---------------------------------------------------------------------------------------


def _scores(table: Table, leaf: Leaf | None) -> dict[str, Cell]:
    """The printed cells of weight and score of a leaf."""
    columns = (("分值", leaf.weight_column), ("得分", leaf.score_column)) if leaf is not None else ()
    row = table.rows[leaf.row] if leaf is not None else ()
    return {name: cell for name, column in columns if column is not None and (cell := row[column]) is not None}


def _in_funds(table: Table, tree: Tree, funds: Sequence[Place]) -> str:
    """Where the score of execution counts: `row` the fund table has none, `same` it has the leaf's, `no` another."""
    weight = next((p for p in funds if (p.slot.row_concept, p.slot.column_concept) == (TOTAL, "分值")), None)
    if not funds:
        return "row"
    printed = _points(table, weight.slot.row, weight.slot.column) if weight is not None else None
    leaves = [_points(table, leaf.row, leaf.weight_column) for leaf in tree.leaves]
    # All leaves together are the whole: what the fund table prints of it is printed twice.
    return "same" if printed is not None and sum(p for p in leaves if p is not None) == _WHOLE else "no"


def _points(table: Table, row: int, column: int | None) -> Decimal | None:
    quantity = parse_quantity(texts(table.rows[row])[column]) if column is not None else None
    return quantity[0].value if quantity is not None else None


def _leaf_slots(tree: Tree, execution: Leaf | None, where: str) -> Iterator[Slot]:
    """Weights and scores of the indicators; that of 预算执行率 is the one of 年度资金总额, and stands there or here."""
    for leaf in tree.leaves:
        if leaf is execution and where == "same":
            continue
        concept = TOTAL if leaf is execution and where == "row" else leaf.concept
        for column, name in ((leaf.weight_column, "分值"), (leaf.score_column, "得分")):
            if column is not None:
                yield Slot(leaf.row, column, concept, leaf.path, None, name, name)


def _other_slots(tree: Tree) -> Iterator[Slot]:
    for bracket in tree.brackets:
        # 预算执行（10分） is the weight of the row of 年度资金总额, which stands beside it.
        if bracket.dimension != "预算执行":
            yield Slot(bracket.row, bracket.column, bracket.dimension, bracket.dimension, None, "分值", "分值")
    yield from tree.total


def _indicators(table: Table, tree: Tree, facts: Sequence[Fact], form: Form) -> Iterator[Indicator]:
    at: dict[tuple[int, int | None], Fact] = {(fact.row, fact.column): fact for fact in facts}
    for leaf in tree.leaves:
        weight, score = (at.get((leaf.row, column)) for column in (leaf.weight_column, leaf.score_column))
        named = table.rows[leaf.row][leaf.name_column]
        yield Indicator(
            form_id=form.form_id,
            document=form.document,
            location=next(p.location for p in (weight, score, named, table) if p is not None),
            dimension=leaf.dimension,
            path=leaf.path,
            indicator=leaf.name,
            weight=weight.value if weight is not None else None,
            target_raw=leaf.target,
            actual_raw=leaf.actual,
            score=score.value if score is not None else None,
            criteria=None,
            reason=leaf.reason,
            doubt=next((fact.doubt for fact in (weight, score) if fact is not None and fact.doubt), None),
        )
