"""Summaries and forms find each other by name, then by likeness, and never across two known names."""

from decimal import Decimal

import pytest

from expectations.pairing import folded, matched
from expectations.summaries import Summary
from ingest.facts import Form
from ingest.model import Location


def summary(unit: str | None, project: str) -> Summary:
    return Summary(unit, project, None, Location(), {})


def form(unit: str, project: str) -> Form:
    return Form(f"{unit}{project}", "d", "F19", unit, project, 2024, Location(), None, None, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [("某局（本级）", "某局(本级)"), ("装备购置经费", "装备购置"), ("某 局单位", "某局"), ("甲项目", "甲")],
)
def test_names_are_compared_without_brackets_and_endings(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_a_pair_by_likeness_needs_both_names() -> None:
    found = matched([summary("某某管理局", "食品安全监督管理")], [form("某某管理局", "食品监督管理")])
    (pair,) = found.pairs
    assert Decimal("0.8") <= pair.similarity < 1
    assert not pair.exact
    assert matched([summary("某某管理局", "食品安全")], [form("某某管理局", "设备购置")]).pairs == ()


def test_two_known_bodies_are_never_alike() -> None:
    summaries = [summary("云浦市东区分局", "甲"), summary("云浦市西区分局", "乙")]
    forms = [form("云浦市西区分局", "甲"), form("云浦市东区分局", "丙")]
    assert matched(summaries, forms).pairs == ()


def test_the_best_match_must_be_mutual() -> None:
    summaries = [summary("云浦市河道养护中心", "设备购置与修缮甲"), summary("云浦市河道养护中心", "设备购置与修缮乙")]
    found = matched(summaries, [form("云浦市河道养护中心", "设备购置与修缮")])
    assert found.pairs == ()
    assert len(found.summaries) == 2


def test_what_is_left_over_keeps_its_order() -> None:
    found = matched([summary("甲局", "一"), summary("乙局", "二")], [form("丙局", "三"), form("甲局", "一")])
    assert [s.project for s in found.summaries] == ["二"]
    assert [f.project for f in found.forms] == ["三"]


def test_a_summary_without_a_body_goes_with_the_one_form_of_its_project() -> None:
    told = [summary(None, "“监测运行经费”"), summary(None, "宣传培训")]
    printed = [form("某局", "51000023T000010263357-监测运行经费"), form("某局", "宣传培训项目")]
    found = matched(told, printed)
    assert [(pair.summary.project, pair.exact) for pair in found.pairs] == [
        ("“监测运行经费”", True),
        ("宣传培训", True),
    ]


def test_two_forms_of_a_project_are_not_told_apart_without_a_body() -> None:
    found = matched([summary(None, "监测运行经费")], [form("甲局", "监测运行经费"), form("乙局", "监测运行经费")])
    assert (found.pairs, len(found.summaries), len(found.forms)) == ((), 1, 2)
