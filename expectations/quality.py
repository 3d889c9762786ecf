"""Which test of the reading (rules.md §14, Q-01 … Q-14) a doubt belongs to, so that it can be named.

Reading says why it doubts in words; the rule of the catalogue that asked is found by them.
"""

from collections.abc import Iterable, Iterator, Mapping

from ingest.facts import Doubt
from ingest.model import Text

SIGNS: Mapping[str, tuple[str, ...]] = {
    "Q-01": ("各部分数目不一",),
    "Q-02": (
        "末位数字可能缺失",
        "不是一个完整的数",
        "数字在换行或换页处断开",
        "数字前可能断开",
        "前面紧接另一组数字",
        "数字被拆开",
        "无名称的行",
    ),
    "Q-03": ("拼接，经勾稽关系确认", "数字被拆入两格"),
    "Q-04": ("所属的一级指标未能确定",),
    "Q-06": ("单独的一行",),
    "Q-08": ("由图片识读", "该页有损坏", "无框线表格", "识读不一致", "另一识读"),
    "Q-09": ("列不能确定",),
    "Q-11": ("未印金额单位",),
    "Q-12": ("百分号出现在金额栏",),
}
"""Rule → words of the reasons, in Chinese, that are its."""


def rule_of(reason: Text) -> str:
    """The rule whose test a doubt is; empty for one that no rule names."""
    return next((rule for rule, words in SIGNS.items() if any(word in reason.zh for word in words)), "")


def is_printed_so(reason: Text) -> bool:
    """Does the doubt say what is printed, two numbers or a rate in a cell of amounts, and not how it was read?"""
    return any(words in reason.zh for words in ("不是一个完整的数", "百分号出现在金额栏"))


def cited(reason: Text) -> Text:
    """The reason of a doubt with the rule that it belongs to."""
    rule = rule_of(reason)
    return Text(f"{rule} {reason.zh}", f"{rule} {reason.en}") if rule else reason


def doubts_of(doubts: Iterable[Doubt], rule: str) -> Iterator[Doubt]:
    """The doubts of one test, in their order."""
    return (doubt for doubt in doubts if rule_of(doubt.reason) == rule)
