"""Suites load, say what is wrong with them and where, and their own examples hold."""

import json
from pathlib import Path

import pytest

from expectations.errors import SuiteError
from expectations.suite import Rule, load, rule_from_mapping, run_examples, shipped

RULES = [rule for suite in shipped() for rule in suite.rules]

GOOD = """\
suite: mine
version: "1"
rules:
  - id: A-1
    title: {zh: 甲, en: a}
    because: {zh: 乙, en: b}
    severity: error
    kind: identity
    table: T01
    each: column
    formula: 收入总计 = 支出总计
    examples:
      passed: |
        T01 万元 | 决算数
        收入总计 | 1.00
        支出总计 | 1.00
      failed: |
        T01 万元 | 决算数
        收入总计 | 1.00
        支出总计 | 2.00
      not_checked: |
        T01 万元 | 决算数
        收入总计 | 1.00
        支出总计 | ?
"""


def load_text(folder: Path, text: str) -> tuple[Rule, ...]:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return load(str(path)).rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_examples_of_a_shipped_rule_hold(rule: Rule) -> None:
    assert run_examples(rule) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_survives_json(rule: Rule) -> None:
    assert rule_from_mapping(json.loads(json.dumps(rule.as_mapping()))) == rule


def test_the_first_cut_of_the_catalogue_is_there() -> None:
    wanted = {
        *(f"T01-{n}" for n in range(1, 6)),
        *(f"T04-{n}" for n in range(1, 5)),
        *(f"T06-{n}" for n in range(1, 4)),
        *("T02-1", "T02-2", "T03-1", "T03-2", "T05-1", "T07-1", "T07-2", "T08-1", "T09-1"),
        *(f"X-0{n}" for n in range(1, 9)),
        *("U-01", "U-03", "U-04"),
        *(f"F24-0{n}" for n in range(1, 8)),
    }
    assert {rule.id for rule in RULES} >= wanted
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_rule_has_its_line(tmp_path: Path) -> None:
    (rule,) = load_text(tmp_path, GOOD)
    assert rule.source == ("mine.yaml", 4)
    assert run_examples(rule) == ()


def test_an_example_that_shows_something_else_is_a_problem(tmp_path: Path) -> None:
    (rule,) = load_text(tmp_path, GOOD.replace("支出总计 | 2.00", "支出总计 | 1.01"))
    (problem,) = run_examples(rule)
    assert (problem.expected, problem.found) == ("failed", "rounding")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("severity: error", "severity: fatal", 7, "“fatal”"),
        ("severity: error", "severty: error", 7, "did you mean “severity”"),
        ("    severity: error\n", "", 4, "missing “severity”"),
        ("收入总计 = 支出总计", "收入总额 = 支出总计", 11, "did you mean “收入总计”"),
        ("收入总计 = 支出总计", "收入总计 + 支出总计", 11, "expected “=”"),
        ("收入总计 = 支出总计", "收入总计 ≤ 支出总计", 11, "write A = B"),
        ("收入总计 = 支出总计", "T01[收入总计, 决算数] = T02[合计, 本年收入合计]", 11, "kind: tie"),
        ("table: T01", "table: T10", 9, "“T10”"),
        ("each: column", "each: colum", 10, "did you mean “column”"),
        ("    each: column\n", "", 10, "row or column?"),
        ("formula: 收入总计 = 支出总计", "cites: T01.收支总计相同", 11, "did you mean “收支总计相等”"),
        ("kind: identity", "kind: equation", 8, "unknown value"),
        ("{zh: 甲, en: a}", "{zh: 甲}", 5, "missing “en”"),
        ("{zh: 甲, en: a}", "甲", 5, "expected a mapping"),
        ("      failed: |", "      faild: |", 17, "did you mean “failed”"),
        ("支出总计 | 2.00", "支出总计 | zwei", 17, "not a number"),
        ("        T01 万元 | 决算数\n        收入总计 | 1.00\n        支出总计 | 2.00", "        T77 | 列", 17, "T77"),
        ("    kind: identity\n", "    kind: identity\n    kind: tie\n", 9, "given twice"),
        ("    title:", "   title:", 5, "not YAML"),
        ("id: A-1", "id: A-1\n    tag: !!python/object:os.system x", 5, "unknown key"),
    ],
)
def test_a_broken_suite_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    with pytest.raises(SuiteError) as caught:
        load_text(tmp_path, GOOD.replace(old, new, 1))
    assert caught.value.line == line
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'mine.yaml'}:{line}: ")


def test_a_rule_without_an_example_of_each_kind_does_not_load(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("      not_checked")]
    with pytest.raises(SuiteError, match="“not_checked” is missing"):
        load_text(tmp_path, text)


def test_a_rule_id_is_used_once(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match=r"taken \(line 4\)"):
        load_text(tmp_path, GOOD + GOOD[GOOD.index("  - id") :])


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"\xff\xfe\x00", "not UTF-8"), (b"", "empty"), (b"&a [*a]", "contains itself"), (b"suite: x\n\x01", "not YAML")],
)
def test_what_is_no_suite_is_one_clear_error(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    with pytest.raises(SuiteError, match=says):
        load(str(path))


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="cannot be read"):
        load(str(tmp_path / "none.yaml"))
