"""restated: an indicator that repeats a number of its own form's fund table (F19-07, F19-08).

`leaves` names the indicators, `what` is `target` or `actual`, `rows` and `columns` are the places of the fund table
whose number it must be: the first row and column are meant, a number of another is a matter of basis (warning) and
says so. An actual value that repeats the target is a convention that only looks odd (info).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from expectations import reasons
from expectations.book import Book
from expectations.kinds.judging import Printed, compared, of_fact, of_value, same
from expectations.kinds.linear import Draft, Site
from expectations.kinds.places import tables
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.sheets import Leaf, Sheet, sheets, sound
from ingest.facts import UNITS, Fact
from ingest.model import Text

WORDS = {"target": "目标值", "actual": "实际值"}


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check an indicator of that name, or one `not_applicable` a form without it."""
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
            continue
        sheet = sheets(book).get(held[0].info.id)
        leaves = [leaf for leaf in sheet.leaves if leaf.item.indicator in clause.leaves] if sheet else []
        if sheet is None or not leaves:
            site = Site(book, rule, clause, held, f"{clause.leaves[0]} / {WORDS[clause.what]}", clause.what)
            yield site.draft("not_applicable", because("nothing_to_compare"))
        else:
            for leaf in leaves:
                yield _leaf(rule, clause, book, sheet, leaf)


def refuse(clause: Clause) -> str | None:
    """Why the clause restates nothing."""
    if clause.what not in WORDS:
        return "what: target / what: actual"
    if not (clause.leaves and clause.funds and len(clause.tables) == 1):
        return "tables: [F19], leaves: […], funds: [预算安排 合计]"
    return None


def _leaf(rule: Rule, clause: Clause, book: Book, sheet: Sheet, leaf: Leaf) -> Draft:
    item, label = leaf.item, f"{leaf.item.indicator}·{WORDS[clause.what]}"
    key = f"{item.path}|{clause.what}"
    site = Site(book, rule, clause, (sheet.grid,), f"{item.indicator} / {WORDS[clause.what]}", key, leaf.at)
    stated = of_value(item, clause.what, label)
    if item.doubt is not None:
        return site.draft("not_checked", item.doubt)
    if stated is None:
        return site.draft(
            "not_checked", because("not_a_number", raw=item.target_raw if clause.what == "target" else item.actual_raw)
        )
    wanted = [(where, sheet.fact(*where.split())) for where in clause.funds]
    first = wanted[0][1]
    if first is None or first.value is None or first.doubt is not None:
        row, column = clause.funds[0].split()
        reason = (
            reasons.doubted(first)
            if first is not None
            else reasons.not_printed(sheet.grid.info.template, f"{row} {column}")
        )
        return site.draft("not_checked", reason)
    return _judged(site, stated, first, wanted, sheet)


def _judged(site: Site, stated: Printed, first: Fact, wanted: Iterable[tuple[str, Fact | None]], sheet: Sheet) -> Draft:
    usable = [(where, fact) for where, fact in wanted if fact is not None and sound(fact)]
    for number, (where, fact) in enumerate(usable):
        expected = of_fact(fact, where.replace(" ", "·"))
        for reading in _readings(stated, expected):
            verdict = same(reading, expected)
            if verdict is None:
                continue
            if number == 0 or _zero(fact, first):
                return compared(site, verdict, reading, expected.interval, (expected,), point=expected.value)
            return _elsewhere(site, reading, first, where)
    expected = of_fact(first, "")
    expected = replace(expected, label=site.clause.funds[0].replace(" ", "·"))
    if stated.unit == "" and expected.unit in UNITS:
        # Wrong in 元 and in 万元 alike; what it is, nobody can say.
        places = (stated.place,)
        return Draft(site.outcome("failed", because("form_no_unit"), severity="warning", places=places))
    if stated.unit not in ("", expected.unit) and (stated.unit not in UNITS or expected.unit not in UNITS):
        return site.draft("not_checked", because("units_differ", units=f"{stated.unit}、{expected.unit}"))
    severity, note = "", _explained(site, stated, first, sheet)
    if note is None and _of_rounded(sheet, stated):
        severity, note = "warning", because("rate_of_rounded")
    if first.repaired_from is not None:
        severity, note = "warning", reasons.repaired(first)
    return compared(
        site, ("failed", note), stated, expected.interval, (expected,), point=expected.value, severity=severity
    )


