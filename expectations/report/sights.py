"""Where to look in the document for each finding: regions of pages, or lines of the text around."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from expectations.model import DocumentResult, Finding
from ingest.model import BBox, Passage, Picture, Sight

AROUND = 2
"""Lines shown above and below the one in question."""
MARGIN = 26.0
TALLEST = 300.0
"""Points: a region that would be higher shows the number in question and what is near."""
MOST_PAGES = 3
"""Pages shown of one finding; its operands on further ones are named only."""
MOST_PASSAGES = 4
WIDE = 10_000.0
"""Wider than any page: a region goes from its left to its right edge."""

Region = tuple[int, BBox]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with the boxes to draw on it; the first box is the number in question where `first` says so."""

    picture: Picture
    boxes: tuple[BBox, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Looks:
    """Finding id → what to show of the document; a finding without a place has neither."""

    pictures: Mapping[str, tuple[Shown, ...]]
    passages: Mapping[str, tuple[Passage, ...]]


NO_LOOKS = Looks({}, {})


def look(result: DocumentResult, sight: Sight | None) -> Looks:
    """Fetch what the findings of a document need to be shown."""
    if sight is None or not result.findings:
        return NO_LOOKS
    regions = {finding.id: _regions(finding) for finding in result.findings}
    spans = {finding.id: _spans(finding) for finding in result.findings}
    drawn = sight.pictures([(page, box) for found in regions.values() for page, box, _, _ in found])
    cut = sight.passages(list(dict.fromkeys(span for found in spans.values() for span in found)))
    return Looks(
        {
            name: tuple(
                Shown(drawn[page, box], boxes, first) for page, box, boxes, first in found if (page, box) in drawn
            )
            for name, found in regions.items()
        },
        {name: tuple(cut[span] for span in found if span in cut) for name, found in spans.items()},
    )


def _places(finding: Finding) -> Iterable[Mapping[str, object]]:
    """The place of the finding, then those of its operands."""
    return (finding.location, *finding.evidence)


def _regions(finding: Finding) -> list[tuple[int, BBox, tuple[BBox, ...], bool]]:
    """Page, region, boxes in it, and whether the first box is the number in question."""
    boxes: dict[int, list[BBox]] = {}
    for place in _places(finding):
        page, bbox = place["page"], place["bbox"]
        if isinstance(page, int) and isinstance(bbox, list):
            boxes.setdefault(page, []).append((float(bbox[0]), float(bbox[1]), float(bbox[2]), float(bbox[3])))
    return [
        (page, *_framed(list(dict.fromkeys(found))), page == finding.location["page"])
        for page, found in list(boxes.items())[:MOST_PAGES]
    ]


def _framed(boxes: Sequence[BBox]) -> tuple[BBox, tuple[BBox, ...]]:
    """The region around the boxes, no taller than TALLEST and about the first one, and the boxes in it."""
    top, bottom = min(box[1] for box in boxes) - MARGIN, max(box[3] for box in boxes) + MARGIN
    if bottom - top > TALLEST:
        middle = (boxes[0][1] + boxes[0][3]) / 2
        top = min(max(middle - TALLEST / 2, top), bottom - TALLEST)
        bottom = top + TALLEST
    inside = tuple(box for box in boxes if box[1] >= top and box[3] <= bottom)
    return (0.0, round(max(0.0, top), 2), WIDE, round(bottom, 2)), inside


def _spans(finding: Finding) -> list[Span]:
    """Lines around each place, joined where they touch, the place of the finding first."""
    spans: list[Span] = []
    for place in _places(finding):
        first, last = place["line"], place["line_end"] or place["line"]
        if place["page"] or not isinstance(first, int) or not isinstance(last, int):
            continue
        last = min(last, first + 3 * AROUND)
        near = next((i for i, (low, high) in enumerate(spans) if low - AROUND <= first <= high + AROUND), None)
        if near is None:
            spans.append((first - AROUND, last + AROUND))
        else:
            low, high = spans[near]
            spans[near] = (min(low, first - AROUND), max(high, last + AROUND))
    return [(low, min(high, low + 30)) for low, high in spans[:MOST_PASSAGES]]
