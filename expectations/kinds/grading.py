"""Grades and weights of a form (F19-12, F24-08)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from expectations import reasons
from expectations.kinds.linear import Draft, Site
from expectations.model import Place, Term
from expectations.reasons import because
from expectations.sheets import Sheet, sheets, sound


def grade(site: Site, sheet: Sheet) -> Iterator[Draft]:
    """F19-12: the printed grade is the one of the band that the total score lies in.

    Options are `word lowest-score`; several words may share a band (优 90, 优秀 90). A score that is within half of
    its last digit of an edge may belong to either side.
    """
    total = sheet.fact("总计" if sheet.form.family == "F19" else "总分", "得分")
    word = sheet.form.grade
    if word is None:
        yield site.draft("not_applicable", because("no_grade"))
        return
    if total is None or not sound(total) or total.value is None:
        yield site.draft("not_checked", reasons.doubted(total) if total else because("no_grade"))
        return
    bands = [(name, Fraction(edge)) for name, _, edge in (option.rpartition(" ") for option in site.clause.options)]
    named = [edge for name, edge in bands if name == word]
    terms = (Term("left", 1, "总得分", total.value, total.fact_id),)
    places = (Place("评价等级", word, sheet.form.location),)
    if not named:
        yield site.draft("not_checked", because("unknown_grade", grade=word))
        return
    score, half = Fraction(total.value), Fraction(1, 2 * 10**total.decimals)
    uppers = [edge for _, edge in bands if edge > named[0]]
    fits = named[0] <= score and all(score < edge for edge in uppers)
    near = named[0] <= score + half and all(score - half < edge for edge in uppers)
    right = "/".join(name for name, edge in bands if edge == max((e for _, e in bands if e <= score), default=None))
    status = "passed" if fits else "rounding" if near else "failed"
    reason = None if fits else because("grade_band", grade=word, score=f"{total.value}", right=right)
    severity = site.severity
    if status == "failed" and (total.repaired_from is not None or not _contradicted(site, sheet, score, named[0])):
        severity = "warning"
    yield Draft(site.outcome(status, reason, terms=terms, places=places, unit="分", severity=severity))


def _contradicted(site: Site, sheet: Sheet, score: Fraction, edge: Fraction) -> bool:
    """Does another form of the document show that its bands are other than this grade needs?

    One with no higher score and a better grade, or with no lower score and a worse one. Without it the place may
    have other bands, and a person decides.
    """
    edges = {name: Fraction(low) for name, _, low in (option.rpartition(" ") for option in site.clause.options)}
    for other in sheets(site.book).values():
        band = edges.get(other.form.grade or "")
        if other is sheet or band is None or other.form.total_score is None:
            continue
        theirs = Fraction(other.form.total_score)
        if (theirs <= score and band > edge) or (theirs >= score and band < edge):
            return True
    return False


def usual_weights(site: Site, sheet: Sheet) -> Iterator[Draft]:
    """F24-08: other weights than the usual ones of a project are legal; options are `name weight`."""
    if sheet.of_department:
        yield site.draft("not_applicable", because("of_department"))
        return
    usual = {name: Decimal(weight) for name, _, weight in (o.rpartition(" ") for o in site.clause.options)}
    found = dict.fromkeys(usual, Decimal(0))
    for leaf in sheet.leaves:
        if leaf.item.dimension in found:
            found[leaf.item.dimension] += leaf.item.weight or 0
    money = sheet.fact("年度资金总额", "分值")
    if money is not None and money.value is not None and "年度资金总额" in found:
        found["年度资金总额"] = money.value
    if not any(found.values()):
        yield site.draft("not_applicable", because("no_numbers"))
        return
    if found == usual:
        yield Draft(site.outcome("passed"))
        return
    said = "、".join(f"{name}{weight.normalize():f}" for name, weight in found.items())
    yield Draft(site.outcome("failed", because("usual_weights", found=said), subject=site.rule.id))
