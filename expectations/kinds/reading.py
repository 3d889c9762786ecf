"""reading: was the document read well enough to be judged (rules.md §14)? What is in doubt is never accused.

`what` is the test. Its check is `passed` where nothing is in doubt, or every doubt was settled, and `not_checked` where
doubts are left: the rules that meet them are not checked either, and say so.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from expectations import quality, reasons
from expectations.book import Book, Grid, absurd
from expectations.kinds.linear import Draft
from expectations.kinds.placing import Verdict, cell_of, drafted
from expectations.kinds.rollup import families
from expectations.model import Place
from expectations.reasons import because
from expectations.rule import Clause, Rule
from ingest.facts import UNITS, Fact, TableInfo
from ingest.model import Text

_MOST = 5
_FORMS = ("F19", "F24")
_RESIDUE = re.compile(r"[^\d.,\-\s]")
_ROWS_ALONE = Text("只读到表头，或有行未归入任何表", "a header alone, or rows of no table")
_TWICE = Text("各行之和恰为合计的两倍", "the rows are exactly twice the total")
_NO_UNIT = Text("没有印出金额单位，不与他表比较", "no unit is printed: not compared with other tables")
_NO_NUMBER = Text("含有数字而不能读成一个数", "digits that are not one number")
_NO_AMOUNT = Text("像编码、年度而不像金额", "a code or a year, perhaps, and no amount")
_FEWEST = 10
"""Fewer amounts in words say nothing about the order of the text."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a document."""
    kind = book.document.kind
    if rule.documents and kind != "unknown" and kind not in rule.documents:
        verdict = Verdict("not_applicable", because("other_kind"))
    else:
        verdict = TESTS[clause.what](rule, book) or _doubts(rule, book)
    yield drafted(rule, clause, book, (), rule.id, verdict)


def _doubts(rule: Rule, book: Book) -> Verdict:
    """What is left of the doubts that belong to this test."""
    mine = list(quality.doubts_of(book.canonical.doubts, rule.id))
    places = [
        Place(doubt.reason.zh, doubt.readings[0][0] if doubt.readings else "", doubt.location)
        for doubt in sorted(mine, key=lambda doubt: doubt.repaired)
    ]
    left = [doubt for doubt in mine if not doubt.repaired]
    if left:
        why = left[0].reason
        return Verdict(
            "not_checked", because("left_in_doubt", rule=rule.id, count=len(left), why=why), tuple(places[:_MOST])
        )
    return Verdict(
        "passed", because("settled_doubts", rule=rule.id, count=len(mine)) if mine else None, tuple(places[:_MOST])
    )


def _in_doubt(rule: Rule, what: Text, places: list[Place]) -> Verdict | None:
    if not places:
        return None
    return Verdict(
        "not_checked", because("left_in_doubt", rule=rule.id, count=len(places), why=what), tuple(places[:_MOST])
    )


def _forms(rule: Rule, book: Book) -> Verdict | None:
    del rule
    return None if book.canonical.forms else Verdict("not_applicable", because("no_forms"))


def _weights(rule: Rule, book: Book) -> Verdict | None:
    """Forms whose leaves do not weigh what their total says."""
    held: dict[str, list[object]] = {}
    for item in book.canonical.indicators:
        held.setdefault(item.form_id, []).append(item.weight)
    places = [
        Place(form.project or form.form_id, str(form.total_weight), form.location)
        for form in book.canonical.forms
        if form.total_weight is not None and None in held.get(form.form_id, [None])
    ]
    return _forms(rule, book) or _in_doubt(rule, Text("有指标没有读到分值", "indicators without a weight"), places)


def _totals(rule: Rule, book: Book) -> Verdict | None:
    """Forms without a total, where others of their family have one."""
    forms = book.canonical.forms
    families_with = {form.family for form in forms if form.total_score is not None}
    lost = [
        Place(form.project or form.form_id, "", form.location)
        for form in forms
        if form.total_score is None and form.family in families_with
    ]
    return _forms(rule, book) or _in_doubt(rule, Text("没有读到总分", "no total score was read"), lost)


def _statutory(book: Book) -> Iterator[TableInfo]:
    return (info for info in book.canonical.tables if info.template.startswith("T"))


def _headers(rule: Rule, book: Book) -> Verdict | None:
    """A table of which only the header was read, or rows that belong to no table."""
    bare = [
        Place(info.title, info.title, info.location)
        for info in _statutory(book)
        if not info.columns or (not info.rows and info.statement is None and info.state != "empty")
    ]
    alone = [
        Place(d.reason.zh, d.readings[0][0] if d.readings else "", d.location)
        for d in quality.doubts_of(book.canonical.doubts, rule.id)
    ]
    return _in_doubt(rule, _ROWS_ALONE, [*bare, *alone])


