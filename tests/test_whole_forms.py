"""What the rules ask of a form: only what it prints, and of a whole body's form nothing that only projects have."""

from dataclasses import replace

import pytest

from expectations.confront import confront
from expectations.examples import document
from expectations.model import Outcome
from in_words import RULES, check

WHOLE = """
F24 元 某局                       | 分值 | 得分 | 目标值
指标:投入管理/预算管理/预算完成率 |   60 |   60 | ≥95%
指标:产出指标/数量/巡查次数       |   40 |   38 | ≥24
总分                              |  100 |   98 |
"""


def titled(title: str, rule: str) -> list[Outcome]:
    made = document(WHOLE)
    (table,) = made.tables
    made = replace(made, tables=(replace(table, title=title),))
    return [o for o in confront((RULES[rule],), made) if o.tables]


@pytest.mark.parametrize(
    ("rule", "status"), [("F24-15", "passed"), ("F24-16", "not_applicable"), ("F24-08", "not_applicable")]
)
def test_a_form_of_a_whole_body_is_no_projects(rule: str, status: str) -> None:
    for title in ("部门整体支出绩效自评表", "整体绩效自评表"):
        assert {o.status for o in titled(title, rule)} == {status}
    for title in ("项目支出绩效自评表", "某镇整体搬迁项目支出绩效自评表"):
        assert {o.status for o in titled(title, rule)} == {"failed"}


def test_a_column_that_a_form_does_not_print_is_not_missed() -> None:
    assert {o.status for o in check("F24-11", WHOLE)} == {"not_applicable"}
    blank = WHOLE.replace("目标值\n", "目标值 | 实际值\n", 1)
    assert "failed" in {o.status for o in check("F24-11", blank)}
    assert "failed" in {o.status for o in check("F24-11", WHOLE.replace("≥95%", "", 1))}


@pytest.mark.parametrize(("actual", "rule"), [("6座", "SC-01"), ("3座", "SC-01"), ("3座", "SC-03")])
def test_of_a_score_above_its_weight_only_the_bound_speaks(actual: str, rule: str) -> None:
    form = f"""
    F24 元                         | 分值 | 得分 | 目标值 | 实际值
    指标:产出指标/数量指标/维修泵站 |   10 |   12 | ≥6座   | {actual}
    """
    assert {o.status for o in check(rule, form)} == {"not_applicable"}
    assert "failed" in {o.status for o in check("F24-07", form)}
