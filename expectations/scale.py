"""Whole-table causes: every tie between two tables is off by exactly ten thousand, so a unit (元, 万元) is wrong."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.model import Outcome

TEN_THOUSAND = Decimal(10_000)
FEWEST = 2
"""One tie off by 10⁴ is as likely a slip of one number."""


@dataclass(frozen=True, slots=True)
class UnitCause:
    """The failed ties, and the tables of which one has the wrong unit: one where that is certain, else several."""

    checks: tuple[Outcome, ...]
    tables: tuple[str, ...]


def unit_causes(outcomes: Sequence[Outcome]) -> tuple[UnitCause, ...]:
    """Find pairs of tables whose ties all fail by a factor of 10⁴, joined where they share the table in question."""
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
    found = []
    while suspects:
        # The table that is off against most others is the one; a single pair leaves it open.
        tables = list(dict.fromkeys(t for checks in suspects.values() for o in checks for t in o.tables))
        worst = max(tables, key=lambda table: sum(table in pair for pair in suspects))
        pairs = [pair for pair in suspects if worst in pair]
        checks = tuple(o for pair in pairs for o in suspects.pop(pair))
        named = (worst,) if len(pairs) > 1 else tuple(dict.fromkeys(t for o in checks for t in o.tables))
        found.append(UnitCause(checks, named))
    return tuple(found)


def _off(outcome: Outcome) -> bool:
    """Do the two sides agree once one of them is scaled by 10⁴, within what the printed digits allow?"""
    if outcome.left_interval is None or outcome.right_interval is None:
        return False
    (a, b), (c, d) = outcome.left_interval, outcome.right_interval
    return (a * TEN_THOUSAND <= d and c <= b * TEN_THOUSAND) or (c * TEN_THOUSAND <= b and a <= d * TEN_THOUSAND)
