"""Words compared, and the pattern language of the wording rules."""

import time

import pytest

from expectations.words import alike, bare, folded, one_apart, ordinal, pattern


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("团组…#个", "全年因公出国（境）团组2个、累计5人次", True),
        ("团组…#个", "全年因公出国（境）团组。购置2个", False),
        ("#批次 | #个批次", "国内公务接待12批次", True),
        ("0.00万元", "总额100.00万元", False),
        ("0.00万元", "购置费0.00万元", True),
        ("出国(境)费", "出国（境）费", True),
        (".*", "什么都有", False),
    ],
)
def test_patterns(written: str, text: str, found: bool) -> None:
    assert bool(pattern(written).search(folded(text))) is found


def test_a_pattern_cannot_run_away() -> None:
    started = time.perf_counter()
    pattern("a…a…a…a…#b").search("a" * 5000)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("label", "value"),
    [("一、甲", ("outer", 1)), ("二十一、乙", ("outer", 21)), ("（三）丙", ("inner", 3)), ("丁", None)],
)
def test_ordinals(label: str, value: tuple[str, int] | None) -> None:
    assert ordinal(label) == value


def test_names() -> None:
    assert bare("十一、城乡社区支出") == "城乡社区支出"
    assert folded("某局 (本级)") == folded("某局（本级）")
    assert one_apart("水务监测站", "水务检测站")
    assert one_apart("水务监测站", "水务监测中站")
    assert not one_apart("水务监测站", "水务监测站")
    assert alike("其他重要事项说明", "其他重要事项的情况说明", tenths=8)
