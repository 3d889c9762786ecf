"""The prose of a document: its paragraphs, the claims in them, and what is in doubt about those."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.claims import Context, read_claims
from ingest.facts import Claim, Doubt, Fact, Form, Paragraph
from ingest.mapping import Owner
from ingest.model import Line, Table
from ingest.prose.paragraphs import read_prose
from ingest.prose.terms import Terms
from ingest.wording import normalise


@dataclass(frozen=True, slots=True)
class Narrative:
    """Everything outside tables and forms."""

    paragraphs: tuple[Paragraph, ...]
    claims: tuple[Claim, ...]
    doubts: tuple[Doubt, ...]


def read_narrative(
    blocks: Sequence[Line | Table],
    facts: Iterable[Fact],
    forms: Iterable[Form],
    owner: Owner,
    unread: Iterable[Doubt] = (),
) -> Narrative:
    """Read the prose; the labels of the coded tables and the names of the bodies help to say what a number is about.

    The lines of `unread` tables are no prose.
    """
    skip = frozenset(
        line for doubt in unread for line in range(doubt.location.line or 0, (doubt.location.line_end or 0) + 1)
    )
    labels: set[str] = set()
    units: set[str] = {form.unit for form in forms if form.unit}
    for fact in facts:
        if fact.code:
            labels.add(fact.row_label)
        elif fact.row_concept == "单位":
            units.add(fact.row_label)
    names = {normalise(unit) for unit in units if len(unit) > 3} | {normalise(owner.entity or "")}
    paragraphs = read_prose(blocks, skip)
    ranked = sorted((name for name in names if name), key=lambda name: (-len(name), name))
    claims = read_claims(paragraphs, Context(owner.document, owner.fiscal_year, Terms(sorted(labels)), ranked))
    return Narrative(paragraphs, claims, tuple(_doubts(claims)))


def _doubts(claims: Iterable[Claim]) -> Iterator[Doubt]:
    for claim in claims:
        if claim.doubt is not None:
            value = str(claim.value) if claim.value is not None else None
            yield Doubt(claim.document, claim.location, ((claim.raw, value, "prose"),), claim.doubt, repaired=False)
