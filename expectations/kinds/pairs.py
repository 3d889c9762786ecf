"""The numbers of a summary against those of its form (PS-06 … PS-09)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from expectations import reasons
from expectations.kinds.judging import Printed, compared, of_fact, same
from expectations.kinds.linear import Draft, Site
from expectations.kinds.pairsite import ROWS, SOURCES, Pairs, at_summary, stated
from expectations.pairing import Pair
from expectations.reasons import because
from expectations.sheets import Sheet, sound
from expectations.summaries import BUDGET, RATE, SPENT
from ingest.facts import Claim, Fact
from ingest.model import Text

_F24 = {BUDGET: ("全年预算数", "年初预算数"), SPENT: ("全年执行数",), RATE: ("执行率",)}
_OTHER_ROWS = {BUDGET: ("项目实际投入", "资金到位"), SPENT: (), RATE: ("资金实际支出率",)}
_BASES = {None: ("all", "fiscal"), "fiscal": ("fiscal",), "own": ("own",)}
_SAID = {"all": "全部资金", "fiscal": "财政资金", "own": "其他资金"}


def amounts(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-06: budget and executed as in the form, on the basis that the summary speaks of."""
    for pair, sheet in _held(pairs):
        for quantity in (BUDGET, SPENT):
            for basis in pair.summary.bases:
                claim = pair.summary.claim(quantity, basis)
                if claim is not None:
                    yield _against_form(site, pair, sheet, claim, quantity)


