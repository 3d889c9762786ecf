"""A printed percentage against the quotient of two printed numbers (rules.md §1.4)."""

from fractions import Fraction

from expectations.intervals import Interval
from expectations.kinds.judging import Printed, agree, compared
from expectations.kinds.linear import Draft, Site
from expectations.kinds.stray import in_prose, right_without
from expectations.reasons import because
from ingest.model import Text

_WIDEST = 10
"""A rate that may be anything within more than ten points cannot be wrong."""

Verdict = tuple[str, Text | None]


def rate_in_prose(site: Site, printed: Printed, part: Printed, whole: Printed, name: str) -> Draft:
    """The check of a stated rate; `name` says in words what it is computed from."""
    verdict, quotient = rate_verdict(printed, part, whole)
    if quotient is None:
        return site.draft(*verdict)
    norm = in_prose(site.book)
    stray = verdict[0] == "failed" and right_without(printed.value, printed.half, norm, quotient)
    if stray:
        verdict = "failed", because("stray_digit", decimals=norm)
    point = Fraction(part.value) / whole.value * 100
    return compared(site, verdict, printed, quotient, (part, whole), point=point, name=name, unsure=stray)


def rate_verdict(printed: Printed, part: Printed, whole: Printed) -> tuple[Verdict, Interval | None]:
    """The verdict and what the rate may be, in per cent; no interval where there is nothing to compare with."""
    if whole.interval.low <= 0 <= whole.interval.high:
        if part.value == 0 and whole.value == 0:
            return ("not_applicable", because("zero_base")), None
        return ("not_checked", because("base_holds_zero")), None
    quotient = part.interval.quotient(whole.interval).times(100)
    if quotient.width > _WIDEST:
        return ("not_checked", because("unfalsifiable")), None
    point = Fraction(part.value) / whole.value * 100
    if abs(point - printed.value) <= printed.half:
        return ("passed", None), quotient
    found = agree(printed, quotient)
    return (found if found is not None else ("failed", None)), quotient
