"""A leaf's target against its actual value: can they be compared, and was the target reached? (rules.md §11)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from expectations.criteria import Reached
from expectations.intervals import Interval, exact, rounded
from ingest.facts import UNITS, Indicator

_SMALL_IS_GOOD = re.compile(
    r"投诉|违规|违法|事故|差错|不合格|时长|时间|时限|天数|期限|周期|耗时|成本|费用|金额|经费|预算|支出|单价|价格|死亡|发生率"
    r"|发病|超标|缺陷|返工|上访|信访|失误|下降|减少|降低|偏差|逾期|延误|退回|流失|空置|收入"
)
_TIMES = re.compile(r"(?:个)?(?:工作日|小时|分钟|天|日|周|月|年|秒)(?:内)?")
_NUMERIC = ("number", "percent")
_FACTOR = 1000
"""So far apart, a value and its target differ by a factor that was left out, not by what was achieved."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Target and actual value in one unit; percentages as numbers of per cent."""

    target: Fraction
    actual: Fraction
    target_interval: Interval
    actual_interval: Interval
    percent: bool
    direction: str
    """`≥`, `≤` or `=`; `?` where a bare number does not say which side is better."""
    strict: bool = False
    """> or <: the target itself does not reach it."""

    @property
    def met(self) -> bool | None:
        """Was the target reached? None where nobody can say."""
        if self.direction == "?":
            return True if self.actual == self.target else None
        if self.direction == "=":
            return self.actual >= self.target
        if self.actual == self.target:
            return not self.strict or None
        return self.actual > self.target if self.direction == "≥" else self.actual < self.target

    def reached(self, weight: Fraction) -> Reached:
        """For the scoring formulas."""
        return Reached(weight, self.target_interval, self.actual_interval, self.percent, self.direction == "≤")


def comparable(item: Indicator) -> Pair | None:
    """Target and actual as numbers of one unit; None where they are words, dates, ranges or of unlike units."""
    if item.target_kind not in _NUMERIC or item.actual_kind not in _NUMERIC:
        return None
    if item.target_value is None or item.actual_value is None:
        return None
    if item.actual_operator not in (None, "=") or item.target_operator == "≈":
        return None
    if not alike(item):
        return None
    percent = "%" in (item.target_unit, item.actual_unit) or "‰" in (item.target_unit, item.actual_unit)
    scales = [UNITS.get(unit or "", 1) for unit in (item.target_unit, item.actual_unit)]
    if item.target_unit in UNITS and item.actual_unit is None:
        scales[1] = scales[0]
    if item.actual_unit in UNITS and item.target_unit is None:
        scales[0] = scales[1]
    target, actual = Fraction(item.target_value) * scales[0], Fraction(item.actual_value) * scales[1]
    halves = [_half(item.target_value, percent) * scales[0], _half(item.actual_value, percent) * scales[1]]
    operator = item.target_operator
    direction = {"≥": "≥", ">": "≥", "≤": "≤", "<": "≤", "=": "="}.get(operator or "") or _bare(item)
    return Pair(
        target,
        actual,
        rounded(target, halves[0]) if halves[0] and operator is None else exact(target),
        rounded(actual, halves[1]),
        percent,
        direction,
        strict=operator in (">", "<"),
    )


def alike(item: Indicator) -> bool:
    """Have the two values one unit? A unit left out, or a longer word for the same (家, 家企业), is no difference."""
    target, actual = item.target_unit, item.actual_unit
    if off_by_factor(item):
        return False
    if target == actual:
        return True
    if "%" in (target, actual):
        bare = item.actual_value if actual is None else item.target_value if target is None else None
        # 0 is 0 %; 0.98 beside a percentage may be a share of one, 98 is per cent without its sign.
        return bare is not None and (bare == 0 or bare > 1)
    if target is None or actual is None:
        return True
    if target in UNITS or actual in UNITS:
        return target in UNITS and actual in UNITS
    return target.startswith(actual) or actual.startswith(target)


def off_by_factor(item: Indicator) -> bool:
    """Is 万 or 亿 printed with only one of the values, and are they so far apart that it was meant with both?"""
    target, actual = item.target_value, item.actual_value
    printed = [any(word in raw for word in "万亿") for raw in (item.target_raw, item.actual_raw)]
    money = {item.target_unit, item.actual_unit} & UNITS.keys()
    if money or printed[0] == printed[1] or not target or not actual:
        return False
    return max(target, actual) >= _FACTOR * min(target, actual)


def small_is_good(item: Indicator) -> bool:
    """Does the name speak of something that one wants little of, or of a time or an amount of money?"""
    unit = item.target_unit or item.actual_unit or ""
    return _SMALL_IS_GOOD.search(item.indicator) is not None or _TIMES.fullmatch(unit) is not None or unit in UNITS


def _bare(item: Indicator) -> str:
    return "?" if small_is_good(item) else "≥"


def _half(value: Decimal, percent: bool) -> Fraction:
    """A percentage was rounded; a count was not."""
    exponent = int(value.as_tuple().exponent)
    return Fraction(1, 2 * 10 ** max(0, -exponent)) if percent or exponent < 0 else Fraction(0)
