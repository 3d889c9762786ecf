"""Small printed tables for tests: tab-separated text, as a report carries it, to recognised and mapped tables."""

from ingest.facts import Fact
from ingest.mapping import Mapped, Owner, map_table
from ingest.model import Line, Table
from ingest.statutory.recognition import Recognised, recognise
from ingest.stitching import join
from ingest.text import blocks

OWNER = Owner("doc", "某局", 2024, "department")


def printed(text: str) -> tuple[Line | Table, ...]:
    """Lines and tables of a text; `|` stands for the tab, so that a test shows its columns."""
    return join(blocks(text.replace("|", "\t")))


def sheet(text: str) -> Recognised:
    """Recognise the first table of a text."""
    found = next(block for block in printed(text) if isinstance(block, Table))
    recognised = recognise(found)
    assert recognised is not None
    return recognised


def mapped(text: str) -> Mapped:
    """Map the first table of a text."""
    recognised = sheet(text)
    return map_table(recognised, recognised.template.id, OWNER)


def numbers(text: str) -> dict[tuple[str, str], str]:
    """(row key, column concept) → the value as a decimal string, "?" where it is in doubt."""
    return {place(fact): "?" if fact.value is None else str(fact.value) for fact in mapped(text).facts}


def place(fact: Fact) -> tuple[str, str]:
    """Name a fact as the rules do."""
    return fact.row_key, fact.column_concept
