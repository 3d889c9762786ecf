"""Tables of evaluation reports against each other and against the accounts (EV-06 … EV-08)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from expectations import reasons
from expectations.book import Grid
from expectations.intervals import exact, rounded
from expectations.kinds.judging import Printed, compared, of_fact, shown
from expectations.kinds.linear import Draft, Site
from expectations.places import printed_order
from expectations.reasons import because
from expectations.reports import Report, ScoreTable, in_report
from ingest.facts import Fact, Paragraph
from ingest.model import Text

_STATED = re.compile(r"(?:支出|金额|资金)(?P<raw>\d[\d,]*\.\d{2})元[，,。](?:具体|明细|资金使用)")
_NOT_SPENT = re.compile(r"年初|年末|上年|结转|结余|收入|预算|指标")
"""Headings of a list by code that speak of other money than what was spent."""
FEWEST = 3
"""A list has more amounts than two."""
NEAR = 20
"""So many lines above its list an amount stands at most that the list breaks down."""


def annex(site: Site, report: Report) -> Iterator[Draft]:
    """EV-06: the score table of the text and the one of the annex agree, indicator by indicator."""
    if len(report.tables) < 2:
        return
    first = report.tables[0]
    for other in report.tables[1:]:
        mine, theirs = _leaves(first), _leaves(other)
        names = [name for name in mine if name in theirs]
        # A table cut at a page has fewer names: those it lacks are not accused.
        if 2 * len(names) < max(len(mine), len(theirs)):
            continue
        for name in names:
            for column in ("分值", "得分"):
                yield from _cell(site, first, other, name, mine[name], theirs[name], column)


def _cell(
    site: Site, first: ScoreTable, other: ScoreTable, name: str, at: int, there: int, column: str
) -> Iterator[Draft]:
    left, right = first.cell(at, column), other.cell(there, column)
    inner = replace(site, place=f"{name} / {column}", key=f"{site.key}|{other.grid.info.id}|{name}|{column}")
    inner = replace(inner, grids=(first.grid, other.grid))
    if left is None or right is None:
        return
    if left.value is None or right.value is None or left.doubt is not None or right.doubt is not None:
        yield inner.draft("not_checked", because("leaf_in_doubt"))
        return
    one, two = of_fact(left, column), of_fact(right, f"附件{column}")
    due = exact(two.value)
    verdict = ("passed", None) if one.value == two.value else ("failed", None)
    yield compared(inner, verdict, one, due, (two,), point=two.value)


def _leaves(table: ScoreTable) -> dict[str, int]:
    return {
        re.sub(r"\s+", "", row.label.rpartition("/")[2]): at
        for at, row in enumerate(table.grid.rows)
        if row.concept == "指标"
    }


def lists(site: Site) -> Iterator[Draft]:
    """EV-07: a list without a total adds up to the amount that the text states above it.

    Amounts in 元 that all end in two or more zeros come from 万元: their width is that of the coarser unit.
    """
    for grid in site.book.grids["raw"]:
        facts = _single_column(grid)
        if facts is None:
            continue
        stated = _above(site.book.canonical.paragraphs, grid)
        if stated is None:
            continue
        paragraph, raw = stated
        inner = replace(site, grids=(grid,), place=grid.info.title, key=f"lists|{grid.info.title}")
        doubtful = next((fact for fact in facts if fact.value is None or fact.doubt is not None), None)
        if doubtful is not None:
            yield inner.draft("not_checked", reasons.doubted(doubtful))
            continue
        values = [fact.value for fact in facts if fact.value is not None]
        half = _coarse(values)
        total = sum(values, Decimal(0))
        left = Printed(
            Fraction(Decimal(raw.replace(",", ""))), Fraction(1, 200), raw, "元", "文中金额", paragraph.location
        )
        width = rounded(Fraction(total), half * len(values))
        verdict: tuple[str, Text | None]
        if left.value == Fraction(total):
            verdict = ("passed", None)
        elif left.interval.meets(width):
            verdict = ("rounding", None)
        else:
            gap = abs(left.value - Fraction(total))
            verdict = ("failed", because("list_of", total=f"{total:,}", difference=f"{shown(gap, '元'):,}"))
        yield compared(inner, verdict, left, width, (), point=Fraction(total), name="明细之和")


def _single_column(grid: Grid) -> list[Fact] | None:
    """The amounts of a list of one amount column without any total; None if it is another kind of table."""
    if any(row.concept in ("合计", "小计", "其中") or row.code is not None for row in grid.rows):
        return None
    money = [facts[0] for facts in grid.cells.values() if len(facts) == 1]
    columns = {fact.column for fact in money}
    if len(columns) != 1 or len(money) < FEWEST:
        return None
    words = {word for fact in money for word in (fact.column_label,)}
    return money if any("金额" in word or "支出" in word for word in words) else None


def _above(paragraphs: tuple[Paragraph, ...], grid: Grid) -> tuple[Paragraph, str] | None:
    here = grid.info.location
    found: tuple[Paragraph, str] | None = None
    for paragraph in paragraphs:
        there = paragraph.location
        if printed_order(there) > printed_order(here):
            break
        near = there.page == here.page if here.line is None else (here.line - (there.line or 0)) <= NEAR
        match = _STATED.search(re.sub(r"\s+", "", paragraph.text)) if near else None
        if match is not None:
            found = paragraph, match["raw"]
    return found


def _coarse(values: list[Decimal]) -> Fraction:
    """Half a unit of the last digit that any of the amounts shows, at least of a 分."""
    for places in (4, 3, 2, 1):
        if all(value % (10**places) == 0 for value in values):
            return Fraction(10**places, 2)
    return Fraction(1, 200)


def codes(site: Site) -> Iterator[Draft]:
    """EV-08: amounts by functional code are those of the expenditure tables; the list may print no unit."""
    accounts = [grid for template in ("T05", "T03") for grid in site.book.grids[template]]
    for grid in site.book.grids["raw"]:
        rows = {row.code: at for at, row in enumerate(grid.rows) if row.code is not None and len(row.code) in (3, 5, 7)}
        known = [code for code in rows if any(code in table.keys for table in accounts)]
        if len(known) < 3 or not in_report(site.book, grid.info.location):
            continue
        for code in known:
            spent = [f[0] for (at, _), f in grid.cells.items() if at == rows[code] and len(f) == 1]
            fact = next((one for one in spent if not _NOT_SPENT.search(one.column_label)), None)
            if fact is None:
                continue
            inner = replace(site, grids=(grid,), place=f"{code} {grid.rows[rows[code]].label}", key=f"codes|{code}")
            yield _code(inner, fact, code, accounts)


def _code(site: Site, fact: Fact, code: str, accounts: list[Grid]) -> Draft:
    if fact.value is None or fact.doubt is not None:
        return site.draft("not_checked", reasons.doubted(fact))
    candidates = [
        facts[0]
        for table in accounts
        for at in table.select(code)
        for column in ("项目支出", "基本支出", "本年支出合计", "合计")
        if len(facts := table.cells.get((at, column), [])) == 1 and facts[0].value is not None
    ]
    left = of_fact(fact, "明细表")
    readings = (
        [left]
        if fact.unit in ("元", "万元")
        else [replace(left, unit="元"), replace(left, value=left.value * 10_000, half=left.half * 10_000, unit="万元")]
    )
    for reading in readings:
        for other in candidates:
            right = of_fact(other, f"{other.template}·{other.column_label}")
            if reading.interval.meets(right.interval):
                status = "passed" if reading.value == right.value else "rounding"
                return compared(site, (status, None), reading, right.interval, (right,), point=right.value)
    first = of_fact(candidates[0], f"{candidates[0].template}·{candidates[0].column_label}")
    draft = compared(
        site, ("failed", None), readings[0], first.interval, (first,), point=first.value, severity="warning"
    )
    return Draft(replace(draft.outcome, subject=f"{site.rule.id} codes"))
