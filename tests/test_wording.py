"""Labels are compared as words, whatever the paper did to them."""

import pytest

from ingest.wording import bare, has_enumerator, nearly, normalise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("项 目", "项目"),
        ("财政拨款“三公”经费", "财政拨款三公经费"),
        ("因公出国 (境) 费", "因公出国（境）费"),
        ("<b>*</b> 得分", "得分"),
        ("单位:万元", "单位：万元"),
    ],
)
def test_blanks_quotes_brackets_and_residue_do_not_count(text: str, words: str) -> None:
    assert normalise(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("二十一、灾害防治及应急管理支出", "灾害防治及应急管理支出"),
        ("（一）总体情况", "总体情况"),
        ("1.基本支出", "基本支出"),
        ("第二部分 部门决算表", "部门决算表"),
        ("1.5倍", "1.5倍"),
    ],
)
def test_an_enumerator_is_not_part_of_a_label(text: str, words: str) -> None:
    assert bare(text) == words


def test_a_decimal_is_no_enumerator() -> None:
    assert has_enumerator("一、事业收入")
    assert not has_enumerator("12.50")


def test_one_lost_character_is_forgiven_and_a_changed_one_is_not() -> None:
    assert nearly("附属单位上缴收", "附属单位上缴收入")
    assert nearly("属单位上缴收入", "附属单位上缴收入")
    assert not nearly("附属单位上交收入", "附属单位上缴收入")
    assert not nearly("小", "小计")
