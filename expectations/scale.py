"""Whole-table causes: every tie between two tables is off by exactly ten thousand, so a unit (元, 万元) is wrong."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.cause import linear
from expectations.model import Outcome
from ingest.facts import Fact

TEN_THOUSAND = Decimal(10_000)
FEWEST = 2
"""One tie off by 10⁴ is as likely a slip of one number."""


@dataclass(frozen=True, slots=True)
class UnitCause:
    """The failed ties, and the tables of which one has the wrong unit: one where that is certain, else several."""

    checks: tuple[Outcome, ...]
    tables: tuple[str, ...]


def unit_causes(outcomes: Sequence[Outcome], facts: Mapping[str, Fact]) -> tuple[UnitCause, ...]:
    """Find pairs of tables whose ties all fail by a factor of 10⁴, joined where they share the table in question.

    Any other failed check with numbers of such a table that holds once they are scaled is of the same cause.
    """
    off: dict[frozenset[str], list[Outcome]] = defaultdict(list)
    agreeing: set[frozenset[str]] = set()
    for outcome in outcomes:
        pair = frozenset(outcome.tables)
        if len(pair) == 2 and outcome.relation == "=" and outcome.left and outcome.right:
            if outcome.status == "failed" and _off(outcome):
                off[pair].append(outcome)
            elif outcome.status != "failed":
                agreeing.add(pair)
    suspects = {pair: checks for pair, checks in off.items() if len(checks) >= FEWEST and pair not in agreeing}
    found: list[UnitCause] = []
    while suspects:
        # The table that is off against most others is the one; a single pair leaves it open.
        tables = list(dict.fromkeys(t for checks in suspects.values() for o in checks for t in o.tables))
        worst = max(tables, key=lambda table: sum(table in pair for pair in suspects))
        pairs = [pair for pair in suspects if worst in pair]
        checks = tuple(o for pair in pairs for o in suspects.pop(pair))
        named = (worst,) if len(pairs) > 1 else tuple(dict.fromkeys(t for o in checks for t in o.tables))
        explained = {o.check_id for o in checks} | {o.check_id for cause in found for o in cause.checks}
        others = (o for o in outcomes if o.status == "failed" and o.check_id not in explained and linear(o))
        more = tuple(o for o in others if any(_holds_scaled(o, table, facts) for table in named))
        found.append(UnitCause((*checks, *more), named))
    return tuple(found)


def _holds_scaled(outcome: Outcome, table: str, facts: Mapping[str, Fact]) -> bool:
    """Does a check between tables hold with all numbers of one table in the other unit?"""
    if table not in outcome.tables or outcome.tolerance is None:
        return False
    for scale in (TEN_THOUSAND, 1 / TEN_THOUSAND):
        residual = Decimal(0)
        for term in outcome.terms:
            fact = facts.get(term.fact_id or "")
            side = term.sign if term.side == "left" else -term.sign
            residual += side * (term.value or 0) * (scale if fact is not None and fact.table == table else 1)
        over = {"=": abs(residual), "≤": residual, "≥": -residual}.get(outcome.relation)
        if over is not None and over <= outcome.tolerance * max(scale, Decimal(1)):
            return True
    return False


def _off(outcome: Outcome) -> bool:
    """Do the two sides agree once one of them is scaled by 10⁴, within what the printed digits allow?"""
    if outcome.left_interval is None or outcome.right_interval is None:
        return False
    (a, b), (c, d) = outcome.left_interval, outcome.right_interval
    return (a * TEN_THOUSAND <= d and c <= b * TEN_THOUSAND) or (c * TEN_THOUSAND <= b and a <= d * TEN_THOUSAND)
