"""Outcomes → findings: one a cause, at the right cell, with the right value, and nothing said that is not sure."""

from dataclasses import replace
from decimal import Decimal

import pytest

from expectations.blame import causes, mechanism
from expectations.confront import confront
from expectations.examples import document
from expectations.findings import findings
from expectations.model import STATUSES, Outcome, Term
from expectations.order import rule_order
from expectations.wording import plain, shortest
from in_words import RULES as SHIPPED
from ingest.facts import Fact
from ingest.model import Text, Why
from report_sample import RULES, canonical, check, outcomes, sample


def cells() -> dict[tuple[str, str, int], Fact]:
    return {(f.table, f.code or f.row_label, f.column): f for f in canonical().facts}


def test_one_wrong_total_is_one_finding_with_the_value_that_fits_all() -> None:
    first = sample().findings[0]
    assert (first.rule, first.severity, first.fault) == ("T01-1", "error", "document")
    assert [c.split("|")[0] for c in first.breaks] == ["T01-1", "T01-3", "X-01"]
    assert (first.printed, first.expected, first.difference, first.unit) == ("1482.35", "1428.35", "54.00", "万元")
    assert first.suspect is not None
    assert first.suspect["proposed"] == ["1428.35"]
    assert first.suspect["mechanism"] == "swap"
    assert first.location["row"] == "本年收入合计"
    assert first.location["page"] == 4
    assert "1,428.35万元" in first.message["zh"]
    assert "1,428.35 万元" in first.message["en"]


def test_a_cell_wrong_in_its_row_and_in_its_column() -> None:
    found = next(f for f in sample().findings if f.rule == "T02-1")
    assert found.location["row"] == "2012604 档案馆"
    assert (found.printed, found.expected) == ("420.00", "400.00")
    assert len(found.breaks) == 2


def test_a_sum_alone_does_not_tell_which_cell_is_wrong() -> None:
    found = next(f for f in sample().findings if f.rule == "T01-2")
    assert found.suspect is None
    assert found.location["row"] == "本年支出合计"
    assert (found.printed, found.expected, found.difference) == ("1442.00", "1442.45", "-0.45")
    assert found.tolerance == "0.02"
    assert [(e["role"], e["value"]) for e in found.evidence] == [
        ("left", "1442.00"),
        ("right", "1100.00"),
        ("right", "280.50"),
        ("right", "61.95"),
    ]
    assert "1,100.00 + 二、社会保障和就业支出 280.50" in found.message["zh"]


def test_three_lists_and_coverage_add_up() -> None:
    result = sample()
    assert [(r.rule, r.table, r.count, r.largest) for r in result.rounding] == [("T01-4", "T01", 1, Decimal("0.01"))]
    assert [(g.rule, g.count) for g in result.not_checked] == [("T07-2", 1)]
    assert [(g.rule, g.count, g.scope) for g in result.not_applicable] == [
        ("T02-2", 3, "收入决算表: 2012601, 2012604, 2080505")
    ]
    assert sum(result.coverage[s] for s in STATUSES) == result.coverage["checks"] == len(result.outcomes)


def test_a_passed_check_acquits_the_cells_in_it() -> None:
    at = cells()
    total, other = at["T01", "本年支出合计", 3], at["T01", "总计", 3]
    wrong = [check("T01-2", [total], [at["T01", "一、一般公共服务支出", 3]]), check("T01-4", [total], [other])]
    free = causes(wrong, {f.fact_id: f for f in at.values()})
    assert len(free) == 2, "no value of the total is both 1,100.00 and 1,500.00"
    agreeing = [check("T01-2", [total], [other]), check("X-01", [total], [at["T01", "总计", 1]])]
    assert causes(agreeing, {f.fact_id: f for f in at.values()})[0].suspect is not None
    acquitted = [*agreeing, check("T01-3", [total], [replace(total, fact_id="elsewhere")])]
    facts = {f.fact_id: f for f in at.values()} | {"elsewhere": replace(total, fact_id="elsewhere")}
    assert all(c.suspect is None for c in causes(acquitted, facts))


def test_the_same_comparison_twice_confirms_nothing() -> None:
    at = cells()
    pair = [at["T01", "本年收入合计", 1]], [at["T02", "合计", 2]]
    found = causes([check("X-01", *pair), check("X-02", *pair)], {f.fact_id: f for f in at.values()})
    assert [c.suspect for c in found] == [None, None]


