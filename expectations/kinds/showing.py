"""What is printed as target, actual value and reason of an indicator, scores aside (SC-04 … SC-13, F24-10, F24-11)."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from expectations.kinds.saying import PASSED, Said, Say
from expectations.reasons import because
from expectations.sheets import Leaf, Sheet
from expectations.targets import alike, off_by_factor, small_is_good
from ingest.facts import UNITS, Indicator

_NUMERIC = ("number", "percent")
_AT_MOST_ALL = re.compile(r"(?:合格|满意|准确|正确|及时|通过|达标|优良|知晓|普及|有效)(?:率|度)")
_UNDONE = re.compile(
    r"(?:尚|还|均|仍)?(?:未完成|未开展|未实施|未进行|未达成|未达到|未实现|没有完成|没有开展|未执行|未启动).{0,4}"
)
_UNFILLED = re.compile(r"(?:[nNmMxX]|[xX×X]{2,}|_{2,}|〇{2,}|\*{2,})(?:万|亿)?(?:元|个|次|人|家|份|场|%)?")
_NOTHING = frozenset({"无", "/", "-", "—", "——", "暂无"})
_WORDS = (
    (re.compile(r"(?:全部|完全|已)?(?:达成|达到|实现)(?:预期|年度)?(?:指标|目标)?"), "top"),
    (re.compile(r"(?:基本|部分)(?:达成|完成|实现|达到)(?:预期|年度)?(?:指标|目标)?(?:并具有一定效果)?"), "middle"),
    (re.compile(r"未(?:达成|完成|实现|达到)(?:预期|年度)?(?:指标|目标)?(?:且效果较差)?"), "low"),
)


def _counts(leaf: Leaf) -> bool:
    return leaf.weight is not None and bool(leaf.weight.value)


def units(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """SC-06: target and actual value in one unit; money in two units is converted."""
    item = leaf.item
    if item.target_kind not in _NUMERIC or item.actual_kind not in _NUMERIC or not _counts(leaf):
        return None
    if item.target_unit is None and item.actual_unit is None:
        return None
    if alike(item) or item.target_unit is None or item.actual_unit is None:
        return PASSED
    money = (item.target_unit in UNITS) != (item.actual_unit in UNITS)
    mixed = "%" in (item.target_unit, item.actual_unit) or money or off_by_factor(item)
    said = because("units_of_leaf", target=item.target_raw, actual=item.actual_raw)
    return Said("failed", said, "" if mixed else "info")


def deadline(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """SC-07: what was finished after its deadline does not get full marks; 及时 says no date."""
    item = leaf.item
    dates = ("date", "serial_date")
    if item.target_kind not in dates or item.actual_kind not in dates or not _counts(leaf):
        return None
    if item.target_value is None or item.actual_value is None:
        return Said("not_applicable", because("no_date"))
    first = _first_day(item)
    if first <= item.target_value:
        return PASSED
    if leaf.usable and not leaf.full:
        return Said("passed", because("late_and_scored"))
    if not leaf.usable:
        return Said("not_checked", because("leaf_in_doubt"))
    return Said("failed", because("late", target=item.target_raw, actual=item.actual_raw))


def _first_day(item: Indicator) -> Decimal:
    """The earliest day an actual date may mean: a month begins on its first, "before" may be any time."""
    value = item.actual_value or Decimal(0)
    if item.actual_operator in ("≤", "<"):
        return Decimal(0)
    if item.actual_unit == "月":
        return value // 100 * 100 + 1
    if item.actual_unit == "年":
        return value // 10_000 * 10_000 + 101
    return value


def serial(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """SC-08: a spreadsheet's date serial where a date is meant; both readings are shown."""
    item = leaf.item
    kinds = (item.target_kind, item.actual_kind)
    if "serial_date" not in kinds:
        return PASSED if "date" in kinds else None
    raw, value = (
        (item.target_raw, item.target_value)
        if item.target_kind == "serial_date"
        else (item.actual_raw, item.actual_value)
    )
    return Said("failed", because("serial", raw=raw, day=f"{value}"))


