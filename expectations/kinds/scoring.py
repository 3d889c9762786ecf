"""Scores against what target and actual value, or a printed criterion, give (SC-01 … SC-04, F19-10, F19-13)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from expectations import reasons
from expectations.criteria import Criterion, allowed, read_criterion, share
from expectations.intervals import Interval, exact, rounded
from expectations.kinds.judging import agree, of_fact
from expectations.kinds.saying import PASSED, Said, Say
from expectations.reasons import because
from expectations.sheets import Leaf, Sheet, sound
from expectations.targets import Pair
from ingest.facts import Fact

_HUNDRED = exact(Fraction(100))


def _numbers(leaf: Leaf) -> tuple[Fraction, Fraction]:
    """Weight and score of a usable leaf."""
    weight, score = leaf.weight, leaf.score
    assert weight is not None  # noqa: S101 - a usable leaf has both
    assert score is not None  # noqa: S101
    return Fraction(weight.value or 0), Fraction(score.value or 0)


def _fits(score: Fact, expected: Iterable[Interval]) -> bool:
    return any(agree(of_fact(score, ""), interval) is not None for interval in expected)


def reached(_sheet: Sheet, leaf: Leaf, options: Mapping[str, Fraction]) -> Said | None:
    """SC-01, SC-02: reached gives the whole weight, else weight × A/T (T/A) or what the criterion says.

    Full marks for a missed target are SC-03's, more than the weight F24-07's and F19-10's. Less than the weight for a
    reached target is a judgement of the assessor; so is another score than the share where no criterion is printed:
    worth a hint, no more.
    """
    pair = leaf.pair
    if pair is None or ("lower" in options) != _lower(pair) or not leaf.weight or not leaf.weight.value:
        return None
    if not leaf.usable:
        return Said("not_checked", because("leaf_in_doubt"))
    met = pair.met
    if met is None:
        return Said("not_applicable", because("direction"))
    if met and leaf.full:
        return PASSED
    weight, score = _numbers(leaf)
    if score > weight:
        return Said("not_applicable", because("see_above_weight"))
    if met:
        if leaf.item.reason:
            return Said("not_applicable", because("stated"))
        return Said("failed", because("met_not_full"), "info")
    if score == weight:
        return Said("not_applicable", because("see_missed"))
    return _partial(leaf, pair, weight)


def _lower(pair: Pair) -> bool:
    return pair.direction == "≤"


def _partial(leaf: Leaf, pair: Pair, weight: Fraction) -> Said:
    assert leaf.score is not None  # noqa: S101 - usable
    criterion = read_criterion(leaf.item.criteria)
    reach = pair.reached(weight)
    by_share = share(reach)
    ways = [*(allowed(criterion, reach) if criterion else ()), by_share]
    if _fits(leaf.score, ways):
        exactly = leaf.score.value is not None and by_share.width == 0 and by_share.low == Fraction(leaf.score.value)
        return Said("passed" if exactly else "rounding", None, "", by_share)
    if criterion is not None and not criterion.free:
        return Said("failed", reasons.criterion(leaf.item.criteria or ""), "", ways[0])
    if criterion is not None or leaf.item.criteria or leaf.item.reason:
        return Said("not_applicable", because("judgement"))
    return Said("failed", because("not_the_share"), "info", by_share)


def missed(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """SC-03: a target that was not reached does not give full marks; certain if the printed criterion says so."""
    pair = leaf.pair
    if pair is None or not leaf.weight or not leaf.weight.value:
        return None
    if not leaf.usable:
        return Said("not_checked", because("leaf_in_doubt"))
    if pair.met is None:
        return Said("not_applicable", because("direction"))
    weight, score = _numbers(leaf)
    if score > weight:
        return Said("not_applicable", because("see_above_weight"))
    if pair.met or not leaf.full:
        return PASSED
    assert leaf.score is not None  # noqa: S101 - usable
    reach = pair.reached(weight)
    criterion = read_criterion(leaf.item.criteria)
    ways = allowed(criterion, reach) if criterion else ()
    if _fits(leaf.score, (share(reach), *ways)):
        return Said("rounding", because("nearly"))
    certain = criterion is not None and not criterion.free and bool(ways) and pair.direction in ("≥", "≤")
    same_unit = leaf.item.target_unit == leaf.item.actual_unit
    return Said(
        "failed",
        because("missed", target=leaf.item.target_raw, actual=leaf.item.actual_raw),
        "error" if certain and same_unit else "",
    )


def execution(sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """F19-13: weight × rate, at most the weight; a criterion of its own (steps, points off) is followed instead."""
    if not leaf.weight or not leaf.weight.value:
        return None
    if not leaf.usable:
        return Said("not_checked", because("leaf_in_doubt"))
    rates = _rates(sheet, leaf)
    if not rates:
        return Said("not_checked", because("no_rate"))
    weight, _ = _numbers(leaf)
    score = leaf.score
    assert score is not None  # noqa: S101 - usable
    criterion = read_criterion(leaf.item.criteria)
    ways = list(_scores(rates, weight, criterion))
    if _fits(score, ways):
        point = weight * min(Fraction(1), (Fraction(rates[0].low) + Fraction(rates[0].high)) / 200)
        printed = Fraction(score.value or 0)
        near = abs(point - printed) <= Fraction(1, 2 * 10**score.decimals)
        exactly = near or any(way.low == way.high == printed for way in ways)
        return Said("passed" if exactly else "rounding", None, "", ways[0], point)
    whole = Fraction(score.value or 0)
    if whole.denominator == 1 and any(whole <= way.high < whole + 1 for way in ways):
        return Said("failed", because("cut_to_whole"), "info", ways[0])
    text = reasons.criterion(leaf.item.criteria or "") if criterion and not criterion.free else because("not_by_rate")
    return Said("failed", text, "", ways[0])


def _rates(sheet: Sheet, leaf: Leaf) -> list[Interval]:
    """The rate in the leaf first, then the one of the fund table, in per cent."""
    found = []
    item = leaf.item
    if item.actual_value is not None and item.actual_kind in ("percent", "number") and item.actual_unit in ("%", None):
        decimals = max(0, -int(item.actual_value.as_tuple().exponent))
        found.append(rounded(Fraction(item.actual_value), Fraction(1, 2 * 10**decimals)))
    row = sheet.fact("预算执行率", "合计")
    if sound(row) and row is not None:
        found.append(of_fact(row, "").interval)
    return found


def _scores(rates: Iterable[Interval], weight: Fraction, criterion: Criterion | None) -> Iterable[Interval]:
    full = exact(weight)
    for rate in rates:
        yield Interval(max(rate.low, 0), max(rate.high, 0)).times(weight / 100).minimum(full)
        if rate.high > 100:
            yield full
        if criterion is not None:
            yield from allowed(
                criterion,
                Pair(Fraction(100), Fraction(rate.low), _HUNDRED, rate, percent=True, direction="≥").reached(weight),
            )


def scored(_sheet: Sheet, leaf: Leaf, _options: Mapping[str, Fraction]) -> Said | None:
    """F19-10: an indicator that counts has a score, not below zero and not above its weight."""
    weight, score = leaf.weight, leaf.score
    if weight is None:
        return None if score is None else Said("not_checked", because("no_weight"))
    if not sound(weight) or (score is not None and not sound(score)):
        return Said("not_checked", because("leaf_in_doubt"))
    if score is None:
        return Said("failed", because("no_score"), "warning") if weight.value else None
    due_at_most, reached_score = weight.value or Decimal(0), score.value or Decimal(0)
    if reached_score < 0:
        return Said("failed", because("negative_score"))
    if reached_score <= due_at_most:
        return PASSED
    full = Fraction(due_at_most)
    due = Interval(0, full)
    if Fraction(score.value or 0) - Fraction(1, 2 * 10**score.decimals) <= full + Fraction(1, 2 * 10**weight.decimals):
        return Said("rounding", None, "", due, full)
    return Said("failed", because("above_weight"), "", due, full)


SCORING: Mapping[str, Say] = {"reached": reached, "missed": missed, "execution": execution, "scored": scored}
