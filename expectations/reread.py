"""Is a failed check nothing but a cell that we misread? Then the fault is our reading, not the report."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.model import SecondReading, Text

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
        return Text(
            f"另两次识读在“{self.fact.raw}”处读作“{self.text}”，可能是读取有误，请对照原件。",
            f" Two other readings have “{self.text}” where we read “{self.fact.raw}”: our reading may be at "
            "fault; compare the original.",
        )


def misread(facts: Iterable[Fact], second: SecondReading | None) -> Misread | None:
    """Return the first of some facts in whose cell a majority of readings finds another number.

    A cell put together from two halves (torn by a page break) is read again in its first half only: not compared. A
    cell may hold words, or other numbers, around the one that is meant.
    """
    if second is None:
        return None
    for fact in list({fact.fact_id: fact for fact in facts}.values())[:MOST]:
        text = None if fact.repaired_from is not None else second.reread(fact.location)
        if text is not None and not _holds(text, fact.raw):
            return Misread(fact, " ".join(text.split()))
    return None


def _holds(text: str, raw: str) -> bool:
    """Whether the numbers of `raw` are among those of a cell, where a blank may part two numbers, or a wrapped one."""
    plain, number = _plain(text), re.compile(r"-?\d+(?:\.\d+)?%?")
    found = {*number.findall(plain), *number.findall(re.sub(r"\s", "", plain))}
    return set(number.findall(re.sub(r"\s", "", _plain(raw)))) <= found


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(",", "").replace("−", "-")