def _explained(site: Site, stated: Printed, first: Fact, sheet: Sheet) -> Text | None:
    """Say what the wrong number is: in the other unit, the spending for the budget, or another form's."""
    for unit, factor in (("元", Fraction(1, 10_000)), ("万元", Fraction(10_000))):
        if stated.unit in ("元", "万元") and stated.unit != unit:
            turned = replace(stated, value=stated.value * factor, half=stated.half * factor)
            if same(turned, of_fact(first, "")) is not None or _is_other(sheet, turned):
                return because("wrong_unit", unit=unit)
    spent = sheet.fact("实际支出", "合计")
    if site.clause.what == "target" and spent is not None and sound(spent) and same(stated, of_fact(spent, "")):
        return because("other_place", where="实际支出·合计")
    return _copied(site.book, sheet, stated)


def _is_other(sheet: Sheet, stated: Printed) -> bool:
    facts = (sheet.fact(row, "合计") for row in ("预算安排", "实际支出"))
    return any(fact is not None and sound(fact) and same(stated, of_fact(fact, "")) is not None for fact in facts)


def _of_rounded(sheet: Sheet, stated: Printed) -> bool:
    """Is a stated rate the quotient of the two amounts as an indicator restates them, rounded to 万元?"""
    if stated.unit != "%":
        return False
    amounts = next((leaf for leaf in sheet.leaves if leaf.item.indicator == "项目预算金额"), None)
    if amounts is None:
        return False
    budget, spent = (of_value(amounts.item, which, "") for which in ("target", "actual"))
    if budget is None or spent is None or not budget.value or budget.unit != spent.unit:
        return False
    return abs(spent.value / budget.value * 100 - stated.value) <= stated.half


def _zero(fact: Fact, first: Fact) -> bool:
    return fact.value == first.value


def _elsewhere(site: Site, reading: Printed, first: Fact, where: str) -> Draft:
    """The number of another place: an actual value that repeats the target is a convention, the rest another basis."""
    expected = of_fact(first, site.clause.funds[0].replace(" ", "·"))
    repeats = site.clause.what == "actual" and where.startswith("预算安排")
    return compared(
        site,
        ("failed", because("other_place", where=where.replace(" ", "·"))),
        reading,
        expected.interval,
        (expected,),
        point=expected.value,
        severity="info" if repeats else "warning",
        subject=f"{site.rule.id} {where}" if repeats else "",
    )


def _readings(stated: Printed, expected: Printed) -> Iterable[Printed]:
    """A number without unit may be in 元 or in 万元, or per cent; where it then agrees nothing is accused."""
    if stated.unit:
        yield stated
    elif expected.unit in UNITS:
        for unit in ("元", "万元"):
            scale = UNITS[unit]
            yield replace(stated, value=stated.value * scale, half=stated.half * scale, unit=unit)
    else:
        yield replace(stated, unit=expected.unit)


def _copied(book: Book, sheet: Sheet, stated: Printed) -> Text | None:
    """Name the form whose number this is, if it is another one's: copied with the rest."""
    if not stated.value or not stated.unit:
        return None
    known: dict[Fraction, list[str]] | None = book.memo.get("funds")
    if known is None:
        known = {}
        for other in sheets(book).values():
            for row in ("预算安排", "实际支出"):
                fact = other.fact(row, "合计")
                if fact is not None and sound(fact):
                    known.setdefault(of_fact(fact, "").value, []).append(other.name)
        book.memo["funds"] = known
    names = [
        name for value, all_names in known.items() if abs(value - stated.value) <= stated.half for name in all_names
    ]
    return because("copied", name=names[0]) if names and sheet.name not in names else None
