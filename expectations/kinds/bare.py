"""Amounts in prose without their unit: a bare number where an amount must stand (DOC-07).

A number counts only directly behind the word for what was spent, earned or planned and with the clause ending behind
it. Counts, years, codes and rates stand otherwise; a number of a list may have its unit at the head or the end of it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from expectations.book import Book
from expectations.words import folded
from ingest.facts import UNITS, Paragraph

_NUMBER = re.compile(
    r"(?<![\dA-Za-z.,_-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,.]*\d)|(?<![\dA-Za-z.,_-])\d+(?:\.\d+)?(?![\d,.]*\d)"
)
_MONEY = "|".join(sorted(UNITS, key=len, reverse=True))
_ASKED = re.compile(
    r"(?:支出决算|决算支出|年初预算|全年预算|调整预算|预算数|决算数|收入决算|支出|收入|总计|合计|经费|拨款|金额|总额|费用?|结转和结余|结转结余)"
    r"(?:数|额)?(?:共计|合计|共|总计)?(?:为|是|达到|达|计|：|:)?$"
)
_PLAINLY = re.compile(r"(?:支出决算|年初预算|全年预算|调整预算|预算数|决算数|收入决算)(?:数|额)?(?:为|是|达)$")
_ENDS = re.compile(r"\s*(?:[,，。；;、）)]|$|(?:比|较|与|占|完成|其中|增加|减少|增长|下降))")
_NEXT = re.compile(
    rf"(?:\s*(?:[、和与及/]\s*)+[^\d，。；、,;]{{0,12}}?|\s*[,，]\s*)(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>{_MONEY}|千元)?"
)
_HEAD = re.compile(
    rf"单位[:：]?\s*(?:人民币)?(?:{_MONEY})|[（(](?:单位[:：])?(?:{_MONEY})[）)]|(?:{_MONEY})[:：]|均以(?:{_MONEY})|下同"
)
_LOOSE = re.compile(r"(?<![\d.\s])\s*(?<!单位:)(?<!单位：)(?:万元|亿元)")
_RATES = re.compile(r"完成|占|率|比重|增长|下降|增幅|降幅|百分|倍|指数|得分|评分")
_CLAUSE = re.compile(r"[，。；;,：:]")


def bare_amounts(book: Book) -> Iterator[tuple[Paragraph, str]]:
    """The paragraphs with a bare amount, and the words around the first one in each."""
    for paragraph in book.paragraphs:
        if paragraph.kind not in ("text", "item") or any("名词解释" in head for head in paragraph.section):
            continue
        found = _first(paragraph)
        if found is not None:
            yield paragraph, found


def speaks_of_money(book: Book) -> bool:
    """Does any paragraph state an amount, with its unit or without?"""
    return any(re.search(rf"\d\s*(?:{_MONEY})", paragraph.text) for paragraph in book.paragraphs)


def _first(paragraph: Paragraph) -> str | None:
    text = paragraph.text
    if not any(sign.isdigit() for sign in text) or _HEAD.search(text) or _is_disturbed(text):
        return None
    for match in _NUMBER.finditer(text):
        before, after = folded(text[max(0, match.start() - 40) : match.start()]), text[match.end() :]
        if not _ENDS.match(after) or not _ASKED.search(before) or _has_unit_behind(after):
            continue
        clause = _CLAUSE.split(before.rstrip("：:"))[-1]
        value = Decimal(match[0].replace(",", ""))
        broken = any(match.start() <= joint <= match.end() for joint in paragraph.joints)
        whole = value == value.to_integral_value() and "." not in match[0] and "," not in match[0]
        if not value or broken or _RATES.search(clause) or (whole and not _amount_is_sure(before, value)):
            continue
        return text[max(0, match.start() - 24) : match.end() + 12]
    return None


def _amount_is_sure(before: str, value: Decimal) -> bool:
    """A whole number may be a count or a year: only right behind 支出决算为 and the like, and no year."""
    return _PLAINLY.search(before) is not None and not 1990 <= value <= 2100


def _has_unit_behind(after: str) -> bool:
    """Is it one of a list at whose end the unit stands: 分别为1.00、2.00和3.00万元?"""
    while (match := _NEXT.match(after)) is not None:
        if match["unit"]:
            return True
        after = after[match.end() :]
    return False


def _is_disturbed(text: str) -> bool:
    """Does a unit stand without its number, so that the number without a unit may be its?"""
    return _LOOSE.search(text) is not None
