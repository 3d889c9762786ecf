"""Rules, checks and what became of them: plain frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from ingest.facts import Canonical
from ingest.model import Location, Text

STATUSES = ("passed", "rounding", "implausible", "failed", "not_applicable", "not_checked")


@dataclass(frozen=True, slots=True)
class Term:
    """One operand of a check as it took part: sign × the number of a fact, or a blank, or a constant."""

    side: str
    """`left` or `right` of the relation."""
    sign: int
    label: str
    value: Decimal | None
    """In the unit of the outcome; None where the value is missing or in doubt."""
    fact_id: str | None
    """None for a blank cell, an absent row, a constant."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something that is no number is printed, as it took part in a check."""

    label: str
    raw: str
    location: Location


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check (one rule at one place) with its status.

    Decimal fields are exact and in `unit`. `left` and `right` are the printed sums of the two sides,
    `left_interval`/`right_interval` (low, high) what the printed digits allow. `residual` is left − right.
    `place` names the row, column or group the check was made for, in the document's own labels.
    """

    check_id: str
    document: str
    rule: str
    tables: tuple[str, ...]
    place: str
    status: str
    severity: str
    """`error`, `warning` or `info`: what a finding made of this outcome would be."""
    reason: Text | None = None
    """Why not applicable, not checked; or a remark (截尾) on rounding."""
    relation: str = "="
    left: Decimal | None = None
    right: Decimal | None = None
    left_interval: tuple[Decimal, Decimal] | None = None
    right_interval: tuple[Decimal, Decimal] | None = None
    residual: Decimal | None = None
    tolerance: Decimal | None = None
    unit: str | None = None
    terms: tuple[Term, ...] = ()
    places: tuple[Place, ...] = ()
    """What was printed where, for a check of words, labels or structure; the one in question first."""
    subject: str = ""
    """What such a check accuses, as a key: failed checks of one subject are one finding."""
    unsure: bool = False
    """The report or our reading of it may be at fault: nobody can tell from this check alone."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person should look at; the fields of contract.md, `message` in both languages."""

    id: str
    document: str
    rule: str
    title: Text
    because: Text
    severity: str
    fault: str
    location: Mapping[str, object]
    printed: str | None
    expected: str | None
    difference: str | None
    unit: str | None
    tolerance: str | None
    message: Text
    evidence: tuple[Mapping[str, object], ...]
    suspect: Mapping[str, object] | None
    breaks: tuple[str, ...]
    waived: Mapping[str, str] | None = None


class RuleText(Protocol):
    """What findings and pages need of a rule; `expectations.suite.Rule` is one."""

    @property
    def id(self) -> str:
        """As `T01-1`."""
        ...

    @property
    def title(self) -> Text:
        """What must hold, in one line."""
        ...

    @property
    def because(self) -> Text:
        """Why it must hold, with the source."""
        ...


@dataclass(frozen=True, slots=True)
class Rounding:
    """How often one rule differed in one table by no more than the printed digits explain."""

    document: str
    rule: str
    table: str
    """Id of the table (of a cross-table rule the left one)."""
    count: int
    largest: Decimal
    """Largest |residual|, in `unit`."""
    unit: str | None
    remarks: tuple[Text, ...] = ()
    """截尾, 调平, where that is the explanation."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Checks of one rule that did not run (not checked, not applicable) for one reason."""

    document: str
    rule: str
    scope: str
    """Tables and places in the document's own words."""
    reason: Text
    count: int


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """Everything a report says about one document."""

    canonical: Canonical
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    rounding: tuple[Rounding, ...]
    not_checked: tuple[Gap, ...]
    not_applicable: tuple[Gap, ...]
    coverage: Mapping[str, int]
    """`checks` and one count a status; the statuses add up to `checks`."""
    titles: Mapping[str, Text]
    """Rule id → title, for every rule that has an outcome."""
    located: Mapping[str, tuple[str, ...]]
    """Finding id → fact ids: the cell it is located at first, then others that would explain it as well."""
    pairs: tuple[Mapping[str, object], ...] = ()
    """Summaries and forms matched by likeness, not by name: document, summary, form, similarity."""
