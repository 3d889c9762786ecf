"""Labels of the indicators that a page break tore: 社会效益指 at the foot of a page, 标 at the head of the next."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.headers import texts
from ingest.model import Row
from ingest.national.leafcolumns import label_words
from ingest.templates import Template


def whole_labels(rows: Sequence[Row], part: range, columns: int, template: Template) -> tuple[Row, ...]:
    """The rows with torn labels in one piece.

    A torn one is two texts, one below the other in the first `columns`, that together are a known name of a first or
    second level, and none alone.
    """
    known = {word for names in (*template.dimensions.values(), *template.second_level.values()) for word in names}
    made = list(rows)
    for column in range(columns):
        for above, below, text in _torn(made, part, column, known):
            made[above], made[below] = _put(made[above], column, text), _put(made[below], column, "")
    return tuple(made)


def _torn(rows: Sequence[Row], part: range, column: int, known: set[str]) -> Iterator[tuple[int, int, str]]:
    """(row of the beginning, row of the rest, the whole label)."""
    printed = [(row, text) for row in part if (text := texts(rows[row])[column].strip())]
    for (above, first), (below, rest) in pairwise(printed):
        whole = label_words(f"{first}{rest}")
        if whole in known and not {label_words(first), label_words(rest)} & known:
            yield above, below, f"{first}\n{rest}"


def _put(row: Row, column: int, text: str) -> Row:
    return tuple(replace(cell, text=text) if at == column and cell is not None else cell for at, cell in enumerate(row))
