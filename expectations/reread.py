"""Is a failed check nothing but a cell that we misread? Then the fault is our reading, not the report."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from expectations.model import Text
from ingest.facts import Fact
from ingest.model import SecondReading

MOST = 60
"""Cells looked at again for one finding: a sum over more is not settled by one misread cell."""


@dataclass(frozen=True, slots=True)
class Misread:
    """A cell that other readings find another number in."""

    fact: Fact
    text: str

    @property
    def note(self) -> Text:
        """Say so."""
        return {
            "zh": f"另两次识读在“{self.fact.raw}”处读作“{self.text}”，可能是读取有误，请对照原件。",
            "en": f" Two other readings have “{self.text}” where we read “{self.fact.raw}”: our reading may be at "
            "fault; compare the original.",
        }


def misread(facts: Iterable[Fact], second: SecondReading | None) -> Misread | None:
    """Return the first of some facts in whose cell a majority of readings finds another number.

    A cell put together from two halves (torn by a page break) is read again in its first half only: not compared.
    """
    if second is None:
        return None
    for fact in list({fact.fact_id: fact for fact in facts}.values())[:MOST]:
        text = second.reread(fact.location)
        if text is None:
            continue
        ours, theirs = _digits(fact.raw), _digits(text)
        if ours not in theirs and theirs not in ours:
            return Misread(fact, " ".join(text.split()))
    return None


def _digits(text: str) -> str:
    """The characters that make a number; a cell may hold words around it."""
    return re.sub(r"[^\d.%-]", "", unicodedata.normalize("NFKC", text).replace("−", "-").replace("—", "-"))
