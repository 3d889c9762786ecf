"""What the words around the summaries say, against their numbers (PS-11, PS-12)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from expectations.intervals import rounded
from expectations.kinds.judging import Printed, agree, compared
from expectations.kinds.linear import Draft, Site
from expectations.kinds.pairsite import Pairs, at_summary
from expectations.model import Place
from expectations.places import printed_order
from expectations.reasons import because
from expectations.sheets import Sheet
from expectations.summaries import BUDGET, RATE, SPENT, Summary
from expectations.targets import Pair
from ingest.model import Text

_ALL_DONE = re.compile(r"指标[^。；，]{0,20}均(?:已|已经)?(?:按[^。；，]{0,8})?(?:全部)?完成(?!较|情况)")
_NO_PROBLEM = re.compile(
    r"(?:问题及原因|存在的?问题|发现的?(?:主要)?问题)[：:](?:暂)?无[。；]|(?:没有|未)发现(?:明显|存在)?问题"
)
_FUNDS = re.compile(r"(?P<count>\d+)个[^。]{0,20}?涉及(?:财政)?资金(?P<raw>[\d,]+(?:\.\d+)?)(?P<unit>万元|亿元|元)")
_SCALES = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


def fit(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-11: 均完成 beside a missed target, no problem beside a low rate (option `low`), a score without spending."""
    low = next((Decimal(option.split()[1]) for option in site.clause.options if option.startswith("low ")), Decimal(60))
    sheets = {id(pair.summary): pairs.sheet(pair) for pair in pairs.matching.pairs}
    for number, summary in enumerate(pairs.summaries):
        after = pairs.summaries[number + 1] if number + 1 < len(pairs.summaries) else None
        words = _words(site, summary, after)
        inner = at_summary(site, summary, "文字")
        if any(claim.doubt is not None for claim in summary.claims.values()):
            yield inner.draft("not_checked", because("claim_in_doubt"))
            continue
        reason = _contradiction(words, summary, sheets.get(id(summary)), low)
        here = (Place(summary.name, summary.number or "", summary.location),)
        yield Draft(inner.outcome("failed" if reason else "passed", reason, places=here))


def _words(site: Site, summary: Summary, after: Summary | None) -> str:
    start = printed_order(summary.location)
    end = printed_order(after.location) if after is not None else (start[0], start[1] + 3, start[2])
    held = (p.text for p in site.book.canonical.paragraphs if start <= printed_order(p.location) < end)
    return re.sub(r"\s+", "", "".join(held))


def _contradiction(words: str, summary: Summary, sheet: Sheet | None, low: Decimal) -> Text | None:
    rate, spent, score = summary.claim(RATE), summary.claim(SPENT), summary.score
    if _ALL_DONE.search(words) and sheet is not None:
        missed = next((leaf.item.indicator for leaf in sheet.leaves if _missed(leaf.pair, leaf.item.indicator)), None)
        if missed is not None:
            return because("not_all_done", name=missed)
    if _NO_PROBLEM.search(words) and rate is not None and rate.value is not None and rate.value < low:
        return because("no_problem", rate=f"{rate.value}")
    if score is not None and (score.value or 0) >= 90 and spent is not None and spent.value == 0:
        return because("nothing_spent")
    return None


def _missed(pair: Pair | None, name: str) -> bool:
    return pair is not None and pair.met is False and name not in ("项目预算金额", "预算执行率")


def totals(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-12: the stated amount of all projects is the sum of their budgets or of their spending; bases often differ."""
    sums = [_sum(pairs, quantity, basis) for quantity in (BUDGET, SPENT) for basis in ("all", "fiscal")]
    count = len(pairs.summaries)
    for paragraph in site.book.canonical.paragraphs:
        words = re.sub(r"\s+", "", paragraph.text)
        for match in _FUNDS.finditer(words):
            if abs(int(match["count"]) - count) > 1 or printed_order(paragraph.location) > printed_order(
                pairs.summaries[0].location
            ):
                continue
            scale = _SCALES[match["unit"]]
            value = Decimal(match["raw"].replace(",", ""))
            half = Fraction(scale, 2 * 10 ** max(0, -int(value.as_tuple().exponent)))
            left = Printed(
                Fraction(value) * scale, half, match["raw"], match["unit"], "文中资金总额", paragraph.location
            )
            inner = replace(site, place=match[0], key=match[0])
            if any(total is None for total in sums):
                yield inner.draft("not_checked", because("claim_in_doubt"))
                continue
            held = [total for total in sums if total is not None]
            verdicts = [agree(left, rounded(total, width), total) for total, width in held]
            best = next((n for n, verdict in enumerate(verdicts) if verdict is not None), 0)
            total, width = held[best]
            verdict = verdicts[best] or ("failed", because("other_total"))
            yield compared(inner, verdict, left, rounded(total, width), (), point=total, name="各项目之和")


def _sum(pairs: Pairs, quantity: str, basis: str) -> tuple[Fraction, Fraction] | None:
    """Sum and half-width over all summaries, `fiscal` without own funds; None where one number is in doubt."""
    total, width = Fraction(0), Fraction(0)
    for summary in pairs.summaries:
        for of in summary.bases:
            claim = summary.claim(quantity, of)
            if claim is None or (basis == "fiscal" and of == "own"):
                continue
            if claim.value is None or claim.doubt is not None:
                return None
            total += Fraction(claim.value) * claim.scale
            width += Fraction(claim.scale, 2 * 10**claim.decimals)
    return total, width
