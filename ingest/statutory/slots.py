"""A slot: one place of a grid where the form means a number to be printed, with the standard terms for it."""

import re
from dataclasses import dataclass

from ingest.headers import Path


@dataclass(frozen=True, slots=True)
class Slot:
    """One place for a number: grid position, row and column in the standard terms and as printed."""

    row: int
    column: int
    row_concept: str
    row_label: str
    code: str | None
    column_concept: str
    column_label: str


def label_of(text: str) -> str:
    """A printed label in one line, without blanks."""
    return re.sub(r"\s+", "", text)


def heading_of(path: Path) -> str:
    """The headings above a column as one label."""
    return "/".join(path)
