"""What was misread, or perhaps: from places on paper to facts and doubts."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.facts import Doubt, Fact
from ingest.model import BBox, Misreading
from ingest.numerals import parse_amount


def doubts_of(document: str, misreadings: Sequence[Misreading]) -> tuple[Doubt, ...]:
    """Each misreading with the value of each of its readings, where it has one."""
    return tuple(
        Doubt(
            document,
            misreading.location,
            tuple((text, _value(text), reader) for text, reader in misreading.readings),
            misreading.reason,
            misreading.repaired,
        )
        for misreading in misreadings
    )


def _value(text: str) -> str | None:
    amount = parse_amount(text)
    return None if amount is None else str(amount.value)


def marked(facts: Sequence[Fact], misreadings: Sequence[Misreading]) -> tuple[Fact, ...]:
    """Mark the facts whose cell is in doubt: a check that uses one accuses nobody."""
    open_: dict[tuple[int | None, BBox | None], str] = {
        (misreading.location.page, misreading.location.bbox): misreading.reason
        for misreading in misreadings
        if not misreading.repaired and misreading.location.bbox is not None
    }
    if not open_:
        return tuple(facts)
    return tuple(
        replace(fact, doubt=fact.doubt or open_.get((fact.location.page, fact.location.bbox))) for fact in facts
    )
