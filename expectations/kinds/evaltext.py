"""What an evaluation report says in words about its own scores (EV-02 … EV-05)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from expectations.intervals import exact
from expectations.kinds.judging import Printed, agree, compared
from expectations.kinds.linear import Draft, Site
from expectations.kinds.rates import rate_in_prose
from expectations.model import Place
from expectations.reasons import because
from expectations.reports import Report, ScoreTable
from ingest.facts import Paragraph

_N = r"(\d+(?:\.\d+)?)"
_NAME = r"[“\"]([^“”\"]{2,16})[”\"]"
_TOTAL = re.compile(
    rf"(?<!自我)(?<!自)(?:评分结果|评价总?得分|综合得分|综合评分|总得分|评价得分|最终得分)为?[:：]?{_N}分"
)
_PART = re.compile(rf"{_NAME}(?:一级|二级|三级)?指标(?:得分|评分){_N}分")
_ANALYSED = re.compile(rf"{_NAME}指标(?:评分|得分)分析[。：:]?该项指标得分{_N}分[，,](?:共?扣{_N}分|(未扣分))?")
_WEIGHTED = re.compile(
    rf"(?:^|[，,。；;：:、）)\d.])([\u4e00-\u9fff]{{2,10}}?)(?:类|方面|部分)?(?:一级|二级|三级)?(?:指标)?(?:的)?"
    rf"(?:权重|分值|满分)(?:为)?{_N}分[，,](?:实际)?得(?:分)?(?:为)?{_N}分"
)
_WEIGHT = re.compile(rf"{_NAME}(?:一级|二级|三级)?指标(?:的)?权重(?:为)?{_N}分")
_LOST = re.compile(rf"{_NAME}指标(?:共)?扣{_N}分")
_GRADE = re.compile(r"(?:评级|等级|评价结果|绩效评级)(?:为|是)?[“\"]?(优秀|良好|合格|不合格|优|良|中|差)[”\"]?")
_COUNTS = (
    (re.compile(r"(\d+)个一级指标"), "一级指标"),
    (re.compile(r"(\d+)个二级指标"), "二级指标"),
    (re.compile(r"(\d+)个三级指标"), "指标"),
)
_RATE = re.compile(rf"预算执行率(?:为|达到|达)?{_N}%")
_AMOUNTS = re.compile(
    r"预算(?:金额|经费|资金|安排)?(?:为)?(?P<budget>[\d,]+(?:\.\d+)?)(?P<unit>万元|元)"
    r"[^。]{0,120}?(?:支出|执行)(?:资金|金额|数)?(?:为)?(?P<spent>[\d,]+(?:\.\d+)?)(?P<other>万元|元)"
    r"[^。\d]{0,12}预算执行率(?:为)?(?P<rate>[\d.]+)%"
)


def _words(paragraph: Paragraph) -> str:
    return re.sub(r"(?<=\d)，(?=\d{3})", ",", re.sub(r"\s+", "", paragraph.text))


def _stated(raw: str, unit: str, label: str, paragraph: Paragraph) -> Printed:
    value = Decimal(raw.replace(",", ""))
    decimals = max(0, -int(value.as_tuple().exponent))
    scale = {"万元": 10_000}.get(unit, 1)
    half = Fraction(scale, 2 * 10**decimals)
    return Printed(Fraction(value) * scale, half, raw, unit, label, paragraph.location)


def _here(site: Site, name: str, number: int) -> Site:
    return replace(site, place=name, key=f"{site.key}|{name}|{number}")


def _against(site: Site, stated: Printed, value: Decimal | None, name: str, at: int, severity: str = "") -> Draft:
    """A score of the text against the table; both print all their digits, so they are equal or not."""
    inner = _here(site, stated.label, at)
    if value is None:
        return inner.draft("not_checked", because("missing", labels=name))
    due = exact(Fraction(value))
    verdict = agree(stated, due, Fraction(value)) or ("failed", None)
    return compared(inner, verdict, stated, due, point=Fraction(value), name=name, severity=severity)


def scores(site: Site, report: Report) -> Iterator[Draft]:
    """EV-02: the total and the scores of dimensions as the text says them, and their weights."""
    table, first = report.tables[0], True
    for number, paragraph in enumerate(report.paragraphs):
        words = _words(paragraph)
        for match in _TOTAL.finditer(words):
            total = table.total("得分")
            value = total.value if total is not None and total.doubt is None else None
            stated = _stated(match[1], "分", "文中总得分", paragraph)
            # The first is the result; a later one may be the score of a part, of a body or of another year.
            yield _against(site, stated, value, "评分表总分", number, "" if first else "warning")
            first = False
        for name, score in (*_PART.findall(words), *((m[1], m[2]) for m in _ANALYSED.finditer(words))):
            yield from _part(site, table, paragraph, name, score, "得分", number)
        for name, weight in _WEIGHT.findall(words):
            yield from _part(site, table, paragraph, name, weight, "分值", number)
        for name, weight, score in _WEIGHTED.findall(words):
            yield from _part(site, table, paragraph, name, weight, "分值", number)
            yield from _part(site, table, paragraph, name, score, "得分", number)


def _part(
    site: Site, table: ScoreTable, paragraph: Paragraph, name: str, raw: str, column: str, number: int
) -> Iterator[Draft]:
    at = table.row(name)
    if at is None:
        return
    stated = _stated(raw, "分", f"文中“{name}”{'权重' if column == '分值' else '得分'}", paragraph)
    yield _against(site, stated, table.sum_of(at, column), f"评分表“{table.grid.label(at)}”{column}", number)


def deductions(site: Site, report: Report) -> Iterator[Draft]:
    """EV-04: points taken off are weight less score, of a leaf and of a dimension."""
    table = report.tables[0]
    for number, paragraph in enumerate(report.paragraphs):
        words = _words(paragraph)
        found = [(match[1], match[2]) for match in _LOST.finditer(words)]
        found += [(m[1], m[3] or "0") for m in _ANALYSED.finditer(words) if m[3] or m[4]]
        for name, raw in found:
            at = table.row(name)
            if at is None:
                continue
            weight, score = table.sum_of(at, "分值"), table.sum_of(at, "得分")
            due = None if weight is None or score is None else weight - score
            stated = _stated(raw, "分", f"文中“{name}”扣分", paragraph)
            yield _against(site, stated, due, f"评分表“{table.grid.label(at)}”分值减得分", number)


def grade(site: Site, report: Report) -> Iterator[Draft]:
    """EV-03: the grade fits the total; bands are options `word lowest-score`."""
    table = report.tables[0]
    total = table.total("得分")
    bands = [(name, Fraction(low)) for name, _, low in (option.rpartition(" ") for option in site.clause.options)]
    for number, paragraph in enumerate(report.paragraphs):
        words = _words(paragraph)
        match = _GRADE.search(words) if _TOTAL.search(words) else None
        if match is None:
            continue
        inner = _here(site, match[0], number)
        edge = next((low for name, low in bands if name == match[1]), None)
        if total is None or total.value is None or total.doubt is not None or edge is None:
            yield inner.draft("not_checked", because("missing", labels="总分"))
            continue
        score = Fraction(total.value)
        best = max((low for _, low in bands if low <= score), default=Fraction(0))
        right = "/".join(name for name, low in bands if low == best)
        place = (Place("评级", match[0], paragraph.location),)
        status = "passed" if best == edge else "failed"
        reason = None if best == edge else because("grade_band", grade=match[1], score=f"{total.value}", right=right)
        # Other places cut the bands elsewhere; no band is so wide that the score lies one of ours away from it.
        edges = sorted({low for _, low in bands})
        beside = abs(edges.index(best) - edges.index(edge)) <= 1 if best in edges else True
        milder = {"severity": "warning"} if status == "failed" and beside else {}
        yield Draft(inner.outcome(status, reason, places=place, **milder))


def counts(site: Site, report: Report) -> Iterator[Draft]:
    """EV-03: as many indicators of each level as the text says of the whole system."""
    table = report.tables[0]
    for number, paragraph in enumerate(report.paragraphs):
        words = _words(paragraph)
        if "体系" not in words and "百分制" not in words and "逐级" not in words:
            continue
        for pattern, concept in _COUNTS:
            for match in pattern.finditer(words):
                inner = _here(site, match[0], number)
                count = table.count(concept)
                place = (Place(match[0], match[0], paragraph.location),)
                if int(match[1]) == count:
                    yield Draft(inner.outcome("passed", places=place))
                else:
                    yield Draft(
                        inner.outcome("failed", because("level_count", said=match[0], found=count), places=place)
                    )


def rate(site: Site, report: Report) -> Iterator[Draft]:
    """EV-05: the stated rate is spending over budget, and the score of 预算执行率 is weight × rate."""
    table = report.tables[0]
    rates: dict[str, tuple[Printed, int]] = {}
    for number, paragraph in enumerate(report.paragraphs):
        words = _words(paragraph)
        for match in _AMOUNTS.finditer(words):
            stated = _stated(match["rate"], "%", "文中预算执行率", paragraph)
            budget = _stated(match["budget"], match["unit"], "文中预算", paragraph)
            spent = _stated(match["spent"], match["other"], "文中支出", paragraph)
            yield rate_in_prose(_here(site, "预算执行率", number), stated, spent, budget, "支出÷预算")
        for match in _RATE.finditer(words):
            rates.setdefault(match[1], (_stated(match[1], "%", "文中预算执行率", paragraph), number))
    at = table.row("预算执行率")
    if at is None or len(rates) != 1:
        return
    weight, score = table.sum_of(at, "分值"), table.cell(at, "得分")
    ((stated, number),) = rates.values()
    inner = _here(site, "预算执行率得分", number)
    if weight is None or score is None or score.value is None or score.doubt is not None:
        yield inner.draft("not_checked", because("missing", labels="预算执行率"))
        return
    full = Fraction(weight)
    due = stated.interval.times(full / 100).minimum(exact(full))
    half = Fraction(1, 2 * 10**score.decimals)
    left = Printed(Fraction(score.value), half, score.raw, "分", "预算执行率得分", score.location, score)
    said = agree(left, due, min(full, stated.value * full / 100)) or ("failed", because("not_by_rate"))
    yield compared(inner, said, left, due, (), name="分值×执行率", severity="warning")
