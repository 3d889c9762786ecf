"""One row of a score tree → its fields, however the row is shifted and its numbers are split.

A page's header tells in which column the weights stand; name, target, actual value, score and criteria stand around
it. A row may be shifted by a cell either way, a narrow column may print 2.27 as "2.2 7", "7 2.2", or as 7 and 2.2 in
two cells, and a cell may have swallowed its neighbour's number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.deep.regions import Printed
from ingest.numerals import fold, has_digit
from ingest.wording import normalise

_FIGURE = re.compile(r"[\d.]+(?:\s+[\d.]+)*(?:\s*分)?")
_FUSED = re.compile(r"(\d+(?:\.\d+)?)\s+(\D.*|\d+(?:\.\d+)?%.*|\d+[.、]\s*\D.*)", re.DOTALL)
_SMALL = re.compile(r"\s*([\u2080-\u2089]+)$")


@dataclass(frozen=True, slots=True)
class Field:
    """A printed number of a row: the column its slot stands in, its pieces, and other readings worth a try."""

    column: int
    pieces: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """What a row of the score tree says. Without weight and score it goes on with the row above."""

    label: str
    second: str
    name: str
    weight: Field | None
    target: str
    actual: str
    score: Field | None
    criteria: str


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, whole or in pieces, and nothing else."""
    return _FIGURE.fullmatch(text.strip()) is not None and has_digit(text)


def weight_column(row: Printed, default: int) -> int:
    """The column of the weights by a header row; `default` where the header does not say."""
    heads = [column for column, text in enumerate(map(normalise, row.cells)) if text in ("权重", "权", "分值")]
    return heads[0] if heads else default


def fields(row: Printed, weights: int) -> Fields:
    """Read one row that is no header, no total and no grade."""
    cells = (*row.cells, *("",) * (weights + 7 - len(row.cells)))
    at = _weight_at(cells, weights)
    if at is None:
        return _rest(cells, weights)
    weight, target_at, cells = _weight(cells, at)
    score, criteria = _score(cells, target_at + 2)
    named = at - 2 if at > 2 and not cells[at - 1].strip() else at - 1  # the name may have stayed where it was
    name = cells[named] if at > 0 else ""
    small = _SMALL.search(name)
    if small is not None:
        name = name[: small.start()]
        digit = fold(small[1])
        weight = Field(weight.column, (*weight.pieces, digit), weight.pieces[:1])
    return Fields(
        label=cells[0] if at > 1 else "",
        second=" ".join(text for text in cells[1 : max(1, named)] if text.strip()),
        name=name,
        weight=weight,
        target=cells[target_at],
        actual=cells[target_at + 1],
        score=score,
        criteria=criteria,
    )


def _weight_at(cells: Sequence[str], weights: int) -> int | None:
    """The column of this row's weight: the page's, or one beside it if the whole row is shifted."""
    if is_figure(cells[weights]):
        return weights
    bare_right = not cells[weights].strip() and not any(text.strip() for text in cells[weights + 2 :])
    if is_figure(cells[weights + 1]) and (bare_right or is_figure(cells[weights + 4])):
        return weights + 1
    if weights > 0 and is_figure(cells[weights - 1]) and (not cells[weights].strip() or is_figure(cells[weights + 2])):
        return weights - 1
    return None


def _weight(cells: tuple[str, ...], at: int) -> tuple[Field, int, tuple[str, ...]]:
    """The weight, the column of the target, and the cells with a target freed that had swallowed half the weight."""
    beside = cells[at + 1]
    if is_figure(beside):
        alone = not any(text.strip() for text in (*cells[at - 1 : at], *cells[at + 2 :]))
        if alone or (not _opens(cells[at + 3]) and _opens(cells[at + 4])):
            return Field(at, (cells[at], beside)), at + 2, cells
    fused = _FUSED.fullmatch(beside.strip())
    if fused is not None and "." in fused[1] and cells[at].strip().isdecimal() and _opens(cells[at + 3]):
        return Field(at, (cells[at], fused[1])), at + 1, (*cells[: at + 1], fused[2], *cells[at + 2 :])
    return Field(at, (cells[at],)), at + 1, cells


def _opens(text: str) -> bool:
    """Whether a cell is a number or begins with one that belongs to the cell before the text."""
    return is_figure(text) or _FUSED.fullmatch(text.strip()) is not None


def _score(cells: Sequence[str], at: int) -> tuple[Field | None, str]:
    """The score and the criteria behind it; each may have slipped into the other's cell."""
    here, beside = cells[at], cells[at + 1] if at + 1 < len(cells) else ""
    fused_here, fused_beside = _FUSED.fullmatch(here.strip()), _FUSED.fullmatch(beside.strip())
    if is_figure(here):
        if is_figure(beside):
            return Field(at, (here, beside)), ""
        if fused_beside is not None and "." in fused_beside[1] and here.strip().isdecimal():
            return Field(at, (here, fused_beside[1]), (here.strip(),)), fused_beside[2]
        return Field(at, (here,)), beside
    if not here.strip() and is_figure(beside):
        return Field(at + 1, (beside,)), ""
    if fused_here is not None and not beside.strip():
        return Field(at, (fused_here[1],), (fused_here[1],)), fused_here[2]
    return None, beside or here


def _rest(cells: Sequence[str], weights: int) -> Fields:
    """A row without a weight: endings of the texts above, and perhaps of a score."""
    score = Field(weights + 3, (cells[weights + 3],)) if is_figure(cells[weights + 3]) else None
    return Fields(
        label=cells[0] if weights > 1 else "",
        second="",
        name="".join(cells[1:weights]),
        weight=None,
        target=cells[weights + 1],
        actual=cells[weights + 2],
        score=score,
        criteria="".join(cells[weights + 3 :]) if score is None else "".join(cells[weights + 4 :]),
    )
