"""A check written out, operand by operand, each with the place it comes from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from expectations.model import Outcome, Term
from expectations.wording import Names, grouped, short, shortest
from ingest.facts import Claim, Fact
from ingest.model import Text, verbatim

Number = Callable[[str], int]
"""The place of a fact or a claim in the page's list of numbers, by id."""


@dataclass(frozen=True, slots=True)
class Operand:
    """One line of a sum."""

    sign: str
    name: Text
    value: str | None
    raw: str
    blank: bool
    subject: bool
    """The number in question."""
    number: int | None
    """Its place in the page's list of numbers; None for what is not printed."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A check written out."""

    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    totals: tuple[str, str] | None
    """Left and right; None where there is nothing to add up."""
    computed: bool
    """The right side is not the plain sum of its operands (a rate, a score)."""
    residual: str | None
    tolerance: str | None


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the sums of one document."""

    names: Names
    claims: dict[str, Claim]
    number: Number

    def written(self, outcome: Outcome, located: str | None) -> Sum:
        """Write one check out; `located` is the id of the number in question."""
        subject = self.names.facts.get(located or "")
        sides = {s: self._side([t for t in outcome.terms if t.side == s], located, subject) for s in ("left", "right")}
        exact = outcome.left is not None and outcome.right is not None
        added = sum((t.sign * t.value for t in outcome.terms if t.side == "right" and t.value is not None), Decimal(0))
        return Sum(
            left=sides["left"],
            right=sides["right"],
            totals=(grouped(outcome.left or Decimal(0)), grouped(outcome.right or Decimal(0))) if exact else None,
            computed=exact and added != outcome.right,
            residual=None if outcome.residual is None else grouped(outcome.residual),
            tolerance=None if outcome.tolerance is None else grouped(shortest(outcome.tolerance)),
        )

    def _side(self, terms: Sequence[Term], located: str | None, subject: Fact | None) -> tuple[Operand, ...]:
        """One line an operand; more than two blank ones share the last line."""
        blank = [t for t in terms if not self._printed(t) and not t.value]
        if len(blank) <= 2:
            return tuple(self._operand(t, located, subject) for t in terms)
        together = self._operand(blank[0], located, subject)
        label = "、".join(short(t.label) for t in blank)
        filled = (self._operand(t, located, subject) for t in terms if t not in blank)
        return (*filled, replace(together, name=verbatim(label)))

    def _printed(self, term: Term) -> bool:
        return term.fact_id in self.names.facts or term.fact_id in self.claims

    def _operand(self, term: Term, located: str | None, subject: Fact | None) -> Operand:
        fact = self.names.fact(term)
        claim = self.claims.get(term.fact_id or "")
        mine = term.fact_id is not None and term.fact_id == located
        if claim is not None:
            said = short(claim.sentence)
            name: Text = Text(f"正文“{said}”", f"text “{said}”")
        else:
            name = self.names.cell(fact) if fact is not None and mine else self.names.operand(term, subject)
        return Operand(
            sign="−" if term.sign < 0 else "+",
            name=name,
            value=None if term.value is None else grouped(term.value),
            raw=fact.raw if fact else claim.raw if claim else "",
            blank=not self._printed(term),
            subject=mine,
            number=self.number(term.fact_id) if term.fact_id is not None and self._printed(term) else None,
        )