def ceiling(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """SC-09: a rate of those that were right, content or in time is not above 100 %; 完成率 may be."""
    item = leaf.item
    if item.actual_kind != "percent" or item.actual_value is None or not _AT_MOST_ALL.search(item.indicator):
        return None
    if item.actual_unit != "%" or item.actual_value <= 100:
        return PASSED
    return Said("failed", because("above_all", raw=item.actual_raw))


def measured(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """SC-10: an actual value is what was measured, not another bound."""
    item = leaf.item
    if item.actual_kind not in _NUMERIC or not _counts(leaf):
        return None
    if item.actual_operator in ("≥", "≤", ">", "<"):
        return Said("failed", because("not_measured", raw=item.actual_raw), "info")
    return PASSED


def undone(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """SC-11: what was not done does not get full marks."""
    item = leaf.item
    counted = item.target_kind in _NUMERIC and item.target_operator not in ("≤", "<") and bool(item.target_value)
    nothing = item.actual_raw in _NOTHING and counted and item.actual_raw != item.target_raw
    if not _counts(leaf) or not (_UNDONE.fullmatch(item.actual_raw) or nothing):
        return None
    if not leaf.usable:
        return Said("not_checked", because("leaf_in_doubt"))
    return Said("failed", because("undone", raw=item.actual_raw)) if leaf.full else PASSED


def cost(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """SC-12: a cost stays within its target, or costs points."""
    item = leaf.item
    if "成本指标" not in item.path and item.dimension != "成本指标":
        return None
    pair = leaf.pair
    if pair is None or not _counts(leaf) or pair.percent or item.target_operator in ("≥", ">"):
        return None
    if pair.actual <= pair.target or (leaf.usable and not leaf.full):
        return PASSED
    return Said("failed", because("cost", target=item.target_raw, actual=item.actual_raw))


def wording_band(_sheet: Sheet, leaf: Leaf, options: Mapping[str, Fraction]) -> Said | None:
    """SC-13: 达成, 部分达成, 未达成 go with a share of the weight; the edges are options `top`, `middle` (per cent)."""
    if not leaf.usable or not _counts(leaf):
        return None
    word = next((name for shape, name in _WORDS if shape.fullmatch(leaf.item.actual_raw)), None)
    if word is None or leaf.weight is None or leaf.score is None:
        return None
    share = Fraction(leaf.score.value or 0) / Fraction(leaf.weight.value or 1) * 100
    top, middle = options["top"], options["middle"]
    low, high = {"top": (top, Fraction(100)), "middle": (middle, Fraction(100)), "low": (Fraction(0), middle)}[word]
    return PASSED if low <= share <= high else Said("failed", because("word_band", raw=leaf.item.actual_raw), "info")


def over(_sheet: Sheet, leaf: Leaf, options: Mapping[str, Fraction]) -> Said | None:
    """SC-05: far more than asked for (option `by`, per cent) asks for a reason: was the target set too low?"""
    pair = leaf.pair
    if pair is None or not _counts(leaf) or pair.direction not in ("≥", "=") or pair.target <= 0:
        return None
    if pair.actual <= pair.target * (1 + options["by"] / 100):
        return PASSED
    return (
        PASSED
        if leaf.item.reason
        else Said("failed", because("over", target=leaf.item.target_raw, actual=leaf.item.actual_raw), "info")
    )


def reason(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """SC-04, F24-10: points lost are explained, in forms that have a place for it."""
    if not leaf.usable or not _counts(leaf) or leaf.weight is None or leaf.score is None:
        return None
    if leaf.item.reason is None or (leaf.score.value or 0) >= (leaf.weight.value or 0):
        return None
    if leaf.item.reason.strip() not in _NOTHING | {""}:
        return PASSED
    return Said(
        "failed",
        because("no_reason", name=leaf.item.indicator, score=f"{leaf.score.value}", weight=f"{leaf.weight.value}"),
    )


def filled(sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """F24-11: an indicator that counts has a target and an actual value, or not full marks; no placeholder either.

    无 is a target of its own where little is good (no complaints), and where both say so. What the form has no column
    for cannot be filled in.
    """
    item = leaf.item
    if not _counts(leaf):
        return None
    unfilled = next((raw for raw in (item.target_raw, item.actual_raw) if _UNFILLED.fullmatch(raw)), None)
    if unfilled is not None:
        return Said("failed", because("form_unfilled", raw=unfilled))
    printed = [
        (name, raw)
        for name, raw in (("目标值", item.target_raw), ("实际值", item.actual_raw))
        if raw or sheet.heads(name)
    ]
    blank = [name for name, raw in printed if raw in _NOTHING | {""}]
    if not blank and len(printed) < 2:
        return None
    none = "无" in (item.target_raw, item.actual_raw) and (item.target_raw == item.actual_raw or small_is_good(item))
    if not blank or none:
        return PASSED
    if not leaf.usable:
        return Said("not_checked", because("leaf_in_doubt"))
    return Said("failed", because("not_filled", what="、".join(blank))) if leaf.full else PASSED


SHOWING: Mapping[str, Say] = {
    "units": units,
    "deadline": deadline,
    "serial": serial,
    "ceiling": ceiling,
    "measured": measured,
    "undone": undone,
    "cost": cost,
    "words": wording_band,
    "over": over,
    "reason": reason,
    "filled": filled,
}
