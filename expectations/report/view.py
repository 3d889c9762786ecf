"""DocumentResult → what the page shows of it, in the order in which it shows it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from expectations.model import STATUSES, DocumentResult, Finding, Outcome, Term, Text
from expectations.places import table_index
from expectations.report.excerpt import ShownTable, coloured, excerpt, worst
from expectations.wording import MECHANISMS, Names, grouped, shortest
from ingest.facts import DocumentInfo, Fact, TableInfo

MOST_CELLS = 20_000
"""Cells of rebuilt tables that a page carries for one document (some 40 bytes each)."""
MOST_SUMS = 12
"""A cause that breaks more checks shows so many of them written out; `breaks` names all."""


@dataclass(frozen=True, slots=True)
class Operand:
    """One line of a sum."""

    sign: str
    name: Text
    value: str | None
    raw: str
    blank: bool
    mark: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A check written out."""

    rule: str
    title: Text
    relation: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    totals: tuple[str, str] | None
    """Left and right; None where there is nothing to add up."""
    residual: str | None
    tolerance: str | None
    unit: str
    reason: Text | None
    computed: bool
    """The right side is not the plain sum of its operands (a rate, a score)."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its excerpts and sums."""

    anchor: str
    finding: Finding
    excerpts: tuple[ShownTable, ...]
    sums: tuple[Sum, ...]
    slip: Text | None
    rivals: tuple[Text, ...]
    """Cells that would explain it as well."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One section of the page."""

    anchor: str
    info: DocumentInfo
    result: DocumentResult
    counts: Mapping[str, int]
    findings: tuple[FindingView, ...]
    rounding: tuple[tuple[str, str, str, int, str, str, tuple[Text, ...]], ...]
    """Rule, table id, title, count, largest, unit, remarks."""
    matrix: tuple[tuple[str, Text, tuple[int, ...]], ...]
    """Rule, title, one count a status."""
    tables: tuple[ShownTable, ...]
    unshown: tuple[TableInfo, ...]
    """Tables that no check looks at, and those beyond MOST_CELLS: by name only."""
    titles: Mapping[str, str]
    """Table id → printed title."""
    untouched: int
    """Numbers that no check with a verdict looks at."""

    @property
    def ran(self) -> int:
        """How many checks gave a verdict."""
        return sum(self.result.coverage[s] for s in ("passed", "rounding", "implausible", "failed"))


def document_view(result: DocumentResult, anchor: str) -> DocumentView:
    """Shape one document; `anchor` is its id on the page."""
    facts = {f.fact_id: f for f in result.canonical.facts}
    names = Names(facts, table_index(result.canonical))
    outcomes = {o.check_id: o for o in result.outcomes}
    status = worst(result.outcomes)
    per_rule: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in result.outcomes:
        per_rule[outcome.rule][outcome.status] += 1
    shown_tables, unshown = _tables(result, status)
    severities = Counter(f.severity for f in result.findings)
    shown = [
        _finding(f, f"{anchor}-{f.id}", result.located.get(f.id, ()), [outcomes[i] for i in f.breaks], result, names)
        for f in result.findings
    ]
    return DocumentView(
        anchor=anchor,
        info=result.canonical.document,
        result=result,
        counts={s: severities[s] for s in ("error", "warning", "info")},
        findings=tuple(shown),
        rounding=tuple(
            (
                line.rule,
                line.table,
                names.tables[line.table].title if line.table in names.tables else line.table,
                line.count,
                grouped(line.largest),
                line.unit or "",
                line.remarks,
            )
            for line in result.rounding
        ),
        matrix=tuple(
            (rule, title, tuple(per_rule[rule][s] for s in STATUSES)) for rule, title in result.titles.items()
        ),
        tables=shown_tables,
        unshown=unshown,
        titles={info.id: info.title for info in result.canonical.tables},
        untouched=sum(status.get(i, "not_checked") == "not_checked" for i in facts),
    )


def _tables(
    result: DocumentResult, worst_of: Mapping[str, str]
) -> tuple[tuple[ShownTable, ...], tuple[TableInfo, ...]]:
    """Rebuild the tables that checks look at, as many as a page can carry, those with findings before the others."""
    infos = result.canonical.tables
    status = {**worst_of, **{cells[0]: "bad" for cells in result.located.values() if cells}}
    by_table: dict[str, list[Fact]] = defaultdict(list)
    for fact in result.canonical.facts:
        by_table[fact.table].append(fact)
        if fact.doubt is not None:
            status.setdefault(fact.fact_id, "not_checked")
    marks = {info.id: {status[f.fact_id] for f in by_table[info.id] if f.fact_id in status} for info in infos}
    chosen: set[str] = set()
    room = MOST_CELLS
    for info in sorted(infos, key=lambda info: "bad" not in marks[info.id]):
        size = sum(map(len, info.grid))
        if size <= room and (marks[info.id] or info.state == "empty"):
            chosen.add(info.id)
            room -= size
    shown = tuple(coloured(info, by_table[info.id], status) for info in infos if info.id in chosen)
    return shown, tuple(info for info in infos if info.id not in chosen)


