"""DocumentResult → the data of its page: plain lists and dicts of texts and whole numbers, as small as is sensible.

The page holds it as JSON and builds what a reader asks for; `templates/page-*.js` read it. A text for people is
[zh, en]; what refers to another list is its index there.

numbers   [table, row, column, place]      a printed number; place is its page or line; claims have table −1 and
                                           row = index into `claims`
checks    [rule, status, place, tables, relation, left, right, left low, left high, right low, right high, residual,
           tolerance, unit, reason, numbers]; its texts are indexes into `pool`, −1 for none
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from expectations.model import STATUSES, DocumentResult, Finding, Outcome
from expectations.order import rule_order
from expectations.places import table_index
from expectations.report.sights import Looks
from expectations.report.sums import Operand, Sum, Writer
from expectations.report.words import family, seen
from expectations.wording import MECHANISMS, Names, grouped, shortest
from ingest.facts import Claim, TableInfo
from ingest.model import Location, Text

MOST_SUMS = 12
"""A cause that breaks more checks shows so many of them written out; `breaks` names all."""
MOST_CHARACTERS = 3_000_000
"""Of table cells that a page carries; tables beyond it are named, and stand whole under canonical/tables/."""
MOST_RIVALS = 20
MOST_MARKS = 60

Json = dict[str, Any]
Pair = list[str]


@dataclass(slots=True)
class _Page:
    """What is collected while the data of one page is put together; never leaves this module."""

    result: DocumentResult
    tables: dict[str, int]
    rules: dict[str, int]
    numbers: list[list[Any]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    reasons: dict[tuple[str, str], int] = field(default_factory=dict)
    pool: dict[str, int] = field(default_factory=dict)

    def pooled(self, text: str | None) -> int:
        """The index of a text that many checks share."""
        return -1 if text is None else self.pool.setdefault(text, len(self.pool))


def payload(result: DocumentResult, because: Mapping[str, Text], looks: Looks, known: frozenset[str]) -> Json:
    """Make the data of one page; `because` is rule → reason, `known` the ids that a baseline has already."""
    canonical = result.canonical
    carried = _carried(result)
    rules = sorted({*result.titles, *(f.rule for f in result.findings)}, key=rule_order)
    page = _Page(result, {t.id: i for i, t in enumerate(carried)}, {rule: i for i, rule in enumerate(rules)})
    facts = {fact.fact_id: fact for fact in canonical.facts}
    claims = {claim.claim_id: claim for claim in canonical.claims}
    writer = Writer(Names(facts, table_index(canonical)), claims, lambda name: _number(page, name, writer))
    checks = [_check(page, outcome, writer) for outcome in result.outcomes]
    order = {outcome.check_id: i for i, outcome in enumerate(result.outcomes)}
    pictures: dict[bytes, int] = {}
    findings = [_finding(page, f, writer, order, looks, pictures, known) for f in result.findings]
    titles = {**{f.rule: f.title for f in result.findings}, **result.titles}
    reasons = {**{f.rule: f.because for f in result.findings}, **because}
    return {
        "id": canonical.document.id,
        "sha256": canonical.document.sha256,
        "statuses": list(STATUSES),
        "rules": [[rule, family(rule), _pair(titles[rule]), _pair(reasons.get(rule, Text("", "")))] for rule in rules],
        "tables": [_table(result, info) for info in carried],
        "numbers": page.numbers,
        "claims": [[seen(c.raw), seen(c.sentence), seen(c.section), _place(c.location)] for c in page.claims],
        "reasons": [list(reason) for reason in page.reasons],
        "pool": list(page.pool),
        "checks": checks,
        "findings": findings,
        "pictures": [base64.b64encode(png).decode() for png in pictures],
    }


def _carried(result: DocumentResult) -> list[TableInfo]:
    """The tables a page has room for, those of findings first; in the order of the document."""
    bad = {str(f.location["table"]) for f in result.findings}
    room = MOST_CHARACTERS
    chosen: set[str] = set()
    for info in sorted(result.canonical.tables, key=lambda info: info.id not in bad):
        size = sum(len(text) + 4 for row in info.grid for text in row)
        if size <= room:
            chosen.add(info.id)
            room -= size
    return [info for info in result.canonical.tables if info.id in chosen]


def _table(result: DocumentResult, info: TableInfo) -> Json:
    form = next((form for form in result.canonical.forms if form.form_id == info.id), None)
    return {
        "id": info.id,
        "template": info.template,
        "title": seen(info.title),
        "unit": info.unit,
        "place": _place(info.location),
        "empty": info.state == "empty",
        "statement": seen(info.statement or ""),
        "body": seen(form.unit or "") if form else "",
        "project": seen(form.project or "") if form else "",
        "head": info.header_rows,
        "grid": [[seen(text) for text in row] for row in info.grid],
    }


def _place(location: Location) -> list[int] | None:
    """[page, 0] or [0, line]; None where neither is known."""
    return [location.page or 0, location.line or 0] if location.page or location.line else None


def _number(page: _Page, name: str, writer: Writer) -> int:
    """The index of a fact or claim among the numbers, put there when it is first asked for."""
    if name not in page.places:
        page.places[name] = len(page.numbers)
        fact = writer.names.facts.get(name)
        if fact is not None:
            page.numbers.append([page.tables.get(fact.table, -2), fact.row, fact.column, _place(fact.location)])
        else:
            page.numbers.append([-1, len(page.claims), 0, _place(writer.claims[name].location)])
            page.claims.append(writer.claims[name])
    return page.places[name]


def _check(page: _Page, outcome: Outcome, writer: Writer) -> list[Any]:
    reason = -1
    if outcome.reason is not None:
        reason = page.reasons.setdefault((seen(outcome.reason["zh"]), seen(outcome.reason["en"])), len(page.reasons))
    known = (term.fact_id for term in outcome.terms if term.fact_id is not None)
    left, right = outcome.left_interval or (None, None), outcome.right_interval or (None, None)
    figures = (
        *(None if figure is None else grouped(figure) for figure in (outcome.left, outcome.right)),
        *(_bound(figure, outcome.left) for figure in (*left, *right)),
        None if outcome.residual is None else grouped(outcome.residual),
        None if outcome.tolerance is None else grouped(shortest(outcome.tolerance)),
    )
    return [
        page.rules[outcome.rule],
        STATUSES.index(outcome.status),
        page.pooled(seen(outcome.place)),
        [page.tables[table] if table in page.tables else seen(table) for table in outcome.tables],
        page.pooled(outcome.relation),
        *map(page.pooled, figures),
        page.pooled(outcome.unit or ""),
        reason,
        [_number(page, name, writer) for name in known if name in writer.names.facts or name in writer.claims],
    ]


def _finding(
    page: _Page,
    finding: Finding,
    writer: Writer,
    order: Mapping[str, int],
    looks: Looks,
    pictures: dict[bytes, int],
    known: frozenset[str],
) -> Json:
    cells = page.result.located.get(finding.id, ())
    located = cells[0] if cells else None
    suspect = finding.suspect or {}
    checks = [order[name] for name in finding.breaks if name in order]
    rivals = [name for name in cells[1:] if name in writer.names.facts][:MOST_RIVALS]
    table = page.tables.get(str(finding.location["table"]), -1)
    outcomes = [page.result.outcomes[i] for i in checks]
    return {
        "id": finding.id,
        "rule": page.rules[finding.rule],
        "severity": finding.severity,
        "fault": finding.fault,
        "known": finding.id in known,
        "table": table,
        "title": "" if table >= 0 else seen(str(finding.location["table"] or "")),
        "page": finding.location["page"],
        "line": finding.location["line"],
        "row": seen(str(finding.location["row"] or "")),
        "column": seen(str(finding.location["column"] or finding.location["section"] or "")),
        "figures": [_figure(v) for v in (finding.printed, finding.expected, finding.difference, finding.tolerance)],
        "unit": finding.unit or "",
        "message": _pair(finding.message),
        "cause": str(suspect.get("mechanism") or ("cell" if suspect else finding.fault)),
        "slip": _pair(MECHANISMS[str(suspect["mechanism"])]) if suspect.get("mechanism") in MECHANISMS else None,
        "proposed": [grouped(Decimal(text)) for text in suspect.get("proposed", ())],  # type: ignore[attr-defined]
        "suspect": bool(suspect),
        "number": _number(page, located, writer) if located in writer.names.facts and located is not None else -1,
        "rivals": [[_pair(writer.names.cell(writer.names.facts[n])), _number(page, n, writer)] for n in rivals],
        "sums": [
            _sum(page.result.outcomes[i], i, writer.written(page.result.outcomes[i], located))
            for i in checks[:MOST_SUMS]
        ],
        "checks": checks,
        "ids": [seen(name) for name in finding.breaks],
        "pictures": [
            {
                "image": pictures.setdefault(shown.picture.png, len(pictures)),
                "page": shown.picture.page,
                "clip": [round(x, 1) for x in shown.picture.clip],
                "boxes": [[round(x, 1) for x in box] for box in shown.boxes],
                "first": shown.first,
            }
            for shown in looks.pictures.get(finding.id, ())
        ],
        "lines": [
            [passage.first, [seen(text) for text in passage.lines]] for passage in looks.passages.get(finding.id, ())
        ],
        "marks": _marks(outcomes, writer),
        "waived": None if finding.waived is None else {key: seen(text) for key, text in finding.waived.items()},
    }


def _bound(value: Decimal | None, like: Decimal | None) -> str | None:
    """An end of an interval: without trailing zeros, but with as many decimals as the number it belongs to."""
    if value is None:
        return None
    short = shortest(value)
    if like is not None and int(like.as_tuple().exponent) < int(short.as_tuple().exponent):
        short = short.quantize(like)
    return grouped(short)


def _marks(outcomes: Sequence[Outcome], writer: Writer) -> list[list[Any]]:
    """[line, column of the table, text] of the printed numbers that take part, for a text file."""
    facts = (writer.names.facts.get(t.fact_id or "") for o in outcomes[:MOST_SUMS] for t in o.terms)
    places = {(f.location.line, f.column, seen(f.raw)): None for f in facts if f is not None and f.location.line}
    claims = (writer.claims.get(t.fact_id or "") for o in outcomes[:MOST_SUMS] for t in o.terms)
    places |= {(c.location.line, -1, seen(c.raw)): None for c in claims if c is not None and c.location.line}
    return [list(place) for place in places][:MOST_MARKS]


def _figure(text: str | None) -> str | None:
    return None if text is None else grouped(Decimal(text))


def _sum(outcome: Outcome, index: int, written: Sum) -> Json:
    return {
        "check": index,
        "left": [_operand(one) for one in written.left],
        "right": [_operand(one) for one in written.right],
        "totals": written.totals,
        "computed": written.computed,
        "residual": written.residual,
        "tolerance": written.tolerance,
        "relation": outcome.relation,
    }


def _operand(one: Operand) -> Sequence[Any]:
    """[sign, name, value, raw, blank, in question, number]."""
    number = -1 if one.number is None else one.number
    return [one.sign, _pair(one.name), one.value, seen(one.raw), int(one.blank), int(one.subject), number]


def _pair(text: Text) -> Pair:
    return [seen(text["zh"]), seen(text["en"])]