def rate_of_form(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-07: the rate as in the form, on the same basis."""
    for pair, sheet in _held(pairs):
        for basis in pair.summary.bases:
            claim = pair.summary.claim(RATE, basis)
            if claim is not None:
                yield _against_form(site, pair, sheet, claim, RATE)


def score(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-08: the score as in the form."""
    for pair, sheet in _held(pairs):
        claim = pair.summary.score
        if claim is None:
            continue
        inner = at_summary(site, pair.summary, "得分", sheet)
        total = sheet.fact("总计" if pair.form.family == "F19" else "总分", "得分")
        trouble = _trouble(claim, (total,))
        if trouble is not None or total is None:
            yield inner.draft("not_checked", trouble or because("missing", labels="总计"))
            continue
        left, right = stated(claim, pair.summary), of_fact(total, f"自评表“{sheet.name}”总得分")
        verdict = same(replace(left, unit="分"), right)
        severity, reason = _softened(site, pair, sheet, total)
        verdict = verdict or ("failed", reason)
        yield compared(inner, verdict, left, right.interval, (right,), point=right.value, severity=severity)


def near_copies(site: Site, pairs: Pairs) -> Iterator[Draft]:
    """PS-09: neighbours with one and the same amount or score, while their forms differ: copied?"""
    sheets = {id(pair.summary): sheet for pair, sheet in _held(pairs)}
    for before, after in pairwise(pairs.summaries):
        one, other = sheets.get(id(before)), sheets.get(id(after))
        if one is None or other is None:
            continue
        for quantity in (BUDGET, SPENT):
            a, b = before.claim(quantity), after.claim(quantity)
            if a is None or b is None:
                continue
            inner = at_summary(site, after, f"与前一项相同的{quantity}")
            if a.value is None or b.value is None:
                yield inner.draft("not_checked", because("claim_in_doubt"))
                continue
            if not a.value or a.value != b.value:
                yield Draft(inner.outcome("passed"))
                continue
            facts = [_facts(sheet, quantity, "all") for sheet in (one, other)]
            values = [next(iter(held), None) for held in facts]
            if None in values or values[0].value == values[1].value:  # type: ignore[union-attr]
                yield Draft(inner.outcome("passed"))
                continue
            places = (stated(b, after).place, stated(a, before).place)
            reason = because("same_as_neighbour", name=before.name)
            yield Draft(inner.outcome("failed", reason, places=places, subject=site.rule.id))


def _held(pairs: Pairs) -> Iterable[tuple[Pair, Sheet]]:
    for pair in pairs.matching.pairs:
        sheet = pairs.sheet(pair)
        if sheet is not None:
            yield pair, sheet


def _against_form(site: Site, pair: Pair, sheet: Sheet, claim: Claim, quantity: str) -> Draft:
    summary = pair.summary
    inner = at_summary(site, summary, f"{quantity}{claim.basis or ''}", sheet)
    candidates = [
        (basis, fact) for basis in _BASES.get(claim.basis, ("all",)) for fact in _facts(sheet, quantity, basis)
    ]
    trouble = _trouble(claim, [fact for _, fact in candidates[:1]])
    if trouble is not None:
        return inner.draft("not_checked", trouble)
    left = _typed(stated(claim, summary), candidates[0][1])
    if left is None:
        return inner.draft(
            "not_checked", because("units_differ", units=f"{claim.unit or '?'}、{candidates[0][1].unit}")
        )
    for basis, fact in candidates:
        if not sound(fact):
            continue
        right = of_fact(fact, f"自评表“{sheet.name}”{_SAID[basis]}")
        verdict = same(left, right)
        if verdict is not None:
            note = because("on_basis", basis=_SAID[basis]) if basis != "all" and claim.basis is None else verdict[1]
            return compared(inner, (verdict[0], note), left, right.interval, (right,), point=right.value)
    right = of_fact(candidates[0][1], f"自评表“{sheet.name}”{_SAID[candidates[0][0]]}")
    severity, reason = _softened(site, pair, sheet, candidates[0][1])
    for row in _OTHER_ROWS[quantity]:
        beside = sheet.fact(row, "合计")
        if beside is not None and sound(beside) and same(left, of_fact(beside, "")) is not None:
            severity, reason = "warning", because("other_place", where=f"{row}·合计")
    return compared(inner, ("failed", reason), left, right.interval, (right,), point=right.value, severity=severity)


def _typed(printed: Printed, fact: Fact) -> Printed | None:
    """The stated number in the kind of the fact's unit; None where they are not alike."""
    if fact.unit == "%":
        return replace(printed, unit="%") if printed.unit in ("%", "") else None
    return printed if printed.unit in ("元", "万元", "亿元") and fact.unit in ("元", "万元", "亿元") else None


def _facts(sheet: Sheet, quantity: str, basis: str) -> list[Fact]:
    if sheet.form.family == "F19":
        places = [(ROWS[quantity], SOURCES["F19"][basis])]
    else:
        row = {"all": "年度资金总额", "fiscal": "当年财政拨款", "own": "其他资金"}[basis]
        places = [(row, column) for column in _F24[quantity]]
    return [fact for place in places if (fact := sheet.fact(*place)) is not None]


def _trouble(claim: Claim, facts: Iterable[Fact | None]) -> Text | None:
    if claim.doubt is not None or claim.value is None:
        return claim.doubt or Text("读数存疑", "reading in doubt")
    held = list(facts)
    if not held or held[0] is None:
        return because("missing", labels="自评表")
    doubted = next((fact for fact in held if fact is not None and not sound(fact)), None)
    return reasons.doubted(doubted) if doubted is not None else None


def _softened(site: Site, pair: Pair, sheet: Sheet, fact: Fact) -> tuple[str, Text | None]:
    """A pair by likeness and a number put together from pieces accuse nobody."""
    if fact.repaired_from is not None:
        return "warning", reasons.repaired(fact)
    if not pair.exact and not _confirmed(pair, sheet):
        return "warning", because("pair_by_likeness", name=sheet.name, similarity=f"{pair.similarity:.2f}")
    return site.severity, None


def _confirmed(pair: Pair, sheet: Sheet) -> bool:
    """Do two other numbers of the summary agree with the form, so that it is the right one?"""
    agreeing = 0
    for quantity in (BUDGET, SPENT, RATE):
        claim = pair.summary.claim(quantity)
        fact = next(iter(_facts(sheet, quantity, "all")), None)
        if claim is not None and claim.value is not None and fact is not None and sound(fact):
            left = _typed(stated(claim, pair.summary), fact)
            agreeing += left is not None and same(left, of_fact(fact, "")) is not None
    return agreeing >= 2
