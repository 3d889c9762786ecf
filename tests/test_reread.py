"""A number that other readings find otherwise is no error of the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from expectations.findings import findings
from expectations.reread import misread
from fixtures import canon, layout, pdf
from fixtures.report import report
from ingest.documents import rereader
from ingest.facts import Fact
from ingest.model import Location
from ingest.pipeline import read
from report_sample import RULES, canonical, outcomes


@dataclass
class Eyes:
    """Other eyes that read what they are told; `asked` are the places they looked at."""

    texts: Mapping[Location, str]
    asked: list[Location] = field(default_factory=list)

    def reread(self, location: Location) -> str | None:
        """Say what one was told."""
        self.asked.append(location)
        return self.texts.get(location)


def total() -> Fact:
    return next(f for f in canonical().facts if f.raw == "1,482.35")


def test_the_finding_is_ours_and_says_so() -> None:
    eyes = Eyes({total().location: "1,428.35"})
    found = findings(canonical(), outcomes(canonical()), RULES, eyes).findings
    first = next(f for f in found if f.rule == "T01-1")
    assert (first.severity, first.fault) == ("warning", "extraction")
    assert "1,428.35" in first.message["zh"]
    assert "Two other readings" in first.message["en"]


def test_the_same_number_changes_nothing() -> None:
    same = {f.location: f" {f.raw} " for f in canonical().facts}
    plain = findings(canonical(), outcomes(canonical()), RULES)
    assert findings(canonical(), outcomes(canonical()), RULES, Eyes(same)).findings == plain.findings
    assert findings(canonical(), outcomes(canonical()), RULES, Eyes({})).findings == plain.findings


def test_a_cell_of_two_halves_is_not_compared() -> None:
    torn = replace(total(), repaired_from="1,482.3|5")
    assert misread([torn], Eyes({torn.location: "1,482.3"})) is None


@pytest.mark.parametrize("text", ["482.35", "1,482.36", "-1,482.35", "1,482.35%"])
def test_another_number(text: str) -> None:
    found = misread([total()], Eyes({total().location: text}))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize("text", ["1，482.35", "1, 482.\n35", "共1,482.35万元", "1482.35 20%"])
def test_what_is_no_other_number(text: str) -> None:
    """Another way of writing it, or words and numbers around it."""
    fact = total()
    assert misread([fact], Eyes({fact.location: text})) is None


def test_each_cell_is_looked_at_once() -> None:
    eyes = Eyes({})
    assert misread([total(), total()], eyes) is None
    assert len(eyes.asked) == 1


def test_real_readings_of_a_real_file(tmp_path: Path) -> None:
    """Every fact of a generated report is confirmed by the readers themselves; a wrong one is found out."""
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.write(report(canon.make_model(2), layout.Layout(narrative="none")))[0])
    eyes = rereader(str(path))
    facts = read(str(path)).facts[:40]
    assert len(facts) == 40
    assert misread(facts, eyes) is None
    found = misread([replace(facts[0], raw="987654.32")], eyes)
    assert found is not None
    assert found.text == facts[0].raw
