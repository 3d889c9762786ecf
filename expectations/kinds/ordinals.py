"""Ordinals 一、二、… of the rows, and the printed 行次, count up by one without a gap, on both sides."""

from collections.abc import Iterator

from expectations.book import Grid
from expectations.kinds.placing import Verdict, place_of
from expectations.model import Place
from expectations.reasons import because
from expectations.words import folded, ordinal

_HEADS = ("行次", "序号")


def ordinals(grid: Grid) -> Iterator[tuple[str, Verdict]]:
    """One fault a break; nothing where all is in order."""
    for side in ("left", "right", ""):
        last = 0
        for at, row in enumerate(grid.rows):
            if grid.side(at) != side:
                continue
            found = ordinal(row.label)
            if found is None or found[0] == "inner":
                continue
            value = found[1]
            # Numbering starts anew below a heading such as 年初结转和结余.
            if value not in (last + 1, 1):
                reason = because("out_of_order", label=row.label, last=last)
                yield grid.label(at), Verdict("failed", reason, (place_of(grid, row),), f"序号:{grid.info.id}:{at}")
            last = value
    yield from _row_numbers(grid)


def _row_numbers(grid: Grid) -> Iterator[tuple[str, Verdict]]:
    """The 行次 columns, left to right, are one sequence."""
    body = grid.info.grid[grid.info.header_rows :]
    heads = grid.info.grid[: grid.info.header_rows]
    width = max((len(row) for row in body), default=0)
    last = 0
    for column in range(width):
        if not any(column < len(head) and folded(head[column]) in _HEADS for head in heads):
            continue
        for row in body:
            text = folded(row[column]) if column < len(row) else ""
            if not text.isdecimal():
                continue
            if last and int(text) != last + 1:
                places = (Place(grid.info.title, text, grid.info.location),)
                yield (
                    f"行次 {text}",
                    Verdict("failed", because("out_of_order", label=text, last=last), places, f"行次:{grid.info.id}"),
                )
            last = int(text)
