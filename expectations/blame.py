"""Failed checks → causes: which one cell, which value it should have, which slip explains it.

A cell is a candidate if one value of it satisfies every check that contains it, the failed and the passed ones
(the single-error case of Fellegi and Holt 1976, with the width that the printed digits leave). What no single
cell explains is looked at once more (`exchange`), and else stays one cause a check.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from expectations.cause import Candidate, Cause, factor, total
from expectations.exchange import joined, with_words
from expectations.model import Outcome, Term
from expectations.order import rule_order
from expectations.scale import unit_causes
from ingest.facts import Fact

Range = tuple[Decimal, Decimal]
INFINITY = Decimal("Infinity")
NEAR = 5
"""How many last digits around the exact value are tried for a slip that explains it."""
EVERYTHING: Range = (-INFINITY, INFINITY)
RAN = frozenset({"passed", "rounding", "implausible", "failed"})
BROKEN = frozenset({"failed", "implausible"})
"""An unlikely residual accuses nobody by itself, and does confirm a cell that a failed check accuses."""


def causes(outcomes: Sequence[Outcome], facts: Mapping[str, Fact]) -> tuple[Cause, ...]:
    """Group the failed and implausible outcomes of one document into causes, in the order of rules.md §1.6."""
    by_fact: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.status in RAN:
            for fact_id in dict.fromkeys(t.fact_id for t in outcome.terms if t.fact_id in facts):
                by_fact[str(fact_id)].append(outcome)
    found = [Cause(_ordered(whole.checks), unit_of=whole.tables) for whole in unit_causes(outcomes, facts)]
    found += _worded(outcomes)
    explained = {o.check_id for cause in found for o in cause.checks}
    numbers: list[Cause] = []
    for cluster in _clusters([o for o in outcomes if o.status in BROKEN and o.check_id not in explained]):
        numbers += _explain(cluster, facts, by_fact)
    found = with_words([*found, *joined(numbers, facts, by_fact)], facts)
    return tuple(sorted(found, key=lambda c: (rule_order(c.checks[0].rule), c.checks[0].check_id)))


def _worded(outcomes: Sequence[Outcome]) -> list[Cause]:
    """Failed checks of words and structure: those of one subject are one cause, the gravest first.

    So are hints: what is worth no more than an info is said once for all its places.
    """
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.status == "failed" and outcome.subject and (outcome.left is None or outcome.severity == "info"):
            groups[outcome.subject].append(outcome)
    gravity = ("error", "warning", "info")
    return [
        Cause(tuple(sorted(group, key=lambda o: (gravity.index(o.severity), rule_order(o.rule)))))
        for group in groups.values()
    ]


def _clusters(broken: Sequence[Outcome]) -> list[list[Outcome]]:
    """Broken checks connected by shared facts, each cluster in document order."""
    parent = list(range(len(broken)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[str, int] = {}
    for i, outcome in enumerate(broken):
        for term in outcome.terms:
            if term.fact_id is not None:
                parent[root(i)] = root(seen.setdefault(term.fact_id, i))
    groups: dict[int, list[Outcome]] = defaultdict(list)
    for i, outcome in enumerate(broken):
        groups[root(i)].append(outcome)
    return list(groups.values())


def _explain(
    cluster: Sequence[Outcome], facts: Mapping[str, Fact], by_fact: Mapping[str, Sequence[Outcome]]
) -> list[Cause]:
    """Cover the broken checks of a cluster with single cells, the one that explains most first."""
    remaining = {o.check_id: o for o in cluster}
    options: list[tuple[frozenset[str], Candidate]] = []
    for fact_id in dict.fromkeys(t.fact_id for o in cluster for t in o.terms if t.fact_id in facts):
        cell = facts[str(fact_id)]
        broken = [o for o in by_fact[cell.fact_id] if o.status in BROKEN]
        # The same numbers compared twice confirm nothing.
        confirmed = len({frozenset(t.fact_id for t in o.terms) for o in broken}) >= 2
        if confirmed and any(o.status == "failed" for o in broken):
            candidate = _candidate(cell, by_fact[cell.fact_id])
            if candidate:
                options.append((frozenset(o.check_id for o in broken), candidate))
    found: list[Cause] = []
    while fitting := [(ids, c) for ids, c in options if ids <= remaining.keys()]:
        most = max(len(ids) for ids, _ in fitting)
        best = next(ids for ids, _ in fitting if len(ids) == most)
        rivals = [c for ids, c in fitting if len(ids) == most and ids & best]
        equals = tuple(c for ids, c in fitting if ids == best)
        found.append(Cause(_ordered(remaining.pop(i) for i in sorted(best)), _outstanding(rivals), equals))
    return found + [Cause((o,)) for o in remaining.values()]


def _ordered(checks: Iterable[Outcome]) -> tuple[Outcome, ...]:
    return tuple(sorted(checks, key=lambda o: (o.status != "failed", rule_order(o.rule), o.check_id)))


def _outstanding(rivals: Sequence[Candidate]) -> Candidate | None:
    """The one candidate, or the only one whose slip can be named."""
    if len(rivals) == 1:
        return rivals[0]
    named = [c for c in rivals if c.mechanism]
    return named[0] if len(named) == 1 else None


def _candidate(cell: Fact, checks: Sequence[Outcome]) -> Candidate | None:
    """The values of `cell` that satisfy all its checks, or None."""
    if cell.value is None:
        return None
    low, high = EVERYTHING
    exact: list[tuple[Decimal, Decimal]] = []
    for outcome in checks:
        if outcome.left is None:  # says nothing about the value
            continue
        asked = _asked(cell, outcome)
        if asked is None:
            return None
        (a, b), point = asked
        low, high = max(low, a), min(high, b)
        if point is not None and outcome.status == "failed":
            exact.append((b - a, point))
    if low > high:
        return None
    step = Decimal(1).scaleb(-cell.decimals)
    rounded = (p.quantize(step, ROUND_HALF_EVEN) for _, p in sorted(exact))
    fitting = [p for p in dict.fromkeys(rounded) if low <= p <= high and p != cell.value]
    if not fitting:
        return None
    # Rounding elsewhere moves the exact value by a last digit or two; a value that a slip explains is the better one.
    around = (fitting[0] + sign * n * step for n in range(NEAR + 1) for sign in (1, -1))
    named = {p: slip for p in (*fitting, *around) if low <= p <= high and (slip := mechanism(cell.value, p))}
    proposed = tuple(dict.fromkeys((*list(named)[:1], *fitting)))
    return Candidate(cell, proposed, named.get(proposed[0]))


def _asked(cell: Fact, outcome: Outcome) -> tuple[Range, Decimal | None] | None:
    """What values of `cell` the check allows if every other number is right, and the exact one; in the cell's unit.

    None where that cannot be said from the outcome alone.
    """
    left, right = outcome.left_interval, outcome.right_interval
    mine = [t for t in outcome.terms if t.fact_id == cell.fact_id]
    if left is None or right is None or outcome.residual is None or len(mine) != 1 or cell.value is None:
        return None
    term, scale = mine[0], factor(outcome.unit, cell.unit)
    side = [t for t in outcome.terms if t.side == term.side]
    if total(side) != (outcome.left if term.side == "left" else outcome.right):
        return _asked_of_ratio(cell, outcome, side)
    if term.value is None or term.value * scale != cell.value:
        return None
    if term.side == "left":
        shift, point = (right[0] - left[1], right[1] - left[0]), -outcome.residual
    else:
        shift, point = (left[0] - right[1], left[1] - right[0]), outcome.residual
    if outcome.relation in {"≤", "<="}:
        shift = (-INFINITY, shift[1]) if term.side == "left" else (shift[0], INFINITY)
    elif outcome.relation in {"≥", ">="}:
        shift = (shift[0], INFINITY) if term.side == "left" else (-INFINITY, shift[1])
    elif outcome.relation != "=":
        return None
    if term.sign < 0:
        shift, point = (-shift[1], -shift[0]), -point
    weight = scale / abs(term.sign)
    asked = (cell.value + shift[0] * weight, cell.value + shift[1] * weight)
    return asked, cell.value + point * weight if outcome.relation == "=" else None


def _asked_of_ratio(cell: Fact, outcome: Outcome, side: Sequence[Term]) -> tuple[Range, Decimal | None] | None:
    """As `_asked` for r = a ÷ b or a × b (percent or not) on the right, all numbers positive.

    The width of the partner is neglected, which only makes a candidate harder to find.
    """
    if outcome.relation != "=" or outcome.left is None or not outcome.right or outcome.left_interval is None:
        return None
    values = [t.value for t in side if t.value is not None and t.value > 0]
    mine = next((i for i, t in enumerate(side) if t.fact_id == cell.fact_id), 0)
    if len(values) != 2 or len(side) != 2 or side[0].side != "right" or values[mine] != cell.value:
        return None
    low, high = outcome.left_interval
    (a, b), partner, half = values, values[1 - mine], Decimal(5).scaleb(-cell.decimals - 1)
    for scale in (Decimal(1), Decimal(100)):
        if low > 0 and _near(a / b * scale, outcome.right):
            if mine == 0:
                return (low * b / scale - half, high * b / scale + half), outcome.left * b / scale
            return (a * scale / high - half, a * scale / low + half), a * scale / outcome.left
        if _near(a * b / scale, outcome.right):
            return (low * scale / partner - half, high * scale / partner + half), outcome.left * scale / partner
    return None


def _near(value: Decimal, shown: Decimal) -> bool:
    """Is `shown` what this formula gives (as shown: cut to a few decimals)?"""
    return abs(value - shown) <= Decimal("0.001") * abs(shown)


def mechanism(printed: Decimal, right: Decimal) -> str | None:
    """Name the slip that turns `right` into `printed` (both with the same decimals), or None.

    `sign`, `unit` (元 for 万元 and the like), `scale` (another power of ten), `digit`, `swap`, `dropped digit`,
    `added digit`.
    """
    if printed == -right:
        return "sign"
    for power in range(-8, 9):
        if power and right and printed == right.scaleb(power):
            return "unit" if power % 4 == 0 else "scale"
    if printed.is_signed() != right.is_signed():
        return None
    a, b = (str(abs(v)).replace(".", "") for v in (printed, right))
    if len(a) == len(b):
        wrong = [i for i in range(len(a)) if a[i] != b[i]]
        if len(wrong) == 1:
            return "digit"
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return "swap" if swapped and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]] else None
    if len(a) + 1 == len(b) and any(b[:i] + b[i + 1 :] == a for i in range(len(b))):
        return "dropped digit"
    if len(a) == len(b) + 1 and any(a[:i] + a[i + 1 :] == b for i in range(len(a))):
        return "added digit"
    return None