def _twice(rule: Rule, book: Book) -> Verdict | None:
    """Tables whose rows add up to exactly twice their total: a total among the addends, or everything read twice."""
    info_of = {info.id for info in _statutory(book)}
    grids = [grid for held in book.grids.values() for grid in held if grid.info.id in info_of]
    return _in_doubt(rule, _TWICE, [*_doubled(grids)])


def _doubled(grids: list[Grid]) -> Iterator[Place]:
    for grid in (grid for grid in grids if grid.template.shape == "coded"):
        for family in families(grid):
            if grid.rows[family.parent].code is not None or len(family.children) < 1:
                continue
            for column in grid.columns:
                whole = [fact.value for fact in grid.cells.get((family.parent, column), ())]
                parts = [f.value for at in family.children for f in grid.cells.get((at, column), ())]
                if whole and whole[0] and None not in parts and sum(p for p in parts if p) == 2 * whole[0]:
                    yield Place(grid.info.title, str(whole[0]), grid.info.location)


def _pages(rule: Rule, book: Book) -> Verdict | None:
    if book.document.pages is None:
        return Verdict("not_applicable", because("no_pages"))
    unread = book.document.pages_unread
    if not unread:
        return None
    reason = because(
        "left_in_doubt",
        rule=rule.id,
        count=len(unread),
        why=because("pages_not_read", pages=reasons.pages(unread)),
    )
    return Verdict("not_checked", reason)


def _order(rule: Rule, book: Book) -> Verdict | None:
    """Words before which no digit stands, though they are units: the text is not in its order."""
    prose = "".join(paragraph.text for paragraph in book.canonical.paragraphs)
    units = len(re.findall("万元", prose))
    bound = len(re.findall(r"\d\s*万元", prose))
    titles = len(re.findall(r"单位[:：]?\s*万元|[（(]万元[）)]", prose))
    if units - titles >= _FEWEST and 2 * bound < units - titles:
        what = Text("半数以上的“万元”前没有数字", "most 万元 have no number before them")
        return Verdict("not_checked", because("left_in_doubt", rule=rule.id, count=units - titles - bound, why=what))
    return None


def _units(rule: Rule, book: Book) -> Verdict | None:
    """Tables of amounts that print no unit."""
    amounts = {fact.table for fact in book.canonical.facts}
    places = [
        Place(info.title, info.title, info.location)
        for info in _statutory(book)
        if not info.unit and info.id in amounts
    ]
    return _in_doubt(rule, _NO_UNIT, places)


def _residue(rule: Rule, book: Book) -> Verdict | None:
    """Cells that hold digits and were not read as a number; how many others were read in spite of residue."""
    facts = [fact for fact in book.canonical.facts if fact.template.startswith("T")]
    lost = [cell_of(fact) for fact in facts if fact.value is None]
    cleaned = sum(1 for fact in facts if fact.value is not None and _RESIDUE.search(fact.raw))
    if lost or not cleaned:
        return _in_doubt(rule, _NO_NUMBER, lost)
    return Verdict("passed", because("settled_doubts", rule=rule.id, count=cleaned))


def _no_amounts(rule: Rule, book: Book) -> Verdict | None:
    """Amounts that look like a code, a year or no number of money at all."""
    held: dict[str, list[Fact]] = {}
    for fact in book.canonical.facts:
        if fact.unit in UNITS and fact.template.startswith("T") and fact.value:
            held.setdefault(fact.table, []).append(fact)
    strange = []
    for facts in held.values():
        whole = [f for f in facts if not f.decimals]
        if 4 * len(whole) < len(facts):
            years = str(book.document.fiscal_year or "")
            strange += [f for f in whole if f.raw.strip() == years or (f.code and f.raw.strip() == f.code)]
        strange += [fact for fact in facts if absurd(fact)]
    what = _NO_AMOUNT
    return _in_doubt(rule, what, [cell_of(fact) for fact in strange])


def _later(rule: Rule, book: Book) -> Verdict | None:
    del rule, book
    return Verdict("passed", because("done_later"))


def _kind(rule: Rule, book: Book) -> Verdict | None:
    del rule
    return Verdict("passed", reasons.kind_of(book.document.kind))


def _only_doubts(rule: Rule, book: Book) -> Verdict | None:
    del rule, book
    return None


TESTS: Mapping[str, Callable[[Rule, Book], Verdict | None]] = {
    "计数": _forms,
    "断开": _only_doubts,
    "分格": _only_doubts,
    "权重": _weights,
    "总分": _totals,
    "表头": _headers,
    "两倍": _twice,
    "页": _pages,
    "次序": _order,
    "归并": _later,
    "单位": _units,
    "残留": _residue,
    "非金额": _no_amounts,
    "种类": _kind,
}
"""What a test looks at besides the doubts that are its; None where that leaves the verdict to the doubts."""


def refuse(clause: Clause) -> str | None:
    """Why the clause tests nothing."""
    return None if clause.what in TESTS else f"what: {'、'.join(TESTS)}"
