"""What a target or an actual value says: operator, number, unit and kind; what cannot be parsed stays text.

Dates are numbers of the form yyyymmdd, a month or a year its last day; their unit says how exact they are printed
(日, 月, 年). A spreadsheet's date serial (44927 is 2023-01-01) is one only where the indicator is about a date.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from ingest.facts import Indicator
from ingest.numerals import fold

_BEFORE = {
    "≥": "≥ >= => 不少于 不低于 不小于 大于等于 大于或等于 至少 达到 达",
    ">": "> 大于 超过 高于 多于 多余 超",
    "≤": "≤ <= =< 不超过 不高于 不大于 不多于 小于等于 小于或等于 控制在 至多",
    "<": "< 小于 低于 少于 不足",
    "=": "= 等于",
    "≈": "约 大约 近 ≈",
}
_AFTER = {"≥": "及以上 以上 (含)以上 (含以上)", "≤": "及以下 以下 以内 之内 内 (含)以下", "≈": "左右"}
_SIGNS = sorted(((word, sign) for sign, words in _BEFORE.items() for word in words.split()), key=lambda p: -len(p[0]))
_ENDS = sorted(((word, sign) for sign, words in _AFTER.items() for word in words.split()), key=lambda p: -len(p[0]))
_LEADS = re.compile(
    r"^(?:全年|年度|每年|累计|共计|合计|总计|共|各|实际完成|已完成|完成|实际)(?=[≥≤<>=\d不大小超高低至达约])"
)
_LATEX = (("\\leq", "≤"), ("\\geq", "≥"), ("\\le", "≤"), ("\\ge", "≥"))
_PERCENT = re.compile(r"(?<=\d)百分(?:比|点|数)$|(?<=\d)[（(]%[）)]$")
"""A unit of measure written out: 95百分比 is 95%."""
_RAISED = re.compile(r"[\u00b2\u00b3\u00b9\u2070-\u209f]")
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_NO_UNIT = r"\d\s,.，。；;、:：()（）≥≤<>=%"
_NUMBER = re.compile(rf"({_DIGITS})(%|‰)?([万亿千百]?)([^{_NO_UNIT}]{{0,8}}(?:/[^{_NO_UNIT}]{{1,4}})?)")
_RANGE = re.compile(rf"({_DIGITS})(%?)([万亿]?)[^\d]{{0,3}}?[-~—至到]({_DIGITS})(%?)([万亿]?)([^{_NO_UNIT}]{{0,6}})")
_DATE = re.compile(
    r"(?:(?:于|在)?(20\d\d)[年/.-])?(?:(1[0-2]|0?[1-9])(?:月|[/.-](?=\d)))?(?:(3[01]|[12]\d|0?[1-9])日?)?(年)?"
    r"(?:(底|末|之前|以前|前|内|之内|止)(?:[\u4e00-\u9fff]{0,4})|完成|已完成)?"
)
_YEAR_END = re.compile(r"(20\d\d)年(?:度)?(底|末|内)?(?:之前|以前|前)?(?:完成)?")
_PERIOD = re.compile(
    r"(20\d\d)[年./](\d{1,2})(?:月|[./](?=\d))?(?:(?<=[月./])(\d{1,2})日?)?[-~—至到]"
    r"(?:(20\d\d)[年./])?(\d{1,2})(?:月|[./](?=\d))?(?:(?<=[月./])(\d{1,2})日?)?"
)
_ABOUT_DATES = re.compile(r"时间|日期|时限|期限|截止|及时|进度|时效")
_SERIAL = re.compile(r"[45]\d{4}")
_FACTORS = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MONEY = frozenset({"万元", "亿元", "千元", "百元"})


@dataclass(frozen=True, slots=True)
class Value:
    """`kind`: number, percent, date, range, serial_date, qualitative, text, or blank; `value` of a range is its start.

    `upper` is the end of a range.
    """

    operator: str | None
    value: Decimal | None
    unit: str | None
    kind: str
    upper: Decimal | None = None


def read_value(raw: str, indicator: str = "") -> Value:
    """Read one target or actual value; `indicator` is the name that says whether it is about a date."""
    return _read(raw, about_dates=_ABOUT_DATES.search(indicator) is not None)


@lru_cache(maxsize=20_000)
def _read(raw: str, *, about_dates: bool) -> Value:
    for word, sign in _LATEX:
        raw = raw.replace(word, sign)
    text = _PERCENT.sub("%", fold(raw).strip("。；;、,"))
    if not text:
        return Value(None, None, None, "blank")
    if _RAISED.search(raw):  # a footnote mark is no number
        return Value(None, None, None, "text")
    if about_dates and _SERIAL.fullmatch(text) and 40_000 <= int(text) <= 50_000:
        return Value(None, _number(date(1899, 12, 30) + timedelta(days=int(text))), "日", "serial_date")
    found = _period(text) or _date(text) or _range(text) or _number_value(text)
    if found is not None:
        return found
    return Value(None, None, None, "text" if re.search(r"\d", text) else "qualitative")


def with_values(leaf: Indicator) -> Indicator:
    """Fill in what target and actual value of a leaf say."""
    target, actual = read_value(leaf.target_raw, leaf.indicator), read_value(leaf.actual_raw, leaf.indicator)
    return replace(
        leaf,
        target_operator=target.operator,
        target_value=target.value,
        target_unit=target.unit,
        target_kind=target.kind,
        actual_operator=actual.operator,
        actual_value=actual.value,
        actual_unit=actual.unit,
        actual_kind=actual.kind,
    )


# --- dates ----------------------------------------------------------------------------------------------------


def _number(day: date) -> Decimal:
    return Decimal(day.year * 10_000 + day.month * 100 + day.day)


def _last(year: int, month: int, day: int | None) -> Decimal | None:
    """The day, or the last of its month; None if there is no such day."""
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return _number(date(year, month, day or last))


def _period(text: str) -> Value | None:
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    year, month, day, until, last_month, last_day = (int(part) if part else None for part in match.groups())
    if year is None or month is None or last_month is None:
        return None
    start = _last(year, month, day or 1)
    end = _last(until or year, last_month, last_day)
    if start is None or end is None:
        return None
    return Value(None, start, "日" if last_day else "月", "range", end)


def _date(text: str) -> Value | None:
    sign, text = _sign(text)
    year_end = _YEAR_END.fullmatch(text)
    if year_end is not None:
        ends = sign or ("≤" if len(text) > len(year_end[1]) + 1 else None)
        return Value(ends, _last(int(year_end[1]), 12, None), "年", "date")
    match = _DATE.fullmatch(text)
    if match is None or match[2] is None or match[4] is not None:
        return None
    if match[3] is None and not re.search(r"月", text):
        return None
    if match[1] is None and not re.search(r"月", text):
        return None
    operator = sign or ("≤" if match[5] else None)
    precision = "日" if match[3] else "月"
    if match[1] is None:
        return Value(operator, None, precision, "date")
    value = _last(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    return None if value is None else Value(operator, value, precision, "date")


# --- numbers --------------------------------------------------------------------------------------------------


def _sign(text: str) -> tuple[str | None, str]:
    for word, sign in _SIGNS:
        if text.startswith(word) and re.match(r"[约近]?\d", text[len(word) :]):
            return sign, text[len(word) :].removeprefix("约")
    return None, text


def _range(text: str) -> Value | None:
    match = _RANGE.fullmatch(_LEADS.sub("", text))
    if match is None:
        return None
    low, low_percent, low_factor, high, percent, factor, unit = match.groups()
    if (unit and percent) or (low_percent and not percent):
        return None
    start, unit_ = _scaled(low, low_factor or factor, unit)
    end, _ = _scaled(high, factor, unit)
    if end < start:
        return None
    return Value(None, start, "%" if percent else unit_, "range", end)


def _number_value(text: str) -> Value | None:
    text = _LEADS.sub("", text)
    before, text = _sign(text)
    after, text = next(
        ((sign, text.removesuffix(word)) for word, sign in _ENDS if text.endswith(word) and len(text) > len(word)),
        (None, text),
    )
    match = _NUMBER.fullmatch(text)
    if match is None or (before and after and before != after):
        return None
    figures, percent, factor, unit = match.groups()
    if percent and not factor and not unit:
        return Value(before or after, Decimal(figures.replace(",", "")), percent, "percent")
    if percent:
        return None
    value, unit_ = _scaled(figures, factor, unit)
    return Value(before or after, value, unit_, "number")


def _scaled(figures: str, factor: str, unit: str) -> tuple[Decimal, str | None]:
    """A count with 万 or 亿 is multiplied out; money keeps its unit."""
    value = Decimal(figures.replace(",", ""))
    if factor + unit in _MONEY:
        return value, factor + unit
    if factor and unit.startswith(("分之",)):
        return value, factor + unit
    scaled = value * _FACTORS[factor]
    return (scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() and factor else scaled), unit or None
