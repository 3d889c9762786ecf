"""What a reviewer would rather look at than read, as bars: shapes and words only, drawn by the page.

Widths and heights are shares of the longest bar (floats: nothing is decided from them).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from expectations.model import DocumentResult, Outcome
from expectations.wording import grouped, short
from ingest.facts import Canonical, Fact, templates
from ingest.model import Text, verbatim

MOST_BARS = 14
MOST_PROJECTS = 40
SCORES = (60, 70, 80, 90, 95, 98, 100)
"""Upper ends of the classes of scores, in points of 100; a class holds its lower end."""
STEPS = 30
"""Classes of the residual plot, over −1.5 to 1.5 times what rounding explains."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `size` is 0 to 1, `mark` a CSS class."""

    label: Text
    value: str
    size: float
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title; `upright` ones stand beside each other."""

    title: Text
    bars: tuple[Bar, ...]
    note: Text
    upright: bool = False


def charts(result: DocumentResult) -> tuple[Chart, ...]:
    """Every chart that the document has numbers for."""
    canonical = result.canonical
    income = _shares(canonical, _group("收入项目"), Text("收入构成", "Income by source"))
    spending = _shares(canonical, {"类"}, Text("支出构成", "Expenditure by class"))
    made = (income, spending, _rates(canonical), _scores(canonical), _residuals(result.outcomes))
    return tuple(chart for chart in made if chart is not None)


def _group(name: str) -> set[str]:
    return {row for row, spec in templates()["T01"].rows.items() if spec.group == name}


def _shares(canonical: Canonical, concepts: set[str], title: Text) -> Chart | None:
    """The rows of the first table 收入支出决算总表 that are `concepts`, largest first."""
    facts = [f for f in canonical.facts if f.table == "T01" and f.row_concept in concepts and f.value]
    amounts = sorted(((f.value or Decimal(0), f) for f in facts), key=lambda pair: -pair[0])
    whole = sum((value for value, _ in amounts), Decimal(0))
    if not amounts or whole <= 0:
        return None
    top = amounts[0][0]
    bars = [_share(fact.row_label, value, whole, top) for value, fact in amounts[:MOST_BARS] if value > 0]
    rest = len(amounts) - len(bars)
    unit = facts[0].unit
    return Chart(
        title,
        tuple(bars),
        Text(
            f"单位：{unit}，占比以所列各项之和为准" + (f"；另有{rest}项较小或为负" if rest else ""),
            f"unit: {unit}; shares of the sum of the rows" + (f"; {rest} more, smaller or negative" if rest else ""),
        ),
    )


def _share(label: str, value: Decimal, whole: Decimal, top: Decimal) -> Bar:
    words: Text = verbatim(short(label))
    return Bar(words, f"{grouped(value)} · {value / whole:.1%}", float(value / top))


def _rates(canonical: Canonical) -> Chart | None:
    """The printed execution rate of each project, lowest first; of the summaries where there is no form."""
    forms = {form.form_id: form for form in canonical.forms}
    rates = [
        (fact.value, forms[fact.table].project or fact.table, forms[fact.table].unit or "")
        for fact in canonical.facts
        if fact.value is not None and fact.table in forms and _is_rate(fact)
    ]
    if not rates:
        claims = (c for c in canonical.claims if c.quantity == "执行率" and c.project and c.value is not None)
        rates = [(c.value, c.project or "", c.unit_name or "") for c in claims if c.value is not None]
    if not rates:
        return None
    rates.sort(key=lambda one: one[0])
    shown = rates[:MOST_PROJECTS]
    bars = tuple(_rate(value, " · ".join(filter(None, (project, unit)))) for value, project, unit in shown)
    left = len(rates) - len(shown)
    return Chart(
        Text("各项目预算执行率（由低到高）", "Execution rate by project, lowest first"),
        bars,
        Text(
            f"按自评材料所载执行率，共{len(rates)}项" + (f"，此处列出最低的{len(shown)}项" if left else ""),
            f"as printed, {len(rates)} in all" + (f"; the lowest {len(shown)} are shown" if left else ""),
        ),
    )


def _is_rate(fact: Fact) -> bool:
    return (fact.row_concept, fact.column_concept) in {("年度资金总额", "执行率"), ("预算执行率", "合计")}


def _rate(value: Decimal, label: str) -> Bar:
    words: Text = verbatim(short(label))
    mark = "failed" if value > 100 else "implausible" if value < 80 else ""
    return Bar(words, f"{grouped(value)}%", min(1.0, max(0.0, float(value) / 100)), mark)


def _scores(canonical: Canonical) -> Chart | None:
    scores = [form.total_score for form in canonical.forms if form.total_score is not None]
    if not scores:
        return None
    counts = Counter(sum(score >= end for end in SCORES) for score in scores)
    ends = ("0", *map(str, SCORES))
    names = [f"{low}–{high}" for low, high in pairwise(ends)]
    labels = [*names, "100"]
    return Chart(
        Text("自评得分分布", "Distribution of scores"),
        _columns(labels, [counts[i] for i in range(len(labels))], [""] * len(labels)),
        Text(f"{len(scores)}张自评表的总分", f"total scores of {len(scores)} forms"),
        upright=True,
    )


def _residuals(outcomes: Iterable[Outcome]) -> Chart | None:
    """How the differences lie within what rounding explains (−1 to 1); those beyond ±1.5 are in the last classes."""
    counts: Counter[int] = Counter()
    equal = 0
    for outcome in outcomes:
        if outcome.residual is None or outcome.tolerance is None or outcome.relation != "=":
            continue
        if not outcome.residual:
            equal += 1
        elif outcome.tolerance:
            share = outcome.residual / outcome.tolerance
            place = int((share + Decimal("1.5")) * STEPS / 3 // 1)
            counts[min(STEPS - 1, max(0, place))] += 1
    if not counts:
        return None
    third = STEPS // 6
    marks = ["rounding" if third <= i < STEPS - third else "failed" for i in range(STEPS)]
    labels = [
        {0: "≤ −1.5", third: "−1", STEPS // 2: "0", STEPS - third: "1", STEPS - 1: "≥ 1.5"}.get(i, "")
        for i in range(STEPS)
    ]
    return Chart(
        Text("差额与尾差上限之比", "Differences against the rounding bound"),
        _columns(labels, [counts[i] for i in range(STEPS)], marks),
        Text(
            f"−1至1之间可由四舍五入解释；另有{equal}项校验差额为零",
            f"rounding explains −1 to 1; {equal} more checks have no difference at all",
        ),
        upright=True,
    )


def _columns(labels: Sequence[str], counts: Sequence[int], marks: Sequence[str]) -> tuple[Bar, ...]:
    top = max(1, *counts)
    return tuple(
        Bar(verbatim(label), str(count), count / top, mark)
        for label, count, mark in zip(labels, counts, marks, strict=True)
    )