def _finding(
    finding: Finding, anchor: str, cells: Sequence[str], checks: Sequence[Outcome], result: DocumentResult, names: Names
) -> FindingView:
    located = cells[0] if cells else None
    rivals = frozenset(cells[1:]) if finding.suspect is None else frozenset()
    marks: dict[str, dict[tuple[int, int], tuple[str, Text]]] = defaultdict(dict)
    for fact in (names.fact(t) for o in checks[:MOST_SUMS] for t in o.terms):
        if fact is not None:
            mark = "bad" if fact.fact_id == located else "maybe" if fact.fact_id in rivals else "part"
            marks[fact.table][fact.row, fact.column] = mark, _said(fact, mark, finding)
    suspect = finding.suspect or {}
    return FindingView(
        anchor=anchor,
        finding=finding,
        excerpts=tuple(excerpt(info, marks[info.id]) for info in result.canonical.tables if info.id in marks),
        sums=tuple(_sum(o, result.titles, names, located) for o in checks[:MOST_SUMS]),
        slip=MECHANISMS.get(str(suspect.get("mechanism"))),
        rivals=tuple(names.cell(names.facts[i]) for i in cells[1:]),
    )


def _said(fact: Fact, mark: str, finding: Finding) -> Text:
    if mark == "bad" and finding.suspect and finding.expected:
        right = grouped(Decimal(finding.expected))
        if finding.suspect["alternatives"]:
            return {
                "zh": f"{fact.raw}，很可能有误，若为 {right} 则成立",
                "en": f"{fact.raw}, likely wrong; {right} would fit",
            }
        return {"zh": f"{fact.raw}，有误，若为 {right} 则成立", "en": f"{fact.raw}, wrong; {right} would fit"}
    if mark == "bad":
        return {"zh": f"{fact.raw}，与其他数字不符", "en": f"{fact.raw}, does not agree with the other numbers"}
    if mark == "maybe":
        return {"zh": f"{fact.raw}，可能有误", "en": f"{fact.raw}, may be the wrong one"}
    return {"zh": f"{fact.raw}，参与校验", "en": f"{fact.raw}, takes part in the check"}


def _sum(outcome: Outcome, titles: Mapping[str, Text], names: Names, located: str | None) -> Sum:
    subject = names.facts.get(located or "")
    sides = {s: _side([t for t in outcome.terms if t.side == s], names, subject) for s in ("left", "right")}
    exact = outcome.left is not None and outcome.right is not None
    added = sum((t.sign * t.value for t in outcome.terms if t.side == "right" and t.value is not None), Decimal(0))
    return Sum(
        rule=outcome.rule,
        title=titles[outcome.rule],
        relation=outcome.relation,
        left=sides["left"],
        right=sides["right"],
        totals=(grouped(outcome.left or Decimal(0)), grouped(outcome.right or Decimal(0))) if exact else None,
        residual=None if outcome.residual is None else grouped(outcome.residual),
        tolerance=None if outcome.tolerance is None else grouped(shortest(outcome.tolerance)),
        unit=outcome.unit or "",
        reason=outcome.reason,
        computed=exact and added != outcome.right,
    )


def _side(terms: Sequence[Term], names: Names, subject: Fact | None) -> tuple[Operand, ...]:
    """One line an operand; more than two blank ones share the last line."""
    blank = [t for t in terms if names.fact(t) is None and not t.value]
    if len(blank) <= 2:
        return tuple(_operand(t, names, subject) for t in terms)
    together = _operand(blank[0], names, subject)
    label = "、".join(t.label for t in blank)
    filled = (_operand(t, names, subject) for t in terms if t not in blank)
    return (*filled, replace(together, name={"zh": label, "en": label}))


def _operand(term: Term, names: Names, subject: Fact | None) -> Operand:
    fact = names.fact(term)
    name = names.cell(fact) if fact is not None and fact is subject else names.operand(term, subject)
    return Operand(
        sign="−" if term.sign < 0 else "+",
        name=name,
        value=None if term.value is None else grouped(term.value),
        raw=fact.raw if fact else "",
        blank=fact is None,
        mark="bad" if fact is not None and fact is subject else "",
        page=fact.location.page if fact else None,
    )
