"""leaf: one check an indicator of a self-assessment form: its target, actual value and score (rules.md §11, F19-13).

`what` names the check (see LEAF_CHECKS); `leaves` restricts it to indicators of these names and `besides` leaves some
out, written as the forms print them. Where nothing can be compared (words, unlike units): one `not_applicable` a form.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from expectations import reasons
from expectations.book import Book
from expectations.kinds.judging import compared, of_fact
from expectations.kinds.linear import Draft, Site
from expectations.kinds.places import tables
from expectations.kinds.saying import Said, Say
from expectations.kinds.scoring import SCORING
from expectations.kinds.showing import SHOWING
from expectations.model import Place, Term
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.sheets import Leaf, Sheet, sheets

LEAF_CHECKS: Mapping[str, Say] = {**SCORING, **SHOWING}

QUIET = frozenset({"filled", "units", "measured", "over"})
"""Checks of what should not be there at all: one `passed` a form that shows none of it."""

BY_FORM = QUIET | {"reason"}
"""Checks whose failures are one finding a form: each alone says little."""

REPEATED = frozenset({"filled"})
"""Formal faults that a body makes in all its forms alike: one finding a document for each (rules.md §1.1)."""


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check an indicator that the rule can judge, or one `not_applicable` a form."""
    judge, options = LEAF_CHECKS[clause.what], options_of(clause)
    for held in tables(rule, clause, book):
        if isinstance(held, Draft):
            yield held
            continue
        sheet = sheets(book).get(held[0].info.id)
        site = Site(book, rule, clause, held, clause.what, clause.what)
        if sheet is None:
            yield site.draft("not_applicable", because("no_form"))
        else:
            yield from _sheet(site, sheet, judge, options)


def refuse(clause: Clause) -> str | None:
    """Why the clause is no check of leaves."""
    if clause.what not in LEAF_CHECKS:
        return f"what: {' / '.join(LEAF_CHECKS)}"
    return None if len(clause.tables) == 1 else "tables: [F19] / tables: [F24]"


def options_of(clause: Clause) -> Mapping[str, Fraction]:
    """`name number` entries of a clause as exact numbers."""
    return {name: Fraction(value) for name, _, value in (entry.rpartition(" ") for entry in clause.options)}


def _sheet(
    site: Site, sheet: Sheet, judge: Callable[[Sheet, Leaf, Mapping[str, Fraction]], Said | None],
    options: Mapping[str, Fraction],
) -> Iterator[Draft]:  # fmt: skip
    clause, count, shown = site.clause, 0, 0
    for leaf in sheet.leaves:
        if (clause.leaves and leaf.item.indicator not in clause.leaves) or leaf.item.indicator in clause.besides:
            continue
        unread = leaf.weight is not None and leaf.weight.value is None
        said = Said("not_checked", because("leaf_in_doubt")) if unread else judge(sheet, leaf, options)
        if said is None:
            continue
        count += 1
        if said.status != "passed" or clause.what not in QUIET:
            shown += 1
            yield _draft(site, leaf, said)
    if not count:
        yield site.draft("not_applicable", because("nothing_to_compare"))
    elif not shown:
        yield site.draft("passed")


def _draft(site: Site, leaf: Leaf, said: Said) -> Draft:
    item = leaf.item
    name = item.indicator or item.path.strip("/")
    here = Site(site.book, site.rule, site.clause, site.grids, name, item.path, leaf.at)
    severity, reason = said.severity or here.severity, said.reason
    broken = next((f for f in (leaf.weight, leaf.score) if f is not None and f.repaired_from is not None), None)
    if said.status == "failed" and severity == "error" and broken is not None:
        severity, reason = "warning", reasons.repaired(broken)
    subject = f"{site.rule.id} info" if severity == "info" else ""
    if site.clause.what in BY_FORM and severity == "warning":
        subject = f"{site.rule.id} {site.grids[0].info.id}"
    if site.clause.what in REPEATED and said.reason is not None:
        subject = f"{site.rule.id} {said.reason['zh']}"
    places = (Place("目标值", item.target_raw, item.location), Place("实际值", item.actual_raw, item.location))
    if said.expected is not None and leaf.score is not None and leaf.score.value is not None:
        score = of_fact(leaf.score, "得分")
        draft = compared(
            here,
            (said.status, reason),
            score,
            said.expected,
            name="应得分",
            point=said.point,
            severity=severity,
            subject=subject,
        )
        return Draft(replace(draft.outcome, places=places))
    terms = tuple(
        Term(side, 1, fact.column_concept, fact.value, fact.fact_id)
        for side, fact in (("left", leaf.score), ("right", leaf.weight))
        if fact is not None
    )
    return Draft(
        here.outcome(said.status, reason, unit="分", terms=terms, places=places, severity=severity, subject=subject)
    )
