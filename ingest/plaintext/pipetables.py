"""Rows of a pipe table (Markdown)."""

import re
from collections.abc import Sequence

from ingest.numerals import has_digit, parse_amount
from ingest.prose.residue import without_formulas
from ingest.statutory.recognition import TOTALS
from ingest.wording import bare, normalise

Cells = Sequence[str]
_RULE = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def is_rule(line: str) -> bool:
    """Whether a line is the rule below the head: |---|:--:|."""
    return "-" in line and "|" in line and _RULE.fullmatch(line) is not None


def pipe_cells(line: str) -> list[str]:
    r"""Cut a row at its bars; `\|` is a bar of the text, `<br>` a line end inside a cell."""
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [without_formulas(_BREAK.sub("\n", cell).replace("\\|", "|").strip()) for cell in _BAR.split(inner)]


def is_shifted(rows: Sequence[Cells], *, anywhere: bool) -> bool:
    """Whether rows have fewer cells than the table: cells covered from above were left out.

    Then what stands in a column does not belong to its heading. A coded table has such cells in its head only, other
    tables `anywhere`.
    """
    looked = rows if anywhere else rows[: _head(rows) + 1]
    return any(len(row) < max(map(len, rows)) for row in looked)


def unrepeated(rows: Sequence[Cells]) -> list[list[str]]:
    """Rows without what a merged cell repeats: 合计 over several columns, a heading that reaches down beside the body.

    Headings over others may be repeated, and other words of the body may be meant twice: they stay.
    """
    head = _head(rows)
    lowest: dict[int, str] = {}
    found = []
    for at, row in enumerate(rows):
        cells = list(row)
        figures = any(parse_amount(text) is not None for text in row)
        below = figures or (at >= head and not _is_heading(row))
        for column, text in enumerate(row):
            again = column > 0 and text == row[column - 1] and (bare(text) in TOTALS or normalise(text) in _NUMBERING)
            if text and (again or (below and text == lowest.get(column) and not has_digit(text))):
                cells[column] = ""
            elif text and at < head:
                lowest[column] = text
        found.append(cells)
    return found


_NUMBERING = frozenset({"栏次", "行次"})
_FEW = 3
"""What a row of blank amounts holds in words: its labels, and a heading that reaches down beside it."""


def _is_heading(row: Cells) -> bool:
    """Whether a row of words is the header of another part of the table, as forms have them."""
    return len({text for text in row if text and not has_digit(text)}) > _FEW


def _head(rows: Sequence[Cells]) -> int:
    """How many rows stand above the first number; those that number the columns belong to the head."""
    return next((n for n, row in enumerate(rows) if _holds_number(row)), len(rows))


def _holds_number(row: Cells) -> bool:
    figures = [text.strip() for text in row if parse_amount(text) is not None]
    return bool(figures) and figures != [str(n) for n in range(1, len(figures) + 1)]