def test_several_cells_that_explain_it_equally_are_all_named_and_none_is_blamed() -> None:
    at = cells()
    a, b = at["T02", "208", 2], at["T02", "20805", 2]
    c, d = at["T02", "2012601", 2], at["T02", "201", 2]
    broken = [check("T02-1", [a], [b, c]), check("T02-2", [d], [(1, a), (-1, b)], place="x")]
    facts = {f.fact_id: f for f in at.values()}
    cause = causes(broken, facts)[0]
    assert {x.cell.fact_id for x in cause.candidates} <= {a.fact_id, b.fact_id}
    result = findings(canonical(), broken, RULES)
    for finding in result.findings:
        assert (finding.suspect is None) == (len(result.located[finding.id]) != 1 or len(finding.breaks) == 1)


def test_a_doubt_never_becomes_an_error() -> None:
    source = canonical()
    doubt = Why("两种识读", "two readings", "readings")
    doubtful = replace(
        source,
        facts=tuple(replace(f, doubt=doubt) if f.row_label == "本年收入合计" else f for f in source.facts),
    )
    result = findings(doubtful, outcomes(doubtful), RULES)
    touched = [f for f in result.findings if f.location["row"] == "本年收入合计"]
    assert touched
    assert {(f.severity, f.fault) for f in touched} == {("warning", "undecided")}


def test_implausible_alone_is_a_warning_that_blames_nobody() -> None:
    source = canonical()
    base = outcomes(source)
    soft = [replace(o, status="implausible") if o.rule == "T01-4" else o for o in base if o.rule != "T01-2"]
    found = next(f for f in findings(source, soft, RULES).findings if f.rule == "T01-4")
    assert (found.severity, found.fault, found.suspect) == ("warning", "undecided", None)
    assert "请核实" in found.message["zh"]


def test_implausible_confirms_the_cell_that_a_failed_check_accuses() -> None:
    source = canonical()
    soft = [replace(o, status="implausible") if o.rule in {"T01-3", "X-01"} else o for o in outcomes(source)]
    found = next(f for f in findings(source, soft, RULES).findings if f.rule == "T01-1")
    assert (found.severity, found.fault, len(found.breaks)) == ("error", "document", 3)
    assert found.expected == "1428.35"


def test_a_difference_that_stands_unread_in_the_table_is_our_fault() -> None:
    source = canonical()
    lost = replace(source, facts=tuple(f for f in source.facts if (f.table, f.row_label) != ("T01", "四、其他收入")))
    at = {(f.table, f.code or f.row_label, f.column): f for f in lost.facts}
    total = replace(at["T01", "本年收入合计", 1], value=Decimal("1428.35"))
    parts: list[Fact | tuple[int, Fact] | str] = [
        at["T01", "一、一般公共预算财政拨款收入", 1],
        at["T01", "三、事业收入", 1],
        "四、其他收入",
    ]
    (found,) = findings(lost, [check("T01-1", [total], parts)], RULES).findings
    assert (found.severity, found.fault, found.difference) == ("warning", "extraction", "48.20")
    assert "48.20恰好等于差额" in found.message["zh"]
    assert "四、其他收入 （空白）" in found.message["zh"]


def test_id_survives_a_move_to_another_page_and_is_unique() -> None:
    source = canonical()
    moved = replace(
        source,
        facts=tuple(replace(f, location=replace(f.location, page=9, bbox=None, line=4)) for f in source.facts),
    )
    before, after = (findings(c, outcomes(c), RULES).findings for c in (source, moved))
    assert [f.id for f in before] == [f.id for f in after]
    assert before[0].location != after[0].location
    doubled = [o for x in outcomes(source) if x.rule == "T01-2" for o in (x, replace(x, check_id="again"))]
    ids = [f.id for f in findings(source, doubled, RULES).findings]
    assert ids[1] == f"{ids[0]}-2"


