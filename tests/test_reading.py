"""Q rules show what was in doubt under their own ids; manual rules are listed with their reason and never found."""

import ast
import re
from pathlib import Path
from typing import TypeGuard

import pytest

from expectations import quality
from expectations.catalogue import describe
from expectations.confront import confront
from expectations.errors import FormulaError, SuiteError
from expectations.examples import document
from expectations.findings import findings
from expectations.suite import load, shipped
from in_words import RULES, check, english, one
from ingest.model import Text, Why
from test_suite import GOOD

ALL = tuple(RULES.values())
ROOT = Path(__file__).parents[1]


def test_every_test_of_the_catalogue_is_there() -> None:
    assert [rule.id for suite in shipped() if suite.name == "reading" for rule in suite.rules] == [
        f"Q-{n:02}" for n in range(1, 15)
    ]


def test_show_says_what_is_tested_and_what_follows() -> None:
    told = describe(RULES["Q-07"], "zh")
    assert "两倍" in told
    assert "不作判断" in told


def test_a_doubt_is_cited_where_a_check_meets_it() -> None:
    words = "T01 万元 | 决算数\n收入总计 | 1.00\n支出总计 | ?\n"
    assert "reading in doubt" in english(one("T01-5", words))
    assert quality.cited(Why("断开", "cut", "digits")) == Why("Q-02 断开", "Q-02 cut", "digits")
    other = Why("别的", "other", "heading")
    assert quality.cited(other) == other


def test_settled_doubts_pass_and_open_ones_do_not() -> None:
    assert one("Q-03", "~= joined 由 1 | 2 拼接，经勾稽关系确认 joined").status == "passed"
    left = one("Q-02", "~ digits 数字前可能断开 perhaps cut")
    assert left.status == "not_checked"
    assert english(left).startswith("Q-02: places in doubt: 1 (")


def test_a_part_of_a_form_that_was_not_read_is_a_row_left_over() -> None:
    left = one("Q-06", "~ part 自评表续页的列与前页对不上\n\nT01 万元 | 决算数\n收入总计 | 1.00\n")
    assert left.status == "not_checked"
    assert [place.label for place in left.places] == ["自评表续页的列与前页对不上"]


def test_an_example_cannot_doubt_what_nobody_doubts() -> None:
    with pytest.raises(FormulaError, match="there is no doubt “数字前可能断开”; known: counts"):
        document("~ 数字前可能断开\n")


def test_the_doubts_of_the_reader_are_those_that_the_catalogue_knows() -> None:
    """Every kind that stands in the sources of ingest, and none that nobody has."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "ingest").rglob("*.py"))]
    calls = [node for text in texts for node in ast.walk(ast.parse(text)) if _makes(node, "Why")]
    words = [word for call in calls for word in ast.walk(call.args[2]) if isinstance(word, ast.Constant)]
    assert {word.value for word in words if word.value} == set(quality.TESTS)


def _makes(node: ast.AST, name: str) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def test_exactly_twice_the_total_accuses_nobody() -> None:
    words = "T01 万元 | 决算数\n201 甲 | 30.00\n202 乙 | 30.00\n本年支出合计 | 30.00\n"
    (outcome,) = check("T01-2", words)
    assert outcome.status == "not_checked"
    assert english(outcome).startswith("Q-07")


def test_readings_and_manual_rules_make_no_finding() -> None:
    canonical = document("~ digits 数字前可能断开 perhaps cut\nT01 无单位 | 决算数\n收入总计 | ?\n")
    quiet = tuple(rule for rule in ALL if rule.id.startswith("Q-") or rule.reason)
    assert findings(canonical, confront(quiet, canonical), quiet).findings == ()
    assert {o.rule for o in confront(quiet, canonical) if o.status == "not_checked"} >= {"Q-02", "Q-11", "DOC-21"}


def test_a_manual_rule_says_why() -> None:
    outcome = one("DOC-21", "T01 万元 | 决算数\n收入总计 | 1.00\n")
    assert (outcome.status, outcome.severity) == ("not_checked", "info")
    assert "approval" in english(outcome)
    assert one("EV-09", "@ kind self_assessment").status == "not_applicable"


MANUAL = re.sub(
    r"    severity: error\n.*", "    severity: manual\n    reason: {zh: 丙, en: c}\n", GOOD, flags=re.DOTALL
)


def test_a_manual_rule_carries_a_reason_and_nothing_to_run(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MANUAL, encoding="utf-8")
    (rule,) = load(str(path)).rules
    assert (rule.reason, rule.examples) == (Text("丙", "c"), {})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (MANUAL.replace("    reason: {zh: 丙, en: c}\n", ""), "missing “reason”"),
        (MANUAL + "    formula: T01[收入总计, 决算数] = 1\n", "a manual rule has no “formula”"),
        (MANUAL + "    what: 别的\n", "评价报告"),
        (GOOD.replace("severity: error", "severity: error\n    reason: {zh: 丙, en: c}"), "only a manual rule"),
    ],
)
def test_what_a_manual_rule_may_not_have(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SuiteError, match=re.escape(says)):
        load(str(path))


def test_pages_unread_are_a_reading_left_in_doubt() -> None:
    left = one("Q-08", "@ pages 9\n@ pages_unread 3 4")
    assert left.status == "not_checked"
    assert "(no text on pages 3, 4, or it could not be read)" in english(left)
    assert "on page 4," in english(one("Q-08", "@ pages 9\n@ pages_unread 4"))
    assert left.reason is not None
    assert "第3、4页" in left.reason["zh"]
