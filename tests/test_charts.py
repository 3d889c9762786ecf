"""Charts: the numbers of the document, in an order and with a size that a reader can trust."""

from dataclasses import replace
from decimal import Decimal

from expectations.findings import findings
from expectations.model import DocumentResult
from expectations.report.charts import MOST_PROJECTS, Chart, charts
from ingest.facts import Form
from ingest.model import Location
from report_sample import RULES, canonical, outcomes, sample


def named(result: DocumentResult, title: str) -> Chart:
    return next(chart for chart in charts(result) if title in chart.title["en"])


def shares() -> DocumentResult:
    """Give the sample with the standard terms in its rows."""
    source = canonical()
    terms = {
        "一、一般公共预算财政拨款收入": "一般公共预算财政拨款收入",
        "三、事业收入": "事业收入",
        "四、其他收入": "其他收入",
    }
    facts = tuple(replace(f, row_concept=terms.get(f.row_label, f.row_concept)) for f in source.facts)
    return findings(replace(source, facts=facts), outcomes(source), RULES)


def test_composition_is_sorted_and_adds_up_to_one() -> None:
    chart = named(shares(), "Income")
    assert [bar.label["zh"] for bar in chart.bars] == ["一、一般公共预算财政拨款收入", "三、事业收入", "四、其他收入"]
    assert [bar.value for bar in chart.bars] == ["1,200.10 · 84.0%", "180.05 · 12.6%", "48.20 · 3.4%"]
    assert chart.bars[0].size == 1


def test_differences_are_counted_within_and_beyond_the_bound() -> None:
    chart = named(sample(), "rounding bound")
    assert chart.upright
    counts = [int(bar.value) for bar in chart.bars]
    unequal = [o for o in sample().outcomes if o.residual and o.tolerance and o.relation == "="]
    assert sum(counts) == len(unequal)
    beyond = sum(int(bar.value) for bar in chart.bars if bar.mark == "failed")
    assert beyond == sum(o.status == "failed" for o in unequal)


def test_rates_and_scores_come_from_the_forms() -> None:
    source = canonical()
    forms, facts = [], list(source.facts)
    for i in range(MOST_PROJECTS + 5):
        name = f"F24-{i}"
        forms.append(
            Form(name, source.document.id, "F24", "某中心", f"项目{i}", 2024, Location(), None, Decimal(50 + i), None)
        )
        rate = replace(
            facts[0], fact_id=name, table=name, row_concept="年度资金总额", column_concept="执行率", unit="%"
        )
        facts.append(replace(rate, value=Decimal(120 - i)))
    result = findings(replace(source, forms=tuple(forms), facts=tuple(facts)), (), RULES)
    rates, scores = named(result, "Execution rate"), named(result, "scores")
    assert len(rates.bars) == MOST_PROJECTS
    assert rates.bars[0].value == "76%"
    assert rates.bars[0].mark == "implausible"
    assert rates.bars[-1].mark == "failed"
    assert rates.bars[-1].size == 1
    assert sum(int(bar.value) for bar in scores.bars) == len(forms)
    assert scores.bars[0].value == "10"


def test_nothing_is_drawn_of_nothing() -> None:
    empty = findings(replace(canonical(), facts=()), (), RULES)
    assert charts(empty) == ()
