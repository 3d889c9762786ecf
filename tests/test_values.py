"""Targets and actual values: operator, number, unit, kind; what is not one of these stays text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts import Indicator
from ingest.model import Location
from ingest.values import Value, read_value, with_values

NUMBERS = [
    ("3", None, "3", None),
    ("≥150人次", "≥", "150", "人次"),
    (">=150", "≥", "150", None),
    ("≤10件", "≤", "10", "件"),
    ("＜2起", "<", "2", "起"),
    ("=341 家次", "=", "341", "家次"),
    ("不少于30 家次", "≥", "30", "家次"),
    ("不低于98分", "≥", "98", "分"),
    ("不超过3天", "≤", "3", "天"),
    ("大于 3000 家", ">", "3000", "家"),
    ("少于5次", "<", "5", "次"),
    ("约200份", "≈", "200", "份"),
    ("200份左右", "≈", "200", "份"),
    ("3项以上", "≥", "3", "项"),
    ("20个工作日以内", "≤", "20", "个工作日"),
    ("60日内", "≤", "60", "日"),
    ("全年不少于2次", "≥", "2", "次"),
    ("完成300种", None, "300", "种"),
    ("21.7898万台件", None, "217898", "台件"),
    ("≥19 万台件", "≥", "190000", "台件"),
    ("1.5亿次", None, "150000000", "次"),
    ("23.87 万", None, "238700", None),
    ("450.71万元", None, "450.71", "万元"),
    ("2800000元", None, "2800000", "元"),
    ("1,234.50元", None, "1234.50", "元"),
    ("4.5 批次/千人", None, "4.5", "批次/千人"),
    ("\\leq 30日", "≤", "30", "日"),
]
DATES = [
    ("2019年12月20日前", "≤", "20191220", "日"),
    ("2019 年 12 月 31 日之前全部拨付", "≤", "20191231", "日"),
    ("2019年11月22日", None, "20191122", "日"),
    ("2019/10/14", None, "20191014", "日"),
    ("2019-5-31前", "≤", "20190531", "日"),
    ("2024年6月底前", "≤", "20240630", "月"),
    ("2019年12月底完成", "≤", "20191231", "月"),
    ("2024年2月", None, "20240229", "月"),
    ("2019年底前", "≤", "20191231", "年"),
    ("10月30日", None, None, "日"),
]
RANGES = [
    ("60 至 80 家", "60", "80", "家"),
    ("8~9次", "8", "9", "次"),
    ("80%-90%", "80", "90", "%"),
    ("300至800万", "3000000", "8000000", None),
    ("2019年1月-12月", "20190101", "20191231", "月"),
    ("2019.01-2019.12", "20190101", "20191231", "月"),
    ("2019.7.1-2019.11.30", "20190701", "20191130", "日"),
]
TEXTS = [
    "14万人次,230期",
    "37350份(本)",
    "保健食品：50家次",
    "14,64.4,094万元",
    "验收合格率 100%",
    "2019年13月1日",
    "2019年2月30日",
    "¹⁸⁷⁶合规",
    "9至8次",
    "019年12月20日前",
]


@pytest.mark.parametrize(("raw", "operator", "value", "unit"), NUMBERS)
def test_numbers(raw: str, operator: str | None, value: str, unit: str | None) -> None:
    found = read_value(raw)
    assert (found.kind, found.operator, str(found.value), found.unit) == ("number", operator, value, unit)


def test_percents() -> None:
    assert read_value("≥ 97.5％") == Value("≥", Decimal("97.5"), "%", "percent")
    assert read_value("95%以上") == Value("≥", Decimal(95), "%", "percent")
    assert read_value("低于 1%") == Value("<", Decimal(1), "%", "percent")


@pytest.mark.parametrize(("raw", "operator", "value", "unit"), DATES)
def test_dates(raw: str, operator: str | None, value: str | None, unit: str) -> None:
    found = read_value(raw)
    assert (found.kind, found.operator, found.unit) == ("date", operator, unit)
    assert found.value == (Decimal(value) if value else None)


@pytest.mark.parametrize(("raw", "low", "high", "unit"), RANGES)
def test_ranges(raw: str, low: str, high: str, unit: str | None) -> None:
    found = read_value(raw)
    assert (found.kind, str(found.value), str(found.upper), found.unit) == ("range", low, high, unit)


def test_a_serial_is_a_date_only_where_the_indicator_is_about_one() -> None:
    assert read_value("44927", "完成时间") == Value(None, Decimal(20230101), "日", "serial_date")
    assert read_value("44927", "印刷份数") == Value(None, Decimal(44927), None, "number")
    assert read_value("44927份", "完成时间").kind == "number"
    assert read_value("59999", "完成时间").kind == "number"


@pytest.mark.parametrize("raw", TEXTS)
def test_what_cannot_be_parsed_stays_text(raw: str) -> None:
    assert read_value(raw) == Value(None, None, None, "text")


def test_words_are_qualitative_and_nothing_is_blank() -> None:
    assert {read_value(raw).kind for raw in ("健全", "足额到位", "无", "没完成")} == {"qualitative"}
    assert {read_value(raw).kind for raw in ("", "  ", "。")} == {"blank"}


def test_a_leaf_gets_both_sides() -> None:
    leaf = Indicator(
        "F19-001", "d", Location(line=1), "产出目标", "产出目标/1/完成时间", "完成时间", Decimal(1), "2019年12月20日前",
        "43800", Decimal(1), None,
    )  # fmt: skip
    full = with_values(leaf)
    assert (full.target_operator, full.target_value, full.target_unit, full.target_kind) == (
        *("≤", Decimal(20191220), "日"),
        "date",
    )
    assert (full.actual_operator, full.actual_value, full.actual_kind) == (None, Decimal(20191201), "serial_date")


@given(st.text(alphabet="0123456789.,%年月日前至-~≥≤万亿元次不少于以内约 （）年底全", max_size=14))
def test_no_text_breaks_it(raw: str) -> None:
    found = read_value(raw, "完成时间")
    assert found.value is None or found.value.is_finite()
    assert (found.kind in ("text", "qualitative", "blank")) <= (found.value is None)


def test_per_cent_written_out() -> None:
    assert (read_value("≥95百分比").operator, read_value("≥95百分比").value) == ("≥", Decimal(95))
    assert read_value("≥95百分比").kind == "percent"
