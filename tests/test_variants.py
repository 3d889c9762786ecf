"""The layouts of places: each prints the same accounts, is read to the same facts, and gives no finding."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.truth import RULES
from expectations.confront import confront
from expectations.findings import findings
from expectations.model import Finding
from fixtures import pdf, text
from fixtures.canon import make_model
from fixtures.layout import NORTHWEST, SOUTHWEST, Layout
from fixtures.report import Report, report
from fixtures.truth import Expected, facts_of
from ingest.facts import Canonical, Fact
from ingest.pipeline import read

LAYOUTS = {
    "southwest": SOUTHWEST,
    "northwest": NORTHWEST,
    "merged codes": Layout(codes="merged", column_numbers=False),
    "serial": Layout(serial=True, codes="merged", total="header"),
    "codes above the total": Layout(codes="merged", column_numbers=False, total="header"),
    "three codes above the total": Layout(codes="three", column_numbers=False, total="header", measure_row=True),
    "measures": Layout(measure_row=True, codes="three", column_numbers=False),
    "one group": Layout(groups=1, codes="three"),
    "compared with the budget": Layout(compared="budget", codes="merged"),
    "compared with the year before": Layout(compared="year"),
    "years": Layout(three_public="years"),
    "institution": Layout(three_public="institution", extra=True),
    "further tables": Layout(extra=True),
    "short titles": Layout(short_titles=True, extra=True),
    "plain unit titles": Layout(unit_tables=True, unit_word=""),
    "grants together": Layout(grants="together", budgets=True, row_numbers=False, column_numbers=False, zero="blank"),
}


def _key(fact: Fact | Expected) -> tuple[object, ...]:
    value = None if fact.value is None else Decimal(fact.value)
    return fact.template, fact.row_key, fact.column_concept, value, fact.unit


def _differences(made: Report, canonical: Canonical) -> tuple[Counter[tuple[object, ...]], ...]:
    """What was printed and not read, and what was read and not printed; tables of other kinds aside."""

    def counted(facts: Iterable[Fact | Expected]) -> Counter[tuple[object, ...]]:
        return Counter(map(_key, facts))

    printed = facts_of(made)
    found = counted(fact for fact in canonical.facts if fact.template != "raw")
    return counted(fact for fact in printed if not fact.optional) - found, found - counted(printed)


def _findings(canonical: Canonical) -> list[Finding]:
    """What is called wrong, and what is doubted of the tables; what the narrative should say is not the matter here."""
    found = findings(canonical, confront(RULES, canonical), RULES).findings
    return [finding for finding in found if finding.severity == "error" or not finding.rule.startswith("DOC-")]


@pytest.mark.parametrize("year", [2019, 2023])
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_changes_no_fact(name: str, year: int, tmp_path: Path) -> None:
    made = report(make_model(7, year=year, size="medium", capital=True), LAYOUTS[name])
    path = tmp_path / "report.txt"
    path.write_text(text.write(made)[0], encoding="utf-8")
    canonical = read(str(path))
    assert _differences(made, canonical) == (Counter(), Counter())
    assert _findings(canonical) == []


@pytest.mark.parametrize("name", ["southwest", "northwest"])
def test_as_pdf(name: str, tmp_path: Path) -> None:
    made = report(make_model(7, year=2023, capital=True), LAYOUTS[name])
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.write(made)[0])
    canonical = read(str(path))
    assert _differences(made, canonical) == (Counter(), Counter())
    assert _findings(canonical) == []
