"""What one cause breaks in several places that share no cell: two numbers exchanged, a row missing or too many.

Both are sought only among failed checks that no single cell explains, and only a solution that satisfies every check
it touches, and is the only one, is taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from expectations.cause import Candidate, Cause, factor, linear
from expectations.model import Outcome, Term
from ingest.facts import Fact, templates

MOST = 60
"""Failed checks looked at: where more fail, something else than a slip is wrong with the document."""
MOST_CELLS = 80
"""Cells of one check that could be one of the two."""


def joined(
    causes: Sequence[Cause], facts: Mapping[str, Fact], by_fact: Mapping[str, Sequence[Outcome]]
) -> Iterator[Cause]:
    """The causes, those of two exchanged cells or of one row in one."""
    alone = [c for c in causes if len(c.checks) == 1 and not c.candidates]
    kept = [c for c in causes if c not in alone]
    waiting = {c.checks[0].check_id: c.checks[0] for c in alone}
    sums = [outcome for outcome in waiting.values() if _open(outcome)]
    if 1 < len(sums) <= MOST:
        for first, second in combinations(sums, 2):
            if {first.check_id, second.check_id} <= waiting.keys():
                pair = _exchange(first, second, facts, by_fact)
                if pair is not None:
                    broken = {o.check_id: o for cell in pair for o in by_fact[cell.fact_id] if o.check_id in waiting}
                    kept.append(Cause(tuple(broken.values()), Candidate(pair[0], (_value(pair[1]),), None, pair[1])))
                    waiting = {name: o for name, o in waiting.items() if name not in broken}
    kept += _rows([outcome for outcome in waiting.values() if _open(outcome)], facts)
    yield from (*kept, *(Cause((outcome,)) for outcome in waiting.values() if not _open(outcome)))


def _open(outcome: Outcome) -> bool:
    return outcome.status == "failed" and outcome.relation == "=" and linear(outcome) and bool(outcome.residual)


def _cells(terms: Iterable[Term], facts: Mapping[str, Fact]) -> list[Fact]:
    return [fact for term in terms if (fact := facts.get(term.fact_id or "")) is not None]


def _value(cell: Fact) -> Decimal:
    return cell.value if cell.value is not None else Decimal(0)


def _exchange(
    first: Outcome, second: Outcome, facts: Mapping[str, Fact], by_fact: Mapping[str, Sequence[Outcome]]
) -> tuple[Fact, Fact] | None:
    """Two cells of one row or one column, one in each check; None unless there is exactly one such pair."""
    if first.residual is None or second.residual is None or first.unit != second.unit:
        return None
    if abs(abs(first.residual) - abs(second.residual)) > (first.tolerance or 0) + (second.tolerance or 0):
        return None
    ours, theirs = (_cells(o.terms, facts) for o in (first, second))
    if len(ours) > MOST_CELLS or len(theirs) > MOST_CELLS:
        return None
    slack = (first.tolerance or Decimal(0)) + (second.tolerance or Decimal(0))
    found = []
    for one in ours:
        for other in theirs:
            beside = one.table == other.table and (one.row == other.row) != (one.column == other.column)
            gap = abs(_value(one) - _value(other)) * factor(one.unit, first.unit or "")
            if beside and abs(gap - abs(first.residual)) <= slack and _settles(one, other, by_fact):
                found.append((one, other))
    return found[0] if len(found) == 1 else None


def _settles(one: Fact, other: Fact, by_fact: Mapping[str, Sequence[Outcome]]) -> bool:
    """Do all checks of two cells hold once their numbers are exchanged?"""
    new = {one.fact_id: _value(other) - _value(one), other.fact_id: _value(one) - _value(other)}
    touched = {o.check_id: o for cell in (one, other) for o in by_fact[cell.fact_id] if o.left is not None}
    for outcome in touched.values():
        if not linear(outcome) or outcome.residual is None or outcome.tolerance is None:
            return False
        moved = outcome.residual
        for term in outcome.terms:
            if term.fact_id in new:
                side = term.sign if term.side == "left" else -term.sign
                moved += side * new[term.fact_id] * factor(one.unit, outcome.unit or "")
        over = {"=": abs(moved), "≤": moved, "≥": -moved}.get(outcome.relation)
        if over is None or over > outcome.tolerance:
            return False
    return True


def _rows(outcomes: Sequence[Outcome], facts: Mapping[str, Fact]) -> Iterator[Cause]:
    """Sums of one row of totals that fail column by column, by amounts that are themselves a row of the table.

    A row below that is missing, printed twice or wholly another one makes them; a wrong cell never does.
    """
    groups: defaultdict[tuple[str, str, int], list[tuple[Fact, Outcome]]] = defaultdict(list)
    single = []
    for outcome in outcomes:
        whole = _cells([t for t in outcome.terms if t.side == "left"], facts)
        if len(whole) == 1 and len(outcome.terms) > 1:
            groups[outcome.rule, whole[0].table, whole[0].row].append((whole[0], outcome))
        else:
            single.append(outcome)
    for held in groups.values():
        if len(held) > 1 and _is_row(held):
            yield Cause(tuple(outcome for _, outcome in held), row=True)
        else:
            single += [outcome for _, outcome in held]
    yield from (Cause((outcome,)) for outcome in single)


def _is_row(held: Sequence[tuple[Fact, Outcome]]) -> bool:
    """Do the differences satisfy what every row of the table does, such as 合计 = 基本支出 + 项目支出?"""
    gaps = {fact.column_concept: outcome.residual or Decimal(0) for fact, outcome in held}
    slack = sum((outcome.tolerance or Decimal(0) for _, outcome in held), Decimal(0))
    for identity in templates()[held[0][0].template].identities.values():
        named = {*identity.whole, *identity.parts, *identity.less}
        if identity.each == "row" and len(gaps.keys() & named) > 1:
            whole = sum((gaps.get(name, Decimal(0)) for name in identity.whole), Decimal(0))
            parts = sum((gaps.get(name, Decimal(0)) for name in identity.parts), Decimal(0))
            less = sum((gaps.get(name, Decimal(0)) for name in identity.less), Decimal(0))
            return abs(whole - parts + less) <= 2 * slack
    return False


def with_words(causes: Sequence[Cause], facts: Mapping[str, Fact]) -> list[Cause]:
    """A cell that a check of words accuses and a cause of numbers as well is one cause, the numbers first."""
    merged = list(causes)
    gone: set[int] = set()
    for at, cause in enumerate(causes):
        subject = cause.checks[0].subject
        cell = facts.get(subject.removeprefix("格:")) if subject.startswith("格:") else None
        there = next((n for n, other in enumerate(merged) if n != at and cell and _explains(cell, other)), None)
        if there is not None and cell is not None:
            other = merged[there]
            suspect = other.suspect or Candidate(cell, (-_value(cell),), "sign")
            merged[there] = replace(other, checks=(*other.checks, *cause.checks), suspect=suspect, candidates=())
            gone.add(at)
    return [cause for at, cause in enumerate(merged) if at not in gone]


def _explains(cell: Fact, cause: Cause) -> bool:
    """Is it the suspect of the cause, or does its one check hold with the other sign?"""
    if cause.suspect is not None:
        return cause.suspect.cell.fact_id == cell.fact_id
    check = cause.checks[0]
    if len(cause.checks) > 1 or not _open(check) or check.residual is None or check.tolerance is None:
        return False
    signs = [t.sign if t.side == "left" else -t.sign for t in check.terms if t.fact_id == cell.fact_id]
    turned = 2 * _value(cell) * factor(cell.unit, check.unit or "")
    return len(signs) == 1 and abs(check.residual - signs[0] * turned) <= check.tolerance
