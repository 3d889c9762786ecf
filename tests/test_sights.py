"""Where to look: regions around the numbers of a finding, lines around those of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from expectations.findings import findings
from expectations.report.sights import MARGIN, NO_LOOKS, TALLEST, look
from ingest.model import BBox, Passage, Picture
from report_sample import RULES, canonical, outcomes, sample


class Eyes:
    """Says what it was asked for."""

    def __init__(self) -> None:
        self.regions: list[tuple[int, BBox]] = []

    def pictures(self, regions: Sequence[tuple[int, BBox]]) -> Mapping[tuple[int, BBox], Picture]:
        """Draw nothing but frames."""
        self.regions = list(regions)
        return {(page, box): Picture(page, box, b"png") for page, box in regions if page != 5}

    def passages(self, spans: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], Passage]:
        """Give numbered lines."""
        return {(a, b): Passage(a, tuple(str(i) for i in range(a, b + 1))) for a, b in spans}


def test_the_number_in_question_comes_first_and_what_cannot_be_drawn_is_left_out() -> None:
    result, eyes = sample(), Eyes()
    looks = look(result, eyes)
    finding = next(f for f in result.findings if f.location["page"] == 4 and f.suspect)
    first = looks.pictures[finding.id][0]
    assert first.first
    assert list(first.boxes[0]) == finding.location["bbox"]
    assert first.picture.page == 4
    assert all(box[1] >= first.picture.clip[1] and box[3] <= first.picture.clip[3] for box in first.boxes)
    assert not any(shown.picture.page == 5 for found in looks.pictures.values() for shown in found)


def test_a_region_is_never_taller_than_a_screen() -> None:
    result, eyes = sample(), Eyes()
    tall = [
        replace(
            f, evidence=(*f.evidence, {**f.evidence[0], "page": f.location["page"], "bbox": [60.0, 2.0, 90.0, 900.0]})
        )
        for f in result.findings
    ]
    look(replace(result, findings=tuple(tall)), eyes)
    assert eyes.regions
    assert all(box[3] - box[1] <= TALLEST + 2 * MARGIN for _, box in eyes.regions)


def test_lines_that_touch_are_one_passage() -> None:
    source = canonical()

    def lined(row: int) -> int:
        return 100 + row

    facts = tuple(
        replace(f, location=replace(f.location, page=None, bbox=None, line=lined(f.row))) for f in source.facts
    )
    source = replace(source, facts=facts)
    result = findings(source, outcomes(source), RULES)
    looks = look(result, Eyes())
    finding = next(f for f in result.findings if f.suspect)
    passages = looks.passages[finding.id]
    covered = {passage.first + i for passage in passages for i in range(len(passage.lines))}
    assert finding.location["line"] in covered
    assert len(covered) == sum(len(passage.lines) for passage in passages), "no line is shown twice"
    assert looks.pictures[finding.id] == ()


def test_without_eyes_there_is_nothing_to_see() -> None:
    assert look(sample(), None) == NO_LOOKS
