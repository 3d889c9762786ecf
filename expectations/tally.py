"""Outcomes → the lists beside the findings: rounding rolled up, what did not run and why, the counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from expectations.model import STATUSES, Gap, Outcome, Rounding
from expectations.order import rule_order
from expectations.places import table_index
from ingest.facts import Canonical
from ingest.model import Text

MOST_PLACES = 6
"""How many places a line under "not checked" names before it only counts."""


def coverage(outcomes: Sequence[Outcome]) -> Mapping[str, int]:
    """`checks` and one count a status, which add up to it."""
    return {"checks": len(outcomes), **{status: sum(o.status == status for o in outcomes) for status in STATUSES}}


def rounding(canonical: Canonical, outcomes: Sequence[Outcome]) -> tuple[Rounding, ...]:
    """Roll differences that the printed digits explain up to one line a rule and table."""
    groups: dict[tuple[str, str, str], list[Outcome]] = defaultdict(list)
    tables = table_index(canonical)
    for outcome in outcomes:
        if outcome.status == "rounding":
            table = outcome.tables[0] if outcome.tables else ""
            groups[outcome.rule, tables[table].id if table in tables else table, outcome.unit or ""].append(outcome)
    rows = []
    for rule, table, unit in sorted(groups, key=lambda key: (rule_order(key[0]), key)):
        group = groups[rule, table, unit]
        remarks = {o.reason["zh"]: o.reason for o in group if o.reason}
        rows.append(
            Rounding(
                document=canonical.document.id,
                rule=rule,
                table=table,
                count=len(group),
                largest=max((abs(o.residual) for o in group if o.residual is not None), default=Decimal(0)),
                unit=unit or None,
                remarks=tuple(remarks[zh] for zh in sorted(remarks)),
            )
        )
    return tuple(rows)


def gaps(canonical: Canonical, outcomes: Sequence[Outcome], status: str) -> tuple[Gap, ...]:
    """Group the checks of one status (`not_checked`, `not_applicable`) by rule, tables and reason."""
    tables = table_index(canonical)
    groups: dict[tuple[str, str, str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.status == status:
            titles = (tables[t].title if t in tables else t for t in outcome.tables)
            reason = outcome.reason or Text("未说明", "no reason given")
            groups[outcome.rule, " / ".join(dict.fromkeys(titles)), reason["zh"], reason["en"]].append(outcome)
    rows = [
        Gap(canonical.document.id, rule, _scope(scope, group), Text(zh, en), len(group))
        for (rule, scope, zh, en), group in groups.items()
    ]
    return tuple(sorted(rows, key=lambda g: rule_order(g.rule)))


def _scope(tables: str, group: Sequence[Outcome]) -> str:
    """`table / table: place, place, … (12)`."""
    places = list(dict.fromkeys(o.place for o in group if o.place and o.place not in tables))
    more = f" … ({len(places)})" if len(places) > MOST_PLACES else ""
    return ": ".join(part for part in (tables, ", ".join(places[:MOST_PLACES]) + more) if part)