def test_a_ratio_names_the_cell_that_spoils_sum_and_rate() -> None:
    at = cells()
    budget, part = at["T02", "208", 2], at["T02", "20805", 2]
    spent, rate = at["T02", "208", 3], replace(at["T02", "208", 5], unit="%", value=Decimal("50.00"))
    budget, part = replace(budget, value=Decimal("610.00")), replace(part, value=Decimal("600.00"))
    quotient = Outcome(
        "r",
        "d",
        "F24-02",
        ("T02",),
        "",
        "failed",
        "error",
        relation="=",
        left=Decimal("50.00"),
        right=Decimal("49.1803"),
        left_interval=(Decimal("49.995"), Decimal("50.005")),
        right_interval=(Decimal("49.17"), Decimal("49.19")),
        residual=Decimal("0.82"),
        tolerance=Decimal("0.01"),
        unit="%",
        terms=(
            Term("left", 1, "执行率", Decimal("50.00"), rate.fact_id),
            Term("right", 1, "执行数", Decimal("300.00"), spent.fact_id),
            Term("right", 1, "预算数", Decimal("610.00"), budget.fact_id),
        ),
    )
    facts = {f.fact_id: f for f in (budget, part, spent, rate)}
    (cause,) = causes([check("F24-01", [budget], [part]), quotient], facts)
    assert cause.suspect is not None
    assert cause.suspect.cell is budget
    assert cause.suspect.proposed == (Decimal("600.00"),)


def test_a_table_in_the_wrong_unit_is_one_finding() -> None:
    at = cells()
    left = [replace(f, value=f.value * 10_000) for k, f in at.items() if k[0] == "T01" and f.value][:3]
    right = [replace(f, fact_id=f"{f.fact_id}x", table="T02", value=(f.value or Decimal(0)) / 10_000) for f in left]
    ties = [check("X-01", [a], [b], place=str(i)) for i, (a, b) in enumerate(zip(left, right, strict=True))]
    source = canonical()
    (found,) = findings(replace(source, facts=(*left, *right)), ties, RULES).findings
    assert len(found.breaks) == 3
    assert found.suspect is None
    assert "《收入支出决算总表》、《收入决算表》" in found.message["zh"]
    one = findings(replace(source, facts=(*left, *right)), ties[:1], RULES).findings[0]
    assert "一万倍" not in one.message["zh"], "one number may be a slip of its own"


def test_a_check_without_numbers_says_its_reason() -> None:
    reason = Text("单位“甲所”只在一张表中。", "unit 甲所 is in one table only.")
    outcome = Outcome("u", "d", "T02-1", ("T02",), "甲所", "failed", "error", reason)
    (found,) = findings(canonical(), [outcome], RULES).findings
    assert found.printed is None
    assert "甲所" in found.message["zh"]
    assert found.location["table"] == "T02"


@pytest.mark.parametrize(
    ("printed", "right", "slip"),
    [
        ("1482.35", "1428.35", "swap"), ("12.50", "-12.50", "sign"), ("420.00", "400.00", "digit"),
        ("12345600", "1234.5600", "unit"), ("12.00", "1.20", "scale"), ("128.35", "1428.35", "dropped digit"),
        ("11428.35", "1428.35", "added digit"), ("17.00", "23.40", None), ("0", "12.00", None),
    ],
)  # fmt: skip
def test_mechanism(printed: str, right: str, slip: str | None) -> None:
    assert mechanism(Decimal(printed), Decimal(right)) == slip


def test_rules_stand_in_the_order_of_the_catalogue() -> None:
    ids = ["own-1", "F24-01", "NI-01", "N-02", "U-01", "X-02", "X-10", "T10-1", "T02-1", "T01-2", "TAB-1", "DOC-01"]
    assert sorted(ids, key=rule_order) == [
        "DOC-01", "TAB-1", "T01-2", "T02-1", "T10-1", "X-02", "X-10", "U-01", "N-02", "NI-01", "F24-01", "own-1",
    ]  # fmt: skip


def test_decimal_strings_never_have_an_exponent() -> None:
    assert [plain(Decimal(x)) for x in ("1E+3", "-0.00", "0E-7", "1234.50")] == ["1000", "0.00", "0.0000000", "1234.50"]
    assert [plain(shortest(Decimal(x))) for x in ("0.0150", "100", "1E+2", "0.00")] == ["0.015", "100", "100", "0"]


def test_the_unit_stands_beside_its_number() -> None:
    rules = (SHIPPED["F24-07"],)
    made = document("F24 元 | 分值 | 得分\n指标:满意度指标/服务对象/满意度 | 3 | 30\n")
    (found,) = findings(made, confront(rules, made), rules).findings
    assert "shows 30 分; it should not exceed 3 分 of 分值. The difference" in found.message["en"]
    assert "为30分，不应大于分值的3分，相差27分" in found.message["zh"]
