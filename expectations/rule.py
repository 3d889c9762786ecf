"""A rule as data: what a suite says about it, to and from plain JSON (Great Expectations keeps it in its kwargs)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.model import Text


@dataclass(frozen=True, slots=True)
class Clause:
    """One relation of a rule; a rule has one or more, and each stands for one check or one check a place.

    Exactly one of `formula` (written here) and `cites` (`T01.收入项目之和`, an identity of a template) is set.
    """

    kind: str
    """A key of expectations.kinds.KINDS."""
    formula: str = ""
    cites: str = ""
    table: str = ""
    """Where names without a table belong."""
    each: str = ""
    """`row`, `column`, `类` or `科目`: one check for each of them; empty: one check."""
    side: str = ""
    """`left` or `right` half of a two-sided table."""
    rows: tuple[str, ...] = ()
    """With each: row, only these (standard terms)."""
    columns: tuple[str, ...] = ()
    """With each: column, only these (standard terms)."""
    blank: str = "zero"
    """What a blank cell means: `zero` (amounts), `missing` (scores: not checked), `skip` (no left, no check), `nil` (a
    zero that the form leaves blank, in the base of a rate as well)."""
    given: str = ""
    """A relation that must be checkable before this one can be judged."""
    accepts: tuple[str, ...] = ()
    """Other formulas that are as good: the check passes if one of them holds."""
    instead: tuple[str, ...] = ()
    """Formulas on another basis: if one of them holds, a failure is only a warning that says so."""
    offsets: tuple[str, ...] = ()
    """Columns of internal transfers: where one of them is not zero, a difference is no certain fault (not checked)."""
    unprinted: tuple[str, ...] = ()
    """Tables that count as zero where the document does not have them."""
    tables: tuple[str, ...] = ()
    """Of a rule without a formula: the tables it looks at."""
    what: str = ""
    """agree, printed, whole, reading, manual: what must agree or be printed, what is tested or asked for."""
    must: str = ""
    """shape: what the rows or cells must be like."""
    section: tuple[str, ...] = ()
    """wording: words of the headings it looks under; none: the whole narrative."""
    needs: tuple[str, ...] = ()
    """wording: `name: pattern | pattern`, each of which must be found."""
    bars: tuple[str, ...] = ()
    """wording: `name: pattern | pattern`, none of which may be found."""
    nothing: tuple[str, ...] = ()
    """wording: patterns that say there is nothing to report."""
    excused: tuple[str, ...] = ()
    """bound: patterns of the narrative (under `section`) that explain an excess: it is a hint then."""
    zero: tuple[str, ...] = ()
    """wording: `table row column`; where these numbers are zero, not saying so is a warning."""
    leaves: tuple[str, ...] = ()
    """leaf, restated: only the indicators of these names."""
    besides: tuple[str, ...] = ()
    """leaf: indicators that this relation leaves to another one."""
    funds: tuple[str, ...] = ()
    """restated: `row column` of the fund table, the one that is meant first."""
    options: tuple[str, ...] = ()
    """Of the kinds for forms: `name number`, the parameters that differ from place to place."""
    severity: str = ""
    """Of this relation alone, if it differs from the rule's."""
    practice: bool = False
    """Not every form follows this formula: a failure is certain only if another one of the document follows it."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a document may legitimately lack a table."""

    reason: Text
    before: int | None = None
    """Only for fiscal years before this one; None: always."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a suite, complete in itself."""

    id: str
    title: Text
    because: Text
    severity: str
    clauses: tuple[Clause, ...]
    examples: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Status → example documents (expectations.examples) whose worst outcome it is."""
    documents: tuple[str, ...] = ()
    """Kinds of document that owe the tables of this rule."""
    absences: Mapping[str, Absence] = field(default_factory=dict, repr=False)
    """Template → why it may be absent."""
    optional: tuple[str, ...] = ()
    """Rows and columns that a printed table may lack without a suspicion that it was not read to its end."""
    law: str = ""
    """The regulation it rests on."""
    merges: tuple[str, ...] = ()
    """Ids of the catalogue that say the same and have no rule of their own."""
    reason: Text | None = field(default=None, repr=False)
    """Of a manual rule: why no document answers it."""
    source: tuple[str, int] = ("", 0)
    """File name and 1-based line."""

    @property
    def kind(self) -> str:
        """The kind of its first clause."""
        return self.clauses[0].kind

    def as_mapping(self) -> dict[str, object]:
        """The whole rule as plain JSON; `rule_from_mapping` is the inverse."""
        return {
            "id": self.id,
            "title": dict(self.title),
            "because": dict(self.because),
            "severity": self.severity,
            "documents": list(self.documents),
            "clauses": [_clause_mapping(clause) for clause in self.clauses],
            "absences": {
                table: {"reason": dict(absence.reason), "before": absence.before}
                for table, absence in self.absences.items()
            },
            "optional": list(self.optional),
            "law": self.law,
            "merges": list(self.merges),
            "reason": dict(self.reason or {}),
            "examples": {status: list(texts) for status, texts in self.examples.items()},
            "source": list(self.source),
        }


_DEFAULT = Clause("")


def _clause_mapping(clause: Clause) -> dict[str, object]:
    """Only what differs from the default."""
    found: dict[str, object] = {}
    for name in Clause.__slots__:
        value = getattr(clause, name)
        if value != getattr(_DEFAULT, name):
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def clause_from_mapping(data: Mapping[str, Any]) -> Clause:
    """Inverse of what `Rule.as_mapping` writes for a clause."""
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return Clause(**fields)


def rule_from_mapping(data: Mapping[str, Any]) -> Rule:
    """Inverse of `Rule.as_mapping`; KeyError or TypeError if the mapping was not written by it."""
    file, line = data["source"]
    return Rule(
        id=data["id"],
        title=Text(**data["title"]),
        because=Text(**data["because"]),
        severity=data["severity"],
        clauses=tuple(clause_from_mapping(clause) for clause in data["clauses"]),
        examples={status: tuple(texts) for status, texts in data["examples"].items()},
        documents=tuple(data["documents"]),
        absences={
            table: Absence(Text(**absence["reason"]), absence["before"]) for table, absence in data["absences"].items()
        },
        optional=tuple(data["optional"]),
        law=data.get("law", ""),
        merges=tuple(data.get("merges", ())),
        reason=Text(**data["reason"]) if data.get("reason") else None,
        source=(file, line),
    )
