"""What the summaries say by themselves, and which have no form (PS-01 … PS-05, PS-10)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from expectations.intervals import Interval
from expectations.kinds.cut import lowered
from expectations.kinds.judging import compared
from expectations.kinds.linear import Draft, Site
from expectations.kinds.pairsite import Pairs, at_summary, places, stated
from expectations.kinds.rates import rate_in_prose
from expectations.model import Place
from expectations.reasons import because
from expectations.summaries import BUDGET, RATE, SPENT, Summary
from ingest.model import Text

_COUNTED = re.compile(r"(\d+)个(?:一级|二级)?(?:预算)?项目(?:的)?(?:支出)?(?:绩效)?自评(?:结果|情况|综述)")
_WORDS = {RATE: "执行率", SPENT: "执行数", BUDGET: "预算数"}


def counted(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-01: as many summaries as the text claims."""
    count = len(pairs.summaries)
    last = pairs.summaries[-1:]
    for paragraph in site.book.canonical.paragraphs:
        for match in _COUNTED.finditer(re.sub(r"\s+", "", paragraph.text)):
            place = (Place("项目个数", match[0], paragraph.location), *places(last))
            inner = replace(site, place=match[0], key=match[0])
            if not count:
                yield inner.draft("not_checked", because("no_summaries"))
                continue
            agrees = int(match[1]) == count
            reason = None if agrees else because("summary_count", said=int(match[1]), found=count)
            status = "passed" if agrees else "failed"
            yield Draft(inner.outcome(status, reason, places=place, severity=_sure(pairs, site)))


def _sure(pairs: Pairs, site: Site) -> str:
    """Where the last list number is the count of those read, none was missed by us."""
    last = re.sub(r"\D", "", pairs.summaries[-1].number or "")
    return site.severity if last and int(last) == len(pairs.summaries) else "warning"


def missing(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-02: every summary has a form; those that have none are one finding."""
    lost = {id(summary) for summary in pairs.matching.summaries}
    if not pairs.sheets:
        yield site.draft("not_checked", because("no_forms_read"))
        return
    certain = not pairs.matching.forms and not _miscounted(site)
    for summary in pairs.summaries:
        inner = at_summary(site, summary, "自评表")
        if id(summary) not in lost:
            yield Draft(inner.outcome("passed", places=places([summary])))
            continue
        severity = site.severity if certain or site.severity != "error" else "warning"
        outcome = inner.outcome(
            "failed", because("form_no_form", name=summary.name), severity=severity, places=places([summary]),
            subject=f"{site.rule.id} {severity}",
        )  # fmt: skip
        yield lowered(Draft(outcome), _cut(pairs, lost))


def _cut(pairs: Pairs, lost: Collection[int]) -> Text | None:
    """Why forms may be missing from the text only: it ends before them, in the order of the summaries."""
    held = [number for number, summary in enumerate(pairs.summaries) if id(summary) not in lost]
    in_text = all(summary.location.page is None for summary in pairs.summaries)
    tail = in_text and held and held[-1] + 1 == len(held) == len(pairs.summaries) - len(lost)
    return because("file_ends", name=pairs.summaries[len(held)].name) if tail else None


def _miscounted(site: Site) -> bool:
    """Does a counter say that forms were perhaps not read (Q-01)? Two score tables in one form hide no other form."""
    return any(doubt.reason.kind == "untitled" for doubt in site.book.canonical.doubts)


def orphans(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-03: every form has a summary."""
    lost = {id(form) for form in pairs.matching.forms}
    for sheet in pairs.sheets:
        inner = Site(site.book, site.rule, site.clause, (sheet.grid,), sheet.name, sheet.name)
        if not (sheet.form.unit and sheet.form.project):
            yield inner.draft("not_checked", because("untitled"))
        elif id(sheet.form) not in lost:
            yield Draft(inner.outcome("passed"))
        else:
            place = Place(sheet.name, sheet.form.project or "", sheet.form.location)
            reason = because("no_summary", name=sheet.name)
            yield Draft(inner.outcome("failed", reason, places=(place,), subject=site.rule.id))


def complete(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-04: a summary has score, budget, executed and rate."""
    for summary in pairs.summaries:
        inner = at_summary(site, summary, "完整性")
        bases = summary.bases or (None,)
        if any(claim.doubt is not None for claim in summary.claims.values()):
            yield inner.draft("not_checked", because("claim_in_doubt"))
            continue
        lost = [word for name, word in (("得分", "得分"), *_WORDS.items()) if not _has(summary, name, bases)]
        if not lost:
            yield Draft(inner.outcome("passed", places=places([summary])))
        else:
            reason = because("summary_lacks", name=summary.name, what="、".join(lost))
            yield Draft(inner.outcome("failed", reason, places=places([summary]), subject=site.rule.id))


def _has(summary: Summary, name: str, bases: tuple[str | None, ...]) -> bool:
    if name == "得分":
        return summary.score is not None
    return any(summary.claim(name, basis) is not None for basis in bases)


def rate(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-05: rate = executed / budget, on each basis that is stated."""
    for summary in pairs.summaries:
        for basis in summary.bases:
            claims = [summary.claim(name, basis) for name in (RATE, SPENT, BUDGET)]
            if claims[0] is None:
                continue
            inner = at_summary(site, summary, f"执行率{basis or ''}")
            if any(claim is None or claim.value is None or claim.doubt for claim in claims):
                yield inner.draft("not_checked", because("missing", labels="执行率、执行数、预算数"))
                continue
            shares = [stated(claim, summary) for claim in claims if claim is not None]
            yield rate_in_prose(inner, shares[0], shares[1], shares[2], "执行数÷预算数")


def within(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-10: executed is at most the budget."""
    for summary in pairs.summaries:
        for basis in summary.bases:
            spent, budget = summary.claim(SPENT, basis), summary.claim(BUDGET, basis)
            if spent is None or budget is None:
                continue
            inner = at_summary(site, summary, f"执行数不超过预算数{basis or ''}")
            if spent.value is None or budget.value is None:
                yield inner.draft("not_checked", because("claim_in_doubt"))
                continue
            left, right = stated(spent, summary), stated(budget, summary)
            if left.value - right.value <= left.half + right.half:
                status = "passed" if left.value <= right.value else "rounding"
                yield Draft(inner.outcome(status, places=(left.place, right.place)))
            else:
                ends = Interval(0, right.value + right.half)
                yield compared(inner, ("failed", because("overspent")), left, ends, (right,), point=right.value)
