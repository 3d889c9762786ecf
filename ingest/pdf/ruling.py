"""Painted shapes → rules.

A rule reaches the page as a stroke, as the outline of a rectangle, as a thin filled rectangle (Word, WPS), as a
tiny picture, or as a row of dots; mostly in pieces, a cell long each. Here all of them are boxes, and boxes become
straight, joined rules.
"""

from collections.abc import Iterable

from ingest.model import BBox
from ingest.pdf.ink import Rule

THICKEST = 3.0
"""A box wider than this in both directions is an area, not a rule (points)."""
SHORTEST = 4.0
"""A joined rule shorter than this is a dot or a tick (points)."""
SNAP = 2.0
"""Rules this close across are one rule, drawn twice or a hair apart (points)."""
GAP = 3.0
"""Pieces this close along their rule are one piece: a corner, a crossing, the space between two dots (points)."""


def outline(box: BBox) -> tuple[BBox, BBox, BBox, BBox]:
    """Return the four sides of a stroked rectangle as boxes without thickness."""
    x0, top, x1, bottom = box
    return (x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)


def straighten(boxes: Iterable[BBox]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Sort boxes into horizontals and verticals, snap them and join their pieces.

    A dot (thin both ways) may be a piece of a rule of either direction; alone it is too short and drops out.
    """
    horizontals: list[Rule] = []
    verticals: list[Rule] = []
    for x0, top, x1, bottom in boxes:
        width, height = x1 - x0, bottom - top
        if height <= THICKEST and (width >= height or width <= THICKEST):
            horizontals.append(((top + bottom) / 2, x0, x1))
        if width <= THICKEST and (height >= width or height <= THICKEST):
            verticals.append(((x0 + x1) / 2, top, bottom))
    return join(horizontals), join(verticals)


def join(pieces: list[Rule]) -> tuple[Rule, ...]:
    """Snap pieces at nearly the same place onto one line and join those that touch; ordered by place, then start."""
    rules: list[Rule] = []
    for cluster in _clusters(pieces):
        length = sum(end - start for _, start, end in cluster)
        if length <= 0:
            continue
        place = sum(place * (end - start) for place, start, end in cluster) / length
        spans: list[list[float]] = []
        for start, end in sorted((start, end) for _, start, end in cluster):
            if spans and start <= spans[-1][1] + GAP:
                spans[-1][1] = max(spans[-1][1], end)
            else:
                spans.append([start, end])
        rules.extend((place, start, end) for start, end in spans if end - start >= SHORTEST)
    return tuple(rules)


def _clusters(pieces: list[Rule]) -> list[list[Rule]]:
    """Group pieces whose places lie within SNAP of the first of their group: a chain must not creep."""
    groups: list[list[Rule]] = []
    for piece in sorted(pieces):
        if groups and piece[0] - groups[-1][0][0] <= SNAP:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def close_sides(
    horizontals: tuple[Rule, ...], verticals: tuple[Rule, ...]
) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Add the outer side rules that a table printed with open sides lacks.

    Three horizontals and more that begin at one place and end at one place, all crossed by one vertical between,
    are rows; where no vertical stands at their ends, one is added from the first to the last of them.
    """
    added: list[Rule] = []
    for rows in _rows(horizontals):
        top, bottom = rows[0][0], rows[-1][0]
        start, end = min(row[1] for row in rows), max(row[2] for row in rows)
        crossing = [
            x for x, y0, y1 in verticals if start + GAP < x < end - GAP and y0 <= top + GAP and y1 >= bottom - GAP
        ]
        if not crossing:
            continue
        added.extend(
            (side, top, bottom)
            for side in (start, end)
            if not any(abs(x - side) <= GAP and y0 < bottom and y1 > top for x, y0, y1 in verticals)
        )
    return horizontals, tuple(sorted((*verticals, *added)))


def _rows(horizontals: tuple[Rule, ...]) -> list[list[Rule]]:
    """Group neighbouring horizontals with the same ends, three and more; ordered from the top."""
    groups: list[list[Rule]] = []
    for rule in horizontals:
        for group in groups:
            if abs(group[-1][1] - rule[1]) <= GAP and abs(group[-1][2] - rule[2]) <= GAP:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= 3]
