"""Q rules show what was in doubt under their own ids; manual rules are listed with their reason and never found."""

import re
from pathlib import Path

import pytest

from expectations import quality
from expectations.catalogue import describe
from expectations.confront import confront
from expectations.errors import SuiteError
from expectations.examples import document
from expectations.findings import findings
from expectations.suite import load, shipped
from in_words import RULES, check, english, one
from ingest.model import Text
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
    assert quality.cited(Text("数字在换行或换页处断开", "cut")) == Text("Q-02 数字在换行或换页处断开", "Q-02 cut")
    assert quality.cited(Text("别的", "other")) == Text("别的", "other")


def test_settled_doubts_pass_and_open_ones_do_not() -> None:
    assert one("Q-03", "~= 由 1 | 2 拼接，经勾稽关系确认 joined").status == "passed"
    left = one("Q-02", "~ 数字前可能断开 perhaps cut")
    assert left.status == "not_checked"
    assert english(left).startswith("Q-02: 1 places are in doubt")


def test_the_signs_are_words_that_the_reader_says() -> None:
    """Each is found in the sources of ingest, so that none names a doubt that nobody has."""
    said = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "ingest").rglob("*.py")))
    lost = [word for words in quality.SIGNS.values() for word in words if word not in said]
    assert lost == []


def test_exactly_twice_the_total_accuses_nobody() -> None:
    words = "T01 万元 | 决算数\n201 甲 | 30.00\n202 乙 | 30.00\n本年支出合计 | 30.00\n"
    (outcome,) = check("T01-2", words)
    assert outcome.status == "not_checked"
    assert english(outcome).startswith("Q-07")


def test_readings_and_manual_rules_make_no_finding() -> None:
    canonical = document("~ 数字前可能断开 perhaps cut\nT01 无单位 | 决算数\n收入总计 | ?\n")
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
    assert (rule.reason, rule.examples) == ({"zh": "丙", "en": "c"}, {})


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
    assert one("Q-08", "@ pages 9\n@ pages_unread 3 4").status == "not_checked"
