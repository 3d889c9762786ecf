"""Rules × facts of one document → outcomes: one pass, plain Python, exact integers, in a fixed order."""

import gc
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from expectations.binding import settled, tables_of
from expectations.book import Book
from expectations.intervals import unlikely
from expectations.kinds import KINDS
from expectations.kinds.joint import clause_key
from expectations.kinds.linear import Draft
from expectations.model import Outcome
from expectations.rule import Rule
from ingest.facts import Canonical

_REMEMBERED = frozenset({"identity", "rollup", "tie"})


def confront(rules: Sequence[Rule], canonical: Canonical) -> tuple[Outcome, ...]:
    """Every expected check of every rule, once each, in the order of the rules and then of the document."""
    collecting = gc.isenabled()
    gc.disable()  # nothing made here is cyclic, and walking the growing lists again and again costs a third of the time
    try:
        return _confront(rules, canonical)
    finally:
        if collecting:
            gc.enable()


def _confront(rules: Sequence[Rule], canonical: Canonical) -> tuple[Outcome, ...]:
    read = {table for rule in rules for clause in rule.clauses for table in tables_of(settled(clause))}
    book = Book(canonical, read)
    by_rule: dict[int, list[Draft]] = {}
    # A rule that joins relations looks at all of them: it is worked out last.
    for at, rule in sorted(enumerate(rules), key=lambda pair: pair[1].kind == "joint"):
        by_rule[at] = []
        for clause in rule.clauses:
            kind = "joint" if clause.kind == "joint" else settled(clause).kind
            made = list(KINDS[kind].check(rule, clause, book))
            if kind in _REMEMBERED:
                book.memory.setdefault(clause_key(clause), made)
            by_rule[at] += made
    drafts = [draft for at in range(len(rules)) for draft in by_rule[at]]
    soft = sum(draft.soft is not None for draft in drafts)
    return tuple(_numbered([_soft_tier(draft, soft) for draft in drafts]))


def _soft_tier(draft: Draft, checks: int) -> Outcome:
    """Possible by rounding, but would one document in a thousand show it? (rules.md §1.5)."""
    outcome = draft.outcome
    if outcome.status == "rounding" and draft.soft is not None and unlikely(*draft.soft, checks):
        severity = "info" if outcome.severity == "info" else "warning"
        return replace(outcome, status="implausible", severity=severity)
    return outcome


def _numbered(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Tell apart the checks that share an id (one label twice in a form), in their order."""
    times: Counter[str] = Counter()
    found = []
    for outcome in outcomes:
        times[outcome.check_id] += 1
        nth = times[outcome.check_id]
        found.append(outcome if nth == 1 else replace(outcome, check_id=f"{outcome.check_id}-{nth}"))
    return found
