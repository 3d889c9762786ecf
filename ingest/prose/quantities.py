"""Numbers in a sentence: amounts, rates, scores and counts, with their unit and what softens them.

A year, a date, the number of a document, a list number and a threshold ("单价100万元（含）以上的设备") are no amounts.
A number counts only with a unit behind it, or, bare, where the words before it ask for a rate or a score.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.model import Why

_COUNTED = (
    "批次|人次|团次|户次|家次|场次|台（套）|台(套)|台/套|平方米|平米|辆|台|套|个|人|家|项|宗|件|次|份|起|批|名|户|场|亩"
)
_COUNTS = "|".join(re.escape(word) for word in _COUNTED.split("|"))
_NOT_AFTER = {
    "分": "钟别类之局公工管批组期年解布析配项散级店院所支",
    "个": "月体",
    "人": "民员才大事均力工",
    "项": "目",
    "场": "所地",
}
_NOT_AFTER |= {"元": "旦月件", "家": "庭长", "台": "账", "起": "施执"}
_NUMBER = re.compile(
    rf"""(?<![A-Za-z\d.,〔\[第_])(?P<sign>-(?=\d))?(?P<digits>\d(?:[\d,.]*\d)?)
    (?P<more>\s*(?:余|多)(?=[万亿]?(?:{_COUNTS}|元)))?
    (?:\s*(?P<unit>亿元|万元|千元|元|个百分点|百分点|%|‰|分|[万亿]?(?:{_COUNTS})|万|亿))?""",
    re.VERBOSE,
)
_FORMED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_BARE = re.compile(
    r"(?:得分|执行率|完成率|支出率|占比|比重|增长|下降|增幅|降幅|占[^，。；\d]{0,24}的?|完成[^，。；\d]{0,24}的)(?:了|为|是|达|约)?\s*$"
)
_THRESHOLD = re.compile(r"(?:单价|单位价值|价值|单台|限额|标准)[^，。；\d]{0,8}$")
_BEFORE = (
    ("about", re.compile(r"(?:大约|约|将近|接近|近)\s*$")),
    ("at_least", re.compile(r"(?:超过|不低于|不少于|至少|超|逾|突破)\s*$")),
    ("at_most", re.compile(r"(?:不足|不超过|未超过|不高于|低于)\s*$")),
)
_AFTER = (
    ("about", re.compile(r"\s*(?:左右|上下)")),
    ("at_least", re.compile(r"\s*(?:（含）)?以上")),
    ("at_most", re.compile(r"\s*(?:（含）)?(?:以内|以下)")),
)
_SUBJECT = re.compile(r"\d{2,3}[类款项]\s*[)）]")
"""The code of a 类, 款 or 项 in the brackets after its name: 卫生健康支出（210类）."""
_NO_UNIT = re.compile(r"\s*(?:年|月|日|号|时|点|届|岁|天|周|期|条|页|\d)")
_DIGIT_BEFORE = re.compile(r"\d\s+$")
_RANGE = re.compile(r"\d\s*[-—–~～至]\s*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number: `start` and `end` cut it with its unit out of the text; `value` is None where it cannot be read."""

    start: int
    end: int
    raw: str
    value: Decimal | None
    unit: str
    qualifier: str | None
    doubt: Why | None

    @property
    def decimals(self) -> int:
        """Digits printed after the point."""
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        return -exponent if isinstance(exponent, int) else 0


def quantities(text: str, start: int, end: int, joints: Sequence[int] = ()) -> Iterator[Quantity]:
    """The numbers between two places of a text; `joints` are places where two lines met inside digits."""
    for match in _NUMBER.finditer(text, start, end):
        before = text[max(start, match.start() - 32) : match.start()]
        if _SUBJECT.match(text, match.start()):
            continue
        unit = match["unit"] or ""
        after = text[match.end() : match.end() + 8]
        if unit and after[:1] and after[0] in _NOT_AFTER.get(unit, ""):
            unit = ""
        if not unit and (_NO_UNIT.match(text, match.end("digits")) or not _BARE.search(before)):
            continue
        if _RANGE.search(before) or (_THRESHOLD.search(before) and _AFTER[1][1].match(after.replace("(含)", "（含）"))):
            continue
        formed = _FORMED.fullmatch(match["digits"]) is not None
        yield Quantity(
            start=match.start(),
            end=match.end() if unit else match.end("digits"),
            raw=text[match.start() : match.end("digits")],
            value=Decimal((match["sign"] or "") + match["digits"].replace(",", "")) if formed else None,
            unit={"(": "（"}.get(unit, unit).replace("(套)", "（套）"),
            qualifier="at_least" if match["more"] else _qualifier(before, after),
            doubt=_doubt(match, before, joints, formed=formed),
        )


def _qualifier(before: str, after: str) -> str | None:
    """Words before the number decide, else words behind it."""
    found = next((name for name, pattern in _BEFORE if pattern.search(before)), None)
    return found or next((name for name, pattern in _AFTER if pattern.match(after)), None)


def _doubt(match: re.Match[str], before: str, joints: Sequence[int], *, formed: bool) -> Why | None:
    if not formed:
        return Why("不是一个完整的数", "digits that are not one number", "number")
    if any(match.start() < joint <= match.end("digits") for joint in joints):
        return Why("数字在换行或换页处断开，可能是两个数", "cut at a line or page break, perhaps two numbers", "digits")
    if any(joint == match.start() for joint in joints):
        return Why("数字前可能断开", "perhaps cut at the line break before it", "digits")
    if _DIGIT_BEFORE.search(before):
        return Why("前面紧接另一组数字，可能是一个数", "another group of digits stands right before it", "digits")
    return None
