"""Printed scoring criteria (评分标准) that are formulas: which scores one allows for a target and an actual value.

Read are: a share of the weight (业绩值/目标值×权重), so much off for every point missed (每降低1%扣权重分的1%), steps
(执行率>90%得2.86分,…), all or nothing (否则不得分). Extraction drops × and *: 业绩值/目标值100% is the share as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from expectations.intervals import Interval, exact

_NUMBER = r"(\d+(?:\.\d+)?|一)"
_PER = re.compile(
    rf"每(?:降低|低于|减少|下降|低|少|差|高于|高出|超过|超出|增加)(?:了)?{_NUMBER}(?:%|个?百分点)[,，]?"
    rf"(?:则|相应)?(?:扣除|扣减|扣|减少|减)(?:掉)?[^0-9一,，。；]{{0,12}}?"
    rf"(?:(?:权重分值|权重分|权重值|权重|分值|该项分值|总分)的?{_NUMBER}%|{_NUMBER}分)"
)
_STEP = re.compile(
    rf"(?:{_NUMBER}%\s*(?P<high>[>≥＞])\s*)?[^\d,，。；%>≥<≤]{{0,8}}(?P<sign>[>≥＞<≤＜])\s*(?P<edge>\d+(?:\.\d+)?)%\s*[,，]?\s*"
    r"(?:得(?P<points>\d+(?:\.\d+)?)分|(?P<none>不得分|得?0分|为0分))"
)
_SHARE = re.compile(
    r"业绩值/目标值|实际值/目标值|完成值/目标值|实际完成值/目标值|占目标值的比例|A/T|得分比例计分|执行率业绩值[×*x]?"
    r"|^预算执行率[×*x]?权重分|^[\u4e00-\u9fff]{2,8}率[×*x]?权重分数"
)
_TIMES_POINTS = re.compile(r"率(?:业绩值|实际值)?[×*x]\s*(\d+(?:\.\d+)?)分")
_NOTHING = re.compile(
    r"否则不得分|否则得?0分|未(?:达到|达)[^,，。；]{0,6}(?:得0分|不得分|为0分)|[<＜]\d+(?:\.\d+)?%?为0分"
)
_FREE = re.compile(r"酌情|参考权重|视情况|根据实际|按实际|实际效果|适当扣")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion that can be applied; `free` where it leaves the assessor room."""

    kind: str
    """`share`, `per`, `steps`, `nothing`, or `free`: no formula, the assessor's judgement."""
    free: bool = False
    points: Fraction = Fraction(1)
    """per: for so many points…"""
    loss: Fraction = Fraction(1, 100)
    """…this much of the weight (or of a point, see `fixed`) is lost."""
    fixed: bool = False
    steps: tuple[tuple[Fraction, bool, Fraction], ...] = ()
    """steps: (edge in per cent, the edge itself belongs to it, score), from the top."""
    full: Fraction | None = None
    """share: of so many points, where the criterion says so (执行率×2分) and not of the weight."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What a leaf reached; percentages as numbers of per cent. `lower`: less is better."""

    weight: Fraction
    target: Interval
    actual: Interval
    percent: bool
    lower: bool = False


def read_criterion(text: str | None) -> Criterion | None:
    """Understand a printed criterion; None where there is none or it says nothing about numbers."""
    words = re.sub(r"\s+", "", text or "")
    if not words:
        return None
    free = _FREE.search(words) is not None
    steps = _steps(words)
    if len(steps) > 1:
        return Criterion("steps", free, steps=steps)
    per = _PER.search(words)
    if per is not None:
        loss = Fraction(_number(per[2])) / 100 if per[2] else Fraction(_number(per[3]))
        return Criterion("per", free, Fraction(_number(per[1])), loss, fixed=per[2] is None)
    if _SHARE.search(words):
        points = _TIMES_POINTS.search(words)
        return Criterion("share", free, full=Fraction(points[1]) if points else None)
    if _NOTHING.search(words):
        return Criterion("nothing", free)
    return Criterion("free", free=True) if free else None


def allowed(criterion: Criterion, reached: Reached) -> tuple[Interval, ...]:
    """The scores, not yet rounded, that the criterion gives to something that missed its target."""
    weight = reached.weight
    if criterion.kind == "share":
        return (share(reached if criterion.full is None else replace(reached, weight=min(criterion.full, weight))),)
    if criterion.kind == "nothing":
        return (exact(0),)
    if criterion.kind == "steps" and reached.percent:
        return tuple(exact(score) for score in _on_steps(criterion.steps, reached.actual))
    if criterion.kind == "per":
        loss = criterion.loss if criterion.fixed else criterion.loss * weight
        gaps = [gap for gap in _gaps(reached) if gap.high >= 0]
        return tuple(_after(gap.times(1 / criterion.points), loss, weight) for gap in gaps)
    return ()


def share(reached: Reached) -> Interval:
    """Weight × A/T (T/A where less is better), between nothing and the weight (rules.md SC-01, SC-02)."""
    top, bottom = (reached.target, reached.actual) if reached.lower else (reached.actual, reached.target)
    if bottom.low <= 0:
        return Interval(0, reached.weight)
    rate = Interval(max(top.low, 0), max(top.high, 0)).quotient(bottom)
    return rate.times(reached.weight).minimum(exact(reached.weight))


def _gaps(reached: Reached) -> Sequence[Interval]:
    """By how many points the target was missed: of the target itself, and where it is a percentage in points too."""
    apart = reached.target + reached.actual.times(-1)
    apart = apart.times(-1) if reached.lower else apart
    found = [apart] if reached.percent else []
    if reached.target.low > 0:
        found.append(apart.quotient(reached.target).times(100))
    return found


def _after(steps: Interval, loss: Fraction, weight: Fraction) -> Interval:
    """What is left of the weight; a started step may count as none or as a whole one."""
    nothing = Fraction(0)
    low = weight - loss * -(-Fraction(steps.high) // 1)
    high = weight - loss * (Fraction(max(steps.low, nothing)) // 1)
    return Interval(max(low, nothing), max(min(high, weight), nothing))


def _steps(words: str) -> tuple[tuple[Fraction, bool, Fraction], ...]:
    found = []
    for match in _STEP.finditer(words):
        score = Fraction(0) if match["none"] else Fraction(Decimal(match["points"]))
        below = match["sign"] in "<≤＜"
        edge = Fraction(-1) if below else Fraction(Decimal(match["edge"]))
        found.append((edge, match["sign"] == "≥", score))
    return tuple(sorted(set(found), reverse=True))


def _on_steps(steps: Sequence[tuple[Fraction, bool, Fraction]], actual: Interval) -> Sequence[Fraction]:
    """Scores of every step that the actual value may lie on; on an edge that no step claims, the steps beside it."""
    scores = []
    upper: Fraction | None = None
    for edge, _, score in steps:
        if actual.high >= edge and (upper is None or actual.low <= upper):
            scores.append(score)
        upper = edge
    return scores


def _number(text: str) -> Decimal:
    return Decimal(1) if text == "一" else Decimal(text)
